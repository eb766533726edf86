"""Problems of the data as people work through them: by school, by sheet, and as a letter to send."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from netdash.errors import Problem
from netdash.quality import Group, group_by_owner, group_by_sheet, tell_counts, tell_likeness
from netdash.snapshot import Snapshot
from netdash.ui import asks, current, empties, letters, links, more, naming, repairs
from netdash.ui.figures import Figure, show_figures
from netdash.ui.text import bind, escape

BY = {"owner": "По учреждениям", "sheet": "По листам"}
LABELS = {"owner": "Учреждение", "sheet": "Лист"}
LEVELS = {"error": "Ошибки", "warning": "Замечания"}
A_SCREEN, LIST = 100, "list"


def show_problems(snapshot: Snapshot) -> None:
    """The totals, then one group: the letter, and its problems with their places."""
    journal = current.workspace().journal_problems()
    repairs.show_unkeyed(snapshot)
    if not snapshot.problems and not journal:
        empties.show_empty("Ошибок и замечаний нет: все ячейки прочитаны, все правила выполнены.")
        return
    groups = {"owner": group_by_owner(snapshot, journal), "sheet": group_by_sheet(snapshot, journal)}
    show_totals(groups)
    repairs.show_proposals(snapshot)
    repairs.show_missing(snapshot)
    if links.asked("level") in LEVELS:
        show_level(groups["sheet"], snapshot, links.asked("level"))
        return
    by, group = ask_group(groups)
    if by == "owner" and group.name:
        letters.offer_letter(snapshot, group.name)
    show_list(group.problems, snapshot, by)


def show_totals(groups: dict[str, list[Group]]) -> None:
    """How much is wrong, and where most of it is."""
    sheets, owners = groups["sheet"], [group for group in groups["owner"] if group.name]
    errors, warnings = (sum(getattr(group, level) for group in sheets) for level in ("errors", "warnings"))
    show_figures(
        [
            Figure(
                "Ошибки", str(errors), note="эти ячейки не входят в показатели" if errors else "все ячейки читаются",
                href=to(level="error") if errors else "",
            ),
            Figure(
                "Замечания", str(warnings), note="проверьте, всё ли верно" if warnings else "все правила выполнены",
                href=to(level="warning") if warnings else "",
            ),
            Figure("Учреждения, где есть что исправить", str(len(owners)), note=tell_worst(owners), href=to()),
            Figure("Листы, где есть что исправить", str(len(sheets)), note=tell_worst(sheets), href=to(by="sheet")),
        ]
    )  # fmt: skip


def to(**parameters: str) -> str:
    """The address of a list of this page."""
    return links.to(links.find_page("quality"), **parameters) + f"#{LIST}"


def show_level(groups: Sequence[Group], snapshot: Snapshot, level: str) -> None:
    """All problems of a level, sheet by sheet."""
    found = [problem for group in groups for problem in group.problems if problem.level == level]
    back = links.anchor(to(), "Показать по учреждениям")
    st.html(f'<h2 class="nd-section" id="{LIST}">{LEVELS[level]}: {len(found)}</h2><p class="nd-under">{back}</p>')
    show_list(found, snapshot, "owner")


def tell_worst(groups: Sequence[Group]) -> str:
    """Where most is to be put right, if that is a question at all."""
    return f"больше всего: {max(groups, key=lambda group: len(group.problems)).title}" if len(groups) > 1 else ""


def ask_group(groups: dict[str, list[Group]]) -> tuple[str, Group]:
    """By owner or by sheet, and which of them; the first has most errors. The answers live in the address."""
    if links.asked("sheet") and not links.asked("by"):
        links.answer(by="sheet")
    st.html(f'<div id="{LIST}"></div>')
    first, second = st.columns([1, 2], vertical_alignment="bottom")
    by = asks.choose_way(first, "Показать", "by", list(BY), BY.__getitem__)
    other = "owner" if by == "sheet" else "sheet"
    names = {group.name or links.NOBODY: group for group in groups[by]}
    chosen = asks.choose(
        second,
        LABELS[by],
        by,
        list(names),
        lambda name: f"{names[name].title} — {tell_counts(names[name])}",
    )
    links.answer(**{other: ""})
    return by, names[chosen]


def show_list(problems: Sequence[Problem], snapshot: Snapshot, by: str) -> None:
    """Each problem with its place, which opens the row; by owner the sheets stand apart."""
    shown = more.cut(problems, A_SCREEN)
    pieces = [
        (f'<h3 class="nd-sheet">Лист «{escape(sheet)}»</h3>' if by == "owner" else "") + table(list(part), snapshot)
        for sheet, part in groupby(shown, lambda problem: problem.sheet)
    ]
    st.html("".join(pieces))
    more.show_more(len(problems), len(shown), A_SCREEN, ("запись", "записи", "записей"))


def table(problems: Sequence[Problem], snapshot: Snapshot) -> str:
    """HTML of problems of one sheet."""
    head = "<thead><tr><th>Ячейка</th><th>Строка</th><th>Что не так</th></tr></thead>"
    rows = "".join(line(problem, snapshot) for problem in problems)
    return f'<table class="nd-table nd-stack nd-problems">{head}<tbody>{rows}</tbody></table>'


def line(problem: Problem, snapshot: Snapshot) -> str:
    """HTML of one problem."""
    place = problem.cell or "весь лист"
    built = snapshot.tables.get(problem.table)
    where = links.anchor(links.to_problem(problem), place) if built else escape(place)
    row = bind(naming.name_row(snapshot, problem.table, problem.key)) if built and problem.key in built.rows else ""
    row = "" if row.startswith("?") else row
    weight = '<b class="nd-error">Ошибка.</b> ' if problem.level == "error" else "<b>Замечание.</b> "
    cells = (where, escape(row), f"{weight}{escape(problem.message.rstrip('.'))}.{tell_found(problem)}")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def tell_found(problem: Problem) -> str:
    """HTML of what stands in the cell, unless the message says so, and of what would be right."""
    parts = []
    if problem.found and problem.found not in problem.message:
        parts.append(f"Сейчас там «{escape(shorten(problem.found))}».")
    if problem.hint:
        parts.append(f"Возможно, «{escape(shorten(problem.hint))}»." if problem.key else escape(tell_likeness(problem)))
    return f'<div class="nd-note">{" ".join(parts)}</div>' if parts else ""


def shorten(text: str, most: int = 160) -> str:
    """The beginning of a text that is too long for a list."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
