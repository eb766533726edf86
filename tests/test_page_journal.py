"""Журнал through the router: who changed what, found again, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import MARKUP, html, put, read, visit

import netdash
from netdash import Edit, Insert
from netdash.ui import shared

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


def save(table: str, key: str, column: str, before: object, after: object, author: str = AUTHOR, reason: str = "") -> str:
    """One change through the door; its change set."""
    return shared.workspace().save([Edit(table, key, column, before, after)], author, reason).change_set


def sets(app: AppTest) -> int:
    """How many change sets the list shows."""
    return html(app).count("<li")


def test_before_the_first_change_the_page_says_what_will_stand_here(workbook: Path) -> None:
    assert "Здесь появится каждое изменение" in html(visit("journal"))


def test_a_set_is_told_by_its_row_its_cell_and_its_reason(workbook: Path) -> None:
    save("tasks", "З-2", "status", "under_way", "done", reason="Звонок школы")
    text = html(visit("journal"))
    assert "Этапы: «Подготовить тьюторов»" in text
    assert "Состояние: в работе → выполнено" in text
    assert "Звонок школы" in text


def test_a_change_is_taken_back_and_so_is_that(workbook: Path) -> None:
    number = save("tasks", "З-2", "status", "under_way", "done")
    app = visit("journal", author=AUTHOR, set=number)
    press(app, "Отменить этот набор")
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"
    assert "Этот набор уже отменён" in html(app)
    back = shared.workspace().history()[0].change_set
    assert back != number
    press(visit("journal", author=AUTHOR, set=back), "Отменить этот набор")
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"


def test_a_cell_that_changed_since_stays_and_that_is_said(workbook: Path) -> None:
    number = save("tasks", "З-2", "status", "under_way", "done")
    put(workbook, "Этапы", "З-2", "Состояние", "не начато")
    app = press(visit("journal", author=AUTHOR, set=number), "Отменить этот набор")
    assert read(workbook, "Этапы", "З-2", "Состояние") == "не начато"
    assert "С тех пор ячейку изменили ещё раз" in html(app)


def test_without_a_name_nothing_is_taken_back(workbook: Path) -> None:
    number = save("tasks", "З-2", "status", "under_way", "done")
    app = press(visit("journal", set=number), "Отменить этот набор")
    assert "Введите своё имя" in html(app)
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"


def test_a_set_is_closed_again(workbook: Path) -> None:
    app = visit("journal", set=save("tasks", "З-2", "status", "under_way", "done"))
    press(app, "Закрыть")
    assert "set" not in app.query_params
    assert not [button for button in app.button if button.label.startswith("Отменить")]


def test_what_the_list_is_narrowed_to_lives_in_the_address(workbook: Path) -> None:
    save("tasks", "З-2", "status", "under_way", "done")
    save("people", "П-2", "category", "first", "highest", author="Петров Б. В.")
    save("people", "П-3", "category", None, "first")
    assert sets(visit("journal")) == 3
    app = visit("journal", table="people", author="")
    assert sets(app) == 2
    for name, count in (("Петров Б. В.", 1), (AUTHOR, 1), ("", 2)):
        app.selectbox[1].set_value(name).run()
        assert app.query_params.get("author", "") == name
        assert sets(app) == count
    app.text_input[0].set_value("СИДОРОВА перв").run()
    assert app.query_params["find"] == "СИДОРОВА перв"
    assert sets(app) == 1
    assert visit("journal", find="петров").text_input[0].value == "петров"


def test_a_set_stands_whole_whatever_the_list_is_narrowed_to(workbook: Path) -> None:
    changes = [Edit("tasks", "З-2", "status", "under_way", "done"), Edit("people", "П-2", "category", "first", "highest")]
    number = shared.workspace().save(changes, AUTHOR).change_set
    app = visit("journal", table="people", set=number)
    assert app.query_params["table"] == "people"
    assert '<td data-name="Стало">высшая</td>' in html(app)
    assert '<td data-name="Стало">выполнено</td>' in html(app)


def test_the_journal_of_one_row_says_so_and_leads_to_all_of_it(workbook: Path) -> None:
    save("tasks", "З-2", "status", "under_way", "done")
    save("people", "П-2", "category", "first", "highest")
    app = visit("journal", row="П-2")
    assert sets(app) == 1
    assert "Только изменения строки «Петров Б. В.»" in html(app)
    assert "Показать весь журнал" in html(app)


def test_nothing_found_leads_back_to_the_whole_journal(workbook: Path) -> None:
    save("tasks", "З-2", "status", "under_way", "done")
    assert "Таких записей нет" in html(visit("journal", find="чего нет"))
    assert "Набора изменений 1999 в журнале нет" in html(visit("journal", set="1999"))


def test_more_sets_and_more_lines_are_a_click_away(workbook: Path) -> None:
    workspace = shared.workspace()
    for number in range(33):
        save("tasks", "З-2", "note", f"{number}" if number else None, f"{number + 1}")
    rows = [Insert("people", {"name": f"Педагог {number}", "school": "Ш-2"}) for number in range(75)]
    many = workspace.save(rows, AUTHOR).change_set
    app = visit("journal", set=many)
    assert html(app).count('data-name="Стало"') == 200
    assert sets(app) == 30
    press(app, "Показать ещё 4, осталось: 4\xa0набора")
    assert sets(app) == 34
    press(app, "Показать ещё")
    assert html(app).count('data-name="Стало"') == len(workspace.history(change_set=many)) > 200
    assert sets(app) == 34


def test_what_people_typed_is_shown_as_text(workbook: Path) -> None:
    number = save("tasks", "З-2", "note", None, MARKUP, author="<b onclick=y>", reason="<b onclick=z>")
    text = html(visit("journal", set=number))
    assert "&lt;b onclick=x&gt;" in text
    assert "<b onclick" not in text
