"""The dialogs of the save flow: whose name, which names go along, what to do about refusals and conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from netdash.edits import Change, Conflict, Edit, Insert, Removal
from netdash.errors import Problem
from netdash.grid import a1
from netdash.kinds.russian import counted, quoted
from netdash.saving.opposition import FORMULA, FORMULA_KEY
from netdash.snapshot import Snapshot
from netdash.tables import Unread
from netdash.ui import current, naming, saving
from netdash.ui.saving import Draft
from netdash.ui.text import escape, plain

MINE, THEIRS = "Записать моё", "Оставить как в книге"


def show_pending() -> None:
    """Open the dialog of the first draft that asks; the others, and those put aside, wait in a line each."""
    for draft in list(saving.drafts().values()):
        if draft.asked:
            ask(draft.slot)
            return
    for draft in list(saving.drafts().values()):
        with st.container(key=f"nd-draft-{draft.slot}", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Не сохранено:** {plain(draft.what)}")
            st.button("Вернуться к сохранению", key=f"nd-open-{draft.slot}", on_click=reopen, args=(draft.slot,))


def reopen(slot: str) -> None:
    """Ask again about a draft that was put aside."""
    if draft := saving.pending(slot):
        saving.keep(replace(draft, asked=True))


def put_aside() -> None:
    """The dialog was closed without an answer: the draft stays, the page goes on."""
    for draft in list(saving.drafts().values()):
        saving.keep(replace(draft, asked=False))


def drop(slot: str) -> None:
    """Throw the draft away; called by the dialog's button."""
    saving.discard(slot)


@st.dialog("Сохранение", width="medium", on_dismiss=put_aside)
def ask(slot: str) -> None:
    """The one question that the draft needs answered next."""
    draft = saving.pending(slot)
    if draft is None:
        st.rerun()
    elif draft.error:
        ask_again(draft)
    elif not current.author():
        ask_name(draft)
    elif draft.renames and draft.rename is None:
        ask_renames(draft)
    else:
        ask_repairs(draft)


def go_on(draft: Draft) -> None:
    """Try again and run the page anew: either all is written, or the next question is asked."""
    saving.attempt(draft)
    st.rerun()


def ask_name(draft: Draft) -> None:
    """Whose name the journal notes."""
    st.markdown("Журнал записывает, кто и что изменил. Имя запомнится в этом браузере.")
    with st.form("nd-name-form", border=False):
        name = st.text_input("Ваше имя", placeholder="Иванова А. П.")
        if st.form_submit_button("Сохранить", type="primary"):
            if name.strip():
                current.name_author(name)
                go_on(draft)
            st.error("Введите имя: без него журнал неполон.")
    show_discard(draft)


def ask_again(draft: Draft) -> None:
    """The workbook could not be written, or nobody knows whether it was: nothing is lost, try again."""
    st.error(plain(draft.error))
    st.markdown(f"**{'Пока неизвестно, сохранено ли' if draft.doubt else 'Не сохранено'}:** {plain(draft.what)}")
    if draft.doubt:
        st.markdown("«Сохранить ещё раз» сначала посмотрит, не записано ли это уже: второй раз ничего не запишется.")
    else:
        st.markdown("Ваши изменения не потеряны: они ждут здесь, пока вы не сохраните или не отбросите их.")
    if st.button("Сохранить ещё раз", type="primary", key="nd-again"):
        go_on(draft)
    show_discard(draft)


def ask_renames(draft: Draft) -> None:
    """A label changes that other rows hold."""
    snapshot = current.snapshot()
    cells = counted(len(draft.renames), "ячейке", "ячейках", "ячейках")
    titles = dict.fromkeys(snapshot.tables[reference.table].spec.title for reference in draft.renames)
    tables = plain(", ".join(f"«{title}»" for title in titles))
    st.markdown(f"Меняется название, которое стоит ещё в {cells}: {tables}. Заменить его и там?")
    if st.button("Заменить везде", type="primary", key="nd-rename-all"):
        go_on(replace(draft, rename=True))
    if st.button("Только здесь — в других строках останется прежнее название", key="nd-rename-here"):
        go_on(replace(draft, rename=False))
    show_discard(draft)


def ask_repairs(draft: Draft) -> None:
    """What was refused can be typed anew, and each conflict decided; then it is saved once more."""
    snapshot = current.snapshot()
    with st.form("nd-repair-form", border=False):
        texts = {place(problem): ask_value(problem, draft, snapshot) for problem in first_of_each(draft.report.refused)}
        choices = [(conflict, ask_conflict(conflict, snapshot)) for conflict in draft.report.conflicts]
        nothing_left = not draft.report.refused and not decide(draft.changes, choices, draft.together)
        label = THEIRS if nothing_left and all(map(is_computed, draft.report.conflicts)) else "Сохранить ещё раз"
        if st.form_submit_button(label, type="primary"):
            retype(draft, texts, choices, snapshot)
    show_discard(draft)


def place(problem: Problem) -> tuple[str, str, str]:
    """Where a refused value was to go."""
    return problem.table, problem.key, problem.column


def first_of_each(problems: Sequence[Problem]) -> list[Problem]:
    """One problem a cell."""
    return list({place(problem): problem for problem in reversed(problems)}.values())[::-1]


def ask_value(problem: Problem, draft: Draft, snapshot: Snapshot) -> str | None:
    """What is wrong with one value and a field to type it anew; ``None`` where no field would help."""
    table = snapshot.tables[problem.table].spec
    column = table.columns.get(problem.column)
    known = problem.key in snapshot.tables[problem.table].rows
    row = f"{naming.name_row(snapshot, problem.table, problem.key)}:" if known else ""
    said = plain(f"{problem.message} {problem.hint}".strip())
    st.markdown(f"**{plain(row)}** {said}" if row else said)
    if column is None or problem.column == table.key:
        return None
    value = typed(problem, draft.changes)
    text = snapshot.show(problem.table, problem.column, value) if value is not None else ""
    return st.text_input(plain(column.title), value=text, key="nd-fix-" + "-".join(place(problem)))


def typed(problem: Problem, changes: Sequence[Change]) -> Any:
    """The value that a problem speaks of."""
    for change in changes:
        if (change.table, change.key) != (problem.table, problem.key):
            continue
        if isinstance(change, Edit) and change.column == problem.column:
            return change.after
        if isinstance(change, Insert) and problem.column in change.values:
            return change.values[problem.column]
    return None


def ask_conflict(conflict: Conflict, snapshot: Snapshot) -> str | None:
    """Before, mine and theirs of one cell, and which of them shall be; nothing is chosen for the person.

    A formula stays: there is nothing to choose, only where it stands.
    """
    spec = snapshot.tables[conflict.table].spec
    if not conflict.column:
        st.markdown(f"**{plain(spec.title)}**: {plain(conflict.message)} Записать некуда.")
        return THEIRS
    rows = (("Было", conflict.before), ("У вас", conflict.mine), ("В книге сейчас", conflict.theirs))
    cells = "".join(
        f"<tr><th>{title}</th><td>{escape(snapshot.show(conflict.table, conflict.column, value) or '—')}</td></tr>"
        for title, value in rows
    )
    name = f"{naming.name_row(snapshot, conflict.table, conflict.key)} — {spec.columns[conflict.column].title}"
    said = f"{conflict.message} {tell_cell(conflict)}" if is_computed(conflict) else conflict.message
    st.html(f'<div class="nd-conflict"><b>{escape(name)}</b><p>{escape(said)}</p><table>{cells}</table></div>')
    if is_computed(conflict):
        return THEIRS
    key = f"nd-choice-{conflict.table}-{conflict.key}-{conflict.column}"
    return st.radio(plain(name), [THEIRS, MINE], index=None, horizontal=True, label_visibility="collapsed", key=key)


def is_computed(conflict: Conflict) -> bool:
    """Whether a formula is in the way, which nobody's choice overwrites."""
    return conflict.message in (FORMULA, FORMULA_KEY)


def tell_cell(conflict: Conflict) -> str:
    """Where the cell of a conflict stands in the workbook now, as a sentence; empty if it is gone."""
    table = current.workspace().snapshot().tables[conflict.table]
    if table.grid is None or conflict.key not in table.rows or conflict.column not in table.places:
        return ""
    return f"Лист {quoted(table.grid.sheet)}, ячейка {a1(table.rows[conflict.key], table.places[conflict.column])}."


Choices = Sequence[tuple[Conflict, str | None]]


def retype(draft: Draft, texts: Mapping[tuple[str, str, str], str | None], choices: Choices, snapshot: Snapshot) -> None:
    """Put the answers into the draft and try again; says at once what still cannot be read."""
    values: dict[tuple[str, str, str], Any] = {}
    wrong = any(choice is None for _, choice in choices)
    if wrong:
        st.error("Выберите для каждой ячейки, что в ней останется.")
    for (table, key, column), text in texts.items():
        if text is None:
            continue
        value, message = snapshot.parse(table, column, text)
        if message:
            st.error(plain(f"{snapshot.tables[table].spec.columns[column].title}: {message}"))
            wrong = True
        values[table, key, column] = value
    if not wrong:
        changes = decide([fill(change, values) for change in draft.changes], choices, draft.together)
        if changes:
            go_on(replace(draft, changes=tuple(changes)))
        saving.discard(draft.slot)
        st.rerun()


def fill(change: Change, values: Mapping[tuple[str, str, str], Any]) -> Change:
    """The change with the values that were typed anew."""
    if isinstance(change, Edit):
        return replace(change, after=values.get((change.table, change.key, change.column), change.after))
    if isinstance(change, Insert):
        own = {column: value for (table, key, column), value in values.items() if (table, key) == (change.table, change.key)}
        return replace(change, values={**change.values, **own})
    return change


def decide(changes: Sequence[Change], choices: Choices, together: bool = False) -> list[Change]:
    """The changes after the person's choices: mine goes on from what stands in the workbook now, theirs drops out.

    ``together``: with one cell of a row the others drop out too.
    """
    decided: list[Change] = []
    for change in changes:
        own = [(conflict, choice) for conflict, choice in choices if (conflict.table, conflict.key) == (change.table, change.key)]
        if isinstance(change, Edit):
            met = [pair for pair in own if pair[0].column in ("", change.column)]
            if any(choice == THEIRS for _, choice in (own if together else met)):
                continue
            decided.append(replace(change, before=met[0][0].theirs) if met else change)
        elif isinstance(change, Removal) and own:
            if all(choice == MINE for _, choice in own):
                decided.append(replace(change, before=row_now(change)))
        else:
            decided.append(change)
    return decided


def row_now(change: Removal) -> Mapping[str, Any | Unread]:
    """The whole row as it stands in the workbook now."""
    snapshot = current.workspace().snapshot()
    columns = snapshot.tables[change.table].spec.columns
    return {column: snapshot.value(change.table, change.key, column) for column in columns}


def show_discard(draft: Draft) -> None:
    """The way out that loses what was typed, named as such; what may be written already it leaves there."""
    label = "Не записывать ещё раз" if draft.doubt else "Отбросить мои изменения"
    st.button(label, key="nd-discard", type="tertiary", on_click=drop, args=(draft.slot,))
