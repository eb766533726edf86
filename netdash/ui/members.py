"""The dialogs of a roster: somebody joins, takes another role, leaves; a group gets its head. The address opens them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from netdash.edits import Change
from netdash.kinds.russian import quoted
from netdash.ui import current, enrolment, links, saving
from netdash.ui.empties import show_empty
from netdash.ui.groups import Group, Member, Person
from netdash.ui.roster import View
from netdash.ui.text import plain

SLOT = "roster"
NOBODY = "Никто не назначен"
ASKED = ("do", "member", "person", "at")


def show_asked(view: View) -> None:
    """Open the dialog that the address asks for."""
    found = view.roster.members.get(links.asked("member"))
    person = view.roster.people.get(links.asked("person"))
    open_dialog: Callable[[], None] | None = None
    if found and found[1] in found[0].members:
        open_dialog = partial(ask_member, view, *found)
    elif links.asked("do") == "head" and view.group and view.roster.page.head:
        open_dialog = partial(ask_head, view, view.group)
    elif links.asked("do") == "join" and (view.group or person):
        open_dialog = partial(ask_join, view, person)
    if open_dialog is None:
        current.release(SLOT)
    elif not saving.is_open():
        current.hold(SLOT)
        open_dialog()


def close() -> None:
    """The dialog is closed: the address asks for it no longer."""
    links.answer(**dict.fromkeys(ASKED, ""))
    current.release(SLOT)


def finish(changes: Sequence[Change], what: str) -> None:
    """Save what the dialog changed and close it."""
    saving.submit(changes, what, slot=SLOT)
    close()
    st.rerun()


def name_person(view: View, person: Person) -> str:
    """«Иванова А. П. · МОУ № 7 · физика», for lists to choose from."""
    place = view.roster.name_place(person.place) if view.roster.places else ""
    return " · ".join(part for part in (person.name, place, person.detail) if part)


def list_people(view: View, place: str = "") -> list[str]:
    """Everybody by place and name; those of ``place`` first."""
    places = view.roster.by_place(list(view.roster.people.values()))
    ordered = sorted(places, key=lambda one: one != place)
    return [person.key for one in ordered for person in places[one]]


def ask_role(view: View, role: str, key: str) -> str:
    """The roles side by side."""
    roles = view.roster.roles
    title = view.snapshot.tables[view.roster.page.members].spec.columns[view.roster.page.role].title
    index = list(roles).index(role) if role in roles else None
    return st.radio(plain(title), list(roles), index, format_func=lambda one: plain(roles[one]), horizontal=True, key=key) or ""


@st.dialog("Добавить в состав", width="medium", on_dismiss=close)
def ask_join(view: View, person: Person | None) -> None:
    """Somebody into the group that is open, or the person of the address into a group to be chosen."""
    if not view.roster.people:
        table = view.roster.page.people
        title = view.snapshot.tables[table].spec.title
        show_empty(
            f"Добавить некого: в таблице «{title}» ещё никого нет.", links.anchor(links.to_row(table), "Заполнить таблицу")
        )
        return
    with st.form("nd-join", border=False):
        group = view.group or choose_group(view, person)
        joining = choose_person(view, view.group) if view.group else person
        role = ask_role(view, view.roster.page.joins or "", "nd-join-role")
        if st.form_submit_button("Добавить", type="primary"):
            if group is None or joining is None or not role:
                st.error("Выберите, кого и куда добавить и в какой роли.")
                return
            changes = enrolment.join(view.roster, view.snapshot, group, joining.key, role)
            finish(changes, f"{joining.name} — в составе {quoted(group.title)}")


def choose_group(view: View, person: Person | None) -> Group | None:
    """The groups that somebody is not in, those of the matrix first."""
    if person:
        st.markdown(f"**{plain(name_person(view, person))}**")
    groups = [group for group in view.roster.groups.values() if all(m.person != person for m in group.members)]
    keys = [group.key for group in sorted(groups, key=lambda group: not group.expected)]
    titles = view.roster.groups
    key = st.selectbox(
        "Куда", keys, None, format_func=lambda one: titles[one].title, placeholder="Выберите…", key="nd-join-group"
    )
    return titles.get(key or "")


def choose_person(view: View, group: Group) -> Person | None:
    """Those who are not in the group yet; the place that the address names comes first."""
    st.markdown(f"**{plain(group.title)}**")
    people, there = view.roster.people, {member.person.key for member in group.members}
    options = [key for key in list_people(view, links.asked("at") or view.place) if key not in there]
    key = st.selectbox(
        "Кого",
        options,
        None,
        format_func=lambda one: name_person(view, people[one]),
        placeholder="Начните вводить фамилию",
        key="nd-join-person",
    )
    return people.get(key or "")


@st.dialog("Изменить участие", width="medium", on_dismiss=close)
def ask_member(view: View, group: Group, member: Member) -> None:
    """Another role, or the last day."""
    st.markdown(f"**{plain(name_person(view, member.person))}**  \n{plain(group.title)}")
    with st.form("nd-role", border=False):
        role = ask_role(view, member.role, f"nd-role-{member.key}")
        if st.form_submit_button("Сохранить роль", type="primary"):
            if not role:
                st.error("Выберите роль.")
                return
            changes = enrolment.change_role(view.roster, view.snapshot, group, member, role)
            finish(changes, f"{member.person.name} — {view.roster.roles[role]}")
    with st.form("nd-leave", border=False):
        last = ask_last_day(view, member)
        if st.form_submit_button("Вывести из состава", icon=":material/logout:"):
            changes = enrolment.leave(view.roster, view.snapshot, group, member, last)
            finish(changes, f"{member.person.name} — больше не в составе {quoted(group.title)}")


def ask_last_day(view: View, member: Member) -> date | None:
    """The last day of somebody who leaves; ``None`` where the row was a mistake, or no such day is kept."""
    page = view.roster.page
    if not page.until:
        return None
    title = view.snapshot.tables[page.members].spec.columns[page.until].title
    today = view.snapshot.today
    day = st.date_input(plain(title), today, min_value=min(member.since or today, today), max_value=today, format="DD.MM.YYYY",
                        key=f"nd-until-{member.key}")  # fmt: skip
    mistaken = st.checkbox("Записан по ошибке: убрать строку, в прежних составах её не будет", key=f"nd-mistake-{member.key}")
    return None if mistaken or not isinstance(day, date) else day


@st.dialog("Руководитель", width="medium", on_dismiss=close)
def ask_head(view: View, group: Group) -> None:
    """Who leads the group: its members first; nobody is an answer too."""
    inside = [member.person.key for member in group.members]
    options = ["", *inside, *(key for key in list_people(view) if key not in inside)]
    people = view.roster.people
    with st.form("nd-head", border=False):
        st.markdown(f"**{plain(group.title)}**")
        person = st.selectbox(
            "Кто руководит",
            options,
            options.index(group.head) if group.head in options else 0,
            format_func=lambda one: name_person(view, people[one]) if one else NOBODY,
            key=f"nd-head-{group.key}",
        )
        st.caption("Кто не входит в состав, войдёт в него. Прежний руководитель останется участником.")
        if st.form_submit_button("Сохранить", type="primary"):
            changes = enrolment.name_head(view.roster, view.snapshot, group, person)
            finish(changes, f"{quoted(group.title)} — руководитель: {people[person].name if person else NOBODY.lower()}")
