"""What would be written, row by row, before anything is: new rows, changed cells, what is there already, what is left out."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from netdash.intake import Outcome, Status
from netdash.kinds.russian import counted, listed, number, quoted
from netdash.snapshot import Snapshot
from netdash.ui import more, naming
from netdash.ui.foreseen import tell_rows
from netdash.ui.taking.sitting import Broken, Seen, Sitting
from netdash.ui.text import escape

NEW, CHANGED, LEFT = "new", "changed", "left"
TAKE, ROW, TYPED = "take", "row", "typed"
A_SCREEN, FEW, PARAMETER, BROKEN = 30, 8, "left", "broken"


def show_changed(sitting: Sitting, seen: Seen, snapshot: Snapshot) -> None:
    """Each row that would change: which cells, before and after."""
    outcomes = seen.intake.having("changed")
    if not outcomes:
        return
    cells = sum(len(outcome.edits) for outcome in outcomes)
    st.html(f'<h2 class="nd-section" id="{CHANGED}">Изменения: {counted(cells, "ячейка", "ячейки", "ячеек")}</h2>')
    frame = pd.DataFrame(
        {
            "Строка таблицы": [naming.name_row(snapshot, sitting.table, outcome.key) for outcome in outcomes],
            "Было → стало": [tell_edits(snapshot, sitting.table, outcome) for outcome in outcomes],
        }
    )
    show_grid(sitting, "changed", outcomes, frame)


def tell_edits(snapshot: Snapshot, table: str, outcome: Outcome) -> str:
    """«Уровень: школа → город», one after the other."""
    columns = snapshot.tables[table].spec.columns
    pieces = (
        f"{columns[edit.column].title}: {snapshot.show(table, edit.column, edit.before) or 'пусто'}"
        f" → {snapshot.show(table, edit.column, edit.after)}"
        for edit in outcome.edits
    )
    return "; ".join(pieces)


def show_new(sitting: Sitting, seen: Seen, snapshot: Snapshot) -> None:
    """Every new row as it would stand in the table."""
    outcomes = seen.intake.having("new")
    if not outcomes:
        return
    st.html(f'<h2 class="nd-section" id="{NEW}">Новые строки: {number(len(outcomes))}</h2>{tell_typed(outcomes)}')
    spec = snapshot.tables[sitting.table].spec
    names = [name for name in spec.columns if any(name in outcome.values for outcome in outcomes)]
    frame = pd.DataFrame(
        {
            spec.columns[name].title: [
                snapshot.show(sitting.table, name, outcome.values[name]) if name in outcome.values else "" for outcome in outcomes
            ]
            for name in names
        }
    )
    if any(outcome.typed for outcome in outcomes):
        frame.insert(0, TYPED, [outcome.typed for outcome in outcomes])
    show_grid(sitting, "new", outcomes, frame)


def tell_typed(outcomes: Sequence[Outcome]) -> str:
    """HTML on new rows that come with a key: nobody should take it for the row that they meant, nor look for it later."""
    typed = [outcome.typed for outcome in outcomes if outcome.typed]
    if not typed:
        return ""
    said = (
        f"Кода {quoted(typed[0])} в таблице нет: его строка станет новой, и код ей поставит программа."
        if len(typed) == 1
        else f"Кодов {listed([quoted(each) for each in typed], 5)} в таблице нет: их строки станут новыми, и коды им поставит "
        "программа."
    )
    return f'<p class="nd-under">{escape(said)} Если это описка, исправьте код в файле или снимите отметку.</p>'


def show_grid(sitting: Sitting, part: str, outcomes: Sequence[Outcome], frame: pd.DataFrame) -> None:
    """A grid in which single rows are left out; it begins with those left out before."""
    key = sitting.widget("rows", part, sitting.turn)
    begun = f"{key}-begun"
    if key not in st.session_state or begun not in st.session_state:
        st.session_state[begun] = frozenset(sitting.without)
    left_out = st.session_state[begun]
    frame.insert(0, ROW, [outcome.row + 1 for outcome in outcomes])
    frame.insert(0, TAKE, [outcome.row not in left_out for outcome in outcomes])
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in frame.columns if name != TAKE],
        column_config={
            TAKE: st.column_config.CheckboxColumn("Взять", width=85, pinned=True),
            TYPED: st.column_config.TextColumn("Код в файле", width=110),
            ROW: st.column_config.NumberColumn("Строка файла", width=100, format="%d"),
        },
        height="content" if len(frame) <= 10 else 400,
    )


def note_ticks(sitting: Sitting, seen: Seen) -> None:
    """Take in which single rows were ticked and unticked in the grids that stand."""
    parts: tuple[Status, ...] = ("changed", "new")
    for part in parts:
        key = sitting.widget("rows", part, sitting.turn)
        if key not in st.session_state:
            continue
        rows = [outcome.row for outcome in seen.intake.having(part)]
        without = set(rows) & st.session_state[f"{key}-begun"]
        for position, cells in st.session_state[key].get("edited_rows", {}).items():
            if TAKE in cells and int(position) < len(rows):
                (without.discard if cells[TAKE] else without.add)(rows[int(position)])
        sitting.without = (sitting.without - set(rows)) | without


def show_broken(broken: Broken, snapshot: Snapshot) -> None:
    """What would not fit together once the ticked rows are written; nothing of that keeps them out."""
    if not broken:
        return
    shown = more.cut(broken, FEW, BROKEN)
    lines = "".join(
        f'<tr><td class="nd-number">{"—" if row is None else number(row + 1)}</td>'
        f"<td>{escape(problem.message)}.{tell_rows(problem, snapshot)}</td></tr>"
        for row, problem in shown
    )
    st.html(
        f'<div class="nd-empty nd-broken nd-ahead" role="alert">'
        f"<p><b>После записи будет {counted(len(broken), 'замечание', 'замечания', 'замечаний')}.</b> "
        "Строки запишутся; исправьте их в файле или потом в таблице — либо снимите с них отметку ниже.</p>"
        '<div class="nd-scroll"><table class="nd-table nd-left"><thead><tr><th class="nd-number">Строка файла</th>'
        f"<th>Что не сойдётся</th></tr></thead><tbody>{lines}</tbody></table></div></div>"
    )
    more.show_more(len(broken), len(shown), FEW, ("замечание", "замечания", "замечаний"), BROKEN)


def show_left(seen: Seen) -> None:
    """Rows of the file that are not written, each with its reason."""
    outcomes = seen.intake.having("faulty", "twice")
    if not outcomes:
        return
    shown = more.cut(outcomes, A_SCREEN, PARAMETER)
    titles = {name: column.title for name, column in seen.snapshot.tables[seen.intake.table].spec.columns.items()}
    lacking = listed([quoted(titles[name]) for name in seen.intake.lacking])
    lines = "".join(
        f'<tr><td class="nd-number">{number(outcome.row + 1)}</td><td>{escape(tell_values(seen, outcome))}</td>'
        f"<td>{escape(tell_reason(outcome, titles, lacking))}</td></tr>"
        for outcome in shown
    )
    st.html(
        f'<h2 class="nd-section" id="{LEFT}">Не попадут в таблицу: {number(len(outcomes))}</h2><div class="nd-scroll">'
        '<table class="nd-table nd-left"><thead><tr><th class="nd-number">Строка</th>'
        "<th>Что в ней</th><th>Почему</th></tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )
    more.show_more(len(outcomes), len(shown), A_SCREEN, ("строка", "строки", "строк"), PARAMETER)


def tell_values(seen: Seen, outcome: Outcome) -> str:
    """What of a row could be read."""
    table = seen.intake.table
    names = [name for name in seen.snapshot.tables[table].spec.columns if name in outcome.values]
    return " · ".join(seen.snapshot.show(table, name, outcome.values[name]) for name in names[:5])


def tell_reason(outcome: Outcome, titles: dict[str, str], lacking: str) -> str:
    """Why a row is not written."""
    if outcome.status == "twice" or (outcome.note and not outcome.faults):
        return outcome.note
    faults = [f"{titles[fault.column]}: {fault.message}" for fault in outcome.faults]
    return ". ".join(dict.fromkeys((*faults, *([f"В файле нет {lacking}"] if lacking else ()))))
