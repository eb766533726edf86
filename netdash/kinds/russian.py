"""Numbers, days and words as Russian text; everything that a page says goes through here."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


MONTH_NAMES = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def _exact(value: float) -> Decimal:
    """The shortest decimal that is this float."""
    return Decimal(repr(float(value)))


def plain(value: float | Decimal) -> str:
    """All digits of a number and nothing else: ``5``, ``-1,25``, ``1000000``; never an exponent."""
    digits = str(int(value)) if isinstance(value, int) else format(value if isinstance(value, Decimal) else _exact(value), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits.replace(".", ",")


def plain_percent(value: float) -> str:
    """All digits of a fraction as per cent: 0.8534 is ``85,34 %``."""
    return plain(_exact(value).scaleb(2)) + NBSP + "%"


def number(value: float, digits: int = 2, fixed: bool = False) -> str:
    """``1 234,5`` with at most ``digits`` decimals (exactly, if ``fixed``).

    Two significant digits stay: 0.0012 is ``0,0012``, since a small number is not nothing.
    """
    if not fixed and 0 < abs(value) < 10**-digits:
        return plain(float(f"{value:.2g}")).replace("-", MINUS)
    text = f"{value:,.{digits}f}"
    if "." in text and not fixed:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", NBSP).replace(".", ",")
    if not text.strip("-0,"):
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def percent(value: float, digits: int = 1, fixed: bool = False) -> str:
    """A fraction as per cent: 0.853 is ``85,3 %``."""
    return number(float(_exact(value).scaleb(2)), digits, fixed) + NBSP + "%"


def day(value: date) -> str:
    """``5 мая 2009``; the space after the number does not break."""
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """``05.05.2009``."""
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def day_month(value: date) -> str:
    """``5 мая``; the space does not break."""
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]}"


def month(value: date) -> str:
    """``май 2009``."""
    return f"{MONTH_NAMES[value.month - 1]}{NBSP}{value.year}"


def weekday(value: date) -> str:
    """``пн``."""
    return WEEKDAYS[value.weekday()]


def span(first: date, last: date) -> str:
    """Days from the first to the last, without the year: ``5 мая``, ``5–7 мая``, ``30 мая – 2 июня``."""
    if first == last:
        return day_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_month(last)}"
    return f"{day_month(first)} – {day_month(last)}"


def clock(value: time | datetime) -> str:
    """``8:30``, with seconds only where there are any."""
    return f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")


def moment(value: datetime) -> str:
    """``5 мая 2009, 8:30``."""
    return f"{day(value)}, {value.hour}:{value.minute:02}"


def duration(value: timedelta) -> str:
    """Hours and minutes as a spreadsheet shows them: ``26:30``."""
    seconds = round(abs(value.total_seconds()))
    sign = MINUS if value < timedelta(0) else ""
    text = f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def ago(span: timedelta) -> str:
    """How long ago in one unit, rounded down: ``3 часа назад``; less than a minute is ``только что``."""
    minutes = int(span.total_seconds() // 60)
    for size, forms in ((1440, ("день", "дня", "дней")), (60, ("час", "часа", "часов")), (1, ("минуту", "минуты", "минут"))):
        if minutes >= size:
            return f"{counted(minutes // size, *forms)} назад"
    return "только что"


def plural(count: float, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with a number: 1 школа, 2 школы, 5 школ; 1,5 школы."""
    if count != int(count):
        return few
    units, tens = abs(int(count)) % 10, abs(int(count)) % 100
    if units == 1 and tens != 11:
        return one
    return few if 2 <= units <= 4 and not 12 <= tens <= 14 else many


def counted(count: float, one: str, few: str, many: str) -> str:
    """The number with its noun: ``5 школ``, in one unbreakable piece."""
    return number(count) + NBSP + plural(count, one, few, many)


def quoted(text: str, length: int = 60) -> str:
    """The text in «ёлочки», on one line and not longer than ``length``; quotes inside become „лапки“."""
    line = " ".join(text.split())
    if len(line) > length:
        line = line[: length - 1].rstrip() + "…"
    return "«" + line.replace("«", "„").replace("»", "“") + "»"


def listed(words: Sequence[str], most: int = 8) -> str:
    """``а, б, в``; beyond ``most`` words says how many there are more."""
    text = ", ".join(words[:most])
    return text if len(words) <= most else f"{text} и ещё{NBSP}{len(words) - most}"
