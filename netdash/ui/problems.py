"""Problems of the data as people work through them: by school, by sheet, and as a letter to send."""

from collections.abc import Sequence

import streamlit as st

from netdash.errors import Problem
from netdash.kinds.russian import counted
from netdash.quality import Group, compose_message, group_by_owner, group_by_sheet
from netdash.snapshot import Snapshot
from netdash.ui import empties, links
from netdash.ui.figures import Figure, show_figures
from netdash.ui.text import escape

BY = {"owner": "По учреждениям", "sheet": "По листам"}
LINES_SHOWN = 100


def show_totals(snapshot: Snapshot) -> None:
    """How much is wrong, and where most of it is."""
    errors = sum(problem.level == "error" for problem in snapshot.problems)
    sheets = group_by_sheet(snapshot)
    owners = [group for group in group_by_owner(snapshot) if group.name]
    worst = max(sheets, key=lambda group: len(group.problems))
    show_figures(
        [
            Figure("Ошибки", str(errors), note="эти ячейки не входят в показатели"),
            Figure("Замечания", str(len(snapshot.problems) - errors), note="проверьте, всё ли верно"),
            Figure("Учреждений с замечаниями", str(len(owners)), note=f"больше всего: {owners[0].title}" if owners else ""),
            Figure("Листов с замечаниями", str(len(sheets)), note=f"больше всего: {worst.title}"),
        ]
    )


def said(group: Group) -> str:
    """«3 ошибки, 12 замечаний»."""
    parts = [counted(group.errors, "ошибка", "ошибки", "ошибок")] if group.errors else []
    return ", ".join([*parts, *([counted(group.warnings, "замечание", "замечания", "замечаний")] if group.warnings else [])])


def ask_grouping() -> str:
    """By owner or by sheet; the address says which by naming one of them."""
    asked = "sheet" if links.asked("sheet") else "owner"
    by = st.segmented_control(
        "Показать", list(BY), default=asked, format_func=BY.__getitem__, label_visibility="collapsed", required=True
    )
    return str(by)


def ask_group(groups: Sequence[Group], by: str) -> Group:
    """Which of the groups to work through; the first has most errors. The answer lives in the address."""
    names = [group.name for group in groups]
    index = names.index(links.asked(by)) if links.asked(by) in names else 0
    titles = {group.name: f"{group.title} — {said(group)}" for group in groups}
    label = "Учреждение" if by == "owner" else "Лист"
    chosen = str(st.selectbox(label, names, index=index, format_func=titles.__getitem__, key=f"nd-group-{by}"))
    links.answer(**{"owner": "", "sheet": "", by: chosen})
    return next(group for group in groups if group.name == chosen)


def show_problems(snapshot: Snapshot) -> None:
    """The totals, then one group: its problems with their places, and the letter."""
    if not snapshot.problems:
        empties.show_empty("Замечаний нет: все ячейки прочитаны, все правила выполнены.")
        return
    show_totals(snapshot)
    by = ask_grouping()
    group = ask_group(group_by_owner(snapshot) if by == "owner" else group_by_sheet(snapshot), by)
    show_list(group.problems, snapshot)
    if by == "owner":
        show_letter(snapshot, group)


def show_list(problems: Sequence[Problem], snapshot: Snapshot) -> None:
    """Each problem with its place, which opens the row."""
    head = "".join(f"<th>{title}</th>" for title in ("Где", "Строка", "Что не так"))
    rows = "".join(line(problem, snapshot) for problem in problems[:LINES_SHOWN])
    left = len(problems) - LINES_SHOWN
    count = counted(left, "замечание", "замечания", "замечаний")
    more = f'<p class="nd-note">И ещё {count}: они появятся здесь, когда будут исправлены эти.</p>' if left > 0 else ""
    st.html(
        f'<div class="nd-scroll"><table class="nd-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'
    )


def line(problem: Problem, snapshot: Snapshot) -> str:
    """HTML of one problem."""
    place = f"{problem.sheet}, {problem.cell}" if problem.cell else f"{problem.sheet}, весь лист"
    where = links.anchor(links.to_problem(problem), place)
    built = snapshot.tables.get(problem.table)
    row = snapshot.label(problem.table, problem.key) if built and problem.key in built.rows else ""
    weight = '<b class="nd-error">Ошибка.</b> ' if problem.level == "error" else ""
    found = f'<div class="nd-note">В ячейке: «{escape(shorten(problem.found))}»</div>' if problem.found else ""
    hint = f"<div>Возможно: {escape(shorten(problem.hint))}</div>" if problem.hint else ""
    cells = (where, escape(row), f"{weight}{escape(problem.message)}{found}{hint}")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def shorten(text: str, most: int = 160) -> str:
    """The beginning of a text that is too long for a list."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def show_letter(snapshot: Snapshot, group: Group) -> None:
    """The text to send to a school, ready to be copied."""
    st.html(
        '<h2 class="nd-section">Письмо учреждению</h2>'
        '<p class="nd-under">Скопируйте и отправьте: в нём все замечания и ссылки на ячейки.</p>'
    )
    address = st.context.url.rsplit("/", 1)[0] + "/" if st.context.url else ""
    st.code(compose_message(snapshot, group.name, address), language=None, wrap_lines=True, height=280)
