"""A plan carried out: under the store's hold, checked after the write, never repeated blindly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from netdash.edits import Change, Conflict, Edit, Insert, Report, plain, same
from netdash.errors import Moved, Problem, StoreError, Unclear
from netdash.grid import Book, Cell, a1
from netdash.journal import Entry, compose_writes, contains, find_journal, new_change_set
from netdash.kinds.base import seen
from netdash.saving.mending import PUT_BACK, Stray, compose_repairs, find_strays, intend, tell_lost, tell_repair
from netdash.saving.orders import CellName, Order, Place, Plan, RowName
from netdash.saving.plan import compose_plan
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.stores import Store, Transaction, Write

ATTEMPTS = 5

MISPLACED = "Значение записано, но в ячейке после этого стоит другое. Проверьте её."


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a save did, the workbook after it, and the keys that rows without one got."""

    report: Report
    snapshot: Snapshot
    given: Mapping[RowName, str]


def carry_out(order: Order, store: Store, config: Config, previous: Snapshot | None = None) -> Outcome:
    """Read the workbook under the store's hold, plan, write, and look whether all of it stands there.

    Raises ``StoreError`` if nothing was written (``Unclear`` if even that is not known).
    """
    formulas = frozenset[Place]()
    with store.transaction(previous.book if previous else None) as transaction:
        for attempt in range(1, ATTEMPTS + 1):
            fresh = build_snapshot(config, transaction.book, datetime.now(), previous)
            plan = compose_plan(order, fresh, formulas)
            if not plan.writes:
                return Outcome(_report(plan, ""), fresh, {})
            journal = compose_writes(find_journal(fresh.book), plan.entries, config)
            try:
                book = _write([*plan.writes, *journal], order.change_set, transaction, store)
            except Moved as moved:
                if attempt == ATTEMPTS:
                    raise
                formulas |= frozenset(moved.formulas)
                previous = fresh
                continue
            plan, after = _settled(order, plan, fresh, build_snapshot(config, book, datetime.now(), fresh), transaction)
            return Outcome(_report(plan, order.change_set), after, plan.given)
    raise AssertionError("the last attempt returns or raises")


def _write(writes: list[Write], change_set: str, transaction: Transaction, store: Store) -> Book:
    """Write; after an unclear failure the journal tells whether it landed."""
    try:
        return transaction.write(writes)
    except Unclear:
        book = store.read()
        if contains(book, change_set):
            return book
        raise


def _settled(order: Order, plan: Plan, fresh: Snapshot, after: Snapshot, transaction: Transaction) -> tuple[Plan, Snapshot]:
    """The plan as it came true, after the values that landed elsewhere were put right.

    First what they covered is put back, then what does not stand is written once more where that overwrites nobody.
    """
    strays = find_strays(transaction.covered, intend(plan.writes, fresh, plan.given), after.config)
    misplaced, told, missed = {stray.mine for stray in strays}, list[str](), list[Stray]()
    messages: dict[CellName, str] = {}
    for _ in range(ATTEMPTS):
        found, gone = compose_repairs(strays, after)
        writes: Sequence[Write] = found
        if not found:
            second = compose_plan(replace(order, changes=_again(plan, after, misplaced), rename=False), after)
            messages |= {(c.table, c.key, c.column): c.message for c in second.conflicts}
            writes = second.writes
        if not writes:
            missed, strays = [*missed, *gone], []
            break
        journal = compose_writes(find_journal(after.book), _lines(order, strays if found else (), gone), after.config)
        meant = intend(writes, after, {})
        try:
            book = transaction.write([*writes, *journal])
        except Moved:
            after = build_snapshot(after.config, transaction.book, datetime.now(), after)
            continue
        except StoreError:
            break
        told += [tell_repair(stray) for stray in strays if found and stray not in gone]
        missed += gone
        after = build_snapshot(after.config, book, datetime.now(), after)
        strays = find_strays(transaction.covered, meant, after.config)
        misplaced |= {stray.mine for stray in strays}
    return _told(plan, after, told, [*missed, *strays], messages), after


def _again(plan: Plan, after: Snapshot, misplaced: set[Cell]) -> tuple[Change, ...]:
    """The changes that do not stand; a new row only if it had landed elsewhere, since else somebody deleted it."""
    missing, changes = set(find_missing(plan, after)), list[Change]()
    for change in plan.applied:
        if not isinstance(change, Insert):
            column = change.column if isinstance(change, Edit) else ""
            changes += [change] if (change.table, change.key, column) in missing else []
        elif change.key not in after.tables[change.table].rows:
            changes += [change] if change.key in misplaced else []
        else:
            cells = [cell for cell in missing if cell[:2] == (change.table, change.key)]
            changes += [Edit(*cell, None, plan.expected[cell]) for cell in cells]
    return tuple(changes)


def _lines(order: Order, strays: Sequence[Stray], left: Sequence[Stray]) -> list[Entry]:
    """The journal's lines for values that are put back; a set of their own, so that undoing the save does not undo them."""
    number = new_change_set(order.at) if strays else ""
    return [
        Entry(order.at, order.author, *stray.name, seen(stray.mine), seen(stray.was), number, PUT_BACK)
        for stray in strays
        if stray.name and stray not in left
    ]


def _told(plan: Plan, after: Snapshot, told: list[str], lost: list[Stray], messages: Mapping[CellName, str]) -> Plan:
    """The plan with what became of it."""
    missing = find_missing(plan, after)
    rows = {cell[:2] for cell in missing}
    before = {(c.table, c.key, c.column): c.before for c in plan.applied if isinstance(c, Edit)}
    conflicts = [
        Conflict(
            *cell,
            plain(before.get(cell)),
            plain(plan.expected.get(cell)),
            _theirs(cell, after),
            messages.get(cell, MISPLACED),
        )
        for cell in missing
    ]
    applied = tuple(change for change in plan.applied if (change.table, change.key) not in rows)
    refused = tuple(
        Problem(stray.name[0] if stray.name else "", stray.place[0], tell_lost(stray), a1(*stray.place[1:])) for stray in lost
    )
    return replace(
        plan,
        applied=applied,
        conflicts=(*plan.conflicts, *conflicts),
        refused=(*plan.refused, *refused),
        repaired=(*plan.repaired, *told),
    )


def find_missing(plan: Plan, after: Snapshot) -> list[CellName]:
    """The cells that do not hold what was written; ``column`` is empty for a row that should have gone."""
    cells = [cell for cell, value in plan.expected.items() if not same(_theirs(cell, after), value)]
    return cells + [(table, key, "") for table, key in plan.gone if key in after.tables[table].rows]


def _theirs(cell: CellName, after: Snapshot) -> object:
    table, key, column = cell
    return plain(after.value(table, key, column)) if column and key in after.tables[table].rows else None


def _report(plan: Plan, change_set: str) -> Report:
    return Report(change_set, plan.applied, plan.conflicts, plan.refused, plan.repaired, plan.keys)
