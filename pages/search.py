"""Поиск: rows of all tables that have the words of the address."""

from netdash.ui import current
from netdash.ui.finding import page

page.show(current.snapshot())
