"""The page, put together: the list of tables, one table, one row, or a new one."""

from pathlib import Path

import streamlit as st

from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.ui import empties, links
from netdash.ui.registry import card, controls, editing, form, index, reading, removal, rows
from netdash.ui.registry.address import View, settle, take_view
from netdash.ui.taking import page as taking

STYLES = Path(__file__).with_name("look.css")


def show(snapshot: Snapshot) -> None:
    """What the address asks for."""
    st.html(STYLES)
    show_asked(snapshot, take_view(snapshot))
    settle()


def show_asked(snapshot: Snapshot, view: View | None) -> None:
    """The list of tables, or a table, or a row of it."""
    if view is None:
        index.show_index(snapshot)
    elif view.built.grid is None:
        show_missing(view)
    elif view.row:
        show_row(view)
    elif view.add:
        form.show_adding(view)
    elif view.take:
        taking.show(view)
    else:
        show_table(view)


def show_missing(view: View) -> None:
    """The workbook has no such sheet."""
    st.html(index.pick(view))
    empties.show_empty(
        f"В книге нет листа «{view.spec.title}».",
        "Верните лист или его прежнее название — таблица появится сама. "
        + links.anchor(links.to(links.find_page("quality"), sheet=view.table), "Что заметила программа"),
        "broken",
    )


def show_row(view: View) -> None:
    """The card of one row, or its form."""
    if (view.mode == "edit" or view.column) and view.row in view.built.rows:
        st.html(card.head(view, is_open=True) + card.problems(view))
        form.show_form(view)
        return
    form.leave()
    if card.show_card(view):
        card.show_surroundings(view)
        removal.show_button(view)


def show_table(view: View) -> None:
    """One table: its head, search and filters, the grid last."""
    form.leave()
    keys = rows.find_rows(view)
    index.show_head(view, keys, editing.unsaved(view.table))
    if not view.built.rows:
        add, take = view.address(add="1"), view.address(take="1")
        ways = f"{links.anchor(add, 'Добавить первую строку')} или {links.anchor(take, 'загрузить файл')}."
        empties.show_empty("В таблице ещё нет строк.", ways)
        return
    controls.show_controls(view, keys)
    if not keys:
        empties.show_empty(
            "По этому отбору ничего не нашлось.", "Проверьте слова поиска и фильтры или снимите отбор: «Показать все»."
        )
    elif view.mode == "edit" and len(keys) <= editing.MOST:
        editing.show_editing(view, keys)
    else:
        if view.mode == "edit":
            most = counted(editing.MOST, "строки", "строк", "строк")
            empties.show_empty(
                f"Сразу править можно не больше {most}, а отобрано {number(len(keys))}.",
                "Сузьте отбор поиском или фильтрами — или откройте одну строку.",
            )
        reading.show_reading(view, keys)
