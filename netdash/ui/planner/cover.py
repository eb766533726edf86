"""Who meets what: the matrix of the page, and the events behind one of its cells."""

import streamlit as st

from netdash.coverage import Coverage, take_coverage
from netdash.ui import links, more
from netdash.ui.empties import empty
from netdash.ui.matrix import SCREEN, draw_matrix
from netdash.ui.planner import days
from netdash.ui.planner.view import View
from netdash.ui.text import escape


def show_cover(view: View) -> None:
    """The matrix, and under it what one cell counts if the address names it."""
    if not view.page.matrix:
        return
    matrix = take_coverage(view.snapshot, view.page.matrix)
    if not len(matrix.counts) or not len(matrix.counts.columns):
        st.html(empty("Пока нет ни одной строки, которая вошла бы в эту таблицу."))
        return

    def address(row: str, column: str) -> str:
        return view.address(row=row, column=column) + "#cell"

    many = escape(view.page.noun[2])
    under = f'<p class="nd-under">Сколько {many} в каждой клетке. Число открывает их список; в пробел можно добавить.</p>'
    shown = more.cut(list(matrix.row_labels), SCREEN)
    st.html(f"{draw_cell(view, matrix)}{under}{draw_matrix(matrix, address, shown)}")
    more.show_more(len(matrix.row_labels), len(shown), SCREEN, ("строка", "строки", "строк"))


def draw_cell(view: View, matrix: Coverage) -> str:
    """HTML of the events of a cell, or of a whole row, with the way to add one; nothing unless the address names it."""
    row, column = links.asked("row"), links.asked("column")
    if row not in matrix.row_labels or column not in ("", *matrix.column_labels):
        return ""
    columns = [column] if column else list(matrix.column_labels)
    keys = dict.fromkeys(key for each in columns for key in matrix.rows.get((row, each), ()))
    events = [view.agenda.by_key[key] for key in keys if key in view.agenda.by_key]
    events.sort(key=lambda event: event.starts, reverse=True)
    title = ", ".join(filter(None, (matrix.row_labels[row], matrix.column_labels.get(column, ""))))
    add = links.anchor(new_in_cell(view, row, column), "Добавить", "nd-action")
    close = links.anchor(view.address(), "Закрыть")
    table = days.draw_table(view, days.draw_group(view, title, events, f"{escape(matrix.gap)}."))
    return f'<div id="cell" class="nd-plan-cell">{table}<p class="nd-actions">{add}{close}</p></div>'


def new_in_cell(view: View, row: str, column: str) -> str:
    """The form of a new row that would stand in the cell."""
    spec = view.snapshot.config.coverage[view.page.matrix or ""]
    sides = ((spec.cell.row, row), (spec.cell.column, column))
    return view.to_new(None, **{path: value for path, value in sides if value})
