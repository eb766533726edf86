"""Checks of a page of people."""

from netdash.config.conditions import check_where
from netdash.config.draft import ANY, CHOICES, REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import StaffPage
from netdash.specs.pages.roster import RosterPage


def check_staff(draft: Draft, steps: Steps, page: StaffPage) -> None:
    """People have a place, a category and perhaps a subject; lists, groups and related rows are of these people."""
    draft.names("pages", (*steps, "lists"), "the list")
    draft.names("pages", (*steps, "related"), "the related rows")
    if draft.table("pages", (*steps, "people"), page.people):
        draft.column("pages", (*steps, "place"), page.people, page.place, {"reference"})
        draft.column("pages", (*steps, "category"), page.people, page.category, {"choice"})
        if page.subject:
            draft.column("pages", (*steps, "subject"), page.people, page.subject, CHOICES | REFERENCES)
        for name, each in page.lists.items():
            check_where(draft, "pages", (*steps, "lists", name, "where"), page.people, each.where)
    for name, related in page.related.items():
        here = (*steps, "related", name)
        if draft.table("pages", (*here, "table"), related.table):
            draft.reference("pages", (*here, "person"), related.table, related.person, page.people)
            check_where(draft, "pages", (*here, "won"), related.table, related.won)
            for number, column in enumerate(related.show):
                draft.own("pages", (*here, "show", number), related.table, column, ANY)
    if page.roster:
        _check_roster(draft, (*steps, "roster"), page)


def _check_roster(draft: Draft, steps: Steps, page: StaffPage) -> None:
    """The groups are those of a page of groups, whose members are these people."""
    pages = {name: each for section in draft.pages.values() for name, each in section.items()}
    names = [name for name, each in pages.items() if isinstance(each, RosterPage)]
    if draft.known("pages", steps, "the page of groups", page.roster or "", names):
        roster = pages[page.roster or ""]
        if isinstance(roster, RosterPage) and roster.people != page.people:
            draft.fault("pages", steps, f"the page «{page.roster}» is about {roster.people}, this one about {page.people}")
