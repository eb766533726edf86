"""What the network is for: goal, tasks, novelty, principles, and each direction with what is planned, done and late in it."""

import streamlit as st

from netdash.directions import STATES, Share, WorkState, compute_work
from netdash.kinds.russian import counted
from netdash.specs.pages.scheme import Work
from netdash.specs.tables import State
from netdash.ui import links, more
from netdash.ui.location.panel import show_gone
from netdash.ui.location.view import PROGRAMME, View
from netdash.ui.states import badge, bar
from netdash.ui.text import escape

SCREEN = 60
WORDS: dict[WorkState, str] = {"done": "выполнено", "late": "просрочено", "not_begun": "впереди"}
UNSAID = "направление не указано"
NONE = "-"
"""What the address says for rows of no direction."""


def show_programme(view: View) -> None:
    """The directions first, since they change; then what stands."""
    if links.asked("work"):
        show_rows(view)
        return
    st.html(draw_directions(view) + draw_purpose(view))


def draw_purpose(view: View) -> str:
    """HTML of goal, tasks, novelty and principles."""
    network, config = view.snapshot.config.network, view.snapshot.config
    parts = [("Проблема", f"<p>{escape(network.problem)}</p>"), ("Цель", f"<p>{escape(network.goal)}</p>")]
    parts += [(title, items(texts)) for title, texts in (("Задачи", network.tasks), ("Новизна", network.novelty))]
    if view.page.principles:
        parts.append(("Принципы", items([choice.title for choice in config.choice_list(view.page.principles).values()])))
    sections = "".join(f'<section><h2 class="nd-section">{title}</h2>{body}</section>' for title, body in parts)
    return f'<div class="nd-purpose">{sections}</div>'


def items(texts: tuple[str, ...] | list[str]) -> str:
    """HTML of a list."""
    return f"<ol>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ol>"


def take_shares(view: View) -> list[dict[str, Share]]:
    """The work of every table by direction, kept for all sessions."""
    kept, words = view.network.kept, list(view.snapshot.config.choice_list(view.page.directions or ""))
    if "shares" not in kept:
        kept["shares"] = [compute_work(view.snapshot, work, words) for work in view.page.work]
    found: list[dict[str, Share]] = kept["shares"]
    return found


def draw_directions(view: View) -> str:
    """HTML of a row a direction: how much of each table is done, late, ahead."""
    if not view.page.directions or not view.page.work:
        return ""
    shares, choices = take_shares(view), view.snapshot.config.choice_list(view.page.directions)
    titles = {name: choice.title for name, choice in choices.items()}
    if any("" in share for share in shares):
        titles[""] = UNSAID
    tables = [view.snapshot.tables[work.table].spec.title for work in view.page.work]
    heads = "".join(f"<th>{escape(title)}</th>" for title in tables)
    body = "".join(
        f'<tr><th scope="row">{escape(title)}</th>'
        + "".join(draw_share(view, at, name, share.get(name), tables[at]) for at, share in enumerate(shares))
        + "</tr>"
        for name, title in titles.items()
    )
    return (
        '<h2 class="nd-section">Направления работы</h2><p class="nd-under">Сколько выполнено, что просрочено и что впереди; '
        "каждое число открывает свои строки.</p>"
        f'<table class="nd-table nd-directions"><thead><tr><th>Направление</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def draw_share(view: View, at: int, name: str, share: Share | None, head: str) -> str:
    """HTML of one cell: a bar, and each state with its number."""
    if share is None or not share.total:
        return f'<td data-head="{escape(head)}"><span class="nd-none">ничего нет</span></td>'
    said = [(state, share.counts[state]) for state in STATES if share.counts[state]]
    told = "; ".join(f"{WORDS[state]} — {count}" for state, count in said)
    pieces = []
    for state, count in said:
        href = view.to(view=PROGRAMME, work=str(at + 1), direction=name or NONE, state=state)
        text = f"{WORDS[state]} {count}"
        link = f'<a class="nd-link nd-quiet" href="{escape(href)}" target="_self">{badge(state, text)}</a>'
        pieces.append(link)
    counts: dict[State, int] = {state: share.counts[state] for state in STATES}
    return f'<td data-head="{escape(head)}">{bar(counts, told)}<span class="nd-share">{"".join(pieces)}</span></td>'


def show_rows(view: View) -> None:
    """The rows behind one number."""
    asked, state, word = links.asked("work"), links.asked("state"), links.asked("direction")
    shares = take_shares(view)
    if not asked.isdecimal() or not 0 < int(asked[:3]) <= len(shares):
        show_gone(view, "Таких строк нет.")
        return
    at, name = int(asked) - 1, "" if word == NONE else word
    share = shares[at].get(name)
    known = next((each for each in STATES if each == state), STATES[0])
    keys = share.rows.get(known, ()) if share else ()
    show_list(view, view.page.work[at], name, known, keys)


def show_list(view: View, work: Work, direction: str, state: WorkState, keys: tuple[str, ...]) -> None:
    """The list itself, with the way back."""
    choices, spec = view.snapshot.config.choice_list(view.page.directions or ""), view.snapshot.tables[work.table].spec
    title = choices[direction].title if direction in choices else UNSAID
    shown = more.cut(keys, SCREEN)
    labels = view.snapshot.labels(work.table)
    lines = "".join(f"<li>{links.anchor(links.to_row(work.table, key), labels[key], 'nd-quiet')}</li>" for key in shown)
    back = links.anchor(view.to(view=PROGRAMME), "← Все направления")
    count = counted(len(keys), "строка", "строки", "строк")
    st.html(
        f'<p class="nd-crumb">{back}</p><h2 class="nd-section">{escape(title)}: {escape(spec.title)}</h2>'
        f'<p class="nd-under">{badge(state, WORDS[state])} · {escape(count)}</p><ul class="nd-names nd-whole">{lines}</ul>'
    )
    more.show_more(len(keys), len(shown), SCREEN, ("строка", "строки", "строк"))
