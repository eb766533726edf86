"""What a typed text becomes: RAW keeps it, USER_ENTERED reads it as a person's typing in the spreadsheet's locale."""

import re
from datetime import date, datetime

from .model import Cell, Formula

ZERO = datetime(1899, 12, 30)
RUSSIAN = ("ru", "be", "uk")
COMMA = ("ru", "be", "uk", "de", "fr", "es", "it", "pl")
DATE_PATTERNS = {"en_US": "M/d/yyyy", "en_GB": "dd/mm/yyyy", "fr_FR": "dd/mm/yyyy"}


def serial(moment: datetime | date) -> float | int:
    """Days since 30 December 1899, the fraction is the time."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    passed = moment - ZERO
    return passed.days if not passed.seconds else passed.days + passed.seconds / 86400


def date_pattern(locale: str) -> str:
    return DATE_PATTERNS.get(locale, "dd.mm.yyyy" if locale[:2] in COMMA else "M/d/yyyy")


def entered(old: Cell, given: str | float | bool, option: str, locale: str) -> Cell:
    """The cell after ``given`` was written into it; its format changes only where typing a date or per cent sets one."""
    if given == "":
        return old.put(None)
    if option == "RAW" or not isinstance(given, str):
        return old.put(given)
    if given.startswith("'"):
        return old.put(given[1:])
    if old.pattern.get("type") == "TEXT":
        return old.put(given)
    if given.startswith("=") and len(given) > 1:
        return old.put(Formula(given))
    value, pattern = typed(given, locale)
    if pattern and not old.pattern:
        return Cell(value, {**(old.format or {}), "numberFormat": pattern}, old.note, old.validation)
    return old.put(value)


def typed(text: str, locale: str) -> tuple[str | float | bool, dict[str, str] | None]:
    """(value, number format that goes with it) of what a person typed."""
    plain = text.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    truths = {"true": True, "false": False}
    if locale[:2] in RUSSIAN:
        truths |= {"истина": True, "ложь": False}
    if plain.casefold() in truths:
        return truths[plain.casefold()], None
    for read in (_number, _date, _time):
        found = read(plain, locale)
        if found:
            return found
    return text, None


def _number(text: str, locale: str) -> tuple[float, dict[str, str] | None] | None:
    comma = locale[:2] in COMMA
    group, point = (r"[ ]", ",") if comma else (r",", r"\.")
    body = rf"(?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)?(?:{point}(?P<part>[0-9]*))?"
    found = re.fullmatch(rf"(?P<sign>[-+]?)\s*{body}(?P<power>[eE][-+]?[0-9]+)?\s*(?P<cent>%?)", text)
    if not found or not (found["whole"] or found["part"]):
        return None
    digits = re.sub(r"\D", "", found["whole"] or "0")
    part = found["part"] or ""
    value = float(f"{found['sign']}{digits}.{part or '0'}{found['power'] or ''}")
    if found["cent"]:
        return value / 100, {"type": "PERCENT", "pattern": "0.00%" if part else "0%"}
    pattern = None
    if digits != (found["whole"] or "0"):
        pattern = {"type": "NUMBER", "pattern": "#,##0.00" if part else "#,##0"}
    if found["power"]:
        pattern = {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return (int(value) if value.is_integer() and abs(value) < 1e15 else value), pattern


def _date(text: str, locale: str) -> tuple[float, dict[str, str]] | None:
    day, _, clock = text.partition(" ")
    spent = _time(clock, locale) if clock else (0, {})
    if spent is None:
        return None
    if iso := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", day):
        numbers, pattern = [int(part) for part in iso.groups()], "yyyy-mm-dd"
    elif full := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", day):
        year = int(full[4]) + (0 if len(full[4]) == 4 else 2000 if int(full[4]) < 50 else 1900)
        first, second = int(full[1]), int(full[3])
        numbers, pattern = [year, *((first, second) if locale == "en_US" else (second, first))], date_pattern(locale)
        if full[2] == "." and locale == "en_US":
            return None
    elif short := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})", day):
        first, second = int(short[1]), int(short[3])
        if short[2] == "." and locale[:2] not in COMMA:
            return None
        numbers = [datetime.now().year, *((first, second) if locale == "en_US" else (second, first))]
        pattern = date_pattern(locale)
    else:
        return None
    try:
        days = serial(date(*numbers))
    except ValueError:
        return None
    if clock:
        return days + spent[0], {"type": "DATE_TIME", "pattern": f"{pattern} h:mm:ss"}
    return days, {"type": "DATE", "pattern": pattern}


def _time(text: str, locale: str) -> tuple[float, dict[str, str]] | None:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    if not found or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    return seconds / 86400, {"type": "TIME", "pattern": "h:mm:ss" if found[3] else "h:mm"}
