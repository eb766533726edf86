"""Days, times of day and school years."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from netdash.grid import Cell
from netdash.kinds import russian
from netdash.kinds.base import Base, Refused, describe, seen
from netdash.stores import Format

EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers."""

FIRST_YEAR, LAST_YEAR = 1800, 2199
_SERIALS = range((date(1950, 1, 1) - EPOCH).days, (date(2100, 1, 1) - EPOCH).days)

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_END = r"(?:\s*(?:г\.?|года?))?"
_RUSSIAN = re.compile(r"([0-9]{1,2})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})" + _END)
_ISO = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_WORDED = re.compile(r"[«\"“]?([0-9]{1,2})[»\"”]?\s+([а-я]{3,8})\.?\s+([0-9]{4}|[0-9]{2})" + _END)
_TAIL = re.compile(r"(?:\s+|t)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)z?$")
_MONTH_STEMS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")

_CLOCK = re.compile(r"([0-9]{1,2})(?:\s*[:.-]\s*|\s*ч(?:\.|ас\w*)?\s*)([0-9]{2})(?:[:.]([0-9]{2}))?(?:\s*м(?:\.|ин\w*\.?)?)?")
_NEAR_CLOCK = re.compile(
    r"(?P<h>[0-9]{1,2})\s*[:.,;-]?\s*(?P<m>[0-9]{2})(?![0-9])|(?P<h1>[0-9]{1,2})[.,](?P<m1>[0-9])$|(?P<h2>[0-9]{1,2})(?=$|\s*ч)"
)

_YEARS = re.compile(r"([0-9]{4})\s*[/-]\s*([0-9]{4}|[0-9]{2})(?:\s*(?:уч(?:\.|ебный)?\s*)?г(?:\.|од)?)?")
_YEAR_BEGINS = re.compile(r"((?:19|20)[0-9]{2}|[0-9]{2}(?=\s*[/-]\s*[0-9]{2}(?![0-9])))(?![0-9])")


def _even(text: str) -> str:
    """The text with one kind of dash and space, in small letters; nothing for one too long to be a day or a time."""
    return text.translate(_DASHES).lower() if len(text) <= 80 else ""


def school_year(first: int) -> str:
    """The school year that begins in this year: ``2008/09``."""
    return f"{first}/{(first + 1) % 100:02}"


def school_year_of(day: date) -> str:
    """The school year that a day lies in; it runs from 1 September to 31 August."""
    return school_year(day.year if day.month >= 9 else day.year - 1)


def whole_year(digits: str) -> int:
    """Two digits: 00–49 are 2000–2049, 50–99 are 1950–1999."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def build_day(year: int, month: int, day: int) -> date:
    """The day, or ``Refused`` with what is wrong with it."""
    if not 1 <= month <= 12:
        hint = f"{month:02}.{day:02}.{year}" if 1 <= day <= 12 and 1 <= month <= monthrange(year or 1, day)[1] else ""
        raise Refused(f"Месяца {month} не бывает; дата пишется как день.месяц.год", hint)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Год {year:04} слишком далёк; проверьте дату")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = f"{russian.MONTHS[month - 1]} {year}"
        hint = f"{last:02}.{month:02}.{year}" if day else ""
        days = russian.counted(last, "день", "дня", "дней")
        raise Refused(f"Дня {day} {name} не бывает: в этом месяце {days}", hint)
    return date(year, month, day)


def _month(word: str) -> int:
    """The number of a month by its name, also shortened to three letters or more; 0 if it is none."""
    for number, (genitive, nominative, stem) in enumerate(zip(russian.MONTHS, russian.MONTH_NAMES, _MONTH_STEMS, strict=True), 1):
        if word in (genitive, nominative) or (len(stem) == 3 and word.startswith(stem) and genitive.startswith(word)):
            return number
    return 0


class Date(Base):
    """A day; the value is a ``datetime.date``."""

    format: Format = "date"
    dtype = "datetime64[s]"

    def read(self, cell: Any) -> date:
        """The day of one cell: a date, a text, or a serial number from 1950 to 2099."""
        if type(cell) is date and FIRST_YEAR <= cell.year <= LAST_YEAR:
            return cell
        if isinstance(cell, date):
            return self._whole(cell, not isinstance(cell, datetime) or cell.time() == time())
        if isinstance(cell, str):
            return self._read_text(cell)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            raise Refused(f"Здесь {describe(cell)}, а нужна дата, например 01.09.2008")
        if math.floor(cell) not in _SERIALS:
            raise Refused(f"Здесь число {russian.plain(cell)}, а нужна дата, например 01.09.2008")
        return self._whole(EPOCH + timedelta(math.floor(cell)), cell == math.floor(cell))

    def _whole(self, day: date, is_whole: bool) -> date:
        found = build_day(day.year, day.month, day.day)
        if not is_whole:
            raise Refused("Здесь день и время, а нужен только день", russian.short_day(found))
        return found

    def _read_text(self, cell: str) -> date:
        text = _even(cell)
        tail = _TAIL.search(text)
        if tail:
            text = text[: tail.start()]
        if match := _RUSSIAN.fullmatch(text):
            found = build_day(whole_year(match[4]), int(match[3]), int(match[1]))
        elif match := _ISO.fullmatch(text):
            found = build_day(int(match[1]), int(match[3]), int(match[4]))
        elif (match := _WORDED.fullmatch(text)) and (month := _month(match[2])):
            found = build_day(whole_year(match[3]), month, int(match[1]))
        else:
            raise Refused(f"Здесь {russian.quoted(cell)}, а нужна дата: день, месяц и год, например 01.09.2008")
        return self._whole(found, not tail or not tail[1].strip("0:."))

    def series(self, values: list[Any]) -> pd.Series[Any]:
        """Days as numpy counts them; this is many times faster than from the dates themselves."""
        start = date(1970, 1, 1).toordinal()
        gap = np.iinfo(np.int64).min
        days = np.array([gap if value is None else value.toordinal() - start for value in values], dtype=np.int64)
        return pd.Series(days.view("datetime64[D]").astype(self.dtype))

    def cell(self, value: Any) -> Cell:
        """The day."""
        return date(value.year, value.month, value.day)

    def spell(self, value: Any) -> str:
        """``01.09.2008``."""
        return russian.short_day(value)

    def phrase(self, value: Any) -> str:
        """``1 сентября 2008``."""
        return russian.day(value)


class Time(Base):
    """A time of day, to the second; the value is a ``datetime.time``."""

    format: Format = "time"
    dtype = object

    def read(self, cell: Any) -> time:
        """The time of one cell: a time, a text, or a fraction of a day from 0 up to 1."""
        if isinstance(cell, str):
            return self._read_text(cell)
        if isinstance(cell, datetime):
            # A time alone is read by some programs as that time on day 0 or 1 of their calendar.
            if cell.date() > date(1900, 1, 1):
                raise self._refused(cell, russian.clock(cell))
            cell = cell.time()
        if isinstance(cell, time):
            return self._at(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6, cell)
        if isinstance(cell, timedelta):
            return self._at(cell.total_seconds(), cell)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            raise self._refused(cell)
        if not 0 <= cell < 1:
            raise self._refused(cell, self._suggest(russian.plain(cell)))
        return self._at(cell * 86400, cell)

    def _at(self, seconds: float, cell: Cell) -> time:
        if not 0 <= seconds < 86400:
            raise self._refused(cell)
        whole = min(round(seconds), 86399)
        return time(whole // 3600, whole // 60 % 60, whole % 60)

    def _read_text(self, text: str) -> time:
        typed = _even(text)
        match = _CLOCK.fullmatch(typed)
        if not match:
            raise self._refused(text, self._suggest(typed))
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        if hours > 23 or minutes > 59 or seconds > 59:
            raise Refused(f"Времени {russian.quoted(text)} не бывает; часы от 0 до 23, минуты от 00 до 59")
        return time(hours, minutes, seconds)

    def _suggest(self, text: str) -> str:
        """The time that a text begins with: «8» is 8:00, «8,3» is 8:30 (a number loses its last zero), «830» is 8:30."""
        match = _NEAR_CLOCK.match(text)
        if not match:
            return ""
        hours = match["h"] or match["h1"] or match["h2"]
        minutes = match["m"] or (match["m1"] or "0") + "0"
        return f"{int(hours)}:{minutes}"

    def _refused(self, cell: Cell, hint: str = "") -> Refused:
        return Refused(f"Здесь {describe(cell)}, а нужно время суток, например 8:30", hint)

    def cell(self, value: Any) -> Cell:
        """The time."""
        return time(value.hour, value.minute, value.second)

    def spell(self, value: Any) -> str:
        """``8:30``."""
        return russian.clock(value)


class SchoolYear(Base):
    """A school year, written ``2008/09``."""

    def read(self, cell: Any) -> str:
        """The school year of one cell; a single year is refused, since it could be either."""
        if isinstance(cell, date):
            # Excel takes 2008/09 for September 2008.
            typed = cell.day == 1 and cell.month == (cell.year + 1) % 100
            hint = school_year(cell.year) if typed else school_year_of(cell)
            raise Refused(f"Здесь {describe(cell)}, а нужен учебный год; задайте ячейке текстовый формат", hint)
        text = _even(seen(cell))
        match = _YEARS.fullmatch(text)
        if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            first = int(match[1])
            if match[2] in (str(first + 1), f"{(first + 1) % 100:02}"):
                return school_year(first)
            raise Refused(f"В учебном году {russian.quoted(seen(cell))} годы идут не подряд", school_year(first))
        year = _YEAR_BEGINS.match(text)
        hint = school_year(whole_year(year[1])) if year else ""
        raise Refused(f"Здесь {describe(cell)}, а нужен учебный год, например 2008/09", hint)
