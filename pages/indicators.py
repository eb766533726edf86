"""Показатели: criteria, their indicators, and the rows behind each figure."""

from netdash.ui import current, measures

view = measures.take_view(current.snapshot())

measures.show_criteria(view)
measures.show_cards(view)
view = measures.show_indicator(view)
measures.show_parts(view)
measures.show_rows(view)
