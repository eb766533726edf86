"""Данные: every table, to be searched, edited, added to and downloaded."""

from netdash.ui import current
from netdash.ui.registry import page

page.show(current.snapshot())
