"""How long a school's file takes on its way into a large network: read, matched, compared, foreseen, written, taken back.

``python tests/benchmarks/bench_taking.py [WORKBOOK]`` makes the workbook unless one is given, and takes in files of 60, 1,250 and
5,000 rows. Wanted: what stands between the file and the preview within two seconds for 5,000 rows, and times that grow with
the rows and no faster.
"""

import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[2]))

import netdash
from netdash.intake import Question, compare, find_match, foresee_rows, read_file
from netdash.snapshot import Snapshot
from tests.benchmarks.big_network import ROOT, write_big_network

TABLE = "student_awards"
T = TypeVar("T")


def spend(title: str, measured: Callable[[], T]) -> T:
    """What a step gives; prints how long it took."""
    start = time.perf_counter()
    given = measured()
    print(f"  {title:22}{time.perf_counter() - start:7.2f} s")
    return given


def school_file(snapshot: Snapshot, size: int) -> bytes:
    """So many awards of students of the network that nobody has typed yet."""
    students, people = list(snapshot.labels("students")), list(snapshot.labels("people"))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Шифр", "Дата", "Вид", "Предмет", "Уровень", "Результат", "Наставник"])
        for row in range(size):
            day = f"{1 + row % 28:02}.{1 + row % 5:02}.2010"
            cells = [students[row % len(students)], day, "олимпиада", "химия", "город", "призёр", people[row % len(people)]]
            sheet.write_row(row + 1, 0, cells)
    return out.getvalue()


def measure(source: Path, folder: Path, size: int) -> None:
    """Take in one file and take it back."""
    path = folder / f"{size}.xlsx"
    shutil.copy(source, path)
    workspace = netdash.open_workspace(ROOT / "config", path)
    snapshot = workspace.snapshot()
    data = school_file(snapshot, size)
    print(f"{size} rows")
    (sheet,) = spend("read", lambda: read_file(data))
    match = spend("match", lambda: find_match(snapshot, TABLE, sheet))
    intake = spend("compare", lambda: compare(snapshot, Question(TABLE, sheet, match.head, match.places)))
    spend("foresee", lambda: foresee_rows(snapshot, intake))
    changes = intake.changes(snapshot, {"new", "changed"})
    report = spend(f"write {len(changes)}", lambda: workspace.save(changes, author="Иванова А. П."))
    spend("take back", lambda: workspace.undo(report.change_set, author="Иванова А. П."))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made) / "network.xlsx"
        if len(sys.argv) < 2:
            write_big_network(place)
        for rows in (60, 1_250, 5_000):
            measure(place, Path(made), rows)
