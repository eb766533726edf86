"""What all kinds share: the contract, empty cells, and reading a column by its different cells."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

from netdash.grid import Cell, Column, Texts
from netdash.kinds import russian
from netdash.stores import Format

LIMIT = 32_767
"""The longest text that a cell of Excel holds, in UTF-16 units."""

BLANK = (
    " \t\n\v\f\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)
"""What nobody sees at either end of a text."""

TEXT = pd.StringDtype(na_value=math.nan)
"""What pandas takes ``str`` for; given so, it need not find out each time."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


@dataclass(frozen=True)
class Bad:
    """A cell that is not what its column takes; ``position`` counts from 0 in the parsed sequence."""

    position: int
    found: str
    message: str
    hint: str = ""


class Kind(Protocol):
    """A kind bound to one column. Missing values are NA of the dtype (``None`` in object columns, ``()`` for many)."""

    format: Format
    dtype: Any

    def __hash__(self) -> int:
        """Each is itself."""

    def parse(self, cells: Column) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells of a column at once: a series of ``dtype`` (RangeIndex; bad cells missing in it) and what is bad."""

    def write(self, value: Any) -> Cell:
        """The one canonical form of a value in a sheet."""

    def text(self, value: Any) -> str:
        """The canonical form as text that ``parse`` reads back exactly; empty for a missing value."""

    def show(self, value: Any) -> str:
        """The value as Russian text; empty for a missing one."""


def as_arrow(texts: pd.Series[Any] | pd.Index[Any]) -> pa.Array:
    """The texts of a column of ``TEXT`` without making them Python's own."""
    array = pa.array(texts.array)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


class Refused(Exception):
    """One cell is not what its column takes."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def is_missing(value: Any) -> bool:
    """Whether a typed value stands for an empty cell: ``None``, ``""``, ``()``, NA, NaN, NaT."""
    if isinstance(value, str | tuple | list):
        return not value
    return value is None or value is pd.NA or bool(value != value)  # noqa: PLR0124 (only NaN and NaT differ from themselves)


def is_storable(text: str) -> bool:
    """Whether a workbook can hold every character of the text."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        return False
    return is_storable_bytes(encoded)


def is_storable_bytes(encoded: bytes) -> bool:
    """The same of texts in UTF-8."""
    held = len(encoded.translate(None, _CONTROLS)) == len(encoded)
    return held and b"\xef\xbf\xbe" not in encoded and b"\xef\xbf\xbf" not in encoded


def is_too_long(text: str) -> bool:
    """Whether the text is longer than a cell of Excel."""
    return len(text) > LIMIT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LIMIT


def _replaced(text: str, put: str) -> str:
    """The text with ``put`` for every character that a workbook cannot hold."""
    return text if is_storable(text) else "".join(c if is_storable(c) else put for c in text)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False


def _refuse_unfit(text: str) -> None:
    """Raise ``Refused`` for a text that a workbook cannot hold."""
    if not is_storable(text):
        clean = _replaced(text, "").strip(BLANK)
        raise Refused("В тексте есть невидимые служебные символы; удалите их или введите текст заново", clean)
    if is_too_long(text):
        raise Refused(f"Текст длиннее {russian.number(LIMIT)} знаков, в ячейку Excel он не поместится; сократите его")


def seen(cell: Cell) -> str:  # noqa: PLR0911 (one answer a type)
    """The cell as a person sees it, which is also what becomes of it in a column of texts."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "ИСТИНА" if cell else "ЛОЖЬ"
        case int() | float():
            return russian.plain(cell) if _is_finite(cell) else "не число"
        case datetime():
            clock = russian.clock(cell)
            return russian.short_day(cell) + ("" if clock == "0:00" else " " + clock)
        case date():
            return russian.short_day(cell)
        case time():
            return russian.clock(cell)
        case timedelta():
            return russian.duration(cell)


def describe(cell: Cell) -> str:
    """What was found, for the beginning of a message: ``дата 01.05.2008``."""
    what = {bool: "логическое значение", float: "число", int: "число", date: "дата", time: "время", timedelta: "время"}
    kind = "дата" if isinstance(cell, datetime) else what.get(type(cell), "")
    return f"{kind} {seen(cell)}" if kind else russian.quoted(seen(cell))


@lru_cache(maxsize=20_000, typed=True)
def parse_cell(kind: Kind, cell: Cell) -> tuple[Any, tuple[Bad, ...]]:
    """One cell as its kind reads it, the value and what is wrong; the same words of many rows are read once."""
    values, bad = kind.parse([cell])
    return values.iloc[0], tuple(bad)


class Base(ABC):
    """A kind that reads every different cell of a column once.

    Subclasses say how one cell is read; those whose columns rarely repeat themselves add a way for the whole column.
    """

    format: Format = "text"
    dtype: Any = TEXT
    missing: Any = None

    @abstractmethod
    def read(self, cell: Any) -> Any:
        """The value of one cell, which is not empty (texts come trimmed); raises ``Refused``."""

    def parse(self, cells: Column) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells of a column at once."""
        values, bad = self.read_all(list(cells) if isinstance(cells, Texts) else cells)
        return self.series(values), bad

    def write(self, value: Any) -> Cell:
        """The one canonical form of a value in a sheet."""
        return None if is_missing(value) else self.cell(value)

    def text(self, value: Any) -> str:
        """The canonical form as text that ``parse`` reads back exactly."""
        return "" if is_missing(value) else self.spell(value)

    def show(self, value: Any) -> str:
        """The value as Russian text."""
        return "" if is_missing(value) else self.phrase(value)

    def spell(self, value: Any) -> str:
        """``text`` of a value that is there."""
        return str(value)

    def cell(self, value: Any) -> Cell:
        """``write`` of a value that is there."""
        return self.spell(value)

    def phrase(self, value: Any) -> str:
        """``show`` of a value that is there."""
        return self.spell(value)

    def series(self, values: list[Any]) -> pd.Series[Any]:
        """The values, ``missing`` among them, as a series of ``dtype``."""
        series: pd.Series[Any] = pd.Series(values, dtype=self.dtype)
        return series

    def read_all(self, cells: Sequence[Cell]) -> tuple[list[Any], list[Bad]]:
        """The values of the cells, ``missing`` for empty and bad ones, and what is bad."""
        # 1, 1.0 and True are one key of a dict, but not one cell.
        mixed = sum(issubclass(found, int | float) for found in set(map(type, cells))) > 1
        keys: Sequence[Any] = [(type(cell), cell) for cell in cells] if mixed else cells
        known: dict[Any, Any] = {}
        refused: dict[Any, Refused] = {}
        for key, cell in dict(zip(keys, cells, strict=True)).items():
            try:
                known[key] = self._read(cell)
            except Refused as refusal:
                known[key] = self.missing
                refused[key] = refusal if self._takes(refusal.hint) else Refused(refusal.message)
        values = list(map(known.__getitem__, keys))
        if not refused:
            return values, []
        places = ((place, refused[key]) for place, key in enumerate(keys) if key in refused)
        return values, [Bad(place, _replaced(seen(cells[place]), "�"), no.message, no.hint) for place, no in places]

    def _takes(self, hint: str) -> bool:
        """Whether a hint would itself be read; a suggestion that would be refused helps nobody."""
        try:
            self._read(hint)
        except Refused:
            return False
        return True

    def _read(self, cell: Cell) -> Any:
        """The value of any one cell."""
        if cell is None:
            return self.missing
        if isinstance(cell, str):
            if not (cell := cell.strip(BLANK)):
                return self.missing
            if not cell.isprintable() or len(cell) > LIMIT // 2:  # what is neither is soon seen to fit a cell
                _refuse_unfit(cell)
        elif isinstance(cell, (int, float)) and not _is_finite(cell):
            raise Refused("Числа в ячейке нет или оно слишком велико; введите его заново")
        return self.read(cell)
