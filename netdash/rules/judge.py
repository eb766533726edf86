"""One table as its rules see it: values of paths, what they mean the same, how a violation is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.conditions import Mask, compute_mask, find_target, follow, is_filled
from netdash.errors import Problem, RowName
from netdash.grid import a1
from netdash.kinds import fold_each
from netdash.kinds.russian import quoted
from netdash.references import Resolver, show
from netdash.specs import Where
from netdash.specs.rules import Rule, Travel
from netdash.tables import Table

Positions = npt.NDArray[np.int64]
TEXTS = ("text", "long_text", "nameless")
DAY = pd.Timedelta(days=1)
MINUTE = 60.0


class Judge:
    """One table of a snapshot that is being made; what is asked twice is kept."""

    def __init__(self, tables: Mapping[str, Table], resolvers: Mapping[str, Resolver], today: date, name: str) -> None:
        self.tables, self.resolvers, self.today, self.name = tables, resolvers, today, name
        self.table = tables[name]
        self._series: dict[str, pd.Series[Any]] = {}
        self._listed: dict[str, list[Any]] = {}
        self._beside: dict[str, Judge] = {}

    def beside(self, name: str) -> Judge:
        """Another table of the same moment."""
        if name == self.name:
            return self
        if name not in self._beside:
            self._beside[name] = Judge(self.tables, self.resolvers, self.today, name)
        return self._beside[name]

    def mask(self, where: Where) -> Mask:
        """Which rows meet all conditions."""
        return compute_mask(self.tables, self.today, self.name, where)

    def follow(self, path: str) -> pd.Series[Any]:
        """The values of a path, kept for the next rule."""
        if path not in self._series:
            self._series[path] = follow(self.tables, self.name, path)
        return self._series[path]

    def holds(self, path: str, empty: bool = False) -> Mask:
        """Rows whose cell holds something, readable or not; with ``empty`` those whose cell is not unreadable."""
        mask = np.ones(len(self.table.index), dtype=bool) if empty else is_filled(self.follow(path))
        way, _, name = path.rpartition(".")
        if not way:
            for key in (key for key, column in self.table.raw if column == name):
                mask[self.table.positions[key]] = not empty
        elif unread := {key for key, column in self._target(way).raw if column == name}:
            mask |= np.fromiter((key in unread for key in self.listed(way)), dtype=bool, count=len(mask)) & (not empty)
        return mask

    def _target(self, path: str) -> Table:
        """The table whose rows the end of a path names."""
        return self.tables[find_target(self.tables, self.name, path)[1].to or ""]

    def is_required(self, path: str) -> bool:
        """Whether the column that a path ends at must be filled."""
        return find_target(self.tables, self.name, path)[1].required

    def comparable(self, path: str, at: Positions) -> list[Any]:
        """Values at positions in a form where equal means the same to a reader."""
        series = self.follow(path) if len(at) == len(self.table.index) else self.follow(path).iloc[at]
        filled, values = is_filled(series), series.tolist()
        if find_target(self.tables, self.name, path)[1].kind in TEXTS:
            if not filled.all():
                values = [value if full else "" for value, full in zip(values, filled, strict=True)]
            folded = fold_each(values)
            return folded if all(folded) else [value or None for value in folded]
        return values if filled.all() else [value if full else None for value, full in zip(values, filled, strict=True)]

    def groups(self, by: Sequence[str], filled: Sequence[str], where: Where) -> dict[Any, list[int]]:
        """Positions of the rows of each group, in order; rows where anything is missing are in none, a row of many in several."""
        mask = self.mask(where)
        for path in (*by, *filled):
            mask = mask & is_filled(self.follow(path))
        found: dict[Any, list[int]] = {}
        at = np.flatnonzero(mask)
        columns = [self.follow(path).iloc[at].tolist() for path in by]
        for position, *values in zip(at.tolist(), *columns, strict=True):
            for group in product(*(value if isinstance(value, tuple) else (value,) for value in values)):
                found.setdefault(group, []).append(position)
        return found

    def scale(self, path: str) -> list[float]:
        """Numbers, days, seconds of a day, first years of school years: what can be compared and added; missing ones are NaN."""
        series = self.follow(path)
        if series.dtype == object:
            return [_seconds(value) for value in series.tolist()]
        if series.dtype == "str":
            return [float(value[:4]) if isinstance(value, str) else float("nan") for value in series.tolist()]
        if pd.api.types.is_datetime64_any_dtype(series):
            series = (series - pd.Timestamp(0)) / DAY
        return series.to_numpy(dtype=float, na_value=np.nan).tolist()

    def unit(self, path: str) -> float:
        """How much of the scale a minute of a time is; one of anything else."""
        return MINUTE if find_target(self.tables, self.name, path)[1].kind == "time" else 1.0

    def value(self, path: str, position: int) -> str:
        """What the end of a path holds, as text."""
        spec, column = find_target(self.tables, self.name, path)
        name = next(name for name, other in spec.columns.items() if other is column)
        value = self.listed(path)[position]
        if isinstance(value, tuple) and column.kind not in ("choices", "references"):
            return "; ".join(show(self.tables[spec.name], name, each, self.resolvers) for each in value)
        return show(self.tables[spec.name], name, value, self.resolvers)

    def listed(self, path: str) -> list[Any]:
        """The same values as a list, which thousands of violations can cite from."""
        if path not in self._listed:
            self._listed[path] = self.follow(path).tolist()
        return self._listed[path]

    def cite(self, path: str, position: int) -> str:
        """A column and what it holds: «Начало» 5 мая 2009."""
        text = self.value(path, position)
        return f"{quoted(self.title(path))} {text if len(text) <= 60 else text[:59] + '…'}".rstrip()

    def title(self, path: str) -> str:
        """What the column at the end of a path is called."""
        return find_target(self.tables, self.name, path)[1].title

    def row(self, position: int) -> int:
        """The number of a row as the spreadsheet shows it."""
        return self.table.rows[self.table.index[position]] + 1

    def row_name(self, position: int) -> RowName:
        """The table and key of a row."""
        return self.name, self.table.index[position]

    @property
    def sheet(self) -> str:
        """What the sheet is called in the workbook."""
        return self.table.grid.sheet if self.table.grid else self.table.spec.title

    def problem(self, rule: Rule | Travel, position: int, path: str, detail: str, others: Sequence[RowName] = ()) -> Problem:
        """A violation at the cell of this table from which the path starts; ``others`` are the rows it clashes with."""
        key, column = self.table.index[position], path.partition(".")[0]
        place = self.table.places.get(column)
        cell = "" if place is None else a1(self.table.rows[key], place)
        message = f"{rule.say}: {detail}" + (f". {rule.do}" if rule.do else "")
        found = self.value(column, position)
        return Problem(self.name, self.sheet, message, cell, key, column, found, level=rule.level, others=tuple(others))


def _seconds(value: Any) -> float:
    """A time of day in seconds."""
    return value.hour * 3600 + value.minute * 60 + value.second if isinstance(value, time) else float("nan")
