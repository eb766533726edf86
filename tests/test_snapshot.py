"""A whole workbook at one moment: references, sheets, versions, what is read again and what is not."""

import time as clock
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest
from grids import NOW, SCHOOLS, book, grid, network, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import FILES

from netdash.errors import Problem
from netdash.facts import Blame
from netdash.grid import Book
from netdash.headers import Proposal
from netdash.snapshot import Reference, Snapshot, build_snapshot
from netdash.tables import Unread

PEOPLE = [
    ("Код", "ФИО", "Школа", "Категория", "Роли", "Тьютор с"),
    ("П-1", "Иванова А. П.", "Гимназия № 2", "высшая", "тьютор", datetime(2008, 9, 1)),
    ("П-2", "Петров Б. В.", "Школа № 7", "первая", None, None),
]


def people(*schools: str) -> Snapshot:
    """A snapshot where one person each has these texts as a school."""
    return snapshot(schools=SCHOOLS, people=[PEOPLE[0], *((f"П-{n}", f"Учитель {n}", text) for n, text in enumerate(schools, 1))])


def at(taken: Snapshot, table: str, column: str) -> list[Problem]:
    """Problems of one column's cells."""
    return [problem for problem in taken.problems if (problem.table, problem.column) == (table, column) and problem.key]


@pytest.mark.parametrize(
    "text",
    [
        "Гимназия № 2",
        " гимназия  №2 ",
        "ГИМНАЗИЯ N 2",
        "Гимназия\xa0№\xa02",
        "«Гимназия № 2»",
        "Ш-1",
        "ш-1",
        "Гимназия № 2 (Ш-1)",
    ],
)
def test_a_reference_is_a_label_a_key_or_both_in_any_spelling(text: str) -> None:
    taken = people(text)
    assert taken.tables["people"].frame["school"].tolist() == ["Ш-1"]
    assert at(taken, "people", "school") == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [("Гимнасия № 2", "Гимназия № 2"), ("Школа 7", "Школа № 7"), ("Лицей", ""), ("Школа № 7 (Ш-1)", "Школа № 7"), ("Ш-77", "")],
)
def test_an_unknown_reference_is_told_with_the_nearest_label(text: str, hint: str) -> None:
    taken = people("Школа № 7", text)
    (problem,) = at(taken, "people", "school")
    assert (problem.cell, problem.key, problem.found, problem.hint, problem.level) == ("C3", "П-2", text, hint, "error")
    assert "«Школы»" in problem.message
    assert taken.tables["people"].frame["school"].isna().tolist() == [False, True]
    assert taken.value("people", "П-2", "school") == Unread(text)


def test_a_label_of_two_rows_needs_the_key() -> None:
    rows = [*PEOPLE, ("П-3", "Иванова А. П.", "Школа № 7")]
    teams = [
        ("Код", "Название", "Вид", "Руководитель"),
        ("К-1", "Математики", "ММО", "Иванова А. П."),
        ("К-2", "Физики", "ММО", "Иванова А. П. (П-3)"),
        ("К-3", "Химики", "ММО", "П-1"),
    ]
    taken = snapshot(schools=SCHOOLS, people=rows, teams=teams)
    (problem,) = at(taken, "teams", "head")
    assert problem.cell == "D2"
    assert "«Иванова А. П. (П-1)» или «Иванова А. П. (П-3)»" in problem.message
    assert taken.tables["teams"].frame["head"].tolist()[1:] == ["П-3", "П-1"]
    assert taken.labels("people").tolist() == ["Иванова А. П. (П-1)", "Петров Б. В.", "Иванова А. П. (П-3)"]
    assert taken.label("people", "П-3") == "Иванова А. П. (П-3)"


def test_two_spellings_of_one_label_are_told_apart_only_when_written_exactly() -> None:
    rows = [SCHOOLS[0], ("Ш-1", "Гимназия №2", "участник"), ("Ш-2", "гимназия № 2", "участник")]
    taken = snapshot(
        schools=rows, people=[PEOPLE[0], ("П-1", "А", "Гимназия №2"), ("П-2", "Б", "ГИМНАЗИЯ 2"), ("П-3", "В", "Гимназия N2")]
    )
    assert taken.tables["people"].frame["school"].fillna("").tolist() == ["Ш-1", "", ""]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Школа № 7; Гимназия № 2", ("Ш-2", "Ш-1")),
        ("Школа № 7\nгимназия №2\n", ("Ш-2", "Ш-1")),
        ("Школа № 7, Гимназия № 2", ("Ш-2", "Ш-1")),
        ("Школа № 7; школа №7", ("Ш-2",)),
        ("Школа № 7; Ш-2", ("Ш-2",)),
        ("Школа № 1, филиал", ("Ш-3",)),
        ("Школа № 1, филиал; Ш-2", ("Ш-3", "Ш-2")),
        (None, ()),
    ],
)
def test_several_references_stand_in_one_cell(text: str | None, keys: tuple[str, ...]) -> None:
    schools = [*SCHOOLS, ("Ш-3", "Школа № 1, филиал", "участник")]
    taken = snapshot(schools=schools, events=[("Код", "Название", "Участвуют"), ("М-1", "Семинар", text)])
    assert taken.tables["events"].frame.loc["М-1", "invited"] == keys
    assert at(taken, "events", "invited") == []


def test_one_unknown_among_several_leaves_the_cell_unread_and_mends_it() -> None:
    text = "Школа № 7; Гимназия № 22"
    taken = snapshot(schools=SCHOOLS, events=[("Код", "Название", "Участвуют"), ("М-1", "Семинар", text)])
    (problem,) = at(taken, "events", "invited")
    assert (problem.found, problem.hint) == (text, "Школа № 7; Гимназия № 2")
    assert taken.tables["events"].frame.loc["М-1", "invited"] == ()
    assert taken.value("events", "М-1", "invited") == Unread(text)


def test_a_row_may_point_at_one_without_a_key() -> None:
    taken = snapshot(schools=[SCHOOLS[0], (None, "Лицей", "участник")], people=[PEOPLE[0], ("П-1", "Иванова", "лицей")])
    (key,) = taken.tables["schools"].provisional
    assert taken.value("people", "П-1", "school") == key


def test_thousands_of_unknown_references_stay_fast() -> None:
    schools = [SCHOOLS[0], *((f"Ш-{n}", f"Школа имени учителя {n}", "участник") for n in range(500))]
    rows = [PEOPLE[0], *((f"П-{n}", f"Учитель {n}", f"Лицей имени поэта {n}") for n in range(5000))]
    start = clock.perf_counter()
    taken = snapshot(schools=schools, people=rows)
    assert len(at(taken, "people", "school")) == 5000
    assert clock.perf_counter() - start < 5


def test_a_missing_sheet_is_told_once() -> None:
    taken = snapshot(schools=SCHOOLS)
    (problem,) = [problem for problem in taken.problems if problem.table == "people"]
    assert (problem.sheet, problem.cell, problem.level) == ("Педагоги", "", "error")
    assert taken.tables["people"].grid is None
    assert len(taken.tables["people"].frame) == 0


@pytest.mark.parametrize(
    ("people", "lost"),
    [
        (None, "в книге нет листа «Педагоги»"),
        ([("Код", "Как зовут", "Школа"), ("П-1", "Иванова А. П.", "Школа № 7")], "на листе «Педагоги» нет столбца «ФИО»"),
    ],
)
def test_references_to_what_is_not_in_the_book_are_one_problem_a_column_and_stay(
    people: list[tuple[str, ...]] | None, lost: str
) -> None:
    events = [("Код", "Название", "Ответственный"), ("М-1", "Чтения", "Иванова А. П."), ("М-2", "Игра", "Петров Б. В.")]
    taken = snapshot(schools=SCHOOLS, events=events, **({"people": people} if people else {}))
    (problem,) = [problem for problem in taken.problems if (problem.table, problem.column) == ("events", "responsible")]
    assert (problem.cell, problem.key, problem.message) == ("C1", "", f"Ссылки столбца «Ответственный» не прочитаны: {lost}")
    assert taken.value("events", "М-2", "responsible") == Unread("Петров Б. В.")
    assert Blame(taken).unread("events", "responsible")["М-2"].cell == "C3"


def test_a_renamed_sheet_is_proposed_by_its_headers() -> None:
    sheets = {"Учителя": grid("Учителя", PEOPLE), "Заметки": grid("Заметки", [("Позвонить", "Школа")])}
    taken = build_snapshot(network(), Book({**book(schools=SCHOOLS).sheets, **sheets}), NOW)
    assert taken.proposals[0] == Proposal("people", "Учителя", "Учителя", "Педагоги")
    (problem,) = [problem for problem in taken.problems if problem.table == "people"]
    assert (problem.found, problem.hint) == ("Учителя", "лист «Учителя» похож на «Педагоги»")
    assert taken.tables["people"].grid is None


def test_a_sheet_is_found_in_another_spelling_of_its_title() -> None:
    taken = build_snapshot(network(), Book({" ПЕДАГОГИ ": grid(" ПЕДАГОГИ ", [*PEOPLE, ("П-3", None)])}), NOW)
    assert list(taken.tables["people"].rows) == ["П-1", "П-2", "П-3"]
    assert {problem.sheet for problem in taken.problems if problem.table == "people"} == {" ПЕДАГОГИ "}


def test_problems_come_in_the_order_of_tables_and_places_with_their_owner() -> None:
    rows = [
        ("Код", "Название", "Форма", "Площадка", "Начало", "Окончание", "Состояние"),
        ("М-1", "Семинар", "съезд", "Школа № 7", datetime(2009, 5, 5), datetime(2009, 5, 1), "план"),
        ("М-2", None, "семинар", "Школа № 77", "32 мая", None, "план"),
    ]
    taken = snapshot(schools=[*SCHOOLS, ("Ш-3", "Школа № 29", "директор")], events=rows)
    placed = [(problem.table, problem.cell, problem.owner) for problem in taken.problems if problem.key]
    assert placed == [
        ("schools", "C4", "Ш-3"),
        ("events", "C2", "Ш-2"),
        ("events", "E2", "Ш-2"),
        ("events", "B3", ""),
        ("events", "D3", ""),
        ("events", "E3", ""),
    ]


def test_it_is_today_or_the_demonstrations_day() -> None:
    later = datetime(2011, 1, 2, 3, 4)
    real = build_snapshot(network(), book(schools=SCHOOLS), later)
    assert (real.demonstration, real.today) == (False, date(2011, 1, 2))
    shown = build_snapshot(network(), book(schools=[*SCHOOLS, ("демо-Ш-1", "Лицей", "участник")]), later)
    assert (shown.demonstration, shown.today) == (True, date(2009, 3, 12))


def test_the_version_changes_exactly_with_content_and_day() -> None:
    first = snapshot(schools=SCHOOLS, people=PEOPLE)
    assert snapshot(schools=SCHOOLS, people=PEOPLE).version == first.version
    assert snapshot(schools=SCHOOLS, people=PEOPLE[:2]).version != first.version
    assert build_snapshot(network(), book(schools=SCHOOLS, people=PEOPLE), NOW + timedelta(hours=1)).version == first.version
    assert build_snapshot(network(), book(schools=SCHOOLS, people=PEOPLE), NOW + timedelta(days=1)).version != first.version
    other = {
        "network": "name: Другая\n" + "\n".join(["short: Д", "place: Д", "problem: Д", "goal: Д", "tasks: [Д]", "novelty: [Д]"])
    }
    other["network"] += "\nschool_years: {first: 2006/07, baseline: 2007/08, last: 2009/10}\ndemonstration_today: 2009-03-12\n"
    assert snapshot(network(**other), schools=SCHOOLS, people=PEOPLE).version != first.version


def test_unchanged_sheets_are_not_parsed_again() -> None:
    whole = book(schools=SCHOOLS, people=PEOPLE, teams=[("Код", "Название"), ("К-1", "Математики")])
    first = build_snapshot(network(), whole, NOW)
    changed = Book({**whole.sheets, "Педагоги": grid("Педагоги", [*PEOPLE, ("П-3", "Сидорова", "Школа № 7")])})
    second = build_snapshot(network(), changed, NOW, first)
    kept = {name for name in first.tables if second.parsed[name] is first.parsed[name]}
    assert kept == set(first.tables) - {"people"}
    assert second.tables["schools"] is first.tables["schools"]
    assert second.tables["results"] is first.tables["results"]
    assert list(second.tables["people"].rows) == ["П-1", "П-2", "П-3"]


def test_an_equal_sheet_read_again_counts_as_unchanged() -> None:
    first = snapshot(schools=SCHOOLS, people=PEOPLE)
    second = snapshot(previous=first, schools=SCHOOLS, people=PEOPLE)
    assert all(second.tables[name] is first.tables[name] for name in first.tables)
    assert second.problems == first.problems


def test_a_changed_label_changes_who_points_at_it() -> None:
    first = snapshot(schools=SCHOOLS, people=PEOPLE)
    renamed = [*SCHOOLS[:2], ("Ш-2", "Лицей № 7", "участник")]
    second = snapshot(previous=first, schools=renamed, people=PEOPLE)
    assert [problem.cell for problem in at(second, "people", "school")] == ["C3"]
    third = snapshot(previous=second, schools=SCHOOLS, people=PEOPLE)
    assert at(third, "people", "school") == []


def test_a_change_elsewhere_is_seen_by_rules_that_reach_it() -> None:
    head, _, _ = FILES["tables/events.yaml"].partition("rules:")
    config = network(tables_events=head + "rules:\n  - {compare: [host, equal, responsible.school], say: Чужая школа}\n")
    events = [("Код", "Название", "Площадка", "Ответственный"), ("М-1", "Семинар", "Школа № 7", "П-2")]
    first = snapshot(config, schools=SCHOOLS, people=PEOPLE, events=events)
    assert not [problem for problem in first.problems if "Чужая" in problem.message]
    moved = [*PEOPLE[:2], ("П-2", "Петров Б. В.", "Гимназия № 2")]
    second = snapshot(config, first, schools=SCHOOLS, people=moved, events=events)
    assert [problem.key for problem in second.problems if "Чужая" in problem.message] == ["М-1"]


EVENT = {
    "Код": "М-1", "Название": "Семинар", "Форма": "семинар", "Площадка": "Школа № 7", "Участвуют": "Школа № 7; Гимназия № 2",
    "Начало": datetime(2009, 5, 5), "Окончание": "потом", "Открытие": time(9), "Ответственный": None, "Состояние": "проведено",
    "Совместное": "да", "Участников": 12.0, "Довольны": 0.75,
}  # fmt: skip
VALUES: dict[str, tuple[Any, str]] = {
    "code": ("М-1", "М-1"),
    "title": ("Семинар", "Семинар"),
    "form": ("seminar", "семинар"),
    "host": ("Ш-2", "Школа № 7"),
    "invited": (("Ш-2", "Ш-1"), "Школа № 7; Гимназия № 2"),
    "starts": (date(2009, 5, 5), "5\xa0мая 2009"),
    "ends": (Unread("потом"), "потом"),
    "opens": (time(9), "9:00"),
    "closes": (None, ""),
    "responsible": (None, ""),
    "joint": (True, "да"),
    "participants": (12, "12"),
    "satisfied": (0.75, "75\xa0%"),
}


@pytest.fixture(scope="module")
def taken() -> Snapshot:
    return snapshot(schools=SCHOOLS, people=PEOPLE, events=[tuple(EVENT), tuple(EVENT.values())])


@pytest.mark.parametrize("column", VALUES)
def test_values_are_plain_python_and_shown_in_russian(taken: Snapshot, column: str) -> None:
    value, text = VALUES[column]
    found = taken.value("events", "М-1", column)
    assert found == value
    assert type(found) is type(value)
    assert taken.show("events", column, found) == text


@pytest.mark.parametrize("column", [column for column in VALUES if column != "ends"])
def test_the_cell_of_a_value_reads_back_as_the_value(taken: Snapshot, column: str) -> None:
    value, _ = VALUES[column]
    cell = taken.cell("events", column, value)
    title = network().tables["events"].columns[column].title
    again = snapshot(schools=SCHOOLS, people=PEOPLE, events=[("Код", "Название", title), ("М-1", "Семинар", cell)])
    if column not in ("code", "title"):
        assert again.value("events", "М-1", column) == value


@pytest.mark.parametrize("column", [column for column in VALUES if column != "ends"])
def test_what_is_shown_can_be_typed_again(taken: Snapshot, column: str) -> None:
    value, text = VALUES[column]
    assert taken.parse("events", column, text) == (value, "")


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("host", "Школа 7", "На листе «Школы» нет строки «Школа 7». Возможно, «Школа № 7»."),
        ("host", "Лицей", "На листе «Школы» нет строки «Лицей»."),
        ("invited", "Школа № 7; Лицей", "На листе «Школы» нет строки «Лицей»."),
        ("form", "семинр", "Значения «семинр» нет в списке; можно: семинар, конкурс. Возможно, «семинар»."),
    ],
)
def test_what_cannot_be_read_is_explained(taken: Snapshot, column: str, text: str, message: str) -> None:
    assert taken.parse("events", column, text) == (None, message)


def test_an_unknown_key_or_column_is_an_error_of_the_caller(taken: Snapshot) -> None:
    with pytest.raises(KeyError):
        taken.value("events", "М-9", "title")
    with pytest.raises(KeyError):
        taken.value("events", "М-1", "weather")


def test_who_points_at_a_row_is_known(taken: Snapshot) -> None:
    assert taken.referrers("schools", "Ш-2") == (
        Reference("people", "П-2", "school"),
        Reference("events", "М-1", "host"),
        Reference("events", "М-1", "invited"),
    )
    assert taken.referrers("people", "П-1") == ()
    several = taken.referrers_of("schools", ("Ш-2", "Ш-3"))
    assert several == {key: taken.referrers("schools", key) for key in ("Ш-2", "Ш-3")}


def test_rows_know_their_owner(taken: Snapshot) -> None:
    assert taken.owners("people").to_dict() == {"П-1": "Ш-1", "П-2": "Ш-2"}
    assert taken.owners("schools").to_dict() == {"Ш-1": "Ш-1", "Ш-2": "Ш-2"}
    assert taken.owners("teams").to_dict() == {}
    assert taken.owner_table == "schools"


def test_an_owner_may_be_a_reference_away() -> None:
    members = [
        ("Код", "Команда", "Педагог", "Роль"),
        ("С-1", "Математики", "Иванова А. П.", "глава"),
        ("С-2", None, "П-9", "глава"),
    ]
    found = snapshot(schools=SCHOOLS, people=PEOPLE, members=members)
    assert found.owners("members").to_dict() == {"С-1": "Ш-1", "С-2": ""}
    assert [problem.owner for problem in at(found, "members", "role")] == ["Ш-1", ""]


def test_a_label_that_would_not_read_back_is_replaced_by_the_key() -> None:
    rows = [*SCHOOLS, ("Ш-3", "Школа; филиал", "участник"), ("Ш-4", None, "участник")]
    taken = snapshot(schools=rows)
    assert taken.cell("events", "invited", ("Ш-3", "Ш-1", "Ш-4")) == "Ш-3; Гимназия № 2; Ш-4"
    assert taken.label("schools", "Ш-4") == "Ш-4"
    assert taken.label("schools", "Ш-99") == "Ш-99"


LABELS = st.lists(
    st.sampled_from(["Школа № 7", "школа №7", "Школа № 7 (Ш-1)", "Ш-1", "Ш-2", "Лицей; филиал", "А, Б", "А", ""]), max_size=6
)


@settings(deadline=None)
@given(LABELS)
def test_every_row_can_be_named_in_a_cell(labels: list[str]) -> None:
    """The text of one row, and of all rows at once, means these rows again."""
    rows = [SCHOOLS[0], *((f"Ш-{n}", label, "участник") for n, label in enumerate(labels, 1))]
    taken = snapshot(schools=rows)
    keys = tuple(taken.tables["schools"].rows)
    for key in keys:
        assert taken.parse("events", "host", str(taken.cell("events", "host", key))) == (key, "")
    if keys:
        assert taken.parse("events", "invited", str(taken.cell("events", "invited", keys))) == (keys, "")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.sampled_from(
        ["Ш-1", "Школа № 7", "П-1", "М-1", "семинар", "план", "2008/09", "01.09.2008", "Итого", "да", "П-1; П-2", "#REF!"]
    ),
    st.integers(-5, 100),
    st.floats(),
    st.datetimes(datetime(1990, 1, 1), datetime(2020, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(3)),
)


@st.composite
def sheets(draw: st.DrawFn) -> Book:
    """Some of the network's sheets, most under their headers, with anything in their cells."""
    found = {}
    for spec in network().tables.values():
        if draw(st.booleans()):
            titles = [column.title for column in spec.columns.values()]
            header = draw(st.sampled_from([titles, titles[::-1], titles[:4], titles[1:], []]))
            found[spec.title] = grid(spec.title, [header, *draw(st.lists(st.lists(CELLS, max_size=14), max_size=5))])
    return Book(found)


@settings(max_examples=80, deadline=None)
@given(sheets(), sheets())
def test_any_workbook_becomes_a_snapshot(first: Book, second: Book) -> None:
    """Nothing raises, problems stand at rows that are there, and building on a previous snapshot changes nothing."""
    before = build_snapshot(network(), first, NOW)
    after = build_snapshot(network(), second, NOW, before)
    fresh = build_snapshot(network(), second, NOW)
    assert after.problems == fresh.problems
    assert after.version == fresh.version
    for name, table in after.tables.items():
        pd.testing.assert_frame_equal(table.frame, fresh.tables[name].frame)
    for problem in after.problems:
        assert not problem.key or problem.key in after.tables[problem.table].rows
        assert problem.message
        assert replace(problem, message="").link


def test_the_kinds_of_a_snapshot_hold_for_all_its_tables(taken: Snapshot) -> None:
    for table in taken.tables.values():
        for name, series in table.columns.items():
            assert series.dtype == table.kinds[name].dtype
