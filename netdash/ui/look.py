"""Window title and style sheet."""

from pathlib import Path

import streamlit as st

STYLES = Path(__file__).with_name("look.css")
ICON = Path(__file__).with_name("icon.svg")


def configure(page: str, network: str) -> None:
    """The window's title and shape."""
    st.set_page_config(page_title=f"{page} · {network}", page_icon=str(ICON), layout="wide")


def load() -> None:
    """The style sheet of our blocks; colours follow the theme through ``color-scheme``."""
    st.html(STYLES)
