"""Conditions (``where``, ``when``, ``having``): each fits the kind of its column."""

from datetime import date

from netdash.config.draft import CHOICES, NUMBERS, REFERENCES, TEXTS, Draft, End, school_year_fault
from netdash.config.reading import Steps, describe
from netdash.specs.rules import Bounds, Condition, Where

_RESERVED = ("filled", "empty")


def check_where(draft: Draft, file: str, steps: Steps, table: str, where: Where) -> None:
    """Every condition's path leads to a column and its words suit that column."""
    for path, condition in where.items():
        here = (*steps, path)
        end = draft.follow(file, here, table, path)
        if end is None or condition in _RESERVED or draft.is_partial(file, here):
            continue
        if condition == ():
            draft.fault(file, here, f"{path}: the list is empty, so no row can meet it")
        elif end.many and isinstance(condition, Bounds) and {condition.min, condition.max} != {None}:
            _check_count(draft, file, here, condition)
        elif end.column.kind in CHOICES:
            _check_choice(draft, file, here, end, condition)
        elif message := _unfit(end, condition):
            draft.fault(file, here, f"{path}: {message}")


def _check_count(draft: Draft, file: str, steps: Steps, bounds: Bounds) -> None:
    """``min`` and ``max`` of a column of several values say how many there are."""
    if message := _unfit_bounds("integer", bounds):
        draft.fault(file, steps, f"{steps[-1]}: {message}")


def _check_choice(draft: Draft, file: str, steps: Steps, end: End, condition: Condition) -> None:
    known = draft.list_words(end.column.choices or "")
    if known is None:
        return
    if not isinstance(condition, str | tuple):
        found = describe({} if isinstance(condition, Bounds) else condition)
        draft.fault(file, steps, f"{steps[-1]}: expected words of the list {end.column.choices}, found {found}")
    elif isinstance(condition, str):
        draft.known(file, steps, f"{steps[-1]}: the word", condition, [*known, *_RESERVED])
    else:
        for position, word in enumerate(condition):
            draft.known(file, (*steps, position), f"{steps[-1]}: the word", word, known)


def _unfit(end: End, condition: Condition) -> str:
    """Why a condition can never be asked of a column that is not a choice; empty if it can."""
    kind = end.column.kind
    if isinstance(condition, Bounds):
        return _unfit_bounds(kind, condition)
    found = describe(condition)
    if kind in NUMBERS:
        fits, wanted = isinstance(condition, int | float) and not isinstance(condition, bool), "a number or {min, max}"
    elif kind == "yes_no":
        fits, wanted = isinstance(condition, bool), "true or false"
    elif kind == "date":
        fits, wanted = False, "{before, after} or {within_days}"
    elif kind == "school_year":
        years = (condition,) if isinstance(condition, str) else condition if isinstance(condition, tuple) else ()
        faults = [fault for year in years if (fault := school_year_fault(year))]
        if faults:
            return faults[0]
        fits, wanted = bool(years), "a school year"
    elif kind in TEXTS | REFERENCES:
        fits, wanted = isinstance(condition, str | tuple), "a text"
    else:
        fits, wanted = False, "no other word"
    return "" if fits else f"a column of kind {kind} takes {wanted} (or filled, empty), found {found}"


def _unfit_bounds(kind: str, bounds: Bounds) -> str:
    given = {word for word in type(bounds).model_fields if getattr(bounds, word) is not None}
    allowed = {"min", "max"} if kind in NUMBERS else {"before", "after", "within_days"} if kind == "date" else set()
    if not given:
        return "bounds need a word: min, max, before, after or within_days"
    if not allowed:
        return f"a column of kind {kind} has no bounds"
    if given - allowed:
        return (
            f"a column of kind {kind} takes the bounds {', '.join(sorted(allowed))}, found {', '.join(sorted(given - allowed))}"
        )
    if bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
        return f"min {bounds.min:g} is more than max {bounds.max:g}"
    if isinstance(bounds.after, date) and isinstance(bounds.before, date) and bounds.after >= bounds.before:
        return f"no day is after {bounds.after} and before {bounds.before}"
    return ""
