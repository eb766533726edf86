"""The indicators of a criterion as figures, and one of them over the years, held to what the person asks for."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from netdash.indicators import Reading, school_year_of
from netdash.specs import Config, IndicatorSpec
from netdash.ui import asks, current, drawing, links
from netdash.ui.figures import MOST, Figure, show_figures
from netdash.ui.text import escape
from netdash.ui.views import View, latest, name_part, tell_size

ALL = "Все"


def show_criteria(view: View) -> None:
    """The criteria as links, each to its first indicator."""
    config = view.snapshot.config
    pieces = []
    for name, criterion in config.indicators.criteria.items():
        first = next((spec for spec in config.indicators.indicators.values() if spec.criterion == name), None)
        if first:
            here = ' aria-current="true"' if name == view.spec.criterion else ""
            href = escape(links.to(links.find_page("indicators"), indicator=first.name))
            pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(criterion.short)}</a>')
    title = config.indicators.criteria[view.spec.criterion].title
    st.html(f'<nav class="nd-choices" aria-label="Критерии">{"".join(pieces)}</nav><h2 class="nd-section">{escape(title)}</h2>')


def show_cards(view: View) -> None:
    """Every indicator of the criterion: value, change, the line of the years; each opens itself below."""
    names = [spec.name for spec in in_criterion(view.snapshot.config, view.spec.criterion)]
    series: dict[str, list[Reading]] = {name: [] for name in names}
    until = school_year_of(view.snapshot.today)
    for reading in current.workspace().readings():
        if reading.name in series and reading.school_year <= until:
            series[reading.name].append(reading)
    cards = [card(view, readings) for readings in series.values()]
    for start in range(0, len(cards), MOST):
        show_figures(cards[start : start + MOST])


def in_criterion(config: Config, criterion: str) -> list[IndicatorSpec]:
    """The indicators of a criterion, in their order."""
    return [spec for spec in config.indicators.indicators.values() if spec.criterion == criterion]


def card(view: View, readings: Sequence[Reading]) -> Figure:
    """One indicator in the row."""
    reading = latest(readings)
    moved = reading.change if reading.school_year else None
    notes = [f"за {reading.school_year}" if reading.school_year else "на сегодня", tell_size(view.snapshot, reading)]
    notes += ["год ещё идёт"] if reading.unfinished and (moved or 0) < 0 else []
    return Figure(
        reading.title,
        reading.text,
        change=reading.show_change(moved),
        verdict=reading.trend if reading.school_year else "",
        rising=None if not moved else moved > 0,
        trend=tuple(each.value for each in readings),
        note="; ".join(filter(None, notes)),
        href=links.to(links.find_page("indicators"), indicator=reading.name),
    )


def show_indicator(view: View) -> View:
    """The chosen indicator over the years, and what it is held to; gives back the view that the person asked for."""
    st.html(f'<h2 class="nd-section">{escape(view.spec.title)}</h2><p class="nd-under">{escape(view.spec.help)}</p>')
    view = ask_held(view)
    if view.spec.year:
        drawing.show_chart(view, "")
    return view


def ask_held(view: View) -> View:
    """One list for each other path: all, or one value; the answers live in the address."""
    others = [path for path in view.spec.by if path != view.by]
    if not others:
        return view
    held: list[tuple[str, str]] = []
    for path, place in zip(others, st.columns(max(3, len(others))), strict=False):
        values = dict.fromkeys(reading.by[path] for reading in current.workspace().readings(by=path, name=view.spec.name))
        titles = {"": ALL, **{value: name_part(view, path, value) for value in values if value}}
        value = asks.choose(place, view.title(path), path, list(titles), titles.__getitem__)
        held += [(path, value)] if value else []
    return replace(view, held=tuple(held))
