"""Paths through references and conditions on them."""

from datetime import date, datetime, time
from typing import Any

import pytest
from grids import SCHOOLS, snapshot

from netdash.snapshot import Snapshot
from netdash.specs import Bounds

PEOPLE = [
    ("Код", "ФИО", "Школа", "Категория", "Роли", "Тьютор с"),
    ("П-1", "Иванова А. П.", "Гимназия № 2", "высшая", "тьютор; проводник идей", datetime(2008, 9, 1)),
    ("П-2", "Петров Б. В.", "Школа № 7", "первая", "тьютор", datetime(2009, 3, 12)),
    ("П-3", "Сидорова В. Г.", "Школа № 99", None, None, datetime(2009, 5, 1)),
]
EVENTS = [
    ("Код", "Название", "Площадка", "Участвуют", "Начало", "Открытие", "Ответственный", "Совместное", "Участников", "Довольны"),
    ("М-1", "Семинар", "Школа № 7", "Школа № 7; Гимназия № 2", datetime(2009, 3, 11), time(9), "П-1", "да", 10, "50 %"),
    ("М-2", "Конкурс", None, "Школа № 7", datetime(2009, 3, 12), None, "Петров Б. В.", "нет", 0, 0.9),
    ("М-3", "семинар", "Гимназия № 2", None, datetime(2009, 5, 11), time(10), "Сидорова В. Г.", None, None, None),
]


@pytest.fixture(scope="module")
def taken() -> Snapshot:
    return snapshot(schools=SCHOOLS, people=PEOPLE, events=EVENTS)


def met(taken: Snapshot, table: str, **where: Any) -> list[str]:
    mask = taken.mask(table, {path.replace("__", "."): condition for path, condition in where.items()})
    return [str(key) for key in mask.index[mask]]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("title", ["Семинар", "Конкурс", "семинар"]),
        ("code", ["М-1", "М-2", "М-3"]),
        ("host", ["Ш-2", None, "Ш-1"]),
        ("host.name", ["Школа № 7", None, "Гимназия № 2"]),
        ("host.code", ["Ш-2", None, "Ш-1"]),
        ("responsible.school.role", ["base", "member", None]),
        ("responsible.roles", [("tutor", "guide"), ("tutor",), ()]),
        ("invited.name", [("Школа № 7", "Гимназия № 2"), ("Школа № 7",), ()]),
        ("opens", [time(9), None, time(10)]),
    ],
)
def test_a_path_leads_through_references(taken: Snapshot, path: str, values: list[object]) -> None:
    series = taken.follow("events", path)
    assert series.index.tolist() == ["М-1", "М-2", "М-3"]
    assert series.astype(object).where(series.notna(), None).tolist() == values


def test_followed_values_keep_their_type(taken: Snapshot) -> None:
    assert str(taken.follow("events", "responsible.tutor_since").dtype) == "datetime64[s]"


def test_a_path_through_many_rows_has_each_value_once() -> None:
    schools = [*SCHOOLS, ("Ш-3", "Школа № 29", "участник")]
    rows = [("Код", "Название", "Участвуют"), ("М-1", "Семинар", "Школа № 7; Школа № 29; Гимназия № 2")]
    assert snapshot(schools=schools, events=rows).follow("events", "invited.role").tolist() == [("member", "base")]


def test_a_path_ends_at_a_column_of_some_table(taken: Snapshot) -> None:
    spec, column = taken.target("events", "responsible.school.role")
    assert (spec.name, column.title) == ("schools", "Роль")


def test_a_series_that_was_handed_out_is_the_callers_own(taken: Snapshot) -> None:
    for path, value in (("host", "Ш-2"), ("host.name", "Школа № 7")):
        mine = taken.follow("events", path)
        mine.iloc[0] = "Ш-9"
        assert taken.follow("events", path).iloc[0] == value
        assert taken.tables["events"].frame.loc["М-1", "host"] == "Ш-2"


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ({}, ["М-1", "М-2", "М-3"]),
        ({"title": "семинар"}, ["М-1", "М-3"]),
        ({"title": ("конкурс", "слёт")}, ["М-2"]),
        ({"host": "Ш-2"}, ["М-1"]),
        ({"host": "школа №7"}, ["М-1"]),
        ({"host": "filled"}, ["М-1", "М-3"]),
        ({"host": "empty"}, ["М-2"]),
        ({"opens": "filled"}, ["М-1", "М-3"]),
        ({"host__role": "base"}, ["М-3"]),
        ({"responsible__school__role": ("base", "member")}, ["М-1", "М-2"]),
        ({"joint": True}, ["М-1"]),
        ({"joint": False}, ["М-2"]),
        ({"participants": 10}, ["М-1"]),
        ({"participants": 0}, ["М-2"]),
        ({"participants": Bounds(min=0, max=9)}, ["М-2"]),
        ({"satisfied": Bounds(min=0.5)}, ["М-1", "М-2"]),
        ({"invited": "Ш-1"}, ["М-1"]),
        ({"invited": ("Ш-1", "Ш-2")}, ["М-1", "М-2"]),
        ({"invited": "empty"}, ["М-3"]),
        ({"invited": Bounds(min=2)}, ["М-1"]),
        ({"invited": Bounds(max=1)}, ["М-2", "М-3"]),
        ({"invited__role": "base"}, ["М-1"]),
        ({"responsible__roles": "tutor"}, ["М-1", "М-2"]),
        ({"responsible__roles": ("guide", "other")}, ["М-1"]),
        ({"starts": Bounds(before="today")}, ["М-1"]),
        ({"starts": Bounds(after="today")}, ["М-3"]),
        ({"starts": Bounds(after=date(2009, 3, 11), before=date(2009, 5, 11))}, ["М-2"]),
        ({"starts": Bounds(within_days=60)}, ["М-2", "М-3"]),
        ({"starts": Bounds(within_days=59)}, ["М-2"]),
        ({"starts": Bounds(within_days=-1)}, ["М-1", "М-2"]),
        ({"title": "семинар", "host": "Ш-1"}, ["М-3"]),
    ],
    ids=str,
)
def test_conditions_choose_rows(taken: Snapshot, where: dict[str, Any], keys: list[str]) -> None:
    assert met(taken, "events", **where) == keys


def test_a_cell_that_could_not_be_read_meets_nothing(taken: Snapshot) -> None:
    assert met(taken, "people", school=("Ш-1", "Ш-2")) == ["П-1", "П-2"]
    assert met(taken, "people", school="empty") == ["П-3"]


def test_nothing_is_met_in_an_empty_table(taken: Snapshot) -> None:
    assert met(taken, "members", person__roles="tutor", since=Bounds(before="today")) == []
    assert met(taken, "results", takers=Bounds(min=1), subject="maths") == []
