"""Events as lists: this week and the next, a school year, one day. Who, where, for whom."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from netdash.agenda import WEEK, Event, monday, within
from netdash.kinds.russian import NBSP, day, month, span, weekday
from netdash.ui import links, more
from netdash.ui.empties import empty
from netdash.ui.planner import marks
from netdash.ui.planner.view import View
from netdash.ui.text import escape

LATER = 5
"""How many events beyond the next week stand under it."""

A_SCREEN = 100
OVERDUE_SHOWN, OVERDUE = 8, "screens_over"


def show_coming(view: View) -> None:
    """This week, the next one, what follows, and what nobody reported on."""
    if not view.agenda.events:
        st.html(nothing(view) + draw_left_out(view))
        return
    st.html(draw_coming(view))
    show_overdue(view)
    if view.agenda.left_out:
        st.html(draw_left_out(view))


def draw_coming(view: View) -> str:
    """HTML of the weeks in one table, so that their columns stand in line."""
    first = monday(view.today)
    later = [event for event in view.events if event.starts >= first + 2 * WEEK]
    body = draw_week(view, "Эта неделя", first) + draw_week(view, "Следующая неделя", first + WEEK)
    body += draw_group(view, "Потом", later[:LATER]) if later else ""
    if len(later) > LATER:
        rest = links.anchor(view.address(view="list"), f"Ещё {view.tell(len(later) - LATER)} в списке")
        body += f'<tbody><tr><td colspan="{len(list_heads(view))}">{rest}</td></tr></tbody>'
    return draw_table(view, body)


def bound(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", NBSP)


def draw_week(view: View, name: str, first: date) -> str:
    """HTML of the events of a week."""
    last = first + WEEK - timedelta(1)
    return draw_group(view, f"{name}, {bound(span(first, last))}", within(view.events, first, last))


def list_heads(view: View) -> list[tuple[str, str]]:
    """The columns of a list: their part and what people call them."""
    parts = [(part, view.title(getattr(view.page, part))) for part in ("place", "invited", "who")]
    return [("when", "Когда"), ("what", "Что"), *((part, title) for part, title in parts if title)]


def draw_table(view: View, body: str) -> str:
    """HTML of a list with its head."""
    head = "".join(f"<th>{escape(title)}</th>" for _, title in list_heads(view))
    return f'<table class="nd-table nd-stack nd-agenda"><thead><tr>{head}</tr></thead>{body}</table>'


def draw_group(view: View, title: str, events: Sequence[Event], missing: str = "Ничего не запланировано.") -> str:
    """HTML of some events under a heading."""
    heads = list_heads(view)
    count = f" <small>{len(events)}</small>" if events else ""
    rows = "".join(draw_row(view, event, heads) for event in events)
    nothing = f'<tr><td colspan="{len(heads)}" class="nd-none">{missing}</td></tr>'
    return f'<tbody><tr><th colspan="{len(heads)}" scope="rowgroup">{escape(title)}{count}</th></tr>{rows or nothing}</tbody>'


def draw_row(view: View, event: Event, heads: Sequence[tuple[str, str]]) -> str:
    """HTML of one event."""
    far = view.way == "" and event.starts.year != view.today.year
    year = f" {event.starts.year}" if far or view.way == "cover" else ""
    today = '<b class="nd-today">сегодня</b>' if event.starts <= view.today <= event.ends else ""
    hours = f"<small>{escape(marks.tell_hours(event))}</small>" if event.opens else ""
    texts = {
        "when": f"{escape(bound(marks.tell_days(event)) + year)}{hours}{today}",
        "what": f"{marks.link(view, event)} {marks.tell_state(view, event)}{marks.tell_colour(view, event)}",
        "place": marks.place(event),
        "invited": marks.invited(event),
        "who": marks.who(event),
    }
    kinds = {"when": "nd-when", "what": "nd-what"}
    cells = "".join(
        f'<td class="{kinds.get(part, "")}" data-name="{escape(title) if part not in kinds else ""}">{texts[part]}</td>'
        for part, title in heads
    )
    return f"<tr>{cells}</tr>"


def show_overdue(view: View) -> None:
    """What is over and still stands as planned, the latest first; nothing where there is none."""
    events = [event for event in reversed(view.events) if marks.is_overdue(view, event)]
    if not events:
        return
    shown = more.cut(events, OVERDUE_SHOWN, OVERDUE)
    rows = "".join(
        f'<tr><td class="nd-when">{escape(bound(day(event.starts)))}</td><td>{marks.link(view, event)}</td>'
        f"<td>{marks.place(event)}</td><td>{marks.who(event)}</td></tr>"
        for event in shown
    )
    st.html(
        f'<h2 class="nd-section">Прошли, но не отмечено, состоялись ли <small>{len(events)}</small></h2>'
        f'<table class="nd-table nd-stack nd-agenda"><tbody>{rows}</tbody></table>'
    )
    more.show_more(len(events), len(shown), OVERDUE_SHOWN, view.page.noun, OVERDUE)


def draw_left_out(view: View) -> str:
    """HTML of the rows that stand on no day."""
    faults = view.agenda.left_out
    if not faults:
        return ""
    lines = "".join(
        f"<li>{links.anchor(links.to_problem(fault), f'{fault.sheet}, {fault.cell}')}: {escape(fault.message)}</li>"
        for fault in faults[:OVERDUE_SHOWN]
    )
    left = len(faults) - OVERDUE_SHOWN
    all_of_them = links.to(links.find_page("quality"), sheet=view.page.table)
    rest = f"<li>{links.anchor(all_of_them, f'и ещё {view.tell(left)}')}</li>" if left > 0 else ""
    return f'<h2 class="nd-section">Без даты <small>{len(faults)}</small></h2><ul class="nd-faults">{lines}{rest}</ul>'


def show_list(view: View) -> None:
    """The events of a school year by month, those beyond the screen a click away."""
    if not view.shown:
        st.html(nothing(view))
        return
    shown = more.cut(view.shown, A_SCREEN)
    months = groupby(shown, key=lambda event: month(max(event.starts, view.period[0])))
    body = "".join(draw_group(view, name[:1].upper() + name[1:], list(events)) for name, events in months)
    st.html(draw_table(view, body))
    more.show_more(len(view.shown), len(shown), A_SCREEN, view.page.noun)
    if view.agenda.left_out:
        st.html(draw_left_out(view))


def show_day(view: View) -> None:
    """One day, with the way to add to it."""
    title = f"{weekday(view.day)}, {day(view.day)}"
    add = links.anchor(view.to_new(view.day), "Добавить на этот день", "nd-action")
    month_link = links.anchor(view.to_day(view.day, "month"), "Весь месяц")
    body = draw_table(view, draw_group(view, title, view.shown, "На этот день ничего не запланировано."))
    st.html(f'{body}<p class="nd-actions">{add}{month_link}</p>')


def nothing(view: View) -> str:
    """HTML of what to do where no event is on the screen."""
    if not view.agenda.events:
        return empty("В плане ещё ничего нет.", links.anchor(view.to_new(), "Добавить первую строку"))
    after = next((event for event in view.events if event.starts > view.period[1]), None)
    before = next((event for event in reversed(view.events) if event.ends < view.period[0]), None)
    near = [
        links.anchor(view.to_day(event.starts, view.way), f"{word}: {day(event.starts)}")
        for word, event in (("Следующее", after), ("Предыдущее", before))
        if event
    ]
    if view.held or view.only:
        near.append(links.anchor(view.address(**dict.fromkeys((*view.held, "only"), "")), "Снять отбор"))
    return empty("За это время ничего нет.", " · ".join(near))
