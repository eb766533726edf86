"""What can be put right at once: rows without a code, headers that somebody renamed."""

import streamlit as st

from netdash.errors import NetdashError
from netdash.headers import Proposal
from netdash.kinds.russian import counted, listed, plural, quoted
from netdash.snapshot import Snapshot
from netdash.ui import current, links, saving
from netdash.ui.text import escape, plain


def show_unkeyed(snapshot: Snapshot) -> None:
    """How many rows have no code of their own, where, and the button that gives them one."""
    unkeyed = {table.spec.title: len(table.provisional) for table in snapshot.tables.values() if table.provisional}
    if not unkeyed:
        return
    total = sum(unkeyed.values())
    where = ", ".join(f"{quoted(title)} — {count}" for title, count in unkeyed.items())
    st.html('<h2 class="nd-section">Строки без своего кода</h2>')
    words, action = st.columns([4, 1], vertical_alignment="center")
    words.html(
        f"<p>{counted(total, 'строку', 'строки', 'строк')} ввели или скопировали в книге, и своего кода у "
        f"{plural(total, 'неё', 'них', 'них')} ещё нет: {escape(where)}. Код появится при первом сохранении на этом листе "
        "или прямо сейчас.</p>"
    )
    action.button("Присвоить коды", key="nd-give-keys", icon=":material/key:", on_click=give_keys, args=(total,))


def give_keys(total: int) -> None:
    """Give every row without a code its own, once the person has a name for the journal."""
    if not current.author():
        saving.announce("Введите своё имя в боковой панели: присвоение кодов записывает журнал.")
        return
    try:
        current.workspace().refresh(current.author())
    except NetdashError as error:
        saving.announce(f"Присвоить коды не удалось. {error}")
    else:
        saving.announce(f"Коды присвоены: {counted(total, 'строка', 'строки', 'строк')}.")


def show_proposals(snapshot: Snapshot) -> None:
    """Each proposal as a sentence; a header has its button, a sheet too where the store can rename it."""
    if not snapshot.proposals:
        return
    st.html('<h2 class="nd-section">Похоже, переименовано</h2>')
    for number, proposal in enumerate(snapshot.proposals):
        words, action = st.columns([4, 1], vertical_alignment="center")
        here = bool(proposal.cell) or current.workspace().renames_sheets
        words.html(f"<p>{escape(tell(proposal, here))}</p>")
        if here:
            action.button(
                f"Назвать {plain(quoted(proposal.right))}",
                key=f"nd-rename-{number}",
                icon=":material/edit:",
                on_click=repair,
                args=(proposal,),
            )


def show_missing(snapshot: Snapshot) -> None:
    """Sheets and columns that are gone and were not renamed: where they are added again."""
    renamed = {(proposal.table, proposal.column) for proposal in snapshot.proposals}
    gone = [
        f"лист {quoted(table.spec.title)}"
        for name, table in snapshot.tables.items()
        if table.grid is None and (name, "") not in renamed
    ]
    gone += [
        f"столбец {quoted(spec.title)} листа {quoted(table.grid.sheet)}"
        for name, table in snapshot.tables.items()
        for column, spec in (table.spec.columns.items() if table.grid is not None and table.places else ())
        if table.grid is not None and column not in table.places and (name, column) not in renamed
    ]
    place = links.find_page("setup")
    if gone and place:
        door = links.anchor(place, "Добавить недостающее")
        named = listed(gone)
        advice = f" {escape(tell_return())}" if gone[0].startswith("лист ") else ""
        st.html(f'<h2 class="nd-section">Не хватает</h2><p>{escape(named[:1].upper() + named[1:])}.{advice} {door}</p>')


def tell_return() -> str:
    """How a sheet comes back with its rows: one that is added again is blank."""
    old = "в таблице «Файл» → «История версий»" if current.workspace().facts().link else "из копии книги"
    return f"Если лист удалили, сначала верните его вместе со строками: {old}. Добавленный заново будет пустым."


def tell(proposal: Proposal, here: bool) -> str:
    """What stands there and what it seems to be; ``here`` if it can be put right from here."""
    if proposal.cell:
        return (
            f"Лист {quoted(proposal.sheet)}, {proposal.cell}: столбец {quoted(proposal.found)} {proposal.how} "
            f"{quoted(proposal.right)}. Пока он назван иначе, его значения не читаются."
        )
    rest = "." if here else ": переименуйте его в книге."
    return f"Лист {quoted(proposal.found)} похож на {quoted(proposal.right)}. Пока он назван иначе, его строки не читаются{rest}"


def repair(proposal: Proposal) -> None:
    """Give the header or the sheet its right title, once the person has a name for the journal."""
    if not current.author():
        saving.announce("Введите своё имя в боковой панели: исправление записывает журнал.")
        return
    if proposal not in current.workspace().snapshot().proposals:
        saving.announce(f"{quoted(proposal.right)}: название уже исправлено.")
        return
    try:
        current.workspace().rename_header(proposal, current.author())
    except NetdashError as error:
        saving.announce(f"Исправить не удалось. {error}")
    else:
        what = f"Столбец {proposal.cell} на листе {quoted(proposal.sheet)}" if proposal.cell else f"Лист {quoted(proposal.found)}"
        saving.announce(f"{what} теперь называется {quoted(proposal.right)}.")
