"""Сводка."""

import streamlit as st

from netdash.ui import current

st.write(current.page().title)
