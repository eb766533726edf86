"""The rows behind a figure, and those that could not be counted."""

from collections.abc import Sequence

import streamlit as st

from netdash.indicators import Reading
from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec
from netdash.ui import empties, links, more
from netdash.ui.text import bind, escape
from netdash.ui.views import View

A_SCREEN = 200


def show_rows(view: View) -> None:
    """The rows behind the figure that the address names, and those left out with the reason."""
    year, part = links.asked("year"), links.asked("part")
    if not year:
        return
    reading = find_reading(view, year, part)
    if reading is None:
        empties.show_empty("Такой цифры больше нет: данные изменились.")
        return
    whose = f"{reading.label if part else 'вся сеть'}, {reading.school_year or 'сейчас'}"
    shown = more.cut(reading.rows, A_SCREEN)
    st.html(
        f'<h2 class="nd-section" id="rows">Из чего сложена цифра: {escape(whose)}</h2>'
        f'<p class="nd-under">{escape(reading.text)} — {escape(tell_sum(reading))}.</p>'
        f"{rows_table(view.snapshot, reading.table, shown)}"
    )
    more.show_more(len(reading.rows), len(shown), A_SCREEN, ("строка", "строки", "строк"))
    if reading.left_out:
        st.html(left_out(reading))


def find_reading(view: View, year: str, part: str) -> Reading | None:
    """The reading of a year (``now`` for the present) and a part (empty for the whole network)."""
    wanted = "" if year == "now" else year
    key = "" if part == links.NOBODY else part
    return next(
        (
            each
            for each in view.read(view.by if part else "")
            if each.school_year == wanted and (not part or each.by[view.by] == key)
        ),
        None,
    )


def tell_sum(reading: Reading) -> str:
    """How the figure was counted, in words and numbers."""
    rows = counted(len(reading.rows), "строка", "строки", "строк")
    if reading.fraction:
        return f"{number(reading.numerator or 0)} из {number(reading.denominator or 0)}, {rows}"
    if reading.measure == "mean":
        return f"среднее, взвешенное по людям: {number(reading.size)}, {rows}"
    return rows


def rows_table(snapshot: Snapshot, table: str, keys: Sequence[str], show: Sequence[str] = ()) -> str:
    """HTML of the rows, each opening itself; with the columns to ``show``, or all that are not minor."""
    if not keys:
        return ""
    spec = snapshot.tables[table].spec
    usual = [name for name, column in spec.columns.items() if not column.minor and name not in (spec.key, spec.label)]
    columns = show or usual
    head = "".join(f"<th{aligned(spec.columns[name])}>{escape(spec.columns[name].title)}</th>" for name in columns)
    body = "".join(row_line(snapshot, table, key, columns) for key in keys)
    return (
        '<div class="nd-scroll"><table class="nd-table nd-rows">'
        f"<thead><tr><th>Строка</th>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def row_line(snapshot: Snapshot, table: str, key: str, columns: Sequence[str]) -> str:
    """HTML of one row."""
    specs = snapshot.tables[table].spec.columns
    texts = "".join(
        f"<td{aligned(specs[name])}>{escape(bind(snapshot.show(table, name, snapshot.value(table, key, name))))}</td>"
        for name in columns
    )
    return f"<tr><td>{links.anchor(links.to_row(table, key), snapshot.label(table, key))}</td>{texts}</tr>"


def aligned(column: ColumnSpec) -> str:
    """The HTML attribute that sets numbers to the right."""
    return ' class="nd-number"' if column.kind in ("integer", "decimal", "percent") else ""


def left_out(reading: Reading) -> str:
    """HTML of the rows that could not be counted."""
    lines = "".join(
        f"<li>{links.anchor(links.to_problem(problem), f'{problem.sheet}, {problem.cell}')}: {escape(problem.message)}</li>"
        for problem in reading.left_out
    )
    count = counted(len(reading.left_out), "строка", "строки", "строк")
    return f'<h3 class="nd-sheet">Не вошло в цифру: {count}</h3><ul class="nd-faults">{lines}</ul>'
