"""The grid for typing: nothing is written before «Сохранить», and what was typed outlives errors, filters and new data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from netdash.edits import Edit, check_each
from netdash.errors import Problem
from netdash.foresight import foresee
from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.ui import current, naming, saving
from netdash.ui.foreseen import draw_ahead
from netdash.ui.registry.address import View, go
from netdash.ui.registry.columns import NUMBERS, choose_columns, head, label_width, pills, words
from netdash.ui.registry.reading import grid_height, unread
from netdash.ui.registry.typed import Place, Typed, Wrong, build_frame, read_state, translate
from netdash.ui.text import escape, plain

MOST = 3_000
"""More rows than this are too slow to type into."""

FIX = "Исправьте ячейки — или сохраните всё равно, замечание останется в списке."

_SITTINGS, _AHEAD, _HOLD = "_sittings", "_ahead", "registry"


@dataclass(frozen=True)
class Sitting:
    """What one person types into one table. ``frame`` stays as it is while the grid that shows it stands.

    ``kept`` was typed into grids that are gone, ``own`` into the one that stands, which is number ``number``.
    """

    table: str
    snapshot: Snapshot
    keys: tuple[str, ...] = ()
    asked: tuple[Any, ...] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    kept: Mapping[Place, Typed] = field(default_factory=dict)
    own: Mapping[Place, Typed] = field(default_factory=dict)
    number: int = 0

    @property
    def typed(self) -> dict[Place, Typed]:
        """All that was typed."""
        return {**self.kept, **self.own}

    @property
    def widget(self) -> str:
        """The name of the grid that stands."""
        return f"nd-edit-{self.table}-{self.number}"


def sittings() -> dict[str, Sitting]:
    """What this session types, by table."""
    return cast("dict[str, Sitting]", st.session_state.setdefault(_SITTINGS, {}))


def unsaved(table: str) -> int:
    """How many cells of a table wait to be saved."""
    sitting = sittings().get(table)
    if sitting is None:
        return 0
    edits, wrong = translate(sitting.snapshot, table, sitting.typed)
    return len(edits) + len(wrong)


def sit_down(view: View, keys: Sequence[str]) -> Sitting:
    """The sitting as of this run: the grid's memory taken in; a new grid where other rows or new data are asked for."""
    sitting = sittings().get(view.table) or Sitting(view.table, view.snapshot)
    standing = sitting.widget in st.session_state
    typing = False
    if standing:
        own = take_in(sitting, st.session_state[sitting.widget])
        typing = own != sitting.own
        sitting = replace(sitting, own=own)
    asked = (tuple(keys), view.columns)
    if not standing or asked != sitting.asked or (sitting.snapshot is not view.snapshot and not typing):
        sitting = lay_frame(view, keys, replace(sitting, asked=asked))
    sittings()[view.table] = sitting
    return sitting


def take_in(sitting: Sitting, state: Mapping[str, Any]) -> dict[Place, Typed]:
    """What the grid remembers, with what stood in those cells."""
    snapshot, table = sitting.snapshot, sitting.table
    edited = read_state(state.get("edited_rows", {}), sitting.keys)
    return {
        place: Typed(sitting.kept[place].before if place in sitting.kept else snapshot.value(table, *place), shown)
        for place, shown in edited.items()
        if place[1] in snapshot.tables[table].spec.columns
    }


def lay_frame(view: View, keys: Sequence[str], sitting: Sitting) -> Sitting:
    """A new grid of these rows, with all that was typed so far."""
    columns = editable(view)
    typed = sitting.typed
    frame = build_frame(view.snapshot, view.table, keys, columns, typed)
    return replace(sitting, snapshot=view.snapshot, keys=tuple(keys), frame=frame, kept=typed, own={}, number=sitting.number + 1)


def editable(view: View) -> list[str]:
    """The columns of the grid: the key only where it is the row's name, and where all columns are asked for."""
    return choose_columns(view.spec, bool(view.columns))


def show_editing(view: View, keys: Sequence[str]) -> None:
    """The bar that says what is not saved, what is wrong with it, and the grid."""
    current.hold(_HOLD)
    sitting = sit_down(view, keys)
    edits, wrong = translate(sitting.snapshot, view.table, sitting.typed)
    ahead = look_ahead(view, edits)
    with st.container(key="nd-bar-edit", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="nd-unsaved" role="status">{tell(len(edits) + len(wrong))}</p>')
        if edits or wrong:
            say = "Всё равно сохранить" if ahead and not wrong else "Сохранить"
            st.button(say, type="primary", icon=":material/save:", key="nd-save", on_click=save, args=(view.table,))
            st.button("Отменить", key="nd-cancel", on_click=cancel, args=(view.table,), help="Вернуть то, что в книге")
        if sitting.snapshot is not view.snapshot:
            st.button("Есть новые данные — показать", icon=":material/refresh:", type="tertiary", key="nd-newer")
        st.button(
            "Закончить правку", type="tertiary", key="nd-finish", on_click=finish, args=(view,), disabled=bool(edits or wrong)
        )
    if wrong:
        show_wrong(view, wrong)
    if ahead:
        st.html(draw_ahead(ahead, view.snapshot, "Если сохранить, не сойдётся вот что:", FIX))
    st.data_editor(
        sitting.frame,
        key=sitting.widget,
        num_rows="fixed",
        hide_index=True,
        column_config={name: editing_column(view, sitting, name) for name in sitting.frame.columns},
        disabled=[view.spec.key],
        placeholder="",
        height=grid_height(len(sitting.keys)),
        alt=f"{view.spec.title}, правка: {number(len(sitting.keys))}",
    )


def look_ahead(view: View, edits: Sequence[Edit]) -> tuple[Problem, ...]:
    """The rules that these edits would break in the newest data, whatever table they are told in; thought out once an edit.

    Edits that the save would refuse anyway are left out.
    """
    before = st.session_state.get(_AHEAD)
    asked = (view.snapshot, tuple(edits))
    if before is None or before[0] != asked:
        passed = [edit for edit, against in zip(edits, check_each(edits, view.snapshot), strict=True) if not against]
        before = st.session_state[_AHEAD] = (asked, foresee(passed, view.snapshot) if passed else ())
    return cast("tuple[Problem, ...]", before[1])


def tell(count: int) -> str:
    """How much is not saved."""
    if not count:
        return "Нажмите на ячейку дважды и введите новое значение. Без кнопки «Сохранить» в книгу ничего не попадёт."
    return f"<b>Не сохранено: {counted(count, 'ячейка', 'ячейки', 'ячеек')}.</b>"


def show_wrong(view: View, wrong: Sequence[Wrong]) -> None:
    """Everything typed that its column does not take, at once."""
    lines = "".join(
        f"<li><b>{escape(naming.name_row(view.snapshot, view.table, each.key))}, "
        f"«{escape(view.spec.columns[each.column].title)}»:</b> {escape(each.message)}</li>"
        for each in wrong
    )
    st.html(
        f'<div class="nd-empty nd-broken" role="alert"><p><b>Исправьте, и можно будет сохранить. '
        f'Введённое осталось в таблице.</b></p><ul class="nd-faults">{lines}</ul></div>'
    )


def editing_column(view: View, sitting: Sitting, column: str) -> Any:
    """How a column is typed into: words and labels from a list, several as pills, everything else as text."""
    spec, snapshot = view.spec.columns[column], sitting.snapshot
    common: dict[str, Any] = {
        "label": head(spec) + (" *" if spec.required else ""), "help": plain(spec.help) or None,
        "pinned": True if column == view.spec.label_column else None,
    }  # fmt: skip
    typed = [own.shown for (_, name), own in sitting.typed.items() if name == column]
    strange = [*unread(view, sitting.keys, column), *(text for text in typed if isinstance(text, str))]
    if spec.kind == "choices":
        return pills(snapshot, spec, strange, **common)
    if spec.kind == "references" and spec.to:
        return st.column_config.MultiselectColumn(options=names(snapshot, spec.to, strange), **common)
    if spec.kind in ("choice", "reference", "yes_no"):
        options = (
            names(snapshot, spec.to, strange)
            if spec.to
            else [*dict.fromkeys([*(words(snapshot, spec) or ["да", "нет"]), *strange])]
        )
        return st.column_config.SelectboxColumn(options=options, **common)
    if column == view.spec.label_column:
        common["width"] = label_width([str(text) for text in sitting.frame[column]])
    elif spec.kind == "long_text":
        common["width"] = "large"
    return st.column_config.TextColumn(alignment="right" if spec.kind in NUMBERS else "left", **common)


def names(snapshot: Snapshot, table: str, strange: Sequence[str]) -> list[str]:
    """The labels of a table, sorted, and those texts that are none."""
    return [*dict.fromkeys([*sorted(snapshot.labels(table), key=str.casefold), *strange])]


def save(table: str) -> None:
    """Hand everything typed to the save flow, unless something cannot be read; called by the button."""
    sitting = sittings().get(table)
    if sitting is None:
        return
    if sitting.widget in st.session_state:
        sitting = replace(sitting, own=take_in(sitting, st.session_state[sitting.widget]))
        sittings()[table] = sitting
    edits, wrong = translate(sitting.snapshot, table, sitting.typed)
    if wrong:
        return
    title = sitting.snapshot.tables[table].spec.title
    cancel(table)
    saving.submit(edits, f"{title}, {counted(len(edits), 'ячейка', 'ячейки', 'ячеек')}", slot=f"table-{table}")


def cancel(table: str) -> None:
    """Forget what was typed; the next grid shows what the workbook holds."""
    sitting = sittings().pop(table, None)
    if sitting is not None:
        sittings()[table] = Sitting(table, sitting.snapshot, number=sitting.number + 1)


def finish(view: View) -> None:
    """Back to reading."""
    sittings().pop(view.table, None)
    current.release(_HOLD)
    go(view, mode="")
