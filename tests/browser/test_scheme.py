"""The scheme in a real browser: no name on another or on a place, a line opens its rows, a place moves."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

BOXES = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetWidth).map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const box = (one.matches('.nd-name-on-plane') ? range : one).getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
})"""


def lie_on_each_other(one: list[float], other: list[float]) -> bool:
    """Whether two boxes overlap by more than the edge of a letter."""
    return one[0] + 1 < other[2] and other[0] + 1 < one[2] and one[1] + 1 < other[3] and other[1] + 1 < one[3]


@pytest.mark.parametrize(("width", "named"), [(1440, 11), (390, 9)])
def test_no_name_lies_on_another_or_on_a_place(page: Page, width: int, named: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto("/network?lines=agreements,associations,movement")
    expect(page.locator(".nd-chip:visible")).to_have_text("Гимназия\u00a0№\u00a02")
    names: list[Any] = page.evaluate(BOXES, ".nd-name-on-plane")
    marks: list[Any] = page.evaluate(BOXES, ".nd-mark, .nd-chip")
    assert len(names) >= named
    assert len(marks) == 12
    boxes = [*names, *marks]
    assert not [(one, other) for at, one in enumerate(boxes) for other in boxes[:at] if lie_on_each_other(one, other)]


def test_a_line_opens_its_rows_and_a_place_its_card(page: Page) -> None:
    page.goto("/network")
    page.get_by_label("Договоры: Гимназия\u00a0№\u00a02 — Детская музыкальная школа").first.click()
    expect(page.locator(".nd-beside h2")).to_have_text("Гимназия\u00a0№\u00a02 — Детская музыкальная школа")
    expect(page.locator(".nd-beside .nd-names a")).to_have_text("О сотрудничестве с детской музыкальной школой")
    page.locator("a.nd-name-on-plane", has_text="МОУ\u00a0№\u00a037").first.click()
    expect(page.locator(".nd-beside h2")).to_have_text("МОУ\u00a0№\u00a037")
    expect(page.locator(".nd-chapters h3").first).to_contain_text("Педагоги")
