"""The checklist of a stage: tick a point and it is saved; who answers and until when is set in its dialog."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from netdash.edits import Edit
from netdash.kinds import is_missing
from netdash.kinds.russian import day, quoted
from netdash.snapshot import Snapshot
from netdash.stages import Point, Progress
from netdash.tables import Unread
from netdash.ui import current, links, saving
from netdash.ui.empties import show_empty
from netdash.ui.progress import due
from netdash.ui.text import escape, plain

SLOT = "checklist"
ONLY = {"": "Все", "open": "Не выполнены", "late": "Просрочены", "nobody": "Без ответственного"}


def choose_stage(stages: Sequence[Progress]) -> str:
    """The stage that the address names; else the one that needs attention first: late, running, the last."""
    asked = links.asked("stage")
    if any(stage.stage == asked for stage in stages):
        return asked
    ranked = [stage for stage in stages if stage.late] or [stage for stage in stages if stage.current] or list(stages)[-1:]
    return ranked[-1].stage if ranked else ""


def meets(point: Point, only: str) -> bool:
    """Whether a point passes the filter."""
    return {"open": point.state != "done", "late": point.state == "late", "nobody": not point.who and point.state != "done"}.get(
        only, True
    )


def show_filter(stages: Sequence[Progress], stage: str, only: str) -> None:
    """The filters as links with their counts; all but «Все» look through every stage."""
    points = [point for one in stages for point in one.points]
    own = [point for one in stages if one.stage == stage for point in one.points]
    page = links.find_page("stages")
    pieces: list[str] = []
    for name, title in ONLY.items():
        count = sum(meets(point, name) for point in (points if name else own))
        words = f"{title} {count}" if name else f"{title} пункты этапа {count}"
        pieces += ["<span>По всем этапам:</span>"] if len(pieces) == 1 else []
        here = ' aria-current="true"' if name == only else ""
        href = links.to(page, stage=stage, only=name)
        pieces.append(f'<a class="nd-link nd-choice" href="{escape(href)}" target="_self"{here}>{escape(words)}</a>')
    st.html(f'<nav class="nd-choices" aria-label="Какие пункты показать">{"".join(pieces)}</nav>')


def show_points(stages: Sequence[Progress], stage: str, only: str) -> None:
    """The points of the chosen stage, or those of all stages that pass a filter."""
    shown = [one for one in stages if only or one.stage == stage]
    lists = [(one.title, [point for point in one.points if meets(point, only)]) for one in shown]
    if not any(points for _, points in lists):
        show_empty("Таких пунктов нет." if only else "У этого этапа ещё нет пунктов.", empty_step(only))
    for title, points in lists:
        if points:
            st.html(f'<h2 class="nd-section">{escape(title)}</h2>')
            with st.container(gap=None):
                for point in points:
                    show_point(point, only)


def empty_step(only: str) -> str:
    """HTML of what to do about an empty list."""
    if only:
        return ""
    table = current.workspace().config.stages.table
    return links.anchor(links.to_row(table), "Добавить пункты в таблицу")


def show_point(point: Point, only: str) -> None:
    """One point: the tick, and under it its state, who answers, what proves it, and the way to change that."""
    key = f"nd-tick-{point.key}"
    st.session_state[key] = point.state == "done"
    st.checkbox(plain(point.text), key=key, on_change=tick, args=(point.key,))
    who = escape(point.who_text) or "ответственный не назначен"
    until = f"срок {escape(day(point.due))}" if point.due else "срок не указан"
    proof = f" · {links.anchor(point.evidence, 'подтверждение')}" if point.evidence.startswith(("https://", "http://")) else ""
    note = f"<br>{escape(point.note)}" if point.note else ""
    href = links.to(links.find_page("stages"), stage=point.stage, only=only, point=point.key)
    change = links.anchor(href, "Изменить", "nd-do")
    st.html(f'<p class="nd-point">{due(point)} <span>{who} · {until}{proof}</span> {change}{note}</p>')


def tick(key: str) -> None:
    """Save the tick at once: the state, and the day on which it was done."""
    snapshot, wanted = current.snapshot(), bool(st.session_state[f"nd-tick-{key}"])
    parts, table = snapshot.config.stages.parts, snapshot.config.stages.table
    if key not in snapshot.tables[table].rows:
        saving.announce("Этого пункта в книге уже нет: страница показывает новые данные.")
        return
    changes = [make_edit(snapshot, key, column, value) for column, value in done_values(snapshot, wanted).items()]
    text = quoted(str(snapshot.show(table, parts.point, snapshot.value(table, key, parts.point))))
    saving.submit(
        [edit for edit in changes if edit], f"{text} — {'выполнено' if wanted else 'снова в работе'}", slot=SLOT, together=True
    )


def done_values(snapshot: Snapshot, wanted: bool) -> dict[str, Any]:
    """The columns that a tick sets: what counts as done in the config, or back to under way; and the day."""
    parts, table = snapshot.config.stages.parts, snapshot.config.stages.table
    values: dict[str, Any] = {}
    for column, condition in parts.done.items():
        if wanted:
            values[column] = condition[0] if isinstance(condition, tuple) else condition
        else:
            words = snapshot.tables[table].spec.columns[column].choices
            choices = snapshot.config.choice_list(words) if words else {}
            values[column] = next((word for word, choice in choices.items() if choice.state == "under_way"), None)
    values[parts.on] = snapshot.today if wanted else None
    return values


def make_edit(snapshot: Snapshot, key: str, column: str, after: Any) -> Edit | None:
    """The edit of one cell from what stands there now; none if nothing changes."""
    table = snapshot.config.stages.table
    before = snapshot.value(table, key, column)
    before = before if isinstance(before, (Unread, tuple)) or not is_missing(before) else None
    return None if before == after else Edit(table, key, column, before, after)


def show_asked_point(snapshot: Snapshot) -> None:
    """Open the dialog of the point that the address names."""
    key = links.asked("point")
    if not key:
        current.release("point")
        return
    if key in snapshot.tables[snapshot.config.stages.table].rows:
        if not saving.is_open():
            current.hold("point")
            edit_point(key)
    else:
        show_empty(f"Пункта с кодом {key} в книге нет.", "Возможно, его удалили: посмотрите в журнале.")


def close_point() -> None:
    """The dialog is closed: the address names the point no longer."""
    links.answer(point="")
    current.release("point")


@st.dialog("Пункт этапа", width="medium", on_dismiss=close_point)
def edit_point(key: str) -> None:
    """Who answers, until when, state, proof and note of one point."""
    snapshot = current.snapshot()
    table, parts = snapshot.config.stages.table, snapshot.config.stages.parts
    st.markdown(f"**{plain(snapshot.show(table, parts.point, snapshot.value(table, key, parts.point)))}**")
    columns = [
        path for path in (parts.who, parts.due, parts.status, parts.on, parts.evidence, parts.note) if path and "." not in path
    ]
    with st.form(f"nd-point-{key}", border=False):
        answers = {column: ask(snapshot, table, key, column) for column in columns}
        if st.form_submit_button("Сохранить", type="primary"):
            edits = [edit for column, after in answers.items() if (edit := make_edit(snapshot, key, column, after))]
            saving.submit(
                edits,
                "пункт " + quoted(str(snapshot.show(table, parts.point, snapshot.value(table, key, parts.point)))),
                slot=SLOT,
            )
            close_point()
            st.rerun()


def ask(snapshot: Snapshot, table: str, key: str, column: str) -> Any:
    """The field of one column, by its kind."""
    spec = snapshot.tables[table].spec.columns[column]
    value, name, title = snapshot.value(table, key, column), f"nd-point-{key}-{column}", plain(spec.title)
    if isinstance(value, Unread):
        st.warning(plain(f"В ячейке «{spec.title}» стоит «{value.cell}», это не прочитать: выберите или введите заново."))
        value = None
    if spec.kind == "reference" and spec.to:
        names = snapshot.labels(spec.to)
        options = list(names.sort_values().index)
        index = options.index(value) if value in options else None
        return st.selectbox(title, options, index, format_func=lambda one: names[one], placeholder="Выберите…", key=name)
    if spec.kind == "choice" and spec.choices:
        choices = snapshot.config.choice_list(spec.choices)
        options = list(choices)
        index = options.index(value) if value in options else None
        return st.selectbox(title, options, index, format_func=lambda one: choices[one].title, placeholder="Выберите…", key=name)
    if spec.kind == "date":
        return st.date_input(title, value, format="DD.MM.YYYY", min_value=None, key=name)
    if spec.kind == "long_text":
        return st.text_area(title, value or "", key=name).strip() or None
    return st.text_input(title, value or "", key=name).strip() or None
