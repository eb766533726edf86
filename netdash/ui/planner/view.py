"""What the address of a calendar asks for: a way to look, a day, filters, an event; and the addresses next to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cached_property

from netdash.agenda import WEEK, Agenda, Event, monday, next_month, take_agenda, within
from netdash.kinds.russian import MONTH_NAMES, counted, month, plural, short_day, span
from netdash.snapshot import Snapshot
from netdash.specs.pages import CalendarPage
from netdash.ui import links
from netdash.ui.registry.address import parameter

PERIODS = ("month", "week", "list", "lanes")
"""Ways to look that show a stretch of time which people turn over."""

LANE_MONTHS = 3


@dataclass(frozen=True, eq=False)
class View:
    """One state of the page; ``held`` are the filters that hold events to a value, ``only`` the named list."""

    agenda: Agenda
    snapshot: Snapshot
    way: str
    day: date
    held: Mapping[str, str]
    only: str
    event: str

    @property
    def page(self) -> CalendarPage:
        """The declaration."""
        return self.agenda.page

    @property
    def today(self) -> date:
        """The day of the data."""
        return self.agenda.today

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Everything that the filters let through."""
        return self.agenda.select(self.held, self.only)

    @cached_property
    def period(self) -> tuple[date, date]:
        """The first and the last day on the screen."""
        return take_period(self.way, self.day)

    @cached_property
    def shown(self) -> list[Event]:
        """The events on the screen: those of the period; of what comes next, all from this week on."""
        return within(self.events, *self.period) if self.way else within(self.events, monday(self.day), date.max)

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        day = "" if self.day == self.today else self.day.isoformat()
        own = {"view": self.way, "day": day, "only": self.only, **self.held}
        return links.to(links.address(self.page), **{**own, **parameters})

    def to_day(self, day: date, way: str = "day") -> str:
        """The address of a day."""
        return self.address(view=way, day="" if day == self.today else day.isoformat())

    def to_event(self, key: str) -> str:
        """The address of an event's card."""
        return self.address(event=key)

    def to_new(self, day: date | None = None, **values: str) -> str:
        """The form of a new row, with the day and whatever else is known of it filled in."""
        dated = {self.page.starts: short_day(day)} if day else {}
        held = {parameter(column): value for column, value in {**dated, **values}.items() if "." not in column}
        return links.to(links.find_page("registry"), table=self.page.table, add="1", **held)

    def tell(self, count: int) -> str:
        """«5 мероприятий»."""
        return counted(count, *self.page.noun)

    def name(self, count: int) -> str:
        """«мероприятий», as it goes with a number."""
        return plural(count, *self.page.noun)

    def title(self, path: str | None) -> str:
        """What people call a column; nothing where the page has none."""
        return self.snapshot.target(self.page.table, path)[1].title if path else ""


def take_view(page: CalendarPage, snapshot: Snapshot) -> View:
    """The view that the address asks for; a wrong word is as good as none."""
    agenda = take_agenda(page, snapshot)
    ways = ("day", *list_ways(agenda, snapshot))
    held = {name: links.asked(name) for name in page.filters if links.asked(name)}
    return View(
        agenda,
        snapshot,
        way=links.asked("view") if links.asked("view") in ways else "",
        day=read_day(links.asked("day")) or agenda.today,
        held=held,
        only=links.asked("only") if links.asked("only") in page.lists else "",
        event=links.asked("event"),
    )


def read_day(text: str) -> date | None:
    """A day of the address; none of a year so far off that no month could come before or after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if MINYEAR + 2 < day.year < MAXYEAR - 2 else None


def list_ways(agenda: Agenda, snapshot: Snapshot) -> dict[str, str]:
    """The ways to look at this calendar, as people call them."""
    ways = {"": "Ближайшее", "month": "Месяц", "week": "Неделя", "list": "Список"}
    if agenda.page.lanes:
        ways["lanes"] = "Лента времени"
    if agenda.page.matrix:
        ways["cover"] = snapshot.config.coverage[agenda.page.matrix].title
    return ways


def school_year_days(day: date) -> tuple[date, date]:
    """The first and the last day of the school year that a day lies in."""
    year = day.year if day.month >= 9 else day.year - 1
    return date(year, 9, 1), date(year + 1, 8, 31)


def take_period(way: str, day: date) -> tuple[date, date]:
    """The first and the last day that a way to look shows around a day."""
    if way == "month":
        return day.replace(day=1), next_month(day) - timedelta(1)
    if way == "list":
        return school_year_days(day)
    if way == "lanes":
        return day.replace(day=1), next_month(day, LANE_MONTHS) - timedelta(1)
    if way == "day":
        return day, day
    return monday(day), monday(day) + (WEEK if way == "week" else 2 * WEEK) - timedelta(1)


def turn(way: str, day: date, forward: bool) -> date:
    """The day that stands for the period before or after."""
    step = 1 if forward else -1
    if way == "month":
        return next_month(day, step)
    if way == "lanes":
        return next_month(day, step * LANE_MONTHS)
    if way == "list":
        return next_month(day.replace(day=1), step * 12)
    return day + (WEEK if way == "week" else timedelta(1)) * step


def name_period(way: str, day: date) -> str:
    """The period as people call it."""
    first, last = take_period(way, day)
    if way == "month":
        return month(first)
    if way == "list":
        return f"{first.year}/{last.year % 100:02} учебный год"
    if way == "lanes":
        return f"{MONTH_NAMES[first.month - 1] if first.year == last.year else month(first)} – {month(last)}"
    return f"{span(first, last)} {last.year}"
