"""The page, put together."""

from pathlib import Path

import streamlit as st

from netdash.snapshot import Snapshot
from netdash.specs.pages import ResultsPage
from netdash.ui import behind, drawing, empties, links
from netdash.ui.figures import show_figures
from netdash.ui.results import answer, controls, tables
from netdash.ui.results.view import take_results
from netdash.ui.text import escape

STYLES = Path(__file__).with_name("look.css")


def show(page: ResultsPage, snapshot: Snapshot) -> None:
    """The answer first, then the years drawn, then every subject and place."""
    st.html(STYLES)
    view = take_results(page, snapshot)
    st.html(controls.tabs(view))
    if not view.figures.years:
        table = snapshot.tables[view.spec.table].spec.title
        empties.show_empty(
            f"В таблице «{table}» данных пока нет.", links.anchor(links.to_row(view.spec.table), f"Открыть таблицу «{table}»")
        )
        return
    st.html(answer.tell(view))
    if figures := answer.list_figures(view):
        show_figures(figures)
    st.html(controls.filters(view))
    tables.show_comparison(view)
    drawing.show_chart(view, "" if view.subject and view.place else view.by, title=f"{view.spec.title} по годам")
    if not view.subject and not view.place:
        tables.show_matrix(view)
    behind.show_rows(view)
    if page.caution:
        st.html(f'<p class="nd-under nd-caution">{escape(page.caution)}</p>')
