"""How long a whole workbook takes to become a snapshot, against python-calamine's bare reading of it in the same run.

Run it: ``.venv/bin/python tests/benchmarks/bench_snapshot.py``. The promise is a ratio of at most 3, for twenty sheets of 300
rows and for one sheet of 50,000 × 12.
"""

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from netdash.grid import Book
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import ColumnSpec, Config, TableSpec
from netdash.stores.excel import ExcelStore

ROOT = Path(__file__).parents[2]
NOW = datetime(2009, 3, 12, 9, 0)


def cell(config: Config, column: ColumnSpec, row: int, place: int, sizes: dict[str, int]) -> object:
    """One cell as people fill it. Days and times grow from column to column and numbers are equal, so that rules hold."""
    words = [choice.title for choice in config.choices[column.choices].values()] if column.choices else []
    makers: dict[str, Callable[[], object]] = {
        "key": lambda: f"{column.prefix}-{row:05}",
        "long_text": lambda: f"Подготовлен доклад и стенд для занятия {row}",
        "integer": lambda: min(int(column.max or 10), 10),
        "decimal": lambda: round(row * 0.37 % 100, 1),
        "percent": lambda: round(row * 0.037 % 1, 2),
        "date": lambda: date(2006, 9, 1) + timedelta(row % 1000 + place * 10),
        "time": lambda: timedelta(hours=8, minutes=row % 30 + place * 30),
        "school_year": lambda: ("2006/07", "2007/08", "2008/09")[row % 3],
        "yes_no": lambda: ("да", "нет")[row % 2],
        "choice": lambda: words[row % len(words)],
        "choices": lambda: f"{words[row % len(words)]}; {words[(row + 1) % len(words)]}",
        "reference": lambda: label(config, column.to or "", row, sizes),
        "references": lambda: "; ".join(label(config, column.to or "", each, sizes) for each in (row, row + 1)),
        "link": lambda: f"https://example.org/{row}",
        "email": lambda: f"school{row}@example.org",
        "phone": lambda: f"+7 4722 {row % 90 + 10}-11-22",
        "pseudonym": lambda: f"{row % 90}-{row:05}",
        "nameless": lambda: f"Чистота воды в роднике {row}",
    }
    return makers[column.kind]()


def label(config: Config, table: str, row: int, sizes: dict[str, int]) -> str:
    """What a cell that refers to a row of a table holds."""
    spec, number = config.tables[table], row % sizes[table]
    column = spec.columns[spec.label_column]
    return f"{table} {number}" if column.kind == "text" else str(cell(config, column, number, 0, sizes))


def in_rules(spec: TableSpec) -> str:
    """All words of a table's rules, as one text."""
    return "".join(rule.model_dump_json() for rule in spec.rules)


def write_book(path: Path, config: Config, sizes: dict[str, int]) -> None:
    """A workbook with so many rows of each table; the label of row 7 of table ``people`` is ``people 7``."""
    draw = random.Random(8)
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, size in sizes.items():
            spec = config.tables[name]
            sheet = book.add_worksheet(spec.title)
            sheet.write_row(0, 0, [column.title for column in spec.columns.values()])
            ruled = in_rules(spec)
            for row in range(size):
                text = f"{name} {row}"
                for place, (each, column) in enumerate(spec.columns.items()):
                    if not (column.required or column.kind == "key" or f'"{each}"' in ruled) and draw.random() < 0.2:
                        continue
                    sheet.write(row + 1, place, text if column.kind == "text" else cell(config, column, row, place, sizes))


def fastest(measured: Callable[[], object], runs: int) -> float:
    """Seconds of the fastest of several runs."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        measured()
        best = min(best, time.perf_counter() - start)
    return best


def read_bare(path: Path) -> list[object]:
    """Every cell, by python-calamine alone."""
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def take(config: Config, path: Path) -> Snapshot:
    """The whole way from the file to a snapshot with all its frames."""
    snapshot = build_snapshot(config, ExcelStore(path).read(), NOW)
    for table in snapshot.tables.values():
        _ = table.frame
    return snapshot


def measure(title: str, config: Config, sizes: dict[str, int], runs: int) -> None:
    """Print how the reading of one workbook compares."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_book(path, config, sizes)
        bare = fastest(lambda: read_bare(path), runs)
        store = fastest(lambda: ExcelStore(path).read(), runs)
        book = ExcelStore(path).read()
        built = fastest(lambda: build_snapshot(config, book, NOW), runs)
        whole = fastest(lambda: take(config, path), runs)
        snapshot = take(config, path)
        again = fastest(lambda: build_snapshot(config, one_changed(book), NOW, snapshot), runs)
    print(f"{title}: bare {bare:.3f} s, store {store:.3f} s, tables and snapshot {built:.3f} s, "
          f"all {whole:.3f} s = {whole / bare:.2f} × bare; one sheet changed {again:.3f} s; "
          f"{sum(len(table.index) for table in snapshot.tables.values())} rows, {len(snapshot.problems)} problems")  # fmt: skip


def one_changed(book: Book) -> Book:
    """The book with its last sheet read anew."""
    *_, (title, grid) = book.sheets.items()
    return Book({**book.sheets, title: type(grid)(grid.sheet, grid.rows, grid.digest + "'", grid.errors)})


if __name__ == "__main__":
    network = load_config(ROOT / "config")
    measure("20 sheets × 300 rows", network, dict.fromkeys([*network.tables][:20], 300), 9)
    large = min(network.tables, key=lambda name: abs(len(network.tables[name].columns) - 12))
    needed = {column.to: 300 for column in network.tables[large].columns.values() if column.to and column.to != large}
    measure(f"one sheet of 50,000 × {len(network.tables[large].columns)}", network, {**needed, large: 50_000}, 3)
