"""All that the network knows of one place: who and what it has, what joins it to others, what it owes. All of it is HTML."""

from collections.abc import Sequence

import streamlit as st

from netdash.agreements import take_agreements
from netdash.dossier import Chapter, build_chapter
from netdash.expectations import name_parts, take_expectations
from netdash.facts import show_at
from netdash.kinds import is_missing
from netdash.kinds.russian import counted, number
from netdash.specs.pages.scheme import CardPart
from netdash.ties import Tie
from netdash.ui import links, more
from netdash.ui.location.panel import count_problems, tell_columns, tell_lonely
from netdash.ui.location.plane import SORTS, glyph, tell_weight
from netdash.ui.location.view import View
from netdash.ui.states import badge
from netdash.ui.text import escape

FIRST, OTHERS = 5, 8
SCREEN = 60


def draw_head(view: View) -> str:
    """HTML of what the place is and how to reach it."""
    place, table = view.network.places[view.place], view.page.table
    group = view.network.groups.get(place.group, "роль не указана")
    row = links.anchor(links.to_row(table, place.key), "Открыть строку в таблице", "nd-do")
    close = links.anchor(view.to(), "Вся сеть", "nd-do")
    facts = []
    for path in view.page.facts:
        value = view.snapshot.follow(table, path)[place.key]
        if not is_missing(value):
            title = view.snapshot.target(table, path)[1].title
            facts.append(f"<div><dt>{escape(title)}</dt><dd>{escape(show_at(view.snapshot, table, path, value))}</dd></div>")
    ties = [
        f"<li>{escape(view.page.lines[name].title)}: {draw_others(view, name, own)}</li>"
        for name, found in view.network.ties.items()
        if (own := found.of(place.key))
    ]
    joined = f'<ul class="nd-joined">{"".join(ties)}</ul>' if ties else f'<p class="nd-under">{tell_lonely(view, place.key)}</p>'
    return (
        f'<div class="nd-beside"><h2 class="nd-section">{escape(place.name)}</h2><p class="nd-under">'
        f"{glyph(view.network.sort_of(place.group) % SORTS)} {escape(group)} · {close} · {row}</p>"
        f'<dl class="nd-facts">{"".join(facts)}</dl>{joined}</div>'
    )


def draw_others(view: View, name: str, ties: Sequence[Tie]) -> str:
    """HTML of the places at the other ends, the thickest lines first; many are folded away."""
    others = [draw_other(view, name, tie.places) for tie in ties]
    rest = len(others) - OTHERS
    folded = f" <details><summary>и ещё {rest}</summary>{', '.join(others[OTHERS:])}</details>" if rest > 0 else ""
    return ", ".join(others[:OTHERS]) + folded


def draw_other(view: View, name: str, pair: tuple[str, str]) -> str:
    """HTML of the place at the other end of a line; its number opens the rows."""
    other = pair[1] if pair[0] == view.place else pair[0]
    tie = view.network.ties[name].ties[pair]
    title = view.network.places[other].name if other in view.network.places else other
    count = links.anchor(view.to_tie(name, pair), number(tie.weight))
    spoken = escape(tell_weight(view, name, tie))
    return f'{links.anchor(view.to_place(other), title, "nd-quiet")} <span title="{spoken}">({count})</span>'


def show_card(view: View) -> None:
    """Every part of the card, or one of them whole."""
    chapters = take_chapters(view)
    asked = links.asked("part")
    if asked.isdecimal() and len(asked) < 3 and int(asked) < len(chapters):
        show_whole(view, chapters[int(asked)])
        return
    parts = [draw_part(view, at, chapter) for at, chapter in enumerate(chapters) if view.place in chapter.rows]
    empty = ", ".join(chapter.title.lower() for chapter in chapters if view.place not in chapter.rows)
    rest = f'<p class="nd-under">Пока ничего нет: {escape(empty)}.</p>' if empty else ""
    st.html(f'{draw_owed(view)}<div class="nd-chapters">{"".join(parts)}</div>{rest}')


def take_chapters(view: View) -> list[Chapter]:
    """The parts of all cards, kept for all sessions."""
    kept = view.network.kept
    if "chapters" not in kept:
        kept["chapters"] = [build_chapter(view.snapshot, part) for part in view.page.card]
    found: list[Chapter] = kept["chapters"]
    return found


def draw_part(view: View, at: int, chapter: Chapter) -> str:
    """HTML of the beginning of one part."""
    keys = chapter.rows.get(view.place, ())
    title = f"{escape(chapter.title)} <small>{len(keys)}</small>"
    rest = len(keys) - FIRST
    whole = links.anchor(view.to(place=view.place, part=str(at)), f"Показать все {len(keys)}", "nd-do") if rest > 0 else ""
    lines = "".join(draw_row(view, chapter, key) for key in keys[:FIRST])
    return f'<section><h3>{title}</h3><ul class="nd-names">{lines}</ul>{whole}</section>'


def draw_row(view: View, chapter: Chapter, key: str) -> str:
    """HTML of one row: its name, and what else tells it; a row without a name is told by its columns."""
    spec, told = view.snapshot.tables[chapter.table].spec, tell_columns(view.snapshot, chapter.table, chapter.part.show, key)
    named = spec.label_column != spec.key
    name = view.snapshot.label(chapter.table, key) if named else told or key
    under = f"<small>{escape(told)}</small>" if named and told else ""
    return f"<li><span>{links.anchor(links.to_row(chapter.table, key), name, 'nd-quiet')} {under}</span></li>"


def show_whole(view: View, chapter: Chapter) -> None:
    """One part with all its rows."""
    keys = chapter.rows.get(view.place, ())
    shown = more.cut(keys, SCREEN)
    back = links.anchor(view.to_place(view.place), "← Вся карточка")
    table = links.anchor(to_table(view, chapter.part), "Открыть в таблице", "nd-do")
    lines = "".join(draw_row(view, chapter, key) for key in shown)
    st.html(
        f'<p class="nd-crumb">{back}</p><h2 class="nd-section">{escape(chapter.title)} <small>{len(keys)}</small> {table}</h2>'
        f'<ul class="nd-names nd-whole">{lines}</ul>'
    )
    more.show_more(len(keys), len(shown), SCREEN, ("строка", "строки", "строк"))


def to_table(view: View, part: CardPart) -> str:
    """The table itself, held to this place where it can be."""
    return links.to(
        links.find_page("registry"), table=part.table, **({} if "." in part.place or part.each else {part.place: view.place})
    )


def list_lacking(view: View) -> list[str]:
    """HTML of the agreements that the place lacks, with how much hangs on them, of all pages of documents about such places."""
    lines = []
    for page in (page for pages in view.snapshot.config.pages.values() for page in pages.values()):
        if page.kind != "documents" or view.snapshot.tables[page.table].spec.columns[page.parties].to != view.page.table:
            continue
        found = take_agreements(page, view.snapshot)
        rows = sum(len(each.rows) for each in found.hanging if view.place in each.places)
        if rows or found.matrix.gaps_of_row(view.place):
            href = links.to(links.address(page), **({"view": "hanging", "place": view.place} if rows else {"state": "gap"}))
            hangs = f", от этого зависит {counted(rows, 'строка', 'строки', 'строк')}" if rows else ""
            lines.append(f"<li>{links.anchor(href, found.matrix.gap.lower())}{escape(hangs)}</li>")
    return lines


def list_missing(view: View) -> list[str]:
    """HTML of what is wrong in the rows of the place, and of what was expected and is not there; places may own no rows."""
    if view.snapshot.owner_table != view.page.table:
        return []
    lines, problems = [], count_problems(view)[view.place]
    if problems:
        text = counted(problems, "замечание", "замечания", "замечаний")
        lines.append(f"<li>{links.anchor(links.to(links.find_page('quality'), owner=view.place), text)} к строкам</li>")
    missing = take_expectations(view.snapshot).missing(view.place)
    for slot in missing[:FIRST]:
        spec = view.snapshot.tables[slot.table].spec
        what = ", ".join(filter(None, ("", slot.year, name_parts(view.snapshot, slot))))
        lines.append(f"<li>не внесено: {links.anchor(links.to_row(slot.table), spec.title)} {escape(what)}</li>")
    if len(missing) > FIRST:
        href = links.to(links.find_page("monitoring"), owner=view.place) if links.find_page("monitoring") else ""
        lines.append(f"<li>{links.anchor(href, f'и ещё не внесено: {len(missing) - FIRST}')}</li>")
    return lines


def draw_owed(view: View) -> str:
    """HTML of all that is to be typed, put right or agreed upon."""
    lines = list_lacking(view) + list_missing(view)
    if not lines:
        return f'<p class="nd-owed">{badge("done", "ничего не должно: всё внесено, замечаний нет")}</p>'
    head = badge("late", "Что нужно внести и исправить")
    return f'<section class="nd-owed"><h3>{head}</h3><ul class="nd-faults">{"".join(lines)}</ul></section>'
