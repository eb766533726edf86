"""Курсы: the bank with the seats that are left, one course with those who take it, the plans by student, the way in."""

from typing import cast

import streamlit as st

from netdash.specs.pages import CoursesPage
from netdash.ui import current
from netdash.ui.courses import bank, card, joining, students, view

seen = view.take_view(cast("CoursesPage", current.page()), current.snapshot())

st.html(view.STYLES)
if not seen.course:
    view.show_totals(seen)
view.show_parts(seen)
show = card.show_card if seen.course else {"students": students.show_students}.get(seen.part, bank.show_bank)
show(seen)
joining.show_asked(seen)
