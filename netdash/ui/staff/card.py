"""One person: who they are, where they sit, what they do and what they won."""

import streamlit as st

from netdash.kinds.russian import counted
from netdash.ui import behind, links, more
from netdash.ui.empties import show_empty
from netdash.ui.staff.listing import draw_group
from netdash.ui.staff.view import View
from netdash.ui.text import escape

ROWS = 20


def show_card(view: View) -> None:
    """The person that the address names, or that there is none."""
    person = view.staff.people.get(view.person)
    back = links.anchor(view.address(person="") + "#people", "Вернуться к списку")
    if person is None:
        show_empty(f"Человека с кодом «{view.person}» в книге нет.", back)
        return
    row = links.anchor(links.to_row(view.page.people, person.key), "Открыть строку в таблице", "nd-do")
    st.html(
        f'<p class="nd-under">{back}</p><h2 class="nd-section nd-name">{escape(person.name)}</h2>{draw_facts(view)}<p>{row}</p>'
    )
    for name in view.page.related:
        show_related(view, name)


def draw_facts(view: View) -> str:
    """HTML of what the row says, the lists and the groups."""
    table = view.snapshot.tables[view.page.people]
    spec, facts = table.spec, []
    for name, column in spec.columns.items():
        value = view.snapshot.value(view.page.people, view.person, name)
        shown = view.snapshot.show(view.page.people, name, value) if value is not None and value != () else ""
        if name not in (spec.key, spec.label_column) and not column.minor and shown:
            facts.append((column.title, escape(shown)))
    sits = view.staff.groups.get(view.person, ())
    for title, wanted in (("Руководит", True), ("Состоит", False)):
        if groups := [group for group, leads in sits if leads == wanted]:
            facts.append((title, ", ".join(draw_group(view, group, leads=False) for group in groups)))
    if view.staff.roster and not sits:
        facts.append(("Состоит", '<i class="nd-none">нигде</i>'))
    lines = "".join(f"<div><dt>{escape(title)}</dt><dd>{text}</dd></div>" for title, text in facts)
    return f'<dl class="nd-facts">{lines}</dl>'


def show_related(view: View, name: str) -> None:
    """Rows of another table that point at the person."""
    related = view.page.related[name]
    column = view.snapshot.follow(related.table, related.person)
    keys = list(column.index[(column == view.person).fillna(False)])
    if not keys:
        return
    won, total = view.staff.related[name][view.person]
    rows = counted(total, "строка", "строки", "строк")
    told = f"{rows}, из них побед и призовых мест: {won}" if related.won else rows
    shown = more.cut(keys, ROWS, f"rows-{name}")
    spec = view.snapshot.tables[related.table].spec
    hidden = (spec.key, spec.label, related.person)
    show = related.show or [each for each, column in spec.columns.items() if not column.minor and each not in hidden]
    st.html(
        f'<h2 class="nd-section">{escape(related.title)}</h2><p class="nd-under">{told}</p>'
        f"{behind.rows_table(view.snapshot, related.table, shown, show)}"
    )
    more.show_more(len(keys), len(shown), ROWS, ("строка", "строки", "строк"), f"rows-{name}")
