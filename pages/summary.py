"""Сводка: where the programme stands, read in two minutes. All of it is HTML, so that it stands at once."""

from typing import cast

import streamlit as st

from netdash.specs.pages import SummaryPage
from netdash.ui import current, figures, overview

view = overview.take(cast("SummaryPage", current.page()), current.workspace(), current.snapshot())

figures.show_figures(view.figures)
st.html(view.parts)
