"""People counted by two of their columns, and rows of other tables counted by the people they point at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from netdash.facts import Mask, show_at, spread
from netdash.indicators.parts import UNSAID, find_parts
from netdash.snapshot import Snapshot
from netdash.specs import Where


@dataclass(frozen=True, eq=False)
class Headcount:
    """How many rows stand in each pair of parts; ``""`` is the part of those that do not say, last on either side."""

    rows: Mapping[str, str]
    columns: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]

    @cached_property
    def of_row(self) -> Mapping[str, int]:
        """How many stand in each row."""
        return {row: sum(self.counts.get((row, column), 0) for column in self.columns) for row in self.rows}

    @cached_property
    def of_column(self) -> Mapping[str, int]:
        """How many stand in each column."""
        return {column: sum(self.counts.get((row, column), 0) for row in self.rows) for column in self.columns}

    @property
    def total(self) -> int:
        """How many there are, one who stands in two rows counted twice."""
        return sum(self.counts.values())


def count_heads(snapshot: Snapshot, table: str, row: str, column: str) -> Headcount:
    """The rows of a table by two paths."""
    values = spread(snapshot, table, (row, column))
    counts = Counter(zip(values[row].tolist(), values[column].tolist(), strict=True))
    return Headcount(_name(snapshot, table, row), _name(snapshot, table, column), counts)


def _name(snapshot: Snapshot, table: str, path: str) -> dict[str, str]:
    """The parts of a path that occur, in their order."""
    parts = find_parts(snapshot, table, (path,)).parts
    return {str(value): show_at(snapshot, table, path, value) if value != "" else UNSAID for (value,) in parts}


def count_related(snapshot: Snapshot, table: str, person: str, won: Where) -> Mapping[str, tuple[int, int]]:
    """For each key that rows point at: how many of them are won, and how many there are."""
    keys = snapshot.follow(table, person)
    wins: Mask = np.array(snapshot.mask(table, won), dtype=bool) if won else np.zeros(len(keys), dtype=bool)
    frame = pd.DataFrame({"key": keys.to_numpy(dtype=object), "won": wins}).dropna(subset="key")
    counted = frame.groupby("key")["won"].agg(["sum", "size"])
    return {str(key): (int(row[0]), int(row[1])) for key, row in zip(counted.index, counted.to_numpy(), strict=True)}
