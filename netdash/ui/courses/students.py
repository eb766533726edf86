"""The plans of a year by student."""

import streamlit as st

from netdash.errors import Problem, RowName
from netdash.facts import show_at
from netdash.kinds import fold
from netdash.seats import Plan
from netdash.ui import asks, links, more
from netdash.ui.courses.card import tell_plan, to_student
from netdash.ui.courses.view import View, at, name_student, take_view, tell_details, tell_when
from netdash.ui.empties import show_empty
from netdash.ui.menus import draw_menu, draw_menus
from netdash.ui.registry.rows import list_options
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 30
NOUN = ("учащийся", "учащихся", "учащихся")


def show_students(view: View) -> None:
    """Everybody with a plan in the year, with what they take and what of that does not fit."""
    plans = {student: found for (year, student), found in view.bank.by_student.items() if year == view.year}
    if not plans:
        title = view.snapshot.tables[view.page.plans].spec.title
        way = links.anchor(view.to(view=""), "Выбрать курс и записать")
        show_empty(f"В таблице «{title}» на этот год ещё нет строк.", way)
        return
    home = links.asked("home")
    with st.container(key="nd-course-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        find = fold(asks.search(st.container(width=260), "Найти учащегося", "find", "Шифр"))
        view = take_view(view.page, view.snapshot)
        if view.page.home:
            spec = view.snapshot.tables[view.students].spec
            options = list_options(view.snapshot, view.students, view.page.home)
            menu = draw_menu(spec.columns[view.page.home].title, options, home, lambda value: view.to(home=value))
            st.html(draw_menus([menu]), width="content")
    found = [key for key in plans if passes(view, key, find, home)]
    found.sort(key=lambda key: (home_of(view, key), name_student(view, key)))
    if not found:
        show_empty("По этому отбору никого нет.", links.anchor(view.to(find="", home=""), "Показать всех"))
        return
    shown = more.cut(found, SCREEN)
    st.html(draw_students(view, {key: plans[key] for key in shown}))
    more.show_more(len(found), len(shown), SCREEN, NOUN)


def passes(view: View, key: str, find: str, home: str) -> bool:
    """Whether a student is among those asked for."""
    if home and view.snapshot.value(view.students, key, view.page.home or "") != home:
        return False
    return find in fold(view.snapshot.label(view.students, key))


def home_of(view: View, key: str) -> str:
    """Where a student comes from, as text."""
    path = view.page.home
    return show_at(view.snapshot, view.students, path, at(view.snapshot, view.students, key, path)) if path else ""


def draw_students(view: View, plans: dict[str, list[Plan]]) -> str:
    """HTML of students with their courses."""
    troubled = {
        row: problem
        for problem in view.snapshot.violations[view.page.plans][1]
        for row in ((problem.table, problem.key), *problem.others)
    }
    rows = []
    for student, taken in plans.items():
        about = tell_details(view, student)
        courses = "".join(draw_course(view, plan, troubled) for plan in taken)
        name = links.anchor(to_student(view, student), name_student(view, student))
        rows.append(
            f'<tr><td class="nd-who">{name}<small>{escape(about)}</small></td><td><ul class="nd-takes">{courses}</ul></td></tr>'
        )
    first = view.snapshot.tables[view.page.plans].spec.columns[view.page.student].title
    second = f"Курсы, {view.year}" if view.year else "Курсы"
    head = f"<tr><th>{escape(first)}</th><th>{escape(second)}</th></tr>"
    return f'<table class="nd-table nd-stack nd-plans"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def draw_course(view: View, plan: Plan, troubled: dict[RowName, Problem]) -> str:
    """HTML of one course of a student: when, in which state, whether it clashes."""
    name = links.anchor(view.to_course(plan.course), view.snapshot.label(view.page.courses, plan.course))
    problem = troubled.get((view.page.plans, plan.key))
    clash = badge("late", problem.message.partition(":")[0]) if problem else ""
    return f"<li>{name} <small>{escape(tell_when(view, plan.course))}</small> {tell_plan(view, plan)} {clash}</li>"
