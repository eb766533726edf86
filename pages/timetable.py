"""Расписание: a week between places, held to a place, a person, a course, a student; clashes stand first, or after one day."""

from typing import cast

import streamlit as st

from netdash.specs.pages import TimetablePage
from netdash.ui import current
from netdash.ui.timetable import clashes, filters, grid, view

seen = view.take_view(cast("TimetablePage", current.page()), current.snapshot())

st.html(view.STYLES)
totals = st.container()
seen = filters.show_filters(seen)
with totals:
    view.show_totals(seen)
for show in (grid.show_week, clashes.show_clashes) if seen.day else (clashes.show_clashes, grid.show_week):
    show(seen)
