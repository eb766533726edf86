"""Processes of their own that save once on the loopback server, to be killed in the middle of it.

Run as a script: a line of JSON on the standard input is one process, the arguments of ``save_once``. It tells its number
when it has looked and waits for a line before it saves; when it has ended, its exit code is told.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from netdash import Edit, Insert, Removal, Workspace
from netdash.config import load_config
from netdash.stores.google import Connection, GoogleStore


def save_once(config: str, folder: str, spreadsheet: str, account: dict[str, Any], api: str) -> None:
    """Look, wait for the word, and save three rows at once: one edited, one new, one removed."""
    store = GoogleStore(Connection(spreadsheet, account, api), Path(folder), sleep=lambda _: None)
    workspace = Workspace(load_config(Path(config)), store)
    snapshot = workspace.snapshot()
    tell("ready", os.getpid())
    sys.stdin.readline()
    held = {column: snapshot.value("people", "П-9", column) for column in snapshot.tables["people"].columns}
    changes = [
        Edit("people", "П-2", "category", "first", "highest"),
        Insert("people", {"name": "Серова", "school": "Ш-1"}),
        Removal("people", "П-9", held),
    ]
    workspace.save(changes, "Белова")


def tell(what: str, number: int) -> None:
    print(what, number, flush=True)


def main() -> None:
    """Every save in a process that is forked with everything imported, so that it begins at once."""
    while line := sys.stdin.readline():
        if not (child := os.fork()):
            save_once(*json.loads(line))
            os._exit(0)
        tell("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
