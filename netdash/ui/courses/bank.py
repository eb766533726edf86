"""The list of courses: search, filters, when and where, and the seats that are left."""

from collections.abc import Callable

import streamlit as st

from netdash.kinds.russian import counted
from netdash.ui import asks, links, more
from netdash.ui.courses.view import BANK, FULL, View, take_view, tell_seats, tell_when
from netdash.ui.empties import show_empty
from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.registry.address import parameter
from netdash.ui.registry.rows import list_options
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 40
NOUN = ("курс", "курса", "курсов")


def show_bank(view: View) -> None:
    """The courses that pass, each with the way in."""
    if not view.snapshot.tables[view.page.courses].rows:
        title = view.snapshot.tables[view.page.courses].spec.title
        show_empty(f"В таблице «{title}» ещё нет строк.", links.anchor(links.to_new(view.page.courses), "Добавить первую"))
        return
    view = show_controls(view)
    found = view.shown
    if not found:
        whole = view.to(find="", only="", **{parameter(name): "" for name, _ in view.held})
        show_empty("По этому отбору курсов нет.", links.anchor(whole, "Показать все"))
        return
    shown = more.cut(found, SCREEN)
    st.html(draw_table(view, list(shown)))
    more.show_more(len(found), len(shown), SCREEN, NOUN)


def show_controls(view: View) -> View:
    """The search and the filters; the view as it is with what was typed."""
    with st.container(key="nd-course-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        asks.search(st.container(width=260), "Найти курс", "find", "Название, педагог, предмет")
        view = take_view(view.page, view.snapshot)
        if menus := draw_menus(filter(None, (menu(view, name) for name in view.page.filters))):
            st.html(menus, width="content")
    narrowed = view.find or view.held or view.only
    if narrowed:
        only = " без свободных мест" if view.only == FULL else ""
        whole = view.to(find="", only="", **{parameter(name): "" for name, _ in view.held})
        count = f"{counted(len(view.shown), *NOUN)}{only}"
        st.html(f'<p class="nd-under" role="status">{escape(count)}. {links.anchor(whole, "Показать все")}</p>')
    return view


def menu(view: View, column: str) -> str:
    """HTML of one filter."""
    options = list_options(view.snapshot, view.page.courses, column)
    address: Callable[[str], str] = lambda value: view.to(**{parameter(column): value})  # noqa: E731
    return draw_menu(view.title(column), options, dict(view.held).get(column, ""), address) if options else ""


def draw_table(view: View, keys: list[str]) -> str:
    """HTML of courses: what, when and where, by whom, how many seats."""
    label = view.snapshot.tables[view.page.courses].spec.label_column
    heads = [view.title(label), *(["Когда и где"] if view.page.when or view.page.place else [])]
    heads += [view.title(path) for path in view.page.show[:1]]
    heads += ["Места"] if view.page.seats else ["Занимаются"]
    head = "".join(f"<th>{escape(title)}</th>" for title in [*heads, ""])
    body = "".join(draw_row(view, key, heads) for key in keys)
    return f'<table class="nd-table nd-stack nd-courses" id="{BANK}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def draw_row(view: View, key: str, heads: list[str]) -> str:
    """HTML of one course."""
    about = " · ".join(filter(None, (view.named(path, key) for path in view.page.show[1:])))
    name = links.anchor(view.to_course(key), view.snapshot.label(view.page.courses, key))
    cells = [f"{name} <small>{escape(about)}</small>"]
    if view.page.when or view.page.place:
        place = view.text(view.page.place, key) if view.page.place else ""
        when = tell_when(view, key)
        cells.append(f"{escape(when) or '<i class=nd-none>время не указано</i>'} <small>{escape(place)}</small>")
    cells += [escape(view.text(path, key)) or '<i class="nd-none">не указано</i>' for path in view.page.show[:1]]
    cells.append(tell_seats(view.seats(key)) if key in view.bank.open else tell_status(view, key))
    join = links.anchor(view.to(course=key, do="join"), "Записать", "nd-do") if key in view.bank.open else ""
    pairs = zip([*heads, ""], [*cells, join], strict=True)
    return "<tr>" + "".join(f'<td data-name="{escape(head)}">{cell}</td>' for head, cell in pairs) + "</tr>"


def tell_status(view: View, key: str) -> str:
    """HTML of how far a course is that cannot be taken yet."""
    if not view.page.status:
        return ""
    value = view.snapshot.value(view.page.courses, key, view.page.status)
    choices = view.snapshot.config.choice_list(
        view.snapshot.tables[view.page.courses].spec.columns[view.page.status].choices or ""
    )
    choice = choices.get(value) if isinstance(value, str) else None
    return badge(choice.state or "no_data", choice.title) if choice else ""
