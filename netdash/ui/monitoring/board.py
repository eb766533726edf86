"""The board: owners × tables, each cell a state that opens its rows or what is missing."""

import streamlit as st

from netdash.expectations import SlotState, Tally, find_due
from netdash.kinds import school_year
from netdash.kinds.russian import counted, day
from netdash.specs.tables import State
from netdash.ui import empties, links
from netdash.ui.monitoring.places import to_rows
from netdash.ui.monitoring.view import BOARD, MISSING, View
from netdash.ui.states import badge
from netdash.ui.text import escape

COLOURS: dict[SlotState, State] = {
    "missing": "late", "errors": "late", "incomplete": "under_way", "awaited": "not_begun", "late": "done", "typed": "done",
}  # fmt: skip


def show_board(view: View) -> None:
    """Who typed what."""
    if not view.found.tables:
        empties.show_empty(
            "В настройках сети не сказано, какие строки ожидаются.",
            "Это слово expect в файле таблицы; как его написать, сказано в README.",
        )
    elif not view.found.owners:
        empties.show_empty("Пока не от кого ждать данных.", links.anchor(to_owners(view), "Заполните таблицу тех, кто их вводит"))
    else:
        st.html(draw_board(view))


def to_owners(view: View) -> str:
    """Where owners are typed."""
    return links.to_row(view.snapshot.owner_table)


def draw_board(view: View) -> str:
    """HTML of the board; tables without a period stand last, under a heading of their own."""
    columns = list_columns(view)
    head = "".join(f'<th scope="col">{head_cell(view, table, year)}</th>' for table, year in columns)
    body = "".join(
        f'<tr><th scope="row">{owner_cell(view, owner)}</th>{"".join(draw_cell(view, owner, *column) for column in columns)}</tr>'
        for owner in view.found.owners
    )
    foot = "".join(f"<td>{foot_cell(view, table, year)}</td>" for table, year in columns)
    return (
        f'<div class="nd-scroll" id="{BOARD}"><table class="nd-table nd-board">'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody>"
        f'<tfoot><tr><th scope="row">Введено полностью</th>{foot}</tr></tfoot></table></div>'
    )


def list_columns(view: View) -> list[tuple[str, str]]:
    """The tables of the year, then those of all times, as far as anything is expected there."""
    there = {(slot.table, slot.year) for slot in view.tally.slots}
    return [(table, year) for year in view.periods for table in view.found.tables if (table, year) in there]


def head_cell(view: View, table: str, year: str) -> str:
    """HTML of a table's title and the day."""
    spec = view.snapshot.tables[table].spec
    due = find_due(spec, year)
    when = f"до {day(due)}" if due else "постоянно"
    return f"{links.anchor(links.to_row(table), spec.title, 'nd-quiet')}<small>{escape(when)}</small>"


def owner_cell(view: View, owner: str) -> str:
    """HTML of an owner's name, which opens what it owes."""
    here = "nd-here" if owner == view.owner else "nd-quiet"
    return links.anchor(view.to(MISSING, owner=owner), view.name_owner(owner), here)


def draw_cell(view: View, owner: str, table: str, year: str) -> str:
    """HTML of one cell."""
    tally = view.found.cell(owner, table, year)
    if tally.state is None:
        return '<td title="не ожидается">—</td>'
    href = to_cell(view, tally, owner, table, year)
    return (
        f'<td class="nd-slot nd-slot-{tally.state}"><a class="nd-link nd-quiet" href="{escape(href)}" target="_self">'
        f"{badge(COLOURS[tally.state], tell_state(tally))}</a>{tell_rows(view, owner, table, year)}</td>"
    )


def to_cell(view: View, tally: Tally, owner: str, table: str, year: str) -> str:
    """Where a cell leads: to what is missing, or to its rows."""
    if tally.state in ("missing", "errors", "incomplete"):
        return view.to(MISSING, owner=owner)
    spec = view.snapshot.tables[table].spec
    every = spec.expect.every if spec.expect else ()
    period = next((path for path in every if path in spec.columns and spec.columns[path].kind == "school_year"), "")
    return to_rows(view.snapshot, table, {spec.owner or "": owner, **({period: year} if period else {})})


def tell_state(tally: Tally) -> str:
    """The worst state in words, and how much it is of all that is expected there."""
    state, total = tally.state, len(tally.slots)
    if state is None or state == "typed":
        return "введено"
    part = tally.counts[state]
    share = "" if total == 1 else f" {part} из {total}"
    words: dict[SlotState, str] = {
        "missing": f"нет{share}" if part < total else "нет ничего",
        "errors": f"ошибки{share}",
        "incomplete": f"не до конца{share}",
        "awaited": f"ждём{share}" if part < total else "ждём",
        "late": f"после срока{share}",
        "typed": "введено",
    }
    return words[state]


def tell_rows(view: View, owner: str, table: str, year: str) -> str:
    """HTML: how many rows there are, and how many a year before if there were more."""
    count = len(view.found.rows.get((owner, table, year), ()))
    before = len(view.found.rows.get((owner, table, school_year(int(year[:4]) - 1)), ())) if year else 0
    said = [counted(count, "строка", "строки", "строк")] if count else []
    said += [f"год назад {before}"] if before > count else []
    return f"<small>{', '.join(said)}</small>" if said else ""


def foot_cell(view: View, table: str, year: str) -> str:
    """How many owners typed everything."""
    tallies = [tally for owner in view.found.owners if (tally := view.found.cell(owner, table, year)).slots]
    done = sum(tally.complete == len(tally.slots) for tally in tallies)
    return f"{done} из {len(tallies)}"
