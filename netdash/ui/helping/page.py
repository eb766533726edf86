"""The list of topics and the one that the address asks for, as HTML that stands at once."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from netdash.layout import RULES
from netdash.snapshot import Snapshot
from netdash.specs import Config
from netdash.specs.help import Topic
from netdash.ui import current, links
from netdash.ui.menus import draw_choices
from netdash.ui.text import escape

STYLES = Path(__file__).with_name("look.css")
SHEETS = "sheets"
"""The topic that every network has: how the sheets are filled."""
SCHOOL = "school"
WHO = {"": "Координатору", SCHOOL: "Школе"}

_QUOTED = re.compile(r"«([^«»]+)»")


def show(snapshot: Snapshot) -> None:
    """The topics, and the lines of one of them for one of both readers."""
    config = snapshot.config
    topics = config.help.topics if config.help else {}
    asked, who = links.asked("topic"), SCHOOL if links.asked("who") == SCHOOL else ""
    st.html(STYLES)
    chosen = asked if asked in (*topics, SHEETS) else next(iter(topics), SHEETS)
    st.html(f'<div class="nd-help">{draw_list(topics, chosen, who)}{draw_topic(config, topics.get(chosen), who)}</div>')


def to_topic(name: str, who: str) -> str:
    """The address of a topic."""
    return links.to(links.address(current.page()), topic=name, who=who)


def draw_list(topics: Mapping[str, Topic], chosen: str, who: str) -> str:
    """HTML of all topics, the chosen one marked."""
    titles = {**{name: topic.title for name, topic in topics.items()}, SHEETS: "Как заполнять листы?"}
    items = "".join(draw_title(to_topic(name, who), title, name == chosen) for name, title in titles.items())
    return f'<nav class="nd-topics" aria-label="О чём"><ul>{items}</ul></nav>'


def draw_title(href: str, title: str, is_here: bool) -> str:
    """HTML of a topic in the list."""
    here = ' aria-current="true"' if is_here else ""
    return f'<li><a class="nd-link" href="{escape(href)}" target="_self"{here}>{escape(title)}</a></li>'


def draw_topic(config: Config, topic: Topic | None, who: str) -> str:
    """HTML of one topic: for whom, its lines, and what to open."""
    if topic is None:
        return draw_sheets(config)
    name = next(name for name, other in config.help.topics.items() if other is topic) if config.help else ""
    lines = topic.school if who else topic.coordinator
    steps = "".join(f"<li>{link_titles(config, line)}</li>" for line in lines)
    readers = draw_choices("Кому", WHO, who, lambda reader: to_topic(name, reader))
    return (
        f'<article class="nd-topic"><h2 class="nd-section">{escape(topic.title)}</h2>'
        f"{readers}<ol>{steps}</ol>{draw_openings(config, topic)}</article>"
    )


def draw_openings(config: Config, topic: Topic) -> str:
    """HTML of the links that open the right place."""
    pages = {name: page for section in config.pages.values() for name, page in section.items()}
    doors = "".join(
        links.anchor(links.to(links.address(pages[opening.page], opening.page), **opening.parameters), opening.say)
        for opening in topic.open
    )
    return f'<p class="nd-doors">{doors}</p>' if doors else ""


def draw_sheets(config: Config) -> str:
    """HTML of the rules that stand on the workbook's first sheet."""
    lines = "".join(f"<li>{link_titles(config, line)}</li>" for line in RULES)
    return (
        '<article class="nd-topic"><h2 class="nd-section">Как заполнять листы?</h2>'
        '<p class="nd-under">То же написано на первом листе книги и в примечаниях к заголовкам столбцов.</p>'
        f"<ul>{lines}</ul></article>"
    )


def link_titles(config: Config, line: str) -> str:
    """HTML of a line in which the titles of pages and tables are links."""
    titles = list_titles(config)
    pieces: Sequence[str] = _QUOTED.split(line)
    return "".join(
        (f"«{links.anchor(titles[piece], piece)}»" if piece in titles else f"«{escape(piece)}»") if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


def list_titles(config: Config) -> dict[str, str]:
    """Where the titles of tables and pages lead; a page goes before a table of the same title."""
    tables = {spec.title: links.to_row(name) for name, spec in config.tables.items()}
    pages = {page.title: links.address(page, name) for section in config.pages.values() for name, page in section.items()}
    return {**tables, **pages}
