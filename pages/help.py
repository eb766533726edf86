"""Справка: how the things that people ask for in a week are done."""

from netdash.ui import current
from netdash.ui.helping import page

page.show(current.snapshot())
