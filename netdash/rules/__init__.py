"""Rules between cells, rows and tables, checked in about the time it takes to read them once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from netdash.errors import Problem
from netdash.references import Resolver
from netdash.rules.cells import check_compare, check_needs, check_together, check_unique
from netdash.rules.elsewhere import check_exists
from netdash.rules.intervals import check_no_overlap
from netdash.rules.judge import Judge
from netdash.rules.sums import check_count, check_total
from netdash.specs.rules import Compare, Count, Exists, Needs, NoOverlap, Rule, Together, Total, Unique
from netdash.specs.tables import TableSpec
from netdash.tables import Table

__all__ = ["check_rules", "list_beside"]


def check_rules(tables: Mapping[str, Table], resolvers: Mapping[str, Resolver], today: date, table: str) -> list[Problem]:
    """Every violation of a table's rules, each at a cell, with what was found there and the other rows it is about."""
    judge = Judge(tables, resolvers, today, table)
    return [problem for rule in tables[table].spec.rules for problem in _check(judge, rule)]


def list_beside(spec: TableSpec) -> tuple[str, ...]:
    """The tables that a table's rules look at without a reference that leads there."""
    found: dict[str, None] = {}
    for rule in spec.rules:
        if isinstance(rule, NoOverlap):
            found |= dict.fromkeys(other.table for other in rule.no_overlap.also)
        elif isinstance(rule, Exists):
            found[rule.exists.table] = None
    return tuple(found)


def _check(judge: Judge, rule: Rule) -> Iterator[Problem]:  # noqa: PLR0911 (one answer a rule)
    """The violations of one rule."""
    match rule:
        case Compare():
            return check_compare(judge, rule)
        case Together():
            return check_together(judge, rule)
        case Needs():
            return check_needs(judge, rule)
        case Unique():
            return check_unique(judge, rule)
        case NoOverlap():
            return check_no_overlap(judge, rule)
        case Total():
            return check_total(judge, rule)
        case Count():
            return check_count(judge, rule)
        case Exists():
            return check_exists(judge, rule)
