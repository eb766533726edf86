"""What to look at: tabs, the indicator, subject, place and the two years. All of them are links."""

from netdash.ui.menus import draw_choices, draw_menu, draw_menus
from netdash.ui.results.view import ResultsView


def tabs(view: ResultsView) -> str:
    """HTML of the parts of the page and the indicators of this one."""
    parts = {name: part.title for name, part in view.page.parts.items()}
    specs = view.snapshot.config.indicators.indicators
    measures = {name: specs[name].title for name in view.part.indicators}
    first = (
        draw_choices("Разделы", parts, view.tab, lambda tab: view.address(tab=tab, measure="", of="")) if len(parts) > 1 else ""
    )
    second = draw_choices("Показатели", measures, view.spec.name, lambda name: view.address(measure=name))
    return f'<div class="nd-results-tabs">{first}{second if len(measures) > 1 else ""}</div>'


def filters(view: ResultsView) -> str:
    """HTML of the subject, the place and the years to be compared."""
    years = list(view.figures.years)
    before = {year: year for year in years if year < view.till}
    after = {year: year for year in years if year > view.since}
    pieces = [
        draw_menu(view.title(view.part.by), view.figures.subjects, view.subject or "", lambda value: view.address(of=value)),
        draw_menu(view.title(view.part.place), view.figures.places, view.place or "", lambda value: view.address(at=value)),
    ]
    first = draw_choices("С какого года", before, view.since, lambda year: view.address(since=year))
    second = draw_choices("По какой год", after, view.till, lambda year: view.address(till=year))
    chosen = f'<div class="nd-years"><span>Сравнить</span>{first}<span>и</span>{second}</div>' if len(years) > 1 else ""
    return f'<div class="nd-results-filters">{draw_menus(pieces)}{chosen}</div>'
