"""Which words stand in which rows: made once a table and kept for as long as the table does not change."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from netdash.finding.words import Near, stem, words
from netdash.kinds import fold_each, is_missing
from netdash.kinds.base import seen
from netdash.snapshot import Snapshot
from netdash.tables import Table

WEIGHTS: Mapping[str, float] = {
    "text": 2, "pseudonym": 2, "nameless": 2, "long_text": 1, "choice": 1, "choices": 1, "reference": 1.5, "references": 1.5,
    "email": 1, "phone": 1, "date": 0.7, "school_year": 0.7,
}  # fmt: skip
"""How much a word counts by the kind of its column; columns of other kinds are not searched."""

LABEL = 4.0
"""How much a word counts in the name of a row."""

PREFIXES = 400
"""How many words are tried that begin with the one looked for."""

_BETWEEN = "\ue000"  # a letter of no alphabet
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Field:
    """One column: ``values`` has the different values that each word stands in, ``rows_of`` the rows of a value."""

    column: str
    weight: float
    values: Mapping[str, Sequence[int]]
    order: Numbers
    starts: Numbers

    def rows(self, word: str) -> Numbers | None:
        """The positions of the rows where the word stands."""
        values = self.values.get(word)
        if not values:
            return None
        pieces = [self.order[self.starts[value] : self.starts[value + 1]] for value in values]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


@dataclass(frozen=True, eq=False)
class TableIndex:
    """The searched columns of a table, and its keys as people may type them."""

    fields: tuple[Field, ...]
    keys: Mapping[str, str]


class Index:
    """All tables of a snapshot."""

    def __init__(self, tables: Mapping[str, TableIndex]) -> None:
        self.tables = tables

    @cached_property
    def words(self) -> list[str]:
        """Every word that stands anywhere, sorted."""
        return sorted({word for table in self.tables.values() for field in table.fields for word in field.values})

    @cached_property
    def near(self) -> Near:
        """The words that a misspelt one may mean."""
        return Near(self.words)

    def beginning(self, start: str) -> list[str]:
        """The words that begin so."""
        first = bisect_left(self.words, start)
        last = bisect_left(self.words, start + "\U0010ffff")
        return self.words[first : min(last, first + PREFIXES)]


_lock = threading.Lock()
_tables: WeakKeyDictionary[Table, TableIndex] = WeakKeyDictionary()
_indexes: WeakKeyDictionary[Snapshot, Index] = WeakKeyDictionary()


def index(snapshot: Snapshot) -> Index:
    """The index of a snapshot, made at the first search; tables that did not change since another one keep theirs."""
    with _lock:
        if snapshot not in _indexes:
            for name, table in snapshot.tables.items():
                if table not in _tables:
                    _tables[table] = _index_table(snapshot, name)
            _indexes[snapshot] = Index({name: _tables[table] for name, table in snapshot.tables.items()})
        return _indexes[snapshot]


def _index_table(snapshot: Snapshot, name: str) -> TableIndex:
    table = snapshot.tables[name]
    columns = [column for column, spec in table.spec.columns.items() if spec.kind in WEIGHTS or column == table.spec.label]
    fields = tuple(_index_column(snapshot, name, column) for column in columns if column != table.spec.key)
    own = [key for key in table.rows if key not in table.provisional]
    return TableIndex(fields, dict(zip(fold_each(own), own, strict=True)))


def _index_column(snapshot: Snapshot, name: str, column: str) -> Field:
    """Every different value taken apart once."""
    table = snapshot.tables[name]
    rows, codes, values = _code_cells(table, column)
    starts = np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=len(values)))))
    order = rows[np.argsort(codes, kind="stable")]
    standing: dict[str, list[int]] = {}
    for code, text in enumerate(_texts(snapshot, name, column, values)):
        for word in {stem(word) for word in words(text)}:
            standing.setdefault(word, []).append(code)
    weight = LABEL if column == table.spec.label else WEIGHTS.get(table.spec.columns[column].kind, 1)
    return Field(column, weight, standing, order, starts)


def _code_cells(table: Table, column: str) -> tuple[Numbers, Numbers, list[Any]]:
    """The row and the number of the value of each filled cell, of each value where it has several; then the values.

    Unread cells come last, as their text.
    """
    held = table.columns[column]
    places = np.arange(len(held), dtype=np.int64)
    if held.dtype == object:
        cells = [value if isinstance(value, tuple) else () if is_missing(value) else (value,) for value in held.tolist()]
        places = np.repeat(places, [len(cell) for cell in cells])
        held = pd.Series([value for cell in cells for value in cell], dtype=object)
    codes, values = pd.factorize(held)
    unread = [(table.positions[key], seen(cell)) for (key, name), cell in table.raw.items() if name == column]
    numbers = {text: len(values) + number for number, text in enumerate(dict.fromkeys(text for _, text in unread))}
    return (
        np.concatenate((places[codes >= 0], np.array([place for place, _ in unread], dtype=np.int64))),
        np.concatenate((codes[codes >= 0], np.array([numbers[text] for _, text in unread], dtype=np.int64))),
        [*values.tolist(), *(("", text) for text in numbers)],
    )


def _texts(snapshot: Snapshot, name: str, column: str, values: Sequence[Any]) -> Sequence[str]:
    """What people read for each value."""
    table = snapshot.tables[name]
    spec, kind = table.spec.columns[column], table.kinds[column]
    if spec.to:
        names = snapshot.resolvers[spec.to].names
        return [value[1] if isinstance(value, tuple) else names.get(value, value) for value in values]

    def both(value: Any) -> str:
        """As people read it and as they type it: «5 мая 2009» and «05.05.2009»."""
        held = (value,) if spec.kind == "choices" else value
        return f"{kind.show(held)} {kind.text(held)}" if spec.kind == "date" else kind.show(held)

    return [value[1] if isinstance(value, tuple) else both(value) for value in values]
