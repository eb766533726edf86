"""Coverage: who meets whom, how often, and where nobody does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from netdash.errors import Problem
from netdash.facts import Blame, spread
from netdash.snapshot import Snapshot
from netdash.specs import Side
from netdash.specs.numbers import CellState


@dataclass(frozen=True, eq=False)
class Coverage:
    """A matrix of how many rows of ``table`` stand in each cell.

    ``counts`` is indexed by the rows' keys or words, its columns by the columns'; both in the order of their sheet or list,
    with ``row_labels`` and ``column_labels`` as people read them. ``gap`` says what an empty cell means. ``rows`` are the
    keys of the rows behind each cell that has any; ``left_out`` the problems of rows that may belong somewhere in it.
    ``states`` are those of the config, best first; ``judged`` the state of each row of ``table`` that meets one.
    """

    name: str
    title: str
    gap: str
    table: str
    counts: pd.DataFrame
    row_labels: Mapping[str, str]
    column_labels: Mapping[str, str]
    rows: Mapping[tuple[str, str], tuple[str, ...]]
    left_out: tuple[Problem, ...]
    states: Mapping[str, CellState] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The cells that nothing covers, row by row."""
        columns = list(self.column_labels)
        return tuple((row, column) for row in self.row_labels for column in columns if not self.is_covered(row, column))

    @cached_property
    def _gaps_by_row(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that each row does not meet."""
        return {row: tuple(column for _, column in met) for row, met in groupby(self.gaps, key=lambda gap: gap[0])}

    @cached_property
    def _gaps_by_column(self) -> Mapping[str, tuple[str, ...]]:
        """The rows that each column does not meet."""
        found: dict[str, list[str]] = {}
        for row, column in self.gaps:
            found.setdefault(column, []).append(row)
        return {column: tuple(rows) for column, rows in found.items()}

    def is_covered(self, row: str, column: str) -> bool:
        """Whether a cell has rows, and their state is enough."""
        state = self.states.get(self.state_of(row, column))
        return state.covers if state else not self.states and (row, column) in self.rows

    def state_of(self, row: str, column: str) -> str:
        """The best state of a cell's rows, empty where none has any."""
        if not self.states or (row, column) not in self.rows:
            return ""
        found = {self.judged.get(key, "") for key in self.rows.get((row, column), ())}
        return next((name for name in self.states if name in found), "")

    def gaps_of_row(self, row: str) -> tuple[str, ...]:
        """The columns that a row does not meet."""
        return self._gaps_by_row.get(row, ())

    def gaps_of_column(self, column: str) -> tuple[str, ...]:
        """The rows that a column does not meet."""
        return self._gaps_by_column.get(column, ())


_made: WeakKeyDictionary[Snapshot, dict[str, Coverage]] = WeakKeyDictionary()


def take_coverage(snapshot: Snapshot, name: str) -> Coverage:
    """The matrix ``name``, computed once for all who look at this snapshot."""
    made = _made.setdefault(snapshot, {})
    if name not in made:
        made[name] = compute_coverage(snapshot, name)
    return made[name]


def compute_coverage(snapshot: Snapshot, name: str) -> Coverage:
    """The matrix ``name`` of the config; rows that stand outside of its sides are not counted."""
    spec, cell = snapshot.config.coverage[name], snapshot.config.coverage[name].cell
    row_labels, column_labels = _list_side(snapshot, spec.rows), _list_side(snapshot, spec.columns)
    where, index = np.array(snapshot.mask(cell.table, cell.where), dtype=bool), snapshot.tables[cell.table].index.tolist()
    found: dict[tuple[str, str], list[str]] = {}
    values = spread(snapshot, cell.table, (cell.row, cell.column))
    for at, row, column in values[where[values["row"]]].itertuples(index=False, name=None):
        if row in row_labels and column in column_labels:
            found.setdefault((row, column), []).append(index[at])
    rows = {place: tuple(keys) for place, keys in found.items()}
    counts = pd.DataFrame(
        [[len(found.get((row, column), ())) for column in column_labels] for row in row_labels],
        index=pd.Index(list(row_labels)),
        columns=pd.Index(list(column_labels)),
        dtype="int64",
    )
    left = _left_out(snapshot, cell.table, (*cell.where, cell.row, cell.column))
    judged = _judge(snapshot, cell.table, cell.states)
    return Coverage(name, spec.title, spec.gap, cell.table, counts, row_labels, column_labels, rows, left, cell.states, judged)


def _judge(snapshot: Snapshot, table: str, states: Mapping[str, CellState]) -> dict[str, str]:
    """The state of each row that meets one, by key: the last that it meets."""
    judged: dict[str, str] = {}
    for name, state in states.items():
        mask = np.array(snapshot.mask(table, state.where), dtype=bool)
        judged |= dict.fromkeys(snapshot.tables[table].index[mask].tolist(), name)
    return judged


def _left_out(snapshot: Snapshot, table: str, paths: Sequence[str]) -> tuple[Problem, ...]:
    """The problems of cells that keep rows of ``table`` from their place, each once."""
    blame = Blame(snapshot)
    return tuple(dict.fromkeys(problem for path in paths for problem in blame.unread(table, path).values()))


def _list_side(snapshot: Snapshot, side: Side) -> dict[str, str]:
    """Keys or words of a side in their order, with what people read."""
    if side.table:
        keys = snapshot.tables[side.table].index[np.array(snapshot.mask(side.table, side.where), dtype=bool)]
        labels = snapshot.labels(side.table)
        return {str(key): str(label) for key, label in labels[keys].items()}
    words = snapshot.config.choice_list(side.choices or "")
    return {word: choice.title for word, choice in words.items() if not side.only or word in side.only}
