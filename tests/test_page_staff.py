"""A page of people: counted by place and category, filtered, each with groups, competitions and a card."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from counted import network, snapshot_of
from networks import EVERY_PAGE, write_network
from streamlit.testing.v1 import AppTest
from test_app import MARKUP, html, visit
from test_page_indicators import add, press
from test_page_results import said

import netdash
from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.grid import Cell
from netdash.headcount import count_heads, count_related
from netdash.ui import shared

Row = dict[str, Cell]

PEOPLE: list[Row] = [
    {"code": "П-1", "name": "Иванова А. П.", "school": "Гимназия № 2", "category": "высшая"},
    {"code": "П-2", "name": "Петров Б. В.", "school": "Школа № 7", "category": "первая"},
    {"code": "П-3", "name": "Сидорова В. Г.", "school": "Школа № 7"},
    {"code": "П-4", "name": "Акимов Г. Д.", "category": "высшая"},
]
EVENTS: list[Row] = [
    {
        "code": "М-1",
        "title": "Один",
        "form": "семинар",
        "starts": "01.10.2008",
        "status": "проведено",
        "responsible": "Петров Б. В.",
    },
    {"code": "М-2", "title": "Два", "form": "семинар", "starts": "02.10.2008", "status": "план", "responsible": "Петров Б. В."},
    {"code": "М-3", "title": "Три", "form": "семинар", "starts": "03.10.2008", "status": "план"},
]


def test_people_are_counted_by_both_paths_with_those_who_do_not_say_last() -> None:
    count = count_heads(snapshot_of(network(), date(2009, 3, 12), people=PEOPLE), "people", "school", "category")
    assert count.rows == {"Ш-1": "Гимназия № 2", "Ш-2": "Школа № 7", "": "не указано"}
    assert list(count.columns) == ["highest", "first", ""]
    assert count.counts == {("Ш-1", "highest"): 1, ("Ш-2", "first"): 1, ("Ш-2", ""): 1, ("", "highest"): 1}
    assert (count.of_row["Ш-2"], count.of_column["highest"], count.total) == (2, 2, 4)


def test_related_rows_are_counted_by_the_people_they_point_at() -> None:
    snapshot = snapshot_of(network(), date(2009, 3, 12), people=PEOPLE, events=EVENTS)
    assert count_related(snapshot, "events", "responsible", {"status": "held"}) == {"П-2": (1, 2)}
    assert count_related(snapshot, "events", "responsible", {}) == {"П-2": (0, 2)}


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, pages=EVERY_PAGE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def names(app: AppTest) -> list[str]:
    """Who stands in the list."""
    table = re.search(r'<table class="nd-table nd-stack nd-staff">.*?</table>', html(app), re.S)
    return re.findall(r'<tr><td data-label="ФИО"><a[^>]*>([^<]*)</a>', table.group() if table else "")


def test_everybody_stands_in_the_list_by_name(workbook: Path) -> None:
    app = visit("staff")
    assert not app.exception
    assert names(app) == ["Иванова А. П.", "Петров Б. В.", "Сидорова В. Г."]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"at": "Ш-2"}, ["Петров Б. В."]),
        ({"category": "highest"}, ["Иванова А. П."]),
        ({"category": "-"}, ["Сидорова В. Г."]),
        ({"who": "tutors"}, ["Иванова А. П."]),
        ({"find": "ГИМНАЗИЯ"}, ["Иванова А. П."]),
        ({"find": "петров школа"}, ["Петров Б. В."]),
        (
            {"at": "Ш-9", "category": "x", "who": "x", "sort": "<b>", "by": "x"},
            ["Иванова А. П.", "Петров Б. В.", "Сидорова В. Г."],
        ),
    ],
)
def test_the_address_filters_the_list_and_wrong_words_ask_for_nothing(
    workbook: Path, asked: dict[str, str], found: list[str]
) -> None:
    assert names(visit("staff", **asked)) == found


def test_those_who_lead_and_those_who_sit_nowhere_are_lists_too(workbook: Path) -> None:
    add(workbook, "Команды", ("К-1", "Математики", "объединение", "", "Петров Б. В."))
    add(workbook, "Составы", ("С-1", "Математики", "Иванова А. П.", "участник"))
    assert names(visit("staff", who="leads")) == ["Петров Б. В."]
    assert names(visit("staff", who="outside")) == ["Петров Б. В.", "Сидорова В. Г."]
    text = html(visit("staff"))
    assert re.search(r'href="rosters\?group=[^"]*"[^>]*>Математики</a> <b>руководит</b>', text)


def test_the_list_can_stand_by_wins(workbook: Path) -> None:
    done = ("", "", "", "Петров Б. В.", "проведено")
    add(workbook, "План мероприятий", ("М-1", "Один", "семинар", "", "", "01.10.2008", *done))
    app = visit("staff", sort="events")
    assert names(app)[0] == "Петров Б. В."
    assert "<b>1</b> из 1" in html(app)


def test_a_card_shows_the_row_its_groups_and_related_rows(workbook: Path) -> None:
    add(workbook, "Команды", ("К-1", "Математики", "объединение", "", "Петров Б. В."))
    done = ("", "", "", "Петров Б. В.", "проведено")
    add(workbook, "План мероприятий", ("М-1", MARKUP, "семинар", "", "", "01.10.2008", *done))
    app = visit("staff", person="П-2")
    text = said(app)
    assert "Руководит Математики" in text
    assert "Категория первая" in text
    assert "Семинары 1 строка, из них побед и призовых мест: 1" in text
    assert "<b onclick" not in html(app)
    assert not names(app)


def test_a_person_who_is_not_there_is_told(workbook: Path) -> None:
    assert "Человека с кодом «П-99» в книге нет." in html(visit("staff", person="П-99"))


def test_a_long_list_is_opened_to_the_last(workbook: Path) -> None:
    add(workbook, "Педагоги", *((f"П-{n}", f"Яковлева {n:03}", "Школа № 7") for n in range(10, 65)))
    app = visit("staff")
    assert len(names(app)) == 50
    assert len(names(press(app, "Показать ещё"))) == 58


def test_small_shares_are_marked(workbook: Path) -> None:
    assert '<small class="nd-few">100' in html(visit("staff"))


def test_without_people_one_sentence_says_where_to_type_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "network.xlsx"
    config = write_network(tmp_path, pages=EVERY_PAGE, start_people=None)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(config))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(config, path).create(demonstration=False)
    try:
        assert "В таблице «Педагоги» ещё никого нет." in html(visit("staff"))
    finally:
        shared.stop()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("    category: category\n    lists", "    category: name\n    lists", "needed here: choice"),
        ("roles: tutor}", "roles: tutr}", "did you mean «tutor»?"),
        ("roster: rosters", "roster: roster", "did you mean «rosters»?"),
        ("person: responsible, won", "person: host, won", "«host» refers to schools; needed here: people"),
        ("tasks, person: responsible}", "tasks, person: responsible, show: [stag]}", "did you mean «stage»?"),
        ("table: tasks, person", "table: task, person", "did you mean «tasks»?"),
    ],
)
def test_faults_of_the_declaration_are_told_with_their_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in EVERY_PAGE
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=EVERY_PAGE.replace(old, new, 1)))
    assert fault in str(caught.value)
    assert "pages.yaml:" in str(caught.value)
