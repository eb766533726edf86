"""Whether the workbook can be reached: every step on the way, and what to do about the one that fails."""

from collections.abc import Sequence

import streamlit as st

from netdash.errors import NetdashError
from netdash.specs.tables import State
from netdash.stores import Check
from netdash.stores.opening import check_source
from netdash.ui import saving, shared
from netdash.ui.setup.facts import STYLES
from netdash.ui.states import badge
from netdash.ui.text import escape

WORDS: dict[bool | None, tuple[State, str]] = {
    True: ("done", "в порядке"),
    False: ("late", "не работает"),
    None: ("not_begun", "не проверено"),
}


def show_connection() -> None:
    """The button, and what the check says; it changes nothing."""
    st.html(
        '<h2 class="nd-section">Подключение</h2>'
        '<p class="nd-under">Проверка только читает. Она покажет, какого шага не хватает и что сделать.</p>'
    )
    if st.button("Проверить подключение", key="nd-connect", icon=":material/cable:"):
        show_checks()


def show_checks() -> None:
    """Try every step and show how it went."""
    with st.spinner("Проверяю шаг за шагом…"):
        try:
            checks = check_source(shared.source())
        except NetdashError as error:
            st.error(saving.told(error))
            return
    st.html(STYLES)
    st.html(table(checks))


def table(checks: Sequence[Check]) -> str:
    """HTML of the steps."""
    rows = (
        f"<tr><td>{escape(check.title)}</td><td>{badge(*WORDS[check.is_fine])}</td><td>{escape(check.told)}</td></tr>"
        for check in checks
    )
    return f'<table class="nd-table nd-stack nd-steps nd-checks"><tbody>{"".join(rows)}</tbody></table>'
