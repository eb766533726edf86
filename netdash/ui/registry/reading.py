"""The grid for reading: rows as they are, each opening its card."""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from netdash.kinds import is_missing
from netdash.kinds.russian import number
from netdash.ui.registry import rows
from netdash.ui.registry.address import View, go
from netdash.ui.registry.columns import NUMBERS, choose_columns, head, label_width, reading_column

OPENED = "nd-opened"
LAZY = 3_000
"""From so many rows on the browser gets only those that it shows."""


def show_reading(view: View, keys: Sequence[str]) -> None:
    """The rows, newest data, nothing to be changed by accident."""
    columns = choose_columns(view.spec, bool(view.columns))
    frame, config = build_frame(view, keys, columns), {}
    for name in columns[1:]:
        config[name] = reading_column(view.snapshot, view.spec.columns[name], unread(view, keys, name))
    width = label_width(frame[columns[0]].tolist())
    config[columns[0]] = st.column_config.ButtonColumn(
        head(view.spec.columns[columns[0]]), pinned=True, type="tertiary", alignment="left", width=width,
        key=OPENED, on_click=open_row, args=(view, tuple(keys)), help="Нажмите, чтобы открыть строку",
    )  # fmt: skip
    st.dataframe(
        mark_unread(view, keys, frame),
        hide_index=True,
        column_config=config,
        placeholder="",
        height=grid_height(len(keys)),
        lazy=len(keys) > LAZY or None,
        key=f"nd-grid-{view.table}",
        alt=f"{view.spec.title}: {number(len(keys))}",
    )


def grid_height(count: int) -> int | Literal["content"]:
    """All rows of a short table, a screen of a long one."""
    return "content" if count <= 15 else 560


def open_row(view: View, keys: Sequence[str]) -> None:
    """A name was clicked: go to its card."""
    position = st.session_state[OPENED].row
    if position < len(keys):
        go(view, row=keys[position])


def unread(view: View, keys: Sequence[str], column: str) -> list[str]:
    """The texts of a column's cells that could not be read, among these rows."""
    raw = view.built.raw
    found = [key for key, name in raw if name == column]
    wanted = set(keys) if found else set()
    return [
        view.snapshot.show(view.table, column, view.snapshot.value(view.table, key, column)) for key in found if key in wanted
    ]


def build_frame(view: View, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """What the grid shows: numbers and days as such, so that they sort; words and labels as text."""
    positions = [view.built.positions[key] for key in keys]
    data = {name: series(view, positions, name, bool(unread(view, keys, name))) for name in columns}
    return pd.DataFrame({name: values.reset_index(drop=True) for name, values in data.items()})


def series(view: View, positions: Sequence[int], column: str, as_text: bool) -> "pd.Series[Any]":
    """One column of the grid."""
    kind, snapshot = view.spec.columns[column].kind, view.snapshot
    if column != view.spec.label_column and not as_text and (kind in NUMBERS or kind == "date"):
        taken: pd.Series[Any] = view.built.columns[column].iloc[list(positions)]
        return taken
    texts = rows.texts(snapshot, view.table, column)
    if column == view.spec.label_column:
        return pd.Series([texts[position] or "без названия" for position in positions], dtype="str")
    if kind not in ("choice", "choices", "references"):
        return pd.Series([texts[position] or None for position in positions], dtype="str")
    held = rows.values(view.built, column)
    return pd.Series([split(view, column, held[position], texts[position]) for position in positions], dtype=object)


def split(view: View, column: str, value: Any, text: str) -> list[str] | None:
    """A cell of several words as a list; what could not be read is one word."""
    if isinstance(value, tuple):
        return [view.snapshot.show(view.table, column, (each,)) for each in value]
    return [text] if text and (not is_missing(value) or value is None) else None


def mark_unread(view: View, keys: Sequence[str], frame: pd.DataFrame) -> Any:
    """The frame with its unread cells marked; pills mark themselves."""
    wanted = {key: position for position, key in enumerate(keys)} if view.built.raw else {}
    cells = [
        (wanted[key], name)
        for key, name in view.built.raw
        if key in wanted and name in frame.columns and view.spec.columns[name].kind not in ("choice", "choices", "references")
    ]
    if not cells or len(keys) > LAZY:
        return frame
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for position, name in cells:
        styles.loc[position, name] = "background-color: rgba(214, 69, 38, 0.22)"
    return frame.style.apply(lambda _: styles, axis=None)
