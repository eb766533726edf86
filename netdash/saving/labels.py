"""New labels: the cells of other rows that name a row by its label follow it, or keep what they meant."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netdash.edits import Change, Conflict, Edit, Insert, plain, rows, same
from netdash.grid import Cell
from netdash.kinds import fold
from netdash.kinds.base import seen
from netdash.saving.opposition import FORMULA
from netdash.saving.orders import CellName, Place, RowName, rename_value
from netdash.snapshot import Reference, Snapshot
from netdash.stores import SetCell


@dataclass(frozen=True)
class Rewrite:
    """A cell that refers to the same rows as before, in the words that now mean them."""

    cell: CellName
    value: Any
    write: SetCell

    @property
    def texts(self) -> tuple[str, str]:
        """Its text before and after."""
        return seen(self.write.before), seen(self.write.value)

    @property
    def unkeyed(self) -> bool:
        """Whether its row has no key of its own, by which it could be found after the write."""
        return self.cell[1].startswith("?")

    @property
    def conflict(self) -> Conflict:
        """What to tell when the cell cannot be rewritten."""
        before, after = self.texts
        return Conflict(*self.cell, before, after, before, FORMULA)


def find_renames(changes: Sequence[Change], snapshot: Snapshot) -> tuple[Reference, ...]:
    """The cells of other rows that name a row by the label that these changes give up."""
    return tuple(
        reference
        for table, key in _renamed(changes, snapshot)
        if key in snapshot.tables[table].rows
        for reference in snapshot.referrers(table, key)
    )


def relabels(changes: Sequence[Change], snapshot: Snapshot) -> bool:
    """Whether the changes can alter what labels mean: a new row, or a label edited."""
    return any(isinstance(change, Insert) for change in changes) or bool(_renamed(changes, snapshot))


def _renamed(changes: Sequence[Change], snapshot: Snapshot) -> set[RowName]:
    return {
        (change.table, change.key)
        for change in changes
        if isinstance(change, Edit)
        and change.table in snapshot.tables
        and change.column == snapshot.tables[change.table].spec.label_column
        and not same(change.before, change.after)
    }


def find_rewrites(
    changes: Sequence[Change], fresh: Snapshot, future: Snapshot, given: Mapping[RowName, str], rename: bool
) -> list[Rewrite]:
    """The reference cells to write anew so that they mean what they meant; ``future`` is how all would be without it.

    Without ``rename`` the cells that name a renamed row stay as they are, and become problems.
    """
    renamed = _renamed(changes, fresh)
    edited = {(change.table, change.key, change.column) for change in changes if isinstance(change, Edit)}
    found: list[Rewrite] = []
    for name, column, to in _columns_to({change.table for change in changes}, fresh):
        then = dict(zip(future.tables[name].index, future.tables[name].columns[column], strict=True))
        for was, old in zip(fresh.tables[name].index, fresh.tables[name].columns[column], strict=True):
            key, value = given.get((name, was), was), rename_value(plain(old), name, column, given, fresh)
            if value is None or key not in then or (name, key, column) in edited:
                continue
            news = {(to, one) for one in (value if isinstance(value, tuple) else (value,))} & renamed
            if news and not rename:
                continue
            cell = _cell(fresh, name, was, column)
            if not same(then[key], value) or any(_names(cell, fresh, *row) for row in news):
                found.append(_rewrite((name, key, column), value, was, fresh, future))
    return found


def _columns_to(targets: set[str], fresh: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Table, column and target of every reference column that stands in its sheet and points at one of ``targets``."""
    for name, table in fresh.tables.items():
        for column in table.places:
            to = table.spec.columns[column].to
            if to in targets:
                yield name, column, to


def _cell(fresh: Snapshot, table: str, key: str, column: str) -> Cell:
    grid = fresh.tables[table].grid
    return grid.cell(fresh.tables[table].rows[key], fresh.tables[table].places[column]) if grid else None


def _names(cell: Cell, fresh: Snapshot, table: str, key: str) -> bool:
    """Whether the cell holds the label that the row had, not only its key."""
    label = plain(fresh.value(table, key, fresh.tables[table].spec.label_column)) if key in fresh.tables[table].rows else None
    return isinstance(label, str) and fold(label) in fold(seen(cell))


def _rewrite(name: CellName, value: Any, was: str, fresh: Snapshot, future: Snapshot) -> Rewrite:
    table, (in_table, _, column) = fresh.tables[name[0]], name
    sheet = table.grid.sheet if table.grid else table.spec.title
    after = future.cell(in_table, column, value)
    return Rewrite(name, value, SetCell(sheet, table.rows[was], table.places[column], _cell(fresh, in_table, was, column), after))


def place_of(write: SetCell) -> Place:
    """Where a write goes."""
    return write.sheet, write.row, write.column


def tell_rewrites(rewrites: Sequence[Rewrite], snapshot: Snapshot) -> list[str]:
    """One sentence a table."""
    counts = Counter(rewrite.cell[0] for rewrite in rewrites)
    return [
        f"«{snapshot.tables[table].spec.title}»: ссылки на новое название исправлены, {rows(count)}."
        for table, count in counts.items()
    ]
