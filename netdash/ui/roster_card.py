"""One group: who leads it, what it belongs to, its members by place, the places that are missing."""

from collections.abc import Sequence

import streamlit as st

from netdash.kinds.russian import counted, day
from netdash.ui import links
from netdash.ui.empties import show_empty
from netdash.ui.groups import Group, Member
from netdash.ui.roster import View, tell_head, tell_size
from netdash.ui.states import badge
from netdash.ui.text import escape

WIDTH = 5
"""Columns of the table of members: place, name, role, first day, what can be done."""

PARTS_NAMED = 12
"""How many parts of a group are named at once."""


def is_asked() -> bool:
    """Whether the address names a group."""
    return bool(links.asked("group"))


def show_card(view: View) -> None:
    """The group that the address names, or that there is none."""
    if view.group is None:
        key = links.asked("group")
        show_empty(
            f"Строки с кодом «{key}» в книге нет.", f"Возможно, её удалили. {links.anchor(view.to(), 'Показать все составы')}"
        )
        return
    st.html(draw_head(view, view.group) + draw_members(view, view.group) + draw_former(view, view.group))


def draw_head(view: View, group: Group) -> str:
    """HTML of what the group is and who leads it."""
    page, specs = view.roster.page, view.snapshot.tables[view.roster.page.groups].spec.columns
    facts = []
    if page.head:
        change = links.anchor(view.to(group=group.key, do="head"), "Сменить" if group.head_text else "Назначить", "nd-do")
        facts.append((specs[page.head].title, f"{tell_head(group)} {change}"))
    if page.base and group.base:
        facts.append((specs[page.base].title, escape(group.base)))
    if page.part_of and (whole := view.roster.groups.get(group.part_of)):
        facts.append((specs[page.part_of].title, links.anchor(view.to_group(whole.key), whole.title)))
    if parts := view.roster.parts(group.key):
        facts.append(("Включает", draw_parts(view, parts)))
    kind = view.roster.kinds.get(group.kind, "")
    lines = "".join(f"<div><dt>{escape(title)}</dt><dd>{text}</dd></div>" for title, text in facts)
    row = links.anchor(links.to_row(page.groups, group.key), "Открыть строку в таблице", "nd-do")
    return (
        f'<h2 class="nd-section nd-name">{escape(group.title)}</h2><p class="nd-under">{escape(kind)} · '
        f'{escape(tell_size(group, view.roster))} · {row}</p><dl class="nd-facts">{lines}</dl>'
    )


def draw_parts(view: View, parts: Sequence[Group]) -> str:
    """HTML of what belongs to the group; of many the first, the rest a click away."""
    named = [links.anchor(view.to_group(part.key), part.title) for part in parts]
    most = len(named) if len(named) <= PARTS_NAMED + 2 else PARTS_NAMED
    rest = f"<details><summary>и ещё {len(named) - most}</summary>{', '.join(named[most:])}</details>" if named[most:] else ""
    return ", ".join(named[:most]) + rest


def draw_members(view: View, group: Group) -> str:
    """HTML of the members under the places where they work; expected places without anybody stand among them."""
    add = view.to(group=group.key, place=view.place, do="join")
    bar = f'<a class="nd-link nd-action" href="{escape(add)}" target="_self">Добавить в состав</a>'
    if view.place:
        name = escape(view.roster.name_place(view.place))
        bar += f"<span>Показаны только: <b>{name}</b>. {links.anchor(view.to_group(group.key), 'Показать весь состав')}</span>"
    places = [
        place for place in (*view.roster.places, "") if place in group.expected or any(is_of(m, place) for m in group.members)
    ]
    places = [view.place] if view.place else places
    body = "".join(place_rows(view, group, place) for place in places)
    if not body:
        body = f'<tbody><tr><td colspan="{WIDTH}"><i class="nd-none">В составе пока никого нет.</i></td></tr></tbody>'
    return f'<div class="nd-actions">{bar}</div><table class="nd-table nd-members">{table_head(view)}{body}</table>'


def is_of(member: Member, place: str) -> bool:
    """Whether somebody works there."""
    return member.person.place == place


def table_head(view: View) -> str:
    """HTML of the titles that the sheets have too."""
    page, tables = view.roster.page, view.snapshot.tables
    titles = [tables[page.people].spec.columns[page.place].title] if page.place else []
    titles += [tables[page.members].spec.columns[column].title for column in (page.person, page.role, page.since) if column]
    return f"<thead><tr>{''.join(f'<th>{escape(title)}</th>' for title in titles)}<th></th></tr></thead>"


def place_rows(view: View, group: Group, place: str) -> str:
    """HTML of the members of one place, or of its gap."""
    here = [member for member in group.members if is_of(member, place)]
    name = escape(view.roster.name_place(place))
    if here:
        cells = [member_cells(view, group, member) for member in here]
        title = f'<th scope="rowgroup" rowspan="{len(here)}">{name}</th>' if view.roster.page.place else ""
        return f"<tbody><tr>{title}{'</tr><tr>'.join(cells)}</tr></tbody>"
    gap = view.roster.coverage.gap.lower() if view.roster.coverage and place in group.gaps else ""
    missing = badge("late", gap) if gap else '<i class="nd-none">никого</i>'
    add = links.anchor(view.to(group=group.key, place=view.place, at=place, do="join"), "Добавить", "nd-do")
    line = f'<span class="nd-gap-line">{missing} {add}</span>'
    return f'<tbody><tr><th scope="rowgroup">{name}</th><td colspan="{WIDTH - 1}">{line}</td></tr></tbody>'


def member_cells(view: View, group: Group, member: Member) -> str:
    """HTML of one member."""
    page = view.roster.page
    change = links.anchor(view.to(group=group.key, place=view.place, member=member.key), "Изменить", "nd-do")
    person = links.anchor(links.to_row(page.people, member.person.key), member.person.name, "nd-quiet")
    detail = f" <small>{escape(member.person.detail)}</small>" if member.person.detail else ""
    role = escape(member.role_text) or '<i class="nd-none">роль не указана</i>'
    strong = f"<b>{role}</b>" if member.role and member.role == page.leads else role
    since = f'<td class="nd-since">{escape(day(member.since)) if member.since else ""}</td>' if page.since else ""
    return f"<td>{person}{detail}</td><td>{strong}</td>{since}<td>{change}</td>"


def draw_former(view: View, group: Group) -> str:
    """HTML of those who left, folded away."""
    if not group.former:
        return ""
    lines = "".join(
        f"<li>{escape(member.person.name)}, {escape(view.roster.name_place(member.person.place))}: "
        f"{escape(member.role_text)}{f', по {escape(day(member.until))}' if member.until else ''}</li>"
        for member in group.former
    )
    count = counted(len(group.former), "человек", "человека", "человек")
    summary = f"<summary>Были в составе раньше: {count}</summary>"
    return f'<details class="nd-former">{summary}<ul class="nd-faults">{lines}</ul></details>'
