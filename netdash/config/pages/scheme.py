"""Checks of a page of places: what is drawn, listed and counted leads to these places and to the directions they share."""

from netdash.config.conditions import check_where
from netdash.config.draft import NUMBERS, REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import SchemePage
from netdash.specs.pages.scheme import CardPart, Line, Work

_PLACES = REFERENCES | {"key"}


def check_scheme(draft: Draft, steps: Steps, page: SchemePage) -> None:
    """Places have a sort, perhaps a position; lines and cards lead to them."""
    if not draft.table("pages", (*steps, "table"), page.table):
        return
    end = draft.own("pages", (*steps, "group"), page.table, page.group, {"choice"})
    known = draft.list_words(end.column.choices) if end and end.column.choices else None
    if page.base and known is not None:
        draft.known("pages", (*steps, "base"), f"{page.table}.{page.group}: the choice", page.base, known)
    for word, path in (("x", page.x), ("y", page.y)):
        if path:
            draft.own("pages", (*steps, word), page.table, path, NUMBERS)
    if bool(page.x) != bool(page.y):
        draft.fault("pages", steps, "a position needs both x and y")
    for number, path in enumerate(page.facts):
        draft.follow("pages", (*steps, "facts", number), page.table, path)
    draft.names("pages", (*steps, "lines"), "the line")
    for name, line in page.lines.items():
        _check_line(draft, (*steps, "lines", name), page, line)
    for number, part in enumerate(page.card):
        _check_part(draft, (*steps, "card", number), page, part)
    for word, choices in (("directions", page.directions), ("principles", page.principles)):
        if choices and draft.list_words(choices) is None:
            draft.known("pages", (*steps, word), "the list", choices, draft.list_names())
    for number, work in enumerate(page.work):
        _check_work(draft, (*steps, "work", number), page, work)


def _leads(draft: Draft, steps: Steps, table: str, path: str | None, places: str) -> None:
    """The path leads to places."""
    end = draft.column("pages", steps, table, path, _PLACES) if path else None
    if end and end.points_at != places:
        draft.fault("pages", steps, f"«{path}» leads to {end.points_at}; needed here: {places}")


def _check_line(draft: Draft, steps: Steps, page: SchemePage, line: Line) -> None:
    if not draft.table("pages", (*steps, "table"), line.table):
        return
    if bool(line.place) == bool(line.start or line.end) or bool(line.start) != bool(line.end):
        draft.fault("pages", steps, "a line needs either place, or both from and to")
    for word, path in (("place", line.place), ("from", line.start), ("to", line.end)):
        _leads(draft, (*steps, word), line.table, path, page.table)
    if line.through:
        draft.column("pages", (*steps, "through"), line.table, line.through, _PLACES)
    for word, other in (("through", line.through), ("weight", line.weight)):
        if other and bool(line.place) != (word == "through"):
            draft.fault("pages", (*steps, word), f"{word} goes with {'place' if word == 'through' else 'from and to'}")
    if line.weight:
        draft.column("pages", (*steps, "weight"), line.table, line.weight, NUMBERS)
    if line.until:
        draft.own("pages", (*steps, "until"), line.table, line.until, {"date"})
    check_where(draft, "pages", (*steps, "where"), line.table, line.where)
    end = draft.find(line.table, line.through) if line.through else None
    table = line.table if end is None or isinstance(end, str) else end.points_at
    for number, path in enumerate(line.show):
        draft.follow("pages", (*steps, "show", number), table, path)


def _check_part(draft: Draft, steps: Steps, page: SchemePage, part: CardPart) -> None:
    if not draft.table("pages", (*steps, "table"), part.table):
        return
    _leads(draft, (*steps, "place"), part.table, part.place, page.table)
    end = draft.column("pages", (*steps, "each"), part.table, part.each, REFERENCES) if part.each else None
    for number, path in enumerate(part.show):
        draft.follow("pages", (*steps, "show", number), end.points_at if end else part.table, path)
    if part.newest:
        draft.column("pages", (*steps, "newest"), part.table, part.newest, {"date", "school_year"})
    check_where(draft, "pages", (*steps, "where"), part.table, part.where)


def _check_work(draft: Draft, steps: Steps, page: SchemePage, work: Work) -> None:
    if not page.directions:
        draft.fault("pages", steps, "work needs directions: the list of choices that it is counted by")
    if not draft.table("pages", (*steps, "table"), work.table):
        return
    end = draft.column("pages", (*steps, "by"), work.table, work.by, {"choice"})
    if end and page.directions and end.column.choices != page.directions:
        draft.fault("pages", (*steps, "by"), f"«{work.by}» takes the list {end.column.choices}, not {page.directions}")
    for word, where in (("done", work.done), ("leave_out", work.leave_out)):
        check_where(draft, "pages", (*steps, word), work.table, where)
    if work.until:
        draft.column("pages", (*steps, "until"), work.table, work.until, {"date"})
