"""A week of several tables: what stands when and where, who is there, and what clashes. Made once a snapshot for all sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from netdash.edits import plain, plain_all
from netdash.errors import Problem, RowName
from netdash.kinds import school_year_of
from netdash.snapshot import Snapshot
from netdash.specs.pages import TimetablePage
from netdash.specs.pages.timetable import Layer, Members
from netdash.specs.rules import each_path


@dataclass(frozen=True)
class Block:
    """One row in the week, of the layer of that number; keys are empty where a cell is.

    ``places`` are where it is, or from which to which it leads.
    """

    layer: int
    table: str
    key: str
    day: str
    starts: time | None
    ends: time | None
    what: str
    places: tuple[str, ...]
    size: int | None
    person: str

    @property
    def row(self) -> RowName:
        """The row's table and key."""
        return self.table, self.key

    @property
    def moves(self) -> bool:
        """Whether it leads from one place to another."""
        return len(self.places) > 1

    @property
    def has_time(self) -> bool:
        """Whether it can stand in the week."""
        return bool(self.day and self.starts)


@dataclass(frozen=True)
class Held:
    """What the blocks are held to; empty is anything."""

    place: str = ""
    person: str = ""
    what: str = ""
    student: str = ""


@dataclass(frozen=True, eq=False)
class Week:
    """All blocks of a page in the order of time, and the broken rules of their rows. ``days`` are words of the list of days.

    ``taken`` has what each student takes, ``homes`` where students set out from.
    """

    page: TimetablePage
    days: Mapping[str, str]
    blocks: tuple[Block, ...]
    clashes: tuple[Problem, ...]
    taken: Mapping[str, frozenset[str]]
    homes: Mapping[str, str]
    plans: Mapping[RowName, tuple[str, str]]

    @cached_property
    def at(self) -> Mapping[RowName, Block]:
        """The block of each row."""
        return {block.row: block for block in self.blocks}

    @cached_property
    def troubles(self) -> Mapping[RowName, tuple[Problem, ...]]:
        """The clashes of each row: those told at it, those that name it, and those of students who are there."""
        found: dict[RowName, dict[int, Problem]] = {}
        for number, clash in enumerate(self.clashes):
            for row in self.rows_of(clash):
                found.setdefault(row, {})[number] = clash
        return {row: tuple(clashes.values()) for row, clashes in found.items()}

    def rows_of(self, clash: Problem) -> tuple[RowName, ...]:
        """The rows of the week that a clash is about; a student's plan stands for what it takes."""
        rows: dict[RowName, None] = {}
        for row in ((clash.table, clash.key), *clash.others):
            if row in self.plans:
                rows |= dict.fromkeys(block.row for block in self.about.get(self.plans[row][1], ()) if not block.moves)
            elif row in self.at:
                rows[row] = None
        return tuple(rows)

    @cached_property
    def about(self) -> Mapping[str, list[Block]]:
        """The blocks of each thing they are about."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            found.setdefault(block.what, []).append(block)
        return found

    def pick(self, held: Held) -> tuple[Block, ...]:
        """The blocks that pass; a student goes only with groups from home."""
        taken, home = self.taken.get(held.student, frozenset()), self.homes.get(held.student, "")
        return tuple(
            block
            for block in self.blocks
            if (not held.place or held.place in block.places)
            and (not held.person or held.person == block.person)
            and (not held.what or held.what == block.what)
            and (not held.student or (block.what in taken and (not block.moves or not home or block.places[0] == home)))
        )

    def pick_clashes(self, blocks: Iterable[Block], held: Held) -> tuple[Problem, ...]:
        """The clashes of these blocks; of one student only those that are not another's."""
        rows = {block.row for block in blocks}
        return tuple(
            clash
            for clash in self.clashes
            if any(row in rows for row in self.rows_of(clash))
            and (not held.student or self.plans.get((clash.table, clash.key), (held.student,))[0] == held.student)
        )


_made: WeakKeyDictionary[Snapshot, dict[str, Week]] = WeakKeyDictionary()


def take_week(page: TimetablePage, snapshot: Snapshot) -> Week:
    """The week of a page."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_week(page, snapshot)
    return made[page.name]


def build_week(page: TimetablePage, snapshot: Snapshot) -> Week:
    """Read all layers, and the clashes of their rows and of those who are there."""
    first = page.layers[0]
    choices = snapshot.target(first.table, first.day)[1].choices or ""
    days = {word: choice.title for word, choice in snapshot.config.choice_list(choices).items()}
    order = {day: place for place, day in enumerate(days)}
    found = [block for number, layer in enumerate(page.layers) for block in read_layer(layer, number, snapshot)]
    found.sort(
        key=lambda block: (order.get(block.day, len(order)), block.starts or time.max, block.ends or time.max, block.layer)
    )
    plans, homes = read_members(page.members, snapshot) if page.members else ({}, {})
    taken: dict[str, set[str]] = {}
    for student, what in plans.values():
        taken.setdefault(student, set()).add(what)
    tables = dict.fromkeys([*(layer.table for layer in page.layers), *([page.members.table] if page.members else [])])
    rows = {block.row for block in found} | set(plans)
    clashes = [clash for table in tables for clash in snapshot.violations[table][1] if (table, clash.key) in rows]
    clashes.sort(key=lambda clash: clash.level != "error")
    return Week(page, days, tuple(found), tuple(clashes), {s: frozenset(each) for s, each in taken.items()}, homes, plans)


def read_layer(layer: Layer, number: int, snapshot: Snapshot) -> list[Block]:
    """The rows of one layer as blocks."""
    keys = list(snapshot.tables[layer.table].rows)
    blank: list[Any] = [None] * len(keys)

    def column(path: str | None) -> list[Any]:
        return plain_all(snapshot.follow(layer.table, path)) if path else blank

    passed = snapshot.mask(layer.table, layer.where).tolist()
    places = [column(path) for path in each_path(layer.at)] if layer.at else []
    paths = (layer.day, layer.starts, layer.ends, layer.what, layer.size, layer.person)
    spec = snapshot.tables[layer.table].spec
    own = snapshot.target(layer.table, layer.what)[1].kind not in ("reference", "references")
    lines = zip(keys, passed, *map(column, paths), zip(*places, strict=True) if places else [()] * len(keys), strict=True)
    return [
        Block(
            number, spec.name, key, day or "", starts, ends, key if own else what or "",
            tuple(place or "" for place in where), None if size is None else int(size), person or "",
        )
        for key, good, day, starts, ends, what, size, person, where in lines
        if good
    ]  # fmt: skip


def read_members(members: Members, snapshot: Snapshot) -> tuple[dict[RowName, tuple[str, str]], dict[str, str]]:
    """Who takes what this school year, by row, and where students set out from."""
    table = snapshot.tables[members.table]
    good = snapshot.mask(members.table, members.where).tolist()
    years = table.columns[members.year].tolist() if members.year else [None] * len(table.index)
    homes = snapshot.follow(members.table, members.home).tolist() if members.home else [None] * len(table.index)
    now = school_year_of(snapshot.today) if members.year else None
    plans: dict[RowName, tuple[str, str]] = {}
    sets_out: dict[str, str] = {}
    pairs = zip(table.columns[members.student].tolist(), table.columns[members.what].tolist(), strict=True)
    for key, passed, year, home, (student, what) in zip(table.rows, good, years, homes, pairs, strict=True):
        if passed and isinstance(student, str) and isinstance(what, str) and (now is None or year == now):
            plans[members.table, key] = (student, what)
            sets_out[student] = plain(home) or ""
    return plans, sets_out
