"""All students by code: search, filters, how much is kept of each."""

import streamlit as st

from netdash.kinds.russian import counted, number
from netdash.ui import asks, links, more
from netdash.ui.empties import show_empty
from netdash.ui.figures import Figure, show_figures
from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.portfolio.view import View, take_view
from netdash.ui.registry.address import parameter
from netdash.ui.registry.rows import list_options
from netdash.ui.text import bind, escape

SCREEN = 40
NOUN = ("учащийся", "учащихся", "учащихся")
MOST_FIGURES = 5


def show_totals(view: View) -> None:
    """How many there are, and how many rows each part has."""
    spec, rows = view.snapshot.tables[view.page.table].spec, view.snapshot.tables[view.page.table].rows
    empty = len(rows) - len(frozenset[str]().union(*view.folders.parts) & rows.keys())
    if not rows:
        return
    note = f"ещё ничего не собрано: {number(empty)}" if empty else ""
    figures = [Figure(spec.title, number(len(rows)), note=note, href=links.to_row(view.page.table))]
    for part, found in zip(view.page.parts, view.folders.parts, strict=True):
        total, people = sum(map(len, found.values())), counted(len(found), *NOUN) if found else "ещё ничего нет"
        href = links.to_row(part.table) if total else ""
        figures.append(Figure(view.title_of(part), number(total), note=people, href=href))
    show_figures(figures[:MOST_FIGURES])


def show_list(view: View) -> None:
    """Those who pass, each with the way to their sheet."""
    spec = view.snapshot.tables[view.page.table].spec
    if not view.snapshot.tables[view.page.table].rows:
        show_empty(
            f"В таблице «{spec.title}» ещё никого нет.", links.anchor(links.to_new(view.page.table), "Добавить первую строку")
        )
        return
    with st.container(key="nd-folder-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        asks.search(st.container(width=260), f"Найти: {spec.columns[spec.label_column].title.lower()}", "find", "Например, 7-04")
        view = take_view(view.page, view.snapshot)
        if menus := draw_menus(filter(None, (menu(view, name) for name in view.page.filters))):
            st.html(menus, width="content")
    if not view.shown:
        whole = view.to(find="", **{parameter(name): "" for name, _ in view.held})
        show_empty("По этому отбору никого нет.", links.anchor(whole, "Показать всех"))
        return
    shown = more.cut(view.shown, SCREEN)
    st.html(draw_list(view, list(shown)))
    more.show_more(len(view.shown), len(shown), SCREEN, NOUN)


def menu(view: View, column: str) -> str:
    """HTML of one filter."""
    options = list_options(view.snapshot, view.page.table, column)
    title = view.snapshot.tables[view.page.table].spec.columns[column].title
    name = parameter(column)
    return draw_menu(title, options, dict(view.held).get(column, ""), lambda value: view.to(**{name: value})) if options else ""


def draw_list(view: View, keys: list[str]) -> str:
    """HTML of students: code, what else is known, how many rows each part has."""
    spec = view.snapshot.tables[view.page.table].spec
    heads = [
        spec.columns[spec.label_column].title,
        *(view.snapshot.target(view.page.table, path)[1].title for path in view.page.details),
    ]
    counts = [view.title_of(part) for part in view.page.parts]
    head = "".join(f"<th>{escape(title)}</th>" for title in heads)
    head += "".join(f'<th class="nd-number">{escape(title)}</th>' for title in counts)
    rows = []
    for key in keys:
        cells = [links.anchor(view.to(student=key), view.snapshot.label(view.page.table, key))]
        cells += [escape(bind(view.detail(path, key))) for path in view.page.details]
        line = "".join(f'<td data-name="{escape(one)}">{cell}</td>' for one, cell in zip(heads, cells, strict=True))
        line += "".join(
            f'<td class="nd-number{"" if count else " nd-nil"}" data-name="{escape(one)}">{number(count) if count else "—"}</td>'
            for one, count in zip(counts, view.folders.counts(key), strict=True)
        )
        rows.append(f"<tr>{line}</tr>")
    body = "".join(rows)
    return f'<table class="nd-table nd-stack nd-dense nd-folders"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
