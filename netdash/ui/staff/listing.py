"""The people in a list: filters, and for each what they do in the network and what they won."""

from collections.abc import Mapping, Sequence

import streamlit as st

from netdash.kinds.russian import counted, number
from netdash.ui import asks, empties, links, more
from netdash.ui.groups import Group
from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.staff.people import Person
from netdash.ui.staff.view import View
from netdash.ui.text import bind, escape

A_SCREEN = 50
GROUPS = 2
PEOPLE = ("человек", "человека", "человек")


def show_people(view: View) -> None:
    """Whoever passes the filters."""
    st.html('<h2 class="nd-section" id="people">Список</h2>')
    with st.container(key="nd-staff-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        asks.search(st.container(width=260), "Найти", "find", "Фамилия, школа, предмет")
        st.html(draw_filters(view), width="content")
    people = view.find_people()
    shown: Sequence[Person] = more.cut(people, A_SCREEN)
    whole = links.anchor(links.to(links.address(view.page)) + "#people", "Показать всех") if view.is_narrowed else ""
    if not people:
        empties.show_empty("По этому отбору никого нет.", whole)
        return
    st.html(f'<p class="nd-under">{counted(len(people), *PEOPLE)}. {whole}</p>{draw_table(view, shown)}')
    more.show_more(len(people), len(shown), A_SCREEN, PEOPLE)


def draw_filters(view: View) -> str:
    """HTML of the menus."""
    staff, page = view.staff, view.page
    lists = {name: f"{staff.titles[name]} ({number(len(keys))})" for name, keys in staff.lists.items()}
    menus = [draw_menu(view.title(page.place), options(staff.places.rows), view.at, lambda value: view.address(at=value))]
    if staff.subjects and page.subject:
        rows = options(staff.subjects.rows)
        menus.append(draw_menu(view.title(page.subject), rows, view.of, lambda value: view.address(of=value)))
    columns = options(staff.places.columns)
    menus.append(draw_menu(view.title(page.category), columns, view.category, lambda value: view.address(category=value)))
    if lists:
        menus.append(draw_menu("Кто", lists, view.who, lambda value: view.address(who=value)))
    return draw_menus(menus)


def options(rows: Mapping[str, str]) -> dict[str, str]:
    """The parts as a menu has them."""
    return {key or links.NOBODY: title for key, title in rows.items()}


def draw_table(view: View, people: Sequence[Person]) -> str:
    """HTML of the people."""
    page = view.page
    titles = [view.snapshot.tables[page.people].spec.columns[view.snapshot.tables[page.people].spec.label_column].title]
    titles += [view.title(page.place), *([view.title(page.subject)] if page.subject else []), view.title(page.category)]
    heads = [f"<th>{links.anchor(view.address(sort=''), titles[0]) if view.sort else escape(titles[0])}</th>"]
    heads += [f"<th>{escape(title)}</th>" for title in titles[1:]]
    if view.staff.roster:
        titles.append("Где состоит")
        heads.append("<th>Где состоит</th>")
    for name in list_counted(view):
        titles.append(page.related[name].title)
        shown = escape(titles[-1]) if view.sort == name else links.anchor(view.address(sort=name), titles[-1])
        heads.append(f'<th class="nd-number">{shown}<small>побед из участий</small></th>')
    body = "".join(draw_person(view, person, titles) for person in people)
    return f'<table class="nd-table nd-stack nd-staff"><thead><tr>{"".join(heads)}</tr></thead><tbody>{body}</tbody></table>'


def list_counted(view: View) -> list[str]:
    """The related rows that have wins among them."""
    return [name for name, related in view.page.related.items() if related.won]


def draw_person(view: View, person: Person, titles: Sequence[str]) -> str:
    """HTML of somebody."""
    staff, page = view.staff, view.page
    cells = [links.anchor(view.address(person=person.key), person.name)]
    cells.append(escape(bind(staff.places.rows.get(person.place, "")) if person.place else "не указано"))
    if page.subject and staff.subjects:
        names = [staff.subjects.rows.get(key, key) for key in person.subject.split(";") if key]
        cells.append(escape(", ".join(names)))
    cells.append(escape(staff.places.columns.get(person.category, "") if person.category else "не указано"))
    if staff.roster:
        cells.append(draw_groups(view, person.key, GROUPS))
    cells += [tell_counts(staff.related[name].get(person.key)) for name in list_counted(view)]
    first = len(cells) - len(list_counted(view))
    return (
        "<tr>"
        + "".join(
            f'<td{" class=nd-number" if at >= first else ""} data-label="{escape(title)}">{cell}</td>'
            for at, (title, cell) in enumerate(zip(titles, cells, strict=True))
        )
        + "</tr>"
    )


def tell_counts(counts: tuple[int, int] | None) -> str:
    """«2 из 5»; nothing where there is nothing."""
    return f"<b>{counts[0]}</b> из {counts[1]}" if counts else ""


def draw_groups(view: View, key: str, most: int) -> str:
    """HTML of the groups that somebody sits in; those that they lead are marked."""
    sits = view.staff.groups.get(key, ())
    if not sits:
        return '<i class="nd-none">нигде</i>'
    pieces = [draw_group(view, group, leads) for group, leads in sits[:most]]
    rest = f" и ещё {len(sits) - most}" if len(sits) > most else ""
    return ", ".join(pieces) + rest


def draw_group(view: View, group: Group, leads: bool) -> str:
    """HTML of one group, on its own page."""
    roster = view.staff.roster
    href = links.to(links.address(roster.page), group=group.key) if roster else ""
    return links.anchor(href, group.title, "nd-quiet") + (" <b>руководит</b>" if leads else "")
