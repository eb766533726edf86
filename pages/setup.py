"""Настройка: which workbook this is, what it lacks of what the config declares, whether it can be reached."""

from netdash.ui import current
from netdash.ui.setup import connection, facts, lacks

snapshot = current.snapshot()

facts.show_facts(snapshot)
facts.show_doors()
lacks.show_lacks(snapshot)
connection.show_connection()
