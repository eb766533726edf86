"""The page of boards, put together: which board, how to look at it, filters, the cards."""

from functools import partial
from pathlib import Path

import streamlit as st

from netdash.boards import BARE, LATE
from netdash.ui import links
from netdash.ui.boards import columns, table
from netdash.ui.boards.view import View
from netdash.ui.empties import show_empty
from netdash.ui.figures import Figure, show_figures
from netdash.ui.menus import draw_choices, draw_menu, draw_menus

STYLES = Path(__file__).with_name("look.css")


def show(view: View) -> None:
    """What the address asks for."""
    st.html(STYLES)
    if len(view.page.boards) > 1:
        titles = {name: spec.title for name, spec in view.page.boards.items()}
        st.html(draw_choices("Доски", titles, view.name, view.to_board))
    if not view.board.cards:
        add = links.anchor(links.to(links.find_page("registry"), table=view.board.spec.table, add="1"), "Добавить первую строку")
        show_empty(f"{view.board.spec.title}: ещё ничего нет.", add)
        return
    if len(figures := list_figures(view)) > 1:
        show_figures(figures)
    st.html(draw_controls(view))
    if not view.cards:
        show_empty("По этому отбору ничего не нашлось.", links.anchor(view.to_board(view.name), "Показать все"))
    elif view.by:
        table.show_table(view)
    else:
        columns.show_columns(view)


def list_figures(view: View) -> list[Figure]:
    """How many there are, how many are late, how many came to nothing that can be shown."""
    cards, spec = view.board.cards, view.board.spec
    done = sum(card.done for card in cards)
    figures = [Figure(spec.title, str(len(cards)), note=f"завершено: {done}", href=links.to_row(spec.table))]
    if spec.ends:
        figures.append(count(view, "Просрочены", sum(bool(card.late) for card in cards), LATE))
    if spec.product and done and any(card.product for card in cards):
        figures.append(count(view, "Завершены без ссылки на итог", sum(map(view.board.is_bare, cards)), BARE))
    return figures


def count(view: View, title: str, number: int, only: str) -> Figure:
    """A figure that is best at zero and opens its cards."""
    href = view.address(only=only, view="") if number else ""
    return Figure(
        title,
        str(number),
        href=href,
        state="late" if number else "done",
        state_word="требуют внимания" if number else "таких нет",
    )


def draw_controls(view: View) -> str:
    """HTML of the ways to look, the menus and the named lists."""
    spec = view.board.spec

    def hold(name: str, value: str) -> str:
        return view.address(**{name: value})

    ways = {"": "Доска", **{path: view.title(path) for path in spec.by}}
    choices = draw_choices("Как показать", ways, view.by, partial(hold, "view")) if spec.by else ""
    menus = draw_menus(
        draw_menu(each.title, each.options, view.held.get(name, ""), partial(hold, name))
        for name, each in view.board.selection.filters.items()
        if len(each.options) > 1 or name in view.held
    )
    lists = {"": "Все", **{name: each.title for name, each in spec.lists.items()}}
    if view.only in (LATE, BARE):
        lists[view.only] = "Просрочены" if view.only == LATE else "Завершены без ссылки на итог"
    only = draw_choices("Какие", lists, view.only, partial(hold, "only")) if len(lists) > 1 else ""
    add = links.anchor(links.to(links.find_page("registry"), table=spec.table, add="1"), "Добавить")
    return f'<div class="nd-board-bar">{choices}{menus}{only}{add}</div>'
