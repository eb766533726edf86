"""Which column of the file is which of the table: proposed, with how it was recognised, and corrected by the person."""

from collections.abc import Mapping

import streamlit as st

from netdash.intake import FileColumn, column_cells, share_read
from netdash.kinds.russian import counted, listed, quoted
from netdash.snapshot import Snapshot
from netdash.ui.taking.sitting import NOT_TAKEN, Seen, Sitting, choose
from netdash.ui.text import escape, plain

SAID = {"title": "", "similar": "название похоже", "content": "узнано по содержимому"}
PICKED = ("choice", "reference")


def ask_place(sitting: Sitting, seen: Seen | None) -> None:
    """Which sheet, and where its header stands."""
    left, right = st.columns([1, 1]) if len(sitting.sheets) > 1 else st.columns([1, 3])[::-1]
    if len(sitting.sheets) > 1:
        titles = [sheet.title for sheet in sitting.sheets]
        key = sitting.widget("sheet")
        left.selectbox("Лист", range(len(titles)), sitting.sheet, format_func=titles.__getitem__, key=key, on_change=set_sheet,
                       args=(sitting, key))  # fmt: skip
    key = sitting.widget("head", sitting.sheet)
    last = min(30, len(sitting.sheets[sitting.sheet].rows))
    head = seen.found.head if seen else sitting.head or 0
    right.number_input("Заголовки в строке", 1, max(last, head + 1), head + 1, key=key, on_change=set_head, args=(sitting, key))


def set_sheet(sitting: Sitting, key: str) -> None:
    """Another sheet: what was said about the columns of the first does not hold for it."""
    sitting.sheet, sitting.head = st.session_state[key], None
    forget(sitting)


def set_head(sitting: Sitting, key: str) -> None:
    """Another header."""
    sitting.head = int(st.session_state[key]) - 1
    forget(sitting)


def forget(sitting: Sitting) -> None:
    """The columns are matched anew."""
    sitting.chosen.clear()
    sitting.without.clear()


def ask_columns(sitting: Sitting, seen: Seen, snapshot: Snapshot) -> None:
    """A line for each column of the file; folded away where there is nothing to ask."""
    known = sum(column.place in seen.places for column in seen.found.columns)
    doubtful = seen.intake.lacking or any(seen.found.how.get(place) in ("similar", "content") for place in seen.places)
    title = f"Столбцы: узнано {known} из {len(seen.found.columns)}"
    with st.expander(title, expanded=bool(doubtful or sitting.chosen or known < 2)):
        st.html('<p class="nd-under">Слева столбцы файла, справа — что это в таблице. Неверное исправьте.</p>')
        for column in seen.found.columns:
            ask_column(sitting, seen, snapshot, column)


def ask_column(sitting: Sitting, seen: Seen, snapshot: Snapshot, column: FileColumn) -> None:
    """One column: its header and some cells, what it is taken for, how well it reads."""
    left, right = st.columns([3, 3], vertical_alignment="center")
    spec = snapshot.tables[sitting.table].spec
    taken, key = seen.places.get(column.place, NOT_TAKEN), sitting.widget("column", sitting.sheet, seen.found.head, column.place)
    title = escape(column.title) if column.title else '<span class="nd-none">без заголовка</span>'
    notes = tell_match(sitting, seen, snapshot, column, taken)
    left.html(f'<p class="nd-col"><b>{title}</b>{notes}<br><span class="nd-note">{escape(tell_cells(column))}</span></p>')
    st.session_state[key] = taken
    titles = {NOT_TAKEN: "Не брать"} | {name: each.title for name, each in spec.columns.items()}
    right.selectbox(
        plain(f"Столбец «{column.title or column.place + 1}»"), [NOT_TAKEN, *spec.columns], format_func=titles.__getitem__,
        key=key, label_visibility="collapsed", on_change=set_column, args=(sitting, seen, column.place, key),
    )  # fmt: skip


def set_column(sitting: Sitting, seen: Seen, place: int, key: str) -> None:
    """The person's own word on a column."""
    choose(sitting, seen.found, place, st.session_state[key])


def tell_cells(column: FileColumn) -> str:
    """The first cells of a column, or that it has none."""
    return listed([quoted(text, 30) for text in column.examples], 3) if column.examples else "столбец пуст"


def tell_match(sitting: Sitting, seen: Seen, snapshot: Snapshot, column: FileColumn, taken: str) -> str:
    """HTML: how a column was recognised, and whether some of its cells do not read."""
    if not taken:
        return ""
    how = "" if column.place in sitting.chosen else SAID[seen.found.how.get(column.place, "") or "title"]
    cells = column_cells(sitting.sheets[sitting.sheet].rows[seen.found.head + 1 :], column.place)
    share = share_read(snapshot, sitting.table, taken, cells)
    reads = "" if share == 1 or not cells else "не читается ни одна ячейка" if share == 0 else "читаются не все ячейки"
    shown = f' <span class="nd-note">{escape(how)}</span>' if how else ""
    return shown + (f' <span class="nd-col-note">{escape(reads)}</span>' if reads else "")


def ask_constants(sitting: Sitting, seen: Seen, snapshot: Snapshot) -> None:
    """Required columns that the file does not have: one value for all of its rows."""
    spec = snapshot.tables[sitting.table].spec
    names = [name for name in spec.columns if name in (*seen.intake.lacking, *sitting.constants)]
    if not names:
        return
    count = counted(len(names), "обязательного столбца", "обязательных столбцов", "обязательных столбцов")
    st.html(
        f'<p class="nd-ask">В файле нет {escape(count)}. Укажите одно значение для всех строк — '
        "без него новые строки не добавить.</p>"
    )
    for name in names:
        column, key = spec.columns[name], sitting.widget("constant", name)
        st.session_state.setdefault(key, sitting.constants.get(name) or (None if column.kind in PICKED else ""))
        if column.kind in PICKED:
            options = list_titles(snapshot, column.to, column.choices)
            st.selectbox(plain(column.title), options, key=key, placeholder="Выберите…", on_change=set_constant,
                         args=(sitting, name, key))  # fmt: skip
        else:
            st.text_input(plain(column.title), key=key, on_change=set_constant, args=(sitting, name, key))
            _, message = snapshot.parse(sitting.table, name, sitting.constants.get(name, ""))
            if message:
                st.html(f'<p class="nd-field-error">{escape(message)}</p>')


def list_titles(snapshot: Snapshot, to: str | None, choices: str | None) -> list[str]:
    """What may stand in a column of rows or words."""
    if to:
        return sorted(snapshot.labels(to).tolist(), key=str.casefold)
    words: Mapping[str, object] = snapshot.config.choice_list(choices or "")
    return [getattr(choice, "title", "") for choice in words.values()]


def set_constant(sitting: Sitting, name: str, key: str) -> None:
    """One value for all rows, or none."""
    text = st.session_state[key] or ""
    if text.strip():
        sitting.constants[name] = text.strip()
    else:
        sitting.constants.pop(name, None)
