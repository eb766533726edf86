"""The dialog that enrols somebody: who and in which year, and what would not fit, before it is written."""

from typing import Any

import streamlit as st

from netdash.edits import Insert, check
from netdash.foresight import foresee
from netdash.kinds.russian import quoted
from netdash.ui import current, links, saving
from netdash.ui.courses.view import View, name_student, tell_seats
from netdash.ui.empties import show_empty
from netdash.ui.foreseen import draw_ahead
from netdash.ui.text import escape, plain

SLOT = "courses"


def show_asked(view: View) -> None:
    """Open the dialog if the address asks for it."""
    if links.asked("do") != "join" or view.course not in view.bank.open:
        current.release(SLOT)
    elif not saving.is_open():
        current.hold(SLOT)
        ask_student(view)


def close() -> None:
    """The dialog is closed: the address asks for it no longer."""
    links.answer(do="")
    current.release(SLOT)


@st.dialog("Записать на курс", width="medium", on_dismiss=close)
def ask_student(view: View) -> None:
    """Somebody who is not on the course yet; clashes are shown and may be taken knowingly."""
    if not view.snapshot.tables[view.students].rows:
        title = view.snapshot.tables[view.students].spec.title
        show_empty(f"Записать некого: таблица «{title}» пуста.", links.anchor(links.to_new(view.students), "Добавить строку"))
        return
    st.html(f"<p><b>{escape(view.snapshot.label(view.page.courses, view.course))}</b> {tell_seats(view.seats(view.course))}</p>")
    values = ask_values(view)
    if any(value is None for value in values.values()):
        st.button("Записать", type="primary", disabled=True, key="nd-join-send")
        return
    insert = compose(view, values)
    if problems := check([insert], view.snapshot):
        st.error(plain(" ".join(problem.message for problem in problems)))
        return
    ahead = foresee([insert], view.snapshot)
    if ahead:
        st.html(draw_ahead(ahead, view.snapshot, "Если записать, не сойдётся вот что:"))
    if st.button("Всё равно записать" if ahead else "Записать", type="primary", key="nd-join-send"):
        who = name_student(view, str(insert.values[view.page.student]))
        saving.submit([insert], f"{who} — на курсе {quoted(view.snapshot.label(view.page.courses, view.course))}", slot=SLOT)
        close()
        st.rerun()


def ask_values(view: View) -> dict[str, Any]:
    """The fields: who, which year, and whatever else a plan needs; by the titles of their columns."""
    page, spec = view.page, view.snapshot.tables[view.page.plans].spec
    asked: dict[str, Any] = {}
    for name, column in spec.columns.items():
        title = column.title
        if name == page.student:
            there = {plan.student for plan in view.bank.by_course.get((view.year, view.course), ())}
            options = sorted(
                (key for key in view.snapshot.tables[view.students].rows if key not in there),
                key=lambda key: name_student(view, key),
            )
            asked[title] = st.selectbox(
                plain(title),
                options,
                None,
                format_func=lambda key: tell_student(view, key),
                placeholder="Начните вводить шифр",
                key="nd-join-student",
            )
        elif name == page.year:
            years = list(dict.fromkeys((view.year, view.bank.current, view.bank.next)))
            asked[title] = st.selectbox(plain(title), years, 0, key="nd-join-year")
        elif column.required and column.choices and name not in page.holds:
            titles = {word: plain(choice.title) for word, choice in view.snapshot.config.choice_list(column.choices).items()}
            asked[title] = st.radio(
                plain(title), list(titles), None, format_func=titles.__getitem__, horizontal=True, key=f"nd-join-{name}"
            )
    return asked


def tell_student(view: View, key: str) -> str:
    """«7-0412 · МОУ № 7»."""
    home = view.snapshot.value(view.students, key, view.page.home) if view.page.home else ""
    place = view.snapshot.show(view.students, view.page.home, home) if view.page.home else ""
    return " · ".join(filter(None, (view.snapshot.label(view.students, key), place)))


def compose(view: View, values: dict[str, Any]) -> Insert:
    """The new row of the plans."""
    spec = view.snapshot.tables[view.page.plans].spec
    asked = {name: values[column.title] for name, column in spec.columns.items() if column.title in values}
    return Insert(view.page.plans, {view.page.course: view.course, **view.page.holds, **asked})
