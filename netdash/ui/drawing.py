"""An indicator drawn: over the years, by place over the years, or by part in one year."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st

from netdash import charts
from netdash.indicators import Reading
from netdash.snapshot import Snapshot
from netdash.ui import empties, links
from netdash.ui.text import escape
from netdash.ui.views import View

_PHONE = "Mobi"
"""What the browsers of phones say of themselves."""


@dataclass(frozen=True)
class Drawing:
    """A chart and the words above it, which as HTML wrap where the chart is narrow."""

    answer: str
    remark: str
    spec: Mapping[str, Any]


_drawings: WeakKeyDictionary[Snapshot, dict[Hashable, Drawing]] = WeakKeyDictionary()
"""Charts of a snapshot, for all sessions: drawing one takes longer than counting all figures."""


def show_chart(view: View, by: str, year: str = "", title: str = "") -> None:
    """The readings drawn: over the years, by place over the years, or by part in one year; ``title`` in place of its answer."""
    readings = view.read(by)
    if all(reading.value is None for reading in readings):
        show_nothing(view)
        return
    narrow = _PHONE in st.context.headers.get("User-Agent", "")
    kept = _drawings.setdefault(view.snapshot, {})
    asked = (view.spec.name, view.held, by, year, narrow)
    if asked not in kept:
        kept[asked] = take_words(charts.write_spec(draw(view, readings, by, year, narrow)))
    drawing = kept[asked]
    remark = f'<p class="nd-under">{escape(drawing.remark)}</p>' if drawing.remark else ""
    st.html(f'<h3 class="nd-answer">{escape(title or drawing.answer)}</h3>{remark}')
    with st.container(key=f"nd-chart-{by or 'whole'}".replace(".", "-")):
        st.vega_lite_chart(dict(drawing.spec), theme="streamlit")


def show_nothing(view: View) -> None:
    """No figure yet, and where its rows are typed."""
    table = view.snapshot.tables[view.spec.table].spec.title
    empties.show_empty(
        "По этому показателю данных пока нет.", links.anchor(links.to_row(view.spec.table), f"Открыть таблицу «{table}»")
    )


def take_words(spec: dict[str, Any]) -> Drawing:
    """A chart with its title taken out."""
    title = spec.pop("title")
    return Drawing(" ".join(title["text"]), " ".join(title.get("subtitle", ())), spec)


def draw(view: View, readings: Sequence[Reading], by: str, year: str, narrow: bool) -> charts.Chart:
    """The chart that fits: the whole over the years, a panel for each place, or bars of one year."""
    if not by:
        return charts.draw_trend(readings)
    place = view.snapshot.target(view.spec.table, by)[1].to
    colours = charts.colours(view.snapshot.tables[place].rows) if place else None
    if view.spec.year and (colours or view.panels):
        colours = colours or dict.fromkeys((reading.by[by] for reading in readings), charts.PALETTE[0])
        return charts.draw_small_multiples(readings, colours, columns=1 if narrow else 4)
    return charts.draw_bars([reading for reading in readings if reading.school_year == year], colours, narrow)
