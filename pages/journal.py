"""Журнал: who changed what, and the way back."""

from netdash.ui import changeset, changesets, current, links

snapshot = current.snapshot()
entries = current.workspace().history()
row = links.asked("row")
of_row = [entry for entry in entries if entry.key == row] if row else entries

changesets.show_row(snapshot, of_row)
found = changesets.show_filters(snapshot, of_row) if of_row else []
changeset.show_chosen(entries, snapshot)
changesets.show_change_sets(changesets.gather(found), snapshot)
