"""A place's position on the scheme: two numbers, saved like every other change."""

from typing import Any

import streamlit as st

from netdash.edits import Edit, same
from netdash.kinds import is_missing
from netdash.tables import Unread
from netdash.ui import saving
from netdash.ui.location.view import View
from netdash.ui.text import plain

SLOT = "seat"


def show_seat(view: View) -> None:
    """The form of both numbers; what cannot be read is told under it and nothing is written."""
    columns = [path for path in (view.page.x, view.page.y) if path]
    if not columns:
        return
    form = st.form(f"nd-seat-{view.place}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = {column: ask(view, column) for column in columns}
        sent = st.form_submit_button("Переставить")
    if sent:
        save(view, typed)


def ask(view: View, column: str) -> str:
    """The field of one number."""
    table, spec = view.page.table, view.snapshot.tables[view.page.table].spec.columns[column]
    value = view.snapshot.value(table, view.place, column)
    text = view.snapshot.show(table, column, value) if isinstance(value, Unread) or not is_missing(value) else ""
    return st.text_input(plain(spec.title), text, key=f"nd-seat-{view.place}-{column}", help=plain(spec.help) or None, width=110)


def save(view: View, typed: dict[str, str]) -> None:
    """Read both numbers and hand the changes to the save flow."""
    table, changes, wrong = view.page.table, [], []
    for column, text in typed.items():
        after, message = view.snapshot.parse(table, column, text)
        before: Any = view.snapshot.value(table, view.place, column)
        if message:
            wrong.append(f"{view.snapshot.tables[table].spec.columns[column].title}: {message}")
        elif isinstance(before, Unread) or not same(before, after):
            changes.append(Edit(table, view.place, column, before, after))
    if wrong:
        st.error(plain(" ".join(wrong)))
    elif changes:
        saving.submit(changes, f"{view.network.places[view.place].name} — место на схеме", slot=SLOT)
        st.rerun()
