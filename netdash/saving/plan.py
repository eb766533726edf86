"""From what a person changed and the workbook as it is now to writes, conflicts and journal lines. Nothing is written here."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from netdash.edits import Change, Conflict, Edit, Insert, Removal, check_each, normal, plain, same
from netdash.errors import Problem
from netdash.grid import Book, Cell, Grid, column_letters
from netdash.journal import CLEARED, INSERTED, KEY_GIVEN, REMOVED, REWRITTEN, Entry, write_text
from netdash.kinds.base import seen
from netdash.saving.clearing import count_cleared
from netdash.saving.labels import Rewrite, find_rewrites, place_of, relabels, tell_rewrites
from netdash.saving.opposition import split_opposed
from netdash.saving.orders import CellName, Order, Place, Plan, RowName, rename_keys
from netdash.snapshot import Snapshot, build_snapshot
from netdash.stores import AppendRow, SetCell, Write
from netdash.tables import Table


def compose_plan(order: Order, fresh: Snapshot, formulas: Iterable[Place] = ()) -> Plan:
    """Plan a save on a snapshot read just now; ``formulas`` are cells that the store refused to overwrite.

    A row is written whole or not at all: one conflict or refused value in it leaves the whole row as it is.
    """
    barred = frozenset(formulas)
    changes = [_normal(rename_keys(change, order.followed, fresh), fresh) for change in order.changes]
    unopposed, conflicts = split_opposed(changes, fresh, barred)
    passed, refused = (unopposed, []) if order.clearing else _split_refused(unopposed, fresh, order.restoring)

    given = _give_keys(order.repair | _touched(passed, fresh), fresh, barred)
    keyed = _with_keys([rename_keys(change, given, fresh) for change in passed], fresh, set(given.values()))
    gone = frozenset((change.table, change.key) for change in keyed if isinstance(change, Removal))
    kept = {row: key for row, key in given.items() if (row[0], key) not in gone}
    key_writes = [_key_write(row, key, fresh) for row, key in kept.items()]
    future = fresh
    if given or relabels(keyed, fresh):
        writes = [*key_writes, *_writes(keyed, fresh, given, None)]
        future = build_snapshot(fresh.config, simulate(fresh.book, writes), fresh.taken_at, fresh)
    rewrites = find_rewrites(keyed, fresh, future, given, order.rename) if future is not fresh else []
    if unkeyed := {rewrite.cell[0] for rewrite in rewrites if rewrite.unkeyed} - order.repair:
        return compose_plan(replace(order, repair=order.repair | unkeyed), fresh, barred)
    rewrites, stuck = _split_stuck(rewrites, barred)
    writes = [*key_writes, *_writes(keyed, fresh, given, future), *(rewrite.write for rewrite in rewrites)]

    journal = _Lines(order, fresh, future, given)
    entries = [
        *(journal.key_given(row) for row in kept),
        *(journal.cleared(keyed) if order.clearing else (entry for change in keyed for entry in journal.of(change))),
        *(journal.line(*rewrite.cell, *rewrite.texts, reason=REWRITTEN) for rewrite in rewrites),
    ]
    return Plan(
        writes=_one_a_cell(writes),
        entries=tuple(entries),
        applied=tuple(keyed),
        conflicts=(*conflicts, *stuck),
        refused=tuple(refused),
        repaired=(*(_tell_key(row, key, fresh) for row, key in kept.items()), *tell_rewrites(rewrites, fresh)),
        expected=_expected(keyed) | {rewrite.cell: rewrite.value for rewrite in rewrites},
        gone=gone,
        given=given,
    )


def _split_stuck(rewrites: Sequence[Rewrite], barred: frozenset[Place]) -> tuple[list[Rewrite], list[Conflict]]:
    """The references that can be rewritten, and conflicts for those behind a formula."""
    stuck = {rewrite.cell for rewrite in rewrites if rewrite.unkeyed or place_of(rewrite.write) in barred}
    free = [rewrite for rewrite in rewrites if rewrite.cell not in stuck]
    return free, [rewrite.conflict for rewrite in rewrites if rewrite.cell in stuck]


def _one_a_cell(writes: Sequence[Write]) -> tuple[Write, ...]:
    """The writes, of several to one cell the last; new rows after the cells."""
    cells = {place_of(write): write for write in writes if isinstance(write, SetCell)}
    return (*cells.values(), *(write for write in writes if not isinstance(write, SetCell)))


def new_key(table: Table, taken: set[str]) -> str:
    """A key that no row of the table has, and none of ``taken``: the prefix and five random digits."""
    prefix = table.spec.columns[table.spec.key].prefix
    digits = max(5, len(str(len(table.rows))) + 1)
    while True:
        number = f"{random.randrange(10**digits):0{digits}}"  # noqa: S311 - a name, not a secret
        key = f"{prefix}-{number}" if prefix else number
        if key not in table.rows and key not in taken:
            return key


def simulate(book: Book, writes: Iterable[Write]) -> Book:
    """The workbook as it would be after these writes to cells and rows."""
    changed: dict[str, list[list[Cell]]] = {}
    for write in writes:
        if not isinstance(write, (SetCell, AppendRow)):
            continue
        if write.sheet not in changed:
            changed[write.sheet] = [list(row) for row in book.sheets[write.sheet].rows]
        cells = changed[write.sheet]
        if isinstance(write, AppendRow):
            cells.append([write.cells.get(column) for column in range(max(write.cells) + 1)])
        else:
            cells.extend([] for _ in range(write.row + 1 - len(cells)))
            row = cells[write.row]
            row.extend([None] * (write.column + 1 - len(row)))
            row[write.column] = write.value
    planned = {
        title: Grid(title, cells, f"{book.sheets[title].digest} {random.random()}", book.sheets[title].errors)  # noqa: S311
        for title, cells in changed.items()
    }
    return Book({**book.sheets, **planned})


def _normal(change: Change, fresh: Snapshot) -> Change:
    """The change with its new values as they will read back."""
    if isinstance(change, Removal) or change.table not in fresh.tables:
        return change
    if isinstance(change, Edit):
        return replace(change, after=normal(change.after, change.table, change.column, fresh))
    values = {column: normal(value, change.table, column, fresh) for column, value in change.values.items()}
    return replace(change, values={column: value for column, value in values.items() if value is not None})


def _split_refused(changes: Sequence[Change], fresh: Snapshot, restoring: bool) -> tuple[list[Change], list[Problem]]:
    """The changes that pass the check, and what speaks against the others and all else in their rows."""
    live, refused = list(changes), list[Problem]()
    while True:
        found = check_each(live, fresh, restoring)
        wrong = {(c.table, c.key) for c, problems in zip(live, found, strict=True) if problems and not isinstance(c, Insert)}
        refused += [problem for problems in found for problem in problems]
        kept = [
            change
            for change, problems in zip(live, found, strict=True)
            if not problems and (isinstance(change, Insert) or (change.table, change.key) not in wrong)
        ]
        if len(kept) == len(live):
            return kept, refused
        live = kept


def _touched(changes: Sequence[Change], fresh: Snapshot) -> set[str]:
    """The tables of these changes, and those whose rows without a key they refer to."""
    touched = {change.table for change in changes}
    for change in changes:
        columns = fresh.tables[change.table].spec.columns
        values: Mapping[str, Any] = {change.column: change.after} if isinstance(change, Edit) else {}
        values = change.values if isinstance(change, Insert) else values
        for column, value in values.items():
            keys = value if isinstance(value, tuple) else (value,)
            touched |= {to for key in keys if (to := columns[column].to) and str(key).startswith("?")}
    return touched


def _give_keys(tables: Iterable[str], fresh: Snapshot, barred: frozenset[Place]) -> dict[RowName, str]:
    """New keys for the rows of these tables that have none of their own, by their provisional ones."""
    given: dict[RowName, str] = {}
    for name in sorted(set(tables)):
        table, taken = fresh.tables[name], set[str]()
        place = table.places.get(table.spec.key)
        if table.grid is None or place is None:
            continue
        for row in table.provisional:
            if (table.grid.sheet, table.rows[row], place) not in barred:
                given[name, row] = new_key(table, taken)
                taken.add(given[name, row])
    return given


def _with_keys(changes: Sequence[Change], fresh: Snapshot, taken: set[str]) -> list[Change]:
    """The changes with a key for every new row."""
    keyed: list[Change] = []
    for change in changes:
        if isinstance(change, Insert) and not change.key:
            keyed.append(replace(change, key=new_key(fresh.tables[change.table], taken)))
            taken.add(keyed[-1].key)
        else:
            keyed.append(change)
    return keyed


def _grid(table: Table) -> Grid:
    assert table.grid is not None, "checked: the sheet is there"  # noqa: S101
    return table.grid


def _key_write(row: RowName, key: str, fresh: Snapshot) -> SetCell:
    table = fresh.tables[row[0]]
    number, place = table.rows[row[1]], table.places[table.spec.key]
    return SetCell(_grid(table).sheet, number, place, _grid(table).cell(number, place), key)


def _tell_key(row: RowName, key: str, fresh: Snapshot) -> str:
    table = fresh.tables[row[0]]
    place = f"{column_letters(table.places[table.spec.key])}{table.rows[row[1]] + 1}"
    why = table.provisional[row[1]]
    return f"Лист «{_grid(table).sheet}», {place}: {why[:1].lower()}{why[1:]}, строке присвоен код «{key}»."


def _writes(changes: Sequence[Change], fresh: Snapshot, given: Mapping[RowName, str], names: Snapshot | None) -> Iterator[Write]:
    """The cells and rows of these changes; reference cells in the words of ``names``, left out without it."""
    was = {(table, key): provisional for (table, provisional), key in given.items()}
    for change in changes:
        table = fresh.tables[change.table]
        grid = _grid(table)
        if isinstance(change, Insert):
            values = {column: value for column, value in change.values.items() if names or not table.spec.columns[column].to}
            cells = {table.places[column]: _cell(table, column, value, names) for column, value in values.items()}
            yield AppendRow(grid.sheet, {table.places[table.spec.key]: change.key, **cells})
            continue
        key = was.get((change.table, change.key), change.key)
        row = table.rows[key]
        if isinstance(change, Removal):
            for place in table.places.values():
                if (cell := grid.cell(row, place)) is not None:
                    yield SetCell(grid.sheet, row, place, cell, None)
        elif (names or not table.spec.columns[change.column].to) and not same(
            fresh.value(change.table, key, change.column), change.after
        ):
            place = table.places[change.column]
            yield SetCell(grid.sheet, row, place, grid.cell(row, place), _cell(table, change.column, change.after, names))


def _cell(table: Table, column: str, value: Any, names: Snapshot | None) -> Cell:
    if plain(value) is None:
        return None
    if names and table.spec.columns[column].to:
        return names.cell(table.spec.name, column, value)
    return table.kinds[column].write(value)


def _expected(changes: Sequence[Change]) -> dict[CellName, Any]:
    expected: dict[CellName, Any] = {}
    for change in changes:
        if isinstance(change, Edit):
            expected[change.table, change.key, change.column] = change.after
        elif isinstance(change, Insert):
            expected |= {(change.table, change.key, column): value for column, value in change.values.items()}
    return expected


class _Lines:
    """The journal's lines of one plan."""

    def __init__(self, order: Order, fresh: Snapshot, future: Snapshot, given: Mapping[RowName, str]) -> None:
        self.order, self.fresh, self.future, self.given = order, fresh, future, given
        self.was = {(table, key): provisional for (table, provisional), key in given.items()}

    def line(self, table: str, key: str, column: str, before: str, after: str, *, reason: str | None = None) -> Entry:
        """One line; without ``reason`` the one that the person gave."""
        order = self.order
        why = order.reason if reason is None else reason
        return Entry(order.at, order.author, table, key, column, before, after, order.change_set, why)

    def key_given(self, row: RowName) -> Entry:
        """The line of a row that got a key."""
        table = self.fresh.tables[row[0]]
        before = seen(_grid(table).cell(table.rows[row[1]], table.places[table.spec.key]))
        return self.line(row[0], self.given[row], table.spec.key, before, self.given[row], reason=KEY_GIVEN)

    def cleared(self, changes: Sequence[Change]) -> Iterator[Entry]:
        """One line a table: how much of it went."""
        for table, words in count_cleared(changes).items():
            yield self.line(table, "", CLEARED, words, "")

    def of(self, change: Change) -> Iterator[Entry]:
        """The lines of one change: one a cell; a row's coming and going have a line of their own before."""
        name, was = (change.table, change.key), self.was.get((change.table, change.key), change.key)
        if isinstance(change, Edit):
            theirs = self.fresh.value(change.table, was, change.column)
            if not same(theirs, change.after):
                texts = self.old(change, change.column, theirs), self.new(change, change.column, change.after)
                yield self.line(*name, change.column, *texts)
        elif isinstance(change, Insert):
            yield self.line(*name, INSERTED, "", "")
            for column, value in change.values.items():
                yield self.line(*name, column, "", self.new(change, column, value))
        else:
            yield self.line(*name, REMOVED, "", "")
            table = self.fresh.tables[change.table]
            for column in table.places:
                value = self.fresh.value(change.table, was, column)
                if column != table.spec.key and plain(value) is not None:
                    yield self.line(*name, column, self.old(change, column, value), "")

    def old(self, change: Change, column: str, value: Any) -> str:
        """The text of a value that was there."""
        return write_text(value, change.table, column, self.fresh, self.future)

    def new(self, change: Change, column: str, value: Any) -> str:
        """The text of a value that will be there."""
        return write_text(value, change.table, column, self.future, self.fresh)
