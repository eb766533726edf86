"""What stands above the events: the ways to look, filters, the period and its neighbours. All of them are links."""

from datetime import date
from functools import partial

import streamlit as st

from netdash.ui import links
from netdash.ui.menus import draw_choices, draw_menu, draw_menus
from netdash.ui.planner.view import PERIODS, View, list_ways, name_period, turn
from netdash.ui.text import escape

EVERYTHING = "Все"


def show_controls(view: View) -> None:
    """Ways to look first, filters under them, the period last."""
    pieces = [f'<div class="nd-plan-ways">{draw_ways(view)}{draw_doings(view)}</div>']
    if view.way != "cover":
        pieces += [draw_filters(view), draw_period(view)]
    st.html("".join(pieces))


def draw_ways(view: View) -> str:
    """HTML of the ways to look; none is marked while a day or an event is open."""
    here = "?" if view.event else view.way
    return draw_choices("Как показать", list_ways(view.agenda, view.snapshot), here, lambda way: view.address(view=way))


def draw_filters(view: View) -> str:
    """HTML of the menus and the named lists."""

    def hold(name: str, value: str) -> str:
        return view.address(**{name: value})

    menus = draw_menus(
        draw_menu(each.title, each.options, view.held.get(name, ""), partial(hold, name))
        for name, each in view.agenda.selection.filters.items()
        if len(each.options) > 1 or name in view.held
    )
    titles = {name: spec.title for name, spec in view.page.lists.items()}
    lists = (
        draw_choices("Какие", {"": EVERYTHING, **titles}, view.only, partial(hold, "only"))
        if titles and view.agenda.events
        else ""
    )
    return f'<div class="nd-plan-bar">{menus}{lists}</div>' if menus or lists else ""


def draw_doings(view: View) -> str:
    """HTML of the way to add a row, and of the calendar to take along."""
    add = links.anchor(view.to_new(view.day if view.way == "day" else None), "Добавить")
    take = "" if view.way == "cover" else links.anchor(view.address(files="1"), "В телефон или файлом")
    return f'<span class="nd-plan-do">{add}{take}</span>'


def draw_period(view: View) -> str:
    """HTML of the period that is shown, with the one before, the one after, and today's."""
    if view.way not in (*PERIODS, "day"):
        return ""
    before, after = (turn(view.way, view.day, forward) for forward in (False, True))
    title = name_period(view.way, view.day)
    first, last = view.period
    today = "" if first <= view.today <= last else links.anchor(view.to_day(view.today, view.way), "Сегодня")
    return (
        f'<div class="nd-period">{neighbour(view, before, "Раньше", "←")}'
        f'<h2 class="nd-section">{escape(title[:1].upper() + title[1:])}</h2>'
        f"{neighbour(view, after, 'Позже', '→')}{today}</div>"
    )


def neighbour(view: View, day: date, word: str, arrow: str) -> str:
    """HTML of the way to the period before or after."""
    href = escape(view.to_day(day, view.way))
    return f'<a class="nd-link nd-turn" href="{href}" target="_self" aria-label="{word}" title="{word}">{arrow}</a>'
