"""The dialogs of an event: new days for it, or a word that it will not happen. Both ask why; the journal keeps the rest."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial
from typing import Any

import streamlit as st

from netdash.agenda import Event
from netdash.edits import Change, Edit, same
from netdash.kinds.russian import day, quoted
from netdash.snapshot import Snapshot
from netdash.specs.pages import CalendarPage
from netdash.ui import current, links, saving
from netdash.ui.planner import marks
from netdash.ui.planner.view import View
from netdash.ui.text import plain

SLOT = "plan"
NO_REASON = "Напишите причину: её увидят те, кто ждал, и она останется в журнале."


def show_asked(view: View) -> None:
    """Open the dialog that the address asks for."""
    event = view.agenda.by_key.get(view.event)
    dialogs: dict[str, Callable[[View, Event], None]] = {"move": ask_move}
    if view.page.cancelled:
        dialogs["cancel"] = ask_cancel
    wanted = dialogs.get(links.asked("do"))
    if event is None or wanted is None:
        current.release(SLOT)
    elif not saving.is_open():
        current.hold(SLOT)
        partial(wanted, view, event)()


def close() -> None:
    """The dialog is closed: the address asks for it no longer."""
    links.answer(do="")
    current.release(SLOT)


def finish(changes: list[Change], what: str, reason: str) -> None:
    """Save what the dialog changed and close it."""
    saving.submit(changes, what, slot=SLOT, reason=reason)
    close()
    st.rerun()


@st.dialog("Перенести", width="medium", on_dismiss=close)
def ask_move(view: View, event: Event) -> None:
    """Other days, other hours; it lasts as long as before unless somebody says otherwise."""
    st.markdown(f"**{plain(event.title)}**  \nСейчас: {plain(marks.tell_days(event))} {event.starts.year}")
    with st.form("nd-move", border=False):
        with st.container(horizontal=True):
            first = ask_day(view, view.page.starts, event.starts, "first")
            last = ask_day(view, view.page.ends, event.ends, "last") if view.page.ends else first
            opens, closes = (ask_time(view, part, getattr(event, part)) for part in ("opens", "closes"))
        reason = ask_reason()
        if st.form_submit_button("Перенести", type="primary"):
            days = lay_days(event, first, last)
            values = new_values(view.page, event, days, (opens, closes))
            if view.page.ends and days[0] == days[1] and view.snapshot.value(view.page.table, event.key, view.page.ends) is None:
                del values[view.page.ends]
            if fault := find_fault(event, days, values, reason):
                st.error(fault)
                return
            changes = compose(view.snapshot, view.page.table, event.key, {**values, **view.page.moved})
            finish(changes, f"{quoted(event.title)} — {day(days[0])}", reason)


@st.dialog("Не состоится", width="medium", on_dismiss=close)
def ask_cancel(view: View, event: Event) -> None:
    """It stays where it is, marked."""
    st.markdown(f"**{plain(event.title)}**  \n{plain(marks.tell_days(event))} {event.starts.year}")
    with st.form("nd-cancel", border=False):
        reason = ask_reason()
        if st.form_submit_button("Записать отмену", type="primary"):
            if not reason:
                st.error(NO_REASON)
                return
            changes = compose(view.snapshot, view.page.table, event.key, view.page.cancelled)
            finish(changes, f"{quoted(event.title)} — не состоится", reason)


def ask_day(view: View, path: str, value: date, name: str) -> date | None:
    """The field of a day."""
    found = st.date_input(plain(view.title(path)), value, format="DD.MM.YYYY", key=f"nd-move-{name}")
    return found if isinstance(found, date) else None


def ask_time(view: View, part: str, value: time | None) -> time | None:
    """The field of a time, where the network keeps it."""
    path = getattr(view.page, part)
    return st.time_input(plain(view.title(path)), value, key=f"nd-move-{part}") if path else None


def ask_reason() -> str:
    """Why."""
    return (st.text_input("Причина", key="nd-move-reason", max_chars=200, placeholder="Например, карантин в школе") or "").strip()


def lay_days(event: Event, first: date | None, last: date | None) -> tuple[date, date]:
    """The new days; where only the first was changed, the last moves along."""
    start = first or event.starts
    kept = last is None or last == event.ends
    return start, start + (event.ends - event.starts) if kept else last or start


def find_fault(event: Event, days: tuple[date, date], values: Mapping[str, Any], reason: str) -> str:
    """What speaks against the move; empty if nothing does."""
    if days[1] < days[0]:
        return f"Последний день, {day(days[1])}, раньше первого, {day(days[0])}."
    if days == (event.starts, event.ends) and not any(isinstance(value, time) for value in values.values()):
        return "Дни остались прежними: выберите новые."
    return "" if reason else NO_REASON


def new_values(
    page: CalendarPage, event: Event, days: tuple[date, date], hours: tuple[time | None, time | None]
) -> dict[str, Any]:
    """The cells that a move sets; hours only where they change."""
    values: dict[str, Any] = {page.starts: days[0]}
    if page.ends:
        values[page.ends] = days[1]
    told = ((page.opens, event.opens, hours[0]), (page.closes, event.closes, hours[1]))
    return values | {path: after for path, before, after in told if path and after != before}


def compose(snapshot: Snapshot, table: str, key: str, values: Mapping[str, Any]) -> list[Change]:
    """The edits that give a row these values, from what stands there now."""
    edits: list[Change] = []
    for column, after in values.items():
        before = snapshot.value(table, key, column)
        if not same(before, after):
            edits.append(Edit(table, key, column, before, after))
    return edits
