"""Who stands where: places, people, mentors. Equal ones share a place, shares stand over enough entries only."""

from weakref import WeakKeyDictionary

import streamlit as st

from netdash.kinds import is_missing
from netdash.kinds.russian import number, percent
from netdash.snapshot import Snapshot
from netdash.standings import Standing, list_rows
from netdash.ui import behind, links, more
from netdash.ui.achievements.view import AchievementsView
from netdash.ui.menus import draw_choices
from netdash.ui.text import escape

A_SCREEN = 10
ROWS = 100

_homes: WeakKeyDictionary[Snapshot, dict[str, dict[str, str]]] = WeakKeyDictionary()


def show_standings(view: AchievementsView) -> None:
    """A table each for places, people and mentors, of one year or of all."""
    years = {"": "все годы", **{reading.school_year: reading.school_year for reading in view.read()}}
    chosen = draw_choices("За какие годы", years, view.when, lambda year: view.address(when=year))
    shares = f" Доля побед показана от {view.page.enough} участий." if view.entries else ""
    about = f"Место — по числу побед, равные делят его; побед больше там, где больше участвуют.{shares}"
    st.html(f'<h2 class="nd-section">Кто впереди</h2><div class="nd-tabs">{chosen}<p class="nd-under">{about}</p></div>')
    paths = [path for path in (view.part.place, view.part.who, view.part.mentor) if path and path not in dict(view.held)]
    for path, column in zip(paths, st.columns(max(len(paths), 1)), strict=False):
        with column:
            show_standing(view, path)


def show_standing(view: AchievementsView, path: str) -> None:
    """One of the tables."""
    standings, name = [each for each in view.rank(path) if each.wins], f"top-{path}"
    shown = more.cut(standings, A_SCREEN, name)
    shares = any(each.share(view.page.enough) for each in standings)
    body = "".join(draw_line(view, path, each, shares) for each in shown)
    title = escape(view.title(path))
    head = f'<tr><th class="nd-number">Место</th><th>{title}</th><th class="nd-number">Победы</th>'
    head += f"{'<th class=nd-number>Доля</th>' if shares else ''}</tr>"
    table = f'<table class="nd-table nd-standing"><thead>{head}</thead><tbody>{body}</tbody></table>'
    st.html(table if standings else f'<p class="nd-under">{title}: побед пока нет.</p>')
    more.show_more(len(standings), len(shown), A_SCREEN, ("строка", "строки", "строк"), name)


def draw_line(view: AchievementsView, path: str, standing: Standing, shares: bool) -> str:
    """HTML of somebody's place."""
    name = links.anchor(view.address(**{path: standing.key}), standing.label)
    home = find_home(view.snapshot, view.snapshot.target(view.spec.table, path)[1].to or "").get(standing.key, "")
    cells = f'<td class="nd-number">{standing.place}</td><td>{name}{f"<small>{escape(home)}</small>" if home else ""}</td>'
    cells += f'<td class="nd-number"><b>{number(standing.wins)}</b>{tell_entries(standing)}</td>'
    return f"<tr>{cells}{draw_share(view, standing) if shares else ''}</tr>"


def tell_entries(standing: Standing) -> str:
    """HTML: of how many."""
    return f"<small>из {number(standing.entries)}</small>" if standing.entries is not None else ""


def draw_share(view: AchievementsView, standing: Standing) -> str:
    """HTML: the share with its interval, or that there is too little for one."""
    known = standing.share(view.page.enough)
    if known is None:
        return '<td class="nd-number nd-none">мало</td>'
    value, limits = known
    span = f"{percent(limits.low, 0)}–{percent(limits.high, 0)}"
    return f'<td class="nd-number">{percent(value, 0)}<small>{escape(span)}</small></td>'


def find_home(snapshot: Snapshot, table: str) -> dict[str, str]:
    """Where each row of a table belongs, as people read it; nothing for a table whose rows belong to themselves."""
    kept = _homes.setdefault(snapshot, {})
    if table not in kept:
        spec = snapshot.tables[table].spec
        column = snapshot.target(table, spec.owner)[1] if spec.owner else None
        if spec.owner is None or column is None or column.to is None or "references" in column.kind:
            kept[table] = {}
        else:
            labels = snapshot.labels(column.to).to_dict()
            owners = snapshot.follow(table, spec.owner).to_dict()
            kept[table] = {str(key): str(labels.get(owner, "")) for key, owner in owners.items() if not is_missing(owner)}
    return kept[table]


def show_rows(view: AchievementsView) -> None:
    """All rows of the person that the page is held to."""
    if links.asked("year") or not any(path in dict(view.held) for path in view.people):
        return
    spec = view.entries or view.wins
    keys = list_rows(view.snapshot, spec, view.when)
    shown = more.cut(keys, ROWS)
    st.html(f'<h2 class="nd-section" id="rows">Все выступления</h2>{behind.rows_table(view.snapshot, spec.table, shown)}')
    more.show_more(len(keys), len(shown), ROWS, ("строка", "строки", "строк"))
