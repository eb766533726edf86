"""Raw cells of a workbook with their places; no meaning yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import compress, zip_longest
from types import MappingProxyType, NoneType
from typing import overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

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


class Texts(Sequence[str | None]):
    """The cells of a column that are all texts or empty; they become Python's own only when somebody asks for one.

    ``array`` is a ``large_string``, where null and ``""`` are empty alike.
    """

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> str | None: ...
    @overload
    def __getitem__(self, place: slice) -> "Texts": ...
    def __getitem__(self, place: int | slice) -> "str | Texts | None":
        found = self.array[place]
        return Texts(found) if isinstance(place, slice) else found.as_py()

    def __iter__(self) -> Iterator[str | None]:
        return iter(self.array.to_pylist())

    @cached_property
    def lengths(self) -> npt.NDArray[np.int32]:
        """How many bytes of UTF-8 each text takes."""
        return np.diff(self._ends).astype(np.int32)

    @property
    def content(self) -> memoryview:
        """All texts in UTF-8, one after the other."""
        return memoryview(self.array.buffers()[2] or b"")[self._ends[0] : self._ends[-1]]

    @property
    def _ends(self) -> npt.NDArray[np.int64]:
        offsets = np.frombuffer(self.array.buffers()[1] or bytes(8), np.int64)
        return offsets[self.array.offset : self.array.offset + len(self) + 1]


Column = Texts | Sequence[Cell]


def as_texts(cells: Column) -> Texts | None:
    """The cells of a column as texts, if nothing else is among them."""
    if isinstance(cells, Texts):
        return cells
    try:
        return Texts(pa.array(cells, pa.large_string())) if set(map(type, cells)) <= {str, NoneType} else None
    except UnicodeEncodeError:  # half of a pair of signs
        return None


def padded(column: Column, length: int) -> Column:
    """The column with blank cells up to this length."""
    missing = length - len(column)
    if missing <= 0:
        return column
    if isinstance(column, Texts):
        return Texts(pa.concat_arrays([column.array, pa.array([""] * missing, pa.large_string())]))
    return [*column, *[None] * missing]


def chosen(column: Column, choice: Sequence[bool]) -> Column:
    """The cells of a column that are chosen."""
    return Texts(column.array.filter(pa.array(choice))) if isinstance(column, Texts) else list(compress(column, choice))


class ByColumn(Sequence[Sequence[Cell]]):
    """The rows of a sheet that is held by column, which may differ in length; a row is put together when it is asked for."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._length = max(map(len, columns), default=0)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Cell]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        if isinstance(place, slice):
            return list(ByColumn([column[place] for column in self.columns]))
        row = range(self._length)[place]
        return cut([column[row] if row < len(column) else "" for column in self.columns])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        rows = zip_longest(*self.columns, fillvalue="")
        return map(cut, map(list, rows))


def cut(row: list[Cell]) -> list[Cell]:
    """The row without the blanks at its end."""
    while row and row[-1] in ("", None):
        row.pop()
    return row


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

    def columns(self, first: int) -> list[Column]:
        """The cells from row ``first`` on by column, all of one length."""
        if isinstance(self.rows, ByColumn):
            return [padded(column[first:], max(len(self.rows) - first, 0)) for column in self.rows.columns]
        return list(zip_longest(*self.rows[first:]))


@dataclass(frozen=True, eq=False)
class Book:
    """All sheets of a workbook at one moment, by title, in the workbook's order."""

    sheets: Mapping[str, Grid]
