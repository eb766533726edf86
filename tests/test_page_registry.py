"""Данные through the router on a real small workbook: search, filters, typing, adding, removing, and what stands in the way."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import html, put, read, visit

import netdash
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


def editor(app: AppTest) -> str:
    """The name of the grid that stands."""
    return app.session_state["_sittings"][app.query_params["table"]].widget


def type_in(app: AppTest, **cells: object) -> AppTest:
    """Type into cells of the first row and on: ``name_0``."""
    rows: dict[int, dict[str, object]] = {}
    for name, value in cells.items():
        column, _, row = name.rpartition("_")
        rows.setdefault(int(row), {})[column] = value
    app.session_state[editor(app)] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return app.run()


def field(app: AppTest, title: str) -> object:
    """The field with this title."""
    return next(each for each in (*app.text_input, *app.selectbox, *app.multiselect, *app.text_area) if each.label == title)


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    return next(button for button in app.button if button.label == label).click().run()


def go(app: AppTest, **parameters: str) -> AppTest:
    """Follow a link to another state of the page."""
    app.query_params.clear()
    app.query_params.update(parameters)
    return app.run()


def grid(app: AppTest) -> list[str]:
    """The names of the rows in the grid."""
    return app.dataframe[0].value.iloc[:, 0].tolist()


def test_the_list_of_tables_is_grouped_with_counts_and_troubles(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-1", "Категория", "высочайшая")
    text = html(visit("registry"))
    assert text.index("Реестры") < text.index(">Школы</a>") < text.index("Планы") < text.index("Результаты</h2>")
    assert "3\u00a0строки" in text
    assert "1\u00a0замечание" in text


def test_an_unknown_table_is_said_and_the_list_offered(workbook: Path) -> None:
    text = html(visit("registry", table="<b>"))
    assert "Таблицы «&lt;b&gt;» в настройках сети нет." in text
    assert ">Школы</a>" in text


def test_the_address_restores_search_and_filters(workbook: Path) -> None:
    app = visit("registry", table="people", find="б.в школа", category="first")
    assert grid(app) == ["Петров Б. В."]
    assert "Показано 1 из 3 строк" in html(app)
    assert app.text_input(key="nd-find").value == "б.в школа"
    assert "<summary>Категория: <b>первая</b></summary>" in html(app)


def test_search_and_filters_go_into_the_address(workbook: Path) -> None:
    app = visit("registry", table="people")
    app.text_input(key="nd-find").input("Петров").run()
    school = html(app).split(">Школа № 7</a></li>")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    go(app, **{name: values[0] for name, values in parse_qs(urlsplit(school).query).items()})
    assert {name: value for name, value in app.query_params.items() if value} == {
        "table": "people",
        "find": "Петров",
        "school": "Ш-2",
    }
    assert grid(app) == ["Петров Б. В."]


def test_nothing_found_an_empty_table_and_a_lost_sheet_say_so_each(workbook: Path) -> None:
    assert "По этому отбору ничего не нашлось." in html(visit("registry", table="people", find="никто"))
    assert "В таблице ещё нет строк." in html(visit("registry", table="events"))
    book = openpyxl.load_workbook(workbook)
    del book["Результаты"]
    book.save(workbook)
    shared.workspace().refresh()
    assert "В книге нет листа «Результаты»." in html(visit("registry", table="results"))


def test_a_cell_that_cannot_be_read_stands_as_in_the_sheet_and_its_row_can_be_asked_for(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Тьютор с", "вчера <b>")
    app = visit("registry", table="people", only="problems")
    assert app.dataframe[0].value["tutor_since"].dropna().tolist() == ["вчера <b>"]
    card = html(visit("registry", table="people", row="П-3"))
    assert '<mark class="nd-unread">вчера &lt;b&gt;</mark>' in card
    assert "1\u00a0замечание" in card


def test_typing_is_counted_and_saved_on_the_button_only(workbook: Path) -> None:
    app = type_in(visit("registry", AUTHOR, table="people", mode="edit"), name_1="Петров Б. Б.", tutor_since_1="1.9.08")
    assert "Не сохранено: 2\u00a0ячейки" in html(app)
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Б. В."
    app.button(key="nd-save").click().run()
    assert not app.exception
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Б. Б."
    assert str(read(workbook, "Педагоги", "П-2", "Тьютор с")).startswith("2008-09-01")
    assert "Сохранено: Педагоги, 2\u00a0ячейки" in html(app)
    assert "Не сохранено" not in html(app)


def test_what_cannot_be_read_is_told_by_cell_and_nothing_of_it_is_lost(workbook: Path) -> None:
    app = type_in(visit("registry", AUTHOR, table="people", mode="edit"), tutor_since_0="вчера", name_1="Петров Б. Б.")
    assert "Иванова А. П., «Тьютор с»:" in html(app)
    app.button(key="nd-save").click().run()
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Б. В."
    app = type_in(app, tutor_since_0="01.09.2008", name_1="Петров Б. Б.")
    app.button(key="nd-save").click().run()
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Б. Б."


def test_typed_values_outlive_a_filter_another_table_and_new_data(workbook: Path) -> None:
    app = type_in(visit("registry", AUTHOR, table="people", mode="edit"), name_1="Петров Б. Б.")
    app.query_params["find"] = "Иванова"
    app.run()
    assert "Не сохранено: 1\u00a0ячейка" in html(app)
    go(app, table="schools")
    put(workbook, "Педагоги", "П-1", "Категория", "первая")
    shared.workspace().refresh()
    go(app, table="people")
    assert "Править (не сохранено: 1)" in html(app)
    go(app, table="people", mode="edit")
    app.button(key="nd-save").click().run()
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Б. Б."
    assert read(workbook, "Педагоги", "П-1", "Категория") == "первая"


def test_a_cell_changed_meanwhile_is_a_conflict_and_not_overwritten(workbook: Path) -> None:
    app = type_in(visit("registry", AUTHOR, table="people", mode="edit"), name_1="Петров Б. Б.")
    put(workbook, "Педагоги", "П-2", "ФИО", "Петров Я. Я.")
    app.button(key="nd-save").click().run()
    assert read(workbook, "Педагоги", "П-2", "ФИО") == "Петров Я. Я."
    assert "Петров Б. В." in html(app)
    assert "Петров Б. Б." in html(app)


def test_cancelling_forgets_what_was_typed(workbook: Path) -> None:
    app = type_in(visit("registry", AUTHOR, table="people", mode="edit"), name_1="Петров Б. Б.")
    app.button(key="nd-cancel").click().run()
    assert "Не сохранено" not in html(app)
    app.button(key="nd-finish").click().run()
    assert grid(app)[1] == "Петров Б. В."


def test_a_new_row_is_added_with_all_its_faults_told_at_once(workbook: Path) -> None:
    app = visit("registry", AUTHOR, table="people", add="1", school="Ш-3")
    assert field(app, "Школа \\*").value == "Ш-3"
    field(app, "Тьютор с").input("вчера")
    field(app, "Категория").set_value("first")
    press(app, "Добавить")
    text = html(app)
    assert "Ещё не сохранено: исправьте 2\u00a0места" in text
    assert text.count('class="nd-field-error"') == 2
    assert field(app, "Тьютор с").value == "вчера"
    assert field(app, "Категория").value == "first"
    field(app, "Тьютор с").input("1.9.2008")
    field(app, "ФИО \\*").input("=Новая Н. Н.")
    press(app, "Добавить")
    assert not app.exception
    people = shared.workspace().snapshot().tables["people"].frame
    added = people[people["name"] == "=Новая Н. Н."]
    assert added["school"].tolist() == ["Ш-3"]
    assert app.query_params["row"] == added.index[0]
    assert "=Новая Н. Н." in html(app)


def test_one_row_after_the_other_can_be_added(workbook: Path) -> None:
    app = visit("registry", AUTHOR, table="schools", add="1")
    field(app, "Название \\*").input("Школа № 37")
    field(app, "Роль \\*").set_value("member")
    press(app, "Добавить и ввести ещё одну")
    assert field(app, "Название \\*").value == ""
    assert "Школа № 37" in shared.workspace().snapshot().tables["schools"].frame["name"].tolist()


def test_the_form_of_a_row_writes_only_what_was_changed(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-1", "Категория", "высочайшая")
    put(workbook, "Педагоги", "П-1", "Тьютор с", "вчера")
    app = visit("registry", AUTHOR, table="people", row="П-1", mode="edit")
    field(app, "ФИО \\*").input("Иванова А. Б.")
    press(app, "Сохранить")
    assert not app.exception
    assert read(workbook, "Педагоги", "П-1", "ФИО") == "Иванова А. Б."
    assert read(workbook, "Педагоги", "П-1", "Категория") == "высочайшая"
    assert read(workbook, "Педагоги", "П-1", "Тьютор с") == "вчера"
    assert read(workbook, "Педагоги", "П-1", "Роли") == "тьютор; проводник идей"


def test_a_link_to_a_cell_opens_its_row_with_that_field_first(workbook: Path) -> None:
    app = visit("registry", table="people", row="П-1", column="category")
    fields = [each.label for each in app.main if getattr(each, "label", "") in ("Категория", "ФИО \\*")]
    assert fields[0] == "Категория"


def test_a_card_names_who_refers_to_the_row_and_its_history(workbook: Path) -> None:
    shared.workspace().save([netdash.Edit("schools", "Ш-1", "address", None, "<i>ул. Первая</i>")], author="Петров Б. В.")
    text = html(visit("registry", table="schools", row="Ш-1"))
    assert "&lt;i&gt;ул. Первая&lt;/i&gt;" in text
    assert "<i>ул. Первая</i>" not in text
    assert ">Иванова А. П.</a>" in text
    assert "Петров Б. В.</span>" in text


def test_a_row_that_is_gone_says_so(workbook: Path) -> None:
    assert "Строки с кодом «П-77» в таблице «Педагоги» нет" in html(visit("registry", table="people", row="П-77"))


def test_a_row_that_others_refer_to_is_not_removed(workbook: Path) -> None:
    app = visit("registry", AUTHOR, table="schools", row="Ш-1")
    app.button(key="nd-row-remove").click().run()
    assert "удалить нельзя" in html(app)
    assert not [button for button in app.button if button.key == "nd-remove-yes"]


def test_a_row_is_removed_after_a_question_and_can_be_brought_back(workbook: Path) -> None:
    app = visit("registry", AUTHOR, table="people", row="П-3")
    app.button(key="nd-row-remove").click().run()
    assert "П-3" in shared.workspace().snapshot().tables["people"].rows
    app.button(key="nd-remove-yes").click().run()
    assert grid(app) == ["Иванова А. П.", "Петров Б. В."]
    app.button(key="nd-undo").click().run()
    assert "Сидорова В. Г." in grid(app)


def test_the_list_keeps_its_filters_on_the_way_to_a_card_and_back(workbook: Path) -> None:
    text = html(visit("registry", table="people", row="П-2", find="петров", category="first"))
    back = text.split('nd-crumb"><a class="nd-link " href="')[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(back).query) == {"table": ["people"], "find": ["петров"], "category": ["first"]}


def test_more_rows_than_can_be_typed_into_are_shown_for_reading_and_that_is_said(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netdash.ui.registry.editing.MOST", 2)
    app = visit("registry", table="people", mode="edit")
    assert "Сразу править можно не больше 2\u00a0строк, а отобрано 3." in html(app)
    assert len(grid(app)) == 3
