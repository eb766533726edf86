"""Checks of what is expected of a table's owners, and of what they are asked about."""

from collections.abc import Iterable
from datetime import date

from netdash.config.conditions import check_where
from netdash.config.draft import NUMBERS, Draft, End, school_year_fault
from netdash.config.reading import Steps
from netdash.specs import Expect, TableSpec
from netdash.specs.expectations import Ask, Gone, Jump, Unusual

_PERIODS = frozenset({"school_year", "date"})
_PARTS = _PERIODS | {"reference", "choice"}
_SINGLE = _PARTS | {"text", "integer", "yes_no"}


def check_expectations(draft: Draft) -> None:
    """What every table expects, and what it asks about, leads to columns that suit."""
    for name, table in draft.tables.items():
        file = f"tables/{name}"
        if table.expect:
            _check_expect(draft, file, name, table, table.expect)
        numbers = [i for i in range(len(draft.sources[file].at("ask") or ())) if (file, ("ask", i)) not in draft.dropped]
        for number, ask in zip(numbers, table.ask, strict=True):
            _check_ask(draft, file, ("ask", number), name, ask)


def _check_expect(draft: Draft, file: str, name: str, table: TableSpec, expect: Expect) -> None:
    """The owner is one of the parts, at most one of them is a period, and what narrows a part suits it."""
    steps: Steps = ("expect", "every")
    ends = {path: draft.column(file, (*steps, i), name, path, _PARTS) for i, path in enumerate(expect.every)}
    if len(ends) < len(expect.every):
        draft.fault(file, steps, "every names a column twice")
    if table.owner is None:
        draft.fault(file, ("expect",), "expect needs owner: whom to ask for what is missing")
    elif table.owner not in expect.every:
        draft.fault(file, steps, f"every names the owner too: {table.owner}")
    periods = [path for path, end in ends.items() if end and end.column.kind in _PERIODS]
    if len(periods) > 1:
        draft.fault(file, steps, f"every has one period, here are {' and '.join(periods)}")
    _check_narrowing(draft, file, expect, ends)
    if not periods and all(ends.values()):
        for word in ("since", "by"):
            if getattr(expect, word):
                draft.fault(file, ("expect", word), f"{word} goes with a school year or a day among every")
    if expect.since and (fault := school_year_fault(expect.since)):
        draft.fault(file, ("expect", "since"), fault)
    if expect.by and not _is_day(expect.by):
        draft.fault(file, ("expect", "by"), f"there is no day {expect.by}; write month and day, such as 07-15")


def _check_narrowing(draft: Draft, file: str, expect: Expect, ends: dict[str, End | None]) -> None:
    """``among`` narrows parts of ``every``: references by conditions, choices by their words."""
    for path, among in expect.among.items():
        steps: Steps = ("expect", "among", path)
        if not draft.known(file, steps, "among: the column", path, expect.every):
            continue
        end = ends[path]
        if end is None:
            continue
        if end.column.kind == "reference" and isinstance(among, dict):
            check_where(draft, file, steps, end.points_at, among)
        elif end.column.kind == "choice" and isinstance(among, tuple):
            known = draft.list_words(end.column.choices or "")
            for number, word in enumerate(among):
                if known is not None:
                    draft.known(file, (*steps, number), f"{path}: the word", word, known)
        else:
            wants = {"reference": "conditions such as {role: member}", "choice": "a list of words"}.get(end.column.kind)
            draft.fault(file, steps, f"{path}: among takes {wants}" if wants else f"{path}: years are narrowed with since")


def _is_day(text: str) -> bool:
    """Whether every year has this day."""
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        return False
    return True


def _check_ask(draft: Draft, file: str, steps: Steps, table: str, ask: Ask) -> None:
    """A question's numbers are numbers, its year is one, and it has a bound."""
    match ask:
        case Jump():
            draft.own(file, (*steps, "jump"), table, ask.jump, NUMBERS)
            _check_columns(draft, file, (*steps, "per"), table, ask.per)
            if (ask.over is None) == (ask.times is None):
                draft.fault(file, steps, "jump needs one of the words over and times")
            if ask.over is not None and ask.over <= 0:
                draft.fault(file, (*steps, "over"), f"over is {ask.over:g}; it is more than 0")
            if ask.times is not None and ask.times <= 1:
                draft.fault(file, (*steps, "times"), f"times is {ask.times:g}; it is more than 1")
        case Unusual():
            draft.own(file, (*steps, "unusual"), table, ask.unusual, NUMBERS)
            if ask.min is None and ask.max is None:
                draft.fault(file, steps, "unusual needs min, max or both")
            elif ask.min is not None and ask.max is not None and ask.min > ask.max:
                draft.fault(file, (*steps, "min"), f"min {ask.min:g} is more than max {ask.max:g}")
        case Gone():
            _check_columns(draft, file, (*steps, "gone"), table, ask.gone)
    if isinstance(ask, Jump | Gone):
        draft.own(file, (*steps, "year"), table, ask.year, _PERIODS)
    if isinstance(ask, Jump | Unusual) and ask.small and ask.small.of:
        draft.own(file, (*steps, "small", "of"), table, ask.small.of, NUMBERS)
    check_where(draft, file, (*steps, "unless"), table, ask.unless)


def _check_columns(draft: Draft, file: str, steps: Steps, table: str, paths: Iterable[str]) -> None:
    for number, path in enumerate(paths):
        draft.column(file, (*steps, number), table, path, _SINGLE)
