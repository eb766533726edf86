"""Every subject or every place between two years, and all of them in one year; each figure opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from netdash.comparison import Comparison
from netdash.indicators import Reading
from netdash.kinds.russian import NBSP, listed, number
from netdash.ui import links, more
from netdash.ui.menus import draw_choices
from netdash.ui.results.telling import draw_change, tell_interval, tell_size, tell_verdict
from netdash.ui.results.view import PLACES, ResultsView
from netdash.ui.text import escape

A_SCREEN, COMPARED = 30, "compared"


@dataclass(frozen=True)
class Line:
    """A subject or a place: its name, its figures in both years, how they differ, how it stands against the rest."""

    key: str
    name: str
    before: Reading | None
    after: Reading | None
    comparison: Comparison | None
    judged: Comparison | None
    away: tuple[str, ...]
    against: Comparison | None


def show_comparison(view: ResultsView) -> None:
    """The subjects (of a place, where one is chosen), or the places within a subject."""
    if view.subject and view.place:
        return
    lines = list_lines(view)
    shown = more.cut(lines, A_SCREEN)
    st.html(f'<h2 class="nd-section" id="{COMPARED}">Что изменилось</h2>{choices(view)}{draw_comparison(view, shown)}')
    more.show_more(len(lines), len(shown), A_SCREEN, ("строка", "строки", "строк"))


def choices(view: ResultsView) -> str:
    """HTML: whether subjects or places are compared, where neither is chosen."""
    if view.held:
        return ""
    options = {"": view.title(view.part.by), PLACES: view.title(view.part.place)}
    held = PLACES if view.across else ""
    return draw_choices("Что сравнить", options, held, lambda value: view.address(by=value) + f"#{COMPARED}")


def list_lines(view: ResultsView) -> list[Line]:
    """Subjects in their order; places best first, then those over few people unranked, then those without a figure."""
    if view.of_places:
        lines = [take_line(view, place, name) for place, name in view.figures.places.items()]
        return sorted(lines, key=rank)
    return [take_line(view, subject, name) for subject, name in view.figures.subjects.items()]


def take_line(view: ResultsView, key: str, name: str) -> Line:
    """The line of a place within the subject, or of a subject."""
    subject, place = (view.subject, key) if view.of_places else (key, view.place)
    before, after = (view.figures.find(subject, place, year) for year in (view.since, view.till))
    against = view.compare_rest(subject, place) if place else None
    judged, away = view.compare_alike(subject, place)
    return Line(key, name, before, after, view.compare_years(subject, place), judged, away, against)


def rank(line: Line) -> tuple[int, float]:
    """Where a place stands."""
    if line.after is None or line.after.value is None:
        return 2, 0.0
    if line.after.small:
        return 1, 0.0
    return 0, -line.after.value if line.after.better == "up" else line.after.value


def draw_comparison(view: ResultsView, lines: Sequence[Line]) -> str:
    """HTML of the table."""
    path = view.part.place if view.of_places else view.part.by
    against = any(line.against for line in lines)
    heads = [view.title(path), view.since, view.till, "Изменение", name_limit(view, lines), "Что это значит"]
    heads += ["Против остальной сети"] if against else []
    numbers = (1, 2, 3, 4)
    head = "".join(f"<th{' class=nd-number' if at in numbers else ''}>{escape(text)}</th>" for at, text in enumerate(heads))
    body = "".join(draw_line(view, line, heads, against) for line in lines)
    return f'<table class="nd-table nd-stack nd-compared"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def name_limit(view: ResultsView, lines: Sequence[Line]) -> str:
    """What stands beside a change: an interval, or what a handful could have made of it."""
    if view.spec.measure != "mean" or any(line.judged and line.judged.interval for line in lines):
        return "95-процентный интервал"
    return f"{number(view.page.handful)}{NBSP}чел. сдвинут не больше чем на"


def draw_line(view: ResultsView, line: Line, heads: Sequence[str], against: bool) -> str:
    """HTML of one subject or place; on a phone its cells stand in three lines."""
    narrower = {"at": line.key, "by": ""} if view.of_places else {"of": line.key}
    name = line.name[:1].upper() + line.name[1:]
    cells = [("", links.anchor(view.address(**narrower), name))]
    cells += [("nd-number", draw_figure(view, line.key, each)) for each in (line.before, line.after)]
    cells += [("nd-number", draw_change(line.comparison, line.judged) if line.comparison and line.judged else "—")]
    cells += [("nd-number nd-limit", draw_limit(view, line.judged))]
    cells += [("", draw_verdict(view, line))]
    cells += [("", draw_against(line.against))] if against else []
    return "<tr>" + "".join(
        f'<td class="{kind}" data-label="{escape(head)}">{cell}</td>' for head, (kind, cell) in zip(heads, cells, strict=True)
    ) + "</tr>"  # fmt: skip


def draw_verdict(view: ResultsView, line: Line) -> str:
    """HTML: fact or not; where places are away in one of the years, judged over the others."""
    if line.judged is None:
        return "сравнить не с чем"
    verdict = escape(tell_verdict(view, line.judged))
    if not line.away or view.place or line.judged.verdict in ("missing", "few"):
        return verdict
    names = "" if view.across else f" ({listed([view.figures.places.get(place, place) for place in line.away], 3)})"
    return f"{verdict}<small>{escape(f'без пробелов{names}: {line.judged.after.show_change(line.judged.change)}')}</small>"


def draw_limit(view: ResultsView, comparison: Comparison | None) -> str:
    """HTML of the same, with what it is where the table has no heads, on a phone."""
    limit = tell_limit(comparison)
    if limit == "—":
        return limit
    short = "" if comparison and comparison.interval else f"{number(view.page.handful)}{NBSP}чел.: до"
    return f'<span data-short="{escape(short)}">{escape(limit)}</span>'


def tell_limit(comparison: Comparison | None) -> str:
    """The interval, or the bound."""
    if comparison is None or comparison.verdict in ("missing", "few"):
        return "—"
    if comparison.interval:
        return tell_interval(comparison)
    return "—" if comparison.of_few is None else number(comparison.of_few, 1, fixed=True)


def draw_figure(view: ResultsView, key: str, reading: Reading | None) -> str:
    """HTML of a figure over its people; it opens its rows."""
    if reading is None:
        return '<span class="nd-none">нет данных</span>'
    kind = "nd-none" if reading.value is None else "nd-quiet nd-few" if reading.small else "nd-quiet"
    href = view.address(year=reading.school_year, part=key) + "#rows" if reading.rows or reading.left_out else ""
    shown = links.anchor(href, reading.figure, kind) if href else f'<span class="{kind}">{escape(reading.figure)}</span>'
    return shown + tell_size(reading)


def draw_against(comparison: Comparison | None) -> str:
    """HTML: the difference to the network without this place."""
    if comparison is None or comparison.change is None:
        return '<span class="nd-none">—</span>'
    rest = f"остальные: {comparison.before.figure}, {number(comparison.before.size)}"
    if comparison.verdict == "few":
        return f'<span class="nd-none">мало людей</span><small>{escape(rest)}</small>'
    limits = tell_interval(comparison)
    shown = escape(comparison.after.show_change(comparison.change)) + (f" ({escape(limits)})" if limits else "")
    return f"{shown}<small>{escape(rest)}</small>"


def show_matrix(view: ResultsView) -> None:
    """Places down, subjects across, in the later year."""
    places = more.cut(list(view.figures.places.items()), A_SCREEN, "places")
    st.html(draw_matrix(view, dict(places)))
    more.show_more(len(view.figures.places), len(places), A_SCREEN, ("строка", "строки", "строк"), "places")


def draw_matrix(view: ResultsView, places: Mapping[str, str]) -> str:
    """HTML of the matrix."""
    head = "".join(
        f'<th scope="col">{links.anchor(view.address(of=subject), name, "nd-quiet")}</th>'
        for subject, name in view.figures.subjects.items()
    )
    rows = "".join(draw_row(view, place, name) for place, name in places.items())
    whole = "".join(draw_cell(view, subject, None) for subject in view.figures.subjects)
    title = f"{view.title(view.part.place)} и {view.title(view.part.by).lower()}: {view.spec.title}, {view.till}"
    legend = f"Под цифрой — сколько {view.part.people}; курсивом — где их слишком мало, чтобы сравнивать."
    return (
        f'<h2 class="nd-section">{escape(title)}</h2><p class="nd-under">{escape(legend)}</p>'
        f'<div class="nd-scroll"><table class="nd-table nd-matrix nd-cross"><thead><tr><td></td>{head}</tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row">Вся сеть</th>{whole}</tr></tfoot></table></div>'
    )


def draw_row(view: ResultsView, place: str, name: str) -> str:
    """HTML of one place."""
    cells = "".join(draw_cell(view, subject, place) for subject in view.figures.subjects)
    return f'<tr><th scope="row">{links.anchor(view.address(at=place), name, "nd-quiet")}</th>{cells}</tr>'


def draw_cell(view: ResultsView, subject: str, place: str | None) -> str:
    """HTML of one figure; it opens the subject with the rows of this place."""
    reading = view.figures.find(subject, place, view.till)
    if reading is None or reading.value is None:
        return f'<td class="nd-none">{escape(reading.figure) if reading else "—"}</td>'
    href = view.address(of=subject, year=view.till, part=place or "") + "#rows"
    figure = links.anchor(href, reading.figure, "nd-quiet nd-few" if reading.small else "nd-quiet")
    return f"<td>{figure}{tell_size(reading, mark=False)}</td>"
