"""An indicator by part: its chart, and the table of every part and year, each figure opening its rows."""

from collections.abc import Sequence

import streamlit as st

from netdash.indicators import Reading
from netdash.ui import drawing, links, more
from netdash.ui.text import bind, escape
from netdash.ui.views import View, latest, tell_size

A_SCREEN, PARTS = 30, "breakdown"


def show_parts(view: View) -> None:
    """The breakdown: its chart, and the table of every part and year behind it."""
    readings, whole = view.read(view.by), view.read()
    if not readings:
        if not view.spec.year:
            drawing.show_nothing(view)
        return
    if view.by:
        st.html(f'<h2 class="nd-section" id="{PARTS}">Разбивка по столбцу «{escape(view.title(view.by))}»</h2>{choices(view)}')
        if any(reading.value is not None for reading in readings):
            drawing.show_chart(view, view.by, latest(whole).school_year)
        parts = list(dict.fromkeys(reading.by[view.by] for reading in readings))
        shown = set(more.cut(parts, A_SCREEN, "parts"))
        st.html(table(view, whole, [reading for reading in readings if reading.by[view.by] in shown]))
        more.show_more(len(parts), len(shown), A_SCREEN, ("строка", "строки", "строк"), "parts")


def table(view: View, whole: Sequence[Reading], parts: Sequence[Reading]) -> str:
    """HTML: parts down, years across, the whole last; each figure opens its rows."""
    years = sorted({reading.school_year for reading in (*whole, *parts)})
    lines: dict[str, list[Reading]] = {}
    for reading in parts:
        lines.setdefault(reading.by[view.by], []).append(reading)
    last, grows = latest(whole), len(years) > 1
    head = "".join(f'<th class="nd-number">{escape(year or "сейчас")}</th>' for year in years)
    head += f'<th class="nd-number">С {escape(last.first_year)}</th>' if grows else ""

    def line(readings: Sequence[Reading], part: str) -> str:
        return figures(view, readings, years, part) + (growth(readings, last) if grows else "")

    body = "".join(
        f"<tr><td>{escape(bind(readings[0].label))}</td>{line(readings, key or links.NOBODY)}</tr>"
        for key, readings in lines.items()
    )
    return (
        '<div class="nd-scroll"><table class="nd-table nd-grid">'
        f"<thead><tr><th>{escape(view.title(view.by))}</th>{head}</tr></thead>"
        f"<tbody>{body}<tr><th>Вся сеть</th>{line(whole, '')}</tr></tbody></table></div>"
    )


def figures(view: View, readings: Sequence[Reading], years: Sequence[str], part: str) -> str:
    """HTML of one part's figures, a cell for each year."""
    known = {reading.school_year: reading for reading in readings}
    return "".join(figure_cell(view, known.get(year), part) for year in years)


def growth(readings: Sequence[Reading], last: Reading) -> str:
    """HTML: how far a part moved from the baseline to the year of ``last``, and from which year where that is a later one."""
    reading = next((each for each in readings if each.school_year == last.school_year), None)
    moved = "" if reading is None or reading.small else reading.show_change(reading.change_since_first)
    if reading is None or not moved or reading.first_year >= reading.school_year:
        return '<td class="nd-number nd-none">—</td>'
    since = f"<small>с {escape(reading.first_year)}</small>" if reading.first_year != last.first_year else ""
    return f'<td class="nd-number">{escape(moved)}{since}</td>'


def figure_cell(view: View, reading: Reading | None, part: str) -> str:
    """HTML of one figure with its size, linked to its rows; ``part`` is empty for the whole network."""
    if reading is None:
        return '<td class="nd-number nd-none">нет данных</td>'
    href = view.address(year=reading.school_year or "now", part=part) + "#rows" if reading.rows or reading.left_out else ""
    size = tell_size(view.snapshot, reading)
    note = f"<small>{escape(size)}</small>" if size else ""
    none = " nd-none" if reading.value is None else ""
    return f'<td class="nd-number{none}">{links.anchor(href, reading.figure, "nd-quiet")}{note}</td>'


def choices(view: View) -> str:
    """HTML of the paths that the indicator can be broken down by."""
    pieces = [
        f'<a class="nd-link nd-choice" href="{escape(view.address(by=path, **{path: ""}))}" target="_self"'
        f"{' aria-current=true' if path == view.by else ''}>{escape(view.title(path))}</a>"
        for path in view.spec.by
    ]
    return f'<nav class="nd-choices" aria-label="Разбивка">{"".join(pieces)}</nav>' if len(pieces) > 1 else ""
