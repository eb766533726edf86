"""Checks of rules: their paths lead to columns that can be compared, added or told apart."""

from collections.abc import Iterable

from netdash.config.conditions import check_where
from netdash.config.draft import ANY, CHOICES, NUMBERS, REFERENCES, TEXTS, Draft, End
from netdash.config.reading import Steps
from netdash.specs.rules import (
    Compare,
    Count,
    Exists,
    Interval,
    Needs,
    NoOverlap,
    Path,
    Paths,
    Rule,
    Together,
    Total,
    Unique,
    each_path,
)

_ORDERED = NUMBERS | {"date", "time", "school_year"}
_PLACES = REFERENCES | CHOICES | TEXTS


def check_rule(draft: Draft, file: str, steps: Steps, table: str, rule: Rule) -> None:
    """A rule's paths lead to columns that suit it."""
    match rule:
        case Compare():
            _check_compare(draft, file, steps, table, rule)
        case Together(together=paths):
            _follow_all(draft, file, (*steps, "together"), table, paths)
        case Unique(unique=paths):
            _follow_all(draft, file, (*steps, "unique"), table, paths)
        case Needs(needs=paths, when=when):
            _follow_all(draft, file, (*steps, "needs"), table, paths)
            check_where(draft, file, (*steps, "when"), table, when)
        case NoOverlap():
            _check_no_overlap(draft, file, steps, table, rule)
        case Total():
            for word in ("total", "at_most"):
                draft.column(file, (*steps, word), table, getattr(rule, word), NUMBERS)
            draft.follow(file, (*steps, "per"), table, rule.per)
            check_where(draft, file, (*steps, "where"), table, rule.where)
        case Count():
            _follow_all(draft, file, (*steps, "count"), table, each_path(rule.count))
            draft.column(file, (*steps, "at_most"), table, rule.at_most, NUMBERS)
            check_where(draft, file, (*steps, "where"), table, rule.where)
        case Exists():
            _check_exists(draft, file, steps, table, rule)


def _check_compare(draft: Draft, file: str, steps: Steps, table: str, rule: Compare) -> None:
    """Two columns of one family; only what has an order can stand apart."""
    first, order, second = rule.compare
    here = (*steps, "compare")
    ends = [draft.column(file, here, table, path, ANY if order == "equal" else _ORDERED) for path in (first, second)]
    _check_alike(draft, file, here, ends)
    if rule.apart and order == "equal":
        draft.fault(file, (*steps, "apart"), "apart needs an order: before or at_most, not equal")


def _check_no_overlap(draft: Draft, file: str, steps: Steps, table: str, rule: NoOverlap) -> None:
    """Intervals of one table or of several, which agree in what they are compared by."""
    here = (*steps, "no_overlap")
    own = _check_interval(draft, file, here, table, rule.no_overlap)
    for number, other in enumerate(rule.no_overlap.also):
        place = (*here, "also", number)
        if draft.table(file, (*place, "in"), other.table):
            _check_same(draft, file, place, own, _check_interval(draft, file, place, other.table, other))
    if rule.travel:
        for interval in (rule.no_overlap, *rule.no_overlap.also):
            if not interval.at:
                draft.fault(file, (*steps, "travel"), "travel needs to know where intervals take place; give them at:")
        end = draft.find(table, rule.no_overlap.of[0])
        if isinstance(end, End) and end.column.kind != "time":
            draft.fault(file, (*steps, "travel"), f"travel counts minutes, but «{rule.no_overlap.of[0]}» is no time")


def _check_interval(draft: Draft, file: str, here: Steps, table: str, interval: Interval) -> list[End | None]:
    """The ends of one interval; its bounds, then what it is compared by, then where it takes place."""
    bounds = [draft.column(file, (*here, "of"), table, path, _ORDERED) for path in interval.of]
    _check_alike(draft, file, here, bounds)
    by = [draft.follow(file, here, table, path) for path in (*each_path(interval.per), *each_path(interval.on))]
    for path in each_path(interval.at) if interval.at else ():
        draft.column(file, (*here, "at"), table, path, _PLACES - {"references", "choices"})
    check_where(draft, file, (*here, "where"), table, interval.where)
    return [bounds[0], *by]


def _check_same(draft: Draft, file: str, steps: Steps, own: list[End | None], other: list[End | None]) -> None:
    """Another table's intervals are compared by as many columns, of the same sorts."""
    if len(own) != len(other):
        draft.fault(file, steps, f"per and on name {len(other) - 1} columns here, {len(own) - 1} in the rule's own table")
        return
    for first, second in zip(own, other, strict=True):
        if first and second and _meaning(first) != _meaning(second):
            message = f"{second.name} ({_meaning(second)}) cannot be compared with {first.name} ({_meaning(first)})"
            draft.fault(file, steps, message)


def _check_exists(draft: Draft, file: str, steps: Steps, table: str, rule: Exists) -> None:
    """Columns of the other table hold what paths of this one do."""
    here, wanted = (*steps, "exists"), rule.exists
    check_where(draft, file, (*steps, "when"), table, rule.when)
    if not draft.table(file, (*here, "in"), wanted.table):
        return
    for word in ("where", "unless"):
        check_where(draft, file, (*here, word), wanted.table, getattr(wanted, word))
    for column, paths in wanted.holds.items():
        _check_holds(draft, file, (*here, "holds", column), (wanted.table, column), (table, paths))


def _check_holds(draft: Draft, file: str, here: Steps, held: tuple[str, Path], ours: tuple[str, Paths]) -> None:
    """One column of the other table can hold what each of our paths does."""
    end = draft.follow(file, here, *held)
    for path in each_path(ours[1]):
        own = draft.follow(file, here, ours[0], path)
        if end and own and _meaning(end) != _meaning(own):
            draft.fault(file, here, f"{held[1]} ({_meaning(end)}) cannot hold {path} ({_meaning(own)})")


def _follow_all(draft: Draft, file: str, steps: Steps, table: str, paths: Iterable[str]) -> None:
    for path in paths:
        draft.follow(file, steps, table, path)


def _check_alike(draft: Draft, file: str, steps: Steps, ends: list[End | None]) -> None:
    """Dates compare with dates, numbers with numbers, choices of one list, references to one table."""
    first, second = ends
    if first is None or second is None:
        return
    families = [_family(end) for end in (first, second)]
    if families[0] != families[1]:
        draft.fault(file, steps, f"{first.name} ({families[0]}) cannot be compared with {second.name} ({families[1]})")


def _family(end: End) -> str:
    column = end.column
    if column.kind in NUMBERS:
        return "number"
    if column.kind in REFERENCES | CHOICES:
        return f"{column.kind} of {column.to or column.choices}"
    return "text" if column.kind in ("text", "long_text", "nameless") else column.kind


def _meaning(end: End) -> str:
    """What a single value of the column is: a row of a table, a word of a list, a value of a family."""
    if end.points_at:
        return f"row of {end.points_at}"
    return f"word of {end.column.choices}" if end.column.choices else _family(end)
