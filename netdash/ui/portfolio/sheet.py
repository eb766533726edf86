"""The sheet of one student, on screen and on paper."""

from collections.abc import Sequence

import streamlit as st

from netdash.kinds.russian import counted, day
from netdash.specs.pages.portfolio import Part
from netdash.ui import links
from netdash.ui.portfolio.view import View, show_in
from netdash.ui.text import escape

ROWS = ("запись", "записи", "записей")


def show_sheet(view: View) -> None:
    """Who it is, by code; every part with its rows; the foot of the printed sheet."""
    parts = "".join(
        draw_part(view, part, rows.get(view.student, ())) for part, rows in zip(view.page.parts, view.folders.parts, strict=True)
    )
    foot = f'<p class="nd-paper-only nd-foot">{escape(view.page.footer)}</p>' if view.page.footer else ""
    st.html(draw_head(view) + parts + foot)


def draw_head(view: View) -> str:
    """HTML of the code, what else is known, and the ways on."""
    label = view.snapshot.label(view.page.table, view.student)
    facts = "".join(
        f"<div><dt>{escape(view.snapshot.target(view.page.table, path)[1].title)}</dt>"
        f"<dd>{escape(view.detail(path, view.student)) or '—'}</dd></div>"
        for path in view.page.details
    )
    network = view.snapshot.config.network
    return (
        f'<p class="nd-crumb nd-screen-only">{links.anchor(view.to(student=""), "← Все")}</p>'
        f'<p class="nd-paper-only nd-under">{escape(network.name)}</p>'
        f'<p class="nd-paper-only nd-under">{escape(view.page.title)}, {escape(day(view.snapshot.today))}</p>'
        f'<h2 class="nd-name">{escape(label)}</h2><dl class="nd-facts">{facts}</dl>'
        f'<div class="nd-actions nd-screen-only"><a class="nd-action nd-print" href="#print">Распечатать</a> '
        f"{links.anchor(links.to_row(view.page.table, view.student), 'Открыть строку')}</div>"
    )


def draw_part(view: View, part: Part, keys: Sequence[str]) -> str:
    """HTML of one part: its rows, parted where the page says so, and the way to add one."""
    add = links.anchor(links.to_new(part.table, **{part.of: view.student}), "Добавить", "nd-do")
    count = f"<small>{escape(counted(len(keys), *ROWS))}</small>" if keys else ""
    head = f'<h2 class="nd-section">{escape(view.title_of(part))} {count} <span class="nd-screen-only">{add}</span></h2>'
    if not keys:
        return f'<section class="nd-shelf">{head}<p class="nd-under">Записей нет.</p></section>'
    if not part.by:
        return f'<section class="nd-shelf">{head}{draw_rows(view, part, keys)}</section>'
    shelves: dict[str, list[str]] = {}
    for key in keys:
        shelves.setdefault(show_in(view.snapshot, part.table, part.by, key) or "не указано", []).append(key)
    order = list_order(view, part)
    inside = "".join(
        f"<h3>{escape(title[:1].upper() + title[1:])}</h3>{draw_rows(view, part, found)}"
        for title, found in sorted(shelves.items(), key=lambda item: order.get(item[0], len(order)))
    )
    return f'<section class="nd-shelf">{head}{inside}</section>'


def list_order(view: View, part: Part) -> dict[str, int]:
    """Where each word of the list that parts the rows stands."""
    choices = view.snapshot.target(part.table, part.by or "")[1].choices or ""
    return {choice.title: place for place, choice in enumerate(view.snapshot.config.choice_list(choices).values())}


def draw_rows(view: View, part: Part, keys: Sequence[str]) -> str:
    """HTML of rows, in columns of one width throughout the part; the first opens the row."""
    titles = [view.snapshot.target(part.table, path)[1].title for path in part.show]
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    lines = []
    for key in keys:
        cells = [escape(show_in(view.snapshot, part.table, path, key)) for path in part.show]
        first = show_in(view.snapshot, part.table, part.show[0], key) or "открыть"
        cells[0] = links.anchor(links.to_row(part.table, key), first, "nd-quiet")
        lines.append("".join(f'<td data-name="{escape(one)}">{cell}</td>' for one, cell in zip(titles, cells, strict=True)))
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="nd-table nd-stack nd-kept"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def show_missing() -> None:
    """The address names nobody who is there."""
    if links.asked("student"):
        st.html('<p class="nd-under">Такого кода в таблице нет: строку удалили или сменили ей код.</p>')
