"""How much was won, how far that is from the baseline, of how many entries, in how many places."""

from netdash.comparison import wilson
from netdash.indicators import Reading, is_unfinished
from netdash.kinds.russian import NBSP, day, number, percent
from netdash.specs import IndicatorSpec
from netdash.ui.achievements.view import AchievementsView, take
from netdash.ui.breakdown import PARTS
from netdash.ui.figures import Figure, Verdict
from netdash.ui.text import escape


def list_figures(view: AchievementsView) -> list[Figure]:
    """The answers in a row."""
    readings = view.read()
    last = latest(readings)
    figures = [current(view, readings, last)]
    if last.first is not None and last.value is not None:
        figures.append(growth(view, last))
    if view.entries:
        figures.append(share(view, last.school_year))
    if view.part.place not in dict(view.held):
        figures.append(places(view, last.school_year))
    return figures


def latest(readings: list[Reading]) -> Reading:
    """The newest year that says anything."""
    return next((reading for reading in reversed(readings) if reading.value is not None), readings[-1])


def current(view: AchievementsView, readings: list[Reading], last: Reading) -> Figure:
    """The figure of the last year."""
    return Figure(
        last.title,
        last.figure,
        change=f"{last.show_change(last.change)} к году раньше" if last.change is not None else "",
        verdict=last.trend,
        rising=None if not last.change else last.change > 0,
        trend=tuple(each.value for each in readings),
        note=f"за {last.school_year}",
        href=view.address(year=last.school_year) + "#rows",
    )


def growth(view: AchievementsView, last: Reading) -> Figure:
    """From the baseline to now; a percentage only of enough."""
    first, value = last.first or 0.0, last.value or 0.0
    few = first < view.page.enough
    note = "слишком мало, чтобы считать проценты" if few else f"{'+' if value >= first else ''}{percent(value / first - 1, 0)}"
    return Figure(
        f"С {last.first_year} по {last.school_year}",
        f"{number(first)}{NBSP}→ {number(value)}",
        change=last.show_change(last.change_since_first),
        verdict="" if few or value == first else judge(view, last, value > first),
        rising=None if value == first else value > first,
        note=note,
        href=view.address(year=last.first_year) + "#rows",
    )


def judge(view: AchievementsView, last: Reading, rising: bool) -> Verdict:
    """More is better; less is worse only of a year that is over."""
    return "better" if rising else "" if is_unfinished(last.school_year, view.snapshot.today) else "worse"


def share(view: AchievementsView, year: str) -> Figure:
    """How many of the entries ended well."""
    won, entered = count(view, view.wins, year), count(view, view.entries, year) if view.entries else None
    if not entered or won is None:
        return Figure("Доля победных выступлений", "нет данных", note=f"за {year}")
    few = entered < view.page.enough
    limits = wilson(min(won, entered), entered)
    span = f"95-процентный интервал {percent(limits.low, 0)}–{percent(limits.high, 0)}"
    note = "мало участий, не сравниваем" if few else span
    return Figure(
        "Доля победных выступлений",
        percent(won / entered, 0),
        note=f"{number(won)} из {number(entered)}; {note}",
        href=view.address(measure="entries", year=year) + "#rows",
    )


def count(view: AchievementsView, spec: IndicatorSpec, year: str) -> float | None:
    """What an indicator counts in a year."""
    return next((reading.value for reading in take(view.snapshot, spec) if reading.school_year == year), None)


def places(view: AchievementsView, year: str) -> Figure:
    """How many places have anything in that year."""
    readings = [each for each in take(view.snapshot, view.wins, view.part.place) if each.by[view.part.place]]
    known = {each.by[view.part.place] for each in readings}
    active = {each.by[view.part.place] for each in readings if each.school_year == year and each.value}
    return Figure(
        f"{view.title(view.part.place)}: есть победы",
        f"{len(active)} из {len(known)}",
        note=f"за {year}, из тех, у кого они бывали",
        href=view.address(by=view.part.place) + f"#{PARTS}",
    )


def tell_unfinished(view: AchievementsView) -> str:
    """HTML: the last year is not over, if it is not."""
    year, today = latest(view.read()).school_year, view.snapshot.today
    if not is_unfinished(year, today):
        return ""
    return f'<p class="nd-under">{escape(f"Учебный год {year} ещё идёт: посчитано то, что введено на {day(today)}.")}</p>'
