"""Этапы: progress of each stage, the checklist of one, the points that need somebody."""

import streamlit as st

from netdash.stages import compute_progress
from netdash.ui import checklist, current, links, progress

snapshot = current.snapshot()
stages = compute_progress(snapshot)
stage = checklist.choose_stage(stages)
only = links.asked("only") if links.asked("only") in checklist.ONLY else ""

st.html(progress.cards(stages, links.find_page("stages"), "" if only else stage))
checklist.show_filter(stages, stage, only)
checklist.show_points(stages, stage, only)
checklist.show_asked_point(snapshot)
