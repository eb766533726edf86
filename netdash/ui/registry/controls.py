"""Search, filters and downloads of a table; the address holds all of them."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.registry.address import View, filtered_columns, go, parameter
from netdash.ui.registry.columns import choose_columns
from netdash.ui.registry.exports import export_csv, export_xlsx
from netdash.ui.registry.rows import list_options

AT_HAND = 2
FIND = "nd-find"


def show_controls(view: View, keys: Sequence[str]) -> None:
    """The search, the filters, and the files when they are asked for.

    The filters are links: they stand at once, where boxes to choose from would cost the browser a third of a second.
    """
    with st.container(key="nd-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        ask_find(view)
        st.html(menus(view), width="content")
    if view.files and keys:
        show_downloads(view, keys)


def menus(view: View) -> str:
    """HTML of the filters: the most useful and those in use at hand, the others one click away."""
    held, columns = dict(view.held), list(filtered_columns(view.snapshot.config, view.spec))
    options = {name: list_options(view.snapshot, view.table, name) for name in columns}
    useful = [name for name in columns if len(options[name]) > 1 or name in held]
    ready = [*useful[:AT_HAND], *(name for name in useful[AT_HAND:] if name in held)]
    pieces = [menu(view, name, options[name]) for name in ready]
    if rest := "".join(menu(view, name, options[name]) for name in useful if name not in ready):
        pieces.append(
            f'<details class="nd-menu nd-more"><summary>Ещё фильтры</summary><div class="nd-options">{rest}</div></details>'
        )
    return draw_menus(pieces)


def menu(view: View, column: str, options: Mapping[str, str]) -> str:
    """HTML of one filter."""

    def address(value: str) -> str:
        return view.address(**{parameter(column): value})

    return draw_menu(view.spec.columns[column].title, options, dict(view.held).get(column, ""), address)


def ask_find(view: View) -> None:
    """The search; its words may stand anywhere in the row."""
    st.session_state[FIND] = view.find

    def search() -> None:
        go(view, find=str(st.session_state[FIND] or "").strip())

    st.text_input(
        "Найти", key=FIND, type="search", placeholder="Любые слова из строки", on_change=search, max_chars=200, width=260
    )


def show_downloads(view: View, keys: Sequence[str]) -> None:
    """What is shown, as a workbook or as text."""
    columns = choose_columns(view.spec, bool(view.columns))
    name = view.spec.title
    which = "строки, которые сейчас на экране" if view.is_narrowed else "все строки таблицы"
    with st.container(key="nd-files", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="nd-under">Скачать {which}:</p>', width="content")
        st.download_button(
            "Книга Excel (.xlsx)", partial(export_xlsx, view, tuple(keys), columns), f"{name}.xlsx", key="nd-xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Текст с разделителями (.csv)", partial(export_csv, view, tuple(keys), columns), f"{name}.csv", key="nd-csv",
            mime="text/csv", on_click="ignore",
        )  # fmt: skip
