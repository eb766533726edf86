"""Checks of a page of groups and their members."""

from netdash.config.draft import CHOICES, REFERENCES, TEXTS, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import RosterPage


def check_roster(draft: Draft, steps: Steps, page: RosterPage) -> None:
    """Members point at groups and people; roles, places and the matrix are of these tables."""
    words = {word: draft.table("pages", (*steps, word), getattr(page, word)) for word in ("groups", "members", "people")}
    if words["members"]:
        for word, target in (("group", page.groups), ("person", page.people)):
            draft.reference("pages", (*steps, word), page.members, getattr(page, word), target)
        for word, day in (("since", page.since), ("until", page.until)):
            if day:
                draft.own("pages", (*steps, word), page.members, day, {"date"})
        _check_roles(draft, steps, page)
    if words["groups"]:
        draft.own("pages", (*steps, "group_kind"), page.groups, page.group_kind, {"choice"})
        for word, path, to in (("part_of", page.part_of, page.groups), ("head", page.head, page.people)):
            if path:
                draft.reference("pages", (*steps, word), page.groups, path, to)
        if page.base:
            draft.own("pages", (*steps, "base"), page.groups, page.base, {"reference"})
    if words["people"] and page.place:
        draft.own("pages", (*steps, "place"), page.people, page.place, {"reference"})
    if words["people"] and page.detail:
        draft.column("pages", (*steps, "detail"), page.people, page.detail, TEXTS | REFERENCES | CHOICES)
    if page.matrix and draft.known("pages", (*steps, "matrix"), "the matrix", page.matrix, draft.words("coverage")):
        _check_matrix(draft, (*steps, "matrix"), page)


def _check_roles(draft: Draft, steps: Steps, page: RosterPage) -> None:
    """The roles of the head and of others are words of the list of roles."""
    end = draft.own("pages", (*steps, "role"), page.members, page.role, {"choice"})
    known = draft.list_words(end.column.choices) if end and end.column.choices else None
    for word, role in (("leads", page.leads), ("joins", page.joins)):
        if role and known is not None:
            draft.known("pages", (*steps, word), f"{page.members}.{page.role}: the choice", role, known)


def _check_matrix(draft: Draft, steps: Steps, page: RosterPage) -> None:
    """The matrix counts the members of these groups by the places of these people."""
    spec = draft.coverage.get(page.matrix or "")
    if spec is None:
        return
    people, members = draft.tables.get(page.people), draft.tables.get(page.members)
    place = people.columns.get(page.place or "") if people else None
    group = members.columns.get(page.group) if members else None
    wanted = (page.groups, place and place.to, page.members, page.group if group and group.to == page.groups else None)
    found = (spec.rows.table, spec.columns.table, spec.cell.table, spec.cell.row)
    for word, need, has in zip(("rows", "columns", "cell.table", "cell.row"), wanted, found, strict=True):
        if need and has and need != has:
            draft.fault("pages", steps, f"the matrix «{page.matrix}» has {word}: {has}; this page needs {need}")
