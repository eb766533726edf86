"""The journal as people read it: sets of changes, newest first, and the way back from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from netdash.journal import INSERTED, REMOVED, Entry
from netdash.kinds.russian import counted, moment
from netdash.snapshot import Snapshot
from netdash.ui import current, empties, links, saving
from netdash.ui.text import escape

A_SCREEN = 30
LINES_SHOWN = 200


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
    tables = ["", *(name for name in snapshot.tables if any(entry.table == name for entry in entries))]
    authors = ["", *sorted({entry.author for entry in entries if entry.author})]
    first, second, third = st.columns([2, 2, 3])
    table = choose(
        first, "Таблица", "table", tables, {name: snapshot.tables[name].spec.title for name in tables if name} | {"": "Все"}
    )
    author = choose(second, "Кто", "author", authors, {"": "Все"})
    words = (
        third.text_input("Найти", value=links.asked("find"), placeholder="Название строки, столбец, значение", type="search")
        or ""
    )
    links.answer(table=table, author=author, find=words)
    wanted = words.casefold().split()
    return [
        entry
        for entry in entries
        if table in ("", entry.table) and author in ("", entry.author) and all(word in said(entry, snapshot) for word in wanted)
    ]


def choose(place: st.delta_generator.DeltaGenerator, label: str, name: str, options: list[str], titles: dict[str, str]) -> str:
    """One choice that starts from the address."""
    asked = links.asked(name)
    index = options.index(asked) if asked in options else 0
    return str(place.selectbox(label, options, index=index, format_func=lambda option: titles.get(option, option)))


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
    """What was changed, in one line: «Этапы: 2 строки, «Провести обучение тьюторов» и ещё 1»."""
    parts = []
    for title, lines in groupby(change_set.entries, lambda entry: name_table(entry, snapshot)):
        rows = list(dict.fromkeys(name_row(entry, snapshot) for entry in lines if entry.key))
        more = f" и ещё {counted(len(rows) - 1, 'строка', 'строки', 'строк')}" if len(rows) > 1 else ""
        parts.append(f"{title}: «{rows[0]}»{more}" if rows else title)
    return "; ".join(dict.fromkeys(parts))


def verb(change_set: ChangeSet) -> str:
    """What kind of change it was, in one word."""
    marks = {entry.column for entry in change_set.entries}
    if INSERTED in marks and REMOVED not in marks:
        return "Добавлено"
    if REMOVED in marks and INSERTED not in marks:
        return "Удалено"
    return "Изменено"


def show_change_sets(change_sets: Sequence[ChangeSet], snapshot: Snapshot) -> None:
    """The list, each set opening its lines; the one in the address stands open with its undo."""
    if not change_sets:
        empties.show_empty(
            "Записей нет.", "Здесь появится каждое изменение, сделанное в программе: кто, когда, что было и что стало."
        )
        return
    chosen = links.asked("set")
    if found := next((change_set for change_set in change_sets if change_set.number == chosen), None):
        show_one(found, snapshot)
    count = int(links.asked("screens")) if links.asked("screens").isdecimal() else 1
    shown = change_sets[: A_SCREEN * max(1, count)]
    st.html(f'<ul class="nd-sets">{"".join(item(change_set, snapshot) for change_set in shown)}</ul>')
    if len(shown) < len(change_sets):
        left = counted(len(change_sets) - len(shown), "набор", "набора", "наборов")
        st.button(f"Показать ещё (осталось: {left})", on_click=lambda: links.answer(screens=str(max(1, count) + 1)))


def item(change_set: ChangeSet, snapshot: Snapshot) -> str:
    """HTML of one set in the list."""
    first = change_set.first
    reason = f'<div class="nd-note">{escape(first.reason)}</div>' if first.reason else ""
    target = links.to(links.find_page("journal"), set=change_set.number)
    return (
        f'<li><div class="nd-note">{escape(moment(first.at))} · {escape(first.author)}</div>'
        f"<div>{verb(change_set)} — {links.anchor(target, summarise(change_set, snapshot))}</div>{reason}</li>"
    )


def show_one(change_set: ChangeSet, snapshot: Snapshot) -> None:
    """One set: its lines, before and after, and its undo."""
    first = change_set.first
    with st.container(border=True):
        st.html(
            f"<b>{verb(change_set)} — {escape(summarise(change_set, snapshot))}</b>"
            f'<div class="nd-note">{escape(moment(first.at))} · {escape(first.author)} · набор {escape(change_set.number)}'
            f"{' · ' + escape(first.reason) if first.reason else ''}</div>{table(change_set, snapshot)}"
        )
        with st.container(horizontal=True):
            st.button("Отменить этот набор", icon=":material/undo:", on_click=undo, args=(change_set.number,))
            st.button("Закрыть", type="tertiary", on_click=lambda: links.answer(set=""))


def undo(change_set: str) -> None:
    """Take the set back, once the person has a name for the journal."""
    if current.author():
        saving.undo(change_set)
    else:
        saving.announce("Введите своё имя в боковой панели: отмену тоже записывает журнал.")


def table(change_set: ChangeSet, snapshot: Snapshot) -> str:
    """HTML of a set's lines."""
    rows = "".join(line(entry, snapshot) for entry in change_set.entries[:LINES_SHOWN])
    left = len(change_set.entries) - LINES_SHOWN
    more = f'<p class="nd-note">И ещё {counted(left, "запись", "записи", "записей")} на листе журнала.</p>' if left > 0 else ""
    head = "".join(f"<th>{title}</th>" for title in ("Таблица", "Строка", "Столбец", "Было", "Стало"))
    return (
        f'<div class="nd-scroll"><table class="nd-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'
    )


def line(entry: Entry, snapshot: Snapshot) -> str:
    """HTML of one line: the row is a link to where it is edited."""
    known = entry.table in snapshot.tables and entry.key in snapshot.tables[entry.table].rows
    row = name_row(entry, snapshot)
    cells = (
        escape(name_table(entry, snapshot)),
        links.anchor(links.to_row(entry.table, entry.key), row) if known else escape(row),
        escape(name_column(entry, snapshot)),
        escape(entry.before) or "—",
        escape(entry.after) or "—",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
