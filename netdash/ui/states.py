"""States by colour, shape and word together; one palette everywhere (the colours are in look.css)."""

from collections.abc import Mapping

from netdash.specs.tables import State
from netdash.ui.text import escape

WORDS: Mapping[State, str] = {
    "done": "выполнено",
    "under_way": "в работе",
    "late": "просрочено",
    "not_begun": "не начато",
    "no_data": "нет данных",
}

_SHAPES: Mapping[State, str] = {
    "done": '<circle cx="8" cy="8" r="7" fill="currentColor"/><path class="nd-cut" d="M4.6 8.2l2.4 2.4 4.4-4.8"/>',
    "under_way": '<circle cx="8" cy="8" r="6" class="nd-line"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "late": '<path d="M8 1l7.4 13.4H.6z" fill="currentColor"/><path class="nd-cut" d="M8 5.6v4.2M8 12v.2"/>',
    "not_begun": '<circle cx="8" cy="8" r="6" class="nd-line"/>',
    "no_data": '<circle cx="8" cy="8" r="6" class="nd-line" stroke-dasharray="2.6 2.2"/>',
}


def shape(state: State, title: str = "") -> str:
    """HTML of the state's shape alone, named for those who do not see it."""
    name = escape(title or WORDS[state])
    return f'<svg class="nd-shape nd-{state}" viewBox="0 0 16 16" role="img" aria-label="{name}">{_SHAPES[state]}</svg>'


def badge(state: State, word: object = "") -> str:
    """HTML of shape and word in the state's colour; ``word`` replaces the usual one («опоздание 12 дней»)."""
    hidden = _SHAPES[state]
    picture = f'<svg class="nd-shape" viewBox="0 0 16 16" aria-hidden="true">{hidden}</svg>'
    return f'<span class="nd-badge nd-{state}">{picture}{escape(word or WORDS[state])}</span>'


def bar(counts: Mapping[State, int], title: str) -> str:
    """HTML of a bar divided by states; ``title`` says the same in words."""
    pieces = "".join(f'<i class="nd-{state}" style="flex:{count}"></i>' for state, count in counts.items() if count)
    return f'<span class="nd-bar" role="img" aria-label="{escape(title)}">{pieces or "<i></i>"}</span>'
