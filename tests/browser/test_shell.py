"""The frame in a real browser: every address goes through the router, nothing comes from outside, phones fit."""

import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Site, serve_dashboard

from netdash.config import load_config

ROOT = Path(__file__).parents[2]
PAGES = {name: page for section in load_config(ROOT / "config").pages.values() for name, page in section.items()}
ADDRESSES = {name: "/" if page.default else f"/{name}" for name, page in PAGES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stands_at_its_own_address(page: Page, name: str) -> None:
    page.goto(ADDRESSES[name])
    expect(page.locator(".nd-head h1")).to_have_text(PAGES[name].title)
    expect(page.locator(".st-key-nd-demo")).to_contain_text("люди и результаты вымышлены")
    expect(page).to_have_title(f"{PAGES[name].title} · Сеть школ Белгорода")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_fits_a_phone(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ADDRESSES[name])
    expect(page.locator(".nd-head h1")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("address", ["/progress", "/plan/week"])
def test_an_address_without_a_page_is_told_in_russian(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".nd-head h1")).to_have_text("Сводка")
    expect(page.get_by_role("status")).to_contain_text(f"Страницы «{address.rsplit('/', 1)[-1]}» нет")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("address", ["/stages", "/stages.py", "/pages/stages", "/pages/stages.py", "/router"])
def test_on_a_fresh_server_no_address_runs_a_page_without_the_router(
    chromium: Browser, tmp_path: Path, demonstration: Path, address: str
) -> None:
    with serve_dashboard(tmp_path, workbook=demonstration) as site:
        page = chromium.new_page(base_url=site.url)
        page.goto(address)
        expect(page.locator(".nd-head h1")).to_be_visible()
        expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.close()


def test_a_link_of_a_page_keeps_the_session(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".nd-stage").first).to_be_visible()
    page.wait_for_timeout(1000)
    page.evaluate("() => { window.stillHere = true }")
    page.locator(".nd-stage").first.click()
    page.wait_for_url("**/stages?stage=preliminary")
    expect(page.locator(".nd-head h1")).to_have_text("Этапы")
    assert page.evaluate("() => window.stillHere") is True


def test_one_step_back_leads_where_a_link_was_followed(page: Page) -> None:
    page.goto("/projects")
    page.get_by_role("link", name="Добавить", exact=True).click()
    page.wait_for_url("**/data?table=projects&add=1")
    expect(page.locator(".nd-name")).to_have_text("Новая строка")
    page.go_back()
    expect(page.locator(".nd-head h1")).to_have_text("Проекты и технологии")
    assert page.url.endswith("/projects")


def test_on_a_phone_the_search_puts_the_sidebar_away(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/stages")
    expect(page.locator(".nd-head h1")).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_placeholder("Найти…").fill("олимпиада")
    page.get_by_placeholder("Найти…").press("Enter")
    expect(page.locator(".nd-found mark").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def test_answers_carry_the_security_headers(site: Site) -> None:
    for address in ("/", "/stages", "/health", "/_stcore/health"):
        with urlopen(site.url + address) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("style-src")[0]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_health_check_tells_how_old_the_data_are(site: Site) -> None:
    with urlopen(site.url + "/health") as answer:
        assert answer.status == 200
        assert b'"status":"ok"' in answer.read()


def test_the_summary_is_two_sheets_of_paper(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".nd-parts")).to_be_visible()
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2
    page.emulate_media(media="print")
    expect(page.get_by_text("На 17 июня 2010 года", exact=False).last).to_be_visible()
    for hidden in (page.get_by_test_id("stSidebar"), page.locator(".nd-what-for"), page.locator(".st-key-nd-fresh")):
        expect(hidden).to_be_hidden()


def test_a_printed_page_opens_the_window_of_printing(page: Page) -> None:
    page.goto("/stages")
    page.evaluate("() => { window.print = () => { window.printed = true } }")
    expect(page.locator("a.nd-print")).to_be_visible()
    page.wait_for_timeout(1000)
    page.locator("a.nd-print").click()
    assert page.evaluate("() => window.printed") is True
