"""One event: when, where, for whom, what it is about; which days it had before, who moved it and why."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from netdash.agenda import Event
from netdash.journal import INSERTED, Entry
from netdash.kinds import is_missing
from netdash.kinds.russian import moment
from netdash.tables import Unread
from netdash.ui import current, links
from netdash.ui.empties import show_empty
from netdash.ui.planner import marks
from netdash.ui.planner.view import View
from netdash.ui.states import badge
from netdash.ui.text import bind, escape


def show_card(view: View) -> None:
    """The event that the address names, or that there is none."""
    event = view.agenda.by_key.get(view.event)
    back = links.anchor(view.address(), "← " + view.page.title)
    if event is None:
        journal = links.anchor(links.to(links.find_page("journal"), row=view.event), "Посмотреть в журнале")
        show_empty(f"Строки с кодом «{view.event}» здесь нет: её удалили или у неё нет даты.", f"{journal} или {back}.")
        return
    entries = current.workspace().history(view.page.table, event.key)
    st.html(
        f'<p class="nd-crumb">{back}</p><h2 class="nd-section nd-name">{escape(event.title)}</h2>'
        f'<p class="nd-standing">{tell_when(event)} {tell_standing(view, event)}</p>{draw_actions(view, event)}'
        f"{draw_facts(view, event)}{draw_history(view, entries)}"
    )


def tell_when(event: Event) -> str:
    """HTML of the days and hours."""
    hours = marks.tell_hours(event)
    return f"<b>{escape(marks.tell_days(event))} {event.ends.year}{', ' + escape(hours) if hours else ''}</b>"


def tell_standing(view: View, event: Event) -> str:
    """HTML of the state, told here even of what is simply planned."""
    told = marks.tell_state(view, event)
    return told or (badge(event.state, event.status) if event.state else escape(event.status))


def draw_actions(view: View, event: Event) -> str:
    """HTML of what can be done with it."""
    row = links.to_row(view.page.table, event.key)
    is_open = event.pending or event.cancelled or not view.page.pending
    pieces = [links.anchor(view.address(event=event.key, do="move"), "Перенести", "nd-action")] if is_open else []
    if is_open and view.page.cancelled and not event.cancelled:
        pieces.append(links.anchor(view.address(event=event.key, do="cancel"), "Не состоится…"))
    pieces += [
        links.anchor(links.to(links.find_page("registry"), table=view.page.table, row=event.key, mode="edit"), "Править строку"),
        links.anchor(row, "Открыть строку в таблице"),
    ]
    return f'<p class="nd-actions">{"".join(pieces)}</p>'


def draw_facts(view: View, event: Event) -> str:
    """HTML of everything else that the row says."""
    spec = view.snapshot.tables[view.page.table].spec
    told = {spec.key, spec.label, view.page.starts, view.page.ends, view.page.opens, view.page.closes, view.page.status}
    lines = "".join(draw_fact(view, event, column) for column in spec.columns if column not in told)
    return f'<dl class="nd-facts">{lines}</dl>'


def draw_fact(view: View, event: Event, column: str) -> str:
    """HTML of one column; nothing where the cell is empty."""
    spec, snapshot = view.snapshot.tables[view.page.table].spec.columns[column], view.snapshot
    value = snapshot.value(view.page.table, event.key, column)
    if not isinstance(value, Unread) and is_missing(value):
        return ""
    text = escape(snapshot.show(view.page.table, column, value))
    if spec.to and not isinstance(value, Unread):
        keys = value if isinstance(value, tuple) else (value,)
        text = ", ".join(links.anchor(links.to_row(spec.to, key), bind(snapshot.label(spec.to, key)), "nd-quiet") for key in keys)
    elif spec.kind == "link" and isinstance(value, str) and value.startswith(("https://", "http://")):
        text = f'<a class="nd-out" href="{escape(value)}" target="_blank" rel="noopener noreferrer">{text}</a>'
    return f"<div><dt>{escape(spec.title)}</dt><dd>{text}</dd></div>"


def draw_history(view: View, entries: Sequence[Entry]) -> str:
    """HTML of the days and states that it had before, newest first."""
    page = view.page
    columns = {page.starts, page.ends, page.opens, page.closes, page.status, *page.moved, *page.cancelled}
    sets = groupby((entry for entry in entries if entry.column in columns), key=lambda entry: entry.change_set)
    items = "".join(draw_change(view, list(lines)[::-1]) for _, lines in sets)
    return f'<h2 class="nd-section">Как менялись дата и состояние</h2><ul class="nd-moves">{items}</ul>' if items else ""


def draw_change(view: View, lines: Sequence[Entry]) -> str:
    """HTML of one change: what was, what became, who did it and why."""
    specs = view.snapshot.tables[view.page.table].spec.columns
    texts = "; ".join(
        f"{escape(specs[line.column].title)}: <s>{escape(line.before) or '—'}</s> → <b>{escape(line.after) or '—'}</b>"
        for line in lines
        if line.column in specs and line.column != INSERTED
    )
    first = lines[0]
    who = " · ".join(filter(None, (moment(first.at), first.author, first.reason)))
    href = links.to(links.find_page("journal"), set=first.change_set)
    return f"<li>{texts}<small>{escape(who)} · {links.anchor(href, 'в журнале')}</small></li>"
