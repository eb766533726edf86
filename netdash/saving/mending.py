"""Put right what people displaced in the moment of a save: values that landed elsewhere, and what they covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from netdash.grid import Book, Cell, Grid, a1
from netdash.journal import Entry
from netdash.kinds.base import seen
from netdash.saving.aims import Aims, Names, header, hold_row, mark_row, title_of
from netdash.saving.orders import Place, RowName
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.journal import JOURNAL
from netdash.stores import Covered

PUT_BACK = "Прежнее значение возвращено: строку переставили или ячейку изменили в миг сохранения"
NOT_PUT_BACK = "Прежнее значение не возвращено, проверьте строку: её переставили или изменили в миг сохранения"
FORMULA_LOST = "Вместо формулы осталось её значение: она появилась в ячейке в миг сохранения. Впишите её заново"


@dataclass(frozen=True)
class Stray:
    """A cell that got ``mine`` where nobody meant it, over ``was``.

    ``table``, ``key`` and ``column`` name the cell, as far as its row and column have names; ``old_key`` is the key that the
    row had before, if it has lost it since. ``title`` is its header and ``head`` the whole header row; ``row`` tells its row
    from others by all that it holds since.
    """

    place: Place
    table: str
    key: str
    old_key: str
    column: str
    title: str
    head: str
    mine: Cell
    was: Cell
    row: tuple[str, ...]
    formula: bool

    @property
    def where(self) -> str:
        """Where it stood when it was written."""
        return f"Лист «{self.place[0]}», {a1(*self.place[1:])}"

    def line(self, at: datetime, author: str, change_set: str, back: bool) -> Entry:
        """The journal's line of it."""
        name = (self.table or self.place[0], self.old_key, self.column or self.title or a1(*self.place[1:]))
        texts = (seen(self.mine), seen(self.was)) if back else (seen(self.was), seen(self.mine))
        why = NOT_PUT_BACK if not back else FORMULA_LOST if self.formula else PUT_BACK
        return Entry(at, author, *name, *texts, change_set, why)


@dataclass(frozen=True)
class Found:
    """What a write did beside what it was meant to do.

    ``strays`` are the cells written that were not those meant, or that held another thing by then; ``missed`` the places of
    all that were not those meant, even where nothing was changed by it.
    """

    strays: Sequence[Stray] = ()
    missed: frozenset[Place] = frozenset()


def find_strays(covered: Covered, aims: Aims, config: Config, strict: bool = True) -> Found:
    """What a write did beside what it was meant to do.

    A row is the one that was meant if it held all that it held when the save was planned; if not ``strict``, also if it had
    the key. A row goes whole or not at all: where one of its cells was missed, the others count as missed too.
    """
    if not covered.cells:
        return Found()
    earlier = uncover(covered)
    now = build_snapshot(config, covered.book, datetime.now())
    names, names_before = Names(now), Names(build_snapshot(config, earlier, datetime.now()))
    hit, missed = dict[Place, RowName](), set[Place]()
    for place, was in covered.cells.items():
        sheet, row, column = place
        if sheet == JOURNAL:
            continue
        before, aim = names_before.find(place), aims.changed.get(place)
        if aim is None:
            good = aims.added.get(names.find(place)) == seen(covered.book.sheets[sheet].cell(row, column))
        else:
            same_row = mark_row(row_of(earlier.sheets[sheet], row)) == aim.row or (not strict and before[1] == aim.key)
            stood = (before[0], before[2], title_of(now, before[0], column), seen(was))
            good = same_row and stood == (aim.table, aim.column, aim.title, aim.before)
        if not good or place in covered.formulas:
            missed.add(place)
        elif aim is not None:
            hit[place] = aim[:2]
    halved = {aims.changed[place][:2] for place in missed if place in aims.changed}
    missed |= {place for place, name in hit.items() if name in halved}
    strays = [_stray(place, covered, now, names_before, names) for place in covered.cells if place in missed]
    return Found([stray for stray in strays if stray.formula or not alike(stray.mine, stray.was)], frozenset(missed))


def _stray(place: Place, covered: Covered, now: Snapshot, names_before: Names, names: Names) -> Stray:
    sheet, row, column = place
    grid, (table, key, name) = covered.book.sheets[sheet], names_before.find(place)
    old_key = "" if key.startswith("?") else key
    key = old_key if old_key == names.find(place)[1] else ""
    head = header(now, table)
    title = seen(head[column]) if column < len(head) else ""
    texts = (title, repr(head), grid.cell(row, column), covered.cells[place], hold_row(row_of(grid, row)))
    return Stray(place, table, key, old_key, name, *texts, place in covered.formulas)


def row_of(grid: Grid, row: int) -> Sequence[Cell]:
    """The cells of a row, none beyond the last one."""
    return grid.rows[row] if row < len(grid.rows) else ()


def uncover(covered: Covered) -> Book:
    """The rows touched as they stood right before the write."""
    changed = {sheet: [list(row) for row in grid.rows] for sheet, grid in covered.book.sheets.items()}
    for (sheet, row, column), was in covered.cells.items():
        rows = changed[sheet]
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = was
    grids = {sheet: Grid(sheet, rows, f"{covered.book.sheets[sheet].digest} before") for sheet, rows in changed.items()}
    return Book(MappingProxyType(grids))


def compose_repairs(strays: Sequence[Stray], now: Snapshot) -> tuple[dict[Place, Stray], list[Stray]]:
    """Where to put back what was covered, since the value that covered it still stands there; and the strays left over."""
    repairs, lost = dict[Place, Stray](), list[Stray]()
    finder = Finder(now)
    for stray in strays:
        places = [place for place in finder.places(stray) if holds(now.book, place, stray.mine) and place not in repairs]
        repairs |= dict.fromkeys(places, stray)
        if not places:
            lost.append(stray)
    return repairs, lost


class Finder:
    """Where stray values stand in a workbook."""

    def __init__(self, now: Snapshot) -> None:
        self._now = now
        self._held: dict[str, list[tuple[str, ...]]] = {}
        self._blank: dict[tuple[str, int], int] = {}

    def places(self, stray: Stray) -> list[Place]:
        """The cells that hold a stray value now, as far as that is sure: several if people have copied its row."""
        sheet = stray.place[0]
        grid, column = self._now.book.sheets.get(sheet), self._column(stray)
        if grid is None or column is None:
            return []
        if sheet not in self._held:
            self._held[sheet] = [hold_row(row) for row in grid.rows]
        return [(sheet, row, column) for row in self._find_rows(stray, self._held[sheet])]

    def _column(self, stray: Stray) -> int | None:
        """The column by its name, else by its header, else where it was if no column moved."""
        table, head = self._now.tables.get(stray.table), header(self._now, stray.table)
        if table is not None and stray.column:
            return table.places.get(stray.column)
        titles = [seen(cell) for cell in head]
        if stray.title and titles.count(stray.title) == 1:
            return titles.index(stray.title)
        return stray.place[2] if repr(head) == stray.head else None

    def _find_rows(self, stray: Stray, held: Sequence[tuple[str, ...]]) -> list[int]:
        """The rows that hold all that its row held, if that is sure; else the one that has its key and holds most of it."""
        if not stray.row:
            return [self._blank_row(stray, held)]
        whole = [number for number, row in enumerate(held) if row == stray.row]
        if stray.key:
            return whole or self._most_alike(stray, held)
        if stray.place[1] in whole:
            return [stray.place[1]]
        return whole if len(whole) == 1 else []

    def _most_alike(self, stray: Stray, held: Sequence[tuple[str, ...]]) -> list[int]:
        """The row that has its key, unless another one is as much alike: people may have copied rows, and moved keys."""
        row = self._now.tables[stray.table].rows.get(stray.key)
        if row is None:
            return []
        wanted = set(stray.row)
        common = [len(wanted.intersection(cells)) for cells in held]
        return [row] if common.count(common[row]) == 1 and common[row] == max(common) else []

    def _blank_row(self, stray: Stray, held: Sequence[tuple[str, ...]]) -> int:
        """A blank row for a row that holds nothing any more, which may as well be another one: its own for each."""
        sheet, row, _ = stray.place
        if (sheet, row) not in self._blank:
            taken = {number for (title, _), number in self._blank.items() if title == sheet}
            wanted = row if row >= len(held) or not held[row] else len(held)
            while wanted in taken:
                wanted = max(wanted + 1, len(held))
            self._blank[sheet, row] = wanted
        return self._blank[sheet, row]


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
    """What to say of a value that could not be put back, or of a formula that could not."""
    if stray.formula:
        return (
            f"{stray.where}: в миг сохранения здесь появилась формула, от неё осталось значение «{seen(stray.was)}». "
            "Впишите её заново."
        )
    return (
        f"{stray.where}: в миг сохранения строки переставили или ячейку изменили, сюда попало «{seen(stray.mine)}» "
        f"вместо «{seen(stray.was)}». Проверьте эту строку."
    )
