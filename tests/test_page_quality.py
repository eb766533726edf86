"""Качество данных through the router: what is wrong, where, whom to write to, and headers put right."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import MARKUP, html, put, visit

import netdash
from netdash.ui import letters, shared

AUTHOR = "Иванова А. П."


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def letter(app: AppTest) -> str:
    """The letter on the page, empty if there is none."""
    return app.code[0].value if app.code else ""


def test_without_problems_one_sentence_stands_alone(workbook: Path) -> None:
    put(workbook, "Этапы", "З-1", "Выполнено", "01.09.2008")
    put(workbook, "Педагоги", "П-1", "Тьютор с", "01.09.2008")
    app = visit("quality")
    assert "Ошибок и замечаний нет" in html(app)
    assert not app.selectbox


def test_the_school_with_most_errors_comes_first_with_its_rows_and_its_letter(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "пятая")
    app = visit("quality")
    assert not app.exception
    assert app.query_params["owner"] == "Ш-3"
    assert "Сидорова В. Г." in html(app)
    assert "Сейчас там «пятая»" not in html(app)
    assert html(app).count("«пятая»") == 1
    assert "data?table=people&amp;row=%D0%9F-3&amp;column=category" in html(app)
    assert not letter(app)
    press(app, "Письмо учреждению")
    assert letter(app).startswith("Кому: Школа № 29\n")
    assert letter(visit("quality", owner="Ш-3", letter="1"))
    press(app, "Скрыть письмо")
    assert not letter(app)


def test_what_belongs_to_nobody_is_reached_by_its_own_address_and_has_no_letter(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "пятая")
    app = visit("quality", owner="-")
    assert "Не указан день выполнения" in html(app)
    assert not [button for button in app.button if button.label == "Письмо учреждению"]


def test_the_way_of_looking_lives_in_the_address(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "пятая")
    app = visit("quality", by="sheet", sheet="tasks")
    assert "Не указан день выполнения" in html(app)
    for name in ("people", "tasks", "people"):
        app.selectbox[0].set_value(name).run()
        assert app.query_params["sheet"] == name
    assert "пятая" in html(app)
    app.button_group[0].set_value("owner").run()
    assert "sheet" not in app.query_params
    assert app.query_params["owner"] == "Ш-3"


def test_a_link_to_a_sheet_shows_that_sheet(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "пятая")
    assert visit("quality", sheet="tasks").query_params["sheet"] == "tasks"


def test_wrong_words_in_the_address_fall_back(workbook: Path) -> None:
    app = visit("quality", by="<b>", owner="nobody", screens="999999999999")
    assert not app.exception
    assert "Не указано с какого дня тьютор" in html(app)
    assert app.query_params["owner"] == "Ш-1"


def test_a_long_list_is_opened_to_its_end_and_begins_anew_for_another_group(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for number in range(230):
        book["Педагоги"].append([f"П-{number + 10}", f"Педагог {number}", "Школа № 7", "пятая"])
    book.save(workbook)
    app = visit("quality")
    assert html(app).count("Ошибка.") == 100
    press(app, "Показать ещё 100, осталось: 130")
    assert html(app).count("Ошибка.") == 200
    press(app, "Показать ещё 30")
    assert html(app).count("Ошибка.") == 230
    assert not [button for button in app.button if button.label.startswith("Показать ещё")]
    app.selectbox[0].set_value("-").run()
    assert "screens" not in app.query_params


def rename(path: Path, sheet: str, old: str, new: str) -> None:
    """Rename a header as somebody with a spreadsheet program does."""
    book = openpyxl.load_workbook(path)
    next(cell for cell in book[sheet][1] if cell.value == old).value = new
    book.save(path)


def titles(path: Path, sheet: str) -> list[object]:
    """The headers of a sheet."""
    return [cell.value for cell in openpyxl.load_workbook(path)[sheet][1]]


def test_a_renamed_header_is_put_right_by_a_button_and_stands_in_the_journal(workbook: Path) -> None:
    before = titles(workbook, "Этапы")
    rename(workbook, "Этапы", "Ответственный", "Кто ответственный")
    app = visit("quality", author=AUTHOR)
    assert "столбец «Кто ответственный» похож на «Ответственный»" in html(app)
    press(app, "Назвать")
    assert not app.exception
    assert titles(workbook, "Этапы") == before
    assert "похож на" not in html(app)
    entry = shared.workspace().history()[0]
    assert (entry.author, entry.table, entry.column) == (AUTHOR, "tasks", "responsible")
    assert (entry.before, entry.after) == ("Кто ответственный", "Ответственный")


def test_a_header_is_not_touched_without_a_name_or_when_it_changed_meanwhile(workbook: Path) -> None:
    rename(workbook, "Этапы", "Ответственный", "Кто ответственный")
    app = press(visit("quality"), "Назвать")
    assert "Введите своё имя" in html(app)
    app = visit("quality", author=AUTHOR)
    rename(workbook, "Этапы", "Кто ответственный", "Примечания завуча")
    press(app, "Назвать")
    assert "уже другой" in html(app)
    assert "Примечания завуча" in titles(workbook, "Этапы")


def test_an_undo_leaves_a_header_that_was_put_right(workbook: Path) -> None:
    rename(workbook, "Этапы", "Ответственный", "Кто ответственный")
    press(visit("quality", author=AUTHOR), "Назвать")
    workspace = shared.workspace()
    report = workspace.undo(workspace.history()[0].change_set, AUTHOR)
    assert "переименуйте его прямо в книге" in report.refused[0].message
    assert "Ответственный" in titles(workbook, "Этапы")


def test_a_renamed_sheet_is_told_and_has_no_button(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Этапы"].title = "Этап"
    book.save(workbook)
    app = visit("quality")
    assert "Лист «Этап» похож на «Этапы»" in html(app)
    assert not [button for button in app.button if button.label.startswith("Назвать")]


def test_lines_of_the_journal_that_cannot_be_read_are_listed(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Журнал"].append(["вчера", "Кто-то", "Педагоги"])
    book.save(workbook)
    app = visit("quality", by="sheet", sheet="Журнал")
    assert "Строка журнала не прочитана" in html(app)
    assert "<td>A2</td>" in html(app)


def test_what_people_typed_is_shown_as_text(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", MARKUP)
    rename(workbook, "Этапы", "Ответственный", "Ответственный <b>")
    app = visit("quality", owner="Ш-3")
    assert "&lt;b onclick=x&gt;" in html(app)
    assert "<b onclick" not in html(app)
    assert "«Ответственный &lt;b&gt;»" in html(app)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://set.example/quality?owner=1", "https://set.example/"),
        ("https://set.example/school/quality", "https://set.example/school/"),
        ("http://127.0.0.1:8501/quality", ""),
        ("http://localhost:8501/quality", ""),
        ("", ""),
    ],
)
def test_a_letter_links_only_where_others_can_follow(url: str, address: str) -> None:
    assert letters.find_address(url) == address


def test_rows_without_a_code_get_one_from_a_coordinator(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Педагоги"].append([None, "Громов Д. Е.", "Школа № 7"])
    book.save(workbook)
    app = visit("quality")
    assert "1 строку ввели" in html(app).replace("\xa0", " ")
    press(app, "Присвоить коды")
    assert "Введите своё имя" in html(app)
    app.sidebar.text_input[-1].set_value(AUTHOR).run()
    press(app, "Присвоить коды")
    assert "Коды присвоены: 1 строка" in html(app).replace("\xa0", " ")
    assert not [button for button in app.button if button.label == "Присвоить коды"]
    key, name = [cell.value for cell in openpyxl.load_workbook(workbook)["Педагоги"][5]][:2]
    assert str(key).startswith("П-")
    assert name == "Громов Д. Е."


def test_every_total_opens_what_it_counts(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "пятая")
    totals = re.findall(r'<div class="nd-line1"><a class="nd-link" href="([^"]+)"', html(visit("quality")))
    assert [unescape(href) for href in totals] == [
        "quality?level=error#list",
        "quality?level=warning#list",
        "quality#list",
        "quality?by=sheet#list",
    ]
    errors = html(visit("quality", level="error"))
    assert "«пятая»" in errors
    assert "Не указан день выполнения" not in errors
    assert "Не указан день выполнения" in html(visit("quality", level="warning"))
