"""Rules between cells, rows and tables, checked in about the time it takes to read them once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.conditions import Mask, compute_mask, find_target, follow, is_filled
from netdash.errors import Problem
from netdash.grid import a1
from netdash.kinds import fold_each
from netdash.kinds.russian import listed, number, quoted
from netdash.references import Resolver, show
from netdash.specs.rules import Compare, Needs, NoOverlap, Rule, Together, Total, Unique
from netdash.tables import Table

Positions = npt.NDArray[np.int64]


def check_rules(tables: Mapping[str, Table], resolvers: Mapping[str, Resolver], today: date, table: str) -> list[Problem]:
    """Every violation of a table's rules, each at a cell, with what was found there."""
    judge = _Judge(tables, resolvers, today, tables[table])
    return [problem for rule in tables[table].spec.rules for problem in judge.check(rule)]


class _Judge:
    """The rules of one table against its rows."""

    def __init__(self, tables: Mapping[str, Table], resolvers: Mapping[str, Resolver], today: date, table: Table) -> None:
        self.tables, self.resolvers, self.today, self.table = tables, resolvers, today, table
        self.name = table.spec.name
        self._series: dict[str, pd.Series[Any]] = {}
        self._listed: dict[str, list[Any]] = {}

    def check(self, rule: Rule) -> Iterator[Problem]:
        """The violations of one rule."""
        match rule:
            case Compare():
                return self.compare(rule)
            case Together():
                return self.together(rule)
            case Needs():
                return self.needs(rule)
            case Unique():
                return self.unique(rule)
            case NoOverlap():
                return self.no_overlap(rule)
            case Total():
                return self.total(rule)

    def compare(self, rule: Compare) -> Iterator[Problem]:
        """Rows where both ends are filled and do not stand in the order asked for."""
        first, order, second = rule.compare
        at = (is_filled(self.follow(first)) & is_filled(self.follow(second))).nonzero()[0]
        left, right = (self.follow(path).array[at] for path in (first, second))
        broken = left >= right if order == "before" else left > right if order == "at_most" else left != right
        for position in at[np.asarray(broken, dtype=bool)].tolist():
            yield self.problem(rule, position, first, f"{self.cite(first, position)}, {self.cite(second, position)}")

    def together(self, rule: Together) -> Iterator[Problem]:
        """Rows where some of the columns are filled and some are not; told at the first empty one."""
        filled = np.array([self.holds(path) for path in rule.together])
        mixed = np.logical_xor(filled.any(axis=0), filled.all(axis=0))
        for position in mixed.nonzero()[0].tolist():
            full = [self.cite(path, position) for path, has in zip(rule.together, filled[:, position], strict=True) if has]
            empty = [path for path, has in zip(rule.together, filled[:, position], strict=True) if not has]
            lacks = ", ".join(quoted(self.title(path)) for path in empty)
            yield self.problem(rule, position, empty[0], f"есть {', '.join(full)}, а {lacks} — пусто")

    def needs(self, rule: Needs) -> Iterator[Problem]:
        """Rows that meet the condition and lack a column that they then need."""
        meets = compute_mask(self.tables, self.today, self.name, rule.when)
        for path in rule.needs:
            if path.partition(".")[0] in self.table.places:
                for position in (meets & ~self.holds(path)).nonzero()[0].tolist():
                    because = ", ".join(self.cite(other, position) for other in rule.when)
                    yield self.problem(rule, position, path, f"{because}, а {quoted(self.title(path))} — пусто")

    def unique(self, rule: Unique) -> Iterator[Problem]:
        """Rows that say the same as a row above them.

        Two empty cells of a column that may stay empty are the same; rows with a required or unreadable cell missing, or with
        none of the columns filled, are not judged.
        """
        filled = [is_filled(self.follow(path)) for path in rule.unique]
        judged = np.logical_or.reduce(filled)
        for path, full in zip(rule.unique, filled, strict=True):
            judged &= full if self.is_required(path) else full | self.holds(path, empty=True)
        at = judged.nonzero()[0]
        rows = list(zip(*(self.comparable(path, at) for path in rule.unique), strict=True))
        if len(set(rows)) == len(rows):
            return
        first: dict[Any, int] = {}
        for position, row in zip(at.tolist(), rows, strict=True):
            if (other := first.setdefault(row, position)) != position:
                cited = ", ".join(
                    self.cite(path, position) for path, value in zip(rule.unique, row, strict=True) if value is not None
                )
                yield self.problem(rule, position, rule.unique[0], f"{cited} — то же, что в строке {self.row(other)}")

    def no_overlap(self, rule: NoOverlap) -> Iterator[Problem]:
        """Intervals that begin before one of the same group, begun no later, has ended."""
        start, end = rule.no_overlap.of
        starts, ends = self.scale(start), self.scale(end)
        told: set[int] = set()
        for group in self.groups((rule.no_overlap.per, rule.no_overlap.on), (start, end)):
            latest = -1
            for position in sorted(group, key=starts.__getitem__):
                if starts[position] > ends[position]:
                    continue
                if latest >= 0 and starts[position] < ends[latest] and position not in told:
                    told.add(position)
                    yield self.problem(rule, position, start, self.overlap(rule, position, latest))
                if latest < 0 or ends[position] > ends[latest]:
                    latest = position

    def overlap(self, rule: NoOverlap, position: int, other: int) -> str:
        """What two overlapping rows hold."""
        parts = [rule.no_overlap.per, *([rule.no_overlap.on] if rule.no_overlap.on else [])]
        cited = ", ".join(self.cite(path, position) for path in parts)
        span, span2 = (" — ".join(self.value(path, at) for path in rule.no_overlap.of) for at in (position, other))
        return f"{cited}: {span}, а в строке {self.row(other)} {span2}"

    def total(self, rule: Total) -> Iterator[Problem]:
        """Groups whose sum passes the limit; told at the row with which it does."""
        meets = compute_mask(self.tables, self.today, self.name, rule.where)
        values, limits = self.scale(rule.total), self.scale(rule.at_most)
        for group in self.groups((rule.per, None), (rule.total, rule.at_most), meets):
            running = 0.0
            over = -1
            for position in group:
                running += values[position]
                if over < 0 and running > limits[position]:
                    over = position
            if over >= 0:
                found = f"{self.cite(rule.per, over)}: всего {number(running)} при пределе {number(limits[over])}"
                rows = listed([str(self.row(position)) for position in group])
                yield self.problem(rule, over, rule.total, f"{found}, строки {rows}" if len(group) > 1 else found)

    def follow(self, path: str) -> pd.Series[Any]:
        """The values of a path, kept for the next rule."""
        if path not in self._series:
            self._series[path] = follow(self.tables, self.name, path)
        return self._series[path]

    def holds(self, path: str, empty: bool = False) -> Mask:
        """Rows whose cell holds something, readable or not; with ``empty`` those whose cell is not unreadable."""
        mask = np.ones(len(self.table.index), dtype=bool) if empty else is_filled(self.follow(path))
        head = path.partition(".")[0]
        for key, name in self.table.raw:
            if name == head:
                mask[self.table.positions[key]] = not empty
        return mask

    def is_required(self, path: str) -> bool:
        """Whether the column that a path ends at must be filled."""
        return find_target(self.tables, self.name, path)[1].required

    def comparable(self, path: str, at: Positions) -> list[Any]:
        """Values at positions in a form where equal means the same to a reader."""
        series = self.follow(path) if len(at) == len(self.table.index) else self.follow(path).iloc[at]
        filled, values = is_filled(series), series.tolist()
        if find_target(self.tables, self.name, path)[1].kind in ("text", "long_text"):
            folded = fold_each([value if full else "" for value, full in zip(values, filled, strict=True)])
            return [value or None for value in folded]
        return values if filled.all() else [value if full else None for value, full in zip(values, filled, strict=True)]

    def groups(self, by: tuple[str, str | None], filled: tuple[str, ...], mask: Mask | None = None) -> list[list[int]]:
        """Positions of the rows of each group, in order; rows where anything is missing are in none, a row of many in several."""
        paths = [path for path in by if path]
        mask = np.ones(len(self.table.index), dtype=bool) if mask is None else mask
        for path in (*paths, *filled):
            mask = mask & is_filled(self.follow(path))
        found: dict[Any, list[int]] = {}
        at = np.flatnonzero(mask)
        columns = [self.follow(path).iloc[at].tolist() for path in paths]
        for position, *values in zip(at.tolist(), *columns, strict=True):
            for group in product(*(value if isinstance(value, tuple) else (value,) for value in values)):
                found.setdefault(group, []).append(position)
        return list(found.values())

    def scale(self, path: str) -> list[float]:
        """Numbers, days or times as numbers that can be compared and added; missing ones are NaN."""
        series = self.follow(path)
        if series.dtype == object:
            return [_seconds(value) for value in series.tolist()]
        if pd.api.types.is_datetime64_any_dtype(series):
            series = series.astype("int64").where(series.notna())
        return series.to_numpy(dtype=float, na_value=np.nan).tolist()

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

    def problem(self, rule: Rule, position: int, path: str, detail: str) -> Problem:
        """A violation at the cell of this table from which the path starts."""
        key, column = self.table.index[position], path.partition(".")[0]
        sheet = self.table.grid.sheet if self.table.grid else self.table.spec.title
        place = self.table.places.get(column)
        cell = "" if place is None else a1(self.table.rows[key], place)
        found = self.value(column, position)
        return Problem(self.name, sheet, f"{rule.say}: {detail}", cell, key, column, found, level=rule.level)


def _seconds(value: Any) -> float:
    """A time of day in seconds."""
    return value.hour * 3600 + value.minute * 60 + value.second if isinstance(value, time) else float("nan")
