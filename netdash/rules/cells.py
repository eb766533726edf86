"""Rules between the cells of one row, and rows that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from netdash.conditions import is_filled
from netdash.errors import Problem
from netdash.kinds.russian import counted, number, quoted
from netdash.rules.judge import MINUTE, Judge
from netdash.specs.rules import Compare, Needs, Together, Unique


def check_compare(judge: Judge, rule: Compare) -> Iterator[Problem]:
    """Rows where both ends are filled and do not stand in the order asked for, or not far enough apart."""
    first, order, second = rule.compare
    at = (is_filled(judge.follow(first)) & is_filled(judge.follow(second))).nonzero()[0]
    left, right = (judge.follow(path).array[at] for path in (first, second))
    broken = np.asarray(left >= right if order == "before" else left > right if order == "at_most" else left != right, dtype=bool)
    if rule.apart:
        unit = judge.unit(first)
        apart = (np.array(judge.scale(second)) - np.array(judge.scale(first)))[at] / unit
        broken |= apart < rule.apart
    for place in broken.nonzero()[0].tolist():
        position = int(at[place])
        cited = f"{judge.cite(first, position)}, {judge.cite(second, position)}"
        yield judge.problem(
            rule, position, first, f"{cited}{tell_apart(apart[place], rule.apart, unit)}" if rule.apart else cited
        )


def tell_apart(found: float, needed: float, unit: float) -> str:
    """How far two ends stand apart, and how far they should; nothing where they stand the wrong way round."""
    if found < 0:
        return ""
    noun = ("минута", "минуты", "минут") if unit == MINUTE else ("день", "дня", "дней")
    return f" — между ними {counted(found, *noun)}, а нужно не меньше {number(needed)}"


def check_together(judge: Judge, rule: Together) -> Iterator[Problem]:
    """Rows where some of the columns are filled and some are not; told at the first empty one."""
    filled = np.array([judge.holds(path) for path in rule.together])
    mixed = np.logical_xor(filled.any(axis=0), filled.all(axis=0))
    for position in mixed.nonzero()[0].tolist():
        full = [judge.cite(path, position) for path, has in zip(rule.together, filled[:, position], strict=True) if has]
        empty = [path for path, has in zip(rule.together, filled[:, position], strict=True) if not has]
        lacks = ", ".join(quoted(judge.title(path)) for path in empty)
        yield judge.problem(rule, position, empty[0], f"есть {', '.join(full)}, а {lacks} — пусто")


def check_needs(judge: Judge, rule: Needs) -> Iterator[Problem]:
    """Rows that meet the condition and lack a column that they then need; a path is judged where its references lead on."""
    meets = judge.mask(rule.when)
    for path in rule.needs:
        way = path.rpartition(".")[0]
        if path.partition(".")[0] not in judge.table.places:
            continue
        lacking = meets & ~judge.holds(path) & (is_filled(judge.follow(way)) if way else True)
        for position in lacking.nonzero()[0].tolist():
            because = ", ".join(judge.cite(other, position) for other in ([way] if way else rule.when))
            yield judge.problem(rule, position, path, f"{because}, а {quoted(judge.title(path))} — пусто")


def check_unique(judge: Judge, rule: Unique) -> Iterator[Problem]:
    """Rows that say the same as a row above them.

    Two empty cells of a column that may stay empty are the same; rows with a required or unreadable cell missing, or with
    none of the columns filled, are not judged.
    """
    filled = [is_filled(judge.follow(path)) for path in rule.unique]
    judged = np.logical_or.reduce(filled)
    for path, full in zip(rule.unique, filled, strict=True):
        judged &= full if judge.is_required(path) else full | judge.holds(path, empty=True)
    at = judged.nonzero()[0]
    columns = [judge.comparable(path, at) for path in rule.unique]
    if any(len(set(column)) == len(at) for column in columns):
        return
    rows = list(zip(*columns, strict=True))
    if len(set(rows)) == len(rows):
        return
    first: dict[Any, int] = {}
    for position, row in zip(at.tolist(), rows, strict=True):
        if (other := first.setdefault(row, position)) != position:
            cited = ", ".join(
                judge.cite(path, position) for path, value in zip(rule.unique, row, strict=True) if value is not None
            )
            detail = f"{cited} — то же, что в строке {judge.row(other)}"
            yield judge.problem(rule, position, rule.unique[0], detail, [judge.row_name(other)])
