"""Key figures: at most five in a row, drawn as plain HTML so that they stand before anything heavier loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import streamlit as st

from netdash.specs.tables import State
from netdash.ui.states import badge
from netdash.ui.text import escape

Verdict = Literal["better", "worse", "same", ""]
MOST = 5
_ARROWS = {"better": "лучше", "worse": "хуже", "same": ""}


@dataclass(frozen=True)
class Figure:
    """One figure as people read it.

    ``change`` is text (``+3,2 к 2008/09``), ``verdict`` its judgement, ``rising`` the arrow's way; ``trend`` the values of the
    years in order, ``None`` where there are none; ``note`` what stands under it (``168 сдававших``); ``href`` opens its rows.
    """

    title: str
    value: str
    change: str = ""
    verdict: Verdict = ""
    rising: bool | None = None
    trend: tuple[float | None, ...] = ()
    note: str = ""
    href: str = ""
    state: State | None = None
    state_word: str = ""


def show_figures(figures: Sequence[Figure]) -> None:
    """A row of figures; more than five would not be read."""
    st.html(row(figures))


def row(figures: Sequence[Figure]) -> str:
    """The same as HTML."""
    if len(figures) > MOST:
        raise ValueError(f"{len(figures)} figures in a row, at most {MOST}")
    return f'<div class="nd-figures">{"".join(map(card, figures))}</div>'


def card(figure: Figure) -> str:
    """HTML of one figure."""
    value = f'<span class="nd-value">{escape(figure.value)}</span>'
    if figure.href:
        value = f'<a class="nd-link" href="{escape(figure.href)}" target="_self" title="Из чего сложена цифра">{value}</a>'
    parts = [
        f'<div class="nd-title">{escape(figure.title)}</div>',
        f'<div class="nd-line1">{value}{sparkline(figure.trend)}</div>',
    ]
    if figure.change:
        parts.append(change(figure.change, figure.verdict, figure.rising))
    if figure.state:
        parts.append(badge(figure.state, figure.state_word))
    if figure.note:
        parts.append(f'<div class="nd-note">{escape(figure.note)}</div>')
    return f'<div class="nd-figure">{"".join(parts)}</div>'


def change(text: str, verdict: Verdict = "", rising: bool | None = None) -> str:
    """HTML of a change: arrow, amount and the word for it; colour only where there is a judgement."""
    arrow = "" if rising is None else ("▲ " if rising else "▼ ")
    word = f" — {_ARROWS[verdict]}" if verdict and _ARROWS[verdict] else ""
    return f'<div class="nd-change nd-{verdict or "same"}"><span aria-hidden="true">{arrow}</span>{escape(text)}{word}</div>'


def sparkline(values: Sequence[float | None], width: int = 84, height: int = 24) -> str:
    """HTML of a small line over the years; gaps stay gaps, nothing is drawn for fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    step = (width - 8) / (len(values) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        level = (value - low) / (high - low) if high > low else 0.5
        return 4 + index * step, height - 4 - level * (height - 8)

    path, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x, y = place(index, value)
        path.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    last = max(index for index, value in enumerate(values) if value is not None)
    x, y = place(last, known[-1])
    # Streamlit takes <svg> out of HTML; as a mask the drawing stays, and has the colour of the theme.
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{"".join(path)}" fill="none" '
        f'stroke="#000" stroke-width="1.6" stroke-linejoin="round"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
    return (
        f'<i class="nd-spark" aria-hidden="true" style="width:{width}px;height:{height}px;'
        f"mask-image:url('data:image/svg+xml,{quote(drawing)}')\"></i>"
    )
