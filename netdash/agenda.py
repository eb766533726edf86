"""What happens on which day: the rows of a calendar page as events. Made once a snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from netdash.edits import plain_all
from netdash.errors import Problem
from netdash.facts import Blame, show_at, teller
from netdash.selection import Selection, build_selection, order, pieces
from netdash.snapshot import Snapshot
from netdash.specs.pages.calendar import CalendarPage
from netdash.specs.tables import State

WEEK = timedelta(7)


@dataclass(frozen=True)
class Event:
    """One row that has a day. ``ends`` is its last day; texts are as people read them, empty where nothing is said.

    ``row`` is its position in the table; ``pending`` ones are yet to happen, ``colour`` and ``lanes`` are keys or words.
    """

    row: int
    key: str
    title: str
    starts: date
    ends: date
    opens: time | None = None
    closes: time | None = None
    place: str = ""
    invited: str = ""
    who: str = ""
    status: str = ""
    state: State | None = None
    colour: str = ""
    lanes: tuple[str, ...] = ()
    pending: bool = False
    moved: bool = False
    cancelled: bool = False

    def is_on(self, first: date, last: date) -> bool:
        """Whether any of its days lies between these two, both included."""
        return self.starts <= last and self.ends >= first


@dataclass(frozen=True, eq=False)
class Agenda:
    """All events of a page in their order; ``colours`` and ``lanes`` are the values that occur, as people read them.

    ``left_out`` says of rows without a day why they have none.
    """

    page: CalendarPage
    today: date
    events: tuple[Event, ...]
    selection: Selection
    colours: Mapping[str, str]
    lanes: Mapping[str, str]
    left_out: tuple[Problem, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Event]:
        """Every event by the key of its row."""
        return {event.key: event for event in self.events}

    def select(self, held: Mapping[str, str], only: str = "") -> tuple[Event, ...]:
        """The events that people narrowed the page down to."""
        if not held and not only:
            return self.events
        return tuple(event for event in self.events if self.selection.holds(event.row, held, only))


def within(events: Iterable[Event], first: date, last: date) -> list[Event]:
    """The events of some days, both ends included."""
    return [event for event in events if event.is_on(first, last)]


def monday(day: date) -> date:
    """The first day of a week."""
    return day - timedelta(day.weekday())


def next_month(day: date, months: int = 1) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


_made: WeakKeyDictionary[Snapshot, dict[str, Agenda]] = WeakKeyDictionary()


def take_agenda(page: CalendarPage, snapshot: Snapshot) -> Agenda:
    """The events of a page, shared by all sessions."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_agenda(page, snapshot)
    return made[page.name]


def build_agenda(page: CalendarPage, snapshot: Snapshot) -> Agenda:
    """Every row with a day, the earliest first."""
    events = sorted(list_events(page, snapshot), key=lambda event: (event.starts, event.opens or time.min, event.row))
    blame, index = Blame(snapshot), snapshot.tables[page.table].index
    dated = {event.key for event in events}
    return Agenda(
        page=page,
        today=snapshot.today,
        events=tuple(events),
        selection=build_selection(snapshot, page.table, page.filters, page.lists),
        colours=name_values(snapshot, page, page.colour),
        lanes=name_values(snapshot, page, page.lanes),
        left_out=tuple(blame.why(page.table, key, page.starts) for key in index if key not in dated),
    )


def name_values(snapshot: Snapshot, page: CalendarPage, path: str | None) -> dict[str, str]:
    """The values of a path that occur, in their order, with their texts."""
    if path is None:
        return {}
    occur = {value for cell in snapshot.follow(page.table, path).tolist() for value in pieces(cell)}
    texts = {value: show_at(snapshot, page.table, path, value) for value in occur}
    return {value: texts[value] for value in order(snapshot, page.table, path, texts)}


def list_events(page: CalendarPage, snapshot: Snapshot) -> Iterable[Event]:
    """The rows with a day, in the order of the sheet."""
    table, labels = page.table, list_titles(snapshot, page.table)
    values = read_columns(page, snapshot)
    masks = [take_mask(snapshot, table, where) for where in (page.pending, page.moved, page.cancelled)]
    texts = {part: teller(snapshot, table, getattr(page, part)) for part in ("place", "invited", "who", "status")}
    states = list_states(snapshot, table, page.status)
    for row, (key, title) in enumerate(zip(snapshot.tables[table].index, labels, strict=True)):
        starts = values["starts"][row]
        if starts is None:
            continue
        pending, moved, cancelled = (mask[row] for mask in masks)
        yield Event(
            row=row,
            key=key,
            title=title,
            starts=starts,
            ends=max(values["ends"][row] or starts, starts),
            opens=values["opens"][row],
            closes=values["closes"][row],
            state=states.get(values["status"][row]),
            colour=next(iter(pieces(values["colour"][row])), ""),
            lanes=tuple(pieces(values["lanes"][row])),
            pending=pending,
            moved=moved,
            cancelled=cancelled,
            **{part: tell(values[part][row]) for part, tell in texts.items()},
        )


def list_titles(snapshot: Snapshot, table: str) -> list[str]:
    """What each row is called; the same for two of one name, since their days tell them apart."""
    names = snapshot.follow(table, snapshot.tables[table].spec.label_column).tolist()
    labels = snapshot.labels(table).tolist()
    return [name if isinstance(name, str) and name else label for name, label in zip(names, labels, strict=True)]


def read_columns(page: CalendarPage, snapshot: Snapshot) -> dict[str, list[Any]]:
    """What each part of the page finds in each row; nothing where the network has no such part."""
    count = len(snapshot.tables[page.table].index)
    parts = ("starts", "ends", "opens", "closes", "status", "colour", "lanes", "place", "invited", "who")
    paths = {part: getattr(page, part) for part in parts}
    return {part: plain_all(snapshot.follow(page.table, path)) if path else [None] * count for part, path in paths.items()}


def take_mask(snapshot: Snapshot, table: str, where: Mapping[str, Any]) -> Sequence[bool]:
    """Which rows meet conditions; none where there are no conditions."""
    return snapshot.mask(table, dict(where)).tolist() if where else [False] * len(snapshot.tables[table].index)


def list_states(snapshot: Snapshot, table: str, path: str | None) -> Mapping[Any, State | None]:
    """The state of each word of a status."""
    words = snapshot.target(table, path)[1].choices if path else None
    return {word: choice.state for word, choice in snapshot.config.choice_list(words).items()} if words else {}
