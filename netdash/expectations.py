"""What owners are to type and what they typed: on time, late, in part, with errors, or not at all. Made once a snapshot."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from netdash.conditions import is_filled
from netdash.facts import show_at, spread, year_of
from netdash.journal import INSERTED, read_journal
from netdash.kinds import school_year, school_year_of
from netdash.snapshot import Snapshot
from netdash.specs import Expect, TableSpec
from netdash.specs.rules import Needs

SlotState = Literal["missing", "errors", "incomplete", "awaited", "late", "typed"]
STATES: tuple[SlotState, ...] = ("missing", "errors", "incomplete", "awaited", "late", "typed")
"""The worst first: of several slots, or of several rows of one, the worst is shown."""

YEAR_ENDS = "08-31"
PERIODS = ("school_year", "date")


@dataclass(frozen=True)
class Slot:
    """One expected combination: of ``owner``, in ``year`` (empty where the table knows no period), with ``parts`` beside them.

    ``parts`` are paths with the key or word that they hold. ``due`` is the last day that is in time. ``rows`` are the keys of the
    rows that are there, ``gaps`` the empty cells of theirs (key, column) that a complete row has filled.

    ``missing``: no row, and the day has passed. ``awaited``: no row yet. ``errors``: a cell is unreadable or breaks a rule.
    ``incomplete``: a required cell is empty, or one that a rule needs. ``late``: complete, and by the journal the first row came
    after the day. ``typed``: complete and in time, or nobody knows when: rows typed into the sheet by hand leave no trace.
    """

    table: str
    owner: str
    year: str
    parts: tuple[tuple[str, str], ...]
    due: date | None
    state: SlotState
    rows: tuple[str, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to type or to mend."""
        return self.state in ("typed", "late")


@dataclass(frozen=True)
class Tally:
    """Slots counted: how many are in each state, and the two shares of monitoring."""

    slots: tuple[Slot, ...]
    today: date

    @cached_property
    def counts(self) -> Mapping[SlotState, int]:
        """How many slots are in each state, the worst first."""
        found = Counter(slot.state for slot in self.slots)
        return {state: found[state] for state in STATES}

    @property
    def state(self) -> SlotState | None:
        """The worst state; none where nothing is expected."""
        return next((state for state, count in self.counts.items() if count), None)

    @property
    def complete(self) -> int:
        """How many are typed in full and without errors."""
        return self.counts["typed"] + self.counts["late"]

    @cached_property
    def past(self) -> tuple[Slot, ...]:
        """Those whose day has passed."""
        return tuple(slot for slot in self.slots if slot.due is not None and slot.due < self.today)

    @property
    def timely(self) -> int:
        """How many of those whose day has passed have a row that came in time."""
        return sum(slot.state not in ("missing", "late") for slot in self.past)


@dataclass(frozen=True, eq=False)
class Expectations:
    """Everything that is expected up to today.

    ``tables`` in their order; ``years`` those of the network up to today; ``owners`` by key with their names, in the order of
    their sheet. ``rows`` are the keys of all rows of an owner, a table and a year, expected or not. ``unplaced`` are rows of an
    owner (empty: of nobody knows whom) and a table that stand nowhere, because a cell of theirs is empty or cannot be read.
    """

    today: date
    tables: tuple[str, ...]
    years: tuple[str, ...]
    owners: Mapping[str, str]
    slots: tuple[Slot, ...]
    rows: Mapping[tuple[str, str, str], tuple[str, ...]]
    unplaced: Mapping[tuple[str, str], tuple[str, ...]]

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str, str], tuple[Slot, ...]]:
        found: defaultdict[tuple[str, str, str], list[Slot]] = defaultdict(list)
        for slot in self.slots:
            found[slot.owner, slot.table, slot.year].append(slot)
        return {place: tuple(slots) for place, slots in found.items()}

    def cell(self, owner: str, table: str, year: str) -> Tally:
        """What is expected of an owner in a table and a year; an empty tally where nothing is."""
        return Tally(self._cells.get((owner, table, year), ()), self.today)

    def tally(self, *years: str) -> Tally:
        """Everything of these years (empty: of tables without a period); without any, of all."""
        return Tally(tuple(slot for slot in self.slots if not years or slot.year in years), self.today)

    def missing(self, owner: str = "", *years: str) -> tuple[Slot, ...]:
        """Rows whose day has passed and that are not there: of an owner or of all, newest year first."""
        slots = (slot for slot in self.slots if slot.state == "missing" and owner in ("", slot.owner))
        chosen = [slot for slot in slots if not years or slot.year in years]
        return tuple(sorted(chosen, key=lambda slot: slot.year, reverse=True))

    def incomplete(self, owner: str = "", *years: str) -> tuple[Slot, ...]:
        """Rows that are there with cells that are still empty."""
        chosen = (slot for slot in self.slots if slot.gaps and owner in ("", slot.owner))
        return tuple(slot for slot in chosen if not years or slot.year in years)


_made: WeakKeyDictionary[Snapshot, Expectations] = WeakKeyDictionary()


def take_expectations(snapshot: Snapshot) -> Expectations:
    """What is expected and what is there, shared by all sessions."""
    if snapshot not in _made:
        _made[snapshot] = compute_expectations(snapshot)
    return _made[snapshot]


def compute_expectations(snapshot: Snapshot) -> Expectations:
    """Compare what the config expects with the rows."""
    specs = [spec for spec in snapshot.config.tables.values() if spec.expect]
    years = list_years(snapshot)
    arrivals = _find_arrivals(snapshot) if specs else {}
    slots, rows, unplaced = list[Slot](), dict[tuple[str, str, str], tuple[str, ...]](), dict[tuple[str, str], tuple[str, ...]]()
    for spec in specs:
        reader = _Reader(snapshot, spec, years, arrivals)
        slots += reader.slots()
        rows |= {(owner, spec.name, year): tuple(keys) for (owner, year), keys in reader.typed.items()}
        unplaced |= {(owner, spec.name): tuple(keys) for owner, keys in reader.unplaced.items()}
    expected = {slot.owner for slot in slots}
    names = dict(snapshot.labels(snapshot.owner_table)) if specs else {}
    owners = {str(key): str(name) for key, name in names.items() if key in expected}
    return Expectations(snapshot.today, tuple(spec.name for spec in specs), years, owners, tuple(slots), rows, unplaced)


def list_years(snapshot: Snapshot) -> tuple[str, ...]:
    """The school years of the network up to today."""
    span = snapshot.config.network.school_years
    until = min(span.last, school_year_of(snapshot.today))
    return tuple(school_year(year) for year in range(int(span.first[:4]), int(until[:4]) + 1))


def find_due(spec: TableSpec, year: str) -> date | None:
    """The last day in time: of the calendar year in which the school year ends; its last day if the config names none."""
    by = spec.expect.by if spec.expect else None
    return date.fromisoformat(f"{int(year[:4]) + 1}-{by or YEAR_ENDS}") if year else None


def list_columns(spec: TableSpec) -> tuple[str, ...]:
    """The columns that a new row is to have filled beside those that make it the expected one: required, or needed by a rule."""
    needed = {path for rule in spec.rules if isinstance(rule, Needs) for path in rule.needs}
    known = (spec.key, *_list_fixed(spec))
    return tuple(name for name, column in spec.columns.items() if (column.required or name in needed) and name not in known)


def name_parts(snapshot: Snapshot, slot: Slot) -> str:
    """The parts of a slot beside owner and year as people read them: ``математика``; empty where it has none."""
    return ", ".join(show_at(snapshot, slot.table, path, value) for path, value in slot.parts)


def know_cells(slot: Slot, spec: TableSpec) -> dict[str, str]:
    """What the cells of a new row of this slot hold, by column of the table itself: keys, words, the school year."""
    known = dict(slot.parts)
    return {name: slot.owner if name == spec.owner else known.get(name, slot.year) for name in _list_fixed(spec)}


def _list_fixed(spec: TableSpec) -> tuple[str, ...]:
    """The columns of the table itself whose cells the expectation tells; of a day it tells only the year."""
    every = spec.expect.every if spec.expect else ()
    return tuple(path for path in every if path in spec.columns and spec.columns[path].kind != "date")


class _Reader:
    """The reading of one table that has expectations."""

    def __init__(
        self, snapshot: Snapshot, spec: TableSpec, years: Sequence[str], arrivals: Mapping[tuple[str, str], date]
    ) -> None:
        if spec.expect is None or spec.owner is None:
            raise AssertionError("the config is checked: what is expected has an owner")
        self.snapshot, self.spec, self.arrivals = snapshot, spec, arrivals
        self.expect: Expect = spec.expect
        self.owner: str = spec.owner
        self.years = [year for year in years if year >= (self.expect.since or "")]
        kinds = {path: snapshot.target(spec.name, path)[1].kind for path in self.expect.every}
        self.period = next((path for path, kind in kinds.items() if kind in PERIODS), "")
        self.gaps = _find_gaps(snapshot, spec)
        self.wrong = self._find_wrong()
        self.typed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.unplaced: defaultdict[str, list[str]] = defaultdict(list)

    def _find_wrong(self) -> set[str]:
        """Rows with an error that is more than an empty cell."""
        empty = {(key, column) for key, columns in self.gaps.items() for column in columns}
        return {
            problem.key
            for problem in self.snapshot.problems
            if problem.table == self.spec.name and problem.level == "error" and (problem.key, problem.column) not in empty
        }

    def slots(self) -> Iterator[Slot]:
        """Every expected combination with the rows that are there."""
        found = self._place_rows()
        options = [self._list_options(path) for path in self.expect.every]
        for values in product(*options):
            here = dict(zip(self.expect.every, values, strict=True))
            year = here.get(self.period, "") if self.period else ""
            due = find_due(self.spec, year)
            rows = tuple(found.get(values, ()))
            gaps = tuple((key, column) for key in rows for column in self.gaps.get(key, ()))
            parts = tuple((path, value) for path, value in here.items() if path not in (self.owner, self.period))
            yield Slot(self.spec.name, here[self.owner], year, parts, due, self._judge(rows, gaps, due), rows, gaps)

    def _place_rows(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        """The keys of the rows of each combination; notes those that stand nowhere."""
        every, keys = self.expect.every, self.snapshot.tables[self.spec.name].index.tolist()
        values = spread(self.snapshot, self.spec.name, every)
        columns = [map(year_of, values[path]) if path == self.period else values[path].tolist() for path in every]
        own, period = every.index(self.owner), every.index(self.period) if self.period else -1
        found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for at, here in zip(values["row"].tolist(), zip(*columns, strict=True), strict=True):
            if "" in here:
                self.unplaced[here[own]].append(keys[at])
            else:
                found[here].append(keys[at])
                self.typed[here[own], here[period] if self.period else ""].append(keys[at])
        return found

    def _list_options(self, path: str) -> Iterable[str]:
        """The keys, words or years that a part is expected to go through."""
        column, among = self.snapshot.target(self.spec.name, path)[1], self.expect.among.get(path)
        if path == self.period:
            return self.years
        if column.to:
            mask = self.snapshot.mask(column.to, among if isinstance(among, dict) else {})
            return [str(key) for key in mask.index[mask.to_numpy(dtype=bool)]]
        return among if isinstance(among, tuple) else list(self.snapshot.config.choice_list(column.choices or ""))

    def _judge(self, rows: Sequence[str], gaps: Sequence[tuple[str, str]], due: date | None) -> SlotState:
        """The state of a combination with these rows."""
        if not rows:
            return "awaited" if due is not None and self.snapshot.today <= due else "missing"
        if not self.wrong.isdisjoint(rows):
            return "errors"
        if gaps:
            return "incomplete"
        came = [self.arrivals.get((self.spec.name, key)) for key in rows]
        is_late = due is not None and all(day is not None and day > due for day in came)
        return "late" if is_late else "typed"


def _find_gaps(snapshot: Snapshot, spec: TableSpec) -> dict[str, list[str]]:
    """Cells of each row that are empty although the column is required or a rule needs it there, in the sheet's order.

    Cells of a column that the sheet does not have are not counted: that is one problem of the sheet.
    """
    built = snapshot.tables[spec.name]
    everywhere = np.ones(len(built.index), dtype=bool)
    wanted = {name: everywhere for name, column in spec.columns.items() if column.required and name != spec.key}
    for rule in spec.rules:
        if isinstance(rule, Needs):
            meets = np.array(snapshot.mask(spec.name, rule.when), dtype=bool)
            wanted |= {path: wanted.get(path, ~everywhere) | meets for path in rule.needs if "." not in path}
    found: dict[str, list[str]] = {}
    for name in spec.columns:
        if name in wanted and name in built.places:
            for position in np.flatnonzero(wanted[name] & ~is_filled(built.columns[name])).tolist():
                if (built.index[position], name) not in built.raw:
                    found.setdefault(built.index[position], []).append(name)
    return found


def _find_arrivals(snapshot: Snapshot) -> dict[tuple[str, str], date]:
    """The day on which each row came, by table and key, of those that the journal saw coming; never after today."""
    found: dict[tuple[str, str], date] = {}
    for entry in read_journal(snapshot.book, snapshot.config).entries:
        if entry.column == INSERTED:
            found.setdefault((entry.table, entry.key), min(entry.at.date(), snapshot.today))
    return found
