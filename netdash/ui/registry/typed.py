"""From what stands in the edited grid to changes. Every cell there is text, or texts, and is read as if typed in the sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from netdash.edits import Edit, same
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.tables import Unread

MANY = ("choices", "references")

Place = tuple[str, str]
Shown = str | tuple[str, ...] | None
"""A cell of the grid: its text, the texts of several values, or nothing."""


@dataclass(frozen=True)
class Typed:
    """What a person typed into a cell, and the value that stood there as they saw it."""

    before: Any
    shown: Shown


@dataclass(frozen=True)
class Wrong:
    """A typed text that its column does not take."""

    key: str
    column: str
    found: str
    message: str


def show_cell(snapshot: Snapshot, table: str, column: str, value: Any) -> Shown:
    """A value as the grid holds it: exactly, so that reading it gives the value again."""
    if isinstance(value, Unread):
        text = snapshot.show(table, column, value)
        return (text,) if snapshot.tables[table].spec.columns[column].kind in MANY else text
    if is_missing(value):
        return None
    if isinstance(value, tuple):
        return tuple(name_piece(snapshot, table, column, piece) for piece in value)
    to = snapshot.tables[table].spec.columns[column].to
    return snapshot.label(to, value) if to else snapshot.tables[table].kinds[column].text(value)


def name_piece(snapshot: Snapshot, table: str, column: str, piece: str) -> str:
    """One of several values."""
    spec = snapshot.tables[table].spec.columns[column]
    return snapshot.label(spec.to, piece) if spec.to else snapshot.tables[table].kinds[column].text((piece,))


def build_frame(
    snapshot: Snapshot, table: str, keys: Sequence[str], columns: Sequence[str], typed: Mapping[Place, Typed]
) -> pd.DataFrame:
    """The grid's cells as objects, with what was typed in its place."""

    def cell(key: str, column: str) -> Any:
        own = typed.get((key, column))
        shown = own.shown if own else show_cell(snapshot, table, column, snapshot.value(table, key, column))
        return list(shown) if isinstance(shown, tuple) else shown

    data = {column: pd.Series([cell(key, column) for key in keys], dtype=object) for column in columns}
    return pd.DataFrame(data, columns=list(columns))


def read_state(edited: Mapping[Any, Mapping[str, Any]], keys: Sequence[str]) -> dict[Place, Shown]:
    """The grid's own memory, which goes by position, by key."""
    found: dict[Place, Shown] = {}
    for position, cells in edited.items():
        if int(position) < len(keys):
            found |= {(keys[int(position)], column): as_shown(value) for column, value in cells.items()}
    return found


def as_shown(value: Any) -> Shown:
    """A cell as the browser sends it."""
    if isinstance(value, list | tuple):
        return tuple(str(piece) for piece in value) or None
    return None if value is None or not str(value).strip() else str(value)


def translate(snapshot: Snapshot, table: str, typed: Mapping[Place, Typed]) -> tuple[list[Edit], list[Wrong]]:
    """The changes that were typed, and all that cannot be read; a cell that says what stood there is no change."""
    edits, wrong = [], []
    for (key, column), own in typed.items():
        if own.shown == show_cell(snapshot, table, column, own.before):
            continue
        value, message = read_shown(snapshot, table, column, own.shown)
        if message:
            found = "; ".join(own.shown) if isinstance(own.shown, tuple) else own.shown or ""
            wrong.append(Wrong(key, column, found, message))
        elif not same(value, own.before) or isinstance(own.before, Unread):
            edits.append(Edit(table, key, column, None if is_blank(own.before) else own.before, value))
    return edits, wrong


def is_blank(value: Any) -> bool:
    """Whether a value stands for an empty cell."""
    return not isinstance(value, Unread) and is_missing(value)


def read_shown(snapshot: Snapshot, table: str, column: str, shown: Shown) -> tuple[Any, str]:
    """The value of a cell of the grid, or what is wrong with it."""
    if not isinstance(shown, tuple):
        return snapshot.parse(table, column, shown or "")
    pieces: list[Any] = []
    for text in shown:
        value, message = snapshot.parse(table, column, text)
        exact = {} if message else {text: value}
        if message or len(value) != 1:
            exact = exact_names(snapshot, table, column, (text,))
        if text not in exact:
            return None, message or f"«{text}» здесь несколько значений: выберите их по одному."
        pieces += exact[text]
    return tuple(dict.fromkeys(pieces)), ""


def exact_names(snapshot: Snapshot, table: str, column: str, wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys of labels that reading would take apart, such as one with a semicolon."""
    to = snapshot.tables[table].spec.columns[column].to
    if not to:
        return {}
    labels = snapshot.labels(to)
    return {text: tuple(labels.index[labels == text]) for text in wanted if (labels == text).sum() == 1}
