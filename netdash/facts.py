"""Values along paths as counting needs them: which are missing, and which cell is to blame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.conditions import is_filled
from netdash.errors import Problem
from netdash.grid import a1
from netdash.kinds import is_missing, school_year_of
from netdash.snapshot import Snapshot
from netdash.tables import Table

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def spread(snapshot: Snapshot, table: str, paths: Sequence[str]) -> pd.DataFrame:
    """The values of ``table`` at ``paths`` and ``row``, the position they stand at; many values become a line each."""
    values = pd.DataFrame({"row": np.arange(len(snapshot.tables[table].index))})
    for path in paths:
        column = snapshot.follow(table, path).astype(object).reset_index(drop=True)
        values[path] = column.iloc[values["row"]].to_numpy()
        if any(isinstance(value, tuple) for value in column):
            values = values.explode(path, ignore_index=True)
        values[path] = values[path].where(values[path].notna(), "")
    return values


def several(value: Any) -> tuple[Any, ...]:
    """What stands at the end of a path, as many as there are: none, one or several."""
    return value if isinstance(value, tuple) else () if is_missing(value) else (value,)


def show_at(snapshot: Snapshot, table: str, path: str, value: Any) -> str:
    """One value of a path as people read it, empty if it is missing; of a column of many it may be one or all."""
    if is_missing(value):
        return ""
    spec, column = snapshot.target(table, path)
    many = column.kind in ("choices", "references")
    if isinstance(value, tuple) and not many:
        return ", ".join(show_at(snapshot, table, path, each) for each in value)
    whole = (value,) if many and not isinstance(value, tuple) else value
    return snapshot.show(spec.name, path.rpartition(".")[2], whole)


def teller(snapshot: Snapshot, table: str, path: str | None) -> Callable[[Any], str]:
    """How the values of a path are put into words, each different one once."""
    known: dict[Any, str] = {None: ""}

    def tell(value: Any) -> str:
        if value not in known:
            known[value] = show_at(snapshot, table, path or "", value)
        return known[value]

    return tell


def year_of(value: Any) -> str:
    """The school year that a value of a school year's or a day's column stands for, empty if it is missing."""
    if is_missing(value) or value == "":
        return ""
    return value if isinstance(value, str) else school_year_of(value)


class Blame:
    """Tells which cell leaves a row without a value; made once a snapshot, since it sorts the problems by place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._by_place: dict[tuple[str, str], dict[str, Problem]] = {}
        self._owners: dict[str, dict[str, str]] = {}
        for problem in snapshot.problems:
            if problem.key and problem.column:
                self._by_place.setdefault((problem.table, problem.column), {}).setdefault(problem.key, problem)
        for problem in snapshot.problems:
            if problem.column and not problem.key:
                self._spread(problem)

    def _spread(self, problem: Problem) -> None:
        """Lay a column's problem at each of its unread cells that has none of its own."""
        built, told = self._snapshot.tables[problem.table], self._by_place.setdefault((problem.table, problem.column), {})
        for key, column in built.raw:
            if column == problem.column and key not in told:
                told[key] = replace(problem, key=key, cell=a1(built.rows[key], built.places[column]))

    def unread(self, table: str, path: str) -> Mapping[str, Problem]:
        """Rows of ``table`` that have no value at the end of ``path`` because a cell on the way has a problem."""
        snapshot, (head, _, rest) = self._snapshot, path.partition(".")
        built = snapshot.tables[table]
        known = self._by_place.get((table, head))
        found: dict[str, Problem] = {}
        if known:
            missing = built.index[~is_filled(built.columns[head])]
            found = {key: known[key] for key in missing if key in known}
        target = built.spec.columns[head].to
        further = self.unread(target, rest) if rest and target else {}
        if further:
            pointed = zip(built.index, built.columns[head].tolist(), strict=True)
            found |= {key: further[value] for key, value in pointed if isinstance(value, str) and value in further}
        return found

    def why(self, table: str, key: str, path: str) -> Problem:
        """The problem of the cell that leaves row ``key`` without a value, or a warning that this cell is empty."""
        snapshot, (head, _, rest) = self._snapshot, path.partition(".")
        spec = snapshot.tables[table].spec
        known = self._by_place.get((table, head), {}).get(key)
        if known is not None:
            return known
        target = spec.columns[head].to
        value = _cell(snapshot.tables[table], key, head)
        if rest and target and isinstance(value, str):
            return self.why(target, value, rest)
        return self._empty(table, key, head)

    def _empty(self, table: str, key: str, column: str) -> Problem:
        built = self._snapshot.tables[table]
        if table not in self._owners:
            owners = self._snapshot.owners(table)
            self._owners[table] = dict(zip(owners.index.tolist(), owners.tolist(), strict=True))
        spec, row, place = built.spec, built.rows.get(key), built.places.get(column)
        return Problem(
            table=table,
            sheet=spec.title,
            cell="" if row is None or place is None else a1(row, place),
            key=key,
            column=column,
            message=f"«{spec.columns[column].title}» не заполнено, строка не вошла в подсчёт",
            hint="Заполните ячейку",
            owner=self._owners[table][key],
            level="warning",
        )


def _cell(table: Table, key: str, column: str) -> Any:
    return key if column == table.spec.key else table.columns[column].iloc[table.positions[key]]
