"""From a grid and a table's spec to a typed table and its problems."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from netdash.errors import Problem
from netdash.grid import Cell, Grid
from netdash.kinds import Kind
from netdash.specs import TableSpec


@dataclass(frozen=True, eq=False)
class Table:
    """One table, typed.

    ``frame`` is indexed by key and has every declared column but the key, in the spec's order (all missing where the
    sheet has no such header). Reference columns hold keys once the snapshot has linked them. ``rows`` gives the sheet's
    row of each key and ``places`` the sheet's column of each column found, both from 0. Rows without a key of their own
    (none typed, or a copy of another row's) have a provisional one, ``?`` and a digest of their cells: ``provisional``
    says why. ``raw`` holds the cells that could not be read, by key and column, as they stand in the sheet.
    """

    spec: TableSpec
    kinds: Mapping[str, Kind]
    frame: pd.DataFrame
    grid: Grid | None
    header_row: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    raw: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    provisional: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
