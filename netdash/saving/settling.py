"""After a write: what it covered is put back, and what nobody looked after is looked after."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from netdash.errors import Moved, Problem, StoreError
from netdash.grid import Cell, a1
from netdash.journal import Entry, compose_writes, find_journal, new_change_set
from netdash.kinds.base import seen
from netdash.saving.aims import Aims, Note, read_note, take_aim
from netdash.saving.mending import Found, Stray, compose_repairs, find_strays, tell_lost, tell_repair
from netdash.saving.orders import CellName
from netdash.snapshot import Snapshot, build_snapshot
from netdash.stores import Covered, SetCell, Transaction

ATTEMPTS = 5

NOT_LANDED = "Правка не попала в эту ячейку: строку переставили или ячейку изменили в миг сохранения"
CUT_SHORT = "Прошлое сохранение прервалось. "


@dataclass
class Settled:
    """What was put right: the workbook after it, what to say, what is lost.

    ``misplaced`` are all values that had landed elsewhere; ``noted`` says whether the journal has lines of any of it.
    """

    after: Snapshot
    told: list[str] = field(default_factory=list)
    lost: list[Stray] = field(default_factory=list)
    misplaced: set[Cell] = field(default_factory=set)
    noted: bool = False

    def then(self, later: "Settled") -> "Settled":
        """Both, one after the other."""
        told, lost = self.told + later.told, self.lost + later.lost
        return Settled(later.after, told, lost, self.misplaced | later.misplaced, self.noted or later.noted)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should look at."""
        return tuple(
            Problem(stray.table, stray.place[0], tell_lost(stray), a1(*stray.place[1:]), stray.key, stray.column)
            for stray in self.lost
        )


def put_back(
    strays: Sequence[Stray], after: Snapshot, transaction: Transaction, signed: tuple[datetime, str], lines: Sequence[Entry] = ()
) -> Settled:
    """Put back what stray values covered, with a line of the journal each; repairs that stray are repaired in turn.

    The lines are a set of their own, so that undoing the save does not undo them.
    """
    done = Settled(after, misplaced={stray.mine for stray in strays})
    for _ in range(ATTEMPTS):
        if not strays and not lines:
            return done
        repairs, gone = compose_repairs(strays, done.after)
        writes = [SetCell(*place, before=stray.mine, value=stray.was) for place, stray in repairs.items()]
        number = new_change_set(signed[0])
        entries = [stray.line(*signed, number, stray not in gone) for stray in strays]
        journal = compose_writes(
            find_journal(done.after.book), [*entries, *(replace(e, change_set=number) for e in lines)], after.config
        )
        aims = take_aim(writes, done.after, {})
        try:
            book = transaction.write([*writes, *journal], Note(signed[1], signed[0], aims).write())
        except Moved:
            done.after = build_snapshot(after.config, transaction.book, datetime.now(), done.after)
            continue
        except StoreError:
            break
        done.after, done.noted, lines = build_snapshot(after.config, book, datetime.now(), done.after), True, ()
        found = find_strays(transaction.covered, aims, after.config)
        done.misplaced |= {stray.mine for stray in found.strays}
        missed = [stray for place, stray in repairs.items() if place in found.missed]
        done.told += [tell_repair(stray) for stray in strays if stray not in gone and stray not in missed]
        done.lost += [stray for stray in strays if stray in gone or (stray.formula and stray not in missed)]
        strays = [*found.strays, *dict.fromkeys(missed)]
    done.lost += strays
    return done


def settle(transaction: Transaction, aims: Aims, after: Snapshot, signed: tuple[datetime, str]) -> Settled:
    """Look after the write just made: put back what it covered elsewhere, and note what it did not do."""
    found = find_strays(transaction.covered, aims, after.config)
    return put_back(found.strays, after, transaction, signed, _missed(aims, transaction.covered, found, after, signed))


def settle_leftover(transaction: Transaction, previous: Snapshot) -> Settled:
    """Look after a write of another process, or of an earlier run, that may have displaced something."""
    left, transaction.leftover = transaction.leftover, None
    now = build_snapshot(previous.config, transaction.book, datetime.now(), previous)
    note = read_note(left.note) if left else None
    if left is None or note is None:
        return Settled(now)
    found = find_strays(left.covered, note.aims, now.config, strict=False)
    signed = (datetime.now().replace(microsecond=0), note.author)
    done = put_back(found.strays, now, transaction, signed, _missed(note.aims, left.covered, found, now, signed))
    return replace(done, told=[CUT_SHORT + told for told in done.told])


def _missed(aims: Aims, covered: Covered, found: Found, now: Snapshot, signed: tuple[datetime, str]) -> list[Entry]:
    """The lines of edits that the journal has although they do not stand: from what was to be, back to what was."""
    told = {(stray.table, stray.old_key, stray.column) for stray in found.strays}
    missed = dict[CellName, tuple[str, str]]()
    for sheet, row, column in found.missed:
        if aim := aims.changed.get((sheet, row, column)):
            missed[aim.table, aim.key, aim.column] = seen(covered.book.sheets[sheet].cell(row, column)), aim.before
        else:
            missed |= {name: (text, "") for name, text in aims.added.items() if standing(name, now) != text}
    return [
        Entry(*signed, *name, mine, was, "", NOT_LANDED)
        for name, (mine, was) in sorted(missed.items())
        if name not in told and mine != was
    ]


def standing(name: CellName, now: Snapshot) -> str:
    """What stands in a cell, empty if there is none."""
    table = now.tables.get(name[0])
    if table is None or table.grid is None or name[1] not in table.rows or name[2] not in table.places:
        return ""
    return seen(table.grid.cell(table.rows[name[1]], table.places[name[2]]))
