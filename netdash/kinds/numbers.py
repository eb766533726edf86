"""Whole numbers, decimals and per cent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.grid import Cell, Column, Texts
from netdash.kinds import russian
from netdash.kinds.base import Bad, Base, Refused, describe
from netdash.specs import ColumnSpec
from netdash.stores import Format

Floats = npt.NDArray[np.float64]

EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; whole numbers from here on would not come back as they were typed."""

_SPACE = re.compile("[\t\u00a0\u2007\u2008\u2009\u200a\u202f]")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
# Thousands apart by spaces, by dots (before a decimal comma or more than once), by commas likewise.
_GROUPED = (
    (re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?"), " "),
    (re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})"), "."),
    (re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})"), ","),
)
_WITHIN = re.compile(r"[-−]?(?:[0-9]*[.,])?[0-9]+")


def read_digits(text: str) -> str:
    """What ``float`` takes, from a number as people type it; empty if it is none. Raises ``Refused`` if it could be two."""
    digits = _SPACE.sub(" ", text).strip(" ")
    sign = "-" if digits[:1] in ("-", "−", "–") else ""
    if sign or digits[:1] == "+":
        digits = digits[1:].lstrip(" ")
    if _DOUBTFUL.fullmatch(digits):
        whole, part = sign + digits.replace(".", ""), sign + digits.replace(".", ",")
        raise Refused(f"{russian.quoted(text)} можно понять и как {whole}, и как {part}; введите одно из них", whole)
    if _PLAIN.fullmatch(digits):
        return sign + digits.replace(",", ".")
    for pattern, separator in _GROUPED:
        if pattern.fullmatch(digits):
            return sign + digits.replace(separator, "").replace(",", ".")
    return ""


class Number(Base):
    """What integers, decimals and per cent share: the reading of numbers, and their range."""

    wanted = "нужно число"

    def __init__(self, column: ColumnSpec) -> None:
        self._min = -np.inf if column.min is None else column.min
        self._max = np.inf if column.max is None else column.max

    def parse(self, cells: Column) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells at once: numbers are checked together, only what is no good number is looked at by itself."""
        cells = list(cells) if isinstance(cells, Texts) else cells
        try:
            numbers = np.array([cell if cell.__class__ in (float, int) else np.nan for cell in cells], dtype=np.float64)
        except OverflowError:
            numbers = np.full(len(cells), np.nan)
        rest = np.flatnonzero(~self.good(numbers)).tolist()
        values, bad = self.read_all([cells[place] for place in rest])
        numbers[rest] = [np.nan if value is None else value for value in values]
        return self.column(numbers + 0.0), [replace(one, position=rest[one.position]) for one in bad]

    def good(self, numbers: Floats) -> npt.NDArray[np.bool_]:
        """Which numbers need no second look."""
        good: npt.NDArray[np.bool_] = np.isfinite(numbers) & (numbers >= self._min) & (numbers <= self._max)
        return good

    def column(self, numbers: Floats) -> pd.Series[Any]:
        """The numbers, NaN among them, as a series of ``dtype``."""
        return pd.Series(pd.arrays.FloatingArray(numbers, np.isnan(numbers)))

    def read(self, cell: Any) -> float:
        """The number of one cell."""
        if isinstance(cell, bool) or not isinstance(cell, int | float | str):
            raise self._not_a_number(cell)
        value = self.read_text(cell) if isinstance(cell, str) else float(cell)
        if not np.isfinite(value):
            raise Refused("Число слишком велико; проверьте, нет ли лишних цифр")
        return self.check(value)

    def check(self, value: float) -> float:
        """The number, if it lies in the column's range."""
        if value < self._min or value > self._max:
            raise Refused(f"Здесь {self.spell(value)}, а должно быть {self._range()}")
        return value

    def read_text(self, text: str) -> float:
        """The number that a text spells."""
        if digits := self.digits(text):
            return float(digits)
        numbers = _WITHIN.findall(text)
        hint = self.suggest(("0" if numbers[0][0] in ".," else "") + numbers[0]) if len(numbers) == 1 else ""
        raise Refused(f"Здесь {russian.quoted(text)}, а {self.wanted}", hint)

    def digits(self, text: str) -> str:
        """``read_digits``, whose hint is the reading that lies in the column's range."""
        try:
            return read_digits(text)
        except Refused as refusal:
            whole = float(refusal.hint)
            fits = self._min <= whole <= self._max
            raise Refused(refusal.message, self.suggest(refusal.hint if fits else russian.plain(whole / 1000))) from None

    def suggest(self, digits: str) -> str:
        """What could stand instead of a text in which these digits were found."""
        return digits.replace(".", ",")

    def _range(self) -> str:
        low, high = self.phrase(self._min), self.phrase(self._max)
        if np.isinf(self._max):
            return f"не меньше {low}"
        return f"не больше {high}" if np.isinf(self._min) else f"от {low} до {high}"

    def _not_a_number(self, cell: Cell) -> Refused:
        message = f"Здесь {describe(cell)}, а {self.wanted}"
        if not isinstance(cell, date):
            return Refused(message)
        serial = (date(cell.year, cell.month, cell.day) - date(1899, 12, 30)).days
        # A small number typed into a cell with a date format becomes a day long ago.
        hint = str(serial) if 0 < serial < 18_264 and not isinstance(cell, datetime) else ""
        return Refused(f"{message}: у ячейки формат даты; верните ей числовой формат и введите число заново", hint)


class Decimal(Number):
    """A number with a decimal comma; the value is a float."""

    format: Format = "decimal"
    dtype = "Float64"

    def cell(self, value: Any) -> Cell:
        """The number."""
        return float(value)

    def spell(self, value: Any) -> str:
        """All its digits."""
        return russian.plain(float(value))

    def phrase(self, value: Any) -> str:
        """At most two decimals."""
        return russian.number(float(value))


class Percent(Number):
    """A share; the value is a fraction, 0.85 for 85 %. Number cells hold the fraction, as Excel has it; texts say ``%``."""

    format: Format = "percent"
    dtype = "Float64"
    wanted = "нужны проценты, например 85 %"

    def read(self, cell: Any) -> float:
        """The fraction of one cell; a number cell that is too large was most likely meant as so many per cent."""
        try:
            return super().read(cell)
        except Refused as refusal:
            meant = isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 2
            raise Refused(refusal.message, self.suggest(russian.plain(cell)) if meant else refusal.hint) from None

    def read_text(self, text: str) -> float:
        """The fraction that ``85,3 %`` spells."""
        if text.endswith("%"):
            if digits := self.digits(text[:-1]):
                return float(digits + "e-2")
        elif digits := self.digits(text):
            share = float(digits)
            hint = self.suggest(russian.plain(share)) if abs(share) > 1 else self.spell(share) if abs(share) < 1 else ""
            raise Refused(f"У числа {russian.quoted(text)} нет знака %, и неясно, проценты это или доля", hint)
        return super().read_text(text)

    def suggest(self, digits: str) -> str:
        """With the sign."""
        return super().suggest(digits) + "\u00a0%"

    def cell(self, value: Any) -> Cell:
        """The fraction."""
        return float(value)

    def spell(self, value: Any) -> str:
        """All its digits, with the sign."""
        return russian.plain_percent(float(value))

    def phrase(self, value: Any) -> str:
        """At most one decimal."""
        return russian.percent(float(value))


class Integer(Number):
    """A whole number."""

    format: Format = "integer"
    dtype = "Int64"
    wanted = "нужно целое число"

    def good(self, numbers: Floats) -> npt.NDArray[np.bool_]:
        """Which numbers are whole, too."""
        with np.errstate(invalid="ignore"):
            good: npt.NDArray[np.bool_] = super().good(numbers) & (np.trunc(numbers) == numbers) & (np.abs(numbers) < EXACT)
        return good

    def column(self, numbers: Floats) -> pd.Series[Any]:
        """Whole numbers, NaN as missing."""
        gaps = np.isnan(numbers)
        return pd.Series(pd.arrays.IntegerArray(np.where(gaps, 0, numbers).astype(np.int64), gaps))

    def check(self, value: float) -> float:
        """The number, if it is whole and lies in the column's range."""
        if value != int(value):
            raise Refused(f"Здесь {russian.plain(value)}, а {self.wanted}")
        if abs(value) >= EXACT:
            raise Refused("В числе больше 15 цифр, таблица не сохранит их точно; проверьте, нет ли лишних")
        return super().check(value)

    def cell(self, value: Any) -> Cell:
        """The number."""
        return int(value)

    def spell(self, value: Any) -> str:
        """Its digits."""
        return str(int(value))

    def phrase(self, value: Any) -> str:
        """With thousands apart."""
        return russian.number(float(value))
