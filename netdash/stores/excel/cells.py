"""One value as the XML of a cell, and what readers will make of it."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netdash.errors import StoreError
from netdash.grid import Cell
from netdash.stores.excel.styles import Shown, Styles

LONGEST_TEXT = 32_767
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\r]")
SPOILT = re.compile("[\ud800-\udfff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LARGEST_NUMBER, EXACT = 9.99999999999999e307, 2**53
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
FIRST_SAFE_DAY = datetime(1900, 3, 1)
"""Earlier days are counted wrongly by spreadsheets, which take 1900 for a leap year."""


@dataclass(frozen=True)
class Written:
    """A value made ready: the ``t`` attribute (may be empty), the content of the element, the style, and how it reads."""

    kind: bytes
    content: bytes
    style: int
    reads: Cell


class Encoder:
    """Writes values in the styles of one workbook; ``prefix`` is that of the sheet's elements."""

    def __init__(self, styles: Styles, date1904: bool) -> None:
        self._styles = styles
        self._epoch = EPOCH_1904 if date1904 else EPOCH

    def encode(self, value: Cell, style: int, prefix: bytes = b"") -> Written:  # noqa: PLR0911 - one for each kind of cell
        """The value in this style, or in a similar one that can show it; a date in a workbook without dates is text."""
        match value:
            case None | "":
                return Written(b"", b"", style, "")
            case bool():
                return Written(b"b", _tag(prefix, b"v", b"1" if value else b"0"), style, value)
            case str():
                return _text(value, style, prefix)
            case int() | float():
                return self._number(value, style, prefix)
            case datetime():
                return self._serial(value.replace(tzinfo=None), ("moment", "date"), style, prefix)
            case date():
                return self._serial(datetime(value.year, value.month, value.day), ("date", "moment"), style, prefix)
            case time():
                return self._fraction(datetime.combine(date.min, value.replace(tzinfo=None)) - datetime.min, style, prefix)
            case timedelta():
                return self._duration(value, style, prefix)
        raise StoreError(f"такое значение в ячейку не записать: {value!r}")

    def _number(self, value: float, style: int, prefix: bytes) -> Written:
        number = float(value) if abs(value) <= LARGEST_NUMBER else math.inf
        if not math.isfinite(number) or number != value:
            raise StoreError(f"число {value} не помещается в ячейку Excel без потерь")
        fits = self._styles.shown(style) in {"number", "text"}
        digits = str(int(number)) if number.is_integer() and abs(number) < EXACT else repr(number)
        return Written(b"", _tag(prefix, b"v", digits.encode()), style if fits else self._styles.plain(style), number)

    def _serial(self, moment: datetime, kinds: tuple[Shown, ...], style: int, prefix: bytes) -> Written:
        chosen = self._style_for(kinds, style)
        midnight = moment.time() == time()
        if chosen is None or moment < max(FIRST_SAFE_DAY, self._epoch + timedelta(days=1)):
            return _text(moment_text(moment), style, prefix)
        serial = (moment - self._epoch) / timedelta(days=1)
        number = int(serial) if serial == int(serial) else serial
        return Written(b"", _tag(prefix, b"v", repr(number).encode()), chosen, moment.date() if midnight else moment)

    def _fraction(self, since_midnight: timedelta, style: int, prefix: bytes) -> Written:
        chosen = self._style_for(("time", "duration"), style)
        if chosen is None:
            return _text(_clock(since_midnight), style, prefix)
        content = _tag(prefix, b"v", repr(since_midnight / timedelta(days=1)).encode())
        of_day = (datetime.min + since_midnight).time()
        return Written(b"", content, chosen, since_midnight if self._styles.shown(chosen) == "duration" else of_day)

    def _duration(self, value: timedelta, style: int, prefix: bytes) -> Written:
        chosen = self._style_for(("duration",), style)
        if chosen is None or value < timedelta():
            return _text(_clock(value), style, prefix)
        return Written(b"", _tag(prefix, b"v", repr(value / timedelta(days=1)).encode()), chosen, value)

    def _style_for(self, kinds: tuple[Shown, ...], style: int) -> int | None:
        """The style itself if it shows one of these, else the likest style that shows the first."""
        return style if self._styles.shown(style) in kinds else self._styles.find(kinds[0], style)


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells hold the same; times are compared to the millisecond, as files keep them."""
    one, other = ("" if one is None else one), ("" if other is None else other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    if isinstance(one, timedelta) and isinstance(other, timedelta):
        return abs(one - other) <= timedelta(milliseconds=1)
    if isinstance(one, time) and isinstance(other, time):
        return same(datetime.combine(date.min, one), datetime.combine(date.min, other))
    if isinstance(one, date) and isinstance(other, date):
        return abs(_moment(one) - _moment(other)) <= timedelta(milliseconds=1)
    return type(one) is type(other) and one == other


def moment_text(moment: datetime) -> str:
    """``01.09.2008``, with ``08:30`` behind unless it is midnight."""
    return f"{moment:%d.%m.}{moment.year:04}" + ("" if moment.time() == time() else f" {moment:%H:%M}")


def check_text(text: str) -> None:
    """Raises ``StoreError`` for a text that no cell can hold."""
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
        raise StoreError(f"текст длиннее {LONGEST_TEXT} знаков, больше ячейка Excel не держит: «{text[:40]}…»")
    if SPOILT.search(text):
        raise StoreError(f"текст содержит испорченный знак: «{text[:40].encode(errors='replace').decode()}»")


def _moment(day: date) -> datetime:
    return day.replace(tzinfo=None) if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def _clock(value: timedelta) -> str:
    """``08:30``, with seconds only if there are any; hours may exceed a day."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    rest = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}{rest}"


def _text(text: str, style: int, prefix: bytes) -> Written:
    check_text(text)
    inner = b"<" + prefix + b't xml:space="preserve">' + escaped(text) + b"</" + prefix + b"t>"
    return Written(b"inlineStr", _tag(prefix, b"is", inner), style, text)


def escaped(text: str) -> bytes:
    """Text for an element: markup and characters that XML forbids as references, ``_x0041_`` so that it stays itself."""
    text = LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text).encode()


def _tag(prefix: bytes, name: bytes, content: bytes) -> bytes:
    return b"<" + prefix + name + b">" + content + b"</" + prefix + name + b">"
