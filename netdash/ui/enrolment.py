"""What joining, leaving, a new role or a new head change in the tables. Pure: a roster and an answer in, changes out.

The head stands in two places, in the group's own row and as a role in its roster; every change keeps both in step.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from netdash.edits import Change, Edit, Insert, Removal
from netdash.snapshot import Snapshot
from netdash.ui.groups import Group, Member, Roster


def join(roster: Roster, snapshot: Snapshot, group: Group, person: str, role: str) -> list[Change]:
    """A new row for somebody, from today on; whoever joins as head becomes the group's head."""
    changes: list[Change] = [insert(roster, snapshot, group, person, role)]
    return [*changes, *(hand_over(roster, snapshot, group, person) if role == roster.page.leads else ())]


def insert(roster: Roster, snapshot: Snapshot, group: Group, person: str, role: str) -> Insert:
    """One new row of the roster."""
    page = roster.page
    values: dict[str, Any] = {page.group: group.key, page.person: person, page.role: role or None}
    if page.since:
        values[page.since] = snapshot.today
    return Insert(page.members, values)


def leave(roster: Roster, snapshot: Snapshot, group: Group, member: Member, day: date | None) -> list[Change]:
    """The last day of a member; without a day the row goes as if it had never been."""
    page = roster.page
    gone: Change
    if day is not None and page.until:
        gone = edit(snapshot, page.members, member.key, page.until, day)
    else:
        columns = snapshot.tables[page.members].columns
        gone = Removal(page.members, member.key, {name: snapshot.value(page.members, member.key, name) for name in columns})
    return [gone, *step_down(roster, snapshot, group, member)]


def change_role(roster: Roster, snapshot: Snapshot, group: Group, member: Member, role: str) -> list[Change]:
    """Another role for a member; whoever leads from now on is the group's head."""
    page = roster.page
    if role == member.role:
        return []
    own = edit(snapshot, page.members, member.key, page.role, role)
    if role == page.leads:
        return [own, *hand_over(roster, snapshot, group, member.person.key)]
    return [own, *(step_down(roster, snapshot, group, member) if member.role == page.leads else ())]


def name_head(roster: Roster, snapshot: Snapshot, group: Group, person: str) -> list[Change]:
    """Another head, who becomes a member if need be; an empty ``person`` leaves the group without one."""
    page = roster.page
    changes = list(hand_over(roster, snapshot, group, person))
    if not page.leads or not person:
        return changes
    own = next((member for member in group.members if member.person.key == person), None)
    if own is None:
        return [*changes, insert(roster, snapshot, group, person, page.leads)]
    return changes if own.role == page.leads else [*changes, edit(snapshot, page.members, own.key, page.role, page.leads)]


def hand_over(roster: Roster, snapshot: Snapshot, group: Group, person: str) -> Iterator[Change]:
    """The group's row names the new head; whoever led before goes on as an ordinary member."""
    page = roster.page
    if page.head and (person != group.head or group.head_odd):
        yield edit(snapshot, page.groups, group.key, page.head, person or None)
    if page.leads and page.joins:
        for member in group.members:
            if member.role == page.leads and member.person.key != person:
                yield edit(snapshot, page.members, member.key, page.role, page.joins)


def step_down(roster: Roster, snapshot: Snapshot, group: Group, member: Member) -> Iterator[Change]:
    """The group's row no longer names a head who left or took another role."""
    page = roster.page
    if page.head and group.head == member.person.key:
        yield edit(snapshot, page.groups, group.key, page.head, None)


def edit(snapshot: Snapshot, table: str, key: str, column: str, after: Any) -> Edit:
    """One cell, from what stands there now."""
    return Edit(table, key, column, snapshot.value(table, key, column), after)
