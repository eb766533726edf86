"""What a coordinator wants to know of the workbook, in one place."""

from datetime import datetime
from pathlib import Path

import streamlit as st

from netdash.kinds.russian import ago, counted, moment, number
from netdash.snapshot import DEMONSTRATION, Snapshot
from netdash.stores import Facts
from netdash.ui import current, links
from netdash.ui.text import escape
from netdash.workspace import Workspace

STYLES = Path(__file__).with_name("look.css")


def show_facts(snapshot: Snapshot) -> None:
    """Which workbook, how large, how fresh, where its copies are, whether its rows are invented."""
    workspace = current.workspace()
    facts = workspace.facts()
    lines = {
        "Книга": tell_place(facts, workspace.place),
        "Хранилище": escape(facts.kind)
        + (f"<small>программа входит как {escape(facts.account)}</small>" if facts.account else ""),
        "Размер": tell_size(facts, snapshot),
        "Прочитана": tell_reading(workspace),
        "Резервные копии": tell_backups(workspace, facts),
        "Демонстрация": tell_demonstration(snapshot),
    }
    items = "".join(f"<div><dt>{title}</dt><dd>{told}</dd></div>" for title, told in lines.items())
    st.html(STYLES)
    st.html(f'<dl class="nd-facts nd-setup">{items}</dl>')


def tell_place(facts: Facts, place: str) -> str:
    """HTML of the workbook's name, and where it lies or opens."""
    if not facts.link:
        return f"{escape(facts.title)}<small>{escape(place)}</small>"
    link = f'<a class="nd-link" href="{escape(facts.link)}" target="_blank" rel="noopener">открыть в новой вкладке</a>'
    return f"{escape(facts.title)}<small>{link}</small>"


def tell_size(facts: Facts, snapshot: Snapshot) -> str:
    """HTML of sheets and rows, and of what the store counts."""
    rows = sum(len(table.rows) for table in snapshot.tables.values())
    sheets = counted(len(snapshot.book.sheets), "лист", "листа", "листов")
    told = f"{sheets}, {counted(rows, 'строка', 'строки', 'строк')} в таблицах сети"
    if not facts.size:
        return escape(told)
    if facts.unit == "bytes":
        size = f"{number(facts.size / 1024**2, 1)} МБ" if facts.size >= 1024**2 else f"{number(facts.size / 1024, 0)} КБ"
    else:
        size = f"{number(facts.size)} ячеек вместе с пустыми, больше {number(facts.limit)} таблица не вмещает"
    return f"{escape(told)}<small>{escape(size)}</small>"


def tell_reading(workspace: Workspace) -> str:
    """HTML of when the workbook was read, and how often it is looked at."""
    fresh = workspace.freshness
    pace = "секунду" if workspace.pace == 1 else counted(workspace.pace, "секунду", "секунды", "секунд")
    often = f"проверяется раз в {pace}" + (", пока у кого-нибудь открыта страница" if workspace.pace > 1 else "")
    return f"{escape(moment(fresh.as_of))}, {ago(datetime.now() - fresh.as_of)}<small>{escape(often)}</small>"


def tell_backups(workspace: Workspace, facts: Facts) -> str:
    """HTML of where the copies are and how to go back to one."""
    copies = workspace.backups()
    if not copies:
        return f"ещё нет<small>появятся в папке {escape(facts.backups)}</small>"
    last = f"последняя — {copies[0]}; вернуть: python -m netdash restore"
    return f"{counted(len(copies), 'копия', 'копии', 'копий')} в папке {escape(facts.backups)}<small>{escape(last)}</small>"


def tell_demonstration(snapshot: Snapshot) -> str:
    """HTML of whether invented rows are in the workbook."""
    keys = [key for table in snapshot.tables.values() for key in table.rows]
    invented = sum(key.startswith(DEMONSTRATION) for key in keys)
    if not invented:
        return "нет, все строки настоящие"
    rows = counted(invented, "вымышленная строка", "вымышленные строки", "вымышленных строк")
    return f"{rows}<small>убрать: «Очистить…» вверху страницы</small>"


def show_doors() -> None:
    """The pages that go on from here."""
    wanted = (("quality", "Что в таблицах нужно исправить"), ("journal", "Кто что изменил"))
    doors = [links.anchor(place, title) for kind, title in wanted if (place := links.find_page(kind))]
    if doors:
        st.html(f'<p class="nd-under">{" · ".join(doors)}</p>')
