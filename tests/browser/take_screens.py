"""The pictures of README, taken anew: ``python tests/browser/take_screens.py``."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.serving import launch_chromium, serve_dashboard

SCREENS = Path(__file__).parent / "screens"
PAGES = {
    "summary": ("/", 1200),
    "stages": ("/stages", 950),
    "indicators": ("/indicators?indicator=exam_mean", 950),
    "rosters": ("/rosters", 950),
    "data": ("/data?table=events", 950),
    "network": ("/network", 950),
    "plan": ("/plan?view=month", 950),
    "timetable": ("/movement", 950),
    "monitoring": ("/monitoring", 950),
}


def take(folder: Path) -> None:
    """Every page of README at a reader's width, in the light theme."""
    SCREENS.mkdir(exist_ok=True)
    with serve_dashboard(folder) as site, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for name, (path, height) in PAGES.items():
            context = browser.new_context(viewport={"width": 1280, "height": height}, locale="ru-RU", color_scheme="light")
            page = context.new_page()
            page.goto(site.url + path)
            page.locator(".nd-head").wait_for()
            page.wait_for_timeout(3000)
            page.screenshot(path=SCREENS / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        take(Path(made))
