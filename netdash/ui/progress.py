"""Stages as people see them: cards with bars, lists of points."""

from collections.abc import Sequence

from netdash.kinds.russian import counted, day, plural
from netdash.specs.tables import State
from netdash.stages import Point, Progress
from netdash.ui import links
from netdash.ui.states import WORDS, badge, bar
from netdash.ui.text import escape


def period(progress: Progress) -> str:
    """The school years of a stage: ``2008/09``; from the first to the last if there are several."""
    if progress.start is None or progress.end is None:
        return ""
    first, last = (moment.year - (moment.month < 9) for moment in (progress.start, progress.end))
    years = [f"{year}/{(year + 1) % 100:02}" for year in (first, last)]
    return years[0] if first == last else f"{years[0]} – {years[1]}"


def tally(progress: Progress) -> str:
    """``5 из 8 пунктов``."""
    return f"{progress.done} из {counted(progress.total, 'пункта', 'пунктов', 'пунктов')}"


def tell_counts(progress: Progress) -> str:
    """The bar in words."""
    counts: dict[State, int] = dict(progress.counts)
    return "; ".join(f"{WORDS[state]} — {count}" for state, count in counts.items() if count) or "пунктов нет"


def standing(progress: Progress) -> str:
    """HTML badge of a stage as a whole."""
    if progress.late:
        return badge("late", f"{plural(progress.late, 'просрочен', 'просрочено', 'просрочено')} {progress.late}")
    if progress.total and progress.done == progress.total:
        return badge("done", "завершён")
    return (
        badge("under_way", "идёт") if progress.current else badge("not_begun", "впереди" if not progress.done else "не завершён")
    )


def cards(stages: Sequence[Progress], page: str, chosen: str = "") -> str:
    """HTML of the stages side by side; each opens its checklist, the chosen one is marked."""
    return f'<nav class="nd-stages" aria-label="Этапы">{"".join(_card(stage, page, chosen) for stage in stages)}</nav>'


def _card(stage: Progress, page: str, chosen: str) -> str:
    here = ' aria-current="true"' if stage.stage == chosen else ""
    href = escape(links.to(page, stage=stage.stage))
    return (
        f'<a class="nd-link nd-stage" href="{href}" target="_self"{here}>'
        f"<b>{escape(stage.title)}</b><small>{escape(period(stage))}</small>"
        f"{bar(stage.counts, tell_counts(stage))}"
        f'<span class="nd-stage-line"><span>{escape(tally(stage))}</span>{standing(stage)}</span></a>'
    )


def due(point: Point) -> str:
    """HTML of when a point is due and whether that was kept."""
    if point.state == "done":
        return badge("done", f"выполнено {day(point.done_on)}" if point.done_on else "выполнено")
    if point.state == "late":
        return badge("late", f"опоздание {tell_days(point.late)}")
    return badge(point.state, point.status_text or WORDS[point.state])


def tell_days(days: int) -> str:
    """A stretch of time: days, from two years on years."""
    return counted(days, "день", "дня", "дней") if days < 730 else counted(days // 365, "год", "года", "лет")


def late_table(points: Sequence[Point], titles: dict[str, str], page: str, most: int = 8) -> str:
    """HTML of the points that are late: what, who answers, since when; beyond ``most`` a link to all."""
    rows = "".join(
        f"<tr><td>{links.anchor(links.to(page, stage=point.stage, point=point.key), point.text, 'nd-quiet')}"
        f"<small>{escape(titles.get(point.stage, ''))}</small></td>"
        f"<td>{escape(point.who_text) or '<i>не назначен</i>'}</td>"
        f'<td class="nd-short">{escape(day(point.due)) if point.due else ""}<br>{due(point)}</td></tr>'
        for point in points[:most]
    )
    more = len(points) - most
    rest = links.anchor(links.to(page, only="late"), f"Ещё {counted(more, 'пункт', 'пункта', 'пунктов')}") if more > 0 else ""
    return (
        f'<table class="nd-table nd-stack"><thead><tr><th>Пункт</th><th>Отвечает</th><th>Срок</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{rest}"
    )
