"""A board spread out: a row for each value of a path, a column for each word, the cards' names in the cells."""

from collections.abc import Sequence

import streamlit as st

from netdash.boards import Card, Spread, spread_board
from netdash.selection import EMPTY
from netdash.ui import links
from netdash.ui.boards.view import View
from netdash.ui.states import shape
from netdash.ui.text import escape

IN_A_CELL = 6


def show_table(view: View) -> None:
    """The whole matrix; its head says what stands in the columns."""
    spread = spread_board(view.board, view.snapshot, view.by, view.cards)
    heads = "".join(f"<th>{draw_word(view, word)}</th>" for word in view.board.words)
    rows = "".join(draw_row(view, spread, value) for value in spread.titles)
    st.html(
        f'<table class="nd-table nd-spread"><thead><tr><th>{escape(spread.title)}</th>{heads}<th class="nd-number">Всего</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def draw_word(view: View, word: str) -> str:
    """HTML of a column's name with the shape of its state."""
    state, title = view.board.states.get(word), view.board.words[word]
    return f"{shape(state, title) if state else ''} {escape(title)}"


def draw_row(view: View, spread: Spread, value: str) -> str:
    """HTML of one value with its cards under each word; the name narrows the board down to it where there is a filter."""
    cells = [spread.cells.get((value, word), ()) for word in view.board.words]
    total = len({card.key for (each, _), cards in spread.cells.items() if each == value for card in cards})
    texts = "".join(
        f'<td data-name="{escape(title)}">{draw_cards(view, cards)}</td>'
        for title, cards in zip(view.board.words.values(), cells, strict=True)
    )
    kind = ' class="nd-bare"' if not total else ""
    return (
        f'<tr{kind}><th scope="row">{draw_value(view, spread, value)}</th>{texts}<td class="nd-number">{total or "нет"}</td></tr>'
    )


def draw_value(view: View, spread: Spread, value: str) -> str:
    """HTML of a value's name."""
    name = next((name for name, spec in view.board.spec.filters.items() if spec.of == (view.by,)), "")
    title = spread.titles[value]
    if not name or not any(each == value for each, _ in spread.cells) or (value == EMPTY and name not in view.held):
        return escape(title)
    return links.anchor(view.address(**{"view": "", name: value}), title, "nd-quiet")


def draw_cards(view: View, cards: Sequence[Card]) -> str:
    """HTML of the cards of a cell."""
    items = "".join(
        f"<li>{shape('late', 'просрочено') if card.late else ''}"
        f"{links.anchor(links.to_row(view.board.spec.table, card.key), card.title, 'nd-quiet')}</li>"
        for card in cards[:IN_A_CELL]
    )
    left = len(cards) - IN_A_CELL
    rest = f'<li class="nd-soft">и ещё {left}</li>' if left > 0 else ""
    return f'<ul class="nd-in-cell">{items}{rest}</ul>' if items else ""
