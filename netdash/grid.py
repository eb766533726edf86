"""Raw cells of a workbook with their places; no meaning yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

Cell = str | float | int | bool | datetime | date | time | timedelta | None
"""What a cell can hold. ``None`` and ``""`` are both an empty cell: readers may give either."""


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The A1 name of a cell whose row and column are counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def locate(cell: str) -> tuple[int, int]:
    """Row and column, counted from 0, of a cell by its A1 name."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


@dataclass(frozen=True, eq=False)
class Grid:
    """All cells of one sheet: ``rows[r][c]`` stands at ``a1(r, c)``.

    Rows may differ in length, trailing blanks are cut. ``errors`` holds spreadsheet errors (``#REF!``) by (row, column),
    since their cells read as empty. Two grids with equal ``digest`` hold the same cells; a store gives the same object
    for a sheet that did not change.
    """

    sheet: str
    rows: Sequence[Sequence[Cell]]
    digest: str
    errors: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))

    def cell(self, row: int, column: int) -> Cell:
        """The cell, ``None`` if empty or beyond the edge."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
            return None
        value = self.rows[row][column]
        return None if value == "" else value


@dataclass(frozen=True, eq=False)
class Book:
    """All sheets of a workbook at one moment, by title, in the workbook's order."""

    sheets: Mapping[str, Grid]
