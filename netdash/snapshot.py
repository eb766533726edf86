"""All tables at one moment, linked, checked and immutable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.compute as pc

from netdash import conditions
from netdash.cycles import uncollected
from netdash.errors import Problem
from netdash.grid import Book, Cell, Grid
from netdash.headers import Proposal, find_sheets
from netdash.kinds import is_missing, parse_cell
from netdash.kinds.base import as_arrow, seen
from netdash.references import Resolver, Unknown, link, resolve, resolve_many, show, write_many
from netdash.rules import check_rules, list_beside
from netdash.specs import ColumnSpec, Config, TableSpec, Where
from netdash.tables import Table, Unread, build

DEMONSTRATION = "демо-"
"""How the keys of demonstration rows begin."""


class Reference(NamedTuple):
    """A row that points at another: its table and key, and the column that points."""

    table: str
    key: str
    column: str


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """Every table of the config as it stood at ``taken_at``; sessions share it.

    ``version`` differs when the content, the config or the day does. Frames and series are the caller's own: what is done to
    them changes nothing here. ``problems`` come in the order of the tables, sheet rows and columns. ``proposals`` are headers
    and sheet titles that could be repaired. From ``parsed`` on the fields serve the next snapshot, which is built from this one.
    """

    config: Config
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]
    version: str
    taken_at: datetime
    book: Book
    demonstration: bool
    today: date
    proposals: tuple[Proposal, ...] = ()
    parsed: Mapping[str, Table] = field(default_factory=dict)
    resolvers: Mapping[str, Resolver] = field(default_factory=dict)
    violations: Mapping[str, tuple[tuple[Any, ...], list[Problem]]] = field(default_factory=dict)
    _followed: dict[tuple[str, str], pd.Series[Any]] = field(default_factory=dict)

    def labels(self, table: str) -> pd.Series[str]:
        """What a cell that points at a row holds, by key: the label, «label (key)» where several rows share it."""
        if (table, "") not in self._followed:
            texts = pd.Series(self.resolvers[table].texts, dtype="str", index=self.tables[table].index)
            self._followed[table, ""] = texts.rename(self.tables[table].spec.label_column)
        return self._followed[table, ""].copy(deep=False)

    def label(self, table: str, key: str) -> str:
        """What a cell that points at the row ``key`` holds; the key itself if there is no such row."""
        return self.resolvers[table].text(key)

    def follow(self, table: str, path: str) -> pd.Series[Any]:
        """The values of a path (``person.school``) by key; tuples where a step leads to several rows."""
        if (table, path) not in self._followed:
            series = conditions.follow(self.tables, table, path)
            self._followed[table, path] = series.set_axis(self.tables[table].index).rename(path)
        return self._followed[table, path].copy(deep=False)

    def target(self, table: str, path: str) -> tuple[TableSpec, ColumnSpec]:
        """The table and the column that a path ends at."""
        return conditions.find_target(self.tables, table, path)

    def mask(self, table: str, where: Where) -> pd.Series[bool]:
        """Which rows meet all conditions, by key."""
        return pd.Series(conditions.compute_mask(self.tables, self.today, table, where), index=self.tables[table].index)

    def value(self, table: str, key: str, column: str) -> Any:
        """One value as Python has it, ``None`` or ``()`` if empty, ``Unread`` if the cell could not be read.

        Raises ``KeyError`` for a key or a column that is not there.
        """
        built = self.tables[table]
        position = built.positions[key]
        if (key, column) in built.raw:
            return Unread(built.raw[key, column])
        if column == built.spec.key:
            return key
        return _plain(built.columns[column].array[position])

    def show(self, table: str, column: str, value: Any) -> str:
        """A value as Russian text; references by their labels."""
        return seen(value.cell) if isinstance(value, Unread) else show(self.tables[table], column, value, self.resolvers)

    def cell(self, table: str, column: str, value: Any) -> Cell:
        """The one canonical content of a cell that holds a value; references by their labels."""
        to = self.tables[table].spec.columns[column].to
        if isinstance(value, Unread):
            return value.cell
        if to is None or is_missing(value):
            return self.tables[table].kinds[column].write(value)
        return write_many(value, self.resolvers[to]) if isinstance(value, tuple) else self.resolvers[to].text(value)

    def parse(self, table: str, column: str, text: str) -> tuple[Any, str]:
        """What a person typed: its value and an empty message, or ``None`` and what is wrong with it."""
        read, bad = parse_cell(self.tables[table].kinds[column], text)
        value, to = _plain(read), self.tables[table].spec.columns[column].to
        if bad:
            return None, _join(bad[0].message, bad[0].hint)
        if to is None or is_missing(value):
            return value, ""
        target = self.resolvers[to]
        found = resolve_many(value, target) if isinstance(value, tuple) else resolve(value, target)
        return (None, _join(found.message, found.hint)) if isinstance(found, Unknown) else (found, "")

    def referrers(self, table: str, key: str) -> tuple[Reference, ...]:
        """Every cell that points at a row."""
        return self.referrers_of(table, (key,))[key]

    def referrers_of(self, table: str, keys: Collection[str]) -> Mapping[str, tuple[Reference, ...]]:
        """Every cell that points at each of these rows, in one pass."""
        found: dict[str, list[Reference]] = {key: [] for key in keys}
        for name, built in self.tables.items():
            for column in (column for column, spec in built.spec.columns.items() if spec.to == table):
                for other, value in zip(built.index, built.columns[column].tolist(), strict=True):
                    for key in value if isinstance(value, tuple) else (value,):
                        if key in found:
                            found[key].append(Reference(name, other, column))
        return {key: tuple(references) for key, references in found.items()}

    def owners(self, table: str) -> pd.Series[str]:
        """The key of each row's owner, by key; empty where a row has none."""
        built = self.tables[table]
        if built.spec.owner is None:
            return pd.Series("", index=built.index, dtype="str")
        values = self.follow(table, built.spec.owner)
        if values.dtype == object:
            values = pd.Series([value[0] if value else "" for value in values], index=built.index, dtype="str")
        return values.fillna("")

    @cached_property
    def owner_table(self) -> str:
        """The table that owners are rows of, empty if no table has owners."""
        for name, built in self.tables.items():
            if built.spec.owner is not None:
                spec, column = self.target(name, built.spec.owner)
                return column.to or spec.name
        return ""


@uncollected()
def build_snapshot(config: Config, book: Book, taken_at: datetime, previous: Snapshot | None = None) -> Snapshot:
    """Read, link and check a whole book; what did not change since ``previous`` is taken from it."""
    if previous is not None and previous.config is not config:
        previous = None
    grids, faults, proposals = find_sheets(config.tables, book)
    parsed = {name: _parse(config, spec, grids.get(name), previous) for name, spec in config.tables.items()}
    resolvers = {
        name: previous.resolvers[name] if previous and previous.parsed[name] is table else Resolver(table)
        for name, table in parsed.items()
    }
    tables = {name: _link(name, parsed, resolvers, previous) for name in parsed}
    demonstration = any(_has_demonstration(table) for table in parsed.values())
    today = config.network.demonstration_today if demonstration else taken_at.date()
    violations = {name: _check(name, tables, resolvers, today, previous) for name in tables}
    sheets = (part for grid in book.sheets.values() for part in (grid.sheet, grid.digest))
    version = _fingerprint(config.fingerprint, today.isoformat(), *sheets)
    snapshot = Snapshot(
        config, tables, (), version, taken_at, book, demonstration, today,
        (*proposals, *(proposal for table in tables.values() for proposal in table.proposals)),
        parsed, resolvers, violations,
    )  # fmt: skip
    problems = [problem for name in tables for problem in _collect(snapshot, name, faults.get(name))]
    return replace(snapshot, problems=tuple(problems))


def _parse(config: Config, spec: TableSpec, grid: Grid | None, previous: Snapshot | None) -> Table:
    old = previous.parsed[spec.name] if previous else None
    if old is not None and (old.grid is grid or (old.grid and grid and _same(old.grid, grid))):
        return old
    return build(spec, grid, config.choices)


def _same(one: Grid, other: Grid) -> bool:
    return one.digest == other.digest and one.sheet == other.sheet


def _link(name: str, parsed: Mapping[str, Table], resolvers: Mapping[str, Resolver], previous: Snapshot | None) -> Table:
    """The linked table; the previous one if neither it nor a table that it points at changed."""
    table = parsed[name]
    targets = {column.to for column in table.spec.columns.values() if column.to is not None}
    if previous and all(previous.parsed[each] is parsed[each] for each in (name, *targets)):
        return previous.tables[name]
    return link(table, resolvers) if targets else table


def _check(
    name: str, tables: Mapping[str, Table], resolvers: Mapping[str, Resolver], today: date, previous: Snapshot | None
) -> tuple[tuple[Any, ...], list[Problem]]:
    """The broken rules of a table and what they were found in; as before if nothing of that changed."""
    grounds = (today, *(tables[each] for each in _reach(name, tables)))
    if not tables[name].spec.rules:
        return grounds, []
    if previous and previous.violations[name][0] == grounds:
        return previous.violations[name]
    return grounds, check_rules(tables, resolvers, today, name)


def _reach(name: str, tables: Mapping[str, Table]) -> list[str]:
    """A table, those that its rules look at beside it, and every table that references lead to from there."""
    reached = list(dict.fromkeys((name, *list_beside(tables[name].spec))))
    waiting = list(reached)
    while waiting:
        for column in tables[waiting.pop()].spec.columns.values():
            if column.to is not None and column.to not in reached:
                reached.append(column.to)
                waiting.append(column.to)
    return reached


def _collect(snapshot: Snapshot, name: str, fault: Problem | None) -> list[Problem]:
    """All problems of one table in the order of its sheet, each with the owner of its row."""
    table = snapshot.tables[name]
    problems = [*table.problems, *snapshot.violations[name][1]]
    if fault is not None:
        problems.insert(0, fault)
    if not problems:
        return []
    owned = snapshot.owners(name) if any(problem.key for problem in problems) else pd.Series(dtype="str")
    owners = dict(zip(owned.index.tolist(), owned.tolist(), strict=True))
    problems.sort(key=lambda problem: _place(table, problem))
    return [replace(problem, owner=owners[problem.key]) if owners.get(problem.key) else problem for problem in problems]


def _place(table: Table, problem: Problem) -> tuple[int, int]:
    if problem.key:
        return table.rows[problem.key], table.places.get(problem.column, 0)
    digits = "".join(filter(str.isdigit, problem.cell))
    return (int(digits) - 1, 0) if digits and not problem.column else (-1, 0)


def _has_demonstration(table: Table) -> bool:
    return bool(pc.any(pc.starts_with(as_arrow(table.index), DEMONSTRATION)).as_py())


def _fingerprint(*parts: str) -> str:
    """A short text that differs when any of the parts does."""
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    """A value of a series as plain Python: ``date``, ``int``, ``float``, ``bool``, ``str``, ``time``, a tuple or ``None``."""
    if isinstance(value, tuple):
        return value
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _join(message: str, hint: str) -> str:
    """A message with what would be right."""
    return f"{message}. Возможно, «{hint}»." if hint else f"{message}."
