"""The whole workbook in one request; what did not change since the last one is neither parsed nor a new object."""

import json
import marshal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from netdash.cycles import uncollected
from netdash.errors import Unreadable
from netdash.grid import Book, Cell, Grid
from netdash.stores.google.client import Client
from netdash.stores.google.faults import Rejected
from netdash.stores.google.keeping import Keeper
from netdash.stores.google.shape import HEAD, SAMPLED, Formats, Shape, Sheet, load_formats, load_shape, quoted
from netdash.stores.google.values import ERRORS, Raw, to_cell

SHAPE_AGE = 300.0
"""Seconds after which sheets that people added are looked for; renamed and deleted ones are known at once."""

ODD = b'"#'
"""What every answer with an error in a cell holds."""

Rows = Sequence[Sequence[Raw]]


@dataclass(frozen=True, eq=False)
class GoogleGrid(Grid):
    """A grid that also knows its values as they travelled: days and times are numbers in ``raw``."""

    raw: Rows = ()


class Reader:
    """Reads one spreadsheet time after time; safe to share between threads."""

    def __init__(self, client: Client, keeper: Keeper, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._keeper = keeper
        self._clock = clock
        self._lock = threading.RLock()
        self._shape: Shape | None = None
        self._shaped_at = 0.0
        self._heads: dict[int, str] = {}
        self._last: tuple[bytes, Shape, Book] | None = None
        self.read_at = float("-inf")
        self.settled = 0
        """The number of the last save that this process knows of; any other in the scratch sheet is somebody else's."""
        self.in_doubt = False
        """Whether a write may have landed although nobody answered."""

    @property
    def known(self) -> Shape | None:
        """The sheets as far as they were ever looked at; asks nobody."""
        return self._shape

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
            self._shape, self._last = None, None

    def formats_of(self, title: str) -> Formats:
        """The columns of a sheet that hold days and times, as far as they are known."""
        shape = self.shape
        sheet = shape.sheets.get(title)
        return shape.formats.get(sheet.id, {}) if sheet else {}

    def note_scratch(self, scratch: Sheet) -> None:
        """Remember the scratch sheet that a save made or widened."""
        with self._lock:
            self._shape = replace(self.shape, scratch=scratch)

    def is_last(self, book: Book, age: float) -> bool:
        """Whether a book is what the last reading gave, not longer than ``age`` seconds ago."""
        last = self._last
        return last is not None and last[2] is book and self._clock() - self.read_at <= age

    def keep(self, book: Book) -> None:
        """Take a book that was put together from a save as the last reading."""
        with self._lock:
            self._last, self.read_at = (b"", self.shape, book), self._clock()

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
        mark = blake2b(content, digest_size=16).digest()
        self.read_at = self._clock()
        if self._last and self._last[:2] == (mark, shape):
            self._keeper.keep(content, shape, mark)
            return self._last[2]
        sheets = _sheets(content, shape)
        shape = self._with_formats(shape, sheets)
        self._keeper.keep(content, shape, mark)
        known: dict[str, Grid] = {**(self._last[2].sheets if self._last else {}), **(previous.sheets if previous else {})}
        book = _build_book(sheets, shape, known, ODD in content)
        if previous and list(previous.sheets.items()) == list(book.sheets.items()):
            book = previous
        self._last = mark, shape, book
        return book

    def recall(self) -> tuple[Book, datetime] | None:
        """The last reading of an earlier run of the program, and when it was last seen to be so."""
        kept = self._keeper.recall()
        try:
            return kept and (_build_book(_sheets(kept.content, kept.shape), kept.shape, {}, ODD in kept.content), kept.at)
        except Unreadable:
            return None

    def _with_formats(self, shape: Shape, sheets: Mapping[str, Rows]) -> Shape:
        """The shape with the formats of sheets whose columns may have moved looked at again."""
        heads = {shape.sheets[title].id: find_head(rows) for title, rows in sheets.items()}
        dated = [sheet for sheet in shape.sheets.values() if shape.formats.get(sheet.id)]
        moved = [sheet for sheet in dated if self._heads.get(sheet.id, heads[sheet.id]) != heads[sheet.id]]
        if moved:
            shape = replace(shape, formats={**shape.formats, **load_formats(self._client, moved)})
            self._shape = shape
        self._heads = heads
        return shape


@uncollected()
def _sheets(content: bytes, shape: Shape) -> dict[str, Rows]:
    """The values of each sheet by title."""
    ranges = _ranges(content)
    if len(ranges) != len(shape.sheets):
        raise Unreadable("Google прислал не все листы таблицы. Попробуйте ещё раз.")
    return dict(zip(shape.sheets, (found.get("values", []) for found in ranges), strict=True))


@uncollected()
def _build_book(sheets: Mapping[str, Rows], shape: Shape, known: Mapping[str, Grid], odd: bool) -> Book:
    """The grids of all sheets, those of ``known`` that hold the same among them; ``odd`` if there may be errors in cells."""
    grids = {
        title: build_grid(title, rows, shape.formats.get(shape.sheets[title].id, {}), known.get(title), odd)
        for title, rows in sheets.items()
    }
    return Book(MappingProxyType(grids))


def _ranges(content: bytes) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(content).get("valueRanges", [])
    except (ValueError, AttributeError):
        raise Unreadable("Google прислал ответ, который не читается. Попробуйте ещё раз.") from None
    return found


def find_head(rows: Rows) -> str:
    """The row near the top with most texts, which is the header as a rule."""
    return repr(max(rows[:HEAD], key=count_texts, default=()))


def count_head(rows: Rows) -> int:
    """How many rows from the top show whether columns moved: down to the one with most texts, and one more, its second line."""
    top = rows[:SAMPLED]
    return max(range(len(top)), key=lambda row: count_texts(top[row]), default=0) + 2


def count_texts(row: Sequence[Raw]) -> int:
    """How many cells of a row hold text."""
    return sum(isinstance(cell, str) and cell != "" for cell in row)


def build_grid(title: str, raw: Rows, formats: Formats, known: Grid | None, odd: bool = True) -> Grid:
    """The grid of these values, ``known`` itself if it holds the same; ``odd`` is false where none of them can be an error."""
    end = len(raw)
    while end and not any(cell not in ("", None) for cell in raw[end - 1]):
        end -= 1
    raw = raw[:end] if end < len(raw) else raw
    # A string of types and values; of lists that are equal True and 1 would be one.
    told: Any = (raw, sorted(formats.items()))
    mark = blake2b(marshal.dumps(told, 2), digest_size=16).hexdigest()
    if known is not None and known.digest == mark and known.sheet == title:
        return known
    errors = {
        (number, place): str(cell)
        for number, row in enumerate(raw if odd else ())
        if not ERRORS.isdisjoint(row)
        for place, cell in enumerate(row)
        if cell in ERRORS
    }
    rows: list[Sequence[Cell]] = list(raw)
    touched = {number for number, _ in errors}
    if formats:
        touched |= {
            number
            for number, row in enumerate(raw)
            if any(place < len(row) and row[place].__class__ in (int, float) for place in formats)
        }
    for number in touched:
        cells: list[Cell] = list(raw[number])
        for place, shown in formats.items():
            if place < len(cells):
                cells[place] = to_cell(raw[number][place], shown)
        rows[number] = cells
    for number, place in errors:
        rows[number][place] = None  # type: ignore[index]
    return GoogleGrid(title, rows, mark, MappingProxyType(errors), raw)
