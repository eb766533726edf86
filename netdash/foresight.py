"""What a save would break, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from netdash.edits import Change, Edit, Insert
from netdash.errors import Problem
from netdash.grid import Book, Cell, Grid
from netdash.snapshot import Snapshot, build_snapshot

NEW = "новая-"
"""How the keys of rows begin that are not written yet."""


def foresee(changes: Sequence[Change], snapshot: Snapshot) -> tuple[Problem, ...]:
    """The broken rules, in any table, that these changes would bring; they have passed the check of edits.

    It is the workbook as it would read: rows of other tables that begin to clash are told too.
    """
    would = build_snapshot(snapshot.config, _change(changes, snapshot), snapshot.taken_at, snapshot)
    known = {_name(problem) for _, told in snapshot.violations.values() for problem in told}
    return tuple(problem for _, told in would.violations.values() for problem in told if _name(problem) not in known)


def _name(problem: Problem) -> tuple[Any, ...]:
    """What stays of a broken rule when the numbers in its rows change."""
    return problem.table, problem.key, problem.column, problem.message.partition(":")[0], problem.others


def _change(changes: Sequence[Change], snapshot: Snapshot) -> Book:
    """The workbook with these changes in it; new rows stand below the others."""
    rows: dict[str, list[list[Cell]]] = {}
    for number, change in enumerate(changes):
        table = snapshot.tables[change.table]
        if table.grid is None:
            continue
        if change.table not in rows:
            rows[change.table] = [list(line) for line in table.grid.rows]
        lines = rows[change.table]
        if isinstance(change, Edit):
            if change.key in table.rows:
                _put(
                    lines[table.rows[change.key]],
                    table.places[change.column],
                    snapshot.cell(change.table, change.column, change.after),
                )
        elif isinstance(change, Insert):
            line: list[Cell] = []
            for column, value in {**change.values, table.spec.key: change.key or f"{NEW}{number + 1}"}.items():
                if column in table.places:
                    _put(line, table.places[column], snapshot.cell(change.table, column, value))
            lines.append(line)
        elif change.key in table.rows:
            lines[table.rows[change.key]] = []
    sheets = dict(snapshot.book.sheets)
    for name, lines in rows.items():
        grid = snapshot.tables[name].grid
        if grid is not None:
            title = next(title for title, other in sheets.items() if other is grid)
            sheets[title] = _renew(grid, lines)
    return Book(sheets)


def _put(line: list[Cell], place: int, cell: Cell) -> None:
    """A cell of a row, which grows as far as it must."""
    line.extend([None] * (place + 1 - len(line)))
    line[place] = cell


def _renew(grid: Grid, lines: list[list[Cell]]) -> Grid:
    """The sheet with other rows; its digest is that of no sheet."""
    return replace(grid, rows=lines, digest=f"{grid.digest} {id(lines)}")
