"""The fields of one row, to change it or to add it: everything that is wrong is told at once, nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st

from netdash.edits import Change, Edit, Insert, check, same
from netdash.errors import Problem
from netdash.foresight import foresee
from netdash.kinds import is_missing
from netdash.kinds.russian import counted, quoted
from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec
from netdash.tables import Unread
from netdash.ui import current, links, naming, saving
from netdash.ui.foreseen import draw_ahead
from netdash.ui.registry.address import View, go
from netdash.ui.registry.rows import EMPTY, name_value
from netdash.ui.registry.typed import show_cell
from netdash.ui.text import escape, plain

_SEAT, _HOLD = "_seat", "registry-form"
NEW = ""
EXAMPLES = {"date": "ДД.ММ.ГГГГ", "time": "ЧЧ:ММ", "school_year": "2008/09", "link": "https://"}
GIVEN_MOST = 200
"""How much of a new row's text the address may give."""

PICKED = ("choice", "reference", "yes_no")
FIX = "Исправьте поля — или сохраните всё равно, замечание останется в списке."


@dataclass
class Seat:
    """An open form: of which row, what stood in it when it was opened, what the last try to save found wrong.

    ``ahead`` are the rules that the row would break; a person who saw them may save all the same.
    """

    table: str
    key: str
    number: int
    before: Mapping[str, Any]
    wrong: dict[str, str] = field(default_factory=dict)
    ahead: tuple[Problem, ...] = ()

    def name(self, column: str) -> str:
        """The name of a column's field."""
        return f"nd-field-{self.number}-{self.table}-{column}"


def sit(view: View) -> Seat:
    """The form that stands; a new one for another row, with what its cells hold or what the filters say."""
    seat = cast("Seat | None", st.session_state.get(_SEAT))
    if seat is None or (seat.table, seat.key) != (view.table, view.row) or (gone(seat) and not seat.wrong):
        number = seat.number + 1 if seat else 0
        columns = [name for name in view.spec.columns if name != view.spec.key]
        before = {name: view.snapshot.value(view.table, view.row, name) if view.row else None for name in columns}
        seat = Seat(view.table, view.row, number, before)
        st.session_state[_SEAT] = seat
        for name in columns:
            st.session_state[seat.name(name)] = start(view, seat, name)
    return seat


def gone(seat: Seat) -> bool:
    """Whether the fields left the page meanwhile, so that Streamlit forgot them."""
    return not any(seat.name(column) in st.session_state for column in seat.before)


def start(view: View, seat: Seat, column: str) -> Any:
    """What a field holds when the form opens."""
    kind, value = view.spec.columns[column].kind, seat.before[column]
    prefill = dict(view.held).get(column, "") if not view.row else ""
    if kind in ("choices", "references"):
        return [] if isinstance(value, Unread) else list(value or ((prefill,) if prefill not in ("", EMPTY) else ()))
    if kind in PICKED:
        return (
            prefill
            if prefill not in ("", EMPTY)
            else None
            if isinstance(value, Unread) or is_missing(value)
            else name_value(value)
        )
    if column in dict(view.given) and not view.row:
        return dict(view.given)[column][:GIVEN_MOST]
    shown = show_cell(view.snapshot, view.table, column, value)
    return (prefill if kind == "school_year" and prefill != EMPTY else "") if shown is None else shown


def leave() -> None:
    """The form is closed: what it held is forgotten."""
    st.session_state.pop(_SEAT, None)
    current.release(_HOLD)


def show_form(view: View) -> None:
    """All fields, each with its help and what is wrong with it, and the buttons."""
    current.hold(_HOLD)
    seat = sit(view)
    if seat.wrong:
        show_wrong(view, seat)
    elif seat.ahead:
        st.html(draw_ahead(seat.ahead, view.snapshot, "Ещё не сохранено. Если сохранить, не сойдётся вот что:", FIX))
    columns = [name for name in view.spec.columns if name != view.spec.key]
    columns.sort(key=lambda name: name != view.column)
    with st.form(f"nd-form-{seat.number}", border=False, enter_to_submit=False):
        st.html('<p class="nd-under">Звёздочкой отмечены обязательные поля. Код строки ставится сам.</p>')
        with st.container(key="nd-fields"):
            for name in columns:
                ask(view, seat, name)
        asks = bool(seat.ahead) and not seat.wrong
        with st.container(horizontal=True):
            if seat.key:
                st.form_submit_button("Всё равно сохранить" if asks else "Сохранить", type="primary", on_click=save, args=(view,))
            else:
                st.form_submit_button("Всё равно добавить" if asks else "Добавить", type="primary", on_click=save, args=(view,))
                st.form_submit_button("Добавить и ввести ещё одну", on_click=save, args=(view, True))
            st.form_submit_button("Отменить", on_click=close, args=(view,), type="tertiary")


def show_wrong(view: View, seat: Seat) -> None:
    """A summary of what is wrong, above the fields."""
    items = "".join(
        f"<li>{f'<b>{escape(view.spec.columns[name].title)}:</b> ' if name in view.spec.columns else ''}{escape(message)}</li>"
        for name, message in seat.wrong.items()
    )
    places = counted(len(seat.wrong), "место", "места", "мест")
    st.html(
        f'<div class="nd-empty nd-broken" role="alert"><p><b>Ещё не сохранено: исправьте {places}.</b></p>'
        f'<ul class="nd-faults">{items}</ul></div>'
    )


def ask(view: View, seat: Seat, column: str) -> None:
    """The field of one column, by its kind; under it what is wrong."""
    spec, name = view.spec.columns[column], seat.name(column)
    title = plain(f"{spec.title}, {spec.unit}" if spec.unit else spec.title) + (" \\*" if spec.required else "")
    with st.container(gap=None):
        if spec.kind in (*PICKED, "choices", "references"):
            pick(view.snapshot, spec, title, name)
        elif spec.kind == "long_text":
            st.text_area(title, key=name, help=plain(spec.help) or None)
        else:
            st.text_input(title, key=name, help=plain(spec.help) or None, placeholder=EXAMPLES.get(spec.kind, ""))
        before = seat.before[column]
        if isinstance(before, Unread) and column not in seat.wrong:
            text = view.snapshot.show(view.table, column, before)
            st.html(f'<p class="nd-field-note">В ячейке стоит «{escape(text)}», это не прочитать: введите верное значение.</p>')
        if column in seat.wrong:
            st.html(f'<p class="nd-field-error">{escape(seat.wrong[column])}</p>')


def pick(snapshot: Snapshot, spec: ColumnSpec, title: str, name: str) -> None:
    """A choice of words or of rows of another table."""
    if spec.to:
        labels = snapshot.labels(spec.to)
        titles = dict(sorted(labels.items(), key=lambda item: str(item[1]).casefold()))
    elif spec.choices:
        titles = {word: choice.title for word, choice in snapshot.config.choice_list(spec.choices).items()}
    else:
        titles = {"да": "да", "нет": "нет"}
    options = [str(value) for value in titles]
    held = st.session_state.get(name)
    options += [each for each in (held if isinstance(held, list) else [held]) if each and each not in titles]

    def show(value: str) -> str:
        return str(titles.get(value, value))

    if spec.kind in ("choices", "references"):
        st.multiselect(title, options, key=name, format_func=show, placeholder="Выберите…", help=plain(spec.help) or None)
    else:
        st.selectbox(
            title, options, index=None, key=name, format_func=show, placeholder="Выберите…", help=plain(spec.help) or None
        )


def read(view: View, seat: Seat) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of all fields, and what is wrong by column."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for column in seat.before:
        spec, held = view.spec.columns[column], st.session_state.get(seat.name(column))
        if spec.kind in ("choices", "references"):
            values[column] = tuple(held or ())
        elif spec.kind == "yes_no":
            values[column] = None if held is None else held == "да"
        elif spec.kind in PICKED:
            values[column] = held
        else:
            value, message = view.snapshot.parse(view.table, column, str(held or ""))
            unread = isinstance(seat.before[column], Unread) and held == start(view, seat, column)
            if message and not unread:
                wrong[column] = message
            values[column] = seat.before[column] if unread else value
    return values, wrong


def compose(seat: Seat, values: Mapping[str, Any]) -> list[Change]:
    """The changes that the fields make; a cell that could not be read and was not touched stays as it is."""
    if not seat.key:
        return [Insert(seat.table, {column: value for column, value in values.items() if not is_missing(value)})]
    edits: list[Change] = []
    for column, after in values.items():
        before = seat.before[column]
        if isinstance(before, Unread):
            if not isinstance(after, Unread) and not is_missing(after):
                edits.append(Edit(seat.table, seat.key, column, before, after))
        elif not same(before, after):
            edits.append(Edit(seat.table, seat.key, column, None if is_missing(before) else before, after))
    return edits


def save(view: View, more: bool = False) -> None:
    """Check everything, then hand it to the save flow; called by the buttons."""
    seat = sit(view)
    values, wrong = read(view, seat)
    changes = compose(seat, values)
    for problem in against(changes, view):
        wrong.setdefault(problem.column, " ".join(filter(None, (problem.message, problem.hint))))
    seat.wrong = wrong
    if wrong or asks_first(changes, view, seat):
        return
    known = seat.key in view.built.rows
    name = values.get(view.spec.label_column) or (naming.name_row(view.snapshot, view.table, seat.key) if known else "")
    leave()
    what = ", ".join(filter(None, ("" if seat.key else "новая строка", view.spec.title, quoted(str(name)) if name else "")))
    report = saving.submit(changes, what, slot=f"row-{view.table}-{view.row or 'new'}")
    if seat.key:
        go(view, mode="", column="")
    elif not more:
        go(view, add="", row=report.keys[0] if report and report.keys else "")


def asks_first(changes: list[Change], view: View, seat: Seat) -> bool:
    """Whether the changes would break a rule that the person has not been told of yet."""
    there = not view.row or view.row in view.built.rows
    told, seat.ahead = seat.ahead, foresee(changes, view.snapshot) if there else ()
    return bool(seat.ahead) and seat.ahead != told


def against(changes: list[Change], view: View) -> list[Problem]:
    """What the check has against the changes, unless it is the row that somebody took away: the save tells that."""
    if view.row and view.row not in view.built.rows:
        return []
    return check(changes, view.snapshot)


def close(view: View) -> None:
    """Back without saving."""
    leave()
    if view.row:
        go(view, mode="", column="")
    else:
        go(view, add="")


def show_adding(view: View) -> None:
    """A new row of the table."""
    st.html(
        f'<p class="nd-crumb">{links.anchor(view.back(), "← " + view.spec.title)}</p>'
        f'<h2 class="nd-name">Новая строка</h2><p class="nd-under">{escape(view.spec.help)}</p>'
    )
    show_form(view)
