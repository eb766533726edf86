"""What a save is asked to do, and what it plans to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from netdash.edits import Change, Conflict, Edit, Insert
from netdash.errors import Problem
from netdash.journal import Entry
from netdash.snapshot import Snapshot
from netdash.stores import Write
from netdash.tables import Unread

Place = tuple[str, int, int]
"""Sheet, row and column of a cell, counted from 0."""

RowName = tuple[str, str]
"""Table and key of a row."""

CellName = tuple[str, str, str]
"""Table, key and column of a cell."""


@dataclass(frozen=True)
class Order:
    """What a save was asked to do.

    ``rename`` rewrites references to rows whose label changes; ``restoring`` lets an undo put back what the check would
    not let in anew; ``repair`` names tables whose rows without a key get one, beside those that the changes touch;
    ``followed`` says which key a row got that the changes still know by a provisional one; ``clearing`` takes rows away
    whoever refers to them, and notes one line a table instead of one a cell.
    """

    changes: tuple[Change, ...]
    author: str
    reason: str
    at: datetime
    change_set: str
    rename: bool = True
    restoring: bool = False
    clearing: bool = False
    repair: frozenset[str] = frozenset()
    followed: Mapping[RowName, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plan:
    """What to write (without the journal, whose lines are ``entries``), what not, and what must stand there afterwards.

    ``expected`` are the values of cells, ``gone`` the rows that are no more, ``given`` the new keys of rows that had none.
    """

    writes: tuple[Write, ...] = ()
    entries: tuple[Entry, ...] = ()
    applied: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Problem, ...] = ()
    repaired: tuple[str, ...] = ()
    expected: Mapping[CellName, Any] = field(default_factory=dict)
    gone: frozenset[RowName] = frozenset()
    given: Mapping[RowName, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of inserted rows, in order."""
        return tuple(change.key for change in self.applied if isinstance(change, Insert))


def rename_keys(change: Change, keys: Mapping[RowName, str], snapshot: Snapshot) -> Change:
    """The change with other keys for its own row and for the rows that it refers to."""
    if change.table not in snapshot.tables or not keys:
        return change

    def value(column: str, old: Any) -> Any:
        return rename_value(old, change.table, column, keys, snapshot)

    key = keys.get((change.table, change.key), change.key)
    if isinstance(change, Edit):
        return replace(change, key=key, before=value(change.column, change.before), after=value(change.column, change.after))
    if isinstance(change, Insert):
        return replace(change, key=key, values={column: value(column, old) for column, old in change.values.items()})
    return replace(change, key=key, before={column: value(column, old) for column, old in change.before.items()})


def rename_value(value: Any, table: str, column: str, keys: Mapping[RowName, str], snapshot: Snapshot) -> Any:
    """The value of a cell with other keys for the rows that it refers to."""
    spec = snapshot.tables[table].spec.columns.get(column)
    if spec is None or not spec.to or isinstance(value, Unread):
        return value
    to = spec.to
    return tuple(keys.get((to, key), key) for key in value) if isinstance(value, tuple) else keys.get((to, value), value)
