"""What the address of a page of results asks for, and the figures that answer it. Figures are gathered once a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from netdash.comparison import Comparison, Scores, compare, read_scores, without
from netdash.indicators import Reading, school_year_of
from netdash.snapshot import Snapshot
from netdash.specs.pages import ResultsPage
from netdash.specs.pages.results import ResultPart
from netdash.ui import current, links
from netdash.ui.views import View

PLACES = "places"

Place = tuple[str | None, str | None]
"""A subject and a place; ``None`` for all of them."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Readings of one indicator by subject and place, year by year; ``alike`` keeps comparisons that were made of them."""

    readings: Mapping[Place, Mapping[str, Reading]]
    subjects: Mapping[str, str]
    places: Mapping[str, str]
    alike: dict[tuple[str, str, Place, int], tuple[Comparison | None, tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years in which the whole network has a figure."""
        return tuple(year for year, reading in self.readings.get((None, None), {}).items() if reading.value is not None)

    def find(self, subject: str | None, place: str | None, year: str) -> Reading | None:
        """One figure, ``None`` where no row ever stood."""
        return self.readings.get((subject, place), {}).get(year)


_gathered: WeakKeyDictionary[Snapshot, dict[tuple[str, str], Figures]] = WeakKeyDictionary()


def take_figures(snapshot: Snapshot, part: ResultPart, indicator: str) -> Figures:
    """The figures of an indicator, shared by all sessions."""
    kept = _gathered.setdefault(snapshot, {})
    asked = (indicator, f"{part.by} {part.place}")
    if asked not in kept:
        kept[asked] = gather(snapshot, part, indicator)
    return kept[asked]


def gather(snapshot: Snapshot, part: ResultPart, indicator: str) -> Figures:
    """All readings up to this school year, whole, by subject, by place and by both."""
    found: dict[Place, dict[str, Reading]] = {}
    labels: tuple[dict[str, str], dict[str, str]] = ({}, {})
    until = school_year_of(snapshot.today)
    for paths in ((), (part.by,), (part.place,), (part.by, part.place)):
        for reading in current.workspace().readings(by=paths or None, name=indicator):
            place = (reading.by.get(part.by), reading.by.get(part.place))
            if reading.school_year <= until and "" not in place:
                found.setdefault(place, {})[reading.school_year] = reading
                if len(paths) == 1:
                    labels[paths[0] == part.place].setdefault(reading.by[paths[0]], reading.label)
    return Figures(found, *labels)


@dataclass(frozen=True, kw_only=True)
class ResultsView(View):
    """One state of the page: a tab, an indicator of it, perhaps one subject and one place, and two years to compare.

    ``across`` compares the places over all subjects, where neither a subject nor a place is chosen.
    """

    page: ResultsPage
    tab: str
    since: str
    till: str
    across: bool = False
    rows: str = ""

    @property
    def part(self) -> ResultPart:
        """The declaration of the tab."""
        return self.page.parts[self.tab]

    @property
    def figures(self) -> Figures:
        """All figures of the indicator."""
        return take_figures(self.snapshot, self.part, self.spec.name)

    @property
    def subject(self) -> str | None:
        """The subject that the page is held to."""
        return dict(self.held).get(self.part.by)

    @property
    def place(self) -> str | None:
        """The place that the page is held to."""
        return dict(self.held).get(self.part.place)

    @property
    def of_places(self) -> bool:
        """Whether places are compared, and not subjects."""
        return bool(self.subject) or self.across

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters; ``of`` is the subject, ``at`` the place, ``by`` says «places»."""
        own = {"tab": self.tab, "measure": self.spec.name, "since": self.since, "till": self.till}
        own |= {"of": self.subject or "", "at": self.place or "", "by": PLACES if self.across else ""}
        return links.to(links.address(self.page), **{**own, **parameters})

    def compare_years(self, subject: str | None, place: str | None) -> Comparison | None:
        """How the figure moved between the two years; ``None`` if one of them has no row at all."""
        before, after = (self.figures.find(subject, place, year) for year in (self.since, self.till))
        return self._compare(before, after) if before and after else None

    def compare_alike(self, subject: str | None, place: str | None) -> tuple[Comparison | None, tuple[str, ...]]:
        """The same over those places (and subjects) only that have a figure in both years, and the places that have not.

        Otherwise a school that has yet to type its results would move the mean of the network by being away.
        """
        kept, asked = self.figures.alike, (self.since, self.till, (subject, place), self.page.handful)
        if asked not in kept:
            kept[asked] = self._compare_alike(subject, place)
        return kept[asked]

    def _compare_alike(self, subject: str | None, place: str | None) -> tuple[Comparison | None, tuple[str, ...]]:
        before, after = (self.figures.find(subject, place, year) for year in (self.since, self.till))
        if before is None or after is None or before.value is None or after.value is None or (subject and place):
            return self.compare_years(subject, place), ()
        below, away = self.spec.small.below if self.spec.small else 0, dict[str, None]()
        for (one, where), series in self.figures.readings.items():
            if one is None or where is None or subject not in (None, one) or place not in (None, where):
                continue
            first, last = series.get(self.since), series.get(self.till)
            if (first is None or first.value is None) != (last is None or last.value is None):
                away[where] = None
                before, after = without(before, first, below), without(after, last, below)
        return self._compare(before, after), tuple(away)

    def compare_rest(self, subject: str | None, place: str) -> Comparison | None:
        """How a place differs from the network without it, in the later year."""
        own, whole = self.figures.find(subject, place, self.till), self.figures.find(subject, None, self.till)
        below = self.spec.small.below if self.spec.small else 0
        return self._compare(without(whole, own, below), own) if own and whole else None

    def _compare(self, before: Reading, after: Reading) -> Comparison:
        """With what is known of the spread of single scores."""
        return compare(before, after, self.page.handful, self.width, self._scores(before, after))

    def _scores(self, *readings: Reading) -> dict[int, Scores | None]:
        deviation = self.part.deviation
        if self.spec.measure != "mean" or deviation is None:
            return {}
        found = (read_scores(self.snapshot, self.spec, deviation, reading.rows) for reading in readings)
        return dict(enumerate(found))

    @property
    def width(self) -> float | None:
        """From one end of the scale to the other; ``None`` for a mean whose column declares no ends."""
        if self.spec.measure != "mean" or self.spec.of is None:
            return 1.0
        column = self.snapshot.target(self.spec.table, self.spec.of)[1]
        return None if column.min is None or column.max is None else column.max - column.min


def take_results(page: ResultsPage, snapshot: Snapshot) -> ResultsView:
    """The view that the address asks for; what it does not say, or says wrong, is the usual."""
    tab = links.asked("tab") if links.asked("tab") in page.parts else next(iter(page.parts))
    part = page.parts[tab]
    name = links.asked("measure") if links.asked("measure") in part.indicators else part.indicators[0]
    figures = take_figures(snapshot, part, name)
    subject = links.asked("of") if links.asked("of") in figures.subjects else ""
    place = links.asked("at") if links.asked("at") in figures.places else ""
    since, till = choose_years(figures.years, snapshot.config.network.school_years.baseline)
    held = tuple((path, value) for path, value in ((part.by, subject), (part.place, place)) if value)
    across = links.asked("by") == PLACES and not held
    return ResultsView(
        snapshot, snapshot.config.indicators.indicators[name], part.place if subject or across else part.by, held, True,
        page=page, tab=tab, since=since, till=till, across=across,
    )  # fmt: skip


def choose_years(years: Sequence[str], baseline: str) -> tuple[str, str]:
    """Two years to compare: those asked for, else the baseline (or the first that there is) and the last."""
    if not years:
        return baseline, baseline
    till = links.asked("till") if links.asked("till") in years else years[-1]
    usual = baseline if baseline in years and baseline < till else years[0]
    since = links.asked("since") if links.asked("since") in years else usual
    return (since, till) if since <= till else (till, since)
