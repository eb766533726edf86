"""A store that keeps its sheets in lists: the smallest thing that keeps every promise of a store."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from math import isfinite
from pathlib import Path

from netdash.errors import Moved, StoreError, Unreadable
from netdash.grid import Book, Cell, Grid, a1
from netdash.stores import NOTHING_COVERED, AddSheet, AppendRow, Facts, Fitting, SetCell, SheetLayout, Step, Write

Rows = list[list[Cell]]


class Error(str):
    """A spreadsheet error that stands in a cell: ``#REF!``."""


class MemoryStore:
    """``sheets`` may be changed from outside at any time, as people do; ``formulas`` are places (sheet, row, column)."""

    pace = 1.0
    waits_until = None
    shared = False
    renames_sheets = True

    def __init__(self, sheets: Mapping[str, Rows] | None = None) -> None:
        self.sheets: dict[str, Rows] | None = None if sheets is None else copied(sheets)
        self.formulas: set[tuple[str, int, int]] = set()
        self.kept: dict[str, dict[str, Rows]] = {}
        self.written: list[Write] = []
        self._held: dict[str, Grid] = {}
        self._lock = threading.RLock()

    @property
    def place(self) -> str:
        return "память"

    @property
    def there(self) -> dict[str, Rows]:
        """The sheets, which must be there."""
        if self.sheets is None:
            raise Unreadable("Книги нет.")
        return self.sheets

    def facts(self) -> Facts:
        return Facts("Память", "память", len(self.sheets or ()), "cells", 10**6, "")

    def recall(self) -> tuple[Book, datetime] | None:
        return None

    def is_new(self) -> bool:
        return self.sheets is None

    def rename_sheet(self, sheet: str, title: str) -> None:
        if sheet not in self.there or title in self.there:
            raise Moved(f"Листа «{sheet}» нет, или «{title}» есть.")
        self.sheets = {title if name == sheet else name: rows for name, rows in self.there.items()}

    def survey(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        return ()

    def dress(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        return ()

    def stamp(self) -> str:
        return digest(self.there)

    def read(self, previous: Book | None = None) -> Book:
        return Book({title: self._grid(title, rows) for title, rows in self.there.items()})

    def _grid(self, title: str, rows: Rows) -> Grid:
        mark, held = digest(rows), self._held.get(title)
        if held is None or held.digest != mark:
            cells = [trimmed(row) for row in trimmed_rows(rows)]
            errors = {(r, c): str(cell) for r, row in enumerate(cells) for c, cell in enumerate(row) if isinstance(cell, Error)}
            shown = [[None if isinstance(cell, Error) else cell for cell in row] for row in cells]
            held = self._held[title] = Grid(title, shown, mark, errors)
        return held

    @contextmanager
    def transaction(self, held: Book | None = None) -> Iterator["MemoryTransaction"]:
        with self._lock:
            yield MemoryTransaction(self)

    def apply(self, writes: Sequence[Write]) -> None:
        """All writes or none."""
        places = ((write.sheet, write.row, write.column) for write in writes if isinstance(write, SetCell))
        if formulas := tuple(place for place in places if place in self.formulas):
            raise Moved(f"В ячейке формула: {', '.join(a1(*place[1:]) for place in formulas)}.", formulas)
        sheets = copied(self.there)
        for write in sorted(writes, key=lambda write: (AddSheet, SetCell, AppendRow).index(type(write))):
            if isinstance(write, AddSheet):
                if write.layout.title in sheets:
                    raise Moved(f"Лист «{write.layout.title}» уже есть.")
                sheets[write.layout.title] = laid_out(write.layout)
            elif write.sheet not in sheets:
                raise Moved(f"Листа «{write.sheet}» нет.")
            elif isinstance(write, SetCell):
                put(sheets[write.sheet], write)
            else:
                rows = sheets[write.sheet]
                rows[len(trimmed_rows(rows)) :] = [[storable(write.cells.get(column)) for column in range(max(write.cells) + 1)]]
        self.sheets = sheets
        self.written += writes

    def create(self, sheets: Sequence[SheetLayout]) -> None:
        if self.sheets is not None:
            raise StoreError("Книга уже есть.")
        self.sheets = {layout.title: laid_out(layout) for layout in sheets}

    def backup(self) -> str:
        name = f"копия {len(self.kept) + 1}"
        self.kept[name] = copied(self.there)
        return name

    def backups(self) -> list[str]:
        return list(reversed(self.kept))

    def restore(self, name: str) -> None:
        if name not in self.kept:
            raise StoreError(f"Копии «{name}» нет.")
        self.backup()
        self.sheets = copied(self.kept[name])


class MemoryTransaction:
    """One hold of a memory store."""

    covered = NOTHING_COVERED
    leftover = None

    def look_back(self) -> None:
        """Nothing is ever left over."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    @property
    def book(self) -> Book:
        return self._store.read()

    def write(self, writes: Sequence[Write], note: str = "") -> Book:
        self._store.apply(writes)
        return self._store.read()


def copied(sheets: Mapping[str, Rows]) -> dict[str, Rows]:
    return {title: [list(row) for row in rows] for title, rows in sheets.items()}


def digest(what: object) -> str:
    return blake2b(repr(what).encode(), digest_size=16).hexdigest()


def trimmed(row: Sequence[Cell]) -> list[Cell]:
    cells = list(row)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def trimmed_rows(rows: Rows) -> Rows:
    end = len(rows)
    while end and not trimmed(rows[end - 1]):
        end -= 1
    return rows[:end]


def put(rows: Rows, write: SetCell) -> None:
    rows.extend([] for _ in range(write.row + 1 - len(rows)))
    row = rows[write.row]
    row.extend([None] * (write.column + 1 - len(row)))
    if known(row[write.column]) != known(write.before):
        raise Moved(f"Лист «{write.sheet}», {a1(write.row, write.column)}: ячейка изменилась.")
    row[write.column] = storable(write.value)


def known(cell: Cell) -> tuple[bool, Cell]:
    """What tells two cells apart: ``False`` is not 0, the two ways to be empty are one."""
    return isinstance(cell, bool), None if cell == "" else cell


def storable(cell: Cell) -> Cell:
    """The cell; refuses what no spreadsheet holds."""
    if isinstance(cell, str) and (len(cell) > 32_767 or any("\ud800" <= letter <= "\udfff" for letter in cell)):
        raise StoreError("Такой текст в ячейку не помещается.")
    if isinstance(cell, (int, float)) and (not isfinite(cell) or float(cell) != cell):
        raise StoreError("Такое число в ячейку не помещается.")
    return cell


def laid_out(layout: SheetLayout) -> Rows:
    header: Rows = [[column.title for column in layout.columns]] if layout.columns else []
    return [*header, *(list(row) for row in layout.rows)]


class MemoryKit:
    """The kit of the store contract: one store for all, and people who reach into its lists."""

    def __init__(self, folder: Path) -> None:
        self.store = MemoryStore()

    def open(self) -> MemoryStore:
        return self.store

    def edit_outside(self, sheet: str, cells: Mapping[str, Cell]) -> None:
        """Change cells by A1 name; ``=`` begins a formula, ``#`` an error."""
        rows = self.store.there[sheet]
        for name, cell in cells.items():
            letters = name.rstrip("0123456789")
            row, column = int(name.removeprefix(letters)) - 1, ord(letters) - ord("A")
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            formula = isinstance(cell, str) and cell.startswith("=")
            rows[row][column] = 0 if formula else Error(cell) if isinstance(cell, str) and cell.startswith("#") else cell
            if formula:
                self.store.formulas.add((sheet, row, column))

    def remove(self) -> None:
        self.store.sheets = None

    def close(self) -> None:
        """Nothing is left open."""

    def open_copy(self, place: str) -> MemoryStore:
        return MemoryStore(self.store.kept[place])
