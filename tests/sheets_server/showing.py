"""How a value looks: number formats, and the render options of the values methods."""

import re
from datetime import timedelta
from typing import Any

from .entering import COMMA, ZERO, date_pattern
from .formulas import Evaluator
from .model import Cell, Fault, Formula, Row, Sheet, Value

MONTHS = {
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
DAY_WORDS = {
    "ru": ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
MOMENTS = ("DATE", "TIME", "DATE_TIME")
DATE_TOKEN = re.compile(r"\"[^\"]*\"|\\.|am/pm|a/p|y+|m+|d+|h+|s+|\[h+\]|.", re.I | re.S)


def shown(value: Value, pattern: dict[str, str], locale: str) -> str:
    """A value as a person sees it in the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        words = ("ИСТИНА", "ЛОЖЬ") if locale.startswith("ru") else ("TRUE", "FALSE")
        return words[0 if value else 1]
    if isinstance(value, str):
        return value
    kind = pattern.get("type", "")
    form = pattern.get("pattern") or _usual(kind, locale)
    if kind in MOMENTS and -650_000 < value < 2_958_466:
        return moment(float(value), form, locale)
    if kind == "TEXT" or not form or form.casefold() == "general":
        return general(value, locale)
    return number(float(value), form, locale)


def _usual(kind: str, locale: str) -> str:
    day = date_pattern(locale)
    usual = {"DATE": day, "TIME": "h:mm:ss", "DATE_TIME": f"{day} h:mm:ss", "PERCENT": "0.00%", "NUMBER": "#,##0.00"}
    return usual.get(kind, "")


def general(value: float, locale: str) -> str:
    """A number without a format."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10g}"
    if "e" in text:
        text = text.replace("e", "E")
    return text.replace(".", ",") if locale[:2] in COMMA else text


def number(value: float, form: str, locale: str) -> str:
    """By a pattern such as ``#,##0.00``, ``0%``, ``0.00E+00``; text in quotes stays."""
    part = form.split(";")[1 if value < 0 and ";" in form else 0]
    found = re.search(r"[#0?][#0?,]*(?:\.([#0?]*))?(E\+0+)?", part)
    if not found:
        return part.replace('"', "")
    if "%" in part:
        value *= 100
    places, kept = found[1] or "", len((found[1] or "").rstrip("#"))
    if found[2]:
        body = f"{abs(value):.{len(places)}E}"
    else:
        body = f"{abs(value):{',' if ',' in found[0] else ''}.{len(places)}f}"
        if len(places) > kept and "." in body:
            whole, _, rest = body.partition(".")
            rest = rest.rstrip("0").ljust(kept, "0")
            body = f"{whole}.{rest}" if rest else whole
    if locale[:2] in COMMA:
        body = body.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    sign = "-" if value < 0 and ";" not in form else ""
    rest = re.sub(r'["\\]', "", part[: found.start()]) + "{}" + re.sub(r'["\\]', "", part[found.end() :])
    return sign + rest.replace("{}", body)


def moment(value: float, form: str, locale: str) -> str:
    """A serial number as a date or time by a pattern such as ``dd.mm.yyyy``, ``d mmmm yyyy``, ``h:mm``."""
    at = ZERO + timedelta(seconds=round(value * 86400))
    language = "ru" if locale.startswith("ru") else "en"
    tokens = DATE_TOKEN.findall(form)
    half = any(token.casefold() in ("am/pm", "a/p") for token in tokens)
    text, clock = "", False
    for place, token in enumerate(tokens):
        kind = token[0].casefold()
        if kind == "m" and (clock or next((t[0].casefold() for t in tokens[place + 1 :] if t[0].isalpha()), "") == "s"):
            text += f"{at.minute:0{len(token)}d}"
            clock = False
            continue
        if kind in "hs":
            clock = kind == "h"
        elif kind in "ymd":
            clock = False
        hour = (at.hour % 12 or 12) if half else at.hour
        if kind == "[":
            text += str(int(round(value * 86400) // 3600))
            clock = True
        elif kind in "ymdhs" and token.isalpha():
            text += _piece(kind, len(token), at, hour, language)
        elif token.casefold() in ("am/pm", "a/p"):
            text += "AM" if at.hour < 12 else "PM"
        else:
            text += token.strip('"').lstrip("\\")
    return text


def _piece(kind: str, length: int, at: Any, hour: int, language: str) -> str:
    if kind == "y":
        return f"{at.year:04d}" if length > 2 else f"{at.year % 100:02d}"
    if kind == "m" and length > 2:
        name = MONTHS[language][at.month - 1]
        return name if length > 3 else name[:3]
    if kind == "d" and length > 2:
        name = DAY_WORDS[language][at.weekday()]
        return name if length > 3 else name[:3]
    number = {"m": at.month, "d": at.day, "h": hour, "s": at.second}[kind]
    return f"{number:0{length}d}"


def rendered(cell: Cell, value: Value, render: str, moments: str, locale: str) -> Any:
    """One cell for a values reply; blank is ``""``."""
    if value is None:
        return ""
    if render == "FORMULA" and type(cell.value) is Formula:
        return str(cell.value)
    if render == "FORMATTED_VALUE":
        return shown(value, cell.pattern, locale)
    if isinstance(value, Fault):
        return str(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if render == "UNFORMATTED_VALUE" and moments == "FORMATTED_STRING" and number and cell.pattern.get("type") in MOMENTS:
        return shown(value, cell.pattern, locale)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def row_values(row: Row, sheet: Sheet, index: int, evaluator: Evaluator, how: tuple[str, str, str]) -> list[Any]:
    """All cells of a row for a values reply, trailing blanks cut."""
    if how in row.shown:
        known: list[Any] = row.shown[how]
        return known
    values = [
        rendered(cell, evaluator.value(sheet, index, column) if row.formulas else cell.value, *how)
        for column, cell in enumerate(row.cells)
    ]
    while values and values[-1] == "":
        values.pop()
    if not row.formulas:
        row.shown[how] = values
    return values
