"""How fast the Excel store reads and saves, as ratios to what people would take instead, in one run.

Run it: ``.venv/bin/python tests/benchmarks/bench_excel.py``. Promised: reading close to python-calamine's bare reading and at
least 5 times faster than pandas with openpyxl; one changed cell saved at least 8 times faster than openpyxl's load and save,
at most 6 times slower than a bare copy of the archive's parts; an unchanged workbook costs next to nothing.
"""

import gc
import io
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.stores import SetCell
from netdash.stores.excel import ExcelStore
from netdash.stores.excel.reading import Reader

COLUMNS = 12


def best(action: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest run."""
    seconds = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def make(path: Path, sheets: int, rows: int) -> None:
    """Sheets of words, numbers and dates, as a workbook of a network holds them."""
    draw = random.Random(2008)
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Лист {number + 1}")
        for row in range(rows):
            for column in range(0, COLUMNS, 4):
                sheet.write_string(row, column, f"слово {draw.randrange(3000)}")
                sheet.write_number(row, column + 1, draw.random())
                sheet.write_datetime(row, column + 2, datetime(2008, 1, 1) + timedelta(draw.randrange(1000)), day)
                sheet.write_number(row, column + 3, draw.randrange(100))
    book.close()


def bare(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for title in book.sheet_names:
        book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def copy_parts(path: Path) -> None:
    """Every part read and written again, compressed, as any program does that knows nothing of the content."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path.with_suffix(".copy"), "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))


def copy_packed(path: Path) -> None:
    """Every part copied as it is packed, and flushed to the disk: the least that a safe save can do."""
    with path.with_suffix(".copy").open("wb") as file:
        file.write(path.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def load_and_save(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(6, 2).value = 1
    book.save(path.with_suffix(".copy"))


def save_one_cell(store: ExcelStore) -> None:
    with store.transaction() as transaction:
        title, grid = next(iter(transaction.book.sheets.items()))
        held = grid.cell(5, 1)
        transaction.write([SetCell(title, 5, 1, held, (held if isinstance(held, float) else 0) + 1)])


def measure(path: Path, name: str, times: int) -> None:
    data = path.read_bytes()
    calamine, ours = best(lambda: bare(data), times), best(lambda: Reader().read(data), times)
    reader = Reader()
    book = reader.read(data)
    unchanged = best(lambda: reader.read(data, book), times)
    pandas = best(lambda: pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="openpyxl"), 1)
    print(f"{name}")
    print(f"  reading: {ours * 1000:.0f} ms, {ours / calamine:.2f} × bare calamine, {pandas / ours:.1f} × faster than pandas")
    print(f"  reading again, unchanged: {unchanged * 1000:.2f} ms, {unchanged / calamine:.3f} × bare calamine")
    store = ExcelStore(path)
    store.read()
    save = best(lambda: save_one_cell(store), times)
    whole, parts, packed = best(lambda: load_and_save(path), 1), best(lambda: copy_parts(path)), best(lambda: copy_packed(path))
    print(
        f"  one cell saved: {save * 1000:.0f} ms, {whole / save:.1f} × faster than openpyxl, "
        f"{save / parts:.2f} × a copy of the parts, {save / packed:.1f} × a flushed copy of the packed file"
    )
    before = store.read()
    load_and_save(path)
    path.with_suffix(".copy").replace(path)
    changed = [title for title, grid in store.read(before).sheets.items() if grid is not before.sheets[title]]
    print(f"  written anew by openpyxl with one cell changed: {len(changed)} of {len(before.sheets)} sheets are new grids")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, sheets, rows, times in (
            ("20 sheets × 300 rows × 12", 20, 300, 7),
            ("1 sheet × 50,000 rows × 12", 1, 50_000, 3),
        ):
            path = Path(folder) / f"{sheets}.xlsx"
            make(path, sheets, rows)
            measure(path, name, times)
