"""What people come for: did it improve, over how many people, and is that a fact?"""

from collections.abc import Sequence

from netdash.comparison import Comparison
from netdash.indicators import Reading
from netdash.kinds.russian import NBSP, listed, number
from netdash.ui import links
from netdash.ui.figures import Figure
from netdash.ui.results.tables import COMPARED
from netdash.ui.results.telling import judge, tell_sizes, tell_thought
from netdash.ui.results.view import PLACES, Place, ResultsView
from netdash.ui.text import escape

NAMED, ROWS = 3, f"#{COMPARED}"
NO_INTERVAL = "Интервал для среднего не посчитать: разброса отдельных результатов в таблице нет."


def tell(view: ResultsView) -> str:
    """HTML: the question's subject and place, what came of them, and the thought about it."""
    name = ", ".join(filter(None, (name_subject(view), name_place(view)))) or f"Вся сеть, {view.spec.title}"
    comparison = view.compare_years(view.subject, view.place)
    if comparison is None or view.since == view.till:
        reading = view.figures.find(view.subject, view.place, view.till)
        said = f"{reading.text} за {view.till}" if reading else f"за {view.till} данных нет"
        return f'<p class="nd-result"><b>{escape(name)}:</b> {escape(said)}. Сравнить пока не с чем.</p>'
    first, last = comparison.before, comparison.after
    moved = f"{draw_link(view, first, first.figure)}{NBSP}→ {draw_link(view, last, last.text)}"
    sizes, years = escape(tell_sizes(view, comparison)), escape(f"{view.since}{NBSP}и {view.till}")
    thoughts = " ".join(map(escape, list_thoughts(view)))
    lacks = view.spec.measure == "mean" and comparison.interval is None and comparison.verdict not in ("missing", "few")
    return (
        f'<p class="nd-result"><b>{escape(name)}:</b> {moved}, {sizes} <small>{years}</small></p>'
        f'<p class="nd-result-why">{thoughts}</p>{f"<p class=nd-under>{NO_INTERVAL}</p>" if lacks else ""}'
    )


def draw_link(view: ResultsView, reading: Reading, text: str) -> str:
    """HTML of a figure that opens its rows."""
    href = view.address(year=reading.school_year) + "#rows" if reading.rows or reading.left_out else ""
    return links.anchor(href, text, "nd-quiet")


def list_thoughts(view: ResultsView) -> list[str]:
    """Sentences: the same places only, fact or not, the rest of the network."""
    comparison, away = view.compare_alike(view.subject, view.place)
    if comparison is None:
        return []
    said = []
    if away and not view.place:
        same = f"{comparison.before.figure}{NBSP}→ {comparison.after.figure}, {tell_sizes(view, comparison)}"
        said.append(f"По строкам, которые введены за оба года (пробелы — {tell_gaps(view, away)}): {same}.")
    said.append(tell_thought(view, comparison))
    if view.place and (against := view.compare_rest(view.subject, view.place)) and against.change is not None:
        said.append(tell_against(view, against))
    return said


def tell_gaps(view: ResultsView, away: Sequence[str]) -> str:
    """The places that are away in one of the years; of many, those without any row by name and the others by number."""
    years = (view.since, view.till)
    silent = [
        place
        for place in away
        if len(away) <= NAMED or any(is_silent(view.figures.find(view.subject, place, year)) for year in years)
    ]
    rest = len(away) - len(silent)
    names = listed([view.figures.places.get(place, place) for place in silent], NAMED)
    if not rest:
        return names
    return f"{names} и отдельные строки ещё у{NBSP}{rest}" if names else f"отдельные строки у{NBSP}{rest}"


def is_silent(reading: Reading | None) -> bool:
    """Whether there is no figure."""
    return reading is None or reading.value is None


def name_subject(view: ResultsView) -> str:
    """The subject with a capital letter."""
    title = view.figures.subjects.get(view.subject or "", "")
    return title[:1].upper() + title[1:]


def name_place(view: ResultsView) -> str:
    """The place as people call it."""
    return view.figures.places.get(view.place or "", "")


def tell_against(view: ResultsView, against: Comparison) -> str:
    """How a place stands against the network without it."""
    rest = f"{against.before.figure}, {number(against.before.size)}{NBSP}{view.part.people}"
    return f"В остальной сети за {view.till}: {rest}; разница {against.after.show_change(against.change)}."


def list_figures(view: ResultsView) -> list[Figure]:
    """How many subjects and places went up, and how many have told nothing yet."""
    if view.subject and view.place:
        return []
    figures = []
    if not view.subject:
        subjects = [(subject, view.place) for subject in view.figures.subjects]
        figures.append(count_better(view, view.title(view.part.by), subjects, view.address(by="") + ROWS))
    if not view.place:
        places = [(view.subject, place) for place in view.figures.places]
        rows = view.address(by="" if view.subject else PLACES) + ROWS
        figures.append(count_better(view, view.title(view.part.place), places, rows))
        figures.append(count_silent(view, places, rows))
    return figures


def count_better(view: ResultsView, title: str, pairs: Sequence[Place], href: str) -> Figure:
    """How many of those that can be compared improved, and by more than chance or a handful could make."""
    found = [comparison for pair in pairs if (comparison := view.compare_alike(*pair)[0]) is not None]
    judged = [each for each in found if each.verdict not in ("missing", "few")]
    better = [each for each in judged if each.change and (each.change > 0) == (each.after.better == "up")]
    firm = sum(judge(each) == "better" for each in better)
    by_chance = any(each.interval for each in judged)
    why = "больше случайного" if by_chance else f"больше, чем дали бы {view.page.handful} человек"
    left = len(pairs) - len(judged)
    note = "; ".join(filter(None, (f"{why}: {firm}" if better else "", f"не сравниваем: {left}" if left else "")))
    return Figure(f"{title}: стало лучше", f"{len(better)} из {len(judged)}" if judged else "—", note=note, href=href)


def count_silent(view: ResultsView, places: Sequence[Place], href: str) -> Figure:
    """How many places have no figure in the later year."""
    known = [view.figures.find(*pair, view.till) for pair in places]
    silent = sum(map(is_silent, known))
    title = f"{view.title(view.part.place)}: нет данных за {view.till}"
    if not silent:
        return Figure(title, "0", state="done", state_word="ввели все", href=href)
    return Figure(title, f"{silent} из {len(places)}", note=f"сеть за {view.till} посчитана без них", href=href)
