"""Мониторинг: what schools typed of what is expected, what they owe, and which numbers they are asked about."""

import streamlit as st

from netdash.ui import current
from netdash.ui.monitoring import asked, board, debts, view

seen = view.take_view(current.snapshot())

st.html(view.STYLES)
view.show_totals(seen)
view.show_years(seen)
board.show_board(seen)
debts.show_debts(seen)
asked.show_asked(seen)
