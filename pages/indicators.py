"""Показатели: criteria, their indicators, and the rows behind each figure."""

from netdash.ui import behind, breakdown, current, measures, views

view = views.take_view(current.snapshot())

measures.show_criteria(view)
measures.show_cards(view)
view = measures.show_indicator(view)
breakdown.show_parts(view)
behind.show_rows(view)
