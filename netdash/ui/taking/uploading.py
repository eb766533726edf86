"""The file itself: chosen, read, or refused with a reason."""

from typing import cast

import streamlit as st

from netdash.intake import LARGEST, NotTaken, read_file
from netdash.ui import empties
from netdash.ui.taking import sitting
from netdash.ui.text import escape

_REFUSED, _TRY = "_taking_refused", "_taking_try"


def ask_file(table: str) -> None:
    """The field for the file, above it why the last one was not taken."""
    refused = cast("tuple[str, str, str, str] | None", st.session_state.get(_REFUSED))
    if refused and refused[0] == table:
        _, name, message, hint = refused
        empties.show_empty(f"Файл «{name}» не загружен. {message}", escape(hint), "broken")
    number = st.session_state.get(_TRY, 0)
    with st.container(key="nd-upload"):
        file = st.file_uploader(
            f"Файл школы: xlsx, xls, ods или csv, не больше {LARGEST >> 20} МБ", key=f"nd-file-{table}-{number}",
            max_upload_size=LARGEST >> 20,
        )  # fmt: skip
    if file is not None:
        st.session_state[_TRY] = number + 1
        with st.spinner("Читаю файл…"):
            take(table, file.name, file.getvalue())
        st.rerun()


def take(table: str, name: str, data: bytes) -> None:
    """Open the file, or remember why it cannot be."""
    name = " ".join(name.split())[:120]
    try:
        sheets = read_file(data)
    except NotTaken as refusal:
        st.session_state[_REFUSED] = (table, name, str(refusal), refusal.hint)
        return
    st.session_state.pop(_REFUSED, None)
    sitting.begin(table, name, sheets)
