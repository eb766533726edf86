"""Taking a row away: who refers to it, and the question before it goes."""

import streamlit as st

from netdash.edits import Removal
from netdash.kinds.russian import counted, quoted
from netdash.snapshot import Reference
from netdash.ui import current, links, naming, saving
from netdash.ui.registry.address import View, go
from netdash.ui.text import escape, plain

_HOLD = "registry-removal"


def show_button(view: View) -> None:
    """The way to take the row away."""
    if st.button("Удалить строку…", icon=":material/delete:", key="nd-row-remove"):
        current.hold(_HOLD)
        confirm(view)


def draw_referrer(view: View, other: Reference) -> str:
    """HTML of a row that leads to this one."""
    name = naming.name_row(view.snapshot, other.table, other.key)
    title = escape(view.snapshot.tables[other.table].spec.title)
    return f"<li>{title}: {links.anchor(links.to_row(other.table, other.key, other.column), name)}</li>"


@st.dialog("Удалить строку?", on_dismiss=lambda: current.release(_HOLD))
def confirm(view: View) -> None:
    """Ask before the row goes; while others refer to it, say who."""
    name = naming.name_row(view.snapshot, view.table, view.row)
    others = [each for each in view.snapshot.referrers(view.table, view.row) if (each.table, each.key) != (view.table, view.row)]
    if others:
        count = counted(len(others), "ссылка", "ссылки", "ссылок")
        items = "".join(draw_referrer(view, each) for each in others[:20])
        st.html(
            f"<p>{escape(quoted(name))} удалить нельзя: на эту строку ведут {count}. "
            f'Сначала замените их или удалите те строки.</p><ul class="nd-faults">{items}</ul>'
        )
        return
    st.markdown(plain(f"{quoted(name)} уйдёт из таблицы «{view.spec.title}». Удаление запишет журнал, и его можно отменить."))
    st.button("Удалить", type="primary", key="nd-remove-yes", on_click=remove, args=(view,))


def remove(view: View) -> None:
    """Hand the removal to the save flow; called by the button."""
    current.release(_HOLD)
    before = {column: view.snapshot.value(view.table, view.row, column) for column in view.spec.columns}
    name = quoted(naming.name_row(view.snapshot, view.table, view.row))
    saving.submit(
        [Removal(view.table, view.row, before)], f"удалена строка {name}, {view.spec.title}", slot=f"remove-{view.table}"
    )
    go(view, row="", column="", mode="")
