"""What this run of a page is about: its declaration, the data it shows, who looks at it."""

from typing import cast
from urllib.parse import quote, unquote

import streamlit as st

from netdash.snapshot import Snapshot
from netdash.specs import PageSpec
from netdash.ui import shared
from netdash.workspace import Workspace

AUTHOR = "author"
AUTHOR_COOKIE = "netdash_author"
_PAGE, _HELD, _SEEN, _FLIGHT = "_page", "_held", "_seen", "_author_to_keep"


def enter(page: PageSpec, snapshot: Snapshot) -> None:
    """Note which page runs on which data; the router calls it once a run."""
    if st.session_state.get(_PAGE) is not page:
        st.session_state[_HELD] = set()
    st.session_state[_PAGE] = page
    st.session_state[_SEEN] = snapshot


def page() -> PageSpec:
    """The declaration of the page that runs."""
    return cast("PageSpec", st.session_state[_PAGE])


def workspace() -> Workspace:
    """The one door to the data."""
    return shared.workspace()


def snapshot() -> Snapshot:
    """The data that stand on the screen: one moment for a whole run, and for the callbacks and fragments after it.

    So what a change takes for its ``before`` is what the person saw.
    """
    return cast("Snapshot", st.session_state[_SEEN])


def hold(what: str) -> None:
    """Keep the page as it is while something is open or half typed: new data are offered, not shown by themselves."""
    st.session_state.setdefault(_HELD, set()).add(what)


def release(what: str) -> None:
    """What held the page is closed or saved."""
    st.session_state.setdefault(_HELD, set()).discard(what)


def is_held() -> bool:
    """Whether anything keeps the page as it is."""
    return bool(st.session_state.get(_HELD))


def author() -> str:
    """Whose name the journal notes; empty until the person said it. A browser remembers it in a cookie."""
    if AUTHOR not in st.session_state:
        st.session_state[AUTHOR] = unquote(st.context.cookies.get(AUTHOR_COOKIE, ""))
    return cast("str", st.session_state[AUTHOR]).strip()


def name_author(name: str) -> None:
    """Take the name for this session and have the browser keep it."""
    st.session_state[AUTHOR] = " ".join(name.split())[:80]
    st.session_state[_FLIGHT] = quote(st.session_state[AUTHOR])


def author_to_keep() -> str:
    """The name, quoted for a cookie, that the browser has yet to store; empty if there is none."""
    return cast("str", st.session_state.get(_FLIGHT, ""))
