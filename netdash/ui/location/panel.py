"""What stands beside the scheme: the list of places, or the rows of the line that is open; and the key figures above both."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from netdash.facts import show_at
from netdash.kinds.russian import counted, number
from netdash.snapshot import Snapshot
from netdash.specs.pages.scheme import Line
from netdash.ties import Tie
from netdash.ui import links, more
from netdash.ui.empties import empty
from netdash.ui.figures import MOST, Figure, show_figures
from netdash.ui.location.plane import SORTS, glyph, name_pair, tell_weight
from netdash.ui.location.view import ALONE, PROGRAMME, View
from netdash.ui.registry.columns import NUMBERS
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 40
PAIRS = ("связь", "связи", "связей")
PLACES = 120


def show_totals(view: View) -> None:
    """How many places there are, how much joins them, how many nothing joins."""
    network = view.network
    sorts = Counter(place.group for place in network.places.values())
    base = f"{network.groups[view.page.base]}: {sorts[view.page.base]}" if view.page.base else f"видов: {len(sorts)}"
    title = view.snapshot.tables[view.page.table].spec.title
    figures = [Figure(title, number(len(network.places)), note=base, href=links.to_row(view.page.table))]
    for name, ties in list(network.ties.items())[: MOST - 2]:
        line, joined = view.page.lines[name], len({place for pair in ties.ties for place in pair})
        note = f"{title.lower()}: {joined} из {len(network.places)}"
        if line.weight:
            note = f"{view.snapshot.target(line.table, line.weight)[1].title.lower()}: {number(ties.total)}"
        figures.append(Figure(line.title, counted(len(ties.ties), *PAIRS), note=note, href=view.to(lines=name)))
    if network.ties and network.places:
        figures.append(count_lonely(view))
    show_figures(figures)


def count_lonely(view: View) -> Figure:
    """How many places nothing joins to another."""
    title, lonely = "Ни с кем не связаны", view.network.lonely
    if not lonely:
        return Figure(title, "0", state="done", state_word="таких нет")
    names = ", ".join(place.name for place in lonely[:2]) + ("…" if len(lonely) > 2 else "")
    return Figure(title, number(len(lonely)), note=names, href=view.to(only=ALONE))


def show_parts(view: View) -> None:
    """The scheme and the programme as links."""
    pieces = []
    for name, title in {"": "Схема и учреждения", PROGRAMME: "Программа и направления"}.items():
        here = ' aria-current="true"' if name == view.part and not view.place else ""
        href = escape(links.to(links.address(view.page), view=name))
        pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(title)}</a>')
    st.html(f'<nav class="nd-choices" aria-label="Что показать">{"".join(pieces)}</nav>')


def count_problems(view: View) -> Counter[str]:
    """How many problems the rows of each place have, where places own rows."""
    kept = view.network.kept
    if "problems" not in kept:
        own = view.snapshot.owner_table == view.page.table
        kept["problems"] = Counter(problem.owner for problem in view.snapshot.problems if own)
    found: Counter[str] = kept["problems"]
    return found


def draw_list(view: View) -> str:
    """HTML of all places by their sort, with how many problems their rows have."""
    network, sections = view.network, []
    if not network.places:
        title = view.snapshot.tables[view.page.table].spec.title
        return empty(f"В таблице «{title}» ещё нет строк.", links.anchor(links.to_new(view.page.table), "Добавить первую"))
    troubled, chosen = count_problems(view), network.lonely if view.alone else tuple(network.places.values())
    titles = {**network.groups, "": "роль не указана"}
    for group in sorted(titles, key=network.sort_of):
        own = [place for place in chosen if place.group == group]
        if own:
            lines = "".join(
                f"<li>{links.anchor(view.to_place(place.key), place.name, 'nd-quiet')}{tell_trouble(troubled[place.key])}</li>"
                for place in own[:PLACES]
            )
            rest = (
                f"<li>{links.anchor(links.to_row(view.page.table), f'и ещё {len(own) - PLACES}')}</li>"
                if len(own) > PLACES
                else ""
            )
            name = titles[group]
            head = f"{glyph(network.sort_of(group) % SORTS)} {escape(name[:1].upper() + name[1:])} <small>{len(own)}</small>"
            sections.append(f'<section><h3>{head}</h3><ul class="nd-names">{lines}{rest}</ul></section>')
    back = f"Показаны те, кого ничто не связывает. {links.anchor(view.to(), 'Показать всех')}"
    note = f'<p class="nd-under">{back}</p>' if view.alone else ""
    return f'<div class="nd-beside">{note}{"".join(sections)}{draw_unplaced(view)}</div>'


def tell_trouble(count: int) -> str:
    """HTML of how many problems there are."""
    return f" <small>{escape(counted(count, 'замечание', 'замечания', 'замечаний'))}</small>" if count else ""


def draw_unplaced(view: View) -> str:
    """HTML of the places that stand nowhere, each with the way to a position."""
    if not view.page.x:
        return ""
    lost = [place for place in view.network.places.values() if not place.at]
    if not lost:
        return ""
    names = ", ".join(links.anchor(view.to_place(place.key), place.name) for place in lost[:12])
    rest = f" и ещё {len(lost) - 12}" if len(lost) > 12 else ""
    return f'<p class="nd-under">Нет места на схеме: {names}{rest}.</p>'


def show_tie(view: View, tie: Tie) -> None:
    """The rows of one line."""
    ties, line = view.network.ties[view.tie], view.page.lines[view.tie]
    shown = more.cut(tie.rows, SCREEN)
    items = "".join(draw_row(view, ties.table, line, key) for key in shown)
    told = f"{line.title} — {tell_weight(view, view.tie, tie)}"
    head = f'<h2 class="nd-section">{escape(name_pair(view, tie))}</h2><p class="nd-under">{escape(told)} '
    close = links.anchor(view.to(), "Закрыть", "nd-do")
    st.html(f'<div class="nd-beside">{head}{close}</p><ul class="nd-names">{items}</ul>{draw_also(view, tie)}</div>')
    more.show_more(len(tie.rows), len(shown), SCREEN, ("строка", "строки", "строк"))


def draw_also(view: View, tie: Tie) -> str:
    """HTML of what else joins the two places."""
    others = {name: found.ties[tie.places] for name, found in view.network.ties.items() if tie.places in found.ties}
    lines = "".join(
        f"<li>{links.anchor(view.to_tie(name, own.places), view.page.lines[name].title)} — "
        f"{escape(tell_weight(view, name, own))}</li>"
        for name, own in others.items()
        if name != view.tie
    )
    return f'<h3>Ещё между ними</h3><ul class="nd-faults">{lines}</ul>' if lines else ""


def draw_row(view: View, table: str, line: Line, key: str) -> str:
    """HTML of one row behind a line: from where to where, or its name; under it what else tells it."""
    snapshot, told = view.snapshot, tell_columns(view.snapshot, table, line.show, key)
    if line.start and line.end:
        name = " → ".join(show_at(snapshot, table, path, snapshot.follow(table, path)[key]) for path in (line.start, line.end))
    else:
        name = snapshot.label(table, key)
    under = f"<small>{escape(told)}</small>" if told else ""
    return f"<li><span>{links.anchor(links.to_row(table, key), name, 'nd-quiet')} {under}</span></li>"


def tell_columns(snapshot: Snapshot, table: str, paths: Sequence[str], key: str) -> str:
    """Some columns of a row in one line; a number says what it counts."""
    texts = []
    for path in paths:
        text, spec = show_at(snapshot, table, path, snapshot.follow(table, path)[key]), snapshot.target(table, path)[1]
        texts.append(f"{spec.title.lower()}: {text}" if text and spec.kind in NUMBERS else text)
    return " · ".join(filter(None, texts))


def show_gone(view: View, sentence: str) -> None:
    """What the address names is not there."""
    st.html(empty(sentence, links.anchor(view.to(), "Показать всю сеть")))


def draw_ties(view: View) -> str:
    """HTML of every pair that something joins, with how much: the scheme in words."""
    ties = view.network.ties
    pairs = sorted(
        {pair for found in ties.values() for pair in found.ties}, key=lambda pair: [-weight(view, name, pair) for name in ties]
    )
    if not pairs:
        return ""
    heads = "".join(f'<th class="nd-number">{escape(line.title)}</th>' for line in view.page.lines.values())
    body = "".join(
        f"<tr><td>{escape(name_pair(view, Tie(pair, 0, ())))}</td>{''.join(draw_weight(view, name, pair) for name in ties)}</tr>"
        for pair in pairs[:PLACES]
    )
    rest = f'<p class="nd-under">и ещё {counted(len(pairs) - PLACES, "пара", "пары", "пар")}</p>' if len(pairs) > PLACES else ""
    table = f'<table class="nd-table nd-pairs"><thead><tr><th>Между кем</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    body = f'<div class="nd-scroll">{table}</div>{rest}'
    return f'<details class="nd-former"><summary>Все связи списком: {len(pairs)}</summary>{body}</details>'


def weight(view: View, name: str, pair: tuple[str, str]) -> float:
    """How much of one sort joins two places."""
    tie = view.network.ties[name].ties.get(pair)
    return tie.weight if tie else 0


def draw_weight(view: View, name: str, pair: tuple[str, str]) -> str:
    """HTML of one number, which opens its rows."""
    tie = view.network.ties[name].ties.get(pair)
    return f'<td class="nd-number">{links.anchor(view.to_tie(name, pair), number(tie.weight)) if tie else "—"}</td>'


def tell_lonely(view: View, place: str) -> str:
    """HTML that says so where nothing joins a place to another."""
    return "" if any(ties.of(place) for ties in view.network.ties.values()) else badge("no_data", "ни с кем не связано")
