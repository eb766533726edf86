"""What the address of a page of achievements asks for, and the readings that answer it; counted once a snapshot."""

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from netdash.indicators import Reading, compute_one, school_year_of
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec
from netdash.specs.pages import AchievementsPage
from netdash.specs.pages.achievements import AchievementPart
from netdash.standings import Standing, list_met, rank
from netdash.ui import links
from netdash.ui.views import View

MEASURES = ("wins", "entries")

_counted: WeakKeyDictionary[Snapshot, dict[tuple[str, str], list[Reading]]] = WeakKeyDictionary()
_ranked: WeakKeyDictionary[Snapshot, dict[tuple[str, str, str], tuple[Standing, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class AchievementsView(View):
    """One state of the page: a part of it, wins or all entries, and what they are held to."""

    page: AchievementsPage
    tab: str
    measure: str
    when: str

    @property
    def part(self) -> AchievementPart:
        """The declaration of the tab."""
        return self.page.parts[self.tab]

    @property
    def people(self) -> tuple[str, ...]:
        """The paths to people, which the figures can be held to but not broken down by."""
        return tuple(path for path in (self.part.who, self.part.mentor) if path)

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {"tab": self.tab, "measure": self.measure if self.measure == "entries" else "", "by": self.by, "when": self.when}
        return links.to(links.address(self.page), **{**own, **dict(self.held), **parameters})

    @cached_property
    def wins(self) -> IndicatorSpec:
        """What counts as a win, held to what the address asks for."""
        return hold(self.snapshot.config.indicators.indicators[self.part.wins], self.held)

    @cached_property
    def entries(self) -> IndicatorSpec | None:
        """All entries, likewise."""
        name = self.part.entries
        return hold(self.snapshot.config.indicators.indicators[name], self.held) if name else None

    @property
    def has_rows(self) -> bool:
        """Whether any row at all is left by what the figures are held to."""
        return bool(list_met(self.snapshot, self.entries or self.wins).any())

    def read(self, by: str = "") -> list[Reading]:
        """The readings of what is shown, whole or by one path."""
        spec = self.entries if self.measure == "entries" and self.entries else self.wins
        return take(self.snapshot, spec, by)

    def rank(self, path: str) -> tuple[Standing, ...]:
        """Who stands where, of the years that the address asks for."""
        kept = _ranked.setdefault(self.snapshot, {})
        asked = (self.wins.model_dump_json(), path, self.when)
        if asked not in kept:
            kept[asked] = rank(self.snapshot, self.wins, self.entries, path, self.when)
        return kept[asked]


def take(snapshot: Snapshot, spec: IndicatorSpec, by: str = "") -> list[Reading]:
    """Readings up to this school year, counted once for all sessions."""
    kept = _counted.setdefault(snapshot, {})
    asked = (spec.model_dump_json(), by)
    if asked not in kept:
        until = school_year_of(snapshot.today)
        found = compute_one(snapshot, spec, (by,) if by else ())
        kept[asked] = [reading for reading in found if reading.school_year <= until]
    return kept[asked]


def hold(spec: IndicatorSpec, held: tuple[tuple[str, str], ...]) -> IndicatorSpec:
    """An indicator that counts only rows with these values."""
    conditions = {path: "empty" if value == links.NOBODY else value for path, value in held}
    return spec.model_copy(update={"where": {**spec.where, **conditions}})


def take_achievements(page: AchievementsPage, snapshot: Snapshot) -> AchievementsView:
    """The view that the address asks for; what it does not say, or says wrong, is the usual."""
    tab = links.asked("tab") if links.asked("tab") in page.parts else next(iter(page.parts))
    part = page.parts[tab]
    measure = "entries" if part.entries and links.asked("measure") == "entries" else "wins"
    spec = snapshot.config.indicators.indicators[(part.entries if measure == "entries" else None) or part.wins]
    paths = (part.place, *part.by)
    held = tuple((path, links.asked(path)) for path in (*paths, part.who, part.mentor) if path and links.asked(path))
    held = tuple((path, value) for path, value in held if is_value(snapshot, spec.table, path, value))
    free = [path for path in paths if path not in dict(held)]
    by = links.asked("by") if links.asked("by") in free else next(iter(free), "")
    years = {reading.school_year for reading in take(snapshot, spec)}
    return AchievementsView(
        snapshot, spec.model_copy(update={"by": tuple(free)}), by, held,
        page=page, tab=tab, measure=measure, when=links.asked("when") if links.asked("when") in years else "",
    )  # fmt: skip


def is_value(snapshot: Snapshot, table: str, path: str, value: str) -> bool:
    """Whether a path can have that value."""
    column = snapshot.target(table, path)[1]
    if value == links.NOBODY:
        return True
    if column.to:
        return value in snapshot.tables[column.to].rows
    return value in snapshot.config.choice_list(column.choices) if column.choices else True
