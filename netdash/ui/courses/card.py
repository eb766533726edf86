"""One course: what it is, how full it is, who takes it, what does not fit."""

import streamlit as st

from netdash.facts import show_at
from netdash.kinds.russian import counted
from netdash.seats import Plan
from netdash.ui import links, more
from netdash.ui.courses.bank import tell_status
from netdash.ui.courses.view import View, at, name_student, tell_seats, tell_when
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 60
NOUN = ("учащийся", "учащихся", "учащихся")


def show_card(view: View) -> None:
    """The course, its problems, its students by where they come from."""
    plans = view.bank.by_course.get((view.year, view.course), [])
    st.html(draw_head(view) + draw_troubles(view) + draw_facts(view))
    title = f"{view.snapshot.tables[view.page.plans].spec.title}{', ' + view.year if view.year else ''}"
    st.html(f'<h2 class="nd-section">{escape(title)}</h2>')
    if not plans:
        st.html('<p class="nd-under">На этот курс ещё никого не записали.</p>')
        return
    ordered = sorted(plans, key=lambda plan: (not plan.takes, place_of(view, plan), name_student(view, plan.student)))
    shown = more.cut(ordered, SCREEN)
    st.html(draw_plans(view, list(shown)))
    more.show_more(len(ordered), len(shown), SCREEN, NOUN)


def draw_head(view: View) -> str:
    """HTML of the name, the way back, the way in."""
    back = links.anchor(view.to(), "← Все курсы")
    row = links.anchor(links.to_row(view.page.courses, view.course), "Открыть строку")
    join = links.anchor(view.to_course(view.course, do="join"), "Записать учащегося", "nd-action")
    ways = f"{join} {row}" if view.course in view.bank.open else row
    return (
        f'<p class="nd-crumb">{back}</p><h2 class="nd-name">{escape(view.snapshot.label(view.page.courses, view.course))}</h2>'
        f'<div class="nd-actions">{ways}</div>'
    )


def draw_troubles(view: View) -> str:
    """HTML of the rules that are broken at the course or at its plans of the year."""
    rows = {(view.page.courses, view.course)}
    rows |= {(view.page.plans, plan.key) for plan in view.bank.by_course.get((view.year, view.course), ())}
    told = [
        problem
        for table in (view.page.courses, view.page.plans)
        for problem in view.snapshot.violations[table][1]
        if rows & {(problem.table, problem.key), *problem.others}
    ]
    if not told:
        return ""
    lines = "".join(f"<li>{escape(one.message)}. {links.anchor(links.to_problem(one), 'Открыть')}</li>" for one in told[:8])
    rest = f"<li>и ещё {len(told) - 8}</li>" if len(told) > 8 else ""
    return f'<div class="nd-empty nd-broken"><p><b>Не сходится: {len(told)}</b></p><ul class="nd-faults">{lines}{rest}</ul></div>'


def draw_facts(view: View) -> str:
    """HTML of what the page shows of a course."""
    facts = []
    if view.course in view.bank.open:
        facts.append(("Места", tell_seats(view.seats(view.course))))
    else:
        facts.append(("Состояние", tell_status(view, view.course)))
    if view.page.when:
        facts.append(("Когда", escape(tell_when(view, view.course)) or "не указано"))
    paths = dict.fromkeys((*([view.page.place] if view.page.place else []), *view.page.show))
    unsaid = '<span class="nd-note">не указано</span>'
    facts += [(view.title(path), escape(view.text(path, view.course)) or unsaid) for path in paths]
    lines = "".join(f"<div><dt>{escape(title)}</dt><dd>{text}</dd></div>" for title, text in facts)
    return f'<dl class="nd-facts">{lines}</dl>'


def place_of(view: View, plan: Plan) -> str:
    """Where a student comes from, as text."""
    if not view.page.home:
        return ""
    return show_at(view.snapshot, view.students, view.page.home, at(view.snapshot, view.students, plan.student, view.page.home))


def draw_plans(view: View, plans: list[Plan]) -> str:
    """HTML of those who take the course: code, where from, what else is known, the state of the plan."""
    spec, details = view.snapshot.tables[view.students].spec, view.page.details
    first = view.snapshot.tables[view.page.plans].spec.columns[view.page.student].title
    heads = [first, *([spec.columns[view.page.home].title] if view.page.home else [])]
    heads += [view.snapshot.target(view.students, path)[1].title for path in details]
    head = "".join(f"<th>{escape(title)}</th>" for title in [*heads, "План"])
    lines = []
    for plan in plans:
        cells = [links.anchor(to_student(view, plan.student), name_student(view, plan.student))]
        cells += [escape(place_of(view, plan))] if view.page.home else []
        for path in details:
            cells.append(
                escape(show_at(view.snapshot, view.students, path, at(view.snapshot, view.students, plan.student, path)))
            )
        cells.append(tell_plan(view, plan))
        lines.append(
            "".join(f'<td data-name="{escape(one)}">{cell}</td>' for one, cell in zip([*heads, "План"], cells, strict=True))
        )
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    waiting = sum(not plan.takes for plan in plans)
    note = f'<p class="nd-under">Место ещё не занимают: {counted(waiting, "план", "плана", "планов")}.</p>' if waiting else ""
    return f'<table class="nd-table nd-stack nd-dense"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}'


def tell_plan(view: View, plan: Plan) -> str:
    """HTML of the plan, by the state that its row has; opens the row."""
    table = view.snapshot.tables[view.page.plans]
    for name, column in table.spec.columns.items():
        choices = view.snapshot.config.choice_list(column.choices) if column.kind == "choice" and column.choices else {}
        value = view.snapshot.value(view.page.plans, plan.key, name)
        choice = choices.get(value) if isinstance(value, str) else None
        if choice and choice.state:
            href = escape(links.to_row(view.page.plans, plan.key))
            return f'<a class="nd-link nd-quiet" href="{href}" target="_self">{badge(choice.state, choice.title)}</a>'
    return links.anchor(links.to_row(view.page.plans, plan.key), "открыть")


def to_student(view: View, key: str) -> str:
    """Where a student's own sheet stands: the portfolio if the network has one, else the row."""
    portfolio = links.find_page("portfolio")
    return links.to(portfolio, student=key) if portfolio else links.to_row(view.students, key)
