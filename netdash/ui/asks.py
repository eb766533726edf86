"""Questions whose answers live in the address: a link, a reload and a click all lead to the same page."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netdash.ui import links, more


def choose(place: DeltaGenerator, label: str, name: str, options: Sequence[str], tell: Callable[[str], str]) -> str:
    """One of the options; the first unless the address asks for another under ``name``."""
    key = follow(name, lambda asked: asked if asked in options else options[0])
    return note(name, str(place.selectbox(label, options, format_func=tell, key=key)), "")


def choose_way(place: DeltaGenerator, label: str, name: str, options: Sequence[str], tell: Callable[[str], str]) -> str:
    """The same for two or three options that stand side by side; the first is the default."""
    key = follow(name, lambda asked: asked if asked in options else options[0])
    value = str(place.segmented_control(label, options, format_func=tell, key=key, required=True))
    return note(name, value, options[0])


def search(place: DeltaGenerator, label: str, name: str, placeholder: str) -> str:
    """Words to look for."""
    key = follow(name, lambda asked: asked)
    value = place.text_input(label, key=key, placeholder=placeholder, type="search") or ""
    return note(name, str(value), "")


def follow(name: str, read: Callable[[str], str]) -> str:
    """The key of a widget, which takes over what the address asks for whenever that is not what the widget itself wrote."""
    key, asked = f"nd-ask-{name}", links.asked(name)
    held = st.session_state.get(key)
    if held is None or read(held) != held or st.session_state.get(f"{key}-noted") != asked:
        st.session_state[key] = read(asked)
    return key


def note(name: str, value: str, default: str) -> str:
    """Put the answer into the address; a list that was opened further begins anew when the answer changes."""
    value_there = "" if value == default else value
    if links.asked(name) not in ("", value_there):
        links.answer(**{more.SCREENS: ""})
    links.answer(**{name: value_there})
    st.session_state[f"nd-ask-{name}-noted"] = links.asked(name)
    return value
