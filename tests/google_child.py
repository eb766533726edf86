"""A process of its own that saves once on the loopback server, to be killed in the middle of it."""

from pathlib import Path
from typing import Any

from netdash import Edit, Insert, Removal, Workspace
from netdash.config import load_config
from netdash.stores.google import Connection, GoogleStore


def save_once(config: Path, folder: Path, spreadsheet: str, account: dict[str, Any], api: str, ready: Any, begin: Any) -> None:
    """Look, wait for the word, and save three rows at once: one edited, one new, one removed."""
    workspace = Workspace(load_config(config), GoogleStore(Connection(spreadsheet, account, api), folder, sleep=lambda _: None))
    snapshot = workspace.snapshot()
    ready.set()
    begin.wait()
    held = {column: snapshot.value("people", "П-9", column) for column in snapshot.tables["people"].columns}
    changes = [
        Edit("people", "П-2", "category", "first", "highest"),
        Insert("people", {"name": "Серова", "school": "Ш-1"}),
        Removal("people", "П-9", held),
    ]
    workspace.save(changes, "Белова")
