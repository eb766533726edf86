"""What a person changed: small named values, checked all at once before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netdash.errors import Problem
from netdash.grid import Cell


@dataclass(frozen=True)
class Unread:
    """The value of a cell that could not be read, as it stands in the sheet; it can be a ``before``, never an ``after``."""

    cell: Cell


@dataclass(frozen=True)
class Edit:
    """One cell: ``before`` is the typed value the person saw (``None`` if empty), ``after`` what it should become."""

    table: str
    key: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Insert:
    """A new row. ``key`` is given only by an undo; otherwise the save makes one."""

    table: str
    values: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Removal:
    """A row taken away; ``before`` is the whole row as the person saw it."""

    table: str
    key: str
    before: Mapping[str, Any]


Change = Edit | Insert | Removal


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed meanwhile, or (``column`` empty) a row that is gone; nothing of its row is written."""

    table: str
    key: str
    column: str
    before: Any
    mine: Any
    theirs: Any
    message: str


@dataclass(frozen=True)
class Report:
    """What a save did. ``change_set`` is empty if nothing was written; ``keys`` are those of inserted rows, in order.

    ``refused`` are changes that did not pass the check (their rows are not written), ``repaired`` sentences on what else
    the save put right: rows that got a key, values that had been displaced.
    """

    change_set: str = ""
    applied: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Problem, ...] = ()
    repaired: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
