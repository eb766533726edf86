"""The letter to a school, ready to be copied."""

from urllib.parse import urlsplit

import streamlit as st

from netdash.quality import compose_message
from netdash.snapshot import Snapshot
from netdash.ui import links
from netdash.ui.monitoring.places import to_new_row

ASKED = "letter"


def offer_letter(snapshot: Snapshot, owner: str) -> None:
    """The button for the letter, and the letter once it is asked for: the block for copying is slow to load."""
    asked = bool(links.asked(ASKED))
    label = "Скрыть письмо" if asked else "Письмо учреждению"
    st.button(label, key="nd-letter-ask", icon=":material/mail:", on_click=lambda: links.answer(**{ASKED: "" if asked else "1"}))
    if asked:
        show_letter(snapshot, owner)


def show_letter(snapshot: Snapshot, owner: str) -> None:
    """The text that asks an owner for its rows and to put right its cells."""
    address = find_address(st.context.url or "")
    what = "всё, чего от учреждения ждут: недостающие строки, ошибки, замечания и вопросы" + (", со ссылками" if address else "")
    st.html(f'<p class="nd-under">Скопируйте и отправьте: в письме {what}.</p>')
    with st.container(key="nd-letter"):
        text = compose_message(snapshot, owner, address, lambda slot: address and address + to_new_row(snapshot, slot))
        st.code(text, language=None, wrap_lines=True, height=360)


def find_address(url: str) -> str:
    """The dashboard's own address as others reach it; empty where only this computer does, since a link would lead nowhere."""
    host = urlsplit(url).hostname or ""
    if not host or host == "localhost" or host.startswith("127.") or host == "::1":
        return ""
    return url.split("?", 1)[0].rsplit("/", 1)[0] + "/"
