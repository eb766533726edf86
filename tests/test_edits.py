"""A change is checked as a whole, before anything is written."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from networks import write_network
from sheets import SHEETS, filled_store

from netdash.config import load_config
from netdash.edits import Change, Edit, Insert, Removal, check, check_each, normal, plain, plain_all, rows, same
from netdash.errors import Problem
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.tables import Unread

NOW = datetime(2009, 3, 12, 9, 0)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network")))


@pytest.fixture(scope="module")
def snapshot(config: Config) -> Snapshot:
    return build_snapshot(config, filled_store().read(), NOW)


def messages(snapshot: Snapshot, *changes: Change) -> list[str]:
    return [problem.message for problem in check(changes, snapshot)]


EVENT: dict[str, Any] = {"title": "Чтения", "form": "seminar", "starts": date(2009, 4, 1), "status": "planned"}


@pytest.mark.parametrize(
    "change",
    [
        Edit("events", "М-1", "title", "Семинар", "Семинар о проектах"),
        Edit("events", "М-1", "participants", 40, 0),
        Edit("events", "М-1", "satisfied", 0.95, 1),
        Edit("events", "М-1", "host", "Ш-1", None),
        Edit("events", "М-1", "invited", ("Ш-2", "Ш-3"), ("Ш-1",)),
        Edit("events", "М-1", "invited", ("Ш-2", "Ш-3"), ()),
        Edit("events", "М-1", "joint", True, False),
        Edit("events", "М-2", "starts", Unread("32 мая"), date(2009, 5, 31)),
        Edit("people", "П-1", "roles", ("tutor", "guide"), ("tutor",)),
        Edit("people", "П-1", "name", "Иванова А. П.", "=1+1"),
        Edit("results", "Р-1", "school_year", "2008/09", "2009/10"),
        Insert("events", EVENT),
        Removal("members", "С-3", {}),
    ],
    ids=str,
)
def test_a_sound_change_passes(snapshot: Snapshot, change: Change) -> None:
    assert check([change], snapshot) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Edit("planets", "М-1", "title", None, "х"), "Таблицы «planets» нет"),
        (Edit("events", "М-9", "title", None, "х"), "Строки с кодом «М-9» нет"),
        (Edit("events", "М-1", "colour", None, "х"), "Столбца «colour»"),
        (Edit("events", "М-1", "code", "М-1", "М-7"), "заполняется сам"),
        (Edit("events", "М-1", "closes", None, datetime(2009, 1, 1, 12).time()), "На листе нет столбца «Закрытие»"),
        (Edit("events", "М-1", "title", "Семинар", None), "«Название»: заполните"),
        (Edit("events", "М-1", "title", "Семинар", ""), "«Название»: заполните"),
        (Edit("events", "М-1", "form", "seminar", "party"), "такого слова в списке нет"),
        (Edit("events", "М-1", "participants", 40, -1), "«Участников»: "),
        (Edit("events", "М-1", "participants", 40, "сорок"), "не того вида"),
        (Edit("events", "М-1", "participants", 40, True), "не того вида"),
        (Edit("events", "М-1", "starts", None, datetime(2009, 1, 1, 12)), "не того вида"),
        (Edit("events", "М-1", "satisfied", 0.95, 1.5), "«Довольны»: "),
        (Edit("events", "М-1", "host", "Ш-1", "Ш-9"), "нет строки с кодом «Ш-9»"),
        (Edit("events", "М-1", "invited", ("Ш-2", "Ш-3"), ("Ш-2", "Ш-9")), "нет строки с кодом «Ш-9»"),
        (Edit("events", "М-1", "title", "Семинар", Unread("#REF!")), "записать нельзя"),
        (Edit("results", "Р-1", "school_year", "2008/09", "2008/10"), "«Учебный год»: "),
        (Insert("events", EVENT | {"title": None}), "«Название»: заполните"),
        (Insert("events", {"title": "Чтения", "form": "seminar", "status": "planned"}), "«Начало»: заполните"),
        (Insert("events", EVENT | {"code": "М-5"}), "заполняется сам"),
        (Insert("events", {"title": "", "invited": ()}), "Новая строка пуста"),
        (Insert("events", EVENT, key="М-1"), "Строка с кодом «М-1» уже есть"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_faulty_change_is_refused_in_words(snapshot: Snapshot, change: Change, words: str) -> None:
    found = messages(snapshot, change)
    assert len(found) == 1, found
    assert words in found[0]


def test_all_problems_come_at_once_in_the_order_of_the_changes(snapshot: Snapshot) -> None:
    found = check_each(
        [
            Edit("events", "М-1", "participants", 40, -1),
            Edit("events", "М-1", "title", "Семинар", "Чтения"),
            Insert("events", {"title": "Чтения", "participants": -3}),
        ],
        snapshot,
    )
    assert [len(problems) for problems in found] == [1, 0, 4]


def test_a_problem_names_the_cell(snapshot: Snapshot) -> None:
    (problem,) = check([Edit("events", "М-1", "participants", 40, -1)], snapshot)
    assert (problem.sheet, problem.cell, problem.key, problem.column) == ("План мероприятий", "J2", "М-1", "participants")


def test_a_row_that_others_refer_to_stays_and_says_who_they_are(snapshot: Snapshot) -> None:
    assert messages(snapshot, Removal("people", "П-1", {})) == [
        "На строку ссылаются: Составы — 2\N{NBSP}строки, Команды — 1\N{NBSP}строка. "
        "Сначала замените эти ссылки или удалите те строки."
    ]


def test_a_row_can_go_together_with_those_that_refer_to_it(snapshot: Snapshot) -> None:
    changes = [
        Removal("people", "П-2", {}),
        Removal("members", "С-2", {}),
        Edit("teams", "К-2", "head", "П-2", "П-1"),
    ]
    assert check(changes, snapshot) == []
    assert len(check(changes[:2], snapshot)) == 1


def test_a_new_row_may_be_referred_to_in_the_same_change_set(snapshot: Snapshot) -> None:
    person = Insert("people", {"name": "Новикова", "school": "Ш-1"}, key="П-77")
    assert check([person, Edit("teams", "К-2", "head", "П-2", "П-77")], snapshot) == []


def test_a_removed_row_may_not_be_referred_to_anew(snapshot: Snapshot) -> None:
    found = messages(
        snapshot, Removal("members", "С-1", {}), Removal("people", "П-3", {}), Edit("teams", "К-2", "head", "П-2", "П-3")
    )
    assert found == ["«Руководитель»: в таблице «Педагоги» нет строки с кодом «П-3»."]


def test_two_changes_of_one_cell_are_refused(snapshot: Snapshot) -> None:
    first, second = (Edit("events", "М-1", "title", "Семинар", word) for word in ("А", "Б"))
    assert all("дважды" in message for message in messages(snapshot, first, second))
    assert len(messages(snapshot, first, second)) == 2
    assert "и изменяют, и удаляют" in messages(snapshot, first, Removal("events", "М-1", {}))[0]
    assert "удаляют дважды" in messages(snapshot, Removal("members", "С-1", {}), Removal("members", "С-1", {}))[0]
    assert len(messages(snapshot, Insert("events", EVENT, "М-8"), Insert("events", EVENT, "М-8"))) == 2


def test_an_undo_may_put_back_a_row_that_lacks_something_required(snapshot: Snapshot) -> None:
    insert = Insert("events", {"title": "Чтения"}, key="М-5")
    assert len(check([insert], snapshot)) == 3
    assert check_each([insert], snapshot, restoring=True) == [[]]


def test_without_the_sheet_or_the_key_column_nothing_can_be_written(config: Config) -> None:
    sheets = {title: sheet for title, sheet in SHEETS.items() if title != "Этапы"}
    sheets["Школы"] = [row[1:] for row in SHEETS["Школы"]]
    store = filled_store()
    store.sheets = sheets
    snapshot = build_snapshot(config, store.read(), NOW)
    edit = Edit("schools", next(iter(snapshot.tables["schools"].rows)), "name", "Гимназия № 2", "Лицей")
    problems: list[Problem] = check([edit, Insert("tasks", {"title": "х"})], snapshot)
    assert [problem.message for problem in problems] == [
        "На листе нет столбца «Код»: без него строку не найти. Верните столбец и повторите.",
        "В книге нет листа «Этапы»: записать некуда. "
        "Верните лист из истории версий таблицы или из копии книги и сохраните ещё раз.",
    ]


def test_values_are_normal_when_they_read_back_the_same(snapshot: Snapshot) -> None:
    assert normal("  Чтения ", "events", "title", snapshot) == "Чтения"
    assert normal((), "events", "invited", snapshot) is None
    assert normal(1, "events", "satisfied", snapshot) == 1.0
    assert normal("много", "events", "participants", snapshot) == "много"


def test_all_ways_of_being_empty_are_the_same() -> None:
    assert all(same(None, empty) for empty in (None, "", (), [], pd.NA, pd.NaT, float("nan")))
    assert plain(pd.Timestamp(2009, 5, 1)) == date(2009, 5, 1)
    assert same(Unread("x"), Unread("x"))
    assert not same(Unread("x"), "x")
    assert not same(Unread(""), None)


@pytest.mark.parametrize(
    ("count", "text"), [(1, "строка"), (3, "строки"), (5, "строк"), (11, "строк"), (21, "строка"), (112, "строк")]
)
def test_rows_are_counted_in_russian(count: int, text: str) -> None:
    assert rows(count) == f"{count}\N{NBSP}{text}"


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(["а", None], dtype="str"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1.5, None], dtype="float64"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([pd.Timestamp(2009, 3, 12), None], dtype="datetime64[s]"),
        pd.Series([("а", "б"), ()], dtype=object),
    ],
    ids=lambda column: str(column.dtype),
)
def test_a_column_is_made_plain_as_its_values_are(column: "pd.Series[Any]") -> None:
    values = plain_all(column)
    assert values == [plain(value) for value in column.tolist()]
    assert [type(value) for value in values] == [type(plain(value)) for value in column.tolist()]
