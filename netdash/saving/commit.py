"""A plan carried out: under the store's hold, checked after the write, never repeated blindly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from netdash.edits import Conflict, Edit, Report, plain, same
from netdash.errors import Moved, Unclear
from netdash.grid import Book
from netdash.journal import compose_writes, contains, find_journal
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
    with store.transaction() as transaction:
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
            plan, after = _settled(order, plan, build_snapshot(config, book, datetime.now(), fresh), transaction)
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


def _settled(order: Order, plan: Plan, after: Snapshot, transaction: Transaction) -> tuple[Plan, Snapshot]:
    """The plan as it came true: edits that do not stand are written once more where that overwrites nobody."""
    if not (missing := find_missing(plan, after)):
        return plan, after
    edits = tuple(c for c in plan.applied if isinstance(c, Edit) and (c.table, c.key, c.column) in missing)
    second = compose_plan(replace(order, changes=edits, rename=False), after)
    if second.writes:
        after = build_snapshot(after.config, transaction.write(second.writes), datetime.now(), after)
        missing = find_missing(plan, after)
    lost = {cell[:2] for cell in missing}
    before = {(c.table, c.key, c.column): c.before for c in plan.applied if isinstance(c, Edit)}
    conflicts = [
        Conflict(*cell, plain(before.get(cell)), plain(plan.expected.get(cell)), _theirs(cell, after), MISPLACED)
        for cell in missing
    ]
    applied = tuple(change for change in plan.applied if (change.table, change.key) not in lost)
    return replace(plan, applied=applied, conflicts=(*plan.conflicts, *conflicts)), after


def find_missing(plan: Plan, after: Snapshot) -> list[CellName]:
    """The cells that do not hold what was written; ``column`` is empty for a row that should have gone."""
    cells = [cell for cell, value in plan.expected.items() if not same(_theirs(cell, after), value)]
    return cells + [(table, key, "") for table, key in plan.gone if key in after.tables[table].rows]


def _theirs(cell: CellName, after: Snapshot) -> object:
    table, key, column = cell
    return plain(after.value(table, key, column)) if column and key in after.tables[table].rows else None


def _report(plan: Plan, change_set: str) -> Report:
    return Report(change_set, plan.applied, plan.conflicts, plan.refused, plan.repaired, plan.keys)
