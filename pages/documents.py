"""Документы: who has which agreement, what runs out when, what waits, what hangs on a missing one."""

from typing import cast

import streamlit as st

from netdash.specs.pages import DocumentsPage
from netdash.ui import current
from netdash.ui.documents import lists, standing, view

seen = view.take_view(cast("DocumentsPage", current.page()), current.snapshot())

st.html(view.STYLES)
view.show_totals(seen)
view.show_parts(seen)
show = {"terms": lists.show_terms, "waiting": lists.show_waiting, "hanging": lists.show_hanging}
show.get(seen.part, standing.show_standing)(seen)
