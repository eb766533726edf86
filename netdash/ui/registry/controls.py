"""Search, filters and downloads of a table; the address holds all of them."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from netdash.ui.registry.address import View, filtered_columns, go, parameter
from netdash.ui.registry.columns import choose_columns
from netdash.ui.registry.exports import export_csv, export_xlsx
from netdash.ui.registry.rows import list_options
from netdash.ui.text import escape

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
    return f'<nav class="nd-menus" aria-label="Фильтры">{"".join(pieces)}</nav>' if pieces else ""


def menu(view: View, column: str, options: Mapping[str, str]) -> str:
    """HTML of one filter: what it holds rows to, and behind it every value that occurs."""
    held = dict(view.held).get(column, "")
    answer = options.get(held, f"{held} (таких строк нет)") if held else "все"
    items = "".join(option(view, column, value, text, value == held) for value, text in {"": "все", **options}.items())
    on = " nd-on" if held else ""
    title = escape(view.spec.columns[column].title)
    return (
        f'<details class="nd-menu{on}"><summary>{title}: <b>{escape(answer)}</b></summary>'
        f'<ul class="nd-options">{items}</ul></details>'
    )


def option(view: View, column: str, value: str, text: str, is_on: bool) -> str:
    """HTML of one value to hold the rows to."""
    here = ' aria-current="true"' if is_on else ""
    href = escape(view.address(**{parameter(column): value}))
    return f'<li><a class="nd-link" href="{href}" target="_self"{here}>{escape(text)}</a></li>'


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
