"""Thirty people who read for a minute cost Google what one does, under the quota that Google really sets."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from google_kit import EMAIL, account
from playwright.sync_api import Browser, Page, expect
from serving import ROOT, serve_google
from sheets_server import Quota, SheetsServer
from sheets_server.loading import load_xlsx
from sheets_server.model import Spreadsheet

from netdash.config import load_config
from netdash.stores.google.settings import PACE

CONFIG = load_config(ROOT / "config")
POINTS = CONFIG.tables[CONFIG.stages.table]
SESSIONS, SECONDS = 30, 60.0
EDIT_AFTER, ACT_EVERY = 20.0, 1.5
SITTING, MOVING = "/stages?stage=third", ("/stages?stage=third", "/quality", "/journal", "/network", "/help")
NEWS = "Пункт, который школа переписала в эту минуту"

ALARM = """
const look = () => {
  const said = document.querySelector('.nd-stale, .nd-broken, [data-testid=stException], [data-testid=stAlert]');
  if (said) window.alarm(said.innerText);
};
new MutationObserver(look).observe(document, { subtree: true, childList: true });
"""
"""Tells of every sentence about trouble as soon as it stands on a page."""


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as server:
        server.quota = Quota(server.clock)
        yield server


def share_demonstration(server: SheetsServer, workbook: Path) -> Spreadsheet:
    """A spreadsheet of its own that holds the demonstration, open for the service account."""
    book = server.create("Сеть")
    load_xlsx(book, workbook)
    book.permissions[EMAIL] = "writer"
    return book


def open_tabs(chromium: Browser, url: str, count: int, alarms: list[str]) -> list[Page]:
    """As many sessions of the dashboard, every third of them on the points of a stage, once all stand."""
    context = chromium.new_context(base_url=url, viewport={"width": 1000, "height": 700}, locale="ru-RU")
    context.set_default_timeout(60_000)
    context.expose_function("alarm", lambda said: alarms.append(str(said)))
    context.add_init_script(ALARM)
    places = cycle(MOVING)
    tabs = []
    for number in range(count):
        tabs.append(context.new_page())
        tabs[-1].goto(SITTING if number % 3 == 0 else next(places), wait_until="commit")
    for tab in tabs:
        expect(tab.locator(".nd-fresh")).to_be_visible(timeout=60_000)
    return tabs


def read_on(tabs: Sequence[Page], number: int) -> None:
    """The next person reads on: another page by its link in the navigation, or the same one loaded again."""
    tab = tabs[number % len(tabs)]
    if number % 4 == 3:
        tab.reload(wait_until="commit")
    else:
        tab.get_by_test_id("stSidebarNavLink").nth(number % 7).click()


def retell(server: SheetsServer, book: Spreadsheet) -> None:
    """Somebody at a school types another text over the point that everybody looks at."""
    editor = server.editor(book)
    rows = editor.values(POINTS.title)
    row = next(number for number, held in enumerate(rows) if held[0] == "Э-402")
    editor.set_cell(POINTS.title, row, rows[0].index(POINTS.columns["task"].title), NEWS)


def asked(server: SheetsServer, book: Spreadsheet, since: int) -> Counter[str]:
    """How many requests of each kind came about a spreadsheet."""
    return Counter(entry.call.kind for entry in server.log[since:] if book.id in entry.call.path)


def test_thirty_people_who_read_for_a_minute_ask_google_as_often_as_one(
    chromium: Browser, demonstration: Path, server: SheetsServer, tmp_path: Path
) -> None:
    key = account(server)
    many, one = (share_demonstration(server, demonstration) for _ in range(2))
    alarms: list[str] = []
    for folder in ("many", "one"):
        (tmp_path / folder).mkdir()
    with (
        serve_google(tmp_path / "many", many.id, server.root, key) as crowded,
        serve_google(tmp_path / "one", one.id, server.root, key) as lonely,
    ):
        tabs = open_tabs(chromium, crowded, SESSIONS, alarms)
        alone = open_tabs(chromium, lonely, 1, alarms)
        sitting, moving = tabs[::3], [tab for number, tab in enumerate(tabs) if number % 3]
        since, began, acts, told = len(server.log), time.monotonic(), 0, False
        while (passed := time.monotonic() - began) < SECONDS:
            if passed > EDIT_AFTER and not told:
                retell(server, many)
                retell(server, one)
                told = True
            if passed > acts * ACT_EVERY:
                read_on(moving, acts)
                acts += 1
            tabs[0].wait_for_timeout(200)
        crowd, single = asked(server, many, since), asked(server, one, since)

        for tab in (*sitting, *alone):
            expect(tab.get_by_text(NEWS)).to_be_visible()
        for tab in tabs:
            expect(tab.locator(".nd-fresh")).to_contain_text("следующая проверка")
        for context in chromium.contexts:
            context.close()
    assert acts > SECONDS / ACT_EVERY / 2
    assert crowd.total() <= SECONDS / PACE + 2
    assert abs(crowd["values.batchGet"] - single["values.batchGet"]) <= 1
    assert crowd.keys() <= {"values.batchGet", "spreadsheets.get"}  # every five minutes the sheets' titles are looked at
    assert [entry for entry in server.log if entry.status != 200] == []
    assert alarms == []
    assert server.crashes == []
