"""Nothing to show has its reasons, and each its own sentence and next step."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from netdash.ui.text import escape

Reason = Literal["empty", "loading", "offline", "forbidden", "broken"]


def show_empty(sentence: str, next_step: str = "", reason: Reason = "empty") -> None:
    """A quiet block: what is so, and what to do. ``next_step`` may hold links made by ``links.anchor``."""
    st.html(empty(sentence, next_step, reason))


def empty(sentence: str, next_step: str = "", reason: Reason = "empty") -> str:
    """The same as HTML; the sentence is text, the next step is HTML."""
    step = f"<p>{next_step}</p>" if next_step else ""
    role = ' role="alert"' if reason in ("offline", "broken", "forbidden") else ""
    return f'<div class="nd-empty nd-{reason}"{role}><p><b>{escape(sentence)}</b></p>{step}</div>'


def show_faults(title: str, faults: Sequence[object], next_step: str) -> None:
    """All faults at once, each on its line."""
    items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    st.html(
        f'<div class="nd-empty nd-broken" role="alert"><p><b>{escape(title)}</b></p>'
        f'<ul class="nd-faults">{items}</ul><p>{escape(next_step)}</p></div>'
    )
