"""Журнал: who changed what, and the way back."""

from netdash.ui import changeset, changesets, current, links

snapshot = current.snapshot()
entries = current.workspace().history()
of_row = [entry for entry in entries if links.asked("row") in ("", entry.key)]

changesets.show_row(snapshot, of_row)
found = changesets.show_filters(snapshot, of_row) if of_row else []
changeset.show_chosen(entries, snapshot)
changesets.show_change_sets(changesets.gather(found), snapshot)
