"""What does not fit, each with its rows and what to do about it."""

import streamlit as st

from netdash.errors import Problem, RowName
from netdash.kinds.russian import NBSP, clock
from netdash.ui import links, more
from netdash.ui.states import badge
from netdash.ui.text import escape
from netdash.ui.timetable.view import View
from netdash.week import Block

SCREEN = 6
OTHERS_SHOWN = 6
NAME = "clashes"


def show_clashes(view: View) -> None:
    """The list, the errors first."""
    if not view.clashes:
        return
    shown = more.cut(view.clashes, SCREEN, NAME)
    lines = "".join(line(view, clash) for clash in shown)
    st.html(f'<h2 class="nd-section">Что не сходится</h2><ul class="nd-clashes">{lines}</ul>')
    more.show_more(len(view.clashes), len(shown), SCREEN, ("накладка", "накладки", "накладок"), NAME)


def line(view: View, clash: Problem) -> str:
    """HTML of one clash: what is wrong, where, what to do."""
    say, _, detail = clash.message.partition(": ")
    mark = badge("late" if clash.level == "error" else "under_way", f"{say}:")
    rows = "; ".join(link(view, row) for row in ((clash.table, clash.key), *clash.others[:OTHERS_SHOWN]))
    left = len(clash.others) - OTHERS_SHOWN
    return f"<li>{mark} <span>{escape(detail)}.</span> <small>{rows}{f' и ещё {left}' if left > 0 else ''}</small></li>"


def link(view: View, row: RowName) -> str:
    """HTML of a row by what it is about and by its place in the workbook, which opens it."""
    table, block = view.snapshot.tables[row[0]], view.week.at.get(row)
    place = f"{table.spec.title}, строка{NBSP}{table.rows[row[1]] + 1}"
    name = view.name("what", block.what) if block else ""
    about = ", ".join(filter(None, (name, tell_way(view, block), tell_time(block)))) if block else ""
    return links.anchor(links.to_row(*row), place) + (f" ({escape(about)})" if about else "")


def tell_time(block: Block) -> str:
    """«14:55–15:25»."""
    return "–".join(clock(each) for each in (block.starts, block.ends) if each)


def tell_way(view: View, block: Block) -> str:
    """«МОУ № 7 → Гимназия № 2», or where it is."""
    return " → ".join(view.name("place", place).replace("№ ", f"№{NBSP}") or "?" for place in block.places)


def is_broken(view: View, row: RowName) -> bool:
    """Whether a rule is broken at a block, not only something to be looked at."""
    return any(clash.level == "error" for clash in view.week.troubles.get(row, ()))


def mark(view: View, row: RowName) -> str:
    """HTML of what is wrong with a block, in a few words."""
    said: dict[str, str] = {}
    for clash in view.week.troubles.get(row, ()):
        say = clash.message.partition(": ")[0]
        said[say] = "late" if clash.level == "error" or said.get(say) == "late" else "under_way"
    return "".join(badge("late" if state == "late" else "under_way", say) for say, state in said.items())
