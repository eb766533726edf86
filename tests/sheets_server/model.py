"""A spreadsheet in memory. Cells and rows are immutable, so that a copy for rolling back costs only lists of pointers."""

import copy
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .a1 import Box
from .errors import invalid

CELL_LIMIT = 10_000_000
TEXT_LIMIT = 50_000


class Formula(str):
    """The text of a formula with its equals sign."""

    __slots__ = ()


class Fault(str):
    """What a formula that failed gives: ``#REF!``."""

    __slots__ = ()


Value = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds; ``value`` as entered, ``format`` and ``validation`` as the API writes them."""

    value: Value = None
    format: dict[str, Any] | None = None
    note: str = ""
    validation: dict[str, Any] | None = None

    def put(self, value: Value) -> "Cell":
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            raise invalid(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")
        return replace(self, value=value)

    @property
    def pattern(self) -> dict[str, str]:
        return (self.format or {}).get("numberFormat", {})


BLANK = Cell()


class Row:
    """One row: cells without trailing blanks, its developer metadata and properties. Never changed, only replaced."""

    __slots__ = ("cells", "formulas", "metadata", "properties", "shown")

    def __init__(self, cells: Iterable[Cell] = (), metadata: tuple[dict[str, Any], ...] = (), properties: Any = None) -> None:
        kept = list(cells)
        while kept and kept[-1] == BLANK:
            kept.pop()
        self.cells = tuple(kept)
        self.metadata = metadata
        self.properties: dict[str, Any] = properties or {}
        self.formulas = any(type(cell.value) is Formula for cell in kept)
        self.shown: dict[Any, Any] = {}

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else BLANK

    def having(self, cells: Iterable[Cell]) -> "Row":
        return Row(cells, self.metadata, self.properties)

    def putting(self, changes: dict[int, Cell]) -> "Row":
        width = max(len(self.cells), max(changes, default=-1) + 1)
        return self.having(changes.get(column) or self.cell(column) for column in range(width))


EMPTY_ROW = Row()


@dataclass
class Column:
    """One column: its developer metadata and properties."""

    metadata: tuple[dict[str, Any], ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass
class Sheet:
    """``rows`` is as long as the grid is high, ``columns`` as it is wide."""

    id: int
    title: str
    rows: list[Row]
    columns: list[Column]
    properties: dict[str, Any] = field(default_factory=dict)
    grid: dict[str, Any] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    protected: list[dict[str, Any]] = field(default_factory=list)
    conditional: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})
    basic_filter: dict[str, Any] | None = None
    metadata: tuple[dict[str, Any], ...] = ()

    @property
    def box(self) -> Box:
        return Box(0, 0, len(self.rows), len(self.columns))

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row].cell(column)

    def put(self, row: int, changes: dict[int, Cell]) -> None:
        """Replace cells of a row by column."""
        if changes:
            self.rows[row] = self.rows[row].putting(changes)

    def change(self, box: Box, how: Callable[[Cell], Cell], blank: bool = True) -> None:
        """Put every cell of the box through ``how``; without ``blank`` only cells that hold something."""
        made: dict[int, Row] = {}
        for row in range(box.top, box.bottom):
            old = self.rows[row]
            if id(old) not in made:  # rows that nobody has touched are one and the same
                right = box.right if blank else min(box.right, len(old.cells))
                changed = {column: how(old.cell(column)) for column in range(box.left, right)}
                differ = any(changed[column] != old.cell(column) for column in changed)
                made[id(old)] = old.putting(changed) if differ else old
            self.rows[row] = made[id(old)]

    def resize(self, rows: int, columns: int) -> None:
        """Cut or stretch at the bottom and on the right."""
        if rows < 1 or columns < 1:
            raise invalid("You can't delete all the rows or columns on the sheet.")
        if columns < len(self.columns):
            self.rows = [row.having(row.cells[:columns]) if len(row.cells) > columns else row for row in self.rows]
        self.columns = self.columns[:columns] + [Column() for _ in range(columns - len(self.columns))]
        self.rows = self.rows[:rows] + [EMPTY_ROW] * (rows - len(self.rows))

    def last_row(self) -> int:
        """How many rows down to the last one that holds a value."""
        for row in range(len(self.rows), 0, -1):
            if any(cell.value not in (None, "") for cell in self.rows[row - 1].cells):
                return row
        return 0

    def copy(self) -> "Sheet":
        twin = copy.copy(self)
        twin.rows = list(self.rows)
        twin.columns = [Column(column.metadata, dict(column.properties)) for column in self.columns]
        for name in ("properties", "grid", "merges", "protected", "conditional", "groups", "basic_filter"):
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        return twin


def new_sheet(number: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
    return Sheet(number, title, [EMPTY_ROW] * rows, [Column() for _ in range(columns)])


@dataclass
class Spreadsheet:
    """The whole document; ``permissions`` maps an address to its role (owner, writer, reader)."""

    id: str
    title: str
    sheets: list[Sheet]
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    named: list[dict[str, Any]] = field(default_factory=list)
    metadata: tuple[dict[str, Any], ...] = ()
    permissions: dict[str, str] = field(default_factory=dict)
    created: float = 0.0
    changes: list[float] = field(default_factory=list)
    answers: dict[Any, bytes] = field(default_factory=dict)
    numbers: random.Random = field(default_factory=lambda: random.Random(7))

    def sheet(self, title: str) -> Sheet:
        """By its title, letter case aside; ``KeyError`` if there is none."""
        for sheet in self.sheets:
            if sheet.title.casefold() == title.casefold():
                return sheet
        raise KeyError(title)

    def by_id(self, number: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == number:
                return sheet
        raise invalid(f"No grid with id: {number}")

    def number(self) -> int:
        """A number that no sheet, range or metadata has yet."""
        return self.numbers.randrange(1_000_000, 2_000_000_000)

    def touch(self, when: float) -> None:
        """Something changed: Drive may tell it at ``when``, answers kept so far are void."""
        self.changes.append(when)
        self.answers.clear()

    def state(self) -> dict[str, Any]:
        """What ``restore`` needs to undo everything that came after."""
        kept = {name: copy.deepcopy(getattr(self, name)) for name in ("title", "locale", "time_zone", "named")}
        return {**kept, "metadata": self.metadata, "sheets": [sheet.copy() for sheet in self.sheets]}

    def restore(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def add_sheet(self, title: str, rows: int = 1000, columns: int = 26, number: int | None = None) -> Sheet:
        sheet = new_sheet(self.number() if number is None else number, title, rows, columns)
        self.sheets.append(sheet)
        return sheet

    def all_metadata(self) -> Iterator[tuple[dict[str, Any], Sheet | None, str, int]]:
        """(metadata, sheet, where, index): where is SPREADSHEET, SHEET, ROW or COLUMN."""
        for entry in self.metadata:
            yield entry, None, "SPREADSHEET", 0
        for sheet in self.sheets:
            for entry in sheet.metadata:
                yield entry, sheet, "SHEET", 0
            for kind, lines in (("ROW", sheet.rows), ("COLUMN", sheet.columns)):
                for index, line in enumerate(lines):
                    for entry in line.metadata:
                        yield entry, sheet, kind, index

    def check_size(self) -> None:
        if sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets) > CELL_LIMIT:
            limit = f"above the limit of {CELL_LIMIT} cells."
            raise invalid(f"This action would increase the number of cells in the workbook {limit}")


def new_spreadsheet(title: str, owner: str, number: str, now: float) -> Spreadsheet:
    """As Drive makes it: one empty sheet of 1,000 × 26."""
    made = Spreadsheet(number, title, [new_sheet(0, "Sheet1")], permissions={owner: "owner"}, created=now)
    made.touch(now)
    return made
