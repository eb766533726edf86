"""The week: days abreast, hours down; one under the other on a narrow screen. A day that is asked for stands as a list."""

from collections.abc import Sequence
from datetime import time

import streamlit as st

from netdash.kinds.russian import NBSP, counted
from netdash.ui import links, more
from netdash.ui.empties import show_empty
from netdash.ui.text import escape
from netdash.ui.timetable.clashes import is_broken, mark, tell_time, tell_way
from netdash.ui.timetable.view import View
from netdash.week import Block

SMALL = 150
"""So many blocks can all be read; of more each hour shows the first."""

IN_AN_HOUR = 3
SCREEN = 60
Cell = tuple[str, int]


def show_week(view: View) -> None:
    """What the address asks for: the week, or one day."""
    timed = [block for block in view.blocks if block.has_time]
    if not view.week.blocks:
        table = view.page.layers[0].table
        title = view.snapshot.tables[table].spec.title
        show_empty(f"В таблице «{title}» ещё нет строк для расписания.", links.anchor(links.to_new(table), "Добавить первую"))
    elif not timed:
        show_empty("По этому отбору в расписании ничего нет.", links.anchor(links.address(view.page), "Показать всю неделю"))
    elif view.day:
        show_day(view, [block for block in timed if block.day == view.day])
    else:
        st.html(draw_week(view, timed))
    show_timeless(view)


def draw_week(view: View, blocks: Sequence[Block]) -> str:
    """HTML of the week; the hours without anything in them are left out."""
    cells: dict[Cell, list[Block]] = {}
    for block in blocks:
        cells.setdefault((block.day, (block.starts or time()).hour), []).append(block)
    hours = sorted({hour for _, hour in cells})
    most = IN_AN_HOUR if len(blocks) > SMALL else SMALL
    labels = "".join(
        f'<div class="nd-hour" style="grid-row:{row + 2}" aria-hidden="true">{hour}:00</div>' for row, hour in enumerate(hours)
    )
    days = "".join(draw_day(view, (column, day), hours, cells, most) for column, day in enumerate(view.week.days))
    style = f"grid-template-columns:3rem repeat({len(view.week.days)},minmax(0,1fr))"
    return f'<div class="nd-week" id="week" style="{style}">{labels}{days}</div>'


def draw_day(view: View, place: tuple[int, str], hours: Sequence[int], cells: dict[Cell, list[Block]], most: int) -> str:
    """HTML of one day: its name, then its hours."""
    column, day = place
    total = sum(len(cells.get((day, hour), ())) for hour in hours)
    name = tell_day(view, day)
    head = links.anchor(view.to(day=day), name, "nd-quiet") if total else escape(name)
    pieces = [f'<h3 class="nd-day-name" style="grid-column:{column + 2}">{head} <small>{total or ""}</small></h3>']
    for row, hour in enumerate(hours):
        found = cells.get((day, hour), [])
        shown = found if len(found) <= most else sorted(found, key=lambda block: block.row not in view.week.troubles)[:most]
        inside = "".join(draw_block(view, block) for block in shown)
        if len(found) > len(shown):
            inside += f'<p class="nd-under">{links.anchor(view.to(day=day), f"ещё {len(found) - len(shown)}")}</p>'
        kind = "nd-cell" if found else "nd-cell nd-free"
        pieces.append(f'<div class="{kind}" style="grid-column:{column + 2};grid-row:{row + 2}">{inside}</div>')
    return "".join(pieces)


def tell_day(view: View, day: str) -> str:
    """The name of a day as a heading."""
    name = view.week.days[day]
    return name[:1].upper() + name[1:]


def draw_block(view: View, block: Block) -> str:
    """HTML of one block: when, about what, from where to where, for how many, led by whom, what is wrong."""
    marks = mark(view, block.row)
    name = view.name("what", block.what) or "не указано"
    kind = f"nd-block{' nd-moves' if block.moves else ''}{' nd-clash' if is_broken(view, block.row) else ''}"
    return (
        f'<article class="{kind}"><p class="nd-when">{escape(tell_time(block))}</p>'
        f"<p>{links.anchor(links.to_row(*block.row), name)}</p>"
        f"<p>{escape(tell_way(view, block))}</p><p><small>{escape(tell_who(view, block))}</small></p>{marks}</article>"
    )


def tell_who(view: View, block: Block) -> str:
    """«8 человек, Иванова А. П.»."""
    people = counted(block.size, "человек", "человека", "человек") if block.size is not None else ""
    person = view.name("person", block.person).replace(" ", NBSP)
    layer = view.page.layers[block.layer]
    missing = f"{view.snapshot.target(layer.table, layer.person)[1].title.lower()} не назначен" if layer.person else ""
    return ", ".join(part for part in (people, person or missing) if part)


def show_day(view: View, blocks: Sequence[Block]) -> None:
    """One day as a list."""
    shown = more.cut(blocks, SCREEN)
    lines = "".join(draw_line(view, block) for block in shown)
    st.html(
        f'<p class="nd-crumb">{links.anchor(view.to(day=""), "← Вся неделя")}</p>'
        f'<h2 class="nd-section">{escape(tell_day(view, view.day))}</h2>'
        f'<table class="nd-table nd-stack nd-agenda"><tbody>{lines}</tbody></table>'
    )
    more.show_more(len(blocks), len(shown), SCREEN, ("строка", "строки", "строк"))


def draw_line(view: View, block: Block) -> str:
    """HTML of one block as a line."""
    name = view.name("what", block.what) or "не указано"
    cells = (
        f'<td class="nd-short"><b>{escape(tell_time(block))}</b></td>',
        f"<td>{links.anchor(links.to_row(*block.row), name)}</td>",
        f"<td>{escape(tell_way(view, block))}</td>",
        f"<td>{escape(tell_who(view, block))}</td>",
        f"<td>{mark(view, block.row)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def show_timeless(view: View) -> None:
    """Rows that have no place in the week yet."""
    blocks = [block for block in view.found if not block.has_time]
    if blocks and not view.day:
        shown = ", ".join(
            links.anchor(links.to_row(*block.row), view.name("what", block.what) or block.key) for block in blocks[:10]
        )
        rest = f" и ещё {len(blocks) - 10}" if len(blocks) > 10 else ""
        st.html(f'<p class="nd-under">Без дня или времени: {shown}{rest}.</p>')
