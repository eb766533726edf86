"""Filters as links: a menu for each, which says what it holds rows to and opens every value that occurs."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from netdash.kinds.russian import number
from netdash.ui.text import escape

ALL = "все"
ABSENT = "таких строк нет"
MOST = 120
"""How many values a menu offers; nobody reads on, and thousands of links would keep the page from standing."""


def draw_menu(title: str, options: Mapping[str, str], held: str, address: Callable[[str], str]) -> str:
    """HTML of one filter; ``options`` are values and what people read, ``address`` where one (empty: none) leads."""
    answer = options.get(held, f"{held} ({ABSENT})") if held else ALL
    offered = dict(islice({"": ALL, **options}.items(), MOST + 1))
    items = "".join(_option(address(value), text, value == held) for value, text in offered.items())
    if left := len(options) + 1 - len(offered):
        items += f'<li class="nd-under">и ещё {number(left)} — найдите словом</li>'
    on = " nd-on" if held else ""
    return (
        f'<details class="nd-menu{on}"><summary>{escape(title)}: <b>{escape(answer)}</b></summary>'
        f'<ul class="nd-options">{items}</ul></details>'
    )


def draw_menus(pieces: Iterable[str]) -> str:
    """HTML of filters side by side; nothing without any."""
    inside = "".join(pieces)
    return f'<nav class="nd-menus" aria-label="Фильтры">{inside}</nav>' if inside else ""


def _option(href: str, text: str, is_on: bool) -> str:
    """HTML of one value to hold the rows to."""
    here = ' aria-current="true"' if is_on else ""
    return f'<li><a class="nd-link" href="{escape(href)}" target="_self"{here}>{escape(text)}</a></li>'


def draw_choices(title: str, options: Mapping[str, str], held: str, address: Callable[[str], str]) -> str:
    """HTML of a few options side by side, one of them chosen; ``title`` says what they are to those who do not see them."""
    pieces = []
    for value, text in options.items():
        here = ' aria-current="true"' if value == held else ""
        href = escape(address(value))
        pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(text)}</a>')
    return f'<nav class="nd-choices" aria-label="{escape(title)}">{"".join(pieces)}</nav>'
