"""How one event is told wherever it stands: its colour, its state, its days, its title as a link."""

import re

from netdash import charts
from netdash.agenda import Event
from netdash.kinds.russian import NBSP, clock, span, weekday
from netdash.specs.tables import State
from netdash.ui.planner.view import View
from netdash.ui.states import badge, shape
from netdash.ui.text import bind, escape

_INITIAL = re.compile(r" (?=[А-ЯЁA-Z]\.)")

OVERDUE = "не отмечено, состоялось ли"


def colour(view: View, value: str) -> str:
    """The colour of what an event is about, the same wherever it stands; none where nothing is said."""
    path = view.page.colour
    if not path or not value:
        return ""
    column = view.snapshot.target(view.page.table, path)[1]
    words = view.snapshot.config.choice_list(column.choices) if column.choices else {}
    known = view.snapshot.tables[column.to].rows if column.to else words
    return charts.colours(known).get(value, "")


def style(view: View, value: str, extra: str = "") -> str:
    """The HTML attribute that gives an element the colour."""
    hue = colour(view, value)
    rules = ";".join(filter(None, (f"--nd-hue:{hue}" if hue else "", extra)))
    return f' style="{rules}"' if rules else ""


def is_overdue(view: View, event: Event) -> bool:
    """Whether its days are over and nobody said what became of it."""
    return event.pending and event.ends < view.today


def mark(view: View, event: Event) -> str:
    """HTML of the state's shape; nothing for what is simply planned."""
    said = say_state(view, event)
    return shape(*said) if said else ""


def tell_state(view: View, event: Event) -> str:
    """HTML of the state in shape and word; nothing for what is simply planned."""
    said = say_state(view, event)
    return badge(*said) if said else ""


def say_state(view: View, event: Event) -> tuple[State, str] | None:
    """The state and its word, unless the event is simply planned."""
    if is_overdue(view, event):
        return "late", OVERDUE
    if event.state is None or (event.pending and not event.moved):
        return None
    return event.state, event.status


def tell_days(event: Event) -> str:
    """«пн, 21 июня», «21–25 июня»."""
    days = span(event.starts, event.ends)
    return f"{weekday(event.starts)}, {days}" if event.starts == event.ends else days


def tell_hours(event: Event) -> str:
    """«10:00–12:00», «10:00», nothing for whole days."""
    if event.opens is None:
        return ""
    return f"{clock(event.opens)}–{clock(event.closes)}" if event.closes else clock(event.opens)


def link(view: View, event: Event, kind: str = "nd-quiet") -> str:
    """HTML of the title, which opens the card."""
    gone = " nd-gone" if event.cancelled else ""
    href = escape(view.to_event(event.key))
    return f'<a class="nd-link {kind}{gone}" href="{href}" target="_self">{escape(event.title)}</a>'


def tell_colour(view: View, event: Event) -> str:
    """HTML of what the event is about, with its colour."""
    text = view.agenda.colours.get(event.colour, "")
    return f'<small class="nd-about"{style(view, event.colour)}>{escape(text)}</small>' if text else ""


def place(event: Event) -> str:
    """HTML of where."""
    return escape(bind(event.place))


def invited(event: Event) -> str:
    """HTML of for whom."""
    return escape(bind(event.invited))


def who(event: Event) -> str:
    """HTML of who answers; initials stay with their surname."""
    return escape(_INITIAL.sub(NBSP, event.who))


def whisper(view: View, event: Event) -> str:
    """Everything about an event in one line, for those who point at it."""
    parts = (event.title, tell_days(event), tell_hours(event), event.place, event.status)
    return ", ".join(filter(None, (*parts, OVERDUE if is_overdue(view, event) else "")))
