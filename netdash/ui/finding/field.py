"""The one search field of the dashboard, above the navigation; what is typed goes into the address of the search page."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from netdash.ui import browser, current, links

FIELD = "nd-find-all"
_SOUGHT = "_sought"


def show() -> None:
    """The field, where the network has a search page; on that page it holds what was looked for."""
    if not links.find_page("search"):
        return
    is_new = FIELD not in st.session_state or st.session_state.get(f"{FIELD}-noted") != links.asked("find")
    if current.page().kind == "search" and is_new:
        st.session_state[FIELD] = st.session_state[f"{FIELD}-noted"] = links.asked("find")
    with st.sidebar.container(key="nd-finder"):
        st.text_input(
            "Найти во всех таблицах",
            key=FIELD,
            placeholder="Найти…",
            label_visibility="collapsed",
            icon=":material/search:",
            type="search",
            max_chars=200,
            on_change=seek,
        )


def seek() -> None:
    """Something was typed: the run that begins now goes to the search page."""
    st.session_state[_SOUGHT] = st.session_state[FIELD]


def follow(navigation: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """Go to the search page with what was typed."""
    sought = st.session_state.pop(_SOUGHT, None)
    if sought is None:
        return
    path = links.find_page("search")
    if not sought.strip() and current.page().kind != "search":
        return
    st.session_state[f"{FIELD}-noted"] = sought.strip()
    browser.fold_sidebar()
    for page in (page for pages in navigation.values() for page in pages):
        if page.url_path == path:
            st.switch_page(page, query_params={"find": sought.strip()} if sought.strip() else {})
