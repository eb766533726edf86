"""A spreadsheet that people hurt: it is said on «Качество данных» with a repair, and all other tables go on working."""

from pathlib import Path
from typing import Any

import pytest
from google_kit import GoogleKit
from streamlit.testing.v1 import AppTest
from test_app import visit
from test_page_setup import AUTHOR, config, google, press, text

from netdash import Edit
from netdash.ui import shared

__all__ = ["config", "google"]


def hurt(kit: GoogleKit, act: str, **how: Any) -> None:
    """Somebody does this in the browser, and the program looks again."""
    shared.workspace().snapshot()
    kit.server.editor(kit.book).act(act, **how)
    shared.workspace()._stamp = None
    shared.workspace().refresh()


def goes_on() -> None:
    """Another table is read and written as ever."""
    report = shared.workspace().save([Edit("tasks", "З-3", "note", None, "к весне")], AUTHOR)
    assert report.applied
    assert not report.conflicts
    assert shared.workspace().snapshot().value("tasks", "З-3", "note") == "к весне"


def quality() -> AppTest:
    app = visit("quality", author=AUTHOR)
    assert not app.exception
    return app


def test_a_renamed_sheet_gets_its_name_back_by_a_button(google: GoogleKit) -> None:
    hurt(google, "rename_sheet", sheet="Педагоги", title="Педагоги сети")
    goes_on()
    app = quality()
    assert "Лист «Педагоги сети» похож на «Педагоги»" in text(app)
    assert "В книге нет листа «Педагоги»" in text(app)
    app = press(app, "nd-rename-0")
    assert not app.exception
    assert "Лист «Педагоги сети» теперь называется «Педагоги»" in text(app)
    assert google.book.sheet("Педагоги").title == "Педагоги"
    assert shared.workspace().snapshot().value("people", "П-1", "school") == "Ш-1"
    entry = shared.workspace().history()[0]
    assert (entry.author, entry.table, entry.before, entry.after) == (AUTHOR, "people", "Педагоги сети", "Педагоги")


def test_a_title_that_was_taken_meanwhile_is_not_taken_away(google: GoogleKit) -> None:
    hurt(google, "rename_sheet", sheet="Педагоги", title="Педагоги сети")
    app = quality()
    google.book.add_sheet("Педагоги")
    google.book.touch(0)
    app = press(app, "nd-rename-0")
    assert "Исправить не удалось" in text(app)
    assert google.book.sheet("Педагоги сети")


def test_a_renamed_header_gets_its_name_back_by_a_button(google: GoogleKit) -> None:
    hurt(google, "rename_column", sheet="Педагоги", at=3, title="Категория педагога")
    goes_on()
    app = quality()
    assert "столбец «Категория педагога» похож на «Категория»" in text(app)
    app = press(app, "nd-rename-0")
    assert google.book.sheet("Педагоги").cell(0, 3).value == "Категория"
    assert shared.workspace().snapshot().value("people", "П-1", "category") == "highest"


def test_a_column_before_the_key_changes_nothing(google: GoogleKit) -> None:
    hurt(google, "add_column", sheet="Педагоги", at=0, title="Наша пометка")
    goes_on()
    assert shared.workspace().save([Edit("people", "П-2", "category", "first", "highest")], AUTHOR).applied
    assert google.book.sheet("Педагоги").cell(2, 4).value == "высшая"
    assert "Наша пометка" not in text(quality())


def test_a_deleted_sheet_is_told_with_the_way_to_have_it_again(google: GoogleKit) -> None:
    hurt(google, "delete_sheet", sheet="Педагоги")
    goes_on()
    app = quality()
    assert "В книге нет листа «Педагоги»" in text(app)
    assert 'href="setup"' in text(app)
    app = press(press(visit("setup", author=AUTHOR), "nd-survey"), "nd-furnish")
    assert not app.exception
    assert shared.workspace().snapshot().value("people", "П-1", "name") == "Иванова А. П."


def test_a_deleted_column_is_told_with_the_way_to_have_it_again(google: GoogleKit) -> None:
    hurt(google, "delete_column", sheet="Педагоги", at=3)
    goes_on()
    assert "Столбец «Категория» листа «Педагоги»" in text(quality())


@pytest.mark.parametrize("page", ["summary", "stages", "registry", "journal", "indicators"])
def test_all_pages_stand_while_a_sheet_is_gone(google: GoogleKit, tmp_path: Path, page: str) -> None:
    hurt(google, "delete_sheet", sheet="Команды")
    app = visit(page)
    assert not app.exception
    assert "Данные на" in text(app)
