"""Put right what people displaced in the moment of a save: values that landed elsewhere, and what they covered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from netdash.grid import Book, Cell, a1
from netdash.kinds.base import seen
from netdash.saving.orders import CellName, Place, RowName
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.journal import JOURNAL
from netdash.stores import AppendRow, Covered, SetCell, Write

PUT_BACK = "Прежнее значение возвращено: строку переставили или ячейку изменили в миг сохранения"


@dataclass(frozen=True)
class Stray:
    """A cell that got ``mine`` where nobody meant it, over ``was``; ``name`` is its row and column, if it has such."""

    place: Place
    name: CellName | None
    mine: Cell
    was: Cell

    @property
    def where(self) -> str:
        """Where it stood when it was written."""
        return f"Лист «{self.place[0]}», {a1(*self.place[1:])}"


class Names:
    """From the place of a cell to its row's key and its column's name; rows without a key of their own have no name."""

    def __init__(self, snapshot: Snapshot, provisional: bool = False) -> None:
        self._provisional = provisional
        self._tables = {table.grid.sheet: table for table in snapshot.tables.values() if table.grid is not None}
        self._rows: dict[str, dict[int, str]] = {}
        self._columns: dict[str, dict[int, str]] = {}

    def find(self, place: Place) -> CellName | None:
        """The name of a cell."""
        sheet, row, column = place
        if (table := self._tables.get(sheet)) is None:
            return None
        if sheet not in self._rows:
            self._rows[sheet] = {number: key for key, number in table.rows.items()}
            self._columns[sheet] = {number: name for name, number in table.places.items()}
        key, name = self._rows[sheet].get(row), self._columns[sheet].get(column)
        nameless = key is None or name is None or (key.startswith("?") and not self._provisional)
        return None if nameless else (table.spec.name, str(key), str(name))

    def of_new_row(self, write: AppendRow) -> dict[CellName, Cell]:
        """The cells of a row to be added, by name."""
        table = self._tables.get(write.sheet)
        key = write.cells.get(table.places.get(table.spec.key, -1)) if table else None
        if table is None or not isinstance(key, str):
            return {}
        names = {place: name for name, place in table.places.items()}
        return {(table.spec.name, key, names[place]): cell for place, cell in write.cells.items() if place in names}


@dataclass(frozen=True, eq=False)
class Meant:
    """What a write was to do, by name: the cells to change with what was found in them, the cells of rows to add."""

    changed: Mapping[CellName, Cell]
    added: Mapping[CellName, Cell]


def intend(writes: Iterable[Write], fresh: Snapshot, given: Mapping[RowName, str]) -> Meant:
    """What these writes to the workbook of ``fresh`` mean; ``given`` are the keys that rows without one get by them."""
    names = Names(fresh, provisional=True)
    changed, added = dict[CellName, Cell](), dict[CellName, Cell]()
    for write in writes:
        if isinstance(write, SetCell) and (name := names.find((write.sheet, write.row, write.column))):
            changed[name[0], given.get(name[:2], name[1]), name[2]] = write.before
        elif isinstance(write, AppendRow):
            added |= names.of_new_row(write)
    return Meant(changed, added)


def find_strays(covered: Covered, meant: Meant, config: Config) -> list[Stray]:
    """The cells written that were not those meant, or that held another thing by then."""
    if not covered.cells:
        return []
    names = Names(build_snapshot(config, covered.book, datetime.now()))
    strays = []
    for place, was in covered.cells.items():
        name, mine = names.find(place), covered.book.sheets[place[0]].cell(*place[1:])
        as_changed = name is not None and name in meant.changed and alike(meant.changed[name], was)
        as_added = name is not None and name in meant.added and alike(meant.added[name], mine)
        if place[0] != JOURNAL and not as_changed and not as_added and not alike(mine, was):
            strays.append(Stray(place, name, mine, was))
    return strays


def compose_repairs(strays: Sequence[Stray], now: Snapshot) -> tuple[list[SetCell], list[Stray]]:
    """Writes that put back what was covered, where the value that covered it still stands; and the strays left over."""
    writes, lost = list[SetCell](), list[Stray]()
    for stray in strays:
        place = find_place(stray, now)
        if place is None:
            lost.append(stray)
        else:
            writes.append(SetCell(*place, before=stray.mine, value=stray.was))
    return writes, lost


def find_place(stray: Stray, now: Snapshot) -> Place | None:
    """Where the stray value stands now: in the cell of its name, else where it was written."""
    if stray.name is not None:
        name, key, column = stray.name
        table = now.tables[name]
        if key not in table.rows or column not in table.places or table.grid is None:
            return None
        place = (table.grid.sheet, table.rows[key], table.places[column])
    else:
        place = stray.place
    return place if holds(now.book, place, stray.mine) else None


def holds(book: Book, place: Place, cell: Cell) -> bool:
    """Whether a cell holds this."""
    grid = book.sheets.get(place[0])
    return grid is not None and alike(grid.cell(*place[1:]), cell)


def alike(one: Cell, other: Cell) -> bool:
    """Whether two cells hold the same; a number may stand for the same day elsewhere."""
    one, other = (None if one == "" else one), (None if other == "" else other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def tell_repair(stray: Stray) -> str:
    """What to say of a value that was put back."""
    what = f"возвращено «{seen(stray.was)}»" if seen(stray.was) else "ячейка снова пуста"
    return f"{stray.where}: в миг сохранения строки переставили или ячейку изменили, {what}."


def tell_lost(stray: Stray) -> str:
    """What to say of a value that could not be put back."""
    return (
        f"{stray.where}: в миг сохранения строки переставили или ячейку изменили, сюда попало «{seen(stray.mine)}» "
        f"вместо «{seen(stray.was)}». Проверьте эту строку."
    )
