"""Checks of a page of achievements."""

from netdash.config.draft import CHOICES, REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs import IndicatorSpec
from netdash.specs.pages import AchievementsPage
from netdash.specs.pages.achievements import AchievementPart

_GROUPS = CHOICES | REFERENCES | {"yes_no", "text"}


def check_achievements(draft: Draft, steps: Steps, page: AchievementsPage) -> None:
    """Each part names indicators that count rows of one table over the years, and paths of that table."""
    draft.names("pages", (*steps, "parts"), "the part")
    for name, part in page.parts.items():
        here = (*steps, "parts", name)
        wins = _check_indicator(draft, (*here, "wins"), part.wins)
        entries = _check_indicator(draft, (*here, "entries"), part.entries) if part.entries else None
        if wins and entries and wins.table != entries.table:
            draft.fault("pages", (*here, "entries"), f"«{part.entries}» counts {entries.table}, «{part.wins}» {wins.table}")
        if wins:
            _check_paths(draft, here, part, wins)


def _check_indicator(draft: Draft, steps: Steps, name: str) -> IndicatorSpec | None:
    """The indicator, if it counts rows and knows their years."""
    if not draft.known("pages", steps, "the indicator", name, draft.words("indicators", "indicators")):
        return None
    spec = draft.indicators.indicators.get(name) if draft.indicators else None
    if spec and (spec.measure != "count" or spec.of or not spec.year or spec.cumulative):
        draft.fault("pages", steps, f"«{name}» does not count rows year by year (measure: count with year, without of)")
        return None
    return spec


def _check_paths(draft: Draft, steps: Steps, part: AchievementPart, wins: IndicatorSpec) -> None:
    """What to filter by is no condition of a win itself; places and people are rows of tables."""
    for number, path in enumerate(part.by):
        draft.column("pages", (*steps, "by", number), wins.table, path, _GROUPS)
    for word in ("place", "who", "mentor"):
        if path := getattr(part, word):
            draft.column("pages", (*steps, word), wins.table, path, {"reference"})
    taken = [path for path in (part.place, *part.by, part.who, part.mentor) if path and path in wins.where]
    for path in taken:
        draft.fault("pages", steps, f"«{path}» says what counts in «{part.wins}», so it cannot be a filter as well")
