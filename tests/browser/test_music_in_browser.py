"""The union of music schools in a real browser: every page of its navigation, and its own words on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import Site, serve_dashboard

import netdash
from netdash.config import load_config

MUSIC = Path(__file__).parents[1] / "networks" / "music"
PAGES = {name: page for section in load_config(MUSIC).pages.values() for name, page in section.items()}


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("music")
    made = folder / "made.xlsx"
    netdash.open_workspace(MUSIC, made).create(demonstration=True)
    with serve_dashboard(folder, MUSIC, made) as site:
        yield site


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stands_with_its_own_words(chromium: Browser, music: Site, name: str) -> None:
    page = chromium.new_page(base_url=music.url, viewport={"width": 1440, "height": 900}, locale="ru-RU")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/" if PAGES[name].default else f"/{name}")
    expect(page.locator(".nd-head h1")).to_have_text(PAGES[name].title)
    expect(page).to_have_title(f"{PAGES[name].title} · Музыкальный союз")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.close()
    assert not complaints
