"""A plan carried out: under the store's hold, checked after the write, never repeated blindly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from netdash.edits import Change, Conflict, Edit, Insert, Report, plain, same
from netdash.errors import Moved, StoreError, Unclear
from netdash.grid import Book, Cell
from netdash.journal import compose_writes, contains, find_journal, new_change_set
from netdash.saving.aims import Aims, Note, take_aim
from netdash.saving.orders import CellName, Order, Place, Plan, RowName
from netdash.saving.plan import compose_plan
from netdash.saving.settling import Settled, settle, settle_leftover
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.stores import Store, Transaction, Write

ATTEMPTS = 5

SECOND_TRY = "Записано со второй попытки: строку переставили или ячейку изменили в миг сохранения"
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
    formulas, others = frozenset[Place](), list[Settled]()
    with store.transaction(previous.book if previous else None) as transaction:
        for attempt in range(1, ATTEMPTS + 1):
            fresh = build_snapshot(config, transaction.book, datetime.now(), previous)
            plan = compose_plan(order, fresh, formulas)
            if not plan.writes:
                return Outcome(_report(plan, "", others), fresh, {})
            journal = compose_writes(find_journal(fresh.book), plan.entries, config)
            note = Note(order.author, order.at, take_aim(plan.writes, fresh, plan.given))
            try:
                book = _write([*plan.writes, *journal], note.write(), order.change_set, transaction, store)
            except Moved as moved:
                if attempt == ATTEMPTS:
                    raise
                formulas |= frozenset(moved.formulas)
                previous = fresh
                if transaction.leftover:
                    others.append(settle_leftover(transaction, fresh))
                continue
            plan, after = _settled(order, plan, note, build_snapshot(config, book, datetime.now(), fresh), transaction)
            return Outcome(_report(plan, order.change_set, others), after, plan.given)
    raise AssertionError("the last attempt returns or raises")


def _write(writes: list[Write], note: str, change_set: str, transaction: Transaction, store: Store) -> Book:
    """Write; after an unclear failure the journal tells whether it landed."""
    try:
        return transaction.write(writes, note)
    except Unclear as unclear:
        try:
            book = store.read()
        except StoreError:
            raise unclear from None
        if contains(book, change_set):
            return book
        raise


def _settled(order: Order, plan: Plan, note: Note, after: Snapshot, transaction: Transaction) -> tuple[Plan, Snapshot]:
    """The plan as it came true, after the values that landed elsewhere were put right.

    First what they covered is put back, then what does not stand is written once more where that overwrites nobody. After
    each step the journal tells what stands, whatever becomes of the next one.
    """
    done, messages, aims, signed = Settled(after), dict[CellName, str](), note.aims, (order.at, order.author)
    for _ in range(ATTEMPTS):
        done = done.then(settle(transaction, aims, done.after, signed))
        again = replace(order, changes=_again(plan, done.after, done.misplaced), rename=False)
        second = compose_plan(again, done.after)
        messages |= {(c.table, c.key, c.column): c.message for c in second.conflicts}
        if not second.writes:
            break
        aims, number = take_aim(second.writes, done.after, second.given), new_change_set(order.at)
        entries = [replace(entry, change_set=number, reason=SECOND_TRY) for entry in second.entries]
        journal = compose_writes(find_journal(done.after.book), entries, after.config) if done.noted else []
        try:
            book = transaction.write([*second.writes, *journal], replace(note, aims=aims).write())
        except Moved:
            aims = Aims()
            done.after = build_snapshot(after.config, transaction.book, datetime.now(), done.after)
            continue
        except StoreError:
            break
        done.after = build_snapshot(after.config, book, datetime.now(), done.after)
    else:
        done = done.then(settle(transaction, aims, done.after, signed))
    return _told(plan, done, messages), done.after


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


def _told(plan: Plan, done: Settled, messages: Mapping[CellName, str]) -> Plan:
    """The plan with what became of it."""
    after = done.after
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
    return replace(
        plan,
        applied=applied,
        conflicts=(*plan.conflicts, *conflicts),
        refused=(*plan.refused, *done.problems),
        repaired=(*plan.repaired, *done.told),
    )


def find_missing(plan: Plan, after: Snapshot) -> list[CellName]:
    """The cells that do not hold what was written; ``column`` is empty for a row that should have gone."""
    cells = [cell for cell, value in plan.expected.items() if _homeless(cell, after) or not same(_theirs(cell, after), value)]
    return cells + [(table, key, "") for table, key in plan.gone if key in after.tables[table].rows]


def _homeless(cell: CellName, after: Snapshot) -> bool:
    """Whether a row is there without the column of a cell."""
    table = after.tables[cell[0]]
    return cell[1] in table.rows and cell[2] not in table.places


def _theirs(cell: CellName, after: Snapshot) -> object:
    table, key, column = cell
    return plain(after.value(table, key, column)) if column and key in after.tables[table].rows else None


def _report(plan: Plan, change_set: str, others: Sequence[Settled]) -> Report:
    """The report of a save, with what was left over of saves before it."""
    refused = (*plan.refused, *(problem for other in others for problem in other.problems))
    repaired = (*(told for other in others for told in other.told), *plan.repaired)
    return Report(change_set, plan.applied, plan.conflicts, refused, repaired, plan.keys)
