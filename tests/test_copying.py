"""A workbook that goes from Excel to Google and back holds the same values of the same types."""

import string
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from google_kit import GoogleKit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netdash.grid import Book, Cell
from netdash.stores import ColumnLayout, SheetLayout
from netdash.stores.copying import lay_out_book
from netdash.stores.excel import ExcelStore

LETTERS = string.ascii_letters + "абвёЯ №«»;,.=+-'\"0123456789\n"
TEXTS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip() == text and not text.startswith("#"))
CODES = st.from_regex(r"0[0-9]{1,4}", fullmatch=True)
KINDS: dict[str, tuple[Any, Any]] = {
    "text": ("text", TEXTS | CODES | st.sampled_from(["=1+1", "1,5", "01.09.2008", "да", "'"])),
    "integer": ("integer", st.integers(-(10**9), 10**9)),
    "decimal": ("decimal", st.floats(-1e6, 1e6).map(lambda value: round(value, 4))),
    "percent": ("percent", st.integers(0, 1000).map(lambda value: value / 1000)),
    "date": ("date", st.dates(date(1950, 1, 1), date(2050, 1, 1))),
    "time": ("time", st.times().map(lambda value: value.replace(second=0, microsecond=0))),
    "moment": ("moment", st.datetimes(datetime(1950, 1, 1, 1), datetime(2050, 1, 1)).map(lambda v: v.replace(microsecond=0))),
    "yes_no": ("general", st.booleans()),
}


@st.composite
def layouts(draw: st.DrawFn) -> list[SheetLayout]:
    """Sheets of columns of one kind each, with gaps; some sheets are empty, some have a header alone."""
    sheets = []
    for number in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=4))
        columns = tuple(ColumnLayout(f"Столбец {place} {name}", KINDS[name][0]) for place, name in enumerate(names))
        row = st.tuples(*(st.none() | KINDS[name][1] for name in names))
        rows = draw(st.lists(row, max_size=5)) if names else []
        sheets.append(SheetLayout(f"Лист {number + 1}", columns, tuple(rows)))
    return sheets


def content(book: Book) -> dict[str, list[list[tuple[type, Cell]]]]:
    """All cells with their types, without blank ends; in a sheet midnight is the day itself, a whole number has no point."""
    found = {}
    for title, grid in book.sheets.items():
        rows = [[plain(cell) for cell in row] for row in grid.rows]
        for row in rows:
            while row and row[-1][1] is None:
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        found[title] = rows
    return found


def plain(cell: Cell) -> tuple[type, Cell]:
    if cell in ("", None):
        return type(None), None
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return type(cell), cell


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoogleKit]:
    made = GoogleKit(tmp_path_factory.mktemp("google"))
    yield made
    made.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=layouts())
def test_there_and_back_is_the_same(kit: GoogleKit, tmp_path_factory: pytest.TempPathFactory, sheets: list[SheetLayout]) -> None:
    folder = tmp_path_factory.mktemp("copy")
    first, last = ExcelStore(folder / "first.xlsx"), ExcelStore(folder / "last.xlsx")
    first.create(sheets)
    kit.remove()
    there = kit.open()
    there.create(lay_out_book(first.read()))
    last.create(lay_out_book(there.read()))
    assert content(there.read()) == content(first.read())
    assert content(last.read()) == content(first.read())


def test_a_sheet_without_a_header_keeps_all_of_its_columns(tmp_path: Path) -> None:
    first, last = ExcelStore(tmp_path / "first.xlsx"), ExcelStore(tmp_path / "last.xlsx")
    rows = (("Итого", 12, None, "заметка"), (date(2008, 9, 1), None, 0.5), ("Отдельно",))
    first.create([SheetLayout("Наши подсчёты", rows=rows)])
    last.create(lay_out_book(first.read()))
    (sheet,) = content(last.read()).values()
    assert sheet == [[plain(cell) for cell in row] for row in rows]


def test_formulas_arrive_as_what_they_computed(kit: GoogleKit, tmp_path: Path) -> None:
    kit.remove()
    there = kit.open()
    there.create([SheetLayout("Счёт", (ColumnLayout("А"), ColumnLayout("Б")), ((2, None), (3, None)))])
    kit.edit_outside("Счёт", {"B2": "=A2*2", "B3": '="и " & A3', "A4": "=1/0"})
    copy = ExcelStore(tmp_path / "copy.xlsx")
    copy.create(lay_out_book(there.read()))
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert [[cell.value for cell in row] for row in book["Счёт"].iter_rows(min_row=2)] == [[2, 4], [3, "и 3"], ["#DIV/0!", None]]
