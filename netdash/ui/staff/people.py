"""Everybody with what is known of them: lists, groups, competitions. Gathered once a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from netdash.facts import show_at
from netdash.headcount import Headcount, count_heads, count_related
from netdash.kinds import fold, is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages import RosterPage, StaffPage
from netdash.ui import current
from netdash.ui.groups import Group, Roster, take_roster

LEADS, OUTSIDE = "leads", "outside"
"""The lists that come from the groups themselves."""


@dataclass(frozen=True)
class Person:
    """Somebody: key, name, keys of place, subject and category (empty where the row does not say), all text to search in."""

    key: str
    name: str
    place: str
    subject: str
    category: str
    text: str


@dataclass(frozen=True, eq=False)
class Staff:
    """All people of a page in the order of their names; ``lists`` hold the keys of those who belong to them."""

    page: StaffPage
    people: Mapping[str, Person]
    places: Headcount
    subjects: Headcount | None
    lists: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]
    roster: Roster | None
    groups: Mapping[str, tuple[tuple[Group, bool], ...]]
    related: Mapping[str, Mapping[str, tuple[int, int]]]


_gathered: WeakKeyDictionary[Snapshot, dict[str, Staff]] = WeakKeyDictionary()


def take_staff(page: StaffPage, snapshot: Snapshot) -> Staff:
    """The people of a page, shared by all sessions."""
    kept = _gathered.setdefault(snapshot, {})
    if page.name not in kept:
        kept[page.name] = gather(page, snapshot, find_roster(page))
    return kept[page.name]


def find_roster(page: StaffPage) -> RosterPage | None:
    """The page of groups that these people sit in."""
    pages = (found for section in current.workspace().config.pages.values() for found in section.values())
    return next((each for each in pages if isinstance(each, RosterPage) and each.name == page.roster), None)


def gather(page: StaffPage, snapshot: Snapshot, roster_page: RosterPage | None) -> Staff:
    """Count everybody."""
    roster = take_roster(roster_page, snapshot) if roster_page else None
    groups = list_groups(roster) if roster else {}
    lists = {name: list_keys(snapshot, page, name) for name in page.lists}
    titles = {name: each.title for name, each in page.lists.items()}
    if roster:
        lists |= {LEADS: frozenset(key for key, sits in groups.items() if any(leads for _, leads in sits))}
        lists |= {OUTSIDE: frozenset(person.key for person in roster.outside)}
        titles |= {LEADS: "Руководят объединениями и группами", OUTSIDE: roster.page.outside}
    return Staff(
        page,
        list_people(page, snapshot),
        count_heads(snapshot, page.people, page.place, page.category),
        count_heads(snapshot, page.people, page.subject, page.category) if page.subject else None,
        lists,
        titles,
        roster,
        groups,
        {name: count_related(snapshot, each.table, each.person, each.won) for name, each in page.related.items()},
    )


def list_keys(snapshot: Snapshot, page: StaffPage, name: str) -> frozenset[str]:
    """The keys of those who meet a list's conditions."""
    met = snapshot.mask(page.people, page.lists[name].where)
    return frozenset(met.index[met])


def list_people(page: StaffPage, snapshot: Snapshot) -> dict[str, Person]:
    """Everybody by name."""
    labels = snapshot.labels(page.people)
    paths = (page.place, page.subject, page.category)
    columns = [snapshot.follow(page.people, path).tolist() if path else [""] * len(labels) for path in paths]
    shown: dict[tuple[str, str], str] = {}
    found = []
    for key, name, *values in zip(labels.index, labels, *columns, strict=True):
        keys = ["" if is_missing(value) else ";".join(value) if isinstance(value, tuple) else str(value) for value in values]
        words = [fold(str(name))]
        for path, value, raw in zip(paths, keys, values, strict=True):
            if path and value:
                if (path, value) not in shown:
                    shown[path, value] = fold(show_at(snapshot, page.people, path, raw))
                words.append(shown[path, value])
        found.append(Person(str(key), str(name), keys[0], keys[1], keys[2], "\n".join(words)))
    return {person.key: person for person in sorted(found, key=lambda one: one.name)}


def list_groups(roster: Roster) -> dict[str, tuple[tuple[Group, bool], ...]]:
    """The groups that everybody sits in now, and whether they lead them; those that they lead come first."""
    found: dict[str, dict[str, tuple[Group, bool]]] = {}
    for group in roster.groups.values():
        if group.head:
            found.setdefault(group.head, {})[group.key] = (group, True)
        for member in group.members:
            leads = member.person.key == group.head or (bool(member.role) and member.role == roster.page.leads)
            found.setdefault(member.person.key, {})[group.key] = (group, leads)
    return {key: tuple(sorted(sits.values(), key=lambda one: not one[1])) for key, sits in found.items()}
