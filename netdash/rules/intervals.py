"""Nobody is in two places at once: intervals of one table, perhaps set against those of others, and the way between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from netdash.errors import Problem
from netdash.kinds.russian import counted, number, quoted
from netdash.rules.judge import MINUTE, Judge
from netdash.specs.rules import Interval, NoOverlap, each_path

Clash = Literal["overlap", "travel"]


@dataclass(frozen=True, slots=True)
class Span:
    """One row's interval; ``own`` if it is of the rule's own table. Places are ``None`` where nobody knows them."""

    start: float
    end: float
    position: int
    own: bool
    judge: Judge
    interval: Interval
    leaves: Any
    reaches: Any


def check_no_overlap(judge: Judge, rule: NoOverlap) -> Iterator[Problem]:
    """Rows whose interval begins before one of the same group, begun no later, has ended, or too soon after it to get there."""
    groups: dict[Any, list[Span]] = {}
    for interval in (rule.no_overlap, *rule.no_overlap.also):
        collect_spans(judge, rule, interval, groups)
    minutes = rule.travel.minutes if rule.travel else 0.0
    told: set[tuple[Clash, int]] = set()
    for spans in groups.values():
        for clash, span, other in find_clashes(spans, minutes * MINUTE):
            if (clash, span.position) not in told:
                told.add((clash, span.position))
                yield tell(judge, rule, clash, span, other)


def collect_spans(judge: Judge, rule: NoOverlap, interval: Interval, groups: dict[Any, list[Span]]) -> None:
    """The intervals of one table into their groups; those of another table only where ours has such a group."""
    own = interval is rule.no_overlap
    table = judge if own else judge.beside(getattr(interval, "table", judge.name))
    start, end = interval.of
    starts, ends = table.scale(start), table.scale(end)
    way = each_path(interval.at) if interval.at else ()
    leaves, reaches = (table.listed(way[0]), table.listed(way[-1])) if way else ([None] * len(starts),) * 2
    by = (*each_path(interval.per), *each_path(interval.on))
    for group, positions in table.groups(by, interval.of, interval.where).items():
        if own or group in groups:
            groups.setdefault(group, []).extend(
                Span(starts[at], ends[at], at, own, table, interval, leaves[at], reaches[at])
                for at in positions
                if starts[at] <= ends[at]
            )


def find_clashes(spans: list[Span], travel: float) -> Iterator[tuple[Clash, Span, Span]]:
    """What clashes with what came before and ends last, each at a row of the rule's own table."""
    latest: dict[bool, Span] = {}
    for span in sorted(spans, key=lambda span: span.start):
        for own in (True, False) if span.own else (True,):
            before = latest.get(own)
            clash = judge_pair(before, span, travel) if before else None
            if before and clash:
                yield (clash, span, before) if span.own else (clash, before, span)
        if span.own not in latest or span.end > latest[span.own].end:
            latest[span.own] = span


def judge_pair(before: Span, after: Span, travel: float) -> Clash | None:
    """How two intervals clash of which one begins no later than the other."""
    if after.start < before.end:
        return "overlap"
    apart = before.reaches != after.leaves and isinstance(before.reaches, str) and isinstance(after.leaves, str)
    return "travel" if apart and after.start - before.end < travel else None


def tell(judge: Judge, rule: NoOverlap, clash: Clash, span: Span, other: Span) -> Problem:
    """What two clashing rows hold."""
    interval = rule.no_overlap
    cited = ", ".join(judge.cite(path, span.position) for path in (*each_path(interval.per), *each_path(interval.on)))
    detail = f"{cited}: {tell_span(span)}, а {tell_place(other)} {tell_span(other)}"
    said = rule.travel if clash == "travel" and rule.travel else rule
    if clash == "travel" and rule.travel:
        gap = (max(span.start, other.start) - min(span.end, other.end)) / MINUTE
        way = number(rule.travel.minutes)
        detail += f" — между ними {counted(gap, 'минута', 'минуты', 'минут')}, а на дорогу нужно {way}"
    return judge.problem(said, span.position, interval.of[0], detail, [other.judge.row_name(other.position)])


def tell_span(span: Span) -> str:
    """«Физика в задачах» 10:00–11:00, 2 мая — 9 мая."""
    bounds = [span.judge.value(path, span.position) for path in span.interval.of]
    dash = " — " if any(len(bound.split()) > 1 for bound in bounds) else "–"
    times = dash.join(bounds)
    return f"{tell_name(span)} {times}".lstrip()


def tell_name(span: Span) -> str:
    """What an interval belongs to, as people call it: the row that its bounds are read from, or its own."""
    head, _, rest = span.interval.of[0].partition(".")
    label = span.judge.table.spec.label_column
    path = head if rest else label if label != span.judge.table.spec.key else ""
    name = span.judge.value(path, span.position) if path else ""
    return quoted(name) if name else ""


def tell_place(other: Span) -> str:
    """Where the other row stands."""
    sheet = "" if other.own else f"на листе {quoted(other.judge.sheet)} "
    return f"{sheet}в строке {other.judge.row(other.position)}"
