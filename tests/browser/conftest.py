"""A demonstration workbook made once, a server of its own for each test module, a new browser session for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import ROOT, Site, launch_chromium, serve_dashboard

import netdash

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration of the real config; copy it, never change it."""
    path = tmp_path_factory.mktemp("demonstration") / "network.xlsx"
    netdash.open_workspace(ROOT / "config", path).create(demonstration=True)
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[Site]:
    with serve_dashboard(tmp_path_factory.mktemp("site"), workbook=demonstration) as site:
        yield site


@pytest.fixture
def site(served: Site, demonstration: Path) -> Site:
    """The module's server over a fresh copy of the demonstration."""
    fresh = served.workbook.with_suffix(".fresh")
    shutil.copy(demonstration, fresh)
    fresh.replace(served.workbook)
    return served


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """A browser that nobody used before, at the dashboard's door; anything it complains about fails the test."""
    context = chromium.new_context(base_url=site.url, viewport={"width": 1440, "height": 900}, locale="ru-RU")
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    at_home = (site.url, "data:", "blob:")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(at_home) else complaints.append(request.url))
    yield page
    context.close()
    assert not complaints
