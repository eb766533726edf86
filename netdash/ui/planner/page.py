"""The calendar page, put together: its controls, and the way to look that the address asks for."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from netdash.ui.planner import card, controls, cover, days, files, lanes, month, moving
from netdash.ui.planner.view import View

STYLES = Path(__file__).with_name("look.css")
WAYS: Mapping[str, Callable[[View], None]] = {
    "": days.show_coming,
    "day": days.show_day,
    "month": month.show_month,
    "week": month.show_week,
    "list": days.show_list,
    "lanes": lanes.show_lanes,
    "cover": cover.show_cover,
}


def show(view: View) -> None:
    """What the address asks for."""
    st.html(STYLES)
    if view.event:
        card.show_card(view)
        moving.show_asked(view)
        return
    moving.show_asked(view)
    controls.show_controls(view)
    files.show_files(view)
    WAYS[view.way](view)
