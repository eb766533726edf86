"""One set of changes: its lines, before and after, and the way back."""

from collections.abc import Sequence

import streamlit as st

from netdash.journal import UNDOING, Entry
from netdash.kinds.russian import moment
from netdash.snapshot import Snapshot
from netdash.ui import changesets, current, empties, links, more, saving
from netdash.ui.changesets import ChangeSet
from netdash.ui.text import escape

A_SCREEN = 200
LINES = "lines"


def show_chosen(entries: Sequence[Entry], snapshot: Snapshot) -> None:
    """The set that the address names, whole, whatever the list is narrowed to."""
    number = links.asked("set")
    if not number:
        return
    lines = tuple(entry for entry in entries if entry.change_set == number)[::-1]
    if not lines:
        empties.show_empty(f"Набора изменений {number} в журнале нет.", links.anchor(changesets.address(), "Показать журнал"))
        return
    undone = next((entry for entry in entries if entry.reason == UNDOING + number), None)
    with st.container(border=True, key="nd-set"):
        show_set(ChangeSet(number, lines), undone, snapshot)


def show_set(change_set: ChangeSet, undone: Entry | None, snapshot: Snapshot) -> None:
    """What was written, and the buttons; ``undone`` is an entry of the set that already took it back."""
    first = change_set.first
    shown = more.cut(change_set.entries, A_SCREEN, LINES)
    notes = (moment(first.at), first.author, f"набор {change_set.number}", first.reason)
    st.html(
        f"<b>{changesets.verb(change_set)} — {escape(changesets.summarise(change_set, snapshot))}</b>"
        f'<div class="nd-note">{escape(" · ".join(filter(None, notes)))}</div>{tell_undone(undone)}{table(shown, snapshot)}'
    )
    more.show_more(len(change_set.entries), len(shown), A_SCREEN, ("запись", "записи", "записей"), LINES)
    with st.container(horizontal=True):
        label = "Отменить ещё раз" if undone else "Отменить этот набор"
        st.button(label, key="nd-set-undo", icon=":material/undo:", on_click=undo, args=(change_set.number,))
        st.button("Закрыть", key="nd-set-close", type="tertiary", on_click=lambda: links.answer(**{"set": "", LINES: ""}))


def tell_undone(undone: Entry | None) -> str:
    """HTML: who took the set back already, with the set that did it."""
    if undone is None:
        return ""
    link = links.anchor(changesets.address(set=undone.change_set), f"{moment(undone.at)}, {undone.author}")
    return f"<div>Этот набор уже отменён: {link}</div>"


def undo(change_set: str) -> None:
    """Take the set back, once the person has a name for the journal."""
    if current.author():
        saving.undo(change_set)
    else:
        saving.announce("Введите своё имя в боковой панели: отмену тоже записывает журнал.")


def table(entries: Sequence[Entry], snapshot: Snapshot) -> str:
    """HTML of a set's lines; the table is told only where there are several."""
    titles = ["Таблица", "Строка", "Столбец", "Было", "Стало"]
    several = len({entry.table for entry in entries}) > 1
    head = "".join(f"<th>{title}</th>" for title in titles[0 if several else 1 :])
    rows = "".join(line(entry, snapshot, several) for entry in entries)
    return f'<table class="nd-table nd-stack nd-lines"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def line(entry: Entry, snapshot: Snapshot, several: bool) -> str:
    """HTML of one line: the row is a link to where it is edited."""
    known = entry.table in snapshot.tables and entry.key in snapshot.tables[entry.table].rows
    row = changesets.name_row(entry, snapshot)
    cells = [
        f"<td>{links.anchor(links.to_row(entry.table, entry.key), row) if known else escape(row)}</td>",
        f"<td>{escape(changesets.name_column(entry, snapshot))}</td>",
        f'<td data-name="Было">{escape(entry.before) or "—"}</td>',
        f'<td data-name="Стало">{escape(entry.after) or "—"}</td>',
    ]
    if several:
        cells.insert(0, f"<td>{escape(changesets.name_table(entry, snapshot))}</td>")
    return f"<tr>{''.join(cells)}</tr>"
