"""States by colour, shape and word together; one palette everywhere (colours and shapes are in look.css)."""

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


def shape(state: State, title: str = "") -> str:
    """HTML of the state's shape alone, named for those who do not see it."""
    return f'<i class="nd-shape nd-{state}" role="img" aria-label="{escape(title or WORDS[state])}"></i>'


def badge(state: State, word: object = "") -> str:
    """HTML of shape and word in the state's colour; ``word`` replaces the usual one («опоздание 12 дней»)."""
    picture = f'<i class="nd-shape nd-{state}" aria-hidden="true"></i>'
    return f'<span class="nd-badge nd-{state}">{picture}{escape(word or WORDS[state])}</span>'


def bar(counts: Mapping[State, int], title: str) -> str:
    """HTML of a bar divided by states; ``title`` says the same in words."""
    pieces = "".join(f'<i class="nd-{state}" style="flex:{count}"></i>' for state, count in counts.items() if count)
    return f'<span class="nd-bar" role="img" aria-label="{escape(title)}">{pieces or "<i></i>"}</span>'
