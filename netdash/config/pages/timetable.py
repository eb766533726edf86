"""Checks of a weekly timetable."""

from netdash.config.conditions import check_where
from netdash.config.draft import NUMBERS, REFERENCES, TEXTS, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import TimetablePage
from netdash.specs.pages.timetable import Layer, Members
from netdash.specs.rules import each_path


def check_timetable(draft: Draft, steps: Steps, page: TimetablePage) -> None:
    """All layers stand in the same week; members take what the layers are about."""
    weeks: dict[str | None, int] = {}
    for number, layer in enumerate(page.layers):
        here = (*steps, "layers", number)
        if draft.table("pages", (*here, "table"), layer.table):
            week = _check_layer(draft, here, layer)
            if week and weeks.setdefault(week, number) == number and len(weeks) > 1:
                draft.fault(
                    "pages", (*here, "day"), f"the days are of the list {week}, but of {next(iter(weeks))} in the first layer"
                )
    if page.members and draft.table("pages", (*steps, "members", "table"), page.members.table):
        _check_members(draft, (*steps, "members"), page.members)


def _check_layer(draft: Draft, here: Steps, layer: Layer) -> str | None:
    """The list of the layer's days."""
    day = draft.column("pages", (*here, "day"), layer.table, layer.day, {"choice"})
    for word in ("starts", "ends"):
        draft.column("pages", (*here, word), layer.table, getattr(layer, word), {"time"})
    draft.column("pages", (*here, "what"), layer.table, layer.what, {"reference", "key"} | TEXTS)
    for path in each_path(layer.at) if layer.at else ():
        draft.column("pages", (*here, "at"), layer.table, path, {"reference", "key"})
    if layer.size:
        draft.column("pages", (*here, "size"), layer.table, layer.size, NUMBERS)
    if layer.person:
        draft.column("pages", (*here, "person"), layer.table, layer.person, {"reference"})
    check_where(draft, "pages", (*here, "where"), layer.table, layer.where)
    return day.column.choices if day else None


def _check_members(draft: Draft, here: Steps, members: Members) -> None:
    for word in ("student", "what"):
        draft.own("pages", (*here, word), members.table, getattr(members, word), {"reference"})
    if members.home:
        draft.column("pages", (*here, "home"), members.table, members.home, REFERENCES - {"references"})
    if members.year:
        draft.own("pages", (*here, "year"), members.table, members.year, {"school_year"})
    check_where(draft, "pages", (*here, "where"), members.table, members.where)
