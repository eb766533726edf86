"""Rows by what people choose: a value that some of their columns have, a list under a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from netdash.facts import show_at
from netdash.kinds import fold, is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages.choosing import FilterSpec, ListSpec

EMPTY = "-"
"""The value of rows that have none."""


@dataclass(frozen=True, eq=False)
class Filter:
    """One thing to hold rows to: ``options`` are the values that occur, with their texts; ``values`` those of each row."""

    title: str
    options: Mapping[str, str]
    values: tuple[frozenset[str], ...]


@dataclass(frozen=True, eq=False)
class Selection:
    """Everything that a page can be narrowed down by; rows go by position."""

    filters: Mapping[str, Filter]
    lists: Mapping[str, frozenset[int]]

    def holds(self, row: int, held: Mapping[str, str], only: str = "") -> bool:
        """Whether a row has all of the values and is in the list; a list that there is not holds everything."""
        return (only not in self.lists or row in self.lists[only]) and all(
            value in self.filters[name].values[row] for name, value in held.items()
        )


def build_selection(
    snapshot: Snapshot, table: str, filters: Mapping[str, FilterSpec], lists: Mapping[str, ListSpec]
) -> Selection:
    """The filters and lists of a page over one table."""
    return Selection(
        {name: build_filter(snapshot, table, spec) for name, spec in filters.items()},
        {name: frozenset(np.flatnonzero(snapshot.mask(table, spec.where).to_numpy()).tolist()) for name, spec in lists.items()},
    )


def build_filter(snapshot: Snapshot, table: str, spec: FilterSpec) -> Filter:
    """One filter: words in the order of their list, rows of another table in that of their sheet."""
    rows: list[set[str]] = [set() for _ in snapshot.tables[table].index]
    found: dict[str, str] = {}
    for path in spec.of:
        cells = snapshot.follow(table, path).tolist()
        for row, cell in zip(rows, cells, strict=True):
            row.update(pieces(cell))
        occur = dict.fromkeys(value for cell in cells for value in pieces(cell))
        found |= {value: show_at(snapshot, table, path, value) for value in occur if value not in found}
    ordered = {value: found[value] for value in order(snapshot, table, spec.of[0], found)}
    bare = any(not row for row in rows)
    title = spec.title or snapshot.target(table, spec.of[0])[1].title
    values = tuple(frozenset(row or {EMPTY}) for row in rows)
    return Filter(title, ordered | ({EMPTY: "не указано"} if bare else {}), values)


def pieces(cell: object) -> Iterator[str]:
    """The values of one cell."""
    if isinstance(cell, tuple):
        yield from cell
    elif not is_missing(cell):
        yield str(cell)


def order(snapshot: Snapshot, table: str, path: str, texts: Mapping[str, str]) -> Sequence[str]:
    """The values of a path as people look for them."""
    column = snapshot.target(table, path)[1]
    known = (
        snapshot.config.choice_list(column.choices) if column.choices else snapshot.tables[column.to].rows if column.to else {}
    )
    ranks = {value: rank for rank, value in enumerate(known)}
    return sorted(texts, key=lambda value: (ranks.get(value, len(ranks)), fold(texts[value])))
