"""Настройка through the router, over a file and over a spreadsheet: what is there, what is lacking, whether it opens."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from google_kit import EMAIL, GoogleKit
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import html, start, visit

import netdash
from netdash.ui import shared

AUTHOR = "Иванова А. П."


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = write_network(tmp_path)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(folder))
    yield folder
    shared.stop()


@pytest.fixture
def workbook(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(config, path).create(demonstration=False)
    return path


@pytest.fixture
def google(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleKit]:
    """A spreadsheet on the loopback server, as the environment names it."""
    kit = GoogleKit(tmp_path)
    kit.name_in_environment(monkeypatch)
    netdash.open_workspace(config, kit.book.id).create(demonstration=False)
    yield kit
    shared.stop()
    kit.close()


def text(app: AppTest) -> str:
    return html(app).replace("\xa0", " ")


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_a_file_is_told_with_its_place_its_size_and_its_copies(workbook: Path) -> None:
    shared.workspace().backup()
    told = text(visit("setup"))
    for piece in ("Книга Excel", str(workbook), "9 листов, 9 строк", "КБ", "проверяется раз в секунду", "1 копия в папке"):
        assert piece in told
    assert "нет, все строки настоящие" in told


def test_a_complete_workbook_lacks_nothing(workbook: Path) -> None:
    app = press(visit("setup"), "nd-survey")
    assert not app.exception
    assert "Всего хватает" in text(app)
    assert not [button for button in app.button if button.key == "nd-furnish"]


def test_what_is_lacking_is_shown_first_and_added_on_a_button(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.remove(book["Команды"])
    book["Педагоги"].delete_cols(4)
    book.save(workbook)
    before = workbook.read_bytes()
    app = visit("setup", author=AUTHOR)
    assert "не хватает листов: 1, столбцов: 1" in text(app)
    app = press(app, "nd-survey")
    assert "добавить столбец «Категория» справа (F)" in text(app)
    assert workbook.read_bytes() == before
    app = press(app, "nd-furnish")
    assert not app.exception
    assert "Добавлено в" in text(app)
    assert "Остаётся сделать руками" in text(app)
    assert "Команды" in openpyxl.load_workbook(workbook).sheetnames
    assert {entry.author for entry in shared.workspace().history()} == {AUTHOR}


def test_nothing_is_added_without_a_name(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.remove(book["Команды"])
    book.save(workbook)
    app = press(press(visit("setup"), "nd-survey"), "nd-furnish")
    assert "Введите своё имя" in app.error[0].value
    assert "Команды" not in openpyxl.load_workbook(workbook).sheetnames


def test_a_spreadsheet_is_told_checked_and_repaired(google: GoogleKit) -> None:
    visit("setup", author=AUTHOR)
    shared.workspace().refresh()  # the first look may be at what was kept, before its size is known
    app = visit("setup", author=AUTHOR)
    for piece in ("Таблица Google", google.book.id, EMAIL, "ячеек вместе с пустыми", "раз в 15 секунд, пока"):
        assert piece in text(app)
    for sheet in google.book.sheets:
        sheet.protected.clear()
    google.book.touch(0)
    app = press(app, "nd-survey")
    assert "предупреждение при правке столбца: Код" in text(app)
    app = press(press(app, "nd-furnish"), "nd-survey")
    assert "Всего хватает" in text(app)


def test_the_connection_is_checked_step_by_step(google: GoogleKit) -> None:
    app = press(visit("setup"), "nd-connect")
    assert text(app).count("в порядке") == 5
    google.book.permissions.pop(EMAIL)
    app = press(app, "nd-connect")
    assert "не работает" in text(app)
    assert f"Таблица не открыта для {EMAIL}" in text(app)


def test_a_spreadsheet_that_never_opened_can_be_checked_too(google: GoogleKit) -> None:
    shared.stop()
    for kept in google.folder.rglob("*.last"):
        kept.unlink()
    google.book.permissions.pop(EMAIL)
    app = start().run()
    assert "Книга с данными не открывается" in text(app)
    app = press(app, "nd-connect")
    assert not app.exception
    assert "не работает" in text(app)


def test_wrong_settings_are_told_on_the_page(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(shared.SOURCE_VARIABLE, raising=False)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('[workbook]\ngoogle = "наша таблица"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    app = start().run()
    assert not app.exception
    assert "не адрес и не идентификатор" in text(app)
    app = press(app, "nd-connect")
    assert "не адрес и не идентификатор" in app.error[0].value.replace("\\", "")
