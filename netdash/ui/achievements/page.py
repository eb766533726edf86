"""The page, put together."""

from pathlib import Path

import streamlit as st

from netdash.snapshot import Snapshot
from netdash.specs.pages import AchievementsPage
from netdash.ui import behind, breakdown, drawing, empties, links
from netdash.ui.achievements import controls, standings, totals
from netdash.ui.achievements.view import take_achievements
from netdash.ui.figures import show_figures

STYLES = Path(__file__).with_name("look.css")


def show(page: AchievementsPage, snapshot: Snapshot) -> None:
    """How much was won and how far that is from the baseline; then the years, the parts, who stands where, the rows."""
    view = take_achievements(page, snapshot)
    st.html(STYLES)
    if tabs := controls.tabs(view):
        st.html(tabs)
    table = snapshot.tables[view.spec.table]
    if not table.rows:
        way = links.anchor(links.to_row(view.spec.table), f"Открыть таблицу «{table.spec.title}»")
        empties.show_empty(f"В таблице «{table.spec.title}» строк пока нет.", way)
        return
    if not view.has_rows:
        st.html(controls.filters(view))
        empties.show_empty("Таких строк нет.", links.anchor(links.to(links.address(page), tab=view.tab), "Показать все"))
        return
    show_figures(totals.list_figures(view))
    st.html(totals.tell_unfinished(view) + controls.filters(view))
    drawing.show_chart(view, "")
    standings.show_rows(view)
    breakdown.show_parts(view)
    behind.show_rows(view)
    standings.show_standings(view)
