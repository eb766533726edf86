"""Checks of a page of days."""

from netdash.config.conditions import check_where
from netdash.config.draft import CHOICES, REFERENCES, TEXTS, Draft
from netdash.config.pages.choosing import check_filters, check_lists
from netdash.config.reading import Steps
from netdash.specs.pages.calendar import CalendarPage

ADDRESS = ("view", "day", "only", "event", "do", "files", "row", "column", "screens", "screens_over", "sign")
"""Words that the page's address needs for itself."""

_OWN = {"starts": {"date"}, "ends": {"date"}, "opens": {"time"}, "closes": {"time"}, "status": {"choice"}}
_LED = {"colour": frozenset({"choice", "reference"}), "lanes": CHOICES | REFERENCES}
_TOLD = TEXTS | REFERENCES | CHOICES


def check_calendar(draft: Draft, steps: Steps, page: CalendarPage) -> None:
    """Days and times are columns of the table itself, since they are written; what is told may be further away."""
    if not draft.table("pages", (*steps, "table"), page.table):
        return
    for word, kinds in _OWN.items():
        if path := getattr(page, word):
            draft.own("pages", (*steps, word), page.table, path, kinds)
    for word, wanted in {**_LED, **dict.fromkeys(("place", "invited", "who"), _TOLD)}.items():
        if path := getattr(page, word):
            draft.column("pages", (*steps, word), page.table, path, wanted)
    check_where(draft, "pages", (*steps, "pending"), page.table, page.pending)
    for word in ("moved", "cancelled"):
        _check_words(draft, (*steps, word), page.table, getattr(page, word))
    check_filters(draft, steps, page.table, page.filters, ADDRESS)
    check_lists(draft, steps, page.table, page.lists)
    if page.matrix and draft.known("pages", (*steps, "matrix"), "the matrix", page.matrix, draft.words("coverage")):
        spec = draft.coverage.get(page.matrix)
        if spec and spec.cell.table != page.table:
            message = f"the matrix «{page.matrix}» has cell.table: {spec.cell.table}; this page needs {page.table}"
            draft.fault("pages", (*steps, "matrix"), message)


def _check_words(draft: Draft, steps: Steps, table: str, words: dict[str, str]) -> None:
    """Each column is a choice of the table itself, and its word one of its list."""
    for path, word in words.items():
        end = draft.own("pages", (*steps, path), table, path, {"choice"})
        known = draft.list_words(end.column.choices) if end and end.column.choices else None
        if known is not None:
            draft.known("pages", (*steps, path), f"{table}.{path}: the choice", word, known)
