"""Where a workbook lives. A store knows sheets, rows and cells, never what a column means."""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from netdash.grid import Book, Cell

Format = Literal["general", "text", "integer", "decimal", "percent", "date", "time", "moment"]


@dataclass(frozen=True)
class SetCell:
    """Put ``value`` (``None`` empties) into one cell that must still hold ``before``; rows and columns from 0."""

    sheet: str
    row: int
    column: int
    before: Cell
    value: Cell


@dataclass(frozen=True)
class AppendRow:
    """A new row below the last used one; ``cells`` by column from 0, ``formats`` likewise where they matter."""

    sheet: str
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Choice:
    """Where the drop-down of a column takes its words: ``words`` themselves, or column ``title`` of ``sheet``."""

    words: tuple[str, ...] = ()
    sheet: str = ""
    title: str = ""
    many: bool = False


@dataclass(frozen=True)
class ColumnLayout:
    """How a column of a new sheet looks and helps; ``note`` is shown at the header."""

    title: str
    format: Format = "general"
    width: int = 16
    note: str = ""
    choice: Choice | None = None
    locked: bool = False
    required: bool = False


@dataclass(frozen=True)
class SheetLayout:
    """A sheet to be made: header row, then ``rows``; without columns a page of text, one line a row."""

    title: str
    columns: tuple[ColumnLayout, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    locked: bool = False


@dataclass(frozen=True)
class AddSheet:
    """A sheet added at the end of an existing workbook, with the rows of its layout."""

    layout: SheetLayout


Write = SetCell | AppendRow | AddSheet


@dataclass(frozen=True, eq=False)
class Covered:
    """What a write met that the plan could not know, because people changed the workbook in the same moment.

    ``book`` has the rows that the write touched (and the top of their sheets) as they stood right after it, the others
    blank. ``cells`` are the cells written, by sheet, row and column in ``book``, with what stood in them right before.
    """

    book: Book
    cells: Mapping[tuple[str, int, int], Cell] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_COVERED = Covered(Book(MappingProxyType({})))
"""All was as planned."""


class Transaction(Protocol):
    """The workbook held for one save: nobody else who keeps to this store writes meanwhile."""

    covered: Covered
    """What the last ``write`` met; ``NOTHING_COVERED`` where others are kept out or kept still."""

    @property
    def book(self) -> Book:
        """The workbook as it is now, read after the hold began."""

    def write(self, writes: Sequence[Write]) -> Book:
        """Apply all writes or none, and give back the workbook as read again afterwards.

        Raises ``Moved`` if a cell no longer holds its ``before`` or holds a formula, ``Busy`` if somebody else has the
        workbook, ``Unclear`` if nobody can say whether it landed.
        """


class Store(Protocol):
    """One workbook. Reading never changes it; all errors are ``StoreError``."""

    pace: float
    """Seconds between two looks at the stamp while somebody reads."""

    @property
    def place(self) -> str:
        """What people call it: a file's path, a spreadsheet's title."""

    def stamp(self) -> Hashable:
        """A cheap value that differs when the content may have changed; raises ``Unreadable`` if it is gone."""

    def read(self, previous: Book | None = None) -> Book:
        """Every sheet; those that did not change since ``previous`` are the same objects."""

    def transaction(self, held: Book | None = None) -> AbstractContextManager[Transaction]:
        """Hold the workbook for one save.

        ``held`` is what was read last. A store where reading everything is dear may begin with it, if it looks at what a
        write touches before it writes.
        """

    def create(self, sheets: Sequence[SheetLayout]) -> None:
        """Make the workbook; refuses where one exists."""

    def backup(self) -> str:
        """Keep a dated copy and say where."""

    def backups(self) -> list[str]:
        """The names of all copies, newest first."""

    def restore(self, name: str) -> None:
        """Put a copy in the place of the workbook, which is itself kept as a copy."""
