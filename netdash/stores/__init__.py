"""Where a workbook lives. A store knows sheets, rows and cells, never what a column means."""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
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
    """Where the drop-down of a column takes its words: ``words`` themselves, or column ``title`` of ``sheet``.

    ``box``: the two words are those of a box, ticked and not.
    """

    words: tuple[str, ...] = ()
    sheet: str = ""
    title: str = ""
    many: bool = False
    box: bool = False


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
class Fitting:
    """A sheet that stands in a workbook beside the layout that it should have.

    ``sheet`` is its title there, ``header`` the row of its header (from 0), ``places`` the columns of the layout that it has,
    by their title in the layout.
    """

    layout: SheetLayout
    sheet: str
    header: int = 0
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Step:
    """One thing that a sheet lacks, in Russian; ``by_hand`` if only a person can see to it."""

    sheet: str
    what: str
    by_hand: bool = False


@dataclass(frozen=True)
class Check:
    """One step on the way to a workbook: whether it is fine (``None``: it was not tried), and what was found or is to be done."""

    title: str
    is_fine: bool | None
    told: str


@dataclass(frozen=True)
class Facts:
    """What a store knows of its workbook without asking anybody.

    ``size`` is counted in ``unit``, 0 while it is not known, and may grow to ``limit``; ``backups`` is the folder of copies,
    ``link`` opens the workbook in a browser, ``account`` is the address that it must be shared with.
    """

    kind: str
    title: str
    size: int
    unit: Literal["bytes", "cells"]
    limit: int
    backups: str
    link: str = ""
    account: str = ""


@dataclass(frozen=True)
class AddSheet:
    """A sheet added at the end of an existing workbook, with the rows of its layout."""

    layout: SheetLayout


Write = SetCell | AppendRow | AddSheet


@dataclass(frozen=True, eq=False)
class Covered:
    """What a write met that the plan could not know, because people changed the workbook in the same moment.

    ``book`` has the rows that the write touched (and the top of their sheets) as they stood right after it, the others
    blank. ``cells`` are the cells written, by sheet, row and column in ``book``, with what stood in them right before;
    ``formulas`` those of them that computed it.
    """

    book: Book
    cells: Mapping[tuple[str, int, int], Cell] = field(default_factory=lambda: MappingProxyType({}))
    formulas: frozenset[tuple[str, int, int]] = frozenset()


NOTHING_COVERED = Covered(Book(MappingProxyType({})))
"""All was as planned."""


@dataclass(frozen=True, eq=False)
class Leftover:
    """The last write, whose answer nobody took: its process ended, or somebody else made it. ``note`` came with it."""

    note: str
    covered: Covered


class Transaction(Protocol):
    """The workbook held for one save: nobody else who keeps to this store writes meanwhile."""

    covered: Covered
    """What the last ``write`` met; ``NOTHING_COVERED`` where others are kept out or kept still."""

    leftover: Leftover | None
    """A write of another process that nobody may have looked after; ``write`` raises ``Moved`` once when it meets one."""

    @property
    def book(self) -> Book:
        """The workbook as it is now, read after the hold began."""

    def write(self, writes: Sequence[Write], note: str = "") -> Book:
        """Apply all writes or none, and give back the workbook as read again afterwards.

        ``note`` is kept beside the write, for whoever finds it left over. Raises ``Moved`` if a cell no longer holds its
        ``before`` or holds a formula, ``Busy`` if somebody else has the workbook, ``Unclear`` if nobody can say whether it
        landed.
        """

    def look_back(self) -> None:
        """See whether a ``leftover`` is there, before anything is written."""


class Store(Protocol):
    """One workbook. Reading never changes it; all errors are ``StoreError``."""

    pace: float
    """Seconds between two looks at the stamp while somebody reads."""

    shared: bool
    """Whether people change the workbook in the very moment of a write, so that a save may have to be looked after."""

    renames_sheets: bool
    """Whether it can rename a sheet so that formulas elsewhere follow."""

    @property
    def waits_until(self) -> datetime | None:
        """Until when the request that goes on is held back, because too many were made for now."""

    @property
    def place(self) -> str:
        """What people call it: a file's path, a spreadsheet's title."""

    def stamp(self) -> Hashable:
        """A cheap value that differs when the content may have changed; raises ``Unreadable`` if it is gone."""

    def read(self, previous: Book | None = None) -> Book:
        """Every sheet; those that did not change since ``previous`` are the same objects."""

    def recall(self) -> tuple[Book, datetime] | None:
        """What was read last before this program began, and when; nothing where reading is never dear."""

    def transaction(self, held: Book | None = None) -> AbstractContextManager[Transaction]:
        """Hold the workbook for one save.

        ``held`` is what was read last. A store where reading everything is dear may begin with it, if it looks at what a
        write touches before it writes.
        """

    def is_new(self) -> bool:
        """Whether there is nothing yet, so that the workbook can be made here."""

    def facts(self) -> Facts:
        """What is known of the workbook."""

    def create(self, sheets: Sequence[SheetLayout]) -> None:
        """Make the workbook; refuses where one exists."""

    def rename_sheet(self, sheet: str, title: str) -> None:
        """Give a sheet another title; raises ``Moved`` if it is not there or the title is taken, ``StoreError`` if it cannot."""

    def survey(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """What sheets lack beside their values: formats, drop-downs, notes, protection. Changes nothing."""

    def dress(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """Add what they lack and nothing else, as far as this store can; what was added, and what is left to be done by hand."""

    def backup(self) -> str:
        """Keep a dated copy and say where."""

    def backups(self) -> list[str]:
        """The names of all copies, newest first."""

    def restore(self, name: str) -> None:
        """Put a copy in the place of the workbook, which is itself kept as a copy."""
