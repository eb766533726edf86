"""Rectangles of a sheet and their names in A1 notation."""

import re
from typing import Any, NamedTuple

PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
LOOKS_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|TRUE|FALSE)\Z")
CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?\Z")


class Box(NamedTuple):
    """A rectangle counted from 0, ends exclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def letters(column: int) -> str:
    """0 is ``A``, 26 is ``AA``."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A title as replies write it: in apostrophes unless it is a plain word."""
    if PLAIN_TITLE.match(title) and not LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def named(title: str, box: Box) -> str:
    """``Sheet1!A1:B2``; one cell is ``Sheet1!A1``."""
    first = f"{letters(box.left)}{box.top + 1}"
    last = f"{letters(box.right - 1)}{box.bottom}"
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")


def split(text: str) -> tuple[str | None, str]:
    """(title, rest) of ``'A title'!A1:B2``; the title is ``None`` where the text names none, the rest may be empty."""
    if text.startswith("'"):
        found = re.match(r"'((?:[^']|'')*)'(?:!(.*))?\Z", text, re.S)
        return (found[1].replace("''", "'"), found[2] or "") if found else (None, text)
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def corners(text: str) -> tuple[int | None, int | None, int | None, int | None] | None:
    """(top, left, bottom, right) of ``A1:B2``, ``A:A``, ``1:1``, ``A2:C``; ends exclusive, ``None`` where open."""
    first, mark, last = text.partition(":")
    head, tail = CORNER.match(first), CORNER.match(last if mark else first)
    if not head or not tail or not (head[1] or head[2]) or not (tail[1] or tail[2]):
        return None
    if not mark and not (head[1] and head[2]):
        return None
    rows = [int(number) for number in (head[2], tail[2]) if number]
    columns = [column_of(name) for name in (head[1], tail[1]) if name]
    top = min(rows) - 1 if rows else None
    left = min(columns) if columns else None
    return top, left, max(rows) if len(rows) == 2 else None, max(columns) + 1 if len(columns) == 2 else None


def grid_range(sheet_id: int, box: Box) -> dict[str, Any]:
    """A GridRange as replies show it: a sheet numbered 0 is left out."""
    shown = {"startRowIndex": box.top, "endRowIndex": box.bottom, "startColumnIndex": box.left, "endColumnIndex": box.right}
    return {"sheetId": sheet_id, **shown} if sheet_id else shown
