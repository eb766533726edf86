"""The one piece of script that runs in the browser: links without reloading, one step back a link, the name kept in a cookie."""

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
// On the way to another page Streamlit notes the new parameters under the old page first: a step back that nobody made.
const mendHistory = () => {
  if (history.ndMended) return;
  history.ndMended = true;
  const push = history.pushState.bind(history);
  let last = null;
  history.pushState = (state, title, url) => {
    const { pathname, search } = new URL(url || location.href, location.href);
    const stray = last && search && search === last.search && pathname !== last.pathname && Date.now() - last.at < 2000;
    last = { pathname, search, at: Date.now() };
    return stray ? history.replaceState(state, title, url) : push(state, title, url);
  };
};
const fold = (count) => {
  const before = document.body.dataset.ndFolds;
  document.body.dataset.ndFolds = count;
  if (before === undefined || before === String(count) || window.innerWidth >= 768) return;
  const sidebar = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  const button = sidebar && sidebar.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button) button.click();
};
export default function (component) {
  mendHistory();
  fold(component.data ? component.data.folds : 0);
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


_KEY, _VISIT, _FOLDS = "nd-browser-script", "_visit", "_folds"


def mount() -> None:
    """Put the script on the page; a click on one of our links moves within this session, so nothing half typed is lost."""
    component = st.components.v2.component("netdash_browser", js=_SCRIPT)
    with st.container(key="nd-browser"):
        component(
            key=_KEY,
            data={
                "cookie": current.AUTHOR_COOKIE,
                "author": current.author_to_keep(),
                "folds": st.session_state.get(_FOLDS, 0),
            },
            on_visited_change=note_visit,
        )


def fold_sidebar() -> None:
    """Put the sidebar away where it covers the page, on a phone."""
    st.session_state[_FOLDS] = st.session_state.get(_FOLDS, 0) + 1


def note_visit() -> None:
    """A link was clicked: remember where to, the run that begins now goes there."""
    st.session_state[_VISIT] = st.session_state[_KEY].visited


def take_visit() -> tuple[str, dict[str, list[str]]] | None:
    """The address (last part, parameters) of the link that was clicked, once."""
    visit = st.session_state.pop(_VISIT, None)
    if not visit:
        return None
    return str(visit["path"]).rsplit("/", 1)[-1], parse_qs(str(visit["query"]).removeprefix("?"))
