"""Cells that cannot be read: each different one once, with what would be right, to be put right for all its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from netdash.intake import Fault, Intake
from netdash.kinds.russian import counted, listed
from netdash.specs import TableSpec
from netdash.ui import more
from netdash.ui.taking.sitting import Seen, Sitting
from netdash.ui.text import escape, plain

A_SCREEN, PARAMETER = 20, "faults"


@dataclass(frozen=True)
class Trouble:
    """The same cell of one column wherever it stands; ``rows`` as the file counts them."""

    column: str
    found: str
    message: str
    hint: str
    rows: tuple[int, ...]


def gather(intake: Intake) -> list[Trouble]:
    """The different wrong cells, the most frequent first."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in (fault for outcome in intake.outcomes for fault in outcome.faults if fault.cell):
        groups.setdefault((fault.column, fault.found), []).append(fault)
    troubles = [
        Trouble(column, found, faults[0].message, faults[0].hint, tuple(fault.row + 1 for fault in faults))
        for (column, found), faults in groups.items()
    ]
    return sorted(troubles, key=lambda trouble: -len(trouble.rows))


def ask_repairs(sitting: Sitting, seen: Seen, spec: TableSpec) -> None:
    """What is wrong, where, and a field for each different wrong cell."""
    troubles = gather(seen.intake)
    if troubles:
        count = sum(len(trouble.rows) for trouble in troubles)
        st.html(
            f'<h2 class="nd-section">Не прочитано: {counted(count, "ячейка", "ячейки", "ячеек")}</h2>'
            '<p class="nd-under">Напишите, что имелось в виду, — исправится во всех строках сразу. '
            "Что оставите пустым, в таблицу не попадёт.</p>"
        )
        show_form(sitting, troubles, spec)
    if sitting.corrections:
        show_corrections(sitting, spec)


def show_form(sitting: Sitting, troubles: Sequence[Trouble], spec: TableSpec) -> None:
    """The fields of a screen of wrong cells."""
    shown = more.cut(troubles, A_SCREEN, PARAMETER)
    with st.form(sitting.widget("repairs"), border=False, enter_to_submit=True):
        for trouble in shown:
            left, right = st.columns([3, 2], vertical_alignment="center")
            title = spec.columns[trouble.column].title
            left.html(
                f'<p class="nd-col"><b>{escape(title)}:</b> <mark class="nd-unread">{escape(trouble.found)}</mark> '
                f'<span class="nd-note">{escape(tell_rows(trouble.rows))}</span><br>'
                f'<span class="nd-note">{escape(trouble.message)}</span></p>'
            )
            right.text_input(
                plain(f"{title}: вместо «{trouble.found}»"), key=name(sitting, trouble), label_visibility="collapsed",
                placeholder=f"Возможно, «{trouble.hint}»" if trouble.hint else "Что имелось в виду",
            )  # fmt: skip
        hinted = [trouble for trouble in troubles if trouble.hint]
        with st.container(horizontal=True):
            st.form_submit_button("Исправить", type="primary", on_click=repair, args=(sitting, tuple(shown)))
            if hinted:
                say = f"Взять подсказки: {len(hinted)}"
                st.form_submit_button(say, on_click=take_hints, args=(sitting, tuple(hinted)))
    more.show_more(len(troubles), len(shown), A_SCREEN, ("значение", "значения", "значений"), PARAMETER)


def name(sitting: Sitting, trouble: Trouble) -> str:
    """The name of a wrong cell's field."""
    return sitting.widget("repair", trouble.column, trouble.found)


def tell_rows(rows: Sequence[int]) -> str:
    """In which rows of the file."""
    return ("строка " if len(rows) == 1 else "строки ") + listed([str(row) for row in rows], 5)


def repair(sitting: Sitting, troubles: Sequence[Trouble]) -> None:
    """Read what was typed in place of the wrong cells."""
    for trouble in troubles:
        text = str(st.session_state.get(name(sitting, trouble)) or "").strip()
        if text:
            correct(sitting, trouble, text)


def take_hints(sitting: Sitting, troubles: Sequence[Trouble]) -> None:
    """Read every hint in place of its wrong cell."""
    for trouble in troubles:
        correct(sitting, trouble, trouble.hint)


def correct(sitting: Sitting, trouble: Trouble, text: str) -> None:
    """One correction; what was itself a correction goes back to the cell of the file."""
    origin = next(
        (found for (column, found), put in sitting.corrections.items() if (column, put) == (trouble.column, trouble.found)),
        trouble.found,
    )
    sitting.corrections[trouble.column, origin] = text


def show_corrections(sitting: Sitting, spec: TableSpec) -> None:
    """What is read in place of what, and the way back."""
    lines = "".join(
        f"<li>{escape(spec.columns[column].title)}: <s>{escape(found)}</s> → {escape(text)}</li>"
        for (column, found), text in sitting.corrections.items()
        if column in spec.columns
    )
    st.html(f'<details class="nd-fixed"><summary>Исправлено: {len(sitting.corrections)}</summary><ul>{lines}</ul></details>')
    st.button("Убрать исправления", key=sitting.widget("uncorrect"), type="tertiary", on_click=sitting.corrections.clear)
