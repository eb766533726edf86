"""Rows found by words and filters, typed cells turned into changes, files in which text stays text."""

import csv
import io
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from grids import SCHOOLS, network, snapshot
from networks import replaced

from netdash.edits import Edit
from netdash.snapshot import Snapshot
from netdash.tables import Unread
from netdash.ui.registry.address import View, filtered_columns, parameter
from netdash.ui.registry.columns import choose_columns
from netdash.ui.registry.editing import Sitting, lay_frame, take_in
from netdash.ui.registry.exports import export_csv, export_xlsx, neutral
from netdash.ui.registry.rows import find_rows, list_options, tell_count
from netdash.ui.registry.typed import Typed, build_frame, read_state, show_cell, translate

PEOPLE = [
    ("Код", "ФИО", "Школа", "Категория", "Роли", "Тьютор с"),
    ("П-1", "Королёва А. П.", "Гимназия № 2", "высшая", "тьютор; проводник идей", date(2008, 9, 1)),
    ("П-2", "Петров Б. В.", "Школа № 7", "первая", None, None),
    ("П-3", "Сидорова В. Г.", "Школа № 99", None, None, "вчера"),
]
EVENTS = [
    ("Код", "Название", "Форма", "Участвуют", "Начало", "Открытие", "Состояние", "Совместное", "Участников", "Довольны"),
    ("М-1", "=1+1", "семинар", "Гимназия № 2; Школа № 7", date(2009, 3, 20), time(9, 5), "план", "да", 1234, 0.95),
    ("М-2", "@всем", "конкурс", None, "32 мая", None, "план", None, -5, None),
]
RESULTS = [
    ("Код", "Учебный год", "Школа", "Предмет", "Сдавали", "Средний балл"),
    ("Р-1", "2007/08", "Школа № 7", "математика", 25, 61.54321),
    ("Р-2", "2008/09", "Школа № 7", "русский язык", 25, None),
]


@pytest.fixture(scope="module")
def data() -> Snapshot:
    return snapshot(schools=SCHOOLS, people=PEOPLE, events=EVENTS, results=RESULTS)


def found(data: Snapshot, table: str = "people", **asked: Any) -> list[str]:
    return find_rows(View(data, table, **asked))


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("", ["П-1", "П-2", "П-3"]),
        ("КОРОЛЕВА", ["П-1"]),
        ("гимназия высшая", ["П-1"]),
        ("высшая петров", []),
        ("Гимназия N2", ["П-1"]),
        ("01.09.2008", ["П-1"]),
        ("1 сентября 2008", ["П-1"]),
        ("п-2", ["П-2"]),
        ("школа № 99", ["П-3"]),
        ("вчера", ["П-3"]),
    ],
)
def test_all_words_occur_anywhere_in_the_row(data: Snapshot, words: str, keys: list[str]) -> None:
    assert found(data, find=words) == keys


def test_words_are_not_found_across_the_end_of_a_cell(data: Snapshot) -> None:
    assert found(data, find="в.школа") == []


def test_numbers_are_found_as_shown_and_as_typed(data: Snapshot) -> None:
    assert found(data, "events", find="1234") == found(data, "events", find="1 234") == ["М-1"]
    assert found(data, "results", find="61,54321") == ["Р-1"]


@pytest.mark.parametrize(
    ("table", "held", "keys"),
    [
        ("people", (("category", "highest"),), ["П-1"]),
        ("people", (("category", "-"),), ["П-3"]),
        ("people", (("roles", "guide"),), ["П-1"]),
        ("people", (("roles", "-"),), ["П-2", "П-3"]),
        ("people", (("school", "Ш-2"), ("category", "highest")), []),
        ("events", (("invited", "Ш-2"),), ["М-1"]),
        ("events", (("joint", "да"),), ["М-1"]),
        ("events", (("joint", "нет"),), []),
        ("results", (("school_year", "2008/09"),), ["Р-2"]),
    ],
)
def test_filters_hold_columns_to_values(data: Snapshot, table: str, held: Any, keys: list[str]) -> None:
    assert found(data, table, held=held) == keys


def test_rows_with_problems_can_be_asked_for(data: Snapshot) -> None:
    assert found(data, only="problems") == ["П-3"]


def test_options_are_those_that_occur_in_the_order_of_their_list(data: Snapshot) -> None:
    assert list_options(data, "people", "category") == {"highest": "высшая", "first": "первая", "-": "не указано"}
    assert list(list_options(data, "results", "school_year")) == ["2008/09", "2007/08"]
    assert list_options(data, "people", "school") == {"Ш-1": "Гимназия № 2", "Ш-2": "Школа № 7", "-": "не указано"}


def test_the_year_the_owner_and_states_are_the_first_filters() -> None:
    tables = network().tables
    assert next(iter(filtered_columns(network(), tables["results"]))) == "school_year"
    assert list(filtered_columns(network(), tables["events"]))[:2] == ["host", "status"]


def test_a_filter_whose_name_the_page_needs_itself_gets_another() -> None:
    assert parameter("find") == "find_"
    assert parameter("find_") == "find__"
    assert parameter("school") == "school"


@pytest.mark.parametrize("column", ["view", "path", "self", "table", "files"])
def test_an_address_can_hold_a_column_of_any_name(data: Snapshot, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netdash.ui.registry.address.links.find_page", lambda _: "data")
    assert View(data, "people", held=((column, "x"),)).address() == f"data?table=people&{column}_=x"


def test_the_count_says_how_many_of_how_many(data: Snapshot) -> None:
    assert tell_count(["П-1"], View(data, "people", find="к")) == "Показано 1 из 3 строк"
    assert tell_count(["П-1", "П-2", "П-3"], View(data, "people")) == "3\u00a0строки"


def test_minor_columns_and_the_key_are_one_click_away() -> None:
    schools = network().tables["schools"]
    assert choose_columns(schools, whole=False) == ["name", "role", "phone", "email", "site"]
    assert choose_columns(schools, whole=True) == ["name", "code", "role", "address", "phone", "email", "site"]


def test_a_cell_reads_back_as_what_it_shows(data: Snapshot) -> None:
    for name, built in data.tables.items():
        typed = {
            (key, column): Typed(Unread("?"), show_cell(data, name, column, data.value(name, key, column)))
            for key in built.rows
            for column in built.columns
            if not isinstance(data.value(name, key, column), Unread)
        }
        edits, wrong = translate(data, name, typed)
        assert not wrong
        for edit in edits:
            assert edit.after == data.value(name, edit.key, edit.column), (name, edit)


def test_what_was_typed_becomes_edits_with_what_the_person_saw(data: Snapshot) -> None:
    typed = {
        ("Р-1", "mean"): Typed(61.54321, "62,5"),
        ("Р-2", "mean"): Typed(None, "54.5"),
        ("Р-1", "takers"): Typed(25, "25"),
        ("Р-2", "school"): Typed("Ш-2", "Гимназия № 2"),
    }
    edits, wrong = translate(data, "results", typed)
    assert edits == [
        Edit("results", "Р-1", "mean", 61.54321, 62.5),
        Edit("results", "Р-2", "mean", None, 54.5),
        Edit("results", "Р-2", "school", "Ш-2", "Ш-1"),
    ]
    assert wrong == []


def test_everything_that_cannot_be_read_is_told_at_once_and_nothing_is_clamped(data: Snapshot) -> None:
    typed = {("Р-1", "mean"): Typed(61.54321, "101"), ("Р-1", "takers"): Typed(25, "много"), ("Р-2", "takers"): Typed(25, "26")}
    edits, wrong = translate(data, "results", typed)
    assert [(each.key, each.column, each.found) for each in wrong] == [("Р-1", "mean", "101"), ("Р-1", "takers", "много")]
    assert all(each.message for each in wrong)
    assert [edit.after for edit in edits] == [26]


def test_several_values_are_typed_as_a_list(data: Snapshot) -> None:
    typed = {
        ("П-2", "roles"): Typed((), ("тьютор", "проводник идей")),
        ("П-1", "roles"): Typed(("tutor", "guide"), None),
    }
    edits, _ = translate(data, "people", typed)
    assert [edit.after for edit in edits] == [("tutor", "guide"), ()]
    assert [edit.before for edit in edits] == [None, ("tutor", "guide")]


def test_a_cell_that_could_not_be_read_stands_as_in_the_sheet_and_stays_unless_changed(data: Snapshot) -> None:
    before = data.value("people", "П-3", "tutor_since")
    assert show_cell(data, "people", "tutor_since", before) == "вчера"
    assert translate(data, "people", {("П-3", "tutor_since"): Typed(before, "вчера")}) == ([], [])
    assert translate(data, "people", {("П-3", "tutor_since"): Typed(before, None)})[0][0].after is None
    assert translate(data, "people", {("П-3", "tutor_since"): Typed(before, "1.9.08")})[0][0].after == date(2008, 9, 1)


def test_a_label_with_a_semicolon_is_one_value() -> None:
    schools = [("Код", "Название", "Роль"), ("Ш-1", "Лицей; корпус 2", "участник"), ("Ш-2", "Школа № 7", "участник")]
    held = snapshot(schools=schools, events=EVENTS)
    edits, wrong = translate(held, "events", {("М-2", "invited"): Typed((), ("Лицей; корпус 2", "Школа № 7"))})
    assert wrong == []
    assert edits[0].after == ("Ш-1", "Ш-2")


def test_positions_of_the_grid_become_keys() -> None:
    state = {0: {"mean": "5"}, "2": {"roles": ["а", "б"], "name": " "}, 9: {"mean": "6"}}
    assert read_state(state, ["Р-1", "Р-2", "Р-3"]) == {
        ("Р-1", "mean"): "5",
        ("Р-3", "roles"): ("а", "б"),
        ("Р-3", "name"): None,
    }


def test_a_new_grid_holds_what_was_typed_into_the_one_before_and_what_was_seen_then(data: Snapshot) -> None:
    view = View(data, "people")
    sitting = lay_frame(view, ["П-1", "П-2"], Sitting("people", data))
    assert sitting.frame["name"].tolist() == ["Королёва А. П.", "Петров Б. В."]
    own = take_in(sitting, {"edited_rows": {1: {"name": "Петров Б. Б."}}})
    changed = [PEOPLE[0], PEOPLE[1], ("П-2", "Петров Я. Я.", *PEOPLE[2][2:]), PEOPLE[3]]
    later = snapshot(schools=SCHOOLS, people=changed)
    again = lay_frame(View(later, "people", find="п"), ["П-2"], Sitting("people", data, kept=own, number=1))
    assert again.frame["name"].tolist() == ["Петров Б. Б."]
    assert again.widget != sitting.widget
    edits, _ = translate(later, "people", again.typed)
    assert edits == [Edit("people", "П-2", "name", "Петров Б. В.", "Петров Б. Б.")]
    hidden = lay_frame(View(later, "people"), ["П-1"], again)
    assert hidden.typed == again.typed


def test_the_frame_of_the_grid_is_text_so_that_nothing_is_rounded(data: Snapshot) -> None:
    frame = build_frame(data, "results", ["Р-1", "Р-2"], ["mean", "takers"], {})
    assert frame["mean"].tolist() == ["61,54321", None]
    assert frame["takers"].tolist() == ["25", "25"]


def test_csv_opens_in_russian_excel_and_runs_nothing(data: Snapshot) -> None:
    content = export_csv(
        View(data, "events"), ["М-1", "М-2"], ["title", "starts", "participants", "satisfied", "invited", "joint"]
    )
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["'=1+1", "20.03.2009", "1234", "95\u00a0%", "Гимназия № 2; Школа № 7", "да"]
    assert rows[2] == ["'@всем", "32 мая", "'-5", "", "", ""]


@pytest.mark.parametrize("text", ["=1", "+7 900", "-1 день", "@a", "\t=1", "\r=1", " =1", "\u00a0=1"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text


def test_a_number_below_zero_stays_a_number() -> None:
    config = network(tables_results=replaced("tables/results.yaml", ", min: 0, max: 100", ""))
    rows = [RESULTS[0], ("Р-1", "2007/08", "Школа № 7", "математика", 25, -1.5)]
    view = View(snapshot(config, schools=SCHOOLS, results=rows), "results")
    assert export_csv(view, ["Р-1"], ["mean"]).decode("utf-8-sig") == "Средний балл\r\n-1,5\r\n"


def test_harmless_text_is_exported_as_it_is() -> None:
    assert neutral("А = Б") == "А = Б"


def test_a_workbook_has_numbers_days_and_texts_as_such(data: Snapshot) -> None:
    columns = ["title", "starts", "opens", "participants", "satisfied", "invited", "joint"]
    content = export_xlsx(View(data, "events"), ["М-1", "М-2"], columns)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["План мероприятий"]
    first, second = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert first[:2] == ["=1+1", first[1]]
    assert sheet["A2"].data_type == "s"
    assert first[1].date() == date(2009, 3, 20)
    assert first[2:] == [time(9, 5), 1234, 0.95, "Гимназия № 2; Школа № 7", "да"]
    assert second == ["@всем", "32 мая", None, "-5", None, None, None]
