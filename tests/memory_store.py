"""A store that keeps its sheets in lists: the smallest thing that keeps every promise of a store."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b

from netdash.errors import Moved, StoreError, Unreadable
from netdash.grid import Book, Cell, Grid
from netdash.stores import AddSheet, AppendRow, SetCell, SheetLayout, Write

Rows = list[list[Cell]]


class MemoryStore:
    """``sheets`` may be changed from outside at any time, as people do; ``formulas`` are places (sheet, row, column)."""

    def __init__(self, sheets: Mapping[str, Rows] | None = None) -> None:
        self.sheets: dict[str, Rows] | None = None if sheets is None else copied(sheets)
        self.formulas: set[tuple[str, int, int]] = set()
        self.kept: dict[str, dict[str, Rows]] = {}
        self.written: list[Write] = []
        self._known: dict[str, Grid] = {}
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

    def stamp(self) -> str:
        return digest(self.there)

    def read(self, previous: Book | None = None) -> Book:
        return Book({title: self._grid(title, rows) for title, rows in self.there.items()})

    def _grid(self, title: str, rows: Rows) -> Grid:
        mark = digest(rows)
        known = self._known.get(title)
        if known is None or known.digest != mark:
            known = self._known[title] = Grid(title, [trimmed(row) for row in trimmed_rows(rows)], mark)
        return known

    @contextmanager
    def transaction(self) -> Iterator["MemoryTransaction"]:
        with self._lock:
            yield MemoryTransaction(self)

    def apply(self, writes: Sequence[Write]) -> None:
        """All writes or none."""
        sheets = copied(self.there)
        formulas = tuple(
            (w.sheet, w.row, w.column) for w in writes if isinstance(w, SetCell) and (w.sheet, w.row, w.column) in self.formulas
        )
        if formulas:
            raise Moved("В ячейке формула.", formulas)
        for write in writes:
            if isinstance(write, SetCell):
                put(sheets[write.sheet], write)
            elif isinstance(write, AppendRow):
                rows = sheets[write.sheet]
                rows[len(trimmed_rows(rows)) :] = [[write.cells.get(column) for column in range(max(write.cells) + 1)]]
            elif isinstance(write, AddSheet):
                sheets[write.layout.title] = laid_out(write.layout)
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
        self.backup()
        self.sheets = copied(self.kept[name])


class MemoryTransaction:
    """One hold of a memory store."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    @property
    def book(self) -> Book:
        return self._store.read()

    def write(self, writes: Sequence[Write]) -> Book:
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
    if (row[write.column] or None) != (write.before or None):
        raise Moved(f"Лист «{write.sheet}», строка {write.row + 1}: ячейка изменилась.")
    row[write.column] = write.value


def laid_out(layout: SheetLayout) -> Rows:
    header: Rows = [[column.title for column in layout.columns]] if layout.columns else []
    return [*header, *(list(row) for row in layout.rows)]
