"""How many people there are, in which lists, and by place (or subject) and category."""

from collections.abc import Sequence

import streamlit as st

from netdash.headcount import Headcount
from netdash.kinds.russian import number, percent
from netdash.ui import links, more
from netdash.ui.figures import Figure
from netdash.ui.menus import draw_choices
from netdash.ui.staff.people import LEADS, OUTSIDE
from netdash.ui.staff.view import View
from netdash.ui.text import bind, escape

SCREEN = 20


def list_figures(view: View) -> list[Figure]:
    """All of them, and the named lists; each opens itself."""
    staff = view.staff
    title, total = view.snapshot.tables[view.page.people].spec.title, len(staff.people)
    places = sum(bool(key) for key in staff.places.rows)
    own = [name for name in staff.lists if name not in (LEADS, OUTSIDE)]
    note = f"{view.title(view.page.place)}: {number(places)}"
    figures = [Figure(title, number(total), note=note, href=links.to(links.address(view.page)))]
    for name in own:
        keys = staff.lists[name]
        where = len({staff.people[key].place for key in keys if key in staff.people} - {""})
        note = f"{view.title(view.page.place)}: {number(where)} из {number(places)}" if keys else "пока никого"
        href = links.to(links.address(view.page), who=name) + "#people" if keys else ""
        figures.append(Figure(staff.titles[name], number(len(keys)), note=note, href=href))
    return figures


def show_matrix(view: View) -> None:
    """The matrix, a screen of its rows at a time, so that the list below stays in sight."""
    count = take_count(view)
    rows = more.cut(list(count.rows), SCREEN, "lines")
    st.html(draw_matrix(view, rows))
    more.show_more(len(count.rows), len(rows), SCREEN, ("строка", "строки", "строк"), "lines")


def take_count(view: View) -> Headcount:
    """How many people there are of each subject, if the address asks for subjects, or else in each place."""
    return view.staff.subjects if view.by == "subject" and view.staff.subjects else view.staff.places


def draw_matrix(view: View, rows: Sequence[str]) -> str:
    """HTML: places or subjects down, categories across; people and their share, marked where there are few."""
    page, count = view.page, take_count(view)
    path = page.subject if view.by == "subject" and page.subject else page.place
    choices = {"": view.title(page.place), **({"subject": view.title(page.subject)} if page.subject else {})}
    ways = draw_choices("Строки", choices, view.by, lambda by: view.address(by=by, person=""))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in count.columns.values())
    body = "".join(draw_row(view, row, title) for row, title in ((row, count.rows[row]) for row in rows))
    whole = "".join(f"<td>{tell_share(number_of, count.total, view)}</td>" for number_of in count.of_column.values())
    title = f"{view.title(path)} и {view.title(page.category).lower()}"
    legend = f"Сколько человек и какая это доля. Курсивом — доли от менее чем {page.small} человек: их не сравниваем."
    foot = f'<tr><th scope="row">Вся сеть</th>{whole}<td>{number(count.total)}</td></tr>'
    return (
        f'<h2 class="nd-section">{escape(title)}</h2>{ways if len(choices) > 1 else ""}<p class="nd-under">{legend}</p>'
        f'<div class="nd-scroll"><table class="nd-table nd-matrix nd-heads"><thead><tr><td></td>{head}'
        f'<th scope="col">всего</th></tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>'
    )


def draw_row(view: View, row: str, title: str) -> str:
    """HTML of one place or subject; each number opens the people behind it."""
    subject, count = view.by == "subject", take_count(view)
    held = {"of" if subject else "at": row or links.NOBODY}
    cells = []
    for column in count.columns:
        people = count.counts.get((row, column), 0)
        href = escape(only(view, **held, category=column or links.NOBODY))
        shown = f'<a class="nd-link nd-quiet" href="{href}" target="_self">{tell_share(people, count.of_row[row], view)}</a>'
        cells.append(f"<td>{shown}</td>" if people else "<td>0</td>")
    name = links.anchor(only(view, **held), bind(title), "nd-quiet")
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}<td>{number(count.of_row[row])}</td></tr>'


def only(view: View, **parameters: str) -> str:
    """The address of these people alone."""
    return links.to(links.address(view.page), by=view.by, **parameters) + "#people"


def tell_share(people: int, total: int, view: View) -> str:
    """HTML: how many, and of all how much."""
    if not total:
        return "—"
    few = ' class="nd-few"' if total < view.page.small else ""
    return f"{number(people)}<small{few}>{percent(people / total, 0)}</small>"
