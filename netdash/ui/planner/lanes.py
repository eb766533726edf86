"""A time line: a lane for each value, events as bars over the days with their titles beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from netdash.agenda import Event, monday, next_month
from netdash.kinds.russian import MONTH_NAMES
from netdash.ui.planner import days, marks
from netdash.ui.planner.view import View
from netdash.ui.text import escape

LABEL = 0.3
"""The part of the line that a title takes at least."""


@dataclass(frozen=True)
class Mark:
    """An event in its lane: from where to where (0–1) and how far down; ``turned`` if its title stands before it."""

    event: Event
    left: float
    right: float
    row: int
    turned: bool


def lay_marks(events: Sequence[Event], first: date, last: date) -> list[Mark]:
    """The marks of a lane, each with room for its title, as few rows as that takes."""
    days_ = (last - first).days + 1
    ends: list[float] = []
    marks_ = []
    for event in sorted(events, key=lambda event: event.starts):
        left = max(0, (event.starts - first).days) / days_
        right = (min((event.ends - first).days, days_ - 1) + 1) / days_
        turned = left > 1 - LABEL
        start, end = (right - LABEL, right) if turned else (left, max(right, left + LABEL))
        row = next((number for number, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [end]
        marks_.append(Mark(event, left, right, row, turned))
    return marks_


def show_lanes(view: View) -> None:
    """All lanes over the period; on narrow screens a list for each."""
    first, last = view.period
    lanes = list_lanes(view)
    if not lanes:
        st.html(days.nothing(view))
        return
    lines = "".join(draw_lane(view, title, events, first, last) for title, events in lanes.items())
    narrow = "".join(
        f"<section><h3>{escape(title)}</h3>{''.join(draw_item(view, event) for event in events)}</section>"
        for title, events in lanes.items()
        if events
    )
    st.html(f'<div class="nd-lanes">{draw_axis(view, first, last)}{lines}</div><div class="nd-lane-lists">{narrow}</div>')


def list_lanes(view: View) -> dict[str, list[Event]]:
    """The events of each lane; those of no lane stand last. Nothing where the period is empty."""
    if not view.shown:
        return {}
    lanes = {title: [event for event in view.shown if value in event.lanes] for value, title in view.agenda.lanes.items()}
    alone = [event for event in view.shown if not event.lanes]
    return {**lanes, "Не указано": alone} if alone else lanes


def draw_axis(view: View, first: date, last: date) -> str:
    """HTML of the months above the lanes."""
    length = (last - first).days + 1
    pieces, start = [], first
    while start <= last:
        after = next_month(start)
        width = (after - start).days / length * 100
        pieces.append(f'<span style="width:{width:.3f}%">{MONTH_NAMES[start.month - 1]}</span>')
        start = after
    return f'<div class="nd-lane nd-axis"><b>{escape(view.title(view.page.lanes))}</b><div>{"".join(pieces)}</div></div>'


def draw_lane(view: View, title: str, events: Sequence[Event], first: date, last: date) -> str:
    """HTML of one lane with its months, weeks and today behind the marks."""
    placed = lay_marks(events, first, last)
    rows = max((mark.row for mark in placed), default=0) + 1
    length = (last - first).days + 1
    week = 7 / length * 100
    shift = ((monday(first) - first).days % 7) / length * 100
    ground = f"min-height:{rows * 1.75 + 0.5:.2f}rem;--nd-weeks:{week:.3f}%;--nd-shift:{shift:.3f}%"
    today = (
        f'<i class="nd-now" style="left:{((view.today - first).days + 0.5) / length * 100:.2f}%"></i>'
        if first <= view.today <= last
        else ""
    )
    bars = "".join(draw_mark(view, mark) for mark in placed)
    return f'<div class="nd-lane"><b>{escape(title)}</b><div class="nd-track" style="{ground}">{today}{bars}</div></div>'


def draw_mark(view: View, mark: Mark) -> str:
    """HTML of one event: the bar over its days, and the title before or after it."""
    event, width = mark.event, (mark.right - mark.left) * 100
    room = 100 * max(mark.right - mark.left, LABEL)
    side = f"right:{(1 - mark.right) * 100:.2f}%" if mark.turned else f"left:{mark.left * 100:.2f}%"
    place = f"{side};max-width:{room:.2f}%;top:{mark.row * 1.75 + 0.25:.2f}rem"
    kind = ("nd-turned" if mark.turned else "") + (" nd-gone" if event.cancelled else "")
    return (
        f'<a class="nd-link nd-mark {kind}"{marks.style(view, event.colour, place)} href="{escape(view.to_event(event.key))}" '
        f'target="_self" title="{escape(marks.whisper(view, event))}"><i style="width:max(0.6rem, {width:.2f}cqw)"></i>'
        f"<span>{marks.mark(view, event)}{escape(event.title)}</span></a>"
    )


def draw_item(view: View, event: Event) -> str:
    """HTML of one event in the list of its lane."""
    return (
        f'<p class="nd-lane-item"><small>{escape(marks.tell_days(event))}</small> '
        f"{marks.link(view, event)} {marks.tell_state(view, event)}</p>"
    )
