"""The week held to a place, a person, a course, a student; few values are links, many are a list to type into."""

import streamlit as st

from netdash.ui import asks, links
from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.timetable.view import View, take_view

FEW = 60
"""More options than this are not read from the top."""


def show_filters(view: View) -> View:
    """All filters, and the way back to the whole week; the view as it is with what was chosen in them."""
    options = {word: found for word in view.tables if (found := list_options(view, word))}
    long = [word for word, found in options.items() if word == "student" or len(found) > FEW]
    with st.container(key="nd-week-filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        place = st.container(width="content")
        for word in long:
            ask(view, word, options[word])
        view = take_view(view.page, view.snapshot)
        menus = draw_menus(draw(view, word, found) for word, found in options.items() if word not in long)
        if menus:
            place.html(menus)
    if any(vars(view.held).values()) or view.only or view.day:
        st.html(f'<p class="nd-under">{links.anchor(links.address(view.page), "Показать всю неделю")}</p>')
    return view


def draw(view: View, word: str, found: dict[str, str]) -> str:
    """HTML of one filter."""
    return draw_menu(view.title(word), found, getattr(view.held, word), lambda value: view.to(**{word: value}))


def list_options(view: View, word: str) -> dict[str, str]:
    """The values that occur, by what people read."""
    if word == "student":
        keys = set(view.week.taken)
    elif word == "place":
        keys = {place for block in view.week.blocks for place in block.places}
    else:
        keys = {getattr(block, word) for block in view.week.blocks}
    held = getattr(view.held, word)
    titles = {key: view.name(word, key) for key in (keys | {held}) - {""}}
    return dict(sorted(titles.items(), key=lambda item: (len(item[1]) if item[1][:1].isdigit() else 0, item[1].casefold())))


def ask(view: View, word: str, found: dict[str, str]) -> None:
    """One of many, chosen by typing."""
    place = st.container(width=230)
    asks.choose(place, view.title(word), word, ["", *found], lambda key: found.get(key, "все"))
