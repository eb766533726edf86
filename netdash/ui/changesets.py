"""The journal as people read it: sets of changes, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from netdash.journal import CLEARED, INSERTED, REMOVED, Entry
from netdash.kinds.russian import counted, moment, quoted
from netdash.snapshot import Snapshot
from netdash.ui import asks, empties, links, more
from netdash.ui.text import escape

A_SCREEN = 30


@dataclass(frozen=True)
class ChangeSet:
    """What was written at once, by one person."""

    number: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The entry that names its moment, author and reason."""
        return self.entries[0]


def gather(entries: Sequence[Entry]) -> list[ChangeSet]:
    """The sets that these entries belong to, in the entries' order; lines of a set in the order they were written."""
    return [ChangeSet(number, tuple(lines)[::-1]) for number, lines in groupby(entries, lambda entry: entry.change_set)]


def show_filters(snapshot: Snapshot, entries: Sequence[Entry]) -> list[Entry]:
    """Which table, whose changes, what words; the answers live in the address."""
    names = {entry.table for entry in entries}
    titles = {"": "Все"} | {name: table.spec.title for name, table in snapshot.tables.items() if name in names}
    authors = {"": "Все"} | {name: name for name in sorted({entry.author for entry in entries if entry.author})}
    first, second, third = st.columns([2, 2, 3])
    table = asks.choose(first, "Таблица", "table", list(titles), titles.__getitem__)
    author = asks.choose(second, "Кто", "author", list(authors), authors.__getitem__)
    words = asks.search(third, "Найти", "find", "Название строки, столбец, значение").casefold().split()
    return [
        entry
        for entry in entries
        if table in ("", entry.table)
        and author in ("", entry.author)
        and (not words or all(word in said(entry, snapshot) for word in words))
    ]


def show_row(snapshot: Snapshot, entries: Sequence[Entry]) -> None:
    """Whose row it is that the address holds the journal to, and the way to all of it."""
    row = links.asked("row")
    if row:
        name = escape(name_row(entries[0], snapshot) if entries else row)
        whole = links.anchor(links.to(links.find_page("journal")), "Показать весь журнал")
        st.html(f'<p class="nd-under">Только изменения строки «{name}». {whole}</p>')


def said(entry: Entry, snapshot: Snapshot) -> str:
    """Everything that an entry shows, to be searched."""
    words = (
        name_row(entry, snapshot),
        entry.key,
        name_column(entry, snapshot),
        entry.before,
        entry.after,
        entry.reason,
        entry.change_set,
    )
    return " ".join(words).casefold()


def name_row(entry: Entry, snapshot: Snapshot) -> str:
    """The row as people know it, its key where it is gone."""
    known = entry.table in snapshot.tables and entry.key in snapshot.tables[entry.table].rows
    return snapshot.label(entry.table, entry.key) if known else entry.key


def name_table(entry: Entry, snapshot: Snapshot) -> str:
    """The table's title."""
    return snapshot.tables[entry.table].spec.title if entry.table in snapshot.tables else entry.table


def name_column(entry: Entry, snapshot: Snapshot) -> str:
    """The column's title."""
    columns = snapshot.tables[entry.table].spec.columns if entry.table in snapshot.tables else {}
    return columns[entry.column].title if entry.column in columns else entry.column


def summarise(change_set: ChangeSet, snapshot: Snapshot) -> str:
    """What was changed, in one line: «Этапы: «Провести обучение тьюторов» и ещё 1 строка»."""
    parts = []
    for title, lines in groupby(change_set.entries, lambda entry: name_table(entry, snapshot)):
        rows = list(dict.fromkeys(name_row(entry, snapshot) for entry in lines if entry.key))
        more_rows = f" и ещё {counted(len(rows) - 1, 'строка', 'строки', 'строк')}" if len(rows) > 1 else ""
        parts.append(f"{title}: {quoted(rows[0], 100)}{more_rows}" if rows else title)
    return "; ".join(dict.fromkeys(parts))


def tell_only(change_set: ChangeSet, snapshot: Snapshot) -> str:
    """The one cell that a small set changed, «Срок: 5 мая → 8 мая»; empty for larger ones."""
    entry = change_set.first
    if len(change_set.entries) > 1 or entry.column in (INSERTED, REMOVED, CLEARED):
        return ""
    before, after = (shorten(text) if text else "пусто" for text in (entry.before, entry.after))
    return f"{name_column(entry, snapshot)}: {before} → {after}"


def verb(change_set: ChangeSet) -> str:
    """What kind of change it was, in one word."""
    marks = {entry.column for entry in change_set.entries}
    if INSERTED in marks and REMOVED not in marks:
        return "Добавлено"
    if REMOVED in marks and INSERTED not in marks:
        return "Удалено"
    return "Изменено"


def show_change_sets(change_sets: Sequence[ChangeSet], snapshot: Snapshot) -> None:
    """The list, newest first; each set opens its lines and its undo."""
    if not change_sets:
        if any(links.asked(name) for name in ("table", "author", "find", "row")):
            empties.show_empty("Таких записей нет.", links.anchor(links.to(links.find_page("journal")), "Показать весь журнал"))
        else:
            empties.show_empty(
                "Записей нет.", "Здесь появится каждое изменение, сделанное в программе: кто, когда, что было и что стало."
            )
        return
    shown = more.cut(change_sets, A_SCREEN)
    st.html(f'<ul class="nd-sets">{"".join(item(change_set, snapshot) for change_set in shown)}</ul>')
    more.show_more(len(change_sets), len(shown), A_SCREEN, ("набор", "набора", "наборов"))


def item(change_set: ChangeSet, snapshot: Snapshot) -> str:
    """HTML of one set in the list."""
    first = change_set.first
    notes = (tell_only(change_set, snapshot), first.reason)
    lines = "".join(f'<div class="nd-note">{escape(note)}</div>' for note in notes if note)
    target = address(set=change_set.number)
    here = ' aria-current="true"' if change_set.number == links.asked("set") else ""
    return (
        f'<li{here}><div class="nd-note">{escape(moment(first.at))} · {escape(first.author)}</div>'
        f"<div>{verb(change_set)} — {links.anchor(target, summarise(change_set, snapshot))}</div>{lines}</li>"
    )


def address(**parameters: str) -> str:
    """The journal as the address has it now, with other parameters."""
    kept = {name: links.asked(name) for name in ("table", "author", "find", "row", more.SCREENS)}
    return links.to(links.find_page("journal"), **{**kept, **parameters})


def shorten(text: str, most: int = 80) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
