"""The matrix of states: who has which agreement, until when, and the way to one that is missing."""

from collections.abc import Iterable

import streamlit as st

from netdash.kinds.russian import counted, day
from netdash.ui import links, more
from netdash.ui.documents.view import GAP, View
from netdash.ui.empties import show_empty
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 60
TITLED = 2
"""A cell names its document while the matrix has no more columns than this."""


def show_standing(view: View) -> None:
    """The states as filters, and the rows that pass."""
    matrix = view.agreements.matrix
    if not len(matrix.counts):
        table = view.snapshot.config.coverage[matrix.name].rows.table
        title = view.snapshot.tables[table].spec.title if table else matrix.title
        show_empty(
            f"В таблице «{title}» ещё нет строк, которым нужен документ.", links.anchor(links.to_row(table or ""), "Заполнить")
        )
        return
    st.html(draw_filter(view))
    rows = [row for row in matrix.counts.index if passes(view, row)]
    shown = more.cut(rows, SCREEN)
    if not rows:
        show_empty("Таких нет.", links.anchor(view.to(), "Показать все"))
    else:
        st.html(draw_rows(view, shown))
    more.show_more(len(rows), len(shown), SCREEN, ("строка", "строки", "строк"))


def name_state(view: View, row: str, column: str) -> str:
    """The state of a cell; a gap where it has none."""
    return view.agreements.matrix.state_of(row, column) or GAP


def passes(view: View, row: str) -> bool:
    """Whether a row has a cell of the state that is asked for; a gap is every cell that nothing covers."""
    matrix = view.agreements.matrix
    if view.state in ("", GAP):
        return not view.state or any(not matrix.is_covered(row, column) for column in matrix.counts.columns)
    return any(name_state(view, row, column) == view.state for column in matrix.counts.columns)


def draw_filter(view: View) -> str:
    """HTML of the states that occur, with how many cells are in each."""
    matrix = view.agreements.matrix
    found = [name_state(view, row, column) for row in matrix.counts.index for column in matrix.counts.columns]
    options = {"": ("Все", len(found)), GAP: (matrix.gap, len(matrix.gaps))}
    options |= {name: (state.title, found.count(name)) for name, state in matrix.states.items()}
    pieces = []
    for name, (title, count) in options.items():
        if count or name == view.state:
            here = ' aria-current="true"' if name == view.state else ""
            href = escape(view.to(state=name))
            pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(title)} {count}</a>')
    return f'<nav class="nd-choices" aria-label="Состояние">{"".join(pieces)}</nav>'


def draw_rows(view: View, rows: Iterable[str]) -> str:
    """HTML of the matrix."""
    matrix = view.agreements.matrix
    heads = "".join(f'<th scope="col">{escape(title[:1].upper() + title[1:])}</th>' for title in matrix.column_labels.values())
    body = "".join(
        f'<tr><th scope="row">{links.anchor(open_row(view, row), matrix.row_labels[row], "nd-quiet")}</th>'
        f"{''.join(draw_cell(view, row, column) for column in matrix.counts.columns)}</tr>"
        for row in rows
    )
    return (
        f'<div class="nd-scroll"><table class="nd-table nd-standing"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def open_row(view: View, row: str) -> str:
    """Where the row itself opens, if it is one of a table."""
    table = view.snapshot.config.coverage[view.agreements.matrix.name].rows.table
    return links.to_place(table, row) if table else ""


def draw_cell(view: View, row: str, column: str) -> str:
    """HTML of one cell: the state by colour, shape and word; its documents, or the way to a new one."""
    matrix, documents = view.agreements.matrix, view.agreements.documents
    keys = matrix.rows.get((row, column), ())
    name = matrix.state_of(row, column)
    best = next((documents[key] for key in keys if documents[key].state == name), None)
    state = matrix.states.get(name)
    spec = view.snapshot.config.coverage[matrix.name].cell
    held = {path: value for path, value in ((spec.row, row), (spec.column, column)) if "." not in path}
    mark = badge(state.state, state.title) if state else badge("late", matrix.gap.lower())
    until = f" до {day(best.until)}" if best and best.until else ""
    titled = best and len(keys) == 1 and len(matrix.counts.columns) <= TITLED
    text = best.title if best and titled else counted(len(keys), "документ", "документа", "документов")
    opened = f"<small>{links.anchor(view.to_documents(keys, held), text, 'nd-quiet')}{escape(until)}</small>" if keys else ""
    done = matrix.is_covered(row, column) or name in view.page.waiting
    new = "" if done else links.anchor(view.to_documents((), held), "Завести новый" if keys else "Завести", "nd-do")
    gap = "" if matrix.is_covered(row, column) else ' class="nd-open"'
    return f'<td{gap}><span class="nd-cell">{mark}{new}</span>{opened}</td>'
