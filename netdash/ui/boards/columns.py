"""The board: a column for each word, cards under it, each moved on or back by one click."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from netdash.boards import Card
from netdash.edits import Edit
from netdash.kinds.russian import NBSP, day, quoted
from netdash.tables import Unread
from netdash.ui import links, more, saving
from netdash.ui.boards.view import View
from netdash.ui.progress import tell_days
from netdash.ui.states import badge, shape
from netdash.ui.text import bind, escape, plain

A_SCREEN = 12
SLOT = "board"
NOWHERE = "Не указано"
NO_PRODUCT = "нет ссылки на итог"
Way = Literal["back", "on"]
ARROWS: Mapping[Way, str] = {"back": "←", "on": "→"}


def show_columns(view: View) -> None:
    """All columns side by side; on narrow screens one under the other. Cards that stand nowhere come first."""
    words = [*([""] if any(card.word not in view.board.words for card in view.cards) else []), *view.board.words]
    with st.container(key="nd-board"):
        for place, word in zip(st.columns(len(words), gap="small"), words, strict=True):
            with place:
                known = view.board.words
                show_column(view, word, [card for card in view.cards if (card.word if card.word in known else "") == word])


def show_column(view: View, word: str, cards: Sequence[Card]) -> None:
    """One column with its heading, as many cards as were asked for, and the button for more."""
    state = view.board.states.get(word)
    title = view.board.words.get(word, NOWHERE)
    head = f"{shape(state, title) if state else ''} {escape(title[:1].upper() + title[1:])} <small>{len(cards)}</small>"
    with st.container(key=f"nd-column-{word or 'none'}", gap="small"):
        st.html(f'<h2 class="nd-section nd-column">{head}</h2>' + ("" if cards else '<p class="nd-none">Пусто</p>'))
        name = f"{more.SCREENS}_{word or 'none'}"
        shown = more.cut(cards, A_SCREEN, name)
        for card in shown:
            show_card(view, card)
        more.show_more(len(cards), len(shown), A_SCREEN, view.board.spec.noun, name)


def show_card(view: View, card: Card) -> None:
    """One card and the clicks that move it on and back."""
    with st.container(key=f"nd-card-{card.row}", gap=None):
        st.html(draw_card(view, card))
        with st.container(key=f"nd-moves-{card.row}", horizontal=True, gap="small"):
            show_move(view, card, view.board.before(card.word), "back")
            show_move(view, card, view.board.after(card.word), "on")


def show_move(view: View, card: Card, word: str, way: Way) -> None:
    """The click that moves a card to the word before or after its own, where there is one."""
    if word:
        title = view.board.words[word]
        st.button(
            f"{ARROWS[way]} {plain(title)}", key=f"nd-{way}-{card.key}", type="tertiary", on_click=move,
            args=(view, card.key, way), help=plain(f"{'Вернуть' if way == 'back' else 'Перевести'} в столбец «{title}»"),
        )  # fmt: skip


def draw_card(view: View, card: Card) -> str:
    """HTML of what stands on a card."""
    facts = "".join(f'<p title="{escape(title)}">{draw_fact(title, text)}</p>' for title, text in card.facts)
    row = links.anchor(links.to_row(view.board.spec.table, card.key), card.title, "nd-quiet")
    return f'<div class="nd-card"><b>{row}</b>{draw_days(card)}{facts}{draw_product(view, card)}</div>'


def draw_fact(title: str, text: str) -> str:
    """HTML of one fact; an address goes by the name of its column."""
    return draw_link(text, title) if is_address(text) else escape(bind(text))


def is_address(text: str) -> bool:
    """Whether a text is a link that may be opened."""
    return text.startswith(("https://", "http://"))


def draw_link(href: str, title: str) -> str:
    """HTML of a link out of the dashboard."""
    return f'<a class="nd-out" href="{escape(href)}" target="_blank" rel="noopener noreferrer">{escape(title)} ↗</a>'


def draw_days(card: Card) -> str:
    """HTML of from when to when, and by how much that is over."""
    days = [day(each).replace(" ", NBSP) for each in (card.starts, card.ends) if each]
    told = " – ".join(days) if len(days) == 2 else f"{'с' if card.starts else 'до'} {days[0]}" if days else ""
    line = f'<p class="nd-soft">{escape(told)}</p>' if told else ""
    return line + (badge("late", f"опоздание {tell_days(card.late)}") if card.late else "")


def draw_product(view: View, card: Card) -> str:
    """HTML of the link to what came of it; of what is done without one, that it is missing."""
    path = view.board.spec.product
    if path and is_address(card.product):
        return f"<p>{draw_link(card.product, view.title(path))}</p>"
    return f'<p class="nd-none">{NO_PRODUCT}</p>' if view.board.is_bare(card) else ""


def move(view: View, key: str, way: Way) -> None:
    """Move a card to the next column or the one before; called by its button, with the view that the person saw."""
    table, column = view.board.spec.table, view.board.spec.columns
    before = view.snapshot.value(table, key, column)
    word = "" if isinstance(before, Unread) else before or ""
    after = view.board.before(word) if way == "back" else view.board.after(word)
    what = f"{quoted(view.snapshot.label(table, key))} — {view.board.words[after]}"
    saving.submit([Edit(table, key, column, before, after)], what, slot=SLOT)
