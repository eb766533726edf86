"""The page, put together: the scheme with what stands beside it, a card under it, or the programme."""

import streamlit as st

from netdash.ui.location import card, panel, plane, programme, seat
from netdash.ui.location.view import PROGRAMME, View


def show(view: View) -> None:
    """What the address asks for."""
    if view.part == PROGRAMME and not view.place:
        programme.show_programme(view)
    elif view.place and view.place not in view.network.places:
        panel.show_gone(view, f"Строки с кодом «{view.place}» в книге нет.")
    elif any(place.at for place in view.network.places.values()):
        show_scheme(view)
    else:
        show_beside(view)
        show_ties(view)
    if view.place in view.network.places:
        card.show_card(view)


def show_scheme(view: View) -> None:
    """The scheme, and to its right what is open."""
    with st.container(key="nd-scheme-open" if view.place or view.tie else "nd-scheme"):
        left, right = st.columns([7, 4], gap="medium")
        with left:
            st.html(plane.draw(view))
            show_ties(view)
        with right:
            show_beside(view)


def show_ties(view: View) -> None:
    """The lines in words, while nothing is open."""
    words = panel.draw_ties(view)
    if words and not view.place and not view.tie:
        st.html(words)


def show_beside(view: View) -> None:
    """The place that is open with its position, the rows of the line that is open, or the list of places."""
    tie = view.find_tie()
    if view.place:
        st.html(card.draw_head(view))
        seat.show_seat(view)
    elif tie:
        panel.show_tie(view, tie)
    elif view.tie and view.between:
        panel.show_gone(view, "Такой связи сейчас нет.")
    else:
        st.html(panel.draw_list(view))
