"""What a person at a page is told and asked while Google is in the way."""

import pytest
from google_kit import EMAIL, GoogleKit
from streamlit.testing.v1 import AppTest
from test_app import visit
from test_google_hurt import hurt
from test_page_registry import field
from test_page_registry import press as press_labelled
from test_page_setup import AUTHOR, config, google, press, text

from netdash.ui import shared

__all__ = ["config", "google"]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_new_row_that_landed_unseen_is_not_added_twice(google: GoogleKit) -> None:
    app = visit("registry", AUTHOR, table="schools", add="1")
    field(app, "Название \\*").input("Школа № 37")
    field(app, "Роль \\*").set_value("member")
    shared.workspace()._store._client._sleep = shared.workspace()._store._client._pause = lambda _: None  # type: ignore[attr-defined]
    google.server.fail("drop_after", on="spreadsheets.batchUpdate")
    google.server.fail("status", on="/v4/", status=503, times=10**6, skip=1)
    press_labelled(app, "Добавить")
    assert "записано ли, пока неизвестно" in app.error[0].value
    assert any("второй раз ничего не запишется" in said.value for said in app.markdown)
    google.server.faults.clear()
    press(app, "nd-again")
    assert not app.exception
    assert "Сохранено: новая строка" in text(app)
    assert shared.workspace().snapshot().tables["schools"].frame["name"].tolist().count("Школа № 37") == 1
    press(app, "nd-undo")
    assert "Школа № 37" not in shared.workspace().snapshot().tables["schools"].frame["name"].tolist()


def test_a_formula_is_told_with_its_cell_and_never_offered_to_be_overwritten(google: GoogleKit) -> None:
    app = visit("stages", author=AUTHOR, stage="first")
    sheet = google.book.sheet("Этапы")
    titles = [cell.value for cell in sheet.rows[0].cells]
    row = next(number for number, held in enumerate(sheet.rows) if held.cells[0].value == "З-2")
    place = f"{chr(65 + titles.index('Состояние'))}{row + 1}"
    google.edit_outside("Этапы", {place: '="в работе"'})
    app.checkbox(key="nd-tick-З-2").check().run()
    assert f"В ячейке формула, отсюда её не изменить: измените её в самой книге. Лист «Этапы», ячейка {place}." in text(app)
    assert not app.radio
    assert "Сохранить ещё раз" not in labels(app)
    press_labelled(app, "Оставить как в книге")
    assert not app.exception
    assert app.checkbox(key="nd-tick-З-2").value is False


def test_a_page_whose_sheet_is_gone_does_not_say_that_there_is_nothing(google: GoogleKit) -> None:
    hurt(google, "delete_sheet", sheet="Этапы")
    told = text(visit("stages"))
    assert "В книге нет листа «Этапы»: этих данных на страницах нет." in told
    assert "В книге нет листа «Этапы»: этих данных" not in text(visit("quality"))


def test_after_what_was_lacking_is_added_the_spreadsheet_still_has_its_name(google: GoogleKit) -> None:
    hurt(google, "delete_sheet", sheet="Педагоги")
    assert "«Файл» → «История версий»" in text(visit("quality"))
    app = press(press(visit("setup", author=AUTHOR), "nd-survey"), "nd-furnish")
    assert "Добавлено" in text(app)
    assert f"<dd>{google.book.title}<small>" in text(app)
    assert "ячеек вместе с пустыми" in text(app)


def test_a_blank_spreadsheet_leads_to_where_its_sheets_are_made(google: GoogleKit, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = google.server.create("Пустая")
    blank.permissions[EMAIL] = "writer"
    monkeypatch.setenv(shared.SOURCE_VARIABLE, blank.id)
    app = visit("stages", author=AUTHOR)
    assert not app.exception
    assert "В книге нет ни одного листа сети." in text(app)
    press(press(visit("setup", author=AUTHOR), "nd-survey"), "nd-furnish")
    assert "В книге нет" not in text(visit("stages"))
