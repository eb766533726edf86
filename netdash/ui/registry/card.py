"""One row: all its columns, its problems, who refers to it, and what happened to it. All of it is HTML."""

from collections.abc import Sequence

import streamlit as st

from netdash.errors import Problem
from netdash.journal import Entry
from netdash.kinds import is_missing
from netdash.kinds.russian import counted, moment
from netdash.snapshot import Reference
from netdash.specs import ColumnSpec
from netdash.tables import Unread
from netdash.ui import current, empties, links, naming
from netdash.ui.registry.address import View
from netdash.ui.registry.columns import NUMBERS
from netdash.ui.states import badge
from netdash.ui.text import bind, escape

REFERRERS_SHOWN = 12
ENTRIES_SHOWN = 20


def show_card(view: View) -> bool:
    """The row that the address names; whether there is such a row."""
    if view.row not in view.built.rows:
        journal = links.anchor(links.to(links.find_page("journal"), row=view.row), "Посмотреть в журнале")
        empties.show_empty(
            f"Строки с кодом «{view.row}» в таблице «{view.spec.title}» нет: её удалили или ей сменили код.",
            f"{journal} или {links.anchor(view.back(), 'открыть таблицу')}.",
        )
        return False
    st.html(head(view) + problems(view) + fields(view))
    return True


def head(view: View, is_open: bool = False) -> str:
    """HTML of the row's name, the way back to its table, and the way to its form unless that is open."""
    code = "код ещё не присвоен" if view.row in view.built.provisional else f"код {view.row}"
    place = f"лист «{view.spec.title}», строка {view.built.rows[view.row] + 1}"
    href = view.address(mode="edit")
    edit = "" if is_open else f'<p class="nd-go">{links.anchor(href, "Править", "nd-choice nd-strong")}</p>'
    return (
        f'<p class="nd-crumb">{links.anchor(view.back(), "← " + view.spec.title)}</p>'
        f'<h2 class="nd-name">{escape(bind(naming.name_row(view.snapshot, view.table, view.row)))}</h2>'
        f'<p class="nd-under">{escape(code)} · {escape(place)}</p>{edit}'
    )


def problems(view: View) -> str:
    """HTML of what is wrong with the row."""
    found = view.problems().get(view.row, [])
    if not found:
        return ""
    items = "".join(f"<li>{problem_line(view, each)}</li>" for each in found)
    count = counted(len(found), "замечание", "замечания", "замечаний")
    return f'<div class="nd-empty nd-broken"><p><b>{count}</b></p><ul class="nd-faults">{items}</ul></div>'


def problem_line(view: View, problem: Problem) -> str:
    """HTML of one problem, with what would be right."""
    column = view.spec.columns.get(problem.column)
    name = f"<b>{escape(column.title)}:</b> " if column else ""
    hint = f" Возможно, «{escape(problem.hint)}»." if problem.hint else ""
    fix = f" {links.anchor(view.address(column=problem.column, mode='edit'), 'Исправить')}" if column else ""
    return f"{name}{escape(problem.message)}.{hint}{fix}"


def fields(view: View) -> str:
    """HTML of every column and what stands in it."""
    lines = "".join(field(view, name) for name in view.spec.columns if name != view.spec.key)
    return f'<dl class="nd-fields">{lines}</dl>'


def field(view: View, column: str) -> str:
    """HTML of one column."""
    spec = view.spec.columns[column]
    here = ' class="nd-here"' if column == view.column else ""
    return f"<div{here}><dt>{escape(spec.title)}</dt><dd>{content(view, column)}</dd></div>"


def content(view: View, column: str) -> str:
    """HTML of a cell: references and addresses as links, long text with its lines, what could not be read marked."""
    spec, snapshot = view.spec.columns[column], view.snapshot
    value = snapshot.value(view.table, view.row, column)
    text = snapshot.show(view.table, column, value)
    if isinstance(value, Unread):
        return f'<mark class="nd-unread">{escape(text)}</mark> <span class="nd-note">не прочитано</span>'
    if is_missing(value):
        return '<span class="nd-note">—</span>'
    if spec.to:
        keys = value if isinstance(value, tuple) else (value,)
        return ", ".join(links.anchor(links.to_row(spec.to, key), bind(snapshot.label(spec.to, key))) for key in keys)
    choice = snapshot.config.choice_list(spec.choices).get(value) if spec.kind == "choice" and spec.choices else None
    if choice and choice.state:
        return badge(choice.state, choice.title)
    return words(spec, text)


def words(spec: ColumnSpec, text: str) -> str:
    """HTML of a text, which may be an address."""
    if spec.kind == "link" and text.startswith(("https://", "http://")):
        return f'<a class="nd-link-out" href="{escape(text)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
    if spec.kind == "email":
        return f'<a class="nd-link-out" href="mailto:{escape(text)}">{escape(text)}</a>'
    unit = f" {spec.unit}" if spec.unit and spec.kind in NUMBERS else ""
    return f'<span class="nd-text">{escape(text + unit)}</span>'


def show_surroundings(view: View) -> None:
    """Who refers to the row, and its history."""
    st.html(f'<div class="nd-around">{referrers(view)}{history(view)}</div>')


def referrers(view: View) -> str:
    """HTML of the rows that point at this one, by table and column."""
    groups: dict[tuple[str, str], list[Reference]] = {}
    for reference in view.snapshot.referrers(view.table, view.row):
        groups.setdefault((reference.table, reference.column), []).append(reference)
    title = '<h2 class="nd-section">Кто ссылается</h2>'
    if not groups:
        return f'<section>{title}<p class="nd-under">Никто не ссылается на эту строку.</p></section>'
    return f"<section>{title}{''.join(group(view, found) for found in groups.values())}</section>"


def group(view: View, found: Sequence[Reference]) -> str:
    """HTML of the rows of one table that point here with one column."""
    table, column = found[0].table, found[0].column
    spec = view.snapshot.tables[table].spec
    shown = "; ".join(
        links.anchor(links.to_row(table, each.key), naming.name_row(view.snapshot, table, each.key))
        for each in found[:REFERRERS_SHOWN]
    )
    left = len(found) - REFERRERS_SHOWN
    href = view_filter(view, table, column)
    more = f" и {links.anchor(href, f'ещё {left}')}" if left > 0 else ""
    return f"<p><b>{escape(spec.title)}</b>, «{escape(spec.columns[column].title)}»: {shown}{more}</p>"


def view_filter(view: View, table: str, column: str) -> str:
    """The address of all rows of a table that point at this row with a column."""
    return View(view.snapshot, table, held=((column, view.row),)).address()


def history(view: View) -> str:
    """HTML of the journal's entries of the row, newest first."""
    entries = current.workspace().history(view.table, view.row)
    title = '<h2 class="nd-section">История</h2>'
    if not entries:
        return f'<section>{title}<p class="nd-under">В программе эту строку ещё не меняли.</p></section>'
    items = "".join(f"<li>{entry_line(view, each)}</li>" for each in entries[:ENTRIES_SHOWN])
    href = links.to(links.find_page("journal"), table=view.table, row=view.row)
    more = f"<p>{links.anchor(href, 'Вся история в журнале')}</p>" if len(entries) > ENTRIES_SHOWN else ""
    return f'<section>{title}<ul class="nd-history">{items}</ul>{more}</section>'


def entry_line(view: View, entry: Entry) -> str:
    """HTML of one change: when, who, what was and what became."""
    column = view.spec.columns.get(entry.column)
    change = f"{escape(entry.before) or '—'} → {escape(entry.after) or '—'}" if entry.before or entry.after else ""
    what = f"{escape(column.title if column else entry.column)}: {change}" if change else escape(entry.column)
    href = links.to(links.find_page("journal"), set=entry.change_set)
    return f'<span class="nd-note">{links.anchor(href, moment(entry.at))} · {escape(entry.author)}</span><br>{what}'
