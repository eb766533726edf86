"""The people of the network: by place and category, in a list, each with a card."""

from typing import cast

from netdash.specs.pages import StaffPage
from netdash.ui import current
from netdash.ui.staff import page

page.show(cast("StaffPage", current.page()), current.snapshot())
