"""Headers and sheets that somebody renamed: what they seem to be, and the way to put a header right at once."""

import streamlit as st

from netdash.errors import NetdashError
from netdash.headers import Proposal
from netdash.kinds.russian import quoted
from netdash.snapshot import Snapshot
from netdash.ui import current, saving
from netdash.ui.text import escape, plain


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
