"""What runs out when, what is not in force yet and who answers, and what hangs on an agreement that is missing."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from netdash.agreements import Document, Hanging, Row
from netdash.facts import show_at
from netdash.kinds.russian import NBSP, counted, day
from netdash.snapshot import Snapshot
from netdash.specs.pages.documents import Dependent
from netdash.ui import links, more
from netdash.ui.documents.view import View
from netdash.ui.empties import show_empty
from netdash.ui.registry.columns import NUMBERS
from netdash.ui.states import badge
from netdash.ui.text import escape

SCREEN = 40
ROWS_SHOWN, ROWS_MOST = 3, 60
NOUN = ("документ", "документа", "документов")


def show_terms(view: View) -> None:
    """Those with a last day, the nearest first; then those that ended."""
    found = view.agreements
    if not found.ending and not found.ended:
        show_empty("Нет ни одного документа со сроком.", links.anchor(links.to_row(view.page.table), "Открыть таблицу"))
        return
    shown = more.cut(found.ending, SCREEN)
    if shown:
        st.html(draw_table(view, shown, "Когда истекает", tell_end))
        more.show_more(len(found.ending), len(shown), SCREEN, NOUN)
    endless = sum(each.covers and not each.until for each in found.documents.values())
    if endless:
        st.html(f'<p class="nd-under">Без срока действуют ещё {escape(counted(endless, *NOUN))}.</p>')
    if found.ended:
        past = more.cut(found.ended, SCREEN, "past")
        st.html('<h2 class="nd-section">Больше не действуют</h2>' + draw_table(view, past, "Последний день", tell_past))
        more.show_more(len(found.ended), len(past), SCREEN, NOUN, "past")


def tell_end(view: View, document: Document) -> tuple[str, str]:
    """HTML of the day with how long that is, and of what rests on the document."""
    if document.until is None:
        return "", ""
    left = (document.until - view.snapshot.today).days
    soon = document.state == view.page.running_out
    words = f"через {counted(left, 'день', 'дня', 'дней')}" if left else "сегодня"
    mark = badge("under_way", words) if soon else f"<small>{escape(words)}</small>"
    rows = len(view.agreements.resting.get(document.key, ()))
    rests = counted(rows, "строка", "строки", "строк") if rows else "—"
    return f"{escape(day(document.until))}<br>{mark}", f'<span class="nd-number">{escape(rests)}</span>'


def tell_past(view: View, document: Document) -> tuple[str, str]:
    """HTML of the last day and of the state."""
    return escape(day(document.until)) if document.until else "—", view.badge(document)


def draw_table(view: View, documents: Iterable[Document], title: str, tell: Callable[[View, Document], tuple[str, str]]) -> str:
    """HTML of documents with a day: when, what, whose, what else is to say."""
    last = "От него зависит" if tell is tell_end else "Состояние"
    heads = "".join(f"<th>{escape(head)}</th>" for head in (title, *head_titles(view), last))
    lines = "".join(
        f'<tr><td class="nd-short">{when}</td><td>{link(view, each)}</td><td>{parties(view, each)}</td><td>{rest}</td></tr>'
        for each in documents
        for when, rest in (tell(view, each),)
    )
    return f'<table class="nd-table nd-stack nd-terms"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


def head_titles(view: View) -> tuple[str, str]:
    """What the sheet calls a document and its parties."""
    spec = view.snapshot.tables[view.page.table].spec
    return spec.columns[spec.label_column].title, spec.columns[view.page.parties].title


def link(view: View, document: Document) -> str:
    """HTML of a document's name, which opens its row."""
    return links.anchor(links.to_row(view.page.table, document.key), document.title, "nd-quiet")


def parties(view: View, document: Document) -> str:
    """HTML of the parties."""
    return escape(", ".join(name_place(view, key) for key in document.parties))


def name_place(view: View, key: str) -> str:
    """A party as people read it; its number stays with it."""
    to = view.snapshot.tables[view.page.table].spec.columns[view.page.parties].to or ""
    return view.snapshot.label(to, key).replace(" № ", f"{NBSP}№{NBSP}")


def show_waiting(view: View) -> None:
    """Those that are not in force yet, by what they are, with who answers for each."""
    found = view.agreements.waiting
    if not found:
        show_empty("Таких нет: все документы приняты.")
        return
    words = view.snapshot.tables[view.page.table].spec.columns[view.page.sort].choices
    sorts = {name: choice.title for name, choice in view.snapshot.config.choice_list(words or "").items()}
    shown = more.cut(found, SCREEN)
    body = "".join(
        draw_sort(view, title, [each for each in shown if each.sort == name]) for name, title in {**sorts, "": "другое"}.items()
    )
    columns = view.snapshot.tables[view.page.table].spec.columns
    who = f"<th>{escape(columns[view.page.who].title)}</th>" if view.page.who else ""
    head = f"<tr><th>{escape(head_titles(view)[0])}</th><th>Состояние</th>{who}</tr>"
    st.html(f'<table class="nd-table nd-stack nd-roster"><thead>{head}</thead>{body}</table>')
    more.show_more(len(found), len(shown), SCREEN, NOUN)


def draw_sort(view: View, title: str, documents: Sequence[Document]) -> str:
    """HTML of the documents of one sort."""
    if not documents:
        return ""
    spec = view.snapshot.tables[view.page.table].spec
    lines = []
    for each in documents:
        who = escape(each.who_text) or '<i class="nd-none">не назначен</i>'
        head = escape(spec.columns[view.page.who].title) if view.page.who else ""
        answers = f'<td data-label="{head}">{who}</td>' if view.page.who else ""
        lines.append(f"<tr><td>{link(view, each)}</td><td>{view.badge(each)}</td>{answers}</tr>")
    name = f"{escape(title[:1].upper() + title[1:])} <small>{len(documents)}</small>"
    width = 3 if view.page.who else 2
    return f'<tbody><tr><th colspan="{width}" scope="rowgroup">{name}</th></tr>{"".join(lines)}</tbody>'


def show_hanging(view: View) -> None:
    """Between whom an agreement is missing, and what goes on there all the same."""
    found = [each for each in view.agreements.hanging if not view.place or view.place in each.places]
    if view.place:
        whole = links.anchor(view.to(view="hanging"), "Показать всё")
        st.html(f'<p class="nd-under">Показано только: <b>{escape(name_place(view, view.place))}</b>. {whole}</p>')
    if not found:
        show_empty("Таких нет: всё, чему нужен договор, опирается на действующий.")
        return
    shown = more.cut(found, SCREEN)
    st.html(f'<div class="nd-hangs">{"".join(draw_hanging(view, each) for each in shown)}</div>')
    more.show_more(len(found), len(shown), SCREEN, ("случай", "случая", "случаев"))


def draw_hanging(view: View, hanging: Hanging) -> str:
    """HTML of one missing agreement: between whom, what stands in its place, the rows by table."""
    to = view.snapshot.tables[view.page.table].spec.columns[view.page.parties].to or ""
    places = [links.anchor(links.to_place(to, place), name_place(view, place), "nd-quiet") for place in hanging.places]
    documents = [view.agreements.documents[key] for key in hanging.documents]
    if documents:
        stands = ", ".join(f"{view.badge(each)} {link(view, each)}" for each in documents[:2])
    else:
        new = view.to_documents((), new_values(view, hanging))
        stands = f"{badge('late', view.agreements.matrix.gap.lower())} {links.anchor(new, 'Завести', 'nd-do')}"
    tables = "".join(draw_dependent(view, dependent, hanging.rows) for dependent in view.page.hang)
    return f'<section><h3>{" — ".join(places)}</h3><p class="nd-stands">{stands}</p>{tables}</section>'


def new_values(view: View, hanging: Hanging) -> dict[str, str]:
    """What the form of a new agreement begins with: one of its parties, and its sort where only one sort can join places."""
    sort = view.page.agreement.get(view.page.sort)
    return {view.page.parties: hanging.places[-1], **({view.page.sort: sort} if isinstance(sort, str) else {})}


def draw_dependent(view: View, dependent: Dependent, rows: Sequence[Row]) -> str:
    """HTML of the rows of one table, most of them folded away."""
    keys = [key for table, key in rows if table == dependent.table]
    if not keys:
        return ""
    spec = view.snapshot.tables[dependent.table].spec
    items = [
        f"<li>{links.anchor(links.to_row(dependent.table, key), tell_row(view, dependent, key), 'nd-quiet')}</li>" for key in keys
    ]
    rest = len(items) - ROWS_SHOWN
    folded = (
        f"<details><summary>и ещё {rest}</summary><ul>{''.join(items[ROWS_SHOWN:ROWS_MOST])}</ul></details>" if rest > 0 else ""
    )
    title = f"{escape(spec.title)} <small>{len(items)}</small>"
    return f'<div class="nd-hang"><h4>{title}</h4><ul>{"".join(items[:ROWS_SHOWN])}</ul>{folded}</div>'


def tell_row(view: View, dependent: Dependent, key: str) -> str:
    """Which row it is, in the words of its columns."""
    snapshot, table = view.snapshot, dependent.table
    texts = [tell_value(snapshot, table, path, key) for path in dependent.show]
    return " · ".join(filter(None, texts)) or snapshot.label(table, key)


def tell_value(snapshot: Snapshot, table: str, path: str, key: str) -> str:
    """One value of a row; a number says what it counts."""
    text, spec = show_at(snapshot, table, path, snapshot.follow(table, path)[key]), snapshot.target(table, path)[1]
    return f"{spec.title.lower()}: {text}" if text and spec.kind in NUMBERS else text
