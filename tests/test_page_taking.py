"""«Загрузить» through the router: a file, its columns, corrections, what is left out, one change set, and what fails."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import html, put, read, visit
from test_intake_files import book
from test_page_registry import press

import netdash
from netdash.intake import read_file
from netdash.ui import shared

AUTHOR = "Иванова А. П."
PEOPLE = """Список педагогов;;;
Категория;ФИО;Место работы;Стаж
высшая;Петров Б. В.;Школа № 7;5
первая;Новая Н. Н.;Школа № 29;7
первая;Другая Д. Д.;Школа № 29;8
перваяя;Третья Т. Т.;Гимн. 2;9
первая;Новая Н. Н.;Школа № 29;7
"""


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def send(app: AppTest, data: bytes | str, name: str = "Школа 29.csv") -> AppTest:
    """Choose a file."""
    content = data.encode("cp1251") if isinstance(data, str) else data
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def box(app: AppTest, label: str) -> object:
    """The field with this label."""
    return next(each for each in (*app.selectbox, *app.text_input) if each.label.replace("\\", "") == label)


def figures(app: AppTest) -> list[str]:
    """The five numbers: new rows, cells that change, rows there already, repeated ones, rows with a fault."""
    text = html(app).split('<div class="nd-figures">')[1]
    return [piece.split("<")[0] for piece in text.split('<span class="nd-value">')[1:6]]


def names() -> list[str]:
    return shared.workspace().snapshot().tables["people"].frame["name"].tolist()


def test_a_file_is_shown_before_anything_is_written(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), PEOPLE)
    assert not app.exception
    assert figures(app) == ["2", "1", "0", "1", "1"]
    assert names() == ["Иванова А. П.", "Петров Б. В.", "Сидорова В. Г."]
    text = html(app)
    assert "То же, что в строке 4 файла" in text
    assert "На листе «Школы» нет строки «Гимн. 2»" in text
    opened = re.findall(r'href="data\?table=people&amp;take=1#(\w+)"', text)
    assert opened == ["new", "changed", "left", "left"], "each number leads to its rows, but those that are there already"
    assert all(f'id="{part}"' in text for part in opened)
    changed, new = (grid.value for grid in app.dataframe)
    assert changed["Было → стало"].tolist() == ["Категория: первая → высшая"]
    assert new["ФИО"].tolist() == ["Новая Н. Н.", "Другая Д. Д."]
    assert new["row"].tolist() == [4, 5]


def test_corrections_hold_and_all_is_one_change_set_with_its_reason(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), PEOPLE)
    box(app, "Школа: вместо «Гимн. 2»").input("Гимназия № 2")
    box(app, "Категория: вместо «перваяя»").input("первая")
    press(app, "Исправить")
    assert figures(app) == ["3", "1", "0", "1", "0"]
    press(app, "Записать 3\u00a0новые строки и 1\u00a0ячейку")
    assert not app.exception
    assert names()[3:] == ["Новая Н. Н.", "Другая Д. Д.", "Третья Т. Т."]
    assert read(workbook, "Педагоги", "П-2", "Категория") == "высшая"
    entries = shared.workspace().history(table="people")
    assert len({entry.change_set for entry in entries}) == 1
    assert {entry.reason for entry in entries} == {"Из файла «Школа 29.csv»"}
    assert "take" not in app.query_params
    assert "Сохранено: Педагоги, 3\u00a0новые строки и 1\u00a0ячейка" in html(app)
    app.button(key="nd-undo").click().run()
    assert names() == ["Иванова А. П.", "Петров Б. В.", "Сидорова В. Г."]


def test_the_person_corrects_the_match_and_a_column_stands_for_one_only(workbook: Path) -> None:
    lines = "А;Б;Школа\nНовая Н. Н.;Другая Д. Д.;Школа № 29"
    app = send(visit("registry", AUTHOR, table="people", take="1"), lines)
    assert "обязательного столбца" in html(app)
    box(app, "Столбец «А»").set_value("name").run()
    assert figures(app)[0] == "1"
    box(app, "Столбец «Б»").set_value("name").run()
    assert box(app, "Столбец «А»").value == ""
    press(app, "Записать 1\u00a0новую строку")
    assert names()[-1] == "Другая Д. Д."


def test_a_column_that_the_file_lacks_is_asked_for_once(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), "ФИО;Категория\nНовая Н. Н.;первая\nДругая Д. Д.;первая")
    assert figures(app) == ["0", "0", "0", "0", "2"]
    box(app, "Школа").set_value("Школа № 29").run()
    assert figures(app) == ["2", "0", "0", "0", "0"]
    press(app, "Записать 2\u00a0новые строки")
    assert shared.workspace().snapshot().tables["people"].frame["school"].tolist()[3:] == ["Ш-3", "Ш-3"]


def test_rows_of_a_sort_and_single_rows_are_left_out(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), PEOPLE)
    app.checkbox[1].uncheck().run()
    key = next(each.key for each in app.dataframe if "-rows-new-" in each.key)
    app.session_state[key] = {"edited_rows": {0: {"take": False}}, "added_rows": [], "deleted_rows": []}
    app.run()
    press(app, "Записать 1\u00a0новую строку")
    assert names()[3:] == ["Другая Д. Д."]
    assert read(workbook, "Педагоги", "П-2", "Категория") == "первая"


@pytest.mark.parametrize(
    ("data", "message"), [(b"", "Файл пуст."), (b"%PDF-1", "документ PDF"), ("ФИО;Школа", "нет ни одной строки")]
)
def test_a_file_that_cannot_be_taken_says_why_and_another_can_be_chosen(workbook: Path, data: bytes | str, message: str) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), data, "<b>.csv")
    assert not app.exception
    assert message in html(app)
    assert "<b>.csv" not in html(app)
    if not app.file_uploader:
        press(app, "Другой файл")
    send(app, PEOPLE)
    assert figures(app)[0] == "2"


def test_what_was_chosen_stays_while_somebody_changes_the_same_cell(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), PEOPLE)
    put(workbook, "Педагоги", "П-2", "Категория", "без категории")
    press(app, "Записать 2\u00a0новые строки и 1\u00a0ячейку")
    assert not app.exception
    assert read(workbook, "Педагоги", "П-2", "Категория") == "без категории"
    assert "В книге сейчас" in html(app)
    assert names()[3:] == ["Новая Н. Н.", "Другая Д. Д."], "the rows beside it are written"
    app.radio[0].set_value("Записать моё")
    press(app, "Сохранить ещё раз")
    assert read(workbook, "Педагоги", "П-2", "Категория") == "высшая"
    assert names()[3:] == ["Новая Н. Н.", "Другая Д. Д."], "and not once more"


def test_the_answers_outlive_a_visit_to_another_page(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), PEOPLE)
    box(app, "Школа: вместо «Гимн. 2»").input("Гимназия № 2")
    press(app, "Исправить")
    app.switch_page("../../pages/stages.py").run()
    app.query_params.clear()
    app.query_params.update({"table": "people", "take": "1"})
    app.switch_page("../../pages/registry.py").run()
    assert not app.exception
    assert "Школа 29.csv" in html(app)
    assert figures(app)[0] == "3"


def test_of_several_sheets_one_is_chosen(workbook: Path) -> None:
    data = book([["ФИО", "Школа"], ["Новая Н. Н.", "Школа № 29"]], ("Свод", "Список"))
    assert len(read_file(data)) == 2
    app = send(visit("registry", AUTHOR, table="people", take="1"), data, "книга.xlsx")
    box(app, "Лист").set_value(1).run()
    assert not app.exception
    assert figures(app)[0] == "1"


def test_what_would_not_fit_is_told_and_goes_with_its_row(workbook: Path) -> None:
    lines = "ФИО;Школа;Роли\nНовая Н. Н.;Школа № 29;тьютор\nДругая Д. Д.;Школа № 29;"
    app = send(visit("registry", AUTHOR, table="people", take="1"), lines)
    assert "После записи будет 1\u00a0замечание" in html(app)
    key = next(each.key for each in app.dataframe if "-rows-new-" in each.key)
    app.session_state[key] = {"edited_rows": {0: {"take": False}}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert "После записи будет" not in html(app)


def test_a_key_that_the_table_does_not_have_is_told_before_its_row_becomes_a_new_one(workbook: Path) -> None:
    lines = "Код;ФИО;Школа\nП-2;Петров Б. В.;Школа № 7\nП-77;Новая Н. Н.;Школа № 29"
    app = send(visit("registry", AUTHOR, table="people", take="1"), lines)
    assert "Кода «П-77» в таблице нет: его строка станет новой, и код ей поставит программа." in html(app)
    (new,) = (grid.value for grid in app.dataframe)
    assert new["typed"].tolist() == ["П-77"]
    press(app, "Записать 1\u00a0новую строку")
    assert "П-77" not in shared.workspace().snapshot().tables["people"].rows


def test_new_rows_without_keys_of_their_own_say_nothing_of_keys(workbook: Path) -> None:
    app = send(visit("registry", AUTHOR, table="people", take="1"), "ФИО;Школа\nНовая Н. Н.;Школа № 29")
    assert "в таблице нет" not in html(app)
    assert "typed" not in app.dataframe[0].value
