"""The page, put together."""

from pathlib import Path

import streamlit as st

from netdash.snapshot import Snapshot
from netdash.specs.pages import StaffPage
from netdash.ui import empties, links
from netdash.ui.figures import show_figures
from netdash.ui.staff import card, listing, overview
from netdash.ui.staff.view import take_view

STYLES = Path(__file__).with_name("look.css")


def show(page: StaffPage, snapshot: Snapshot) -> None:
    """One person, or all of them: counted, by place and category, in a list."""
    st.html(STYLES)
    view = take_view(page, snapshot)
    if not view.staff.people:
        title = snapshot.tables[page.people].spec.title
        way = links.anchor(links.to_row(page.people), "Заполнить таблицу")
        empties.show_empty(f"В таблице «{title}» ещё никого нет.", way)
        return
    if view.person:
        card.show_card(view)
        return
    show_figures(overview.list_figures(view))
    if not view.is_narrowed:
        overview.show_matrix(view)
    listing.show_people(view)
