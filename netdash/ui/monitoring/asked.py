"""Questions about numbers that may be right: both years, the people under each, and the ways to answer."""

import streamlit as st

from netdash.doubts import Doubt, name_doubt, tell_change, tell_doubt
from netdash.ui import links, more
from netdash.ui.monitoring.places import to_form
from netdash.ui.monitoring.view import ASKED, View
from netdash.ui.text import escape

A_SCREEN = 40
SCREENS = "questions"


def show_asked(view: View) -> None:
    """Every question of the year; nothing where there is none."""
    if not view.doubts:
        return
    shown = more.cut(view.doubts, A_SCREEN, SCREENS)
    rows = "".join(draw_doubt(view, doubt) for doubt in shown)
    st.html(
        f'<h2 class="nd-section" id="{ASKED}">Проверьте: всё ли верно</h2>'
        '<p class="nd-under">Числа приняты и входят в показатели. Но они сильно отличаются от прежних: '
        "это может быть и правда, и описка.</p>"
        f'<table class="nd-table nd-stack nd-doubts"><tbody>{rows}</tbody></table>'
    )
    more.show_more(len(view.doubts), len(shown), A_SCREEN, ("вопрос", "вопроса", "вопросов"), SCREENS)


def draw_doubt(view: View, doubt: Doubt) -> str:
    """HTML of one question."""
    snapshot = view.snapshot
    spec = snapshot.tables[doubt.table].spec
    name = name_doubt(snapshot, doubt)
    title = f"{spec.title}, {name}" if name else spec.title
    change = f" <b>{escape(tell_change(doubt))}</b>" if tell_change(doubt) else ""
    said = tell_doubt(snapshot, doubt)
    told = f"<small>{escape(said[:1].upper() + said[1:])}{change}</small>"
    return (
        f"<tr><td>{escape(view.name_owner(doubt.owner))}</td><td>{escape(title)}{told}"
        f'</td><td class="nd-answers">{" ".join(list_answers(view, doubt))}</td></tr>'
    )


def list_answers(view: View, doubt: Doubt) -> list[str]:
    """HTML of the ways to answer: put it right, say that it is right, or add the row that is gone."""
    snapshot, table = view.snapshot, doubt.table
    before = [links.anchor(links.to_row(table, doubt.before), "Год назад", "nd-do")] if doubt.before else []
    if doubt.kind == "gone":
        return [links.anchor(to_gone(view, doubt), "Добавить строку", "nd-do"), *before]
    answers = [links.anchor(links.to_row(table, doubt.key, doubt.column), "Исправить", "nd-do")]
    if doubt.confirm and doubt.confirm in snapshot.tables[table].places:
        answers.append(links.anchor(links.to_row(table, doubt.key, doubt.confirm), "Всё верно", "nd-do"))
    return [*answers, *before]


def to_gone(view: View, doubt: Doubt) -> str:
    """The form for the row that is there no more, with what is known of it."""
    spec = view.snapshot.tables[doubt.table].spec
    years = [name for name, column in spec.columns.items() if column.kind == "school_year"]
    cells = {spec.owner or "": doubt.owner, **dict.fromkeys(years[:1], doubt.year), **dict(doubt.parts)}
    return to_form(view.snapshot, doubt.table, cells)
