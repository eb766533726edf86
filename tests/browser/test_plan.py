"""The plan in a real browser: a grid where there is room, a list of days where there is none, an address for phones."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect


def test_a_month_is_a_grid_on_a_wide_screen_and_a_list_of_days_on_a_narrow_one(page: Page) -> None:
    page.goto("/plan?view=month")
    expect(page.locator(".nd-week")).to_have_count(5)
    expect(page.locator(".nd-week").first).to_be_visible()
    expect(page.locator(".nd-month-days")).to_be_hidden()
    bar = page.locator("a.nd-event", has_text="Летняя школа").first.bounding_box()
    day = page.locator(".nd-cell").first.bounding_box()
    assert bar
    assert day
    assert 4.5 < bar["width"] / day["width"] < 5.1
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".nd-week").first).to_be_hidden()
    expect(page.locator(".nd-month-days .nd-day").first).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_a_week_stands_side_by_side_or_one_day_under_the_other(page: Page) -> None:
    page.goto("/plan?view=week&day=2010-06-22")
    days = page.locator(".nd-seven .nd-day")
    expect(days).to_have_count(7)
    assert len({box["y"] for day in days.all() if (box := day.bounding_box())}) == 1
    page.set_viewport_size({"width": 390, "height": 900})
    expect(days.first).to_be_visible()
    page.wait_for_function("new Set([...document.querySelectorAll('.nd-seven .nd-day')].map(d => d.offsetTop)).size === 7")


def refused(address: str, **headers: str) -> int:
    """With which code the server gives no body."""
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()}))
    with caught.value as error:
        return error.code


def test_the_address_for_phones_is_served_and_no_other(page: Page) -> None:
    page.goto("/plan?files=1")
    address = page.locator("[data-testid=stCode]").inner_text().strip()
    with urlopen(address) as answer:
        body, tag = answer.read(), answer.headers["etag"]
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert refused(address, If_None_Match=tag) == 304
    assert refused(address + "x") == 403
