"""Журнал: who changed what, and the way back."""

from netdash.ui import changesets, current, links

snapshot = current.snapshot()
entries = current.workspace().history(key=links.asked("row"))
found = changesets.show_filters(snapshot, entries)
changesets.show_change_sets(changesets.gather(found), snapshot)
