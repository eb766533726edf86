"""Which columns a grid shows, and how Streamlit draws each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

import streamlit as st

from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec, TableSpec
from netdash.ui.text import plain

WIDE = ("text", "long_text", "nameless")
NUMBERS = ("integer", "decimal", "percent")
COLOURS = {"done": "green", "under_way": "blue", "late": "red", "not_begun": "gray", "no_data": "gray"}
UNREAD = "#b3341a"


def choose_columns(table: TableSpec, whole: bool) -> list[str]:
    """The columns by importance, the label first; ``whole`` adds the key and the minor ones."""
    first = table.label_column
    shown = [name for name, column in table.columns.items() if whole or not (column.minor or name == table.key)]
    return [first, *(name for name in shown if name != first)]


def head(column: ColumnSpec) -> str:
    """A column's title with its unit, as text."""
    return f"{column.title}, {column.unit}" if column.unit else column.title


def label_width(texts: Sequence[str]) -> int:
    """How wide the column of names is: most of them fit, and on a telephone something stays beside it."""
    return min(300, max(110, 28 + 7 * max(map(len, texts), default=0)))


def words(snapshot: Snapshot, column: ColumnSpec) -> list[str]:
    """The titles of a column's choices."""
    return [choice.title for choice in snapshot.config.choice_list(column.choices).values()] if column.choices else []


def pills(snapshot: Snapshot, column: ColumnSpec, unread: Sequence[str], **common: Any) -> Any:
    """Words as pills; those of a state have its colour, and what is not in the list is marked."""
    choices = list(snapshot.config.choice_list(column.choices).values()) if column.choices else []
    colours = [COLOURS[choice.state] if choice.state else "gray" for choice in choices]
    strange = [text for text in dict.fromkeys(unread) if text not in {choice.title for choice in choices}]
    return st.column_config.MultiselectColumn(
        options=[*(choice.title for choice in choices), *strange], color=[*colours, *(UNREAD for _ in strange)], **common
    )


def reading_column(snapshot: Snapshot, column: ColumnSpec, unread: Sequence[str]) -> Any:
    """How a column is read. Cells that could not be read make a column of texts, so that they stand as in the sheet."""
    common: dict[str, Any] = {"label": head(column), "help": plain(column.help) or None}
    if column.kind in ("choice", "choices"):
        return pills(snapshot, column, unread, **common)
    if column.kind == "references":
        return st.column_config.ListColumn(**common)
    if not unread and column.kind in DRAWN:
        return DRAWN[column.kind](common)
    return st.column_config.TextColumn(
        alignment="right" if column.kind in (*NUMBERS, "time") else "left",
        width="large" if column.kind == "long_text" else None,
        **common,
    )


def draw_number(format: Literal["localized", "percent"], common: dict[str, Any]) -> Any:  # noqa: A002 (Streamlit's word)
    """A number to the right."""
    return st.column_config.NumberColumn(format=format, alignment="right", **common)


DRAWN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "integer": partial(draw_number, "localized"),
    "decimal": partial(draw_number, "localized"),
    "percent": partial(draw_number, "percent"),
    "date": lambda common: st.column_config.DateColumn(format="DD.MM.YYYY", **common),
    "link": lambda common: st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/?#]+)", **common),
}
