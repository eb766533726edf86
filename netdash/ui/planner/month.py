"""A month as a grid of weeks with bars over their days, a week as seven columns; on narrow screens both are lists of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from netdash.agenda import WEEK, Event, monday, within
from netdash.kinds.russian import MONTHS, NBSP, WEEKDAYS, day_month, weekday
from netdash.ui.planner import days, marks
from netdash.ui.planner.view import View
from netdash.ui.text import escape

SLOTS = 3
"""How many bars stand one under the other; the rest of a day is a click away."""


@dataclass(frozen=True)
class Bar:
    """An event in a week: on which of its days (0–6, both ends included) and how far down it stands."""

    event: Event
    first: int
    last: int
    slot: int


def lay_bars(events: Sequence[Event], start: date, slots: int = SLOTS) -> tuple[list[Bar], list[int]]:
    """The bars of a week and how many events of each day found no room; a bar stands as high as its days are free."""
    found, hidden, taken = list[Bar](), [0] * 7, [set[int]() for _ in range(7)]
    week = within(events, start, start + WEEK - timedelta(1))
    for event in sorted(week, key=lambda event: (event.starts, event.starts - event.ends)):
        first, last = max(0, (event.starts - start).days), min(6, (event.ends - start).days)
        slot = next(number for number in range(len(week)) if all(number not in taken[day] for day in range(first, last + 1)))
        for day in range(first, last + 1):
            taken[day].add(slot)
            hidden[day] += slot >= slots
        if slot < slots:
            found.append(Bar(event, first, last, slot))
    return found, hidden


def show_month(view: View) -> None:
    """The month that the day lies in."""
    first, last = view.period
    weeks, start = [], monday(first)
    while start <= last:
        weeks.append(draw_week(view, start))
        start += WEEK
    head = "".join(f'<span class="{kind(number)}">{name}</span>' for number, name in enumerate(WEEKDAYS))
    grid = f'<div class="nd-month"><div class="nd-weekdays" aria-hidden="true">{head}</div>{"".join(weeks)}</div>'
    narrow = draw_days(view, first, last)
    st.html(f'{grid}<div class="nd-month-days">{narrow}</div>{draw_legend(view)}{"" if view.shown else days.nothing(view)}')


def kind(number: int, day: date | None = None, today: date | None = None) -> str:
    """The class of a day: a weekend is shaded."""
    return " ".join(filter(None, ("nd-weekend" if number > 4 else "", "nd-is-today" if day and day == today else "")))


def draw_week(view: View, start: date) -> str:
    """HTML of one week of the grid: a cell for each day behind, bars over them."""
    bars, hidden = lay_bars(view.events, start)
    cells = "".join(draw_cell(view, start + timedelta(number), number, hidden[number]) for number in range(7))
    lines = "".join(draw_bar(view, bar) for bar in bars)
    return f'<div class="nd-week">{cells}{lines}</div>'


def draw_cell(view: View, day: date, number: int, hidden: int) -> str:
    """HTML of a day: its number opens it, «+» adds to it, what found no room is counted."""
    away = "" if view.period[0] <= day <= view.period[1] else " nd-away"
    name = f"{day.day}{NBSP}{MONTHS[day.month - 1][:3]}" if day.day == 1 else str(day.day)
    said = f"{weekday(day)}, {day_month(day)}" + (", сегодня" if day == view.today else "")
    column = f"grid-column:{number + 1}"
    add = escape(view.to_new(day))
    more = (
        f'<a class="nd-link nd-hidden" style="{column}" href="{escape(view.to_day(day))}" target="_self">ещё{NBSP}{hidden}</a>'
        if hidden
        else ""
    )
    return (
        f'<div class="nd-cell {kind(number, day, view.today)}{away}" style="{column}">'
        f'<a class="nd-link nd-date" href="{escape(view.to_day(day))}" target="_self" aria-label="{escape(said)}">{name}</a>'
        f'<a class="nd-link nd-plus" href="{add}" target="_self" title="Добавить на этот день" '
        f'aria-label="Добавить на {escape(day_month(day))}">+</a></div>{more}'
    )


def draw_bar(view: View, bar: Bar) -> str:
    """HTML of one event over its days."""
    event = bar.event
    place = f"grid-column:{bar.first + 1} / {bar.last + 2};grid-row:{bar.slot + 2}"
    gone = " nd-gone" if event.cancelled else ""
    hours = f"{escape(marks.tell_hours(event).partition('–')[0])} " if event.opens else ""
    return (
        f'<a class="nd-link nd-event{gone}"{marks.style(view, event.colour, place)} href="{escape(view.to_event(event.key))}" '
        f'target="_self" title="{escape(marks.whisper(view, event))}">'
        f"<span>{marks.mark(view, event)}{hours}{escape(event.title)}</span></a>"
    )


def draw_legend(view: View) -> str:
    """HTML of what the colours on the screen mean."""
    seen = {event.colour for event in view.shown}
    items = "".join(
        f'<span class="nd-about"{marks.style(view, value)}>{escape(text)}</span>'
        for value, text in view.agenda.colours.items()
        if value in seen
    )
    title = escape(view.title(view.page.colour))
    return f'<p class="nd-legend"><span class="nd-soft">{title}:</span>{items}</p>' if items else ""


def draw_days(view: View, first: date, last: date) -> str:
    """HTML of the days that have events, each with its list; for narrow screens."""
    count = (last - first).days + 1
    shown = [first + timedelta(number) for number in range(count)]
    return "".join(draw_day(view, day, events) for day in shown if (events := within(view.shown, day, day)))


def draw_day(view: View, day: date, events: Sequence[Event]) -> str:
    """HTML of one day with all that is on it."""
    add = escape(view.to_new(day))
    items = "".join(draw_card(view, event) for event in events) or '<p class="nd-none">—</p>'
    word = ' <b class="nd-today">сегодня</b>' if day == view.today else ""
    href = escape(view.to_day(day))
    return (
        f'<section class="nd-day {kind(day.weekday(), day, view.today)}"><h3>'
        f'<a class="nd-link nd-date" href="{href}" target="_self">'
        f"<span>{weekday(day)}</span> {escape(day_month(day))}</a>{word}"
        f'<a class="nd-link nd-plus" href="{add}" target="_self" title="Добавить на этот день" aria-label="Добавить">+</a></h3>'
        f"{items}</section>"
    )


def draw_card(view: View, event: Event) -> str:
    """HTML of one event in its day: when, what, where, who."""
    hours = f"<b>{escape(marks.tell_hours(event))}</b> " if event.opens else ""
    facts = " · ".join(filter(None, (marks.place(event), marks.who(event))))
    return (
        f'<div class="nd-event nd-full"{marks.style(view, event.colour)}>{hours}{marks.link(view, event)}'
        f"{marks.tell_state(view, event)}<small>{facts}</small></div>"
    )


def show_week(view: View) -> None:
    """The seven days of a week side by side; on narrow screens one under the other."""
    first, _ = view.period
    columns = "".join(
        draw_day(view, day, within(view.shown, day, day)) for day in (first + timedelta(number) for number in range(7))
    )
    st.html(f'<div class="nd-seven">{columns}</div>{draw_legend(view)}')
