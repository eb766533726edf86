"""Checks of a page of portfolios."""

from netdash.config.conditions import check_where
from netdash.config.draft import CHOICES, REFERENCES, Draft
from netdash.config.pages.courses import FILTERED
from netdash.config.reading import Steps
from netdash.specs.pages import PortfolioPage


def check_portfolio(draft: Draft, steps: Steps, page: PortfolioPage) -> None:
    """Every part's rows name somebody of the table."""
    if not draft.table("pages", (*steps, "table"), page.table):
        return
    for number, path in enumerate(page.details):
        draft.follow("pages", (*steps, "details", number), page.table, path)
    for number, path in enumerate(page.filters):
        draft.own("pages", (*steps, "filters", number), page.table, path, FILTERED | {"integer"})
    for number, part in enumerate(page.parts):
        here = (*steps, "parts", number)
        if not draft.table("pages", (*here, "table"), part.table):
            continue
        end = draft.column("pages", (*here, "of"), part.table, part.of, REFERENCES)
        if end and end.points_at != page.table:
            draft.fault("pages", (*here, "of"), f"«{part.of}» refers to {end.points_at}; needed here: {page.table}")
        for place, path in enumerate(part.show):
            draft.follow("pages", (*here, "show", place), part.table, path)
        for word, kinds in (("by", CHOICES - {"choices"}), ("newest", {"date", "school_year"})):
            if getattr(part, word):
                draft.own("pages", (*here, word), part.table, getattr(part, word), kinds)
        check_where(draft, "pages", (*here, "where"), part.table, part.where)
