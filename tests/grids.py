"""Literal sheets for tests: rows of cells as a reader would give them."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path

from networks import write_network

from netdash.config import load_config
from netdash.grid import Book, Cell, Grid
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config, TableSpec
from netdash.tables import Table, build

NOW = datetime(2009, 3, 12, 9, 0)

SCHOOLS = [("Код", "Название", "Роль"), ("Ш-1", "Гимназия № 2", "опорная школа"), ("Ш-2", "Школа № 7", "участник")]


@cache
def network(**overrides: str | None) -> Config:
    """The small network of the tests, with files of it replaced as ``write_network`` does."""
    with tempfile.TemporaryDirectory() as folder:
        return load_config(write_network(Path(folder), **overrides))


def grid(sheet: str, rows: Sequence[Sequence[Cell]], errors: Mapping[tuple[int, int], str] | None = None) -> Grid:
    """A sheet."""
    digest = blake2b(repr((rows, errors)).encode("utf-8", "surrogatepass")).hexdigest()
    return Grid(sheet, rows, digest, errors or {})


def book(**sheets: Sequence[Sequence[Cell]]) -> Book:
    """A workbook of tables of the network, each by its name."""
    titles = {name: spec.title for name, spec in network().tables.items()}
    return Book({titles[name]: grid(titles[name], rows) for name, rows in sheets.items()})


def snapshot(config: Config | None = None, previous: Snapshot | None = None, **sheets: Sequence[Sequence[Cell]]) -> Snapshot:
    """A snapshot of such a workbook."""
    return build_snapshot(config or network(), book(**sheets), NOW, previous)


def table(name: str, *rows: Sequence[Cell], errors: Mapping[tuple[int, int], str] | None = None) -> Table:
    """One table of the network, read from these rows."""
    spec: TableSpec = network().tables[name]
    return build(spec, grid(spec.title, rows, errors), network().choices)
