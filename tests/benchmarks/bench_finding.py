"""How soon the search answers on a network of 60 institutions, 3,000 teachers, 20,000 awards and 4,000 movements.

``python tests/benchmarks/bench_finding.py [WORKBOOK]`` makes the workbook unless one is given. Wanted: 100 ms of server time
for any words, the first search of a process (which makes the index) within a second, and an index of one changed table in a
part of that.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from netdash.finding import find, index
from netdash.grid import Book
from netdash.snapshot import Snapshot, build_snapshot
from netdash.stores.excel import ExcelStore
from tests.benchmarks.big_network import ROOT, write_big_network

QUERIES = (
    "бобылёва", "бобылёвой а", "бабылева", "олимпиада математика победитель", "метод проектов", "договор гимназия", "школа 7",
    "олимп", "педагогов", "29", "май 2009", "демо-П-00017", "person17@example.org", "в", "а о и", "ксилофон", "ъхзщ",
    "бобылёва семинар ксилофон", "учитель года область лауреат", "провести семинар для учителей математики в школе",
)  # fmt: skip


def spend(measured: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    start = time.perf_counter()
    measured()
    return (time.perf_counter() - start) * 1000


def one_changed(snapshot: Snapshot) -> Snapshot:
    """The same workbook with one cell of its longest sheet changed."""
    *_, grid = sorted(snapshot.book.sheets.values(), key=lambda grid: len(grid.rows))
    rows = [list(row) for row in grid.rows]
    rows[1][-1] = None
    changed = type(grid)(grid.sheet, rows, grid.digest + "'", grid.errors)
    return build_snapshot(snapshot.config, Book({**snapshot.book.sheets, grid.sheet: changed}), datetime.now(), snapshot)


def measure(path: Path) -> None:
    """Print the times."""
    config = load_config(ROOT / "config")
    snapshot = build_snapshot(config, ExcelStore(path).read(), datetime.now())
    print(f"{sum(len(table.index) for table in snapshot.tables.values())} rows")
    print(f"index of all tables: {spend(lambda: index(snapshot).words):.0f} ms")
    after = one_changed(snapshot)
    print(f"index after a change in the longest sheet: {spend(lambda: index(after).words):.0f} ms")
    times = {query: statistics.median(spend(lambda query=query: find(snapshot, query)) for _ in range(9)) for query in QUERIES}
    for query, spent in sorted(times.items(), key=lambda item: -item[1]):
        print(f"{spent:7.1f} ms  {query}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            write_big_network(Path(folder) / "network.xlsx")
            measure(Path(folder) / "network.xlsx")
