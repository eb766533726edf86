"""Checks of a page of results."""

from netdash.config.draft import NUMBERS, Draft, End
from netdash.config.reading import Steps
from netdash.specs.pages import ResultsPage
from netdash.specs.pages.results import ResultPart

MEASURES = ("mean", "share", "ratio")


def check_results(draft: Draft, steps: Steps, page: ResultsPage) -> None:
    """Each part names indicators that divide, know their years and are broken down as the part needs."""
    draft.names("pages", (*steps, "parts"), "the part")
    for name, part in page.parts.items():
        for number, indicator in enumerate(part.indicators):
            here = (*steps, "parts", name, "indicators", number)
            if draft.known("pages", here, "the indicator", indicator, draft.words("indicators", "indicators")):
                _check_indicator(draft, here, part, indicator)
        _check_deviation(draft, (*steps, "parts", name, "deviation"), part)


def _check_indicator(draft: Draft, steps: Steps, part: ResultPart, name: str) -> None:
    spec = draft.indicators.indicators.get(name) if draft.indicators else None
    if spec is None:
        return
    if spec.measure not in MEASURES:
        draft.fault("pages", steps, f"«{name}» is a {spec.measure}; needed here: {', '.join(MEASURES)}")
    if not spec.year:
        draft.fault("pages", steps, f"«{name}» knows only the present: it needs year: to be compared over the years")
    sound = all(isinstance(draft.find(spec.table, path), End) for path in spec.by)
    for path in (part.by, part.place):
        if sound and path not in spec.by:
            known = ", ".join(spec.by) or "nothing"
            draft.fault("pages", steps, f"«{name}» is not broken down by «{path}», but by {known}")


def _check_deviation(draft: Draft, steps: Steps, part: ResultPart) -> None:
    """The column of deviations is one of numbers, beside the mean that it belongs to."""
    specs = draft.indicators.indicators if draft.indicators else {}
    means = [specs[name] for name in part.indicators if name in specs and specs[name].measure == "mean"]
    if part.deviation is None:
        return
    if specs and not means:
        draft.fault("pages", steps, "deviation goes with a mean, and none of these indicators is one")
    for spec in means:
        draft.column("pages", steps, spec.table, part.deviation, NUMBERS)
