"""The whole workbook in one request; what did not change since the last one is neither parsed nor a new object."""

import marshal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import pyarrow as pa
import pyarrow.compute as pc

from netdash.cycles import uncollected
from netdash.errors import Unreadable
from netdash.grid import Book, ByColumn, Cell, Column, Grid, Texts
from netdash.stores.google.answers import as_known, read_columns, split_ranges
from netdash.stores.google.client import Client
from netdash.stores.google.faults import Rejected
from netdash.stores.google.keeping import Keeper
from netdash.stores.google.shape import HEAD, SAMPLED, Formats, Shape, Sheet, load_formats, load_shape, quoted
from netdash.stores.google.values import ERRORS, Raw, to_cells

SHAPE_AGE = 300.0
"""Seconds after which sheets that people added are looked for; renamed and deleted ones are known at once."""

ODD = b"#"
"""What every error in a cell begins with."""

GARBLED = "Google прислал ответ, который не читается. Попробуйте ещё раз."

Rows = Sequence[Sequence[Raw]]


@dataclass(frozen=True, eq=False)
class GoogleGrid(Grid):
    """A grid that also knows its values as they travelled: days and times are numbers in ``raw``."""

    raw: ByColumn = field(default_factory=lambda: ByColumn(()))


class Last(NamedTuple):
    """The last reading: the answer, where in it each sheet's values stand (not of those changed by a save), what became of it."""

    content: bytes
    ranges: Mapping[str, slice]
    shape: Shape
    book: Book


class Reader:
    """Reads one spreadsheet time after time; safe to share between threads."""

    def __init__(self, client: Client, keeper: Keeper, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._keeper = keeper
        self._clock = clock
        self._lock = threading.RLock()
        self._shape: Shape | None = None
        self._known: Shape | None = None
        self._shaped_at = 0.0
        self._heads: dict[int, str] = {}
        self._last: Last | None = None
        self.read_at = float("-inf")
        self.settled = 0
        """The number of the last save that this process knows of; any other in the scratch sheet is somebody else's."""
        self.in_doubt = False
        """Whether a write may have landed although nobody answered."""

    @property
    def known(self) -> Shape | None:
        """The sheets as far as they were ever looked at; asks nobody."""
        return self._shape or self._known

    @property
    def shape(self) -> Shape:
        """The sheets as they were last looked at."""
        with self._lock:
            if self._shape is None or self._clock() - self._shaped_at > SHAPE_AGE:
                self._shape, self._shaped_at, old = load_shape(self._client), self._clock(), self._shape
                if old is None or old.formats != self._shape.formats:
                    self._heads = {}
            return self._shape

    def forget(self) -> None:
        """Look at the sheets anew before the next reading."""
        with self._lock:
            self._known, self._shape, self._last = self.known, None, None

    def formats_of(self, title: str) -> Formats:
        """The columns of a sheet that hold days and times, as far as they are known."""
        return self.shape.formats_of(title)

    def note_scratch(self, scratch: Sheet) -> None:
        """Remember the scratch sheet that a save made or widened."""
        with self._lock:
            self._shape = replace(self.shape, scratch=scratch)

    def is_last(self, book: Book, age: float) -> bool:
        """Whether a book is what the last reading gave, not longer than ``age`` seconds ago."""
        last = self._last
        return last is not None and last.book is book and self._clock() - self.read_at <= age

    def keep(self, book: Book) -> None:
        """Take a book that was put together from a save as the last reading."""
        with self._lock:
            last = self._last or Last(b"", {}, self.shape, book)
            ranges = {title: part for title, part in last.ranges.items() if book.sheets[title] is last.book.sheets[title]}
            self._last, self.read_at = Last(last.content, ranges, self.shape, book), self._clock()

    def read(self, previous: Book | None = None) -> Book:
        """Every sheet; the same grids where nothing changed since ``previous`` or the last reading."""
        with self._lock:
            for _ in range(3):
                shape = self.shape
                try:
                    content = self._client.values([quoted(title) for title in shape.sheets]) if shape.sheets else b"{}"
                except Rejected:
                    self.forget()
                    continue
                return self._book(content, shape, previous)
        raise Unreadable("Листы таблицы переименовывают прямо сейчас, прочитать её не удалось. Попробуйте ещё раз.")

    def _book(self, content: bytes, shape: Shape, previous: Book | None) -> Book:
        self.read_at, last = self._clock(), self._last
        if last and (content, shape) == (last.content, last.shape) and last.ranges.keys() == shape.sheets.keys():
            self._keeper.keep(content, shape, is_new=False)
            return last.book
        ranges = _ranges(content, shape)
        came = {
            title: _columns(content, part) for title, part in ranges.items() if not self._is_known(title, content, part, shape)
        }
        shape = self._with_formats(shape, came)
        self._keeper.keep(content, shape, is_new=True)
        known = [book.sheets for book in (previous, last and last.book) if book]
        grids = dict[str, Grid]()
        for title, part in ranges.items():
            if title in came or not last:
                odd = content.find(ODD, part.start, part.stop) >= 0
                grid: Grid = build_grid(title, came[title], shape.formats_of(title), odd)
            else:
                grid = last.book.sheets[title]
            same = (sheets[title] for sheets in known if title in sheets and sheets[title].digest == grid.digest)
            grids[title] = next(same, grid)
        book = Book(MappingProxyType(grids))
        if previous and list(previous.sheets.items()) == list(grids.items()):
            book = previous
        self._last = Last(content, ranges, shape, book)
        return book

    def _is_known(self, title: str, content: bytes, part: slice, shape: Shape) -> bool:
        """Whether the last reading had the same values of a sheet, and showed them the same way."""
        last = self._last
        if last is None or title not in last.ranges or last.shape.formats_of(title) != shape.formats_of(title):
            return False
        before = last.ranges[title]
        same_size = before.stop - before.start == part.stop - part.start
        return same_size and content.startswith(last.content[before], part.start)

    def recall(self) -> tuple[Book, datetime] | None:
        """The last reading of an earlier run of the program, and when it was last seen to be so."""
        kept = self._keeper.recall()
        try:
            return kept and (_recalled(kept.content, kept.shape), kept.at)
        except Unreadable:
            return None

    def _with_formats(self, shape: Shape, came: Mapping[str, Sequence[Column]]) -> Shape:
        """The shape with the formats of sheets whose columns may have moved looked at again."""
        heads = {shape.sheets[title].id: find_head(ByColumn(columns)) for title, columns in came.items()}
        dated = [sheet for sheet in shape.sheets.values() if shape.formats.get(sheet.id)]
        moved = [sheet for sheet in dated if sheet.id in heads and self._heads.get(sheet.id, heads[sheet.id]) != heads[sheet.id]]
        if moved:
            shape = replace(shape, formats={**shape.formats, **load_formats(self._client, moved)})
            self._shape = shape
        self._heads |= heads
        return shape


def _ranges(content: bytes, shape: Shape) -> dict[str, slice]:
    """Where the values of each sheet stand, by title."""
    try:
        ranges = split_ranges(content) if shape.sheets else []
    except ValueError:
        raise Unreadable(GARBLED) from None
    if len(ranges) != len(shape.sheets):
        raise Unreadable("Google прислал не все листы таблицы. Попробуйте ещё раз.")
    return dict(zip(shape.sheets, ranges, strict=True))


@uncollected()
def _columns(content: bytes, part: slice) -> list[Column]:
    """The columns of one sheet."""
    try:
        return read_columns(content, part)
    except ValueError:
        raise Unreadable(GARBLED) from None


def _recalled(content: bytes, shape: Shape) -> Book:
    """The book of an answer that was kept."""
    ranges = _ranges(content, shape)
    grids = {title: build_grid(title, _columns(content, part), shape.formats_of(title)) for title, part in ranges.items()}
    return Book(MappingProxyType(grids))


def find_head(rows: Sequence[Sequence[Cell]]) -> str:
    """The row near the top with most texts, which is the header as a rule."""
    return repr(max(rows[:HEAD], key=count_texts, default=()))


def count_head(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows from the top show whether columns moved: down to the one with most texts, and one more, its second line."""
    top = rows[:SAMPLED]
    return max(range(len(top)), key=lambda row: count_texts(top[row]), default=0) + 2


def count_texts(row: Sequence[Cell]) -> int:
    """How many cells of a row hold text."""
    return sum(isinstance(cell, str) and cell != "" for cell in row)


def build_grid(title: str, columns: Sequence[Column], formats: Formats, odd: bool = True) -> GoogleGrid:
    """The grid of these values as they travelled; ``odd`` is false where none of them can be an error."""
    columns = [_without_end(column) for column in columns]
    while columns and not columns[-1]:
        columns.pop()
    errors = {(row, place): text for place, column in enumerate(columns if odd else ()) for row, text in find_errors(column)}
    shown = [to_cells(column, formats[place]) if place in formats else column for place, column in enumerate(columns)]
    for place in {place for _, place in errors}:
        shown[place] = [None if (row, place) in errors else cell for row, cell in enumerate(shown[place])]
    return GoogleGrid(title, ByColumn(shown), _mark(columns, formats), MappingProxyType(errors), ByColumn(columns))


def by_column(rows: Rows) -> list[Column]:
    """Rows as columns."""
    return [as_known(["" if cell is None else cell for cell in column]) for column in zip_longest(*rows)]


def _without_end(column: Column) -> Column:
    """The column without the blanks at its end; empty as a list."""
    end = len(column)
    while end and column[end - 1] in ("", None):
        end -= 1
    return column[:end] if end else []


def _mark(columns: Sequence[Column], formats: Formats) -> str:
    """What tells these values from others while the program runs.

    Their types count too: of lists that are equal True and 1 would be one.
    """
    told: list[Any] = sorted(formats.items())
    for column in columns:
        if isinstance(column, Texts):
            told.append((hash(column.lengths.tobytes()), hash(bytes(column.content))))
        else:
            told.append(hash(marshal.dumps(cast(Any, column), 2)))
    return blake2b(repr(told).encode(), digest_size=16).hexdigest()


def find_errors(column: Column) -> list[tuple[int, str]]:
    """The rows of a column that hold errors."""
    if not isinstance(column, Texts):
        return [(place, str(cell)) for place, cell in enumerate(column) if cell in ERRORS]
    places = pc.indices_nonzero(pc.is_in(column.array, value_set=pa.array(ERRORS, pa.large_string())))
    return [(place, column[place]) for place in places.to_pylist()]
