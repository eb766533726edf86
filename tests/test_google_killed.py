"""A process killed at any request of a save: after a restart the journal tells what landed, and nothing is half done."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google_kit import GoogleKit, account
from memory_store import MemoryStore
from networks import write_network
from sheets import SHEETS
from sheets_server.errors import Refused

from netdash import Insert, Workspace
from netdash.config import load_config
from netdash.stores.copying import lay_out_book

PEOPLE = "Педагоги"
SCRIPT = Path(__file__).with_name("google_child.py")

Values = dict[str, dict[str, Any]]
Act = Callable[[Any], object] | None


class Nursery:
    """The process that forks those which are killed; not ``multiprocessing``, which runs again what the suite ran last."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[1])},
        )

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self, what: str) -> int:
        assert self.process.stdout
        word, number = self.process.stdout.readline().split()
        assert word == what
        return int(number)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.process.communicate()


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[GoogleKit]:
    made = GoogleKit(tmp_path)
    people = [*SHEETS[PEOPLE], ["П-9", "Лишняя", "Школа № 7", "первая"], ["П-10", "Последняя", "Школа № 7", "высшая"]]
    made.open().create(lay_out_book(MemoryStore({**SHEETS, PEOPLE: people}).read()))
    first = Workspace(load_config(write_network(tmp_path)), made.open())
    first.save([Insert("people", {"name": "Ранняя", "school": "Ш-1"}, "П-11")], "Белова")
    yield made
    made.close()


def values(workspace: Workspace) -> Values:
    snapshot = workspace.refresh()
    table = snapshot.tables["people"]
    return {key: {column: snapshot.value("people", key, column) or None for column in table.columns} for key in table.rows}


def run(nursery: Nursery, kit: GoogleKit, tmp_path: Path, number: int, after: bool, act: Act) -> list[str]:
    """Let a process save, people do ``act`` before its first write, and kill it at its request ``number``: before or after
    that took effect. Gives the requests that there were."""
    kinds, acted, perform = list[str](), act is None, kit.server.perform

    def watched(call: Any, *rest: Any) -> bytes:
        nonlocal acted
        kinds.append(call.kind)
        if call.kind == "spreadsheets.batchUpdate" and not acted and act is not None:
            acted = True
            act(kit.server.editor(kit.book))
        if len(kinds) == number and not after:
            os.kill(child, signal.SIGKILL)
            raise Refused(503, "killed")
        reply = perform(call, *rest)
        if len(kinds) == number:
            os.kill(child, signal.SIGKILL)
        return reply

    folders = str(tmp_path / "config"), str(tmp_path / "backups")
    nursery.tell(json.dumps([*folders, kit.book.id, account(kit.server), kit.server.root]))
    child = nursery.hear("ready")
    kit.server.perform = watched  # type: ignore[method-assign]
    nursery.tell("save")
    assert nursery.hear("ended") == (-signal.SIGKILL if number else 0)
    kit.server.perform = perform  # type: ignore[method-assign]
    return kinds


PEOPLE_ACT: dict[str, Act] = {
    "nobody": None,
    "a row above": lambda editor: editor.act("insert_rows", sheet=PEOPLE, at=1),
    "a column before": lambda editor: editor.act("add_column", sheet=PEOPLE, at=0, title="Заметки"),
}


@pytest.mark.parametrize("act", PEOPLE_ACT)
def test_nothing_is_half_done_unseen(tmp_path: Path, nursery: Nursery, kit: GoogleKit, act: str) -> None:
    begun = kit.book.state()
    before = values(Workspace(load_config(tmp_path / "config"), kit.open()))
    whole = run(nursery, kit, tmp_path, 0, False, PEOPLE_ACT[act])
    assert whole.count("spreadsheets.batchUpdate") >= (1 if act == "nobody" else 2)
    for number, kind in enumerate(whole, 1):
        for after in (False, True) if kind == "spreadsheets.batchUpdate" else (True,):
            kit.book.restore(begun)
            kit.book.touch(0.0)
            begun = kit.book.state()
            run(nursery, kit, tmp_path, number, after, PEOPLE_ACT[act])
            where = f"request {number} of {len(whole)}, {'after' if after else 'before'} it took effect"
            check(Workspace(load_config(tmp_path / "config"), kit.open()), before, where)


def check(again: Workspace, before: Values, where: str) -> None:
    """What the next run finds: each cell as it was, or as the journal's newest line for it says."""
    found, lines = values(again), again.history(table="people")
    newest: dict[tuple[str, str], str] = {}
    for line in lines:
        newest.setdefault((line.key, line.column), line.after)
    for key, row in before.items():
        for column, value in row.items():
            now = found.get(key, {}).get(column)
            if (key, column) in newest and (key, column) not in {("П-11", "name"), ("П-11", "school")}:
                assert (now is None) == (newest[key, column] == ""), f"{where}: {key} {column} is {now}, journal: {lines}"
            else:
                assert now == value, f"{where}: {key} {column}: {value} → {now}"
    landed = {line.key for line in lines if line.column == "новая строка"} - {"П-11"}
    assert {key for key, row in found.items() if row["name"] == "Серова"} <= landed, where
    assert set(found) <= before.keys() | landed, where
    for key in landed & found.keys():
        assert (found[key]["name"], found[key]["school"]) == ("Серова", "Ш-1"), where
    category = newest.get(("П-2", "category"))
    assert found["П-2"]["category"] == ("highest" if category == "высшая" else "first"), f"{where}: {lines}"
    report = again.save([Insert("people", {"name": "Следующая", "school": "Ш-2"})], "Белова")
    assert report.keys
    assert not report.conflicts
