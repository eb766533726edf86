"""The list of all tables, and the head of one of them. All of it is HTML, so that it stands at once."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.specs import TableSpec
from netdash.ui import empties, links
from netdash.ui.registry import rows
from netdash.ui.registry.address import View
from netdash.ui.text import escape

GROUPS = {"registries": "Реестры", "plans": "Планы", "results": "Результаты"}


def by_group(snapshot: Snapshot) -> dict[str, list[TableSpec]]:
    """The tables of each group that has any, in the order of their sheets."""
    found = {group: [spec for spec in snapshot.config.tables.values() if spec.group == group] for group in GROUPS}
    return {GROUPS[group]: specs for group, specs in found.items() if specs}


def show_index(snapshot: Snapshot) -> None:
    """Every table with what it holds, how many rows, and how many of them need a look."""
    if asked := links.asked("table"):
        empties.show_empty(f"Таблицы «{asked}» в настройках сети нет.", "Выберите другую из списка.")
    troubled = Counter(problem.table for problem in snapshot.problems)
    groups = (
        f'<section><h2 class="nd-section">{escape(title)}</h2><ul class="nd-tables">'
        f"{''.join(card(snapshot, spec, troubled[spec.name]) for spec in specs)}</ul></section>"
        for title, specs in by_group(snapshot).items()
    )
    st.html("".join(groups))


def card(snapshot: Snapshot, spec: TableSpec, problems: int) -> str:
    """HTML of one table."""
    built = snapshot.tables[spec.name]
    count = "листа нет в книге" if built.grid is None else counted(len(built.index), "строка", "строки", "строк")
    trouble = f' · <span class="nd-trouble">{counted(problems, "замечание", "замечания", "замечаний")}</span>' if problems else ""
    return (
        f"<li>{links.anchor(links.to_row(spec.name), spec.title)} "
        f'<span class="nd-note">{escape(count)}{trouble}</span><p>{escape(spec.help)}</p></li>'
    )


def pick(view: View) -> str:
    """HTML of the table's name, which opens the choice of another."""
    groups = "".join(
        f"<dt>{escape(title)}</dt><dd>{''.join(choice(view, spec) for spec in specs)}</dd>"
        for title, specs in by_group(view.snapshot).items()
    )
    return (
        f'<details class="nd-pick"><summary><h2>{escape(view.spec.title)}</h2><span>другая таблица</span></summary>'
        f"<dl>{groups}</dl></details>"
    )


def choice(view: View, spec: TableSpec) -> str:
    """HTML of one other table to go to."""
    here = ' aria-current="true"' if spec.name == view.table else ""
    return f'<a class="nd-link nd-choice" href="{escape(links.to_row(spec.name))}" target="_self"{here}>{escape(spec.title)}</a>'


def show_head(view: View, keys: Sequence[str], unsaved: int) -> None:
    """The table's name, what a row of it is, how many rows are shown, and the ways on."""
    about = f'<p class="nd-under">{escape(view.spec.help)}</p>' if view.spec.help else ""
    hint = "" if view.mode or not keys else ' <span class="nd-note">Нажмите на название, чтобы открыть строку.</span>'
    count = f'<p class="nd-count" role="status"><b>{escape(rows.tell_count(keys, view))}</b>{reset(view)}{hint}</p>'
    st.html(f"{pick(view)}{about}<div class='nd-bar'>{count}{ways(view, unsaved)}</div>")


def reset(view: View) -> str:
    """HTML of the way back to all rows."""
    held = {name: "" for name in st.query_params if name not in ("table", "columns", "mode", "files")}
    return f" {links.anchor(view.address(**held), 'Показать все')}" if view.is_narrowed else ""


def ways(view: View, unsaved: int) -> str:
    """HTML of the ways on: type, add, more columns, only what needs a look."""
    troubled = len(view.problems())
    pending = f" (не сохранено: {number(unsaved)})" if unsaved else ""
    pieces = [
        "" if view.mode == "edit" else toggle(view.address(mode="edit"), f"Править{pending}", False, "nd-strong"),
        toggle(view.address(add="1", row="", column=""), "Добавить строку", False, "nd-strong"),
        toggle(view.address(take="1", row="", column="", mode=""), "Загрузить", False, "nd-strong"),
        toggle(view.address(columns="" if view.columns else "all"), "Все столбцы", bool(view.columns)) if has_minor(view) else "",
    ]
    pieces.append(toggle(view.address(files="" if view.files else "1"), "Скачать", bool(view.files)))
    if troubled or view.only:
        href = view.address(only="" if view.only else "problems")
        pieces.append(toggle(href, f"Только с замечаниями {number(troubled)}", bool(view.only)))
    return f'<nav class="nd-choices" aria-label="Что сделать с таблицей">{"".join(pieces)}</nav>'


def has_minor(view: View) -> bool:
    """Whether a column is one click away."""
    return any(spec.minor or name == view.spec.key != view.spec.label_column for name, spec in view.spec.columns.items())


def toggle(href: str, text: str, is_on: bool, kind: str = "") -> str:
    """HTML of a link that switches something."""
    here = ' aria-current="true"' if is_on else ""
    return f'<a class="nd-link nd-choice {kind}" href="{escape(href)}" target="_self"{here}>{escape(text)}</a>'
