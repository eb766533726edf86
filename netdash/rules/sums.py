"""Sums and numbers of rows that stay within a limit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from netdash.errors import Problem
from netdash.kinds.russian import listed, number
from netdash.rules.judge import Judge
from netdash.specs.rules import Count, Total, each_path


def check_total(judge: Judge, rule: Total) -> Iterator[Problem]:
    """Groups whose sum passes the limit; told at the row with which it does."""
    values, limits = judge.scale(rule.total), judge.scale(rule.at_most)
    for group in judge.groups((rule.per,), (rule.total, rule.at_most), rule.where).values():
        found = find_over([values[position] for position in group], [limits[position] for position in group])
        if found:
            yield tell(judge, rule, group, found)


def check_count(judge: Judge, rule: Count) -> Iterator[Problem]:
    """Groups of more rows than the limit; told at the row with which it is passed."""
    by, limits = each_path(rule.count), judge.scale(rule.at_most)
    for group in judge.groups(by, (rule.at_most,), rule.where).values():
        found = find_over([1.0] * len(group), [limits[position] for position in group])
        if found:
            yield tell(judge, rule, group, found)


def find_over(values: list[float], limits: list[float]) -> tuple[int, float, float] | None:
    """Where the running sum first passes its limit, the whole sum, and that limit; ``None`` if it never does."""
    running = list(accumulate(values))
    over = next((place for place, limit in enumerate(limits) if running[place] > limit), None)
    return None if over is None else (over, running[-1], limits[over])


def tell(judge: Judge, rule: Total | Count, group: list[int], found: tuple[int, float, float]) -> Problem:
    """The violation of one group."""
    by, path = ((rule.per,), rule.total) if isinstance(rule, Total) else (each_path(rule.count), each_path(rule.count)[-1])
    place, total, limit = found
    over = group[place]
    cited = ", ".join(judge.cite(each, over) for each in by)
    detail = f"{cited}: всего {number(total)} при пределе {number(limit)}"
    if len(group) > 1:
        detail += f", строки {listed([str(judge.row(position)) for position in group])}"
    return judge.problem(rule, over, path, detail, [judge.row_name(position) for position in group if position != over])
