"""Объединения: groups with their rosters, the places that are missing in them, those who sit in none, the scheme."""

from typing import cast

from netdash.specs.pages import RosterPage
from netdash.ui import current, members, roster, roster_card

view = roster.take_view(cast("RosterPage", current.page()), current.snapshot())

roster.show_parts(view)
if roster_card.is_asked():
    roster_card.show_card(view)
else:
    roster.show_part(view)
members.show_asked(view)
