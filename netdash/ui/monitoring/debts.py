"""What is missing: of one owner with its letter, or of all; each missing row with the form that adds it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from netdash.expectations import Slot, find_due, list_columns, name_parts
from netdash.kinds.russian import counted, day, quoted
from netdash.ui import letters, links, more
from netdash.ui.empties import empty
from netdash.ui.menus import draw_choices
from netdash.ui.monitoring.places import to_new_row
from netdash.ui.monitoring.view import MISSING, View
from netdash.ui.text import escape

A_SCREEN = 60


def show_debts(view: View) -> None:
    """The list, for the owner that the address names or for all."""
    if not view.found.owners:
        return
    whose = view.name_owner(view.owner) if view.owner else "все учреждения"
    st.html(f'<h2 class="nd-section" id="{MISSING}">Чего не хватает: {escape(whose)}</h2>{draw_owners(view)}')
    if view.owner:
        letters.offer_letter(view.snapshot, view.owner)
    shown = more.cut(view.missing, A_SCREEN)
    st.html(draw_missing(view, shown) + (draw_unfinished(view) if len(shown) == len(view.missing) else ""))
    more.show_more(len(view.missing), len(shown), A_SCREEN, ("строка", "строки", "строк"))
    if elsewhere := tell_other_years(view):
        st.html(elsewhere)


def draw_owners(view: View) -> str:
    """HTML: the owners that owe anything as links."""
    owing = {slot.owner for slot in view.tally.slots if slot.state in ("missing", "errors", "incomplete")}
    options = {"": "Все", **{key: name for key, name in view.found.owners.items() if key in owing or key == view.owner}}
    return draw_choices("Чьи строки", options, view.owner, lambda owner: view.to(MISSING, owner=owner)) if owing else ""


def draw_missing(view: View, slots: Sequence[Slot]) -> str:
    """HTML of the missing rows, table by table."""
    if not slots:
        return empty("Всё, чему вышел срок, введено.")
    pieces, order = [], list(view.found.tables)
    for table in sorted({slot.table for slot in slots}, key=order.index):
        own = [slot for slot in slots if slot.table == table]
        spec = view.snapshot.tables[table].spec
        due = find_due(spec, own[0].year)
        when = f"{escape(own[0].year)} <small>срок был {escape(day(due))}</small>" if due else ""
        fill = ", ".join(quoted(spec.columns[name].title) for name in list_columns(spec))
        rows = "".join(missing_row(view, slot) for slot in own) if view.owner else "".join(owing_rows(view, own))
        pieces.append(
            f'<h3 class="nd-sheet">Лист «{escape(spec.title)}» {when}</h3>'
            f'<p class="nd-under">В новой строке заполните {escape(fill)}.</p>'
            f'<table class="nd-table nd-stack nd-owed"><tbody>{rows}</tbody></table>'
        )
    return "".join(pieces)


def owing_rows(view: View, slots: Sequence[Slot]) -> Iterator[str]:
    """HTML of the missing rows of a table, a line an owner; each row opens its form."""
    for owner in dict.fromkeys(slot.owner for slot in slots):
        whose = links.anchor(view.to(MISSING, owner=owner), view.name_owner(owner), "nd-quiet")
        named = [(name_parts(view.snapshot, slot) or "первую строку", slot) for slot in slots if slot.owner == owner]
        doors = ", ".join(links.anchor(to_new_row(view.snapshot, slot), name) for name, slot in named)
        yield f"<tr><td>{whose}</td><td>Добавить: {doors}</td></tr>"


def missing_row(view: View, slot: Slot) -> str:
    """HTML of one missing row of the owner whose list it is."""
    what = name_parts(view.snapshot, slot) or "нет ни одной строки"
    add = links.anchor(to_new_row(view.snapshot, slot), "Добавить строку", "nd-do")
    return f"<tr><td>{escape(what)}</td><td>{add}</td></tr>"


def draw_unfinished(view: View) -> str:
    """HTML of rows that are there and not done: empty cells, errors, and rows that stand nowhere."""
    pieces = [line for slot in view.tally.slots if view.owner in ("", slot.owner) for line in unfinished(view, slot)]
    pieces += [line for place, keys in view.found.unplaced.items() for line in unplaced(view, *place, keys)]
    shown = "".join(f"<li>{piece}</li>" for piece in pieces[:A_SCREEN])
    rest = f"<li>и ещё {len(pieces) - A_SCREEN}</li>" if len(pieces) > A_SCREEN else ""
    return f'<h3 class="nd-sheet">Введено не до конца</h3><ul class="nd-faults">{shown}{rest}</ul>' if pieces else ""


def unfinished(view: View, slot: Slot) -> list[str]:
    """HTML of what a slot's rows still need."""
    whose = "" if view.owner else f"{escape(view.name_owner(slot.owner))}, "
    spec = view.snapshot.tables[slot.table].spec
    lines = []
    for key, column in slot.gaps if slot.state in ("incomplete", "errors") else ():
        cell = links.anchor(links.to_row(slot.table, key, column), f"«{spec.columns[column].title}»")
        lines.append(f"{whose}лист «{escape(spec.title)}», {escape(name_row(view, slot, key))}: пусто {cell}")
    if slot.state == "errors":
        name = ", ".join(filter(None, (slot.year, name_parts(view.snapshot, slot)))) or "строки"
        mend = links.anchor(links.to(links.find_page("quality"), owner=slot.owner), "исправить")
        lines.append(f"{whose}лист «{escape(spec.title)}», {escape(name)}: есть ошибки, {mend}")
    return lines


def name_row(view: View, slot: Slot, key: str) -> str:
    """What tells a row: its label, or the year and the parts of its slot."""
    spec = view.snapshot.tables[slot.table].spec
    if spec.label and not key.startswith("?"):
        return view.snapshot.label(slot.table, key)
    return ", ".join(filter(None, (slot.year, name_parts(view.snapshot, slot)))) or "строка"


def unplaced(view: View, owner: str, table: str, keys: Sequence[str]) -> list[str]:
    """HTML of rows that may be the missing ones, if only a cell of theirs could be read."""
    if view.owner not in ("", owner):
        return []
    whose = "" if view.owner else f"{escape(view.name_owner(owner))}, "
    spec = view.snapshot.tables[table].spec
    names = [quoted(view.snapshot.target(table, path)[1].title) for path in (spec.expect.every if spec.expect else ())]
    count = counted(len(keys), "строку", "строки", "строк")
    where = links.anchor(links.to(links.find_page("quality"), sheet=table), "посмотреть")
    unread = escape(" или ".join(names))
    return [f"{whose}лист «{escape(spec.title)}»: {count} некуда отнести, не читается {unread}; {where}"]


def tell_other_years(view: View) -> str:
    """HTML: where else something is missing."""
    years = {year: len(view.found.missing(view.owner, year)) for year in view.found.years if year != view.year}
    owed = [
        links.anchor(view.to(MISSING, year=year), f"{year} — {counted(count, 'строка', 'строки', 'строк')}")
        for year, count in years.items()
        if count
    ]
    return f'<p class="nd-under">Не введено и за другие годы: {", ".join(owed)}.</p>' if owed else ""
