"""What was found: by table, best first, the words marked, every row a link to its card."""

from pathlib import Path

import streamlit as st

from netdash.finding import Found, Group, Hit, find, marks
from netdash.kinds.russian import counted, listed, number, quoted
from netdash.snapshot import Snapshot
from netdash.ui import asks, empties, links, more, naming
from netdash.ui.text import escape

STYLES = Path(__file__).with_name("look.css")
A_GROUP, A_SCREEN = 5, 30
SHOWN = 160
ROWS = ("строка", "строки", "строк")


def show(snapshot: Snapshot) -> None:
    """What the address asks for; on a narrow screen the field stands here too, the navigation is folded away there."""
    st.html(STYLES)
    with st.container(key="nd-finder-here"):
        query = asks.search(st.container(), "Найти во всех таблицах", "find", "Фамилия, название, код").strip()
    if not query:
        empties.show_empty(
            "Введите, что найти: фамилию, название, слово из текста или код строки.",
            "Окончания и «ё» не важны, опечатка не помешает: «бабылёвой семинар» найдёт семинары Бобылёвой.",
        )
        return
    only = links.asked("in") if links.asked("in") in snapshot.tables else ""
    if only:
        show_table(snapshot, query, only)
    else:
        show_all(snapshot, query)


def show_all(snapshot: Snapshot, query: str) -> None:
    """The best rows of every table."""
    found = find(snapshot, query, A_GROUP)
    if not found.groups and not found.exact:
        show_nothing(query)
        return
    groups = "".join(group(snapshot, found, each) for each in found.groups)
    st.html(f"{tell(found)}{exact(snapshot, found)}{groups}")


def show_table(snapshot: Snapshot, query: str, table: str) -> None:
    """All rows of one table."""
    st.html(f'<p class="nd-crumb">{links.anchor(address(query), "← Все таблицы")}</p>')
    screens = links.asked(more.SCREENS)
    most = A_SCREEN * (int(screens) if screens.isdecimal() and len(screens) < 5 else 1)
    found = find(snapshot, query, most, table)
    if not found.groups:
        show_nothing(query)
        return
    (only,) = found.groups
    st.html(f"{tell(found)}{head(snapshot, only)}{listing(snapshot, found, only)}")
    more.show_more(only.total, len(only.hits), A_SCREEN, ROWS)


def show_nothing(query: str) -> None:
    """No row has any of the words."""
    empties.show_empty(
        f"По запросу {quoted(query)} ничего не нашлось.",
        "Проверьте слова или возьмите одно, самое редкое. "
        + links.anchor(links.to(links.find_page("registry")), "Посмотреть все таблицы"),
    )


def address(query: str, **parameters: str) -> str:
    """The search page with these words."""
    return links.to(links.find_page("search"), find=query, **parameters)


def tell(found: Found) -> str:
    """HTML: how many rows there are, and what was taken for what."""
    total = sum(each.total for each in found.groups)
    tables = counted(len(found.groups), "таблице", "таблицах", "таблицах")
    lines = [f"<b>{counted(total, *ROWS)}</b> в {tables}."] if len(found.groups) > 1 else []
    if found.partly:
        lines.append("Всех слов вместе нет ни в одной строке, показаны строки, где их больше всего.")
    elif found.mended:
        words = listed([quoted(word) for word in found.mended])
        lines.append(f"Точно так в таблицах не написано: {escape(words)}. Показано похожее.")
    return f'<p class="nd-count" role="status">{" ".join(lines)}</p>' if lines else ""


def exact(snapshot: Snapshot, found: Found) -> str:
    """HTML of the rows whose code was typed."""
    if not found.exact:
        return ""
    items = "".join(item(snapshot, found, hit, snapshot.tables[hit.table].spec.title) for hit in found.exact)
    return f'<h2 class="nd-section">Строка с этим кодом</h2><ul class="nd-found">{items}</ul>'


def group(snapshot: Snapshot, found: Found, each: Group) -> str:
    """HTML of one table's best rows and the way to all of them."""
    left = each.total - len(each.hits)
    href = address(found.query, **{"in": each.table})
    rest = f'<p class="nd-rest">{links.anchor(href, f"Ещё {counted(left, *ROWS)}")}</p>' if left else ""
    return f"<section>{head(snapshot, each)}{listing(snapshot, found, each)}{rest}</section>"


def head(snapshot: Snapshot, each: Group) -> str:
    """HTML of a table's title with the number of its rows."""
    title = escape(snapshot.tables[each.table].spec.title)
    return f'<h2 class="nd-section">{title} <span class="nd-note">{number(each.total)}</span></h2>'


def listing(snapshot: Snapshot, found: Found, each: Group) -> str:
    """HTML of the rows."""
    return f'<ul class="nd-found">{"".join(item(snapshot, found, hit) for hit in each.hits)}</ul>'


def item(snapshot: Snapshot, found: Found, hit: Hit, note: str = "") -> str:
    """HTML of one row: its name, and where else the words stand."""
    shown = naming.parts(snapshot, hit.table, hit.key)
    href = escape(links.to_row(hit.table, hit.key))
    words = "<span> · </span>".join(marked(text, found) for text in shown.values()) or escape(hit.key)
    places = [where(snapshot, found, hit, column) for column in hit.columns if column not in shown]
    about = " · ".join(filter(None, (escape(note), *places)))
    under = f'<p class="nd-where">{about}</p>' if about else ""
    return f'<li><a class="nd-link" href="{href}" target="_self">{words}</a>{under}</li>'


def where(snapshot: Snapshot, found: Found, hit: Hit, column: str) -> str:
    """HTML of a column where words were found, and what stands there around them."""
    text = snapshot.show(hit.table, column, snapshot.value(hit.table, hit.key, column))
    return f"{escape(snapshot.tables[hit.table].spec.columns[column].title)}: {marked(text, found)}"


def marked(text: str, found: Found) -> str:
    """HTML of a text with the found words marked; of a long one the part around the first of them."""
    pieces = list(marks(" ".join(text.split()), found.stems))
    before = pieces[0][0] if pieces and not pieces[0][1] and len(pieces) > 1 else ""
    if len(text) > SHOWN and len(before) > SHOWN // 2:
        pieces[0] = ("…" + before[-SHOWN // 3 :], False)
    shown, room = [], SHOWN
    for piece, is_found in pieces:
        if room <= 0:
            shown.append("…")
            break
        cut = piece if is_found or len(piece) <= room else piece[:room].rstrip() + "…"
        shown.append(f"<mark>{escape(cut)}</mark>" if is_found else escape(cut))
        room -= len(piece)
    return "".join(shown)
