"""What the address of the indicators page asks for, and the readings that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netdash.facts import show_at
from netdash.indicators import Reading, school_year_of
from netdash.kinds.russian import number
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec
from netdash.ui import current, links

UNSAID = "не указано"


@dataclass(frozen=True)
class View:
    """What the address asks for: an indicator, the path it is broken down by, and values that other paths are held to.

    ``panels`` wants a panel of all years for each part, be it a place or not.
    """

    snapshot: Snapshot
    spec: IndicatorSpec
    by: str
    held: tuple[tuple[str, str], ...] = ()
    panels: bool = False

    def title(self, path: str) -> str:
        """What people call the end of a path, with the way to it where that is not the table itself."""
        return self.snapshot.target(self.spec.table, path)[1].title

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {"indicator": self.spec.name, "by": self.by, **dict(self.held)}
        return links.to(links.find_page("indicators"), **{**own, **parameters})

    def read(self, by: str = "") -> list[Reading]:
        """The readings of the indicator, whole or by one path, within the values held, up to this school year."""
        paths = (*(path for path, _ in self.held), *((by,) if by else ()))
        until = school_year_of(self.snapshot.today)
        return [
            replace(reading, by={by: reading.by[by]}, label=name_part(self, by, reading.by[by])) if by else reading
            for reading in current.workspace().readings(by=paths or None, name=self.spec.name)
            if reading.school_year <= until and all(reading.by[path] == value for path, value in self.held)
        ]


def take_view(snapshot: Snapshot) -> View:
    """The view that the address asks for; what it does not say is the first that there is."""
    indicators = snapshot.config.indicators.indicators
    asked = indicators.get(links.asked("indicator")) or next(iter(indicators.values()))
    by = links.asked("by") if links.asked("by") in asked.by else next(iter(asked.by), "")
    held = tuple((path, links.asked(path)) for path in asked.by if path != by and links.asked(path))
    return View(snapshot, asked, by, held)


def name_part(view: View, path: str, value: str) -> str:
    """A part as people read it."""
    return show_at(view.snapshot, view.spec.table, path, value) or UNSAID


def latest(readings: Sequence[Reading]) -> Reading:
    """The newest reading that has a value; without any the newest."""
    return next((reading for reading in reversed(readings) if reading.value is not None), readings[-1])


def tell_size(snapshot: Snapshot, reading: Reading) -> str:
    """How many people or rows stand under a figure, and whether they are too few; counts say it themselves."""
    if reading.value is None or reading.measure in ("count", "sum"):
        return ""
    spec = snapshot.config.indicators.indicators[reading.name]
    path = spec.weight or spec.over
    few = ", мало для сравнения" if reading.small else ""
    if path:
        title = snapshot.target(spec.table, path)[1].title
        return f"{title[0].lower()}{title[1:]} {number(reading.size)}{few}"
    return f"из {number(reading.denominator or 0)}{few}"
