"""Cells as Google has them and as grids have them: days and times are numbers there."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from netdash.errors import StoreError
from netdash.grid import Cell, Column, Texts
from netdash.stores import Format

Raw = str | int | float | bool | None
"""A value as it travels: days are numbers counted from 30 December 1899, times fractions of a day; empty is ``None``."""

EPOCH = datetime(1899, 12, 30)
FIRST_DAY = EPOCH.date()
LONGEST_TEXT = 32_767
"""Google takes 50,000 signs; longer texts than Excel holds could not be copied there."""

MILLISECOND = 1.5 / 86_400_000
LAST_DAY = (datetime(9999, 12, 31) - EPOCH).days

NUMBERS = (int, float)
"""Not their subclass ``bool``."""

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#ERROR!", "#SPILL!", "#CALC!"})
"""What a value request shows of cells that hold an error."""

TYPES: Mapping[str, Format] = {"DATE": "date", "DATE_TIME": "moment", "TIME": "time"}
"""Google's number formats that make a number a day or a time."""


def to_raw(cell: Cell) -> Raw:  # noqa: PLR0911 - one answer a type
    """The cell as Google keeps it; raises ``StoreError`` for what no cell can hold."""
    match cell:
        case None | "":
            return None
        case bool():
            return cell
        case str():
            return _checked(cell)
        case int() | float():
            return _number(cell)
        case datetime():
            return _plain((cell.replace(tzinfo=None) - EPOCH) / timedelta(days=1))
        case date():
            return (datetime(cell.year, cell.month, cell.day) - EPOCH).days
        case time():
            return _plain((datetime.combine(date.min, cell.replace(tzinfo=None)) - datetime.min) / timedelta(days=1))
        case timedelta():
            return _plain(cell / timedelta(days=1))


def to_cell(raw: Raw, shown: Format) -> Cell:
    """A number in a cell of this format as the day or time that it stands for; anything else as it is."""
    if raw.__class__ not in NUMBERS:
        return raw
    assert isinstance(raw, int | float)  # noqa: S101 - for the type checker
    if shown == "time":
        return (datetime.min + _span(raw)).time() if 0 <= raw < 1 else raw
    if not 1 <= raw <= LAST_DAY:
        return raw
    if isinstance(raw, int):
        return FIRST_DAY + timedelta(raw)
    moment = EPOCH + _span(raw)
    return moment.date() if moment.time() == time() else moment


def to_cells(column: Column, shown: Format) -> Column:
    """The same of a whole column: a number that comes again is made a day once."""
    if isinstance(column, Texts):
        return column
    known = {raw: to_cell(raw, shown) for raw in {raw for raw in column if raw.__class__ in NUMBERS}}
    return [known[cell] if cell.__class__ in NUMBERS else cell for cell in column]


def value_of(raw: Raw) -> dict[str, Any]:
    """The cell of a request that writes the value; a text is a text whatever it begins with."""
    if raw is None:
        return {}
    kind = "boolValue" if isinstance(raw, bool) else "stringValue" if isinstance(raw, str) else "numberValue"
    return {"userEnteredValue": {kind: raw}}


def seen_value(cell: Mapping[str, Any]) -> Raw:
    """The value of a cell that Google told in full; errors by their text."""
    value = cell.get("effectiveValue") or {}
    for kind, raw in value.items():
        if kind == "errorValue":
            kinds = {"DIVIDE_BY_ZERO": "#DIV/0!", "N_A": "#N/A", "NULL_VALUE": "#NULL!"}
            kind_of = str(raw.get("type", "ERROR"))
            return kinds.get(kind_of, f"#{kind_of}{'?' if kind_of == 'NAME' else '!'}")
        return plain_number(raw) if kind == "numberValue" else raw if raw != "" else None
    return None


def holds_formula(cell: Mapping[str, Any]) -> bool:
    """Whether the cell computes what it shows."""
    return "formulaValue" in (cell.get("userEnteredValue") or {})


def same(one: Raw, other: Raw) -> bool:
    """Whether two values are the same: ``False`` is not 0, moments differ by more than a thousandth of a second."""
    one, other = (None if one == "" else one), (None if other == "" else other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or math.isclose(one, other, rel_tol=1e-14, abs_tol=0)
    return one == other


def holds(raw: Raw, cell: Cell) -> bool:
    """Whether this is the value of the cell; days and times are compared to the thousandth of a second."""
    other = to_raw(cell)
    if isinstance(cell, date | time | timedelta) and isinstance(raw, int | float) and isinstance(other, int | float):
        return not isinstance(raw, bool) and abs(raw - other) < MILLISECOND
    return same(raw, other)


def plain_number(number: float) -> float:
    """The number as an ``int`` where it is whole, as values are told by another request."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number


_plain = plain_number


def _span(days: float) -> timedelta:
    return timedelta(milliseconds=round(days * 86_400_000))


def _number(number: float) -> float:
    try:
        exact = math.isfinite(number) and float(number) == number
    except OverflowError:
        exact = False
    if not exact:
        raise StoreError(f"Число {number} не помещается в ячейку без потерь. Ничего не записано.")
    return number


def _checked(text: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise StoreError("В тексте испорченный знак, в ячейку он не помещается. Наберите текст заново. Ничего не записано.")
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise StoreError(f"Текст длиннее {LONGEST_TEXT} знаков, в ячейку он не помещается: «{text[:40]}…». Ничего не записано.")
    return text
