"""The calendar to take along: a file of what is on the screen, an address that a phone follows."""

from functools import partial

import streamlit as st

from netdash.errors import NetdashError
from netdash.publishing import write_events
from netdash.ui import links, saving
from netdash.ui.planner import feed
from netdash.ui.planner.view import View
from netdash.ui.text import escape

HOW = (
    "В телефоне: Android — откройте calendar.google.com с компьютера, «Другие календари», «Добавить по URL»; "
    "iPhone — «Календарь», «Календари», «Добавить календарь», «Добавить подписной календарь». Вставьте адрес."
)
WARNING = "По этому адресу план откроется без входа в программу: давайте его только своим."


def show_files(view: View) -> None:
    """The panel, when the address asks for it."""
    if not links.asked("files"):
        return
    with st.container(border=True, key="nd-files"):
        st.html(f'<h2 class="nd-section">Календарь для телефона{escape(tell_what(view))}</h2>')
        show_subscription(view)
        show_download(view)
        st.html(f'<p class="nd-under">{links.anchor(view.address(), "Закрыть")}</p>')


def tell_what(view: View) -> str:
    """What the calendar is narrowed down to, for its heading."""
    filters = view.agenda.selection.filters
    words = [filters[name].options.get(value, value) for name, value in view.held.items()]
    words += [view.page.lists[view.only].title] if view.only else []
    return ": " + ", ".join(words) if words else ""


def parameters(view: View) -> dict[str, str]:
    """What a phone's calendar is narrowed down to."""
    return {**view.held, **({"only": view.only} if view.only else {})}


def show_subscription(view: View) -> None:
    """The address, how to use it, and that it opens to everybody."""
    try:
        address = feed.to_feed(view.page.name, parameters(view))
    except NetdashError as error:
        st.error(saving.told(error))
        return
    st.html('<p class="nd-under">Подписка: телефон сам подтягивает новые, перенесённые и отменённые.</p>')
    st.code(f"{find_root(st.context.url or '', view.page.name)}/{address}", language=None, wrap_lines=True)
    st.html(f'<p class="nd-under">{escape(HOW)}<br>{escape(WARNING)}</p>')


def find_root(url: str, page: str) -> str:
    """The dashboard's own address, from that of one of its pages."""
    return url.rstrip("/").removesuffix(f"/{page}").rstrip("/")


def show_download(view: View) -> None:
    """What is on the screen as a file; it stays as it is now."""
    if not view.shown:
        return
    name = feed.name_calendar(view.page, view.snapshot, parameters(view))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Скачать .ics", partial(write_events, view.agenda, view.snapshot, tuple(view.shown), name), f"{view.page.title}.ics",
            key="nd-ics", mime="text/calendar", on_click="ignore",
        )  # fmt: skip
        shown = escape(view.tell(len(view.shown)))
        st.html(f'<p class="nd-under">Один раз: {shown}, сейчас на экране.</p>', width="content")
