"""The grid for reading: rows as they are, each opening its card."""

from collections.abc import Sequence
from typing import Any, Literal
from weakref import WeakKeyDictionary

import pandas as pd
import streamlit as st

from netdash.kinds import is_missing
from netdash.kinds.russian import number
from netdash.tables import Table
from netdash.ui.registry import rows
from netdash.ui.registry.address import View, go
from netdash.ui.registry.columns import NUMBERS, choose_columns, head, label_width, reading_column

_columns: WeakKeyDictionary[Table, dict[tuple[str, bool], "pd.Series[Any]"]] = WeakKeyDictionary()

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
    positions = None if len(keys) == len(view.built.positions) else [view.built.positions[key] for key in keys]
    data = {name: take_column(view, name, bool(unread(view, keys, name))) for name in columns}
    return pd.DataFrame(
        data if positions is None else {n: each.iloc[positions].reset_index(drop=True) for n, each in data.items()}
    )


def take_column(view: View, column: str, as_text: bool) -> "pd.Series[Any]":
    """One column of the grid, whole, made once for all sessions; ``as_text`` if numbers and days stand as in the sheet."""
    made = _columns.setdefault(view.built, {})
    if (column, as_text) not in made:
        made[column, as_text] = make_column(view, column, as_text)
    return made[column, as_text]


def make_column(view: View, column: str, as_text: bool) -> "pd.Series[Any]":
    """The same, made anew."""
    kind = view.spec.columns[column].kind
    if column != view.spec.label_column and not as_text and (kind in NUMBERS or kind == "date"):
        return view.built.columns[column].reset_index(drop=True)
    texts = rows.texts(view.snapshot, view.table, column)
    if column == view.spec.label_column:
        return pd.Series([text or "без названия" for text in texts], dtype="str")
    if kind not in ("choice", "choices", "references"):
        return pd.Series([text or None for text in texts], dtype="str")
    pairs = zip(rows.values(view.built, column), texts, strict=True)
    return pd.Series([split(view, column, value, text) for value, text in pairs], dtype=object)


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
