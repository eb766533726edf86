"""What stands above every page: its name, what it is for, how fresh the data are, and whether they are invented."""

from datetime import datetime, timedelta

import streamlit as st

from netdash.errors import NetdashError
from netdash.kinds.russian import ago, day, listed, moment, plural, quoted
from netdash.snapshot import Snapshot
from netdash.specs import PageSpec
from netdash.ui import current, empties, links, saving
from netdash.ui.text import escape
from netdash.watching import Freshness

LOOK_EVERY = 2.0
STALE = timedelta(minutes=2)
SLOW = timedelta(seconds=5)
LOST = "lost"
"""The parameter of the first page that names an address where no page stands."""


def show_head(page: PageSpec) -> None:
    """Name and purpose of the page, and the line of freshness that keeps itself up to date."""
    print_it = ' <a class="nd-how nd-print" href="#print">Распечатать</a>' if page.printed else ""
    about = f'<p class="nd-what-for">{escape(page.about)}{to_help(page)}{print_it}</p>'
    st.html(f'<header class="nd-head"><h1>{escape(page.title)}</h1>{about}{on_paper()}</header>')
    show_lost(page)
    follow()


def on_paper() -> str:
    """HTML of what stands under the name on paper: whose page it is, and of what day."""
    network, today = current.workspace().config.network, current.snapshot().today
    return f'<p class="nd-paper-only">{escape(network.name)}. На {escape(day(today))} года</p>'


def show_lost(page: PageSpec) -> None:
    """That the person asked for another page, which there is not; gone with the next click."""
    if lost := links.asked(LOST):
        st.html(
            f'<p class="nd-stale" role="status">Страницы «{escape(lost)}» нет: возможно, её переименовали или в адресе опечатка. '
            f"Открыта «{escape(page.title)}», остальные — в списке страниц.</p>"
        )


def to_help(page: PageSpec) -> str:
    """HTML of the quiet link to the help, opened on the topic of this kind of page; nothing on the help itself."""
    spec, place = current.workspace().config.help, links.find_page("help")
    if page.kind == "help" or not place:
        return ""
    topics = spec.topics if spec else {}
    topic = next((name for name, topic in topics.items() if page.kind in topic.kinds), "")
    return " " + links.anchor(links.to(place, topic=topic), "Как это сделать", "nd-how")


@st.fragment(run_every=LOOK_EVERY)
def follow() -> None:
    """The line of freshness; when the data changed, the page runs anew, or offers to while something is open on it."""
    workspace = current.workspace()
    version = workspace.snapshot().version
    changed = version != current.snapshot().version
    if changed and not current.is_held() and not saving.is_open():
        st.rerun()
    with st.container(key="nd-fresh", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(freshness_line(workspace.freshness, datetime.now()))
        if changed and st.button("Есть новые данные — показать", icon=":material/refresh:", type="tertiary"):
            st.rerun()


def freshness_line(fresh: Freshness, now: datetime) -> str:
    """HTML: of what moment the data are and when they are looked at next; what is in the way, if anything."""
    stands = f"На экране данные на {moment(fresh.as_of)} ({ago(now - fresh.as_of)})."
    if fresh.error:
        return (
            f'<p class="nd-fresh nd-stale" role="alert"><b>Книгу сейчас не прочитать.</b> {escape(fresh.error)} '
            f"{escape(stands)} {escape(tell_next(fresh, now))}Страница обновится сама, когда книга откроется.</p>"
        )
    if waits := tell_waiting(fresh, now):
        return f'<p class="nd-fresh nd-stale">{escape(stands)} {escape(waits)}</p>'
    if now - fresh.checked_at > STALE and not (fresh.next_at and fresh.next_at > now):
        return (
            f'<p class="nd-fresh nd-stale">{escape(stands)} С тех пор книгу не проверяли. '
            f"Обновите страницу; если не поможет, перезапустите программу.</p>"
        )
    at = f"{fresh.as_of:%H:%M:%S}" if fresh.as_of.date() == now.date() else escape(moment(fresh.as_of))
    following = f", следующая проверка в {fresh.next_at:%H:%M:%S}" if fresh.next_at and fresh.next_at > now else ""
    return f'<p class="nd-fresh">Данные на <time>{at}</time>{following}</p>'


def tell_next(fresh: Freshness, now: datetime) -> str:
    """When the workbook is tried again, as a sentence with its space; empty where that is at once."""
    if fresh.waits_until and fresh.waits_until > now:
        return f"Следующая попытка в {fresh.waits_until:%H:%M:%S}. "
    if fresh.asked_at:
        return "Попытка идёт прямо сейчас. "
    return f"Следующая попытка в {fresh.next_at:%H:%M:%S}. " if fresh.next_at and fresh.next_at > now else ""


def tell_waiting(fresh: Freshness, now: datetime) -> str:
    """That an answer is late, and why; empty while nobody has to wait."""
    if fresh.asked_at is None or now - fresh.asked_at < SLOW:
        return ""
    if fresh.waits_until and fresh.waits_until > now:
        return f"Google просит подождать, запросов в эту минуту слишком много: следующий в {fresh.waits_until:%H:%M:%S}."
    return f"Книга отвечает медленно, ответа ждём с {fresh.asked_at:%H:%M:%S}."


def show_gone(page: PageSpec, snapshot: Snapshot) -> None:
    """Sheets that are not there: without these words a page would tell of nothing where there was something."""
    gone = [table.spec.title for table in snapshot.tables.values() if table.grid is None]
    if not gone or page.kind in ("quality", "setup"):
        return
    if len(gone) == len(snapshot.tables):
        empties.show_empty("В книге нет ни одного листа сети.", links.anchor(links.find_page("setup"), "Создать листы"), "broken")
        return
    titles = listed([quoted(title) for title in gone])
    said = f"В книге нет {plural(len(gone), 'листа', 'листов', 'листов')} {titles}: этих данных на страницах нет."
    empties.show_empty(said, links.anchor(links.find_page("quality"), "Как вернуть"), "broken")


def show_demonstration(snapshot: Snapshot) -> None:
    """The banner of invented data, with the way to clear them."""
    if not snapshot.demonstration:
        return
    with st.container(key="nd-demo", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f"<p><b>Демонстрационные данные:</b> люди и результаты вымышлены. На экране {escape(day(snapshot.today))} года.</p>"
        )
        if st.button("Очистить…", key="nd-clear", type="tertiary"):
            confirm_clearing()


@st.dialog("Очистить демонстрационные данные?", on_dismiss=lambda: current.release("clearing"))
def confirm_clearing() -> None:
    """Ask before the demonstration rows go; starting content stays."""
    current.hold("clearing")
    st.markdown(
        "Из книги уйдут все вымышленные люди, мероприятия и результаты. Учреждения, документы, структуры и пункты этапов "
        "из проекта сети останутся. Перед этим будет сохранена копия книги."
    )
    name = st.text_input("Ваше имя для журнала", value=current.author(), key="nd-clear-name")
    if st.button("Очистить", type="primary", key="nd-clear-yes"):
        if not name.strip():
            st.error("Введите имя: оно останется в журнале.")
            return
        current.name_author(name)
        if clear(current.author()):
            current.release("clearing")
            st.rerun()


def clear(author: str) -> bool:
    """Keep a copy and clear; says what went wrong and gives False if it did."""
    workspace = current.workspace()
    try:
        report = workspace.clear_demonstration(author=author)
    except NetdashError as error:
        st.error(saving.told(error))
        return False
    if report.conflicts or report.refused:
        messages = [problem.message for problem in report.refused] + [conflict.message for conflict in report.conflicts]
        st.error(saving.told("Удалены не все строки. " + " ".join(dict.fromkeys(messages))))
        return False
    saving.announce(" ".join(("Демонстрационные данные удалены.", *report.repaired[:1])))
    return True
