"""Checks of what is counted: stages, indicators, coverage; whatever they name exists and suits."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from netdash.config.conditions import check_where
from netdash.config.draft import ANY, CHOICES, NUMBERS, REFERENCES, Draft, End, school_year_fault
from netdash.config.reading import Steps
from netdash.config.wording import unknown
from netdash.specs import CoverageSpec, IndicatorSpec, Side

_PARTS = frozenset({"of", "over", "weight", "having", "among"})
_MEASURES = {
    "count": ((), ("of",)),
    "sum": (("of",), ()),
    "mean": (("of",), ("weight",)),
    "share": (("having",), ()),
    "ratio": (("of", "over"), ()),
    "reach": (("of", "among"), ()),
}
"""The parts that a measure needs, and those that it may have."""

_GROUPS = CHOICES | REFERENCES | {"school_year", "yes_no", "text", "key"}


def check_network(draft: Draft) -> None:
    """School years are well formed and in order; the zone is one that there is; the sheets' order names tables."""
    if draft.network is None:
        return
    years = draft.network.school_years
    faults = {word: school_year_fault(getattr(years, word)) for word in ("first", "baseline", "last")}
    for word, fault in faults.items():
        if fault:
            draft.fault("network", ("school_years", word), f"{word}: {fault}")
    if not any(faults.values()) and not years.first <= years.baseline <= years.last:
        draft.fault("network", ("school_years",), "the school years are not in order: first, baseline, last")
    zone = draft.network.zone
    if zone and zone not in (zones := available_timezones()):
        draft.fault("network", ("zone",), unknown("the time zone", zone, zones))
    seen: set[str] = set()
    for number, name in enumerate(draft.network.tables):
        steps = ("tables", number)
        if draft.table("network", steps, name) and name in seen:
            draft.fault("network", steps, f"the table «{name}» is named twice")
        seen.add(name)


def check_stages(draft: Draft) -> None:
    """The table of points has the columns that play the parts; each stage ends after it began."""
    draft.names("stages", ("stages",), "the stage")
    if draft.stages is None:
        return
    for name, stage in draft.stages.stages.items():
        if stage.start > stage.end:
            draft.fault("stages", ("stages", name), f"the stage {name} ends ({stage.end}) before it begins ({stage.start})")
    table, parts = draft.stages.table, draft.stages.parts
    if not draft.table("stages", ("table",), table):
        return
    kinds = {
        "stage": {"choice"},
        "point": {"text", "long_text"},
        "due": {"date"},
        "who": {"reference", "references", "text"},
        "on": {"date"},
        "status": {"choice"},
        "evidence": {"link", "text", "long_text"},
        "note": {"text", "long_text"},
    }
    for word, wanted in kinds.items():
        path = getattr(parts, word)
        end = draft.own("stages", ("parts", word), table, path, wanted) if path else None
        if word == "stage" and end and end.column.choices != "stages":
            message = f"«{path}» takes the list {end.column.choices}; the list of a stage is stages"
            draft.fault("stages", ("parts", word), message)
    check_where(draft, "stages", ("parts", "done"), table, parts.done)


def check_indicators(draft: Draft) -> None:
    """Every indicator has the words that its measure needs, and they lead to columns that can be counted so."""
    draft.names("indicators", ("criteria",), "the criterion")
    draft.names("indicators", ("indicators",), "the indicator")
    if draft.indicators is None:
        return
    for name, indicator in draft.indicators.indicators.items():
        steps = ("indicators", name)
        draft.known(
            "indicators", (*steps, "criterion"), "the criterion", indicator.criterion, draft.words("indicators", "criteria")
        )
        if draft.table("indicators", (*steps, "table"), indicator.table):
            _check_measure(draft, steps, indicator)
            _check_breakdown(draft, steps, indicator)


def _check_measure(draft: Draft, steps: Steps, indicator: IndicatorSpec) -> None:
    needed, allowed = _MEASURES[indicator.measure]
    for word in sorted(_PARTS):
        value = getattr(indicator, word)
        if word in needed and not value:
            draft.fault("indicators", steps, f"{word} is missing in {steps[-1]}: the measure {indicator.measure} needs it")
        elif value and word not in (*needed, *allowed):
            owners = ", ".join(measure for measure, words in _MEASURES.items() if word in words[0] + words[1])
            draft.fault("indicators", (*steps, word), f"{word} belongs to the measure {owners}, not {indicator.measure}")
        elif value and word in ("of", "over", "weight"):
            kinds = ANY if indicator.measure == "count" else REFERENCES | {"key"} if indicator.measure == "reach" else NUMBERS
            _column(draft, steps, word, indicator, kinds)
    for word in ("where", "having"):
        check_where(draft, "indicators", (*steps, word), indicator.table, getattr(indicator, word))
    if indicator.among and draft.table("indicators", (*steps, "among", "table"), indicator.among.table):
        check_where(draft, "indicators", (*steps, "among", "where"), indicator.among.table, indicator.among.where)
        _check_reach(draft, steps, indicator, indicator.among.table)


def _check_reach(draft: Draft, steps: Steps, indicator: IndicatorSpec, among: str) -> None:
    """What is reached are rows of the table ``among``."""
    path = indicator.of if indicator.measure == "reach" else None
    end = draft.find(indicator.table, path) if path else None
    if isinstance(end, End) and end.column.kind in REFERENCES | {"key"} and end.points_at != among:
        draft.fault("indicators", (*steps, "among"), f"«{path}» refers to {end.points_at}, but among names the table {among}")


def _check_breakdown(draft: Draft, steps: Steps, indicator: IndicatorSpec) -> None:
    _column(draft, steps, "year", indicator, {"school_year", "date"})
    if indicator.cumulative and not indicator.year:
        draft.fault("indicators", (*steps, "cumulative"), "cumulative needs year: the column that places a row in a school year")
    for number, path in enumerate(indicator.by):
        draft.column("indicators", (*steps, "by", number), indicator.table, path, _GROUPS)
    if indicator.small:
        if indicator.small.below < 1:
            draft.fault("indicators", (*steps, "small", "below"), f"below is {indicator.small.below}; it is at least 1")
        if indicator.small.of:
            draft.column("indicators", (*steps, "small", "of"), indicator.table, indicator.small.of, NUMBERS)


def _column(draft: Draft, steps: Steps, word: str, indicator: IndicatorSpec, kinds: Iterable[str]) -> End | None:
    path = getattr(indicator, word)
    return draft.column("indicators", (*steps, word), indicator.table, path, kinds) if path else None


def check_coverage(draft: Draft) -> None:
    """Both sides of a matrix are rows or words, and the cell's paths lead to them."""
    draft.names("coverage", (), "the matrix")
    for name, matrix in draft.coverage.items():
        for word in ("rows", "columns"):
            _check_side(draft, (name, word), getattr(matrix, word))
        if draft.table("coverage", (name, "cell", "table"), matrix.cell.table):
            check_where(draft, "coverage", (name, "cell", "where"), matrix.cell.table, matrix.cell.where)
            _check_cell(draft, name, matrix)
            draft.names("coverage", (name, "cell", "states"), "the state")
            for word, state in matrix.cell.states.items():
                check_where(draft, "coverage", (name, "cell", "states", word, "where"), matrix.cell.table, state.where)


def _check_side(draft: Draft, steps: Steps, side: Side) -> None:
    if (side.table is None) == (side.choices is None):
        draft.fault("coverage", steps, f"{steps[-1]} need one of the words table and choices")
    elif side.table is not None:
        if side.only:
            draft.fault("coverage", (*steps, "only"), "only goes with choices; rows of a table are chosen with where")
        if draft.table("coverage", (*steps, "table"), side.table):
            check_where(draft, "coverage", (*steps, "where"), side.table, side.where)
    else:
        if side.where:
            draft.fault("coverage", (*steps, "where"), "where goes with table; words of a list are chosen with only")
        name = side.choices or ""
        known = draft.list_words(name)
        if known is None:
            draft.known("coverage", (*steps, "choices"), "the list", name, draft.list_names())
            return
        for number, word in enumerate(side.only):
            draft.known("coverage", (*steps, "only", number), f"{name}: the word", word, known)


def _check_cell(draft: Draft, name: str, matrix: CoverageSpec) -> None:
    """The cell's ``row`` leads to the matrix's rows, its ``column`` to the columns."""
    for word, side in (("row", matrix.rows), ("column", matrix.columns)):
        steps, path = (name, "cell", word), getattr(matrix.cell, word)
        if side.table not in draft.table_names and draft.list_words(side.choices or "") is None:
            continue
        end = draft.column("coverage", steps, matrix.cell.table, path, REFERENCES | {"key"} if side.table else CHOICES)
        wanted = side.table or side.choices
        found = (end.points_at if side.table else end.column.choices) if end else wanted
        if found != wanted:
            draft.fault("coverage", steps, f"«{path}» leads to {found}, the {word}s of the matrix are {wanted}")
