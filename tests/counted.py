"""Snapshots of the small network for tests that count: literal rows in, a snapshot out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from networks import write_network

from netdash.config import load_config
from netdash.grid import Book, Cell, Grid
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config

TODAY = date(2008, 11, 5)

SCHOOLS = [
    {"code": "Ш-1", "name": "Гимназия № 2", "role": "опорная школа"},
    {"code": "Ш-2", "name": "Школа № 7", "role": "участник"},
    {"code": "Ш-3", "name": "Школа № 29", "role": "участник"},
]


@cache
def network(**overrides: str) -> Config:
    """The config of the small network, with some of its files replaced."""
    with TemporaryDirectory() as folder:
        return load_config(write_network(Path(folder), **overrides))


def snapshot_of(config: Config, today: date = TODAY, **sheets: Sequence[Mapping[str, Cell]]) -> Snapshot:
    """A snapshot of these rows: a word names a table, a row holds cells by column name. Schools are there by themselves."""
    grids = {}
    for name, spec in config.tables.items():
        rows = sheets.get(name, SCHOOLS if name == "schools" else [])
        assert all(set(row) <= set(spec.columns) for row in rows)
        cells = [[column.title for column in spec.columns.values()]]
        cells += [[row.get(column) for column in spec.columns] for row in rows]
        grids[spec.title] = Grid(spec.title, cells, digest=repr(cells))
    return build_snapshot(config, Book(grids), datetime.combine(today, time(12)))
