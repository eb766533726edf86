"""Search, filters and downloads of a table; the address holds all of them."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from netdash.ui.registry.address import View, filtered_columns, go, parameter
from netdash.ui.registry.columns import choose_columns
from netdash.ui.registry.exports import export_csv, export_xlsx
from netdash.ui.registry.rows import list_options
from netdash.ui.text import plain

AT_HAND = 2
FIND = "nd-find"


def show_controls(view: View, keys: Sequence[str]) -> None:
    """The search, the filters most useful, the others behind a button, and the files."""
    options = {name: list_options(view.snapshot, view.table, name) for name in filtered_columns(view.snapshot.config, view.spec)}
    held = dict(view.held)
    useful = [name for name, found in options.items() if len(found) > 1 or name in held]
    ready = [*useful[:AT_HAND], *(name for name in useful[AT_HAND:] if name in held)]
    rest = [name for name in useful if name not in ready]
    with st.container(key="nd-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        ask_find(view)
        for name in ready:
            ask_value(view, name, options[name])
        if rest:
            with st.popover("Ещё фильтры", icon=":material/filter_list:", key="nd-more-filters"):
                for name in rest:
                    ask_value(view, name, options[name])
        with st.popover("Скачать", icon=":material/download:", key="nd-download", disabled=not keys):
            show_downloads(view, keys)


def ask_find(view: View) -> None:
    """The search; its words may stand anywhere in the row."""
    st.session_state[FIND] = view.find

    def search() -> None:
        go(view, find=str(st.session_state[FIND] or "").strip())

    st.text_input(
        "Найти", key=FIND, type="search", placeholder="Любые слова из строки", on_change=search, max_chars=200, width=260
    )


def ask_value(view: View, column: str, options: dict[str, str]) -> None:
    """One filter; without an answer it lets every row pass."""
    key, held = f"nd-filter-{view.table}-{column}", dict(view.held).get(column)
    shown = options if held is None or held in options else {**options, held: f"{held} (таких строк нет)"}
    st.session_state[key] = held

    def hold() -> None:
        go(view, **{parameter(column): st.session_state[key] or ""})

    def show(value: str) -> str:
        return shown.get(value, value)

    st.selectbox(
        plain(view.spec.columns[column].title), list(shown), index=None, key=key, format_func=show,
        placeholder="Все", on_change=hold, width=190,
    )  # fmt: skip


def show_downloads(view: View, keys: Sequence[str]) -> None:
    """What is shown, as a workbook or as text."""
    columns = choose_columns(view.spec, bool(view.columns))
    name = view.spec.title
    st.markdown("Строки и столбцы, которые сейчас на экране." if view.is_narrowed else "Все строки таблицы.")
    st.download_button(
        "Книга Excel (.xlsx)", partial(export_xlsx, view, tuple(keys), columns), f"{name}.xlsx", key="nd-xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
    )  # fmt: skip
    st.download_button(
        "Текст с разделителями (.csv)", partial(export_csv, view, tuple(keys), columns), f"{name}.csv", key="nd-csv",
        mime="text/csv", on_click="ignore",
    )  # fmt: skip
