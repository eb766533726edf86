"""Портфолио: students by code, and the sheet of one that can be printed."""

from typing import cast

import streamlit as st

from netdash.specs.pages import PortfolioPage
from netdash.ui import current
from netdash.ui.portfolio import listing, sheet, view

seen = view.take_view(cast("PortfolioPage", current.page()), current.snapshot())

st.html(view.STYLES)
if seen.student:
    sheet.show_sheet(seen)
else:
    sheet.show_missing()
    listing.show_totals(seen)
    listing.show_list(seen)
