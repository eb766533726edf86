"""Мониторинг through the router: the board, what is missing with its forms, the letter, questions about numbers."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from networks import replaced, write_network
from streamlit.testing.v1 import AppTest
from test_app import MARKUP, html, put, visit

import netdash
from netdash.ui import shared

EXPECT = """\
  right: {title: Проверено, kind: yes_no}
expect: {every: [school, school_year, subject], among: {school: {role: member}}, by: 07-15}
ask:
  - {jump: mean, year: school_year, per: [school, subject], over: 15, unless: {right: true}}
  - {gone: [school, subject], year: school_year}
rules:
"""
PEOPLE = replaced("tables/people.yaml", "rules:\n", "expect: {every: [school]}\nrules:\n")
ROWS = [
    ("Р-1", "2006/07", "Школа № 7", "математика", 20, 50),
    ("Р-2", "2006/07", "Школа № 7", "русский язык", 20, 50),
    ("Р-3", "2006/07", "Школа № 29", "математика", 20, 50),
    ("Р-4", "2007/08", "Школа № 7", "математика", 25, 72.5),
    ("Р-5", "2007/08", "Школа № 7", "русский язык", None, 50),
]


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real workbook with results of two schools and two years; today is long after."""
    path = tmp_path / "network.xlsx"
    results = replaced("tables/results.yaml", "rules:\n", EXPECT)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, tables_results=results, tables_people=PEOPLE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    book = openpyxl.load_workbook(path)
    for row in ROWS:
        book["Результаты"].append(row)
    book.save(path)
    yield path
    shared.stop()


def cells(app: AppTest) -> dict[str, list[str]]:
    """The board: what each school's cells say."""
    board = re.search(r'<table class="nd-table nd-board">.*?</table>', html(app), re.DOTALL)
    assert board
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', board[0].split("<tbody>")[1], re.DOTALL)
    return {plain(name): [plain(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", rest, re.DOTALL)] for name, rest in rows}


def plain(text: str) -> str:
    """What people read of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def test_the_board_shows_every_school_and_table_of_the_year(workbook: Path) -> None:
    app = visit("monitoring", year="2006/07")
    assert not app.exception
    board = cells(app)
    assert board["Школа № 7"] == ["введено 2 строки", "введено 1 строка"]
    assert board["Школа № 29"] == ["нет 1 из 2 1 строка", "введено 1 строка"]
    assert board["Гимназия № 2"] == ["—", "не до конца 1 строка"]
    assert board["Введено полностью"] == ["1 из 2", "2 из 3"]


def test_the_last_year_with_anything_is_shown_first_and_any_other_by_its_address(workbook: Path) -> None:
    assert cells(visit("monitoring"))["Школа № 29"][0] == "нет ничего"
    board = cells(visit("monitoring", year="2007/08"))
    assert board["Школа № 7"][0] == "не до конца 1 из 2 2 строки"
    assert board["Школа № 29"][0] == "нет ничего год назад 1"
    assert cells(visit("monitoring", year="<b>"))["Школа № 29"][0] == "нет ничего"


def test_figures_are_shares_of_what_is_expected(workbook: Path) -> None:
    text = html(visit("monitoring", year="2006/07"))
    assert "5 из 7 ожидаемых" in text
    assert "3 из 4, чей срок прошёл" in text
    assert "у 1 учреждения" in text


def test_a_missing_row_opens_its_form_with_what_is_known(workbook: Path) -> None:
    app = visit("monitoring", year="2006/07", owner="Ш-3")
    assert "Чего не хватает: Школа № 29" in html(app)
    assert "В новой строке заполните «Сдавали»." in html(app)
    href = "data?table=results&amp;add=1&amp;school=%D0%A8-3&amp;school_year=2006%2F07&amp;subject=russian"
    assert href in html(app)
    form = visit("registry", table="results", add="1", school="Ш-3", school_year="2006/07", subject="russian")
    values = [field.value for field in (*form.selectbox, *form.text_input)]
    assert {"Ш-3", "russian", "2006/07"} <= set(values)


def test_an_empty_cell_opens_itself_and_a_complete_cell_opens_its_rows(workbook: Path) -> None:
    assert "data?table=results&amp;row=%D0%A0-5&amp;column=takers" in html(visit("monitoring", year="2007/08"))
    rows = "data?table=results&amp;school=%D0%A8-2&amp;school_year=2006%2F07"
    assert rows in html(visit("monitoring", year="2006/07"))


def test_a_row_that_stands_nowhere_is_told(workbook: Path) -> None:
    put(workbook, "Результаты", "Р-3", "Предмет", "матан")
    text = html(visit("monitoring", year="2006/07"))
    assert "1\xa0строку некуда отнести" in text
    assert cells(visit("monitoring", year="2006/07"))["Школа № 29"][0] == "нет ничего"


def test_the_letter_of_a_school_is_a_button_away(workbook: Path) -> None:
    app = visit("monitoring", owner="Ш-3")
    assert not app.code
    next(button for button in app.button if button.label == "Письмо учреждению").click().run()
    assert "ЧЕГО НЕ ХВАТАЕТ" in app.code[0].value
    assert "«Школа» — Школа № 29; «Учебный год» — 2006/07; «Предмет» — русский язык; впишите «Сдавали»." in app.code[0].value


def test_what_other_years_miss_is_one_link_away(workbook: Path) -> None:
    text = html(visit("monitoring", year="2006/07", owner="Ш-3"))
    assert "2007/08 — 2\xa0строки" in text


def test_odd_numbers_are_asked_about_with_the_ways_to_answer(workbook: Path) -> None:
    text = html(visit("monitoring", year="2007/08"))
    assert "Средний балл: 50 в 2006/07, 72,5 в 2007/08 <b>+22,5</b>" in text
    assert "data?table=results&amp;row=%D0%A0-4&amp;column=mean" in text
    assert "data?table=results&amp;row=%D0%A0-4&amp;column=right" in text
    put(workbook, "Результаты", "Р-4", "Проверено", "да")
    shared.workspace().refresh()
    assert "Проверьте: всё ли верно" not in html(visit("monitoring", year="2007/08"))


def test_what_people_typed_is_text(workbook: Path) -> None:
    put(workbook, "Школы", "Ш-3", "Название", MARKUP)
    put(workbook, "Результаты", "Р-3", "Школа", MARKUP)
    text = html(visit("monitoring", year="2006/07"))
    assert "&lt;" in text
    assert MARKUP not in text


def test_without_expectations_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    try:
        app = visit("monitoring")
    finally:
        shared.stop()
    assert not app.exception
    assert "В настройках сети не сказано, какие строки ожидаются." in html(app)
