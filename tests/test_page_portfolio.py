"""Папки: everybody by code, and a sheet of one with all parts, newest first."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from clubs import fill, open_clubs, page, snapshot
from test_app import html, visit

from netdash.folders import Folders, take_folders
from netdash.specs.pages import PortfolioPage


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from open_clubs(tmp_path, monkeypatch)


def folders() -> Folders:
    return take_folders(cast("PortfolioPage", page("portfolio")), snapshot())


def test_rows_belong_to_those_they_name_newest_first_and_those_without_a_day_last() -> None:
    assert folders().parts[0] == {"У-2": ("ПП-2", "ПП-1", "демо-ПП-3")}
    assert folders().parts[1]["У-3"] == ("З-4", "З-5")
    assert folders().counts("У-1") == (0, 1)


def test_the_list_is_searched_by_code_and_filtered(workbook: Path) -> None:
    fill(workbook)
    said = html(visit("portfolio"))
    assert all(code in said for code in ("2-01", "7-02", "7-03"))
    assert "7-02" not in html(visit("portfolio", find="2-01"))
    assert "2-01" not in html(visit("portfolio", school="Ш-2")).partition("<table")[2]


def test_a_sheet_has_every_part_with_its_shelves_in_order_and_a_foot_for_paper(workbook: Path) -> None:
    fill(workbook)
    said = html(visit("portfolio", student="У-2"))
    assert '<h2 class="nd-name">7-02</h2>' in said
    assert re.search("Работы.*Карта двора.*Рисунок.*Отзывы.*Отзыв", said, re.DOTALL)
    assert "Отзыв &lt;b&gt;о&lt;/b&gt; проекте" in said
    assert "Кружки ученика" in said
    assert '<p class="nd-paper-only nd-foot">Подпись</p>' in said
    assert "Записей нет" in html(visit("portfolio", student="У-1"))


def test_a_code_that_is_gone_is_told_and_an_empty_book_says_how_to_begin(workbook: Path) -> None:
    said = html(visit("portfolio", student="У-9"))
    assert "Такого кода в таблице нет" in said
    assert "ещё никого нет" in said
