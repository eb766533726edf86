"""What a row needs to find in another table: an agreement between the two, a permit, a booking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np

from netdash.errors import Problem
from netdash.kinds.russian import quoted
from netdash.rules.judge import Judge
from netdash.specs.rules import Exists, Wanted, each_path

Holders = dict[Any, set[int]]
"""The rows that hold each value."""


def check_exists(judge: Judge, rule: Exists) -> Iterator[Problem]:
    """Rows for which there is no such row elsewhere; without that sheet nobody can tell."""
    wanted = rule.exists
    other = judge.beside(wanted.table)
    if other.table.grid is None:
        return
    holders = [find_holders(other, wanted, column) for column in wanted.holds]
    paths = [each_path(paths) for paths in wanted.holds.values()]
    values = {path: judge.comparable(path, np.arange(len(judge.table.index))) for path in {p for each in paths for p in each}}
    known: dict[Any, bool] = {}
    for position in np.flatnonzero(judge.mask(rule.when)).tolist():
        needed = tuple(gather([values[path][position] for path in each]) for each in paths)
        if not all(needed):
            continue
        if needed not in known:
            known[needed] = has_row(holders, needed)
        if not known[needed]:
            yield judge.problem(rule, position, paths[0][0], tell(judge, other, wanted, position))


def find_holders(other: Judge, wanted: Wanted, column: str) -> Holders:
    """Which rows that count hold each value of a column."""
    good = other.mask(wanted.where)
    if wanted.unless:
        good &= ~other.mask(wanted.unless)
    at = np.flatnonzero(good)
    found: Holders = {}
    for position, value in zip(at.tolist(), other.comparable(column, at), strict=True):
        for each in value if isinstance(value, tuple) else (value,):
            found.setdefault(each, set()).add(position)
    return found


def gather(values: list[Any]) -> tuple[Any, ...]:
    """The different values of several paths; none where one is empty, or where all of several are the same."""
    if any(value is None or value == () for value in values):
        return ()
    found = tuple(dict.fromkeys(each for value in values for each in (value if isinstance(value, tuple) else (value,))))
    return found if len(found) > 1 or len(values) == 1 else ()


def has_row(holders: list[Holders], needed: tuple[tuple[Any, ...], ...]) -> bool:
    """Whether one row holds all that is needed."""
    sets = [held.get(value, set()) for held, values in zip(holders, needed, strict=True) for value in values]
    return bool(reduce(set.intersection, sets))


def tell(judge: Judge, other: Judge, wanted: Wanted, position: int) -> str:
    """What was looked for, and where."""
    looked = ", ".join(
        f"{quoted(other.title(column))} — {', '.join(dict.fromkeys(judge.value(path, position) for path in each_path(paths)))}"
        for column, paths in wanted.holds.items()
    )
    return f"на листе {quoted(other.sheet)} нет такой строки, где {looked}"
