"""The parts of the page for leadership, each a piece of HTML; together they are read in two minutes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from netdash.expectations import take_expectations
from netdash.indicators import Reading, school_year_of
from netdash.kinds import is_missing
from netdash.kinds.russian import counted, day, number, percent, plural
from netdash.quality import Group, group_by_owner, name_owner
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec
from netdash.specs.pages import SummaryPage
from netdash.stages import Progress, compute_progress
from netdash.ui import links, progress
from netdash.ui.empties import empty
from netdash.ui.figures import Figure, change, sparkline
from netdash.ui.text import escape
from netdash.workspace import Workspace

MOST = 6
GOES_ON = "год ещё идёт"


@dataclass(frozen=True, eq=False)
class Overview:
    """Everything that the page tells, taken from one snapshot."""

    page: SummaryPage
    snapshot: Snapshot
    stages: Sequence[Progress]
    series: Mapping[str, Sequence[Reading]]
    events: Sequence[tuple[date, str, str, str]]

    @cached_property
    def figures(self) -> list[Figure]:
        """The answer in one row."""
        return list_figures(self)

    @cached_property
    def parts(self) -> str:
        """HTML of everything below."""
        return compose(self)

    @property
    def main(self) -> list[Reading]:
        """The latest readings of the indicators that stand for their criteria."""
        indicators = self.snapshot.config.indicators.indicators
        return [latest(readings) for name, readings in self.series.items() if indicators[name].main]


@lru_cache(maxsize=2)
def take(page: SummaryPage, workspace: Workspace, snapshot: Snapshot) -> Overview:
    """Gather it, once for all sessions that show this snapshot."""
    series: defaultdict[str, list[Reading]] = defaultdict(list)
    until = school_year_of(snapshot.today)
    for reading in workspace.readings():
        if reading.school_year <= until:
            series[reading.name].append(reading)
    return Overview(page, snapshot, compute_progress(snapshot), series, list_coming(page, snapshot))


def list_coming(page: SummaryPage, snapshot: Snapshot) -> list[tuple[date, str, str, str]]:
    """What comes next: day, key, title and place, the nearest first."""
    starts = snapshot.follow(page.events, page.starts)
    labels = dict(snapshot.labels(page.events))
    places = dict(snapshot.follow(page.events, page.place)) if page.place else {}
    coming = starts[starts >= str(snapshot.today)].sort_values(kind="stable")
    return [
        (moment, key, labels[key], show_place(snapshot, page, places.get(key)))
        for key, moment in zip(coming.index, coming.dt.date, strict=True)
    ]


def show_place(snapshot: Snapshot, page: SummaryPage, value: Any) -> str:
    """The place of an event as people read it."""
    if page.place is None or is_missing(value):
        return ""
    table, column = snapshot.target(page.events, page.place)
    name = next(name for name, spec in table.columns.items() if spec is column)
    return snapshot.show(table.name, name, value)


def latest(readings: Sequence[Reading]) -> Reading:
    """The newest reading that has a value; without any the newest."""
    return next((reading for reading in reversed(readings) if reading.value is not None), readings[-1])


def list_figures(view: Overview) -> list[Figure]:
    """How much is done, what is late, whether results improve, what to put right, what comes."""
    done, total = sum(stage.done for stage in view.stages), sum(stage.total for stage in view.stages)
    late = sum(stage.late for stage in view.stages)
    judged = [reading.trend for reading in view.main if reading.trend]
    worse = judged.count("worse")
    errors = sum(problem.level == "error" for problem in view.snapshot.problems)
    warnings = len(view.snapshot.problems) - errors
    soon = [event for event in view.events if (event[0] - view.snapshot.today).days <= 14]
    stages = links.find_page("stages")
    changes = f"хуже — {worse}, без изменений — {judged.count('same')}"
    return [
        Figure("Выполнено пунктов программы", f"{done} из {total}", note=percent(done / total, 0) if total else "", href=stages),
        Figure(
            "Просрочено пунктов",
            number(late),
            href=links.to(stages, only="late"),
            state="late" if late else "done",
            state_word="требуют внимания" if late else "всё в срок",
        ),
        Figure(
            "Главные показатели лучше, чем год назад",
            f"{judged.count('better')} из {len(judged)}" if judged else "—",
            note=changes if judged else "пока не с чем сравнить",
            href=links.find_page("indicators"),
        ),
        Figure(
            "Ошибки в данных",
            number(errors),
            note=tell_rest(view.snapshot, warnings),
            href=links.find_page("quality"),
        ),
        Figure(
            "Мероприятия на две недели",
            number(len(soon)),
            note=f"ближайшее — {day(soon[0][0])}" if soon else "в плане ничего нет",
            href=links.find_page("calendar"),
        ),
    ]


def tell_rest(snapshot: Snapshot, warnings: int) -> str:
    """What beside errors is to be done about the data: warnings, and rows that nobody typed in time."""
    missing = len(take_expectations(snapshot).missing())
    said = [f"и {counted(warnings, 'замечание', 'замечания', 'замечаний')}"] if warnings else ["замечаний нет"]
    return "; ".join([*said, f"не введено: {counted(missing, 'строка', 'строки', 'строк')}"] if missing else said)


def compose(view: Overview) -> str:
    """HTML of the parts that the config asks for, in its order."""
    return '<div class="nd-parts">' + "".join(PARTS[name](view) for name in view.page.show) + "</div>"


def section(name: str, title: str, body: str, under: str = "") -> str:
    """HTML of one part with its heading."""
    about = f'<p class="nd-under">{under}</p>' if under else ""
    return f'<section class="nd-part nd-part-{name}"><h2 class="nd-section">{escape(title)}</h2>{about}{body}</section>'


def tell_stages(view: Overview) -> str:
    """How far each stage is."""
    return section("stages", "Этапы программы", progress.cards(view.stages, links.find_page("stages")))


def tell_late(view: Overview) -> str:
    """What is late and who answers."""
    points = sorted((p for stage in view.stages for p in stage.points if p.state == "late"), key=lambda p: -p.late)
    if not points:
        return section("late", "Что запаздывает", empty("Просроченных пунктов нет."))
    titles = {stage.stage: stage.title for stage in view.stages}
    return section("late", "Что запаздывает и кто отвечает", progress.late_table(points, titles, links.find_page("stages"), MOST))


def tell_criteria(view: Overview) -> str:
    """The four criteria with their main indicators against the year before."""
    spec = view.snapshot.config.indicators
    blocks = []
    for name, criterion in spec.criteria.items():
        own = [
            readings
            for key, readings in view.series.items()
            if spec.indicators[key].criterion == name and spec.indicators[key].main
        ]
        rows = "".join(indicator_row(view.snapshot, spec.indicators[readings[-1].name], readings) for readings in own)
        body = (
            f'<table class="nd-table nd-indicators"><tbody>{rows}</tbody></table>' if rows else empty("Главных показателей нет.")
        )
        blocks.append(f'<div class="nd-criterion"><h3>{escape(criterion.title)}</h3>{body}</div>')
    year = school_year_of(view.snapshot.today)
    return section("criteria", "Стали ли результаты лучше", f'<div class="nd-criteria">{"".join(blocks)}</div>',
                   f"Критерии и главные показатели за {escape(year)} учебный год против года раньше")  # fmt: skip


def indicator_row(snapshot: Snapshot, spec: IndicatorSpec, readings: Sequence[Reading]) -> str:
    """HTML row of one indicator: title and size, the line of the years, value and change."""
    reading = latest(readings)
    href = links.to(links.find_page("indicators"), indicator=reading.name)
    dated = reading.school_year not in ("", school_year_of(snapshot.today))
    notes = [
        f"за {reading.school_year}" if dated else "",
        "на сегодня" if not reading.school_year else "",
        GOES_ON if reading.unfinished and (reading.change or 0) < 0 else "",
        tell_size(snapshot, spec, reading),
    ]
    verdict = reading.trend
    moved = reading.change if reading.school_year else None
    shift = change(reading.show_change(moved), verdict, None if not moved else moved > 0) if moved is not None else ""
    note = "; ".join(filter(None, notes))
    return (
        f"<tr><td>{links.anchor(href, reading.title, 'nd-quiet')}<small>{escape(note)}</small></td>"
        f'<td class="nd-trend">{sparkline([one.value for one in readings])}</td>'
        f'<td class="nd-number"><b>{escape(reading.text)}</b>{shift}</td></tr>'
    )


def tell_size(snapshot: Snapshot, spec: IndicatorSpec, reading: Reading) -> str:
    """How many people or rows stand under a figure; counts say it themselves."""
    if reading.value is None or reading.measure in ("count", "sum"):
        return ""
    few = " — мало, не сравниваем" if reading.small else ""
    path = spec.weight or spec.over
    if path:
        title = snapshot.target(spec.table, path)[1].title
        return f"{title[0].lower()}{title[1:]}: {number(reading.size)}{few}"
    return f"из {number(reading.denominator or 0)}{few}"


def tell_problems(view: Overview) -> str:
    """Whose data need work: what is missing, and what is to be put right."""
    groups = {group.name: group for group in group_by_owner(view.snapshot)}
    owed = Counter(slot.owner for slot in take_expectations(view.snapshot).missing())
    if not groups and not owed:
        return section("problems", "Данные", empty("Замечаний к данным нет, всё введено в срок."))

    def weight(owner: str) -> tuple[bool, int, int]:
        group = groups.get(owner)
        return not owner, -owed[owner] - (group.errors if group else 0), -(group.warnings if group else 0)

    rows = "".join(
        problem_row(view.snapshot, owner, owed[owner], groups.get(owner))
        for owner in sorted({**owed, **groups}, key=weight)[:MOST]
    )
    head = "".join(f'<th class="nd-number">{title}</th>' for title in ("Не введено", "Ошибки", "Замечания"))
    under = f"Не введено в срок: {counted(owed.total(), 'строка', 'строки', 'строк')}" if owed else ""
    table = f'<table class="nd-table"><thead><tr><th>Чьи строки</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return section("problems", "Где исправить данные", table, under)


def problem_row(snapshot: Snapshot, owner: str, owed: int, group: Group | None) -> str:
    """HTML of one owner's debts; each number opens what it counts."""
    quality, name = links.find_page("quality"), name_owner(snapshot, owner)
    missing = links.anchor(links.to(links.find_page("monitoring"), owner=owner), number(owed)) if owed else "—"
    counts = (group.errors, group.warnings) if group else (0, 0)
    href = links.to(quality, owner=owner or links.NOBODY)
    shown = links.anchor(href, name, "nd-quiet") if group else escape(name)
    return (
        f"<tr><td>{shown}</td>"
        f'<td class="nd-number">{missing}</td>'
        + "".join(f'<td class="nd-number">{links.anchor(href, count) if count else "—"}</td>' for count in counts)
        + "</tr>"
    )


def tell_events(view: Overview) -> str:
    """What happens next, and where."""
    if not view.events:
        return section("events", "Ближайшие мероприятия", empty("Впереди мероприятий в плане нет."))
    rows = "".join(
        f'<tr><td class="nd-short">{escape(day(moment))}</td>'
        f"<td>{links.anchor(links.to_row(view.page.events, key), title, 'nd-quiet')}<small>{escape(place)}</small></td></tr>"
        for moment, key, title, place in view.events[:MOST]
    )
    more = len(view.events) - MOST
    rest = f"и ещё {number(more)} {plural(more, 'мероприятие', 'мероприятия', 'мероприятий')}"
    rest = f'<p class="nd-under">{links.anchor(links.find_page("calendar"), rest)}</p>' if more > 0 else ""
    return section("events", "Ближайшие мероприятия", f'<table class="nd-table"><tbody>{rows}</tbody></table>{rest}')


PARTS: Mapping[str, Callable[[Overview], str]] = {
    "stages": tell_stages,
    "late": tell_late,
    "criteria": tell_criteria,
    "problems": tell_problems,
    "events": tell_events,
}
