"""Checks of the page for leadership."""

from netdash.config.draft import CHOICES, REFERENCES, TEXTS, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import SummaryPage


def check_summary(draft: Draft, steps: Steps, page: SummaryPage) -> None:
    """What comes next are rows with a day, perhaps with a place."""
    if draft.table("pages", (*steps, "events"), page.events):
        draft.column("pages", (*steps, "starts"), page.events, page.starts, {"date"})
        if page.place:
            draft.column("pages", (*steps, "place"), page.events, page.place, TEXTS | REFERENCES | CHOICES)
