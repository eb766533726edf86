"""Long lists: a screen at a time, and the next one a click away. How far a person went stands in the address."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from netdash.kinds.russian import counted
from netdash.ui import links

SCREENS = "screens"
Item = TypeVar("Item")


def cut(items: Sequence[Item], screen: int, name: str = SCREENS) -> Sequence[Item]:
    """The beginning of a list, as many screens of it as the address asks for under ``name``."""
    asked = links.asked(name)
    return items[: screen * (max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1)]


def show_more(total: int, shown: int, screen: int, noun: tuple[str, str, str], name: str = SCREENS) -> None:
    """The button for the next screen, where there is one; ``noun`` in its three forms: 1, 2, 5."""
    if shown < total:
        st.button(
            f"Показать ещё {min(screen, total - shown)}, осталось: {counted(total - shown, *noun)}",
            key=f"nd-more-{name}",
            icon=":material/expand_more:",
            on_click=lambda: links.answer(**{name: str(shown // screen + 1)}),
        )
