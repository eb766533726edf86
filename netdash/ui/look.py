"""Window title and style sheet."""

from pathlib import Path

import streamlit as st

STYLES = Path(__file__).with_name("look.css")
PAPER = Path(__file__).with_name("print.css")
ICON = Path(__file__).with_name("icon.svg")


def prepare_window(network: str) -> None:
    """The window's shape and icon. Before the navigation: its icons would else be fetched from outside as the window's."""
    st.set_page_config(page_title=network, page_icon=str(ICON), layout="wide")


def name_window(page: str, network: str) -> None:
    """The window's title."""
    st.set_page_config(page_title=f"{page} · {network}")


def load() -> None:
    """The style sheets of our blocks, on screen and on paper; colours follow the theme through ``color-scheme``."""
    st.html(STYLES)
    st.html(PAPER)
