"""What the figures are held to: the part of the page, wins or entries, and a menu for each path."""

from netdash.facts import show_at
from netdash.ui import links
from netdash.ui.achievements.view import AchievementsView, hold, take
from netdash.ui.menus import draw_choices, draw_menu, draw_menus
from netdash.ui.text import escape
from netdash.ui.views import UNSAID


def tabs(view: AchievementsView) -> str:
    """HTML of the parts of the page, and of what is counted."""
    parts = {name: part.title for name, part in view.page.parts.items()}
    tab = draw_choices("Чьи достижения", parts, view.tab, lambda name: links.to(links.address(view.page), tab=name))
    if not view.part.entries:
        return f'<div class="nd-tabs">{tab}</div>' if len(parts) > 1 else ""
    specs = view.snapshot.config.indicators.indicators
    measures = {"wins": specs[view.part.wins].title, "entries": specs[view.part.entries].title}
    counted = draw_choices("Что посчитать", measures, view.measure, lambda name: view.address(measure=name))
    return f'<div class="nd-tabs">{tab if len(parts) > 1 else ""}{counted}</div>'


def filters(view: AchievementsView) -> str:
    """HTML of a menu for each path that figures can be broken down by, and of the person that they are held to."""
    menus = [menu(view, path) for path in (view.part.place, *view.part.by)]
    return f'<div class="nd-tabs">{draw_menus(menus)}{"".join(person(view, path) for path in view.people)}</div>'


def menu(view: AchievementsView, path: str) -> str:
    """HTML of one filter: the values that occur within the other filters."""
    others = tuple((other, value) for other, value in view.held if other != path)
    spec = view.snapshot.config.indicators.indicators[view.part.entries or view.part.wins]
    readings = take(view.snapshot, hold(spec, others), path)
    options = {reading.by[path] or links.NOBODY: reading.label for reading in readings}
    return draw_menu(view.title(path), options, dict(view.held).get(path, ""), lambda value: view.address(**{path: value}))


def person(view: AchievementsView, path: str) -> str:
    """HTML: whose rows only are counted, and the way back to all."""
    key = dict(view.held).get(path, "")
    if not key:
        return ""
    name = UNSAID if key == links.NOBODY else show_at(view.snapshot, view.spec.table, path, key)
    whole = links.anchor(view.address(**{path: ""}), "Показать всех")
    return f'<p class="nd-under">{escape(view.title(path))}: <b>{escape(name)}</b> · {whole}</p>'
