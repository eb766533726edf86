"""Where the writes of a save were aimed, so that it can be told whether they hit: told by names, not by places."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from netdash.grid import Cell
from netdash.kinds.base import seen
from netdash.saving.orders import CellName, Place, RowName
from netdash.snapshot import Snapshot
from netdash.stores import AppendRow, SetCell, Write


class Aim(NamedTuple):
    """The cell that a write was meant for: its name, the title of its column, what it held, what tells its row from others."""

    table: str
    key: str
    column: str
    title: str
    before: str
    row: str


@dataclass(frozen=True, eq=False)
class Aims:
    """What the writes of a save were meant to do.

    ``changed`` are the cells to change by the place written to, ``added`` the texts of the cells of rows to add, by name.
    """

    changed: Mapping[Place, Aim] = field(default_factory=dict)
    added: Mapping[CellName, str] = field(default_factory=dict)


class Names:
    """From the place of a cell to its table, its row's key and its column's name; empty where there is none."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._tables = {table.grid.sheet: table for table in snapshot.tables.values() if table.grid is not None}
        self._rows: dict[str, dict[int, str]] = {}
        self._columns: dict[str, dict[int, str]] = {}

    def find(self, place: Place) -> CellName:
        """The name of a cell; provisional keys are keys too."""
        sheet, row, column = place
        if (table := self._tables.get(sheet)) is None:
            return "", "", ""
        if sheet not in self._rows:
            self._rows[sheet] = {number: key for key, number in table.rows.items()}
            self._columns[sheet] = {number: name for name, number in table.places.items()}
        return table.spec.name, self._rows[sheet].get(row, ""), self._columns[sheet].get(column, "")

    def of_new_row(self, write: AppendRow) -> dict[CellName, Cell]:
        """The cells of a row to be added, by name."""
        table = self._tables.get(write.sheet)
        key = write.cells.get(table.places.get(table.spec.key, -1)) if table else None
        if table is None or not isinstance(key, str):
            return {}
        names = {place: name for name, place in table.places.items()}
        return {(table.spec.name, key, names[place]): cell for place, cell in write.cells.items() if place in names}


def take_aim(writes: Sequence[Write], fresh: Snapshot, given: Mapping[RowName, str]) -> Aims:
    """What these writes to the workbook of ``fresh`` mean; ``given`` are the keys that rows without one get by them."""
    names, changed, added = Names(fresh), dict[Place, Aim](), dict[CellName, str]()
    for write in writes:
        if isinstance(write, SetCell):
            place = (write.sheet, write.row, write.column)
            table, key, column = names.find(place)
            grid = fresh.book.sheets[write.sheet]
            row = mark_row(grid.rows[write.row] if write.row < len(grid.rows) else ())
            changed[place] = Aim(
                table, given.get((table, key), key), column, title_of(fresh, table, write.column), seen(write.before), row
            )
        elif isinstance(write, AppendRow):
            added |= {name: seen(cell) for name, cell in names.of_new_row(write).items()}
    return Aims(changed, added)


def header(snapshot: Snapshot, name: str) -> list[Cell]:
    """The header row of a table without blanks at its end, empty if there is no such table."""
    table = snapshot.tables.get(name)
    if table is None or table.grid is None or table.header_row >= len(table.grid.rows):
        return []
    cells = [None if cell == "" else cell for cell in table.grid.rows[table.header_row]]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def title_of(snapshot: Snapshot, name: str, column: int) -> str:
    """What a column is called; one without a title by its place among the others."""
    head = header(snapshot, name)
    return (seen(head[column]) if column < len(head) else "") or f"{column} {mark_row(head)}"


def hold_row(cells: Sequence[Cell]) -> tuple[str, ...]:
    """All that a row holds, wherever it and its columns are moved; empty for a blank one."""
    return tuple(sorted(repr(cell) for cell in cells if cell not in (None, "")))


def mark_row(cells: Sequence[Cell]) -> str:
    """What tells a row from others, short; empty for a blank one."""
    held = hold_row(cells)
    return blake2b(repr(held).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if held else ""


@dataclass(frozen=True, eq=False)
class Note:
    """What is kept beside a write: whose it is, when it was made, and where it was aimed."""

    author: str
    at: datetime
    aims: Aims

    def write(self) -> str:
        """As a text."""
        changed = [(*place, *aim) for place, aim in self.aims.changed.items()]
        added = [(*name, text) for name, text in self.aims.added.items()]
        return json.dumps([self.author, self.at.isoformat(), changed, added], ensure_ascii=False)


def read_note(text: str) -> Note | None:
    """The note that a text holds, if it does."""
    try:
        author, at, changed, added = json.loads(text)
        aims = Aims(
            {(sheet, row, column): Aim(*aim) for sheet, row, column, *aim in changed},
            {(table, key, column): cell for table, key, column, cell in added},
        )
        return Note(author, datetime.fromisoformat(at), aims)
    except (ValueError, TypeError):
        return None
