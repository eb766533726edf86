"""Readings as charts: each says its answer in its title and its figures on its marks, in Russian, in either theme.

Every chart needs at least one reading, and readings of one indicator.
What is not a part of the network has the theme's own colour, text has the colour of the text around it.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from textwrap import wrap
from typing import Any

import altair as alt

from netdash.indicators import Reading
from netdash.kinds.russian import MINUS, NBSP, number

Chart = alt.LayerChart | alt.FacetChart

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#b8629a", "#b37a00", "#7f6fd6", "#2e94cf", "#7a828c")
"""Told apart by the colour-blind too; each at least 3 : 1 on the paper of both themes."""

TEXT = "currentColor"
PANEL, PHONE = (220, 150), (315, 100)
"""How wide and high a panel is, among others in a row or alone in it."""
MOST_PANELS = 12
"""More of them nobody compares."""

SMALL = "Полый знак — людей слишком мало, чтобы сравнивать"

HOLLOW: dict[str, Any] = {"fillOpacity": 0.12, "stroke": TEXT, "strokeWidth": 1, "strokeDash": [3, 2]}

FAINT: dict[str, Any] = {"color": TEXT, "opacity": 0.75, "fontStyle": "italic"}

ROWS = alt.NamedData(name="readings")
FIGURE = "datum.value !== null"
NONE = "datum.value === null"
KNOWN = f"{FIGURE} && !datum.small"
FEW = f"{FIGURE} && datum.small"

LOCALE = {
    "number": {
        "decimal": ",", "thousands": NBSP, "grouping": [3], "currency": ["", f"{NBSP}₽"], "percent": f"{NBSP}%", "minus": MINUS,
    },
    "time": {
        "dateTime": "%A, %e %B %Y г. %X", "date": "%d.%m.%Y", "time": "%H:%M:%S", "periods": ["AM", "PM"],
        "days": ["воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"],
        "shortDays": ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
        "months": [
            "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
        ],
        "shortMonths": ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    },
}  # fmt: skip


def colours(keys: Iterable[str]) -> dict[str, str]:
    """One colour for each key, the same wherever the same keys are given, in whatever order; past eight they repeat."""
    return {key: PALETTE[number % len(PALETTE)] for number, key in enumerate(sorted(set(keys)))}


def draw_trend(readings: Sequence[Reading]) -> Chart:
    """One indicator over the years: counts and sums as bars from zero, the rest as a line with the people under it."""
    layers = _over_years(readings, _measure_axis(readings), vertical=False)
    return _finish(alt.layer(*layers, data=ROWS, height=260), _answer_trend(readings), readings)


def draw_small_multiples(readings: Sequence[Reading], colours: Mapping[str, str], columns: int = 4) -> Chart:
    """One indicator broken down by one path: a panel for each part, all to one scale, in the colour of the part's key.

    Of many parts only the first have a panel; the answer is that of all. In one column, on a phone, they are wide and low.
    """
    width, height = PHONE if columns == 1 else PANEL
    answer, parts = _answer_multiples(readings), list(dict.fromkeys(_key(reading) for reading in readings))
    keys = parts[:MOST_PANELS]
    readings = [reading for reading in readings if _key(reading) in keys]
    labels = list(dict.fromkeys(reading.label for reading in readings))
    scale = alt.Scale(domain=keys, range=[colours.get(key, PALETTE[-1]) for key in keys])
    layers = _over_years(readings, _measure_axis(readings), vertical=True, colour=alt.Color("key:N", scale=scale, legend=None))
    header = alt.Header(title=None, labelFontWeight="bold", labelAnchor="start", labelLimit=width, labelColor=TEXT)
    panels = alt.layer(*layers, width=width, height=height)
    in_a_row = ceil(len(labels) / ceil(len(labels) / columns))
    facet = alt.Facet("label:N", sort=labels, header=header)
    apart = alt.Resolve(axis=alt.AxisResolveMap(x="independent"))
    chart = alt.FacetChart(data=ROWS, spec=panels, facet=facet, columns=in_a_row, resolve=apart)
    left = f"На рисунке первые {len(keys)} из {len(parts)}, остальные в таблице" if len(parts) > len(keys) else ""
    return _finish(chart, answer, readings, left)


def draw_bars(readings: Sequence[Reading], colours: Mapping[str, str] | None = None, narrow: bool = False) -> Chart:
    """One indicator in one year broken down by one path: bars from zero, best first.

    Figures over few people are hollow and stand below the others unranked; parts without a figure stand last. On a ``narrow``
    screen the texts beside the bars get more of the room.
    """
    ranked = sorted((each for each in readings if each.value is not None and not each.small), key=_worth)
    ordered = [*ranked, *(each for each in readings if each.small), *(each for each in readings if each.value is None)]
    labels = [reading.label for reading in ordered]
    place = alt.Y(
        "label:N",
        sort=labels,
        title=None,
        axis=alt.Axis(labelLimit=120 if narrow else 260, labelPadding=8, labelOverlap=False, labelColor=TEXT),
    )
    room = (1.8 if any(reading.small for reading in readings) else 1.4) * (1.6 if narrow else 1)
    length = alt.X("value:Q", scale=_from_zero(readings, room), axis=None)
    base = alt.Chart().encode(y=place, tooltip=_tooltips(readings, "label"))
    if colours:
        keys = [_key(reading) for reading in ordered]
        scale = alt.Scale(domain=keys, range=[colours.get(key, PALETTE[-1]) for key in keys])
        base = base.encode(color=alt.Color("key:N", scale=scale, legend=None))
    words = alt.Chart().encode(y=place)
    layers = [
        base.transform_filter(KNOWN).mark_bar(height=16, cornerRadiusEnd=2).encode(x=length),
        base.transform_filter(FEW).mark_bar(height=16, **HOLLOW).encode(x=length),
        words.transform_filter(FIGURE).mark_text(align="left", dx=6, color=TEXT).encode(x=length, text="both:N"),
        words.transform_filter(NONE).mark_text(align="left", **FAINT).encode(x=alt.value(6), text="text:N"),
    ]
    chart = alt.layer(*_needed(layers, readings), data=ROWS, height=28 * len(labels) + 70)
    return _finish(chart, _answer_bars(readings, ranked), ordered)


def write_spec(chart: Chart) -> dict[str, Any]:
    """The chart as Vega-Lite, ready to be kept and shown again: making one costs more than all the figures in it."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def _over_years(readings: Sequence[Reading], axis: alt.Y, vertical: bool, colour: alt.Color | None = None) -> list[alt.Chart]:
    """Marks, figures and people over the years; where there is no figure the words for it stand on the floor."""
    years = sorted({reading.school_year for reading in readings})
    when = alt.X(
        "year:O",
        scale=alt.Scale(domain=years),
        title=None,
        axis=alt.Axis(labelAngle=0, labelExpr="slice(datum.value, 2)", labelColor=TEXT),
    )
    base = alt.Chart().encode(x=when)
    marks = base.encode(y=axis, tooltip=_tooltips(readings, "year"))
    if colour:
        marks = marks.encode(color=colour)
    layers = _bars(marks) if _is_counted(readings) else _line(marks)
    figures = base.transform_filter(FIGURE).encode(y=axis)
    layers.append(figures.mark_text(dy=-14, fontWeight=600, color=TEXT).encode(text="figure:N"))
    if not _is_counted(readings):
        layers.append(figures.mark_text(dy=17, fontSize=11, opacity=0.75, color=TEXT).encode(text="people:N"))
    turn: dict[str, Any] = {"angle": 270, "align": "left", "dx": 6} if vertical else {"dy": -10}
    floor = base.transform_filter(NONE).encode(y=alt.value("height"), text="text:N")
    return _needed([*layers, floor.mark_text(fontSize=11, **FAINT, **turn)], readings)


def _needed(layers: Iterable[alt.Chart], readings: Sequence[Reading]) -> list[alt.Chart]:
    """Layers that will have something to draw; the others would only give the scales nothing to go by."""
    empty = set()
    if all(reading.value is None for reading in readings):
        empty |= {FIGURE, KNOWN, FEW}
    if all(reading.value is not None for reading in readings):
        empty.add(NONE)
    if not any(reading.small for reading in readings):
        empty.add(FEW)
    if all(reading.small or reading.value is None for reading in readings):
        empty.add(KNOWN)
    return [layer for layer in layers if (FIGURE if layer.transform is alt.Undefined else layer.transform[0].filter) not in empty]


def _line(marks: alt.Chart) -> list[alt.Chart]:
    """A line that breaks where a year has no figure, with full points and, over few people, hollow ones."""
    return [
        marks.mark_line(strokeWidth=2.5),
        marks.transform_filter(KNOWN).mark_point(filled=True, size=80, opacity=1),
        marks.transform_filter(FEW).mark_point(filled=False, size=80, strokeWidth=2, opacity=1),
    ]


def _bars(marks: alt.Chart) -> list[alt.Chart]:
    """Bars from zero, hollow over few people."""
    return [
        marks.transform_filter(KNOWN).mark_bar(size=34, cornerRadiusEnd=2),
        marks.transform_filter(FEW).mark_bar(size=34, **HOLLOW),
    ]


def _measure_axis(readings: Sequence[Reading]) -> alt.Y:
    """Bars stand on zero; a line takes the room that its figures and their texts need. Figures stand on the marks."""
    if _is_counted(readings):
        return alt.Y("value:Q", scale=_from_zero(readings, 1.15), axis=None)
    return alt.Y("value:Q", scale=alt.Scale(zero=False, nice=False, padding=34), axis=None)


def _from_zero(readings: Sequence[Reading], room: float) -> alt.Scale:
    """A scale for bars, with room past the longest for its text."""
    most = max(reading.value or 0 for reading in readings)
    return alt.Scale(domain=[0, room * most or 1], nice=False)


def _is_counted(readings: Sequence[Reading]) -> bool:
    return readings[0].measure in ("count", "sum")


def _key(reading: Reading) -> str:
    return ", ".join(reading.by.values())


def _worth(reading: Reading) -> float:
    """The best first."""
    value = reading.value or 0.0
    return -value if reading.better == "up" else value


def _row(reading: Reading) -> dict[str, Any]:
    """What the marks of one reading are drawn from, with every text ready."""
    return {
        "year": reading.school_year,
        "label": reading.label,
        "key": _key(reading),
        "value": reading.value,
        "small": reading.small,
        "text": reading.text,
        "figure": reading.figure,
        "people": _people(reading),
        "both": _both(reading),
        "left": number(len(reading.left_out)),
    }


def _people(reading: Reading) -> str:
    """What stands under a figure that divides: «из 168» or «168 чел.»."""
    if reading.denominator is None:
        return ""
    return f"из {number(reading.denominator)}" if reading.fraction else f"{number(reading.size)}{NBSP}чел."


def _both(reading: Reading) -> str:
    """The figure and what stands under it in one line."""
    parts = [reading.text, *filter(None, [_people(reading)]), *(["мало людей"] if reading.small else [])]
    return f"{NBSP}· ".join(parts)


def _tooltips(readings: Sequence[Reading], first: str) -> list[alt.Tooltip]:
    titles = {"year": "Учебный год", "label": "Что", "text": "Значение", "people": "Основано на", "left": "Не вошло строк"}
    shown = [first, "text", *(["people"] if any(map(_people, readings)) else []), "left"]
    return [alt.Tooltip(f"{field}:N", title=titles[field]) for field in shown]


def _answer_trend(readings: Sequence[Reading]) -> str:
    """The last figure and how far it came."""
    title = readings[0].title
    last = next((reading for reading in reversed(readings) if reading.value is not None), None)
    if last is None:
        return f"{title}: нет данных"
    come = f", {last.show_change(last.change_since_first)} к {last.first_year}" if last.change_since_first is not None else ""
    return f"{title}: {last.text} в {last.school_year}{come}"


def _answer_multiples(readings: Sequence[Reading]) -> str:
    """How many parts came further, from their first year that can be compared to their last."""
    title, changes = readings[0].title, []
    for label in dict.fromkeys(reading.label for reading in readings):
        known = [each.value for each in readings if each.label == label and each.value is not None and not each.small]
        if len(known) > 1:
            changes.append(known[-1] - known[0])
    if not changes:
        return f"{title}: сравнивать пока не с чем"
    grown = sum(change > 0 for change in changes)
    return f"{title}: выросло у {grown} из {len(changes)}"


def _answer_bars(readings: Sequence[Reading], ranked: Sequence[Reading]) -> str:
    """Who is ahead."""
    title = ", ".join(filter(None, (readings[0].title, readings[0].school_year)))
    if len(ranked) < 2:
        return f"{title}: сравнивать пока не с чем"
    return f"{title}: впереди {ranked[0].label}{NBSP}— {ranked[0].text}"


def _finish(chart: Chart, answer: str, readings: Sequence[Reading], remark: str = "") -> Chart:
    """Title, data, Russian numbers, no paper of its own; set in place, since Altair's own ways copy the whole chart."""
    small = SMALL if any(reading.small for reading in readings) else ""
    subtitle = [". ".join(filter(None, (small, remark)))] if small or remark else []
    chart.title = alt.Title(wrap(answer, 90), subtitle=subtitle, subtitleColor=TEXT, anchor="start", offset=14)
    chart.description, chart.background, chart.config = answer, "transparent", alt.Config(locale=LOCALE)
    chart.datasets = {ROWS.name: [_row(reading) for reading in readings]}
    return chart
