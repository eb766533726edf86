"""What can be put right at once: rows without a code, headers that somebody renamed."""

import streamlit as st

from netdash.errors import NetdashError
from netdash.headers import Proposal
from netdash.kinds.russian import counted, plural, quoted
from netdash.snapshot import Snapshot
from netdash.ui import current, saving
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
    """Each proposal as a sentence; a header has its button."""
    if not snapshot.proposals:
        return
    st.html('<h2 class="nd-section">Похоже, переименовано</h2>')
    for number, proposal in enumerate(snapshot.proposals):
        words, action = st.columns([4, 1], vertical_alignment="center")
        words.html(f"<p>{escape(tell(proposal))}</p>")
        if proposal.cell:
            action.button(
                f"Назвать {plain(quoted(proposal.right))}",
                key=f"nd-rename-{number}",
                icon=":material/edit:",
                on_click=repair,
                args=(proposal,),
            )


def tell(proposal: Proposal) -> str:
    """What stands there and what it seems to be."""
    if proposal.cell:
        return (
            f"Лист {quoted(proposal.sheet)}, {proposal.cell}: столбец {quoted(proposal.found)} похож на "
            f"{quoted(proposal.right)}. Пока он назван иначе, его значения не читаются."
        )
    return (
        f"Лист {quoted(proposal.found)} похож на {quoted(proposal.right)}. Пока он назван иначе, его строки не читаются: "
        "переименуйте его в книге."
    )


def repair(proposal: Proposal) -> None:
    """Write the right title into the header, once the person has a name for the journal."""
    if not current.author():
        saving.announce("Введите своё имя в боковой панели: исправление записывает журнал.")
        return
    try:
        current.workspace().rename_header(proposal, current.author())
    except NetdashError as error:
        saving.announce(f"Исправить не удалось. {error}")
    else:
        saving.announce(f"Столбец {proposal.cell} на листе {quoted(proposal.sheet)} теперь называется {quoted(proposal.right)}.")
