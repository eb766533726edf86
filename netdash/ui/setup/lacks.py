"""What the workbook lacks of what the config declares: looked for, shown sheet by sheet, added on a button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import cast

import streamlit as st

from netdash.errors import NetdashError
from netdash.kinds.russian import counted
from netdash.snapshot import Snapshot
from netdash.stores import Step
from netdash.ui import current, empties, saving
from netdash.ui.text import escape

_SURVEY = "_setup_survey"


@dataclass(frozen=True)
class Survey:
    """What was found lacking, or was added (``done``), and when."""

    steps: tuple[Step, ...]
    at: datetime
    done: bool


def show_lacks(snapshot: Snapshot) -> None:
    """The question, its answer, and the button that adds what is lacking."""
    st.html(
        '<h2 class="nd-section">Листы и столбцы</h2><p class="nd-under">Программа сравнивает книгу с настройками сети и '
        "добавляет недостающее: листы, столбцы справа, подсказки, списки выбора. То, что в книге уже есть, не меняется.</p>"
    )
    survey = cast("Survey | None", st.session_state.get(_SURVEY))
    if survey is None:
        show_missing(snapshot)
    else:
        show_survey(survey)
    with st.container(horizontal=True, gap="small"):
        ours = [step for step in survey.steps if not step.by_hand] if survey and not survey.done else []
        if ours and st.button(f"Добавить недостающее: {len(ours)}", key="nd-furnish", type="primary", icon=":material/add:"):
            add()
        if st.button("Проверить, чего не хватает", key="nd-survey", icon=":material/fact_check:"):
            look()


def show_missing(snapshot: Snapshot) -> None:
    """What the last reading tells already, without asking the store."""
    sheets = [table.spec.title for table in snapshot.tables.values() if table.grid is None]
    columns = sum(
        len(table.spec.columns.keys() - table.places.keys()) for table in snapshot.tables.values() if table.grid is not None
    )
    missing = [f"листов: {len(sheets)}"] if sheets else []
    missing += [f"столбцов: {columns}"] if columns else []
    if missing:
        empties.show_empty(f"В книге не хватает {', '.join(missing)}.", "Проверка покажет, что и где будет добавлено.", "broken")


def look() -> None:
    """Ask the store what is lacking; nothing is changed."""
    with st.spinner("Сравниваю книгу с настройками сети…"):
        try:
            steps = current.workspace().survey()
        except NetdashError as error:
            st.error(saving.told(error))
            return
    st.session_state[_SURVEY] = Survey(steps, datetime.now(), done=False)
    st.rerun()


def add() -> None:
    """Add what is lacking, once the person has a name for the journal."""
    if not current.author():
        st.error("Введите своё имя в боковой панели: добавленное записывает журнал.")
        return
    with st.spinner("Добавляю недостающее…"):
        try:
            steps = current.workspace().furnish(current.author())
        except NetdashError as error:
            st.error(saving.told(error))
            return
    st.session_state[_SURVEY] = Survey(steps, datetime.now(), done=True)
    st.rerun()


def show_survey(survey: Survey) -> None:
    """What is to be added or was added, then what is left to a person."""
    ours = [step for step in survey.steps if not step.by_hand]
    theirs = [step for step in survey.steps if step.by_hand]
    at = f"{survey.at:%H:%M:%S}"
    if ours:
        title = f"Добавлено в {at}" if survey.done else f"Будет добавлено (проверено в {at}, в книге пока ничего не изменилось)"
        st.html(f'<h3 class="nd-lacks">{title}</h3>{table(ours)}')
    elif not theirs:
        empties.show_empty(f"Всего хватает: все листы и столбцы на месте (проверено в {at}).")
    else:
        empties.show_empty(f"Программе добавлять нечего (проверено в {at}).")
    if theirs:
        left = counted(len(theirs), "дело", "дела", "дел")
        st.html(f'<h3 class="nd-lacks">Остаётся сделать руками: {left}</h3>{table(theirs)}')


def table(steps: Sequence[Step]) -> str:
    """HTML of steps, sheet by sheet."""
    rows = []
    for sheet, group in groupby(steps, key=lambda step: step.sheet):
        items = "".join(f"<li>{escape(step.what)}</li>" for step in group)
        rows.append(f"<tr><td>{escape(sheet)}</td><td><ul>{items}</ul></td></tr>")
    return f'<table class="nd-table nd-stack nd-steps"><tbody>{"".join(rows)}</tbody></table>'
