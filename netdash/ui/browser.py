"""The one piece of script that runs in the browser: links without reloading, the name kept in a cookie."""

from urllib.parse import parse_qs

import streamlit as st

from netdash.ui import current

_SCRIPT = """
const seek = (hash) => {
  const until = Date.now() + 4000;
  const look = () => {
    const place = hash && document.getElementById(hash.slice(1));
    if (place) place.scrollIntoView();
    else if (hash && Date.now() < until) setTimeout(look, 50);
  };
  look();
};
const visit = (event, component) => {
  if (event.target.closest && event.target.closest('a.nd-print')) {
    event.preventDefault();
    window.print();
    return;
  }
  const link = event.target.closest && event.target.closest('a.nd-link');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const target = new URL(link.href, document.baseURI);
  if (target.origin !== location.origin) return;
  event.preventDefault();
  component.setTriggerValue('visited', { path: target.pathname, query: target.search });
  seek(target.hash);
};
export default function (component) {
  const keep = component.data && component.data.author;
  if (keep) {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = component.data.cookie + '=' + keep + '; Max-Age=31536000; Path=/; SameSite=Lax' + secure;
  }
  const listener = (event) => visit(event, component);
  document.addEventListener('click', listener);
  return () => document.removeEventListener('click', listener);
}
"""


_KEY, _VISIT = "nd-browser-script", "_visit"


def mount() -> None:
    """Put the script on the page; a click on one of our links moves within this session, so nothing half typed is lost."""
    component = st.components.v2.component("netdash_browser", js=_SCRIPT)
    with st.container(key="nd-browser"):
        component(
            key=_KEY,
            data={"cookie": current.AUTHOR_COOKIE, "author": current.author_to_keep()},
            on_visited_change=note_visit,
        )


def note_visit() -> None:
    """A link was clicked: remember where to, the run that begins now goes there."""
    st.session_state[_VISIT] = st.session_state[_KEY].visited


def take_visit() -> tuple[str, dict[str, list[str]]] | None:
    """The address (last part, parameters) of the link that was clicked, once."""
    visit = st.session_state.pop(_VISIT, None)
    if not visit:
        return None
    return str(visit["path"]).rsplit("/", 1)[-1], parse_qs(str(visit["query"]).removeprefix("?"))
