"""Results by subject, place and year: what changed, over how many people, and whether that is a fact."""

from typing import cast

from netdash.specs.pages import ResultsPage
from netdash.ui import current
from netdash.ui.results import page

page.show(cast("ResultsPage", current.page()), current.snapshot())
