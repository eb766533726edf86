"""План: what happens on which day, moved and cancelled where it stands, taken along in a phone."""

from typing import cast

from netdash.specs.pages import CalendarPage
from netdash.ui import current
from netdash.ui.planner import page
from netdash.ui.planner.view import take_view

page.show(take_view(cast("CalendarPage", current.page()), current.snapshot()))
