"""A save that is killed at any of its steps, and saves of several processes at once: nothing is lost."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from netdash.errors import StoreError
from netdash.grid import Book
from netdash.stores import AppendRow, ColumnLayout, SetCell, SheetLayout
from netdash.stores.excel import ExcelStore

ROOT = Path(__file__).parent.parent
STEPS = ("files.py", "saving.py", "backups.py", "holding.py")
"""The modules that touch the disk; a save is killed at each line of theirs that it comes to."""


@pytest.fixture
def store(tmp_path: Path) -> ExcelStore:
    made = ExcelStore(tmp_path / "сеть школ.xlsx")
    columns = (ColumnLayout("Код"), ColumnLayout("Дата", "date"), ColumnLayout("Число", "integer"))
    made.create([SheetLayout("Лист", columns, (("а", date(2008, 9, 1), 1), ("б", None, 2))), SheetLayout("Другой")])
    return made


def cells(book: Book) -> list[list[Any]]:
    return [list(row) for row in book.sheets["Лист"].rows]


def save(store: ExcelStore) -> None:
    with store.transaction() as transaction:
        transaction.write([SetCell("Лист", 1, 0, "а", "новое"), AppendRow("Лист", {0: "в", 1: date(2009, 1, 1), 2: 3})])


def dies_at_step(store: ExcelStore, step: int) -> bool:
    """Save in a child process that kills itself when it comes to its n-th new line; whether it came so far."""
    child = os.fork()
    if child == 0:
        lines: set[tuple[str, int]] = set()

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            if "excel" not in frame.f_code.co_filename or not frame.f_code.co_filename.endswith(STEPS):
                return None
            if event == "line":
                lines.add((frame.f_code.co_filename, frame.f_lineno))
                if len(lines) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            save(store)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_save_killed_at_every_step_leaves_the_old_workbook_or_the_new_one(store: ExcelStore) -> None:
    path = Path(store.place)
    before, old = path.read_bytes(), cells(store.read())
    new = [old[0], ["новое", *old[1][1:]], old[2], ["в", date(2009, 1, 1), 3.0]]
    step, seen = 0, []
    while dies_at_step(store, step := step + 1):
        left = cells(ExcelStore(path).read())
        assert left in (old, new), f"step {step}"
        seen.append(left == new)
        if left == new:
            path.write_bytes(before)
    assert step > 100
    assert True in seen
    assert False in seen
    assert cells(ExcelStore(path).read()) == new, "the save that nobody killed must have landed"


def test_after_a_killed_save_the_next_one_goes_on_and_clears_up(store: ExcelStore) -> None:
    path = Path(store.place)
    step = 0
    while dies_at_step(store, step := step + 1) and not path.with_name(f".{path.name}.new").exists():
        pass
    assert path.with_name(f".{path.name}.new").exists()
    save(store)
    assert cells(store.read())[1][0] == "новое"
    assert not path.with_name(f".{path.name}.new").exists()


@pytest.mark.parametrize("broken", ["os.fsync", "os.replace", "netdash.stores.excel.files.stamp_of"])
def test_a_save_that_the_disk_refuses_leaves_the_old_workbook(store: ExcelStore, monkeypatch, broken: str) -> None:
    before = Path(store.place).read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(broken, refuse)
    with pytest.raises(StoreError):
        save(store)
    monkeypatch.undo()
    assert Path(store.place).read_bytes() == before
    assert not Path(store.place).with_name(f".{Path(store.place).name}.new").exists()
    save(store)


AUTHOR = """
import sys
from netdash.errors import Busy
from netdash.stores import AppendRow, SetCell
from netdash.stores.excel import ExcelStore
store, author = ExcelStore(sys.argv[1]), sys.argv[2]
for number in range(12):
    with store.transaction() as transaction:
        count = transaction.book.sheets["Лист"].cell(2, 2)
        transaction.write([SetCell("Лист", 2, 2, count, count + 1), AppendRow("Лист", {0: f"{author}{number}"})])
"""


def test_processes_that_save_at_once_lose_nothing(store: ExcelStore) -> None:
    authors = [
        subprocess.Popen([sys.executable, "-c", AUTHOR, store.place, author], cwd=ROOT, stderr=subprocess.PIPE)
        for author in "xyz"
    ]
    for author in authors:
        _, errors = author.communicate(timeout=120)
        assert author.returncode == 0, errors.decode()
    book = store.read()
    assert book.sheets["Лист"].cell(2, 2) == 2 + 3 * 12
    assert sorted(row[0] for row in cells(book)[3:]) == sorted(f"{author}{number}" for author in "xyz" for number in range(12))
