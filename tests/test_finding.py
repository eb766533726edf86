"""The search over the whole workbook: word forms, ё and е, typing errors, codes, order, what changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from networks import write_network
from test_app import html, put, visit

import netdash
from netdash.finding import Found, find, index, marks
from netdash.finding import index as make_index
from netdash.snapshot import Snapshot
from netdash.ui import shared

PEOPLE = """\
Код,ФИО,Школа,Категория,Роли
П-1,Иванова А. П.,Гимназия № 2,высшая,тьютор;проводник идей
П-2,Бобылёва А. В.,Школа № 7,первая,
П-3,Бобылёва В. Г.,Школа № 29,,
П-4,Семёнов И. И.,Школа № 29,нет,
"""
EVENTS = """\
Код,Название,Форма,Площадка,Участвуют,Начало,Состояние,Ответственный
М-1,Олимпиада по математике,конкурс,Гимназия № 2,Школа № 7,05.05.2009,проведено,Бобылёва А. В.
М-2,Семинар: математические вечера,семинар,Школа № 7,,10.05.2009,план,Иванова А. П.
М-3,Неделя книги,семинар,Школа № 29,Гимназия № 2,11.09.2009,план,
"""


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    config = write_network(tmp_path, start_people=PEOPLE, start_events=EVENTS)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(config))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(config, path).create(demonstration=False)
    yield path
    shared.stop()


@pytest.fixture
def snapshot(workbook: Path) -> Snapshot:
    return shared.workspace().snapshot()


def keys(found: Found, table: str) -> list[str]:
    """The rows of a table, best first."""
    return next(([hit.key for hit in group.hits] for group in found.groups if group.table == table), [])


@pytest.mark.parametrize(
    ("query", "table", "wanted"),
    [
        ("Иванова", "people", ["П-1"]),
        ("ивановой", "people", ["П-1"]),
        ("БОБЫЛЕВА", "people", ["П-2", "П-3"]),
        ("бобылевой г.", "people", ["П-3", "П-2"]),
        ("бобылёва а", "people", ["П-2", "П-3"]),
        ("бабылева", "people", ["П-2", "П-3"]),
        ("бобылвеа", "people", ["П-2", "П-3"]),
        ("семенов", "people", ["П-4"]),
        ("олимпиады", "events", ["М-1"]),
        ("олим", "events", ["М-1"]),
        ("алимпиада математика", "events", ["М-1"]),
        ("математические", "events", ["М-2"]),
        ("неделя книг гимназия", "events", ["М-3"]),
        ("май 2009", "events", ["М-1", "М-2"]),
        ("05.05.2009", "events", ["М-1"]),
        ("школа 29", "schools", ["Ш-3"]),
        ("тьютора", "people", ["П-1"]),
    ],
)
def test_words_find_their_rows(snapshot: Snapshot, query: str, table: str, wanted: list[str]) -> None:
    assert keys(find(snapshot, query), table) == wanted


@pytest.mark.parametrize("query", ["П-3", "п-3", " П-3 ", "п\u20113"])
def test_a_code_finds_just_its_row(snapshot: Snapshot, query: str) -> None:
    assert [(hit.table, hit.key) for hit in find(snapshot, query).exact] == [("people", "П-3")]


def test_rows_are_found_by_what_they_refer_to_after_the_row_itself(snapshot: Snapshot) -> None:
    groups = find(snapshot, "бобылёва").groups
    assert [group.table for group in groups] == ["people", "events"]
    assert groups[1].hits[0].columns == ("responsible",)


def test_a_mistake_is_said_and_a_right_word_is_none(snapshot: Snapshot) -> None:
    assert find(snapshot, "бабылева").mended == ("бабылева",)
    assert find(snapshot, "бобылёвой").mended == ()


def test_where_no_row_has_all_words_those_with_most_are_found(snapshot: Snapshot) -> None:
    found = find(snapshot, "олимпиада математика ксилофон")
    assert found.partly
    assert keys(found, "events") == ["М-1"]


@pytest.mark.parametrize("query", ["", "   ", "?!", "ъхзщ", "ъхзщ ксилофон", "я" * 5000, "\ue000", "<b>"])
def test_what_nobody_wrote_is_not_found(snapshot: Snapshot, query: str) -> None:
    found = find(snapshot, query)
    assert not found.groups
    assert not found.exact


def test_a_cell_that_could_not_be_read_is_found_as_it_stands(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-3", "Категория", "высочайшая")
    assert keys(find(shared.workspace().refresh(), "высочайшая"), "people") == ["П-3"]


def test_only_tables_that_changed_are_indexed_again(workbook: Path) -> None:
    before = make_index(shared.workspace().snapshot()).tables
    put(workbook, "Педагоги", "П-3", "ФИО", "Ксенофонтова Я. Я.")
    snapshot = shared.workspace().refresh()
    after = index(snapshot).tables
    assert keys(find(snapshot, "ксенофонтовой"), "people") == ["П-3"]
    assert after["people"] is not before["people"]
    assert after["events"] is not before["events"], "its references may now read otherwise"
    assert after["results"] is before["results"]


def test_found_words_are_marked_in_any_form() -> None:
    stems = {"бобылев", "математик"}
    pieces = list(marks("Олимпиада: Бобылёва, математике", stems))
    assert "".join(text for text, _ in pieces) == "Олимпиада: Бобылёва, математике"
    assert [text for text, is_found in pieces if is_found] == ["Бобылёва", "математике"]


def test_the_page_shows_rows_by_table_with_links_and_marks(workbook: Path) -> None:
    text = html(visit("search", find="бобылёвой"))
    assert text.index("Педагоги") < text.index("План мероприятий")
    assert "<mark>Бобылёва</mark> А. В.</a>" in text
    assert 'href="data?table=people&amp;row=%D0%9F-2"' in text
    assert "Ответственный: <mark>Бобылёва</mark> А. В." in text


def test_the_page_says_when_it_has_nothing_and_when_nothing_is_asked(workbook: Path) -> None:
    assert "По запросу «&lt;b&gt;ксилофон» ничего не нашлось." in html(visit("search", find="<b>ксилофон"))
    assert "Введите, что найти" in html(visit("search"))


def test_rows_of_one_table_are_opened_to_their_end(workbook: Path) -> None:
    text = html(visit("search", find="школа", **{"in": "people"}))
    assert "← Все таблицы" in text
    assert text.count("<li>") == 3


def test_the_field_leads_from_any_page_to_what_was_found(workbook: Path) -> None:
    app = visit("stages")
    app.text_input(key="nd-find-all").input("Иванова").run()
    assert not app.exception
    assert app.query_params["find"] in ("Иванова", ["Иванова"])
    assert "<mark>Иванова</mark> А. П." in html(app)
    assert app.text_input(key="nd-find-all").value == "Иванова"


def test_a_row_without_a_name_is_told_by_what_it_must_hold(workbook: Path) -> None:
    shared.workspace().save([netdash.Insert("results", RESULT)], author="Петров Б. В.")
    text = html(visit("search", find="гимназия русский"))
    assert "2008/09<span> · </span><mark>Гимназия</mark> № 2<span> · </span><mark>русский</mark> язык" in text


RESULT = {"school_year": "2008/09", "school": "Ш-1", "subject": "russian", "takers": 20}
