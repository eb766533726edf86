"""Formulas: a small arithmetic, and references that follow what people do to rows and columns."""

import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

from .a1 import Box, column_of, corners, letters
from .model import Fault, Formula, Sheet, Spreadsheet, Value

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<ref>(?:(?:'(?:[^']|'')*'|[\w.]+)!)?\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}\$?[0-9]+)?(?![\w(]))
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<name>[^\W\d][\w.]*)
    |(?P<sign><=|>=|<>|[-+*/^&=<>(),;%]))""",
    re.X,
)
REFERENCE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?<![\w.])(?P<sheet>(?:'(?:[^']|'')*'|[\w.]+)!)?"
    r"(?P<first>\$?[A-Za-z]{1,3}\$?[0-9]+)(?::(?P<last>\$?[A-Za-z]{1,3}\$?[0-9]+))?(?![\w(])"
)
CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


class Failed(Exception):
    """A formula that gives an error; ``args[0]`` is the error's text."""


class Evaluator:
    """The values of formulas of one spreadsheet as it is now; what it does not know gives ``#NAME?``."""

    def __init__(self, spreadsheet: Spreadsheet) -> None:
        self.spreadsheet = spreadsheet
        self.known: dict[tuple[int, int, int], Value] = {}
        self.under_way: set[tuple[int, int, int]] = set()

    def value(self, sheet: Sheet, row: int, column: int) -> Value:
        """What the cell shows, numbers as numbers; an error is a ``Fault``."""
        value = sheet.cell(row, column).value if row < len(sheet.rows) else None
        if type(value) is not Formula:
            return value
        place = (sheet.id, row, column)
        if place not in self.known:
            if place in self.under_way:
                return Fault("#REF!")
            self.under_way.add(place)
            try:
                self.known[place] = _Parser(self, sheet, value[1:]).result()
            except Failed as failure:
                self.known[place] = Fault(failure.args[0])
            except (TypeError, ValueError, OverflowError):
                self.known[place] = Fault("#VALUE!")
            self.under_way.discard(place)
        return self.known[place]


class _Parser:
    def __init__(self, evaluator: Evaluator, sheet: Sheet, text: str) -> None:
        self.evaluator = evaluator
        self.sheet = sheet
        self.tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found or not found.lastgroup:
                raise Failed("#ERROR!")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def result(self) -> Value:
        value = self.compared()
        if self.at < len(self.tokens):
            raise Failed("#ERROR!")
        value = value[0] if isinstance(value, list) else value
        if isinstance(value, Fault):
            raise Failed(str(value))
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def take(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def compared(self) -> Any:
        left = self.joined()
        while sign := self.take(*COMPARE):
            left = COMPARE[sign](left, self.joined())
        return left

    def joined(self) -> Any:
        left = self.added()
        while self.take("&"):
            left = _text(left) + _text(self.added())
        return left

    def added(self) -> Any:
        left = self.multiplied()
        while sign := self.take("+", "-"):
            right = _number(self.multiplied())
            left = _number(left) + (right if sign == "+" else -right)
        return left

    def multiplied(self) -> Any:
        left = self.raised()
        while sign := self.take("*", "/"):
            right = _number(self.raised())
            if sign == "/" and right == 0:
                raise Failed("#DIV/0!")
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def raised(self) -> Any:
        left = self.signed()
        while self.take("^"):
            left = _number(left) ** _number(self.signed())
        return left

    def signed(self) -> Any:
        if sign := self.take("+", "-"):
            value = _number(self.signed())
            return -value if sign == "-" else value
        value = self.plain()
        while self.take("%"):
            value = _number(value) / 100
        return value

    def plain(self) -> Any:
        if self.take("("):
            value = self.compared()
            if not self.take(")"):
                raise Failed("#ERROR!")
            return value
        if self.at >= len(self.tokens):
            raise Failed("#ERROR!")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "ref":
            return self.referred(text)
        if kind == "name":
            return self.called(text.upper())
        raise Failed("#ERROR!")

    def referred(self, text: str) -> Any:
        title, _, place = text.rpartition("!")
        sheet = self.sheet
        if title:
            try:
                sheet = self.evaluator.spreadsheet.sheet(title.strip("'").replace("''", "'"))
            except KeyError:
                raise Failed("#REF!") from None
        found = corners(place)
        if found is None:
            raise Failed("#REF!")
        top, left, bottom, right = (number or 0 for number in found)
        box = Box(top, left, bottom, right)
        values = [self.evaluator.value(sheet, row, column) for row in range(box.top, box.bottom) for column in range(left, right)]
        if ":" in place:
            return values
        if isinstance(values[0], Fault):
            raise Failed(str(values[0]))
        return values[0]

    def called(self, name: str) -> Any:
        if not self.take("("):
            if name in ("TRUE", "FALSE"):
                return name == "TRUE"
            raise Failed("#NAME?")
        arguments = []
        while not self.take(")"):
            arguments.append(self.compared())
            if not self.take(",", ";") and (self.at >= len(self.tokens) or self.tokens[self.at][1] != ")"):
                raise Failed("#ERROR!")
        function = FUNCTIONS.get(name)
        if function is None:
            raise Failed("#NAME?")
        return function(arguments)


def _number(value: Any) -> float:
    if isinstance(value, str):
        raise Failed("#VALUE!")
    return float(value or 0) if not isinstance(value, list) else _number(value[0])


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _flat(arguments: Sequence[Any]) -> list[Any]:
    return [item for one in arguments for item in (one if isinstance(one, list) else [one])]


def _numbers(arguments: Sequence[Any]) -> list[float]:
    return [item for item in _flat(arguments) if isinstance(item, int | float) and not isinstance(item, bool)]


def _average(arguments: Sequence[Any]) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise Failed("#DIV/0!")
    return sum(numbers) / len(numbers)


FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "SUM": lambda arguments: sum(_numbers(arguments)),
    "AVERAGE": _average,
    "COUNT": lambda arguments: len(_numbers(arguments)),
    "COUNTA": lambda arguments: len([item for item in _flat(arguments) if item is not None]),
    "MIN": lambda arguments: min(_numbers(arguments), default=0),
    "MAX": lambda arguments: max(_numbers(arguments), default=0),
    "IF": lambda arguments: arguments[1] if arguments[0] else (arguments[2] if len(arguments) > 2 else False),
    "CONCATENATE": lambda arguments: "".join(map(_text, _flat(arguments))),
    "ROUND": lambda arguments: round(_number(arguments[0]), int(_number(arguments[1])) if len(arguments) > 1 else 0),
}

Remap = Callable[[int, bool | None], int | None]
"""From an index of a row or column to the new one, ``None`` if it is gone; the flag is ``None`` for a lone cell, else says
whether the index ends a range."""


def remapped(text: str, own: str, target: str, rows: Remap, columns: Remap) -> str:
    """A formula standing on sheet ``own`` after rows or columns of sheet ``target`` came, went or moved.

    A range whose ends passed each other in a move stays as it was; one of which nothing is left becomes ``#REF!``.
    """

    def one(found: re.Match[str]) -> str:
        title = (found["sheet"] or "").rstrip("!").strip("'").replace("''", "'") or own
        if found["text"] or title.casefold() != target.casefold():
            return found[0]
        first = _moved(found["first"], False if found["last"] else None, rows, columns)
        last = _moved(found["last"], True, rows, columns) if found["last"] else None
        if first is None or (found["last"] and last is None):
            return "#REF!"
        if last and _inverted(first, last):
            return found[0] if _moved(found["first"], None, rows, columns) else "#REF!"
        return (found["sheet"] or "") + first + (f":{last}" if last else "")

    return REFERENCE.sub(one, text)


def _inverted(first: str, last: str) -> bool:
    one, other = CORNER.match(first), CORNER.match(last)
    assert one
    assert other
    return int(one[4]) > int(other[4]) or column_of(one[2]) > column_of(other[2])


def _moved(corner: str, last: bool | None, rows: Remap, columns: Remap) -> str | None:
    found = CORNER.match(corner)
    assert found
    column, row = columns(column_of(found[2]), last), rows(int(found[4]) - 1, last)
    if row is None or column is None:
        return None
    return f"{found[1]}{letters(column)}{found[3]}{row + 1}"


def shifted(text: str, down: int, across: int) -> str:
    """A formula copied ``down`` rows and ``across`` columns: references without ``$`` go along."""

    def one(found: re.Match[str]) -> str:
        if found["text"]:
            return found[0]
        ends = [_slid(end, down, across) for end in (found["first"], found["last"]) if end]
        return "#REF!" if None in ends else (found["sheet"] or "") + ":".join(end for end in ends if end)

    return REFERENCE.sub(one, text)


def _slid(corner: str, down: int, across: int) -> str | None:
    found = CORNER.match(corner)
    assert found
    column = column_of(found[2]) + (0 if found[1] else across)
    row = int(found[4]) - 1 + (0 if found[3] else down)
    return None if row < 0 or column < 0 else f"{found[1]}{letters(column)}{found[3]}{row + 1}"
