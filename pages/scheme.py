"""Сеть: the scheme of places and what joins them, a card for each place, the programme they share."""

from typing import cast

import streamlit as st

from netdash.specs.pages import SchemePage
from netdash.ui import current
from netdash.ui.location import page, panel
from netdash.ui.location.view import STYLES, take_view

view = take_view(cast("SchemePage", current.page()), current.snapshot())

st.html(STYLES)
if not view.part:
    panel.show_totals(view)
panel.show_parts(view)
page.show(view)
