"""The frame of every page: navigation from the config, banner, head, the person's name, dialogs of the save flow."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from netdash.errors import ConfigError, StoreError
from netdash.specs import Config, PageSpec
from netdash.ui import browser, current, empties, heads, look, questions, saving, shared
from netdash.ui.finding import field
from netdash.ui.setup import connection
from netdash.ui.text import escape

PAGES = Path(__file__).parents[2] / "pages"
AUTHOR_FIELD = "nd-author"


def show() -> None:
    """One run: the page that the address names, inside its frame."""
    workspace = current.workspace()
    config = workspace.config
    look.prepare_window(config.network.short)
    navigation = build_navigation(config)
    chosen = st.navigation(navigation, expanded=True)
    look.name_window(chosen.title, config.network.short)
    follow_link(navigation)
    field.follow(navigation)
    look.load()
    snapshot = workspace.snapshot()
    page = find_page(config, chosen.url_path)
    current.enter(page, snapshot)
    field.show()
    heads.show_demonstration(snapshot)
    heads.show_head(page)
    heads.show_gone(page, snapshot)
    questions.show_pending()
    chosen.run()
    saving.show_notice()
    show_author()
    browser.mount()


Navigation = dict[str, list[StreamlitPage]]


def build_navigation(config: Config) -> Navigation:
    """The sections and pages of the config; a page of the config is an instance of a kind in ``pages/``."""
    return {section: [build_page(name, page) for name, page in pages.items()] for section, pages in config.pages.items()}


def build_page(name: str, page: PageSpec) -> StreamlitPage:
    """One page of the navigation."""
    script = PAGES / f"{page.kind}.py"
    seen: Literal["hidden", "visible"] = "hidden" if page.hidden else "visible"
    return st.Page(script, title=page.title, icon=f":material/{page.icon}:", url_path=name, default=page.default, visibility=seen)


def find_page(config: Config, url_path: str) -> PageSpec:
    """The declaration behind an address; the default page's address is empty."""
    pages = {name: page for section in config.pages.values() for name, page in section.items()}
    return pages.get(url_path) or next(page for page in pages.values() if page.default)


def follow_link(navigation: Navigation) -> None:
    """Go where a click on one of our links led, within this session."""
    visit = browser.take_visit()
    if visit is None:
        return
    path, parameters = visit
    for page in (page for pages in navigation.values() for page in pages):
        if page.url_path == path:
            st.switch_page(page, query_params=parameters)


def show_author() -> None:
    """Whose name the journal notes; the browser remembers it."""
    st.session_state[AUTHOR_FIELD] = current.author()
    st.sidebar.text_input(
        "Ваше имя для журнала",
        key=AUTHOR_FIELD,
        placeholder="Иванова А. П.",
        max_chars=80,
        on_change=lambda: current.name_author(st.session_state[AUTHOR_FIELD]),
    )


def show_config_faults(error: ConfigError) -> None:
    """The config cannot be used: all its faults, and what to do."""
    look.load()
    st.html('<header class="nd-head"><h1>Настройки сети не читаются</h1></header>')
    empties.show_faults(
        f"В папке {shared.config_folder()} нужно исправить:", error.faults, "Исправьте файлы в этих местах и проверьте снова."
    )
    st.button("Проверить снова", type="primary", icon=":material/refresh:")


def show_no_workbook(error: StoreError) -> None:
    """The workbook could never be read since the start: why, and a look for it every few seconds."""
    look.load()
    st.html('<header class="nd-head"><h1>Книга с данными не открывается</h1></header>')
    empties.show_empty(str(error), f"{escape(tell_source())}Когда книга откроется, страница появится сама.", "broken")
    connection.show_connection()
    wait_for_workbook()


def tell_source() -> str:
    """Where the workbook is expected, as a sentence with its space; empty if the settings do not say it."""
    try:
        return f"Книга ожидается здесь: {shared.source()}. "
    except StoreError:
        return ""


@st.fragment(run_every=heads.LOOK_EVERY)
def wait_for_workbook() -> None:
    """Look for the workbook and show the page once it is there."""
    try:
        current.workspace().snapshot()
    except (ConfigError, StoreError):
        return
    st.rerun()
