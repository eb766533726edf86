"""Who sits where: the groups of a roster page with their members, and those who sit in none. Made once a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from netdash.coverage import Coverage, take_coverage
from netdash.edits import plain
from netdash.errors import Problem
from netdash.facts import Blame, teller
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages import RosterPage
from netdash.tables import Unread
from netdash.ui.text import bind


@dataclass(frozen=True)
class Person:
    """Somebody who can be a member; ``place`` is the key of where they work, empty if that is not known.

    ``detail`` is what else people know them by, a subject or a post.
    """

    key: str
    name: str
    place: str
    detail: str = ""


@dataclass(frozen=True)
class Member:
    """A row of the roster; ``role`` is empty where the cell is, or could not be read (``role_text`` shows it)."""

    key: str
    person: Person
    role: str
    role_text: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Group:
    """A group with those who sit in it now and those who left.

    ``head`` is empty where nobody is named; ``head_text`` is what the cell shows, ``head_odd`` true if that is no known person.
    ``expected`` are the places that the matrix wants to see in it, ``gaps`` those of them that nobody comes from.
    """

    key: str
    title: str
    kind: str
    part_of: str
    head: str
    head_text: str
    head_odd: bool
    base: str
    members: tuple[Member, ...]
    former: tuple[Member, ...]
    expected: tuple[str, ...]
    gaps: tuple[str, ...]

    @cached_property
    def places(self) -> frozenset[str]:
        """Where the members work."""
        return frozenset(member.person.place for member in self.members if member.person.place)


@dataclass(frozen=True, eq=False)
class Roster:
    """All groups of a page. ``kinds`` and ``places`` say what people read and in which order they stand."""

    page: RosterPage
    groups: Mapping[str, Group]
    people: Mapping[str, Person]
    kinds: Mapping[str, str]
    places: Mapping[str, str]
    roles: Mapping[str, str]
    coverage: Coverage | None
    left_out: tuple[Problem, ...]

    @cached_property
    def outside(self) -> tuple[Person, ...]:
        """Those who sit in no group that the matrix has; without a matrix, in none at all."""
        judged = self.groups.values() if self.coverage is None else [self.groups[key] for key in self.coverage.row_labels]
        inside = {member.person.key for group in judged for member in group.members}
        return tuple(person for person in self.people.values() if person.key not in inside)

    @cached_property
    def inside(self) -> int:
        """How many people sit somewhere."""
        return len({member.person.key for group in self.groups.values() for member in group.members})

    @cached_property
    def members(self) -> Mapping[str, tuple[Group, Member]]:
        """Every row of the roster, by key, with its group."""
        return {m.key: (group, m) for group in self.groups.values() for m in (*group.members, *group.former)}

    def parts(self, key: str) -> tuple[Group, ...]:
        """The groups that belong to a group."""
        return tuple(group for group in self.groups.values() if group.part_of == key and group.key != key)

    def name_place(self, key: str) -> str:
        """A place as people read it."""
        return self.places.get(key, "") or "Место работы не указано"

    def known_place(self, person: Person) -> str:
        """Where somebody works, if that is a place that there is."""
        return person.place if person.place in self.places else ""

    def by_place(self, people: Sequence[Person]) -> dict[str, list[Person]]:
        """People under the place where they work, places in their order, nowhere last."""
        found: dict[str, list[Person]] = {place: [] for place in (*self.places, "")}
        for person in sorted(people, key=lambda one: one.name):
            found[self.known_place(person)].append(person)
        return {place: those for place, those in found.items() if those}


_made: WeakKeyDictionary[Snapshot, dict[str, Roster]] = WeakKeyDictionary()


def take_roster(page: RosterPage, snapshot: Snapshot) -> Roster:
    """The roster of a page, shared by all sessions."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_roster(page, snapshot)
    return made[page.name]


def build_roster(page: RosterPage, snapshot: Snapshot) -> Roster:
    """Count who sits where."""
    coverage = take_coverage(snapshot, page.matrix) if page.matrix else None
    people = list_people(page, snapshot)
    now, former = list_members(page, snapshot, people)
    roles = choice_titles(snapshot, page.members, page.role)
    kinds = choice_titles(snapshot, page.groups, page.group_kind)
    judged = frozenset(coverage.row_labels) if coverage else frozenset()
    groups = {
        key: build_group(
            page,
            snapshot,
            key,
            (order(now.get(key, ()), roles), order(former.get(key, ()), roles)),
            coverage if key in judged else None,
        )
        for key in snapshot.tables[page.groups].rows
    }
    return Roster(
        page, groups, people, kinds, list_places(page, snapshot, coverage), roles, coverage, find_left_out(page, snapshot)
    )


def build_group(
    page: RosterPage, snapshot: Snapshot, key: str, members: tuple[Sequence[Member], Sequence[Member]], coverage: Coverage | None
) -> Group:
    """One group with its members of now and before; ``coverage`` is the matrix if it has a row for the group."""

    def value(path: str | None) -> Any:
        return snapshot.value(page.groups, key, path) if path else None

    head = value(page.head)
    return Group(
        key=key,
        title=snapshot.label(page.groups, key),
        kind=known(value(page.group_kind)),
        part_of=known(value(page.part_of)),
        head=known(head),
        head_text=snapshot.show(page.groups, page.head, head) if page.head and head is not None else "",
        head_odd=isinstance(head, Unread),
        base=bind(snapshot.show(page.groups, page.base, value(page.base))) if page.base else "",
        members=tuple(members[0]),
        former=tuple(members[1]),
        expected=tuple(coverage.column_labels) if coverage else (),
        gaps=coverage.gaps_of_row(key) if coverage else (),
    )


def known(value: Any) -> str:
    """A key or a word; empty where there is none or it could not be read."""
    return value if isinstance(value, str) else ""


def choice_titles(snapshot: Snapshot, table: str, column: str) -> dict[str, str]:
    """The words of a choice column as people read them, in their order."""
    words = snapshot.tables[table].spec.columns[column].choices
    return {word: choice.title for word, choice in snapshot.config.choice_list(words or "").items()}


def list_people(page: RosterPage, snapshot: Snapshot) -> dict[str, Person]:
    """Everybody, by key, with the place where they work."""
    names = snapshot.labels(page.people)
    places = snapshot.follow(page.people, page.place) if page.place else pd.Series("", index=names.index)
    details = snapshot.follow(page.people, page.detail) if page.detail else places
    tell = teller(snapshot, page.people, page.detail)
    columns = (names.index.tolist(), names.tolist(), places.tolist(), details.tolist())
    return {
        key: Person(key, str(name), "" if is_missing(place) else str(place), tell(plain(detail)) if page.detail else "")
        for key, name, place, detail in zip(*columns, strict=True)
    }


def list_places(page: RosterPage, snapshot: Snapshot, coverage: Coverage | None) -> dict[str, str]:
    """The places in the order in which people look for them: those of the matrix first."""
    table = snapshot.target(page.people, page.place)[1].to if page.place else None
    names = {str(key): bind(str(name)) for key, name in snapshot.labels(table).items()} if table else {}
    first = {key: names[key] for key in coverage.column_labels if key in names} if coverage else {}
    return {**first, **names}


Members = dict[str, list[Member]]


def list_members(page: RosterPage, snapshot: Snapshot, people: Mapping[str, Person]) -> tuple[Members, Members]:
    """Those who sit in each group now, and those who left."""
    table, now, former = snapshot.tables[page.members], Members(), Members()
    nothing = [None] * len(table.index)
    gone = snapshot.mask(page.members, {page.until: "filled"}).tolist() if page.until else nothing
    paths = (page.group, page.person, page.role, page.since, page.until)
    columns = [table.columns[path].tolist() if path else nothing for path in paths]
    titles = choice_titles(snapshot, page.members, page.role)
    for key, left, *cells in zip(table.index, gone, *columns, strict=True):
        group, person, role, since, until = map(plain, cells)
        if group and person in people:
            odd = table.raw.get((key, page.role))
            text = titles.get(role, "") if odd is None else snapshot.show(page.members, page.role, Unread(odd))
            member = Member(key, people[person], role or "", text, since, until)
            (former if left else now).setdefault(group, []).append(member)
    return now, former


def order(members: Sequence[Member], roles: Mapping[str, str]) -> tuple[Member, ...]:
    """Members by role as the list of roles has them, then by name."""
    ranks = {role: rank for rank, role in enumerate(roles)}
    return tuple(sorted(members, key=lambda member: (ranks.get(member.role, len(ranks)), member.person.name)))


def find_left_out(page: RosterPage, snapshot: Snapshot) -> tuple[Problem, ...]:
    """The cells that keep a row of the roster from its group, or leave open whether it still counts."""
    blame = Blame(snapshot)
    paths = (page.group, page.person, *((page.until,) if page.until else ()))
    return tuple(dict.fromkeys(problem for path in paths for problem in blame.unread(page.members, path).values()))
