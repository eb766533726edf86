"""The indicators of a criterion, one of them in depth: over the years, by part, and the rows behind each figure."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st

from netdash import charts
from netdash.facts import show_at
from netdash.indicators import Reading, school_year_of
from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec, Config, IndicatorSpec
from netdash.ui import current, empties, links
from netdash.ui.figures import MOST, Figure, show_figures
from netdash.ui.text import escape

UNSAID = "не указано"
ALL = "Все"
ROWS_SHOWN = 200


@dataclass(frozen=True)
class View:
    """What the address asks for: an indicator, the path it is broken down by, and values that other paths are held to."""

    snapshot: Snapshot
    spec: IndicatorSpec
    by: str
    held: tuple[tuple[str, str], ...] = ()

    def title(self, path: str) -> str:
        """What people call the end of a path, with the way to it where that is not the table itself."""
        return self.snapshot.target(self.spec.table, path)[1].title

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {"indicator": self.spec.name, "by": self.by, **dict(self.held)}
        return links.to(links.find_page("indicators"), **{**own, **parameters})


def take_view(snapshot: Snapshot) -> View:
    """The view that the address asks for; what it does not say is the first that there is."""
    indicators = snapshot.config.indicators.indicators
    asked = indicators.get(links.asked("indicator")) or next(iter(indicators.values()))
    by = links.asked("by") if links.asked("by") in asked.by else next(iter(asked.by), "")
    held = tuple((path, links.asked(path)) for path in asked.by if path != by and links.asked(path))
    return View(snapshot, asked, by, held)


def take_readings(view: View, by: str = "") -> list[Reading]:
    """The readings of the view's indicator up to this school year, whole or by one path, within the values held."""
    paths = (*(path for path, _ in view.held), *((by,) if by else ()))
    until = school_year_of(view.snapshot.today)
    return [
        replace(reading, by={by: reading.by[by]}, label=name_part(view, by, reading.by[by])) if by else reading
        for reading in current.workspace().readings(by=paths or None, name=view.spec.name)
        if reading.school_year <= until and all(reading.by[path] == value for path, value in view.held)
    ]


def name_part(view: View, path: str, value: str) -> str:
    """A part as people read it."""
    return show_at(view.snapshot, view.spec.table, path, value) or UNSAID


def latest(readings: Sequence[Reading]) -> Reading:
    """The newest reading that has a value; without any the newest."""
    return next((reading for reading in reversed(readings) if reading.value is not None), readings[-1])


def show_criteria(view: View) -> None:
    """The criteria as links, each to its first indicator."""
    config = view.snapshot.config
    pieces = []
    for name, criterion in config.indicators.criteria.items():
        first = next((spec for spec in config.indicators.indicators.values() if spec.criterion == name), None)
        if first:
            here = ' aria-current="true"' if name == view.spec.criterion else ""
            href = escape(links.to(links.find_page("indicators"), indicator=first.name))
            pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(criterion.short)}</a>')
    title = config.indicators.criteria[view.spec.criterion].title
    st.html(f'<nav class="nd-choices" aria-label="Критерии">{"".join(pieces)}</nav><h2 class="nd-section">{escape(title)}</h2>')


def show_cards(view: View) -> None:
    """Every indicator of the criterion: value, change, the line of the years; each opens itself below."""
    names = [spec.name for spec in in_criterion(view.snapshot.config, view.spec.criterion)]
    series: dict[str, list[Reading]] = {name: [] for name in names}
    until = school_year_of(view.snapshot.today)
    for reading in current.workspace().readings():
        if reading.name in series and reading.school_year <= until:
            series[reading.name].append(reading)
    cards = [card(view, readings) for readings in series.values()]
    for start in range(0, len(cards), MOST):
        show_figures(cards[start : start + MOST])


def in_criterion(config: Config, criterion: str) -> list[IndicatorSpec]:
    """The indicators of a criterion, in their order."""
    return [spec for spec in config.indicators.indicators.values() if spec.criterion == criterion]


def card(view: View, readings: Sequence[Reading]) -> Figure:
    """One indicator in the row."""
    reading = latest(readings)
    moved = reading.change if reading.school_year else None
    notes = [f"за {reading.school_year}" if reading.school_year else "на сегодня", tell_size(view.snapshot, reading)]
    return Figure(
        reading.title,
        reading.text,
        change=reading.show_change(moved),
        verdict=reading.trend if reading.school_year else "",
        rising=None if not moved else moved > 0,
        trend=tuple(each.value for each in readings),
        note="; ".join(filter(None, notes)),
        href=links.to(links.find_page("indicators"), indicator=reading.name),
    )


def tell_size(snapshot: Snapshot, reading: Reading) -> str:
    """How many people or rows stand under a figure, and whether they are too few; counts say it themselves."""
    if reading.value is None or reading.measure in ("count", "sum"):
        return ""
    spec = snapshot.config.indicators.indicators[reading.name]
    path = spec.weight or spec.over
    few = ", мало для сравнения" if reading.small else ""
    if path:
        title = snapshot.target(spec.table, path)[1].title
        return f"{title[0].lower()}{title[1:]} {number(reading.size)}{few}"
    return f"из {number(reading.denominator or 0)}{few}"


def show_indicator(view: View) -> View:
    """The chosen indicator over the years, the ways to look into it; gives back the view that the person asked for."""
    st.html(
        f'<h2 class="nd-section">{escape(view.spec.title)}</h2><p class="nd-under">{escape(view.spec.help)}</p>{choices(view)}'
    )
    view = ask_held(view)
    if view.spec.year:
        show_chart(view, "")
    return view


def choices(view: View) -> str:
    """HTML of the paths that the indicator can be broken down by."""
    pieces = [
        f'<a class="nd-link nd-choice" href="{escape(view.address(by=path, **{path: ""}))}" target="_self"'
        f"{' aria-current=true' if path == view.by else ''}>{escape(view.title(path))}</a>"
        for path in view.spec.by
    ]
    return f'<nav class="nd-choices" aria-label="Разбивка">По столбцу: {"".join(pieces)}</nav>' if len(pieces) > 1 else ""


def ask_held(view: View) -> View:
    """One list for each other path: all, or one value; the answers live in the address."""
    others = [path for path in view.spec.by if path != view.by]
    if not others:
        return view
    held: list[tuple[str, str]] = []
    for path, place in zip(others, st.columns(max(3, len(others))), strict=False):
        values = list(dict.fromkeys(reading.by[path] for reading in current.workspace().readings(by=path, name=view.spec.name)))
        options = ["", *(value for value in values if value)]
        asked = dict(view.held).get(path, "")
        titles = {value: name_part(view, path, value) if value else ALL for value in options}
        value = place.selectbox(
            view.title(path),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=titles.__getitem__,
            key=f"nd-held-{view.spec.name}-{path}",
        )
        links.answer(**{path: str(value)})
        held += [(path, str(value))] if value else []
    return replace(view, held=tuple(held))


def show_chart(view: View, by: str, year: str = "") -> None:
    """The readings drawn: over the years, by place over the years, or by part in one year."""
    readings = take_readings(view, by)
    if not readings:
        empties.show_empty("Рисовать пока нечего: строк нет.", links.anchor(links.to_row(view.spec.table), "Добавить строки"))
        return
    kept = _specs.setdefault(view.snapshot, {})
    asked = (view.spec.name, view.held, by, year)
    if asked not in kept:
        kept[asked] = charts.write_spec(draw(view, readings, by, year))
    st.vega_lite_chart(kept[asked], theme="streamlit")


_specs: WeakKeyDictionary[Snapshot, dict[Hashable, dict[str, Any]]] = WeakKeyDictionary()
"""Charts of a snapshot, for all sessions: drawing one takes longer than counting all figures."""


def draw(view: View, readings: Sequence[Reading], by: str, year: str) -> charts.Chart:
    """The chart that fits: the whole over the years, a panel for each place, or bars of one year."""
    if not by:
        return charts.draw_trend(readings)
    place = view.snapshot.target(view.spec.table, by)[1].to
    colours = charts.colours(view.snapshot.tables[place].rows) if place else None
    if colours and view.spec.year:
        return charts.draw_small_multiples(readings, colours)
    return charts.draw_bars([reading for reading in readings if reading.school_year == year], colours)


def show_parts(view: View) -> None:
    """The breakdown: its chart, and the table of every part and year behind it."""
    if not view.by:
        return
    readings = take_readings(view, view.by)
    whole = take_readings(view)
    st.html(f'<h2 class="nd-section">{escape(view.title(view.by))}</h2>')
    if readings:
        show_chart(view, view.by, latest(whole).school_year)
    st.html(table(view, whole, readings))


def table(view: View, whole: Sequence[Reading], parts: Sequence[Reading]) -> str:
    """HTML: parts down, years across, the whole last; each figure opens its rows."""
    years = sorted({reading.school_year for reading in (*whole, *parts)})
    labels = dict.fromkeys((reading.by[view.by], reading.label) for reading in parts)
    cells = {(reading.by[view.by], reading.school_year): reading for reading in parts}
    total = {reading.school_year: reading for reading in whole}
    head = "".join(f'<th class="nd-number">{escape(year or "сейчас")}</th>' for year in years)
    body = "".join(
        f"<tr><td>{escape(label)}</td>{''.join(figure_cell(view, cells.get((key, year)), key) for year in years)}</tr>"
        for key, label in labels
    )
    last = "".join(figure_cell(view, total.get(year), "") for year in years)
    return (
        '<div class="nd-scroll"><table class="nd-table nd-grid">'
        f"<thead><tr><th>{escape(view.title(view.by))}</th>{head}</tr></thead>"
        f"<tbody>{body}<tr><th>Вся сеть</th>{last}</tr></tbody></table></div>"
    )


def figure_cell(view: View, reading: Reading | None, key: str) -> str:
    """HTML of one figure with its size, linked to its rows."""
    if reading is None or reading.value is None:
        return f'<td class="nd-number nd-none">{escape(reading.text if reading else "нет данных")}</td>'
    href = view.address(year=reading.school_year or "now", part=key) + "#rows"
    size = tell_size(view.snapshot, reading)
    note = f"<small>{escape(size)}</small>" if size else ""
    return f'<td class="nd-number">{links.anchor(href, reading.figure, "nd-quiet")}{note}</td>'


def show_rows(view: View) -> None:
    """The rows behind the figure that the address names, and those left out with the reason."""
    year, part = links.asked("year"), links.asked("part")
    if not year:
        return
    readings = take_readings(view, view.by if part else "")
    wanted = ("" if year == "now" else year, part)
    found = [each for each in readings if (each.school_year, each.by.get(view.by, "") if part else "") == wanted]
    if not found:
        empties.show_empty("Такой цифры больше нет: данные изменились.")
        return
    reading = found[0]
    whose = f"{reading.label if part else 'вся сеть'}, {reading.school_year or 'сейчас'}"
    st.html(
        f'<h2 class="nd-section" id="rows">Из чего сложена цифра: {escape(whose)}</h2>'
        f'<p class="nd-under">{escape(reading.text)} — {escape(tell_sum(reading))}.</p>'
        f"{rows_table(view, reading)}{left_out(reading)}"
    )


def tell_sum(reading: Reading) -> str:
    """How the figure was counted, in words and numbers."""
    rows = counted(len(reading.rows), "строка", "строки", "строк")
    if reading.fraction:
        return f"{number(reading.numerator or 0)} из {number(reading.denominator or 0)}, {rows}"
    if reading.measure == "mean":
        return f"среднее, взвешенное по людям: {number(reading.size)}, {rows}"
    return rows


def rows_table(view: View, reading: Reading) -> str:
    """HTML of the rows, each opening itself."""
    built = view.snapshot.tables[reading.table]
    columns = [
        name for name, spec in built.spec.columns.items() if not spec.minor and name not in (built.spec.key, built.spec.label)
    ]
    head = "".join(f"<th{aligned(built.spec.columns[name])}>{escape(built.spec.columns[name].title)}</th>" for name in columns)
    body = "".join(row_line(view, reading.table, key, columns) for key in reading.rows[:ROWS_SHOWN])
    left = len(reading.rows) - ROWS_SHOWN
    more = f'<p class="nd-under">и ещё {counted(left, "строка", "строки", "строк")}</p>' if left > 0 else ""
    head = f"<thead><tr><th>Строка</th>{head}</tr></thead>"
    return f'<div class="nd-scroll"><table class="nd-table">{head}<tbody>{body}</tbody></table></div>{more}'


def row_line(view: View, table: str, key: str, columns: Sequence[str]) -> str:
    """HTML of one row."""
    snapshot = view.snapshot
    specs = snapshot.tables[table].spec.columns
    texts = "".join(
        f"<td{aligned(specs[name])}>{escape(snapshot.show(table, name, snapshot.value(table, key, name)))}</td>"
        for name in columns
    )
    return f"<tr><td>{links.anchor(links.to_row(table, key), snapshot.label(table, key))}</td>{texts}</tr>"


def aligned(column: ColumnSpec) -> str:
    """The HTML attribute that sets numbers to the right."""
    return ' class="nd-number"' if column.kind in ("integer", "decimal", "percent") else ""


def left_out(reading: Reading) -> str:
    """HTML of the rows that could not be counted."""
    if not reading.left_out:
        return ""
    lines = "".join(
        f"<li>{links.anchor(links.to_problem(problem), f'{problem.sheet}, {problem.cell}')}: {escape(problem.message)}</li>"
        for problem in reading.left_out[:ROWS_SHOWN]
    )
    count = counted(len(reading.left_out), "строка", "строки", "строк")
    return f'<h3>Не вошло: {count}</h3><ul class="nd-faults">{lines}</ul>'
