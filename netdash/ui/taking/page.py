"""«Загрузить»: a file, its columns, what is wrong in it, what would change; then one change set."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from netdash.intake import Intake, NotTaken
from netdash.kinds.russian import counted, number
from netdash.ui import current, empties, links, saving
from netdash.ui.figures import Figure, show_figures
from netdash.ui.registry.address import View, go
from netdash.ui.taking import columns, mending, preview, uploading
from netdash.ui.taking.sitting import Seen, Sitting, end, look, look_ahead, sittings
from netdash.ui.text import escape, plain

STYLES = Path(__file__).with_name("look.css")
WRITTEN = (("новую строку", "новые строки", "новых строк"), ("ячейку", "ячейки", "ячеек"))
SAVED = (("новая строка", "новые строки", "новых строк"), ("ячейка", "ячейки", "ячеек"))
_HOLD = "taking"


def show(view: View) -> None:
    """The whole way of a file into a table."""
    st.html(STYLES)
    st.html(
        f'<p class="nd-crumb">{links.anchor(view.back(), "← " + view.spec.title)}</p>'
        f'<h2 class="nd-name">Загрузить файл</h2>'
        '<p class="nd-under">Порядок столбцов, лишние столбцы и строки над заголовками не мешают. '
        "Сначала программа покажет, что изменится; записывается всё только по кнопке.</p>"
    )
    sitting = sittings().get(view.table)
    if sitting is None:
        current.release(_HOLD)
        uploading.ask_file(view.table)
        return
    current.hold(_HOLD)
    show_file(view, sitting)


def show_file(view: View, sitting: Sitting) -> None:
    """The answers asked for about one file, and what they lead to."""
    with st.container(key="nd-file-name", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="nd-file"><b>{escape(sitting.name)}</b></p>')
        st.button("Другой файл", key=sitting.widget("other"), type="tertiary", on_click=end, args=(view.table,))
    try:
        seen = look(sitting, view.snapshot)
    except NotTaken as refusal:
        columns.ask_place(sitting, None)
        empties.show_empty(str(refusal), escape(refusal.hint), "broken")
        return
    preview.note_ticks(sitting, seen)
    show_figures(count_rows(view, seen.intake))
    columns.ask_constants(sitting, seen, view.snapshot)
    show_button(view, sitting, seen)
    preview.show_broken(look_ahead(sitting, seen), view.snapshot)
    with st.container(key="nd-take-columns"):
        columns.ask_place(sitting, seen)
        columns.ask_columns(sitting, seen, view.snapshot)
    mending.ask_repairs(sitting, seen, view.spec)
    preview.show_changed(sitting, seen, view.snapshot)
    preview.show_new(sitting, seen, view.snapshot)
    preview.show_left(seen)


def count_rows(view: View, intake: Intake) -> list[Figure]:
    """How many rows of each sort; each number leads to its rows below."""

    def figure(title: str, count: int, part: str = "") -> Figure:
        return Figure(title, number(count), href=f"{view.address()}#{part}" if count and part else "")

    return [
        figure("Новых строк", len(intake.having("new")), preview.NEW),
        figure("Изменится ячеек", sum(len(outcome.edits) for outcome in intake.outcomes), preview.CHANGED),
        figure("Уже есть без изменений", len(intake.having("same"))),
        figure("Повторов в файле", len(intake.having("twice")), preview.LEFT),
        figure("Строк с ошибкой", len(intake.having("faulty")), preview.LEFT),
    ]


def show_button(view: View, sitting: Sitting, seen: Seen) -> None:
    """What is to be taken, and the button that writes it."""
    new, changed = seen.intake.having("new"), seen.intake.having("changed")
    if not new and not changed:
        there = seen.intake.having("same")
        if there and not seen.intake.having("faulty"):
            empties.show_empty("Всё, что есть в файле, уже стоит в таблице.", links.anchor(view.back(), "Вернуться к таблице"))
        return
    if saving.pending(slot(view)):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="nd-take-go"):
        if new:
            tick(sitting, "new", f"Добавить новые строки ({number(len(new))})")
        if changed:
            tick(sitting, "changed", f"Изменить ячейки в строках ({number(len(changed))})")
        chosen = [outcome for outcome in (*new, *changed) if sitting.kinds[outcome.status] and outcome.row not in sitting.without]
        inserted = sum(outcome.status == "new" for outcome in chosen)
        edited = sum(len(outcome.edits) for outcome in chosen)
        counts = (inserted, edited)
        say = f"Записать {tell(counts, WRITTEN)}" if chosen else "Записать"
        if st.button(say, key=sitting.widget("write"), type="primary", disabled=not chosen):
            write(view, sitting, seen, counts)


def tell(counts: tuple[int, int], nouns: Sequence[tuple[str, str, str]]) -> str:
    """«15 новых строк и 2 ячейки»."""
    return " и ".join(counted(count, *noun) for count, noun in zip(counts, nouns, strict=True) if count)


def tick(sitting: Sitting, kind: str, title: str) -> None:
    """Whether rows of a sort are taken."""
    key = sitting.widget("kind", kind)
    st.session_state[key] = sitting.kinds[kind]  # type: ignore[index]
    st.checkbox(plain(title), key=key, on_change=set_kind, args=(sitting, kind, key))


def set_kind(sitting: Sitting, kind: str, key: str) -> None:
    """The person's word on rows of a sort."""
    sitting.kinds[kind] = st.session_state[key]  # type: ignore[index]


def slot(view: View) -> str:
    """Where what is not yet written waits."""
    return f"take-{view.table}"


def write(view: View, sitting: Sitting, seen: Seen, counts: tuple[int, int]) -> None:
    """One change set; the file is put away once it is written, and stays open as long as anything speaks against it."""
    statuses = {status for status, is_taken in sitting.kinds.items() if is_taken}
    changes = seen.intake.changes(view.snapshot, statuses, sitting.without)
    with st.spinner(f"Записываю {tell(counts, WRITTEN)}…"):
        report = saving.submit(
            changes, f"{view.spec.title}, {tell(counts, SAVED)}", slot=slot(view), reason=f"Из файла «{sitting.name}»"
        )
    if report is not None:
        end(view.table)
        current.release(_HOLD)
        go(view, take="")
    st.rerun()
