"""Sheets as people leave them, read as typed tables."""

import time as clock
from collections import Counter
from datetime import date, datetime, time

import pandas as pd
import pytest
from grids import network, table
from hypothesis import given, settings
from hypothesis import strategies as st

from netdash.errors import Problem
from netdash.grid import a1
from netdash.headers import Proposal, blank, similarity
from netdash.tables import Table, build

HEADER = ("Код", "ФИО", "Школа", "Категория", "Роли", "Тьютор с")
IVANOVA = ("П-1", "Иванова А. П.", "Гимназия № 2", "высшая", "тьютор", datetime(2008, 9, 1))
PETROV = ("П-2", "Петров Б. В.", "Школа № 7", "первая", None, None)


def told(built: Table) -> list[tuple[str, str]]:
    """Each problem's cell and message."""
    return [(problem.cell, problem.message) for problem in built.problems]


def one(built: Table) -> Problem:
    """The only problem."""
    assert len(built.problems) == 1, told(built)
    return built.problems[0]


def test_cells_become_values_of_their_kinds() -> None:
    frame = table("people", HEADER, IVANOVA, PETROV).frame
    assert frame.index.tolist() == ["П-1", "П-2"]
    assert frame.index.name == "code"
    assert frame.loc["П-1"].tolist() == ["Иванова А. П.", "Гимназия № 2", "highest", ("tutor",), pd.Timestamp(2008, 9, 1)]
    assert frame["roles"].tolist() == [("tutor",), ()]
    assert str(frame["tutor_since"].dtype) == "datetime64[s]"


def test_a_row_of_a_table_has_its_place_in_the_sheet() -> None:
    built = table("people", ("Список педагогов",), (), HEADER, IVANOVA, (), PETROV)
    assert built.header_row == 2
    assert built.rows == {"П-1": 3, "П-2": 5}
    assert built.places == {"code": 0, "name": 1, "school": 2, "category": 3, "roles": 4, "tutor_since": 5}
    assert built.problems == ()


def test_columns_are_found_wherever_they_stand_and_unknown_ones_left_aside() -> None:
    built = table(
        "people",
        (None, "Роли", "Телефон", "Школа", "  фио ", None, "КОД", "Тьютор с", "Категория"),
        (None, "тьютор", "2-17-18", "Школа № 7", "Петров Б. В.", "см. ниже", "П-2", None, None),
    )
    assert built.places["code"] == 6
    assert built.frame.loc["П-2", "name"] == "Петров Б. В."
    assert "Телефон" not in built.frame.columns
    assert built.problems == ()


def test_a_header_may_be_another_known_title() -> None:
    built = table("schools", ("Код", "Школа", "Роль", "Адрес", "Телефон", "Почта", "Сайт"), ("Ш-1", "Школа № 7", "участник"))
    assert built.frame.loc["Ш-1", "name"] == "Школа № 7"
    assert built.problems == ()


def test_a_columns_own_title_wins_over_another_title_before_it() -> None:
    rows = ("Код", "Школа", "Название", "Роль", "Адрес", "Телефон", "Почта", "Сайт"), ("Ш-1", "МОУ № 7", "Школа № 7", "участник")
    built = table("schools", *rows)
    assert built.frame.loc["Ш-1", "name"] == "Школа № 7"
    assert one(built).cell == "B1"


def test_a_header_of_two_rows_with_merged_cells_is_read_together() -> None:
    top = ("Код", "Название", "Форма", "Площадка", "Участвуют", "Срок", None, "Время", None, "Ответственный", "Состояние")
    low = (None, None, None, None, None, "Начало", "Окончание", "Открытие", "Закрытие", None, None)
    row = ("М-1", "Семинар", "семинар", None, None, datetime(2009, 5, 5), None, time(9), time(11), None, "план")
    built = table("events", ("План",), top, low, row)
    assert built.header_row == 2
    assert built.rows == {"М-1": 3}
    assert built.frame.loc["М-1", "opens"] == time(9)
    assert {problem.column for problem in built.problems} == {"joint", "participants", "satisfied"}


def test_merged_cells_above_the_fullest_row_count_too() -> None:
    top = ("Код", "Название", "Срок", None, None, None, None)
    low = (None, None, "Начало", "Окончание", "Открытие", "Закрытие", "Состояние")
    built = table("events", top, low, ("М-1", "Семинар", datetime(2009, 5, 5), None, None, None, "план"))
    assert built.header_row == 1
    assert built.frame.loc["М-1", ["title", "status"]].tolist() == ["Семинар", "planned"]


def test_a_repeated_header_is_told_and_its_first_column_read() -> None:
    built = table("people", (*HEADER, "ФИО"), (*PETROV, "Сидорова В. Г."))
    assert built.frame.loc["П-2", "name"] == "Петров Б. В."
    assert (one(built).cell, one(built).column) == ("G1", "name")
    assert "B1" in one(built).message


def test_a_missing_header_is_told_and_its_column_is_empty() -> None:
    built = table("people", HEADER[:5], PETROV[:5])
    assert one(built).level == "warning"
    assert one(built).column == "tutor_since"
    assert built.frame["tutor_since"].isna().all()
    assert str(built.frame["tutor_since"].dtype) == "datetime64[s]"


def test_a_missing_required_column_is_an_error_told_once() -> None:
    built = table("people", ("Код", "ФИО", "Категория", "Роли", "Тьютор с"), ("П-1", "Иванова"), ("П-2", "Петров"))
    assert (one(built).level, one(built).column) == ("error", "school")


@pytest.mark.parametrize(
    ("found", "right"), [("Дата начала", "Начало"), ("Окончаниее", "Окончание"), ("Ответственые", "Ответственный")]
)
def test_a_header_near_in_spelling_is_proposed_but_not_taken(found: str, right: str) -> None:
    spec = network().tables["events"]
    header = [found if column.title == right else column.title for column in spec.columns.values()]
    built = table("events", header, ["М-1", "Семинар"])
    name = next(name for name, column in spec.columns.items() if column.title == right)
    place = a1(0, header.index(found))
    problem = next(problem for problem in built.problems if problem.column == name)
    assert (problem.cell, problem.found, problem.level) == (place, found, "error")
    assert problem.hint == f"столбец «{found}» похож на «{right}»"
    assert built.proposals == (Proposal("events", spec.title, found, right, place, name),)
    assert name not in built.places


def test_an_unknown_header_just_where_a_missing_one_belongs_is_proposed_whatever_it_says() -> None:
    titles = [column.title for column in network().tables["events"].columns.values()]
    renamed = [*titles[:2], "Кто где", *titles[3:]]
    proposals = table("events", renamed).proposals
    assert [(one.found, one.right, one.cell, one.how) for one in proposals] == [("Кто где", titles[2], "C1", "стоит на месте")]
    moved = [*titles[:2], *titles[3:], "Кто где"]
    assert table("events", moved).proposals == ()


def test_a_header_that_could_be_two_columns_is_proposed_for_neither() -> None:
    titles = [
        column.title for column in network().tables["events"].columns.values() if column.title not in ("Открытие", "Закрытие")
    ]
    assert table("events", [*titles, "рытие"]).proposals == ()
    assert len(table("events", [*titles, "отрытие"]).proposals) == 1


def test_a_sheet_without_a_header_says_which_columns_it_needs() -> None:
    built = table("people", ("П-1", "Иванова"), ("П-2", "Петров"))
    assert built.rows == {}
    assert "«ФИО»" in one(built).message


def test_an_empty_sheet_and_a_missing_one_have_typed_columns() -> None:
    for built in (table("events"), build(network().tables["events"], None, network().choices)):
        assert len(built.frame) == 0
        assert str(built.frame["starts"].dtype) == "datetime64[s]"
        assert str(built.frame["participants"].dtype) == "Int64"
        assert list(built.frame) == list(network().tables["events"].columns)[1:]


def test_a_header_alone_is_an_empty_table_without_problems() -> None:
    built = table("people", HEADER)
    assert built.rows == {}
    assert built.problems == ()


def test_blank_rows_are_no_rows() -> None:
    built = table("people", HEADER, (), IVANOVA, (None, " ", "", "\xa0"), (None,) * 6, PETROV, *[("",) * 6] * 1000)
    assert built.rows == {"П-1": 2, "П-2": 5}
    assert built.problems == ()


def test_a_row_filled_only_in_unknown_columns_is_no_row() -> None:
    built = table("people", (*HEADER, "Заметки"), IVANOVA, (None, None, None, None, None, None, "проверить"))
    assert built.rows == {"П-1": 1}


@pytest.mark.parametrize(
    "row",
    [
        ("Итого", None, None, 2.0),
        (None, "Всего:", 24.0),
        (None, "ИТОГО педагогов", 24.0, 0),
        (None, None, "Итого", "24 чел."),
        ("всего по сети", 3.0),
    ],
)
def test_totals_are_left_out_with_a_warning(row: tuple[str | float | None, ...]) -> None:
    built = table("people", HEADER, IVANOVA, PETROV, row)
    assert list(built.rows) == ["П-1", "П-2"]
    assert one(built).level == "warning"
    assert "итог" in one(built).message.lower()
    assert one(built).cell in {"A4", "B4", "C4"}


@pytest.mark.parametrize("title", ["Итоговая конференция", "Всего понемногу", "Итоги года"])
def test_a_row_that_only_begins_like_totals_is_data(title: str) -> None:
    built = table("people", HEADER, ("П-1", title, "Школа № 7"), (None, title, "Школа № 7"))
    assert built.frame["name"].tolist() == [title, title]


def test_a_row_without_a_key_gets_a_provisional_one_that_stays_when_rows_move() -> None:
    first = table("people", HEADER, IVANOVA, (None, "Сидорова В. Г.", "Школа № 29"))
    later = table("people", HEADER, (), (None, "Сидорова В. Г.", "Школа № 29"), IVANOVA)
    (key,) = first.provisional
    assert key.startswith("?")
    assert list(later.provisional) == [key]
    assert later.rows == {key: 2, "П-1": 3}
    assert (one(first).level, one(first).cell, one(first).key) == ("warning", "A3", key)


def test_two_equal_rows_without_keys_have_two_keys() -> None:
    row = (None, "Сидорова В. Г.", "Школа № 29")
    keys = list(table("people", HEADER, row, row, row).rows)
    assert len(set(keys)) == 3
    assert keys[1:] == [f"{keys[0]}-2", f"{keys[0]}-3"]


def test_thousands_of_equal_rows_without_keys_stay_fast() -> None:
    start = clock.perf_counter()
    built = table("people", HEADER, *[(None, "Сидорова В. Г.", "Школа № 29")] * 20_000)
    assert len(built.rows) == 20_000
    assert clock.perf_counter() - start < 5


def test_a_copied_row_keeps_its_data_and_loses_its_key() -> None:
    built = table("people", HEADER, IVANOVA, PETROV, ("П-1", "Сидорова В. Г.", "Школа № 29"))
    own, _, copy = built.rows
    assert own == "П-1"
    assert copy in built.provisional
    assert built.frame.loc[copy, "name"] == "Сидорова В. Г."
    assert (one(built).cell, one(built).found, one(built).key) == ("A4", "П-1", copy)
    assert "строке 2" in one(built).message


def test_a_key_that_is_a_number_is_read_as_it_is_seen() -> None:
    assert list(table("people", HEADER, (7.0, "Иванова", "Школа № 7"), ("007", "Петров", "Школа № 7")).rows) == ["7", "007"]


def test_without_a_key_column_all_rows_are_there_and_one_problem_says_so() -> None:
    built = table("people", HEADER[1:], IVANOVA[1:], PETROV[1:])
    assert built.frame["name"].tolist() == ["Иванова А. П.", "Петров Б. В."]
    assert set(built.provisional) == set(built.rows)
    assert (one(built).column, one(built).level) == ("code", "error")


def test_a_bad_cell_is_told_with_its_place_and_kept() -> None:
    built = table("people", ("",), HEADER, IVANOVA, ("П-2", "Петров Б. В.", "Школа № 7", "перваая", None, "32 мая"))
    category, since = built.problems
    assert (category.cell, category.key, category.column, category.found) == ("D4", "П-2", "category", "перваая")
    assert category.hint == "первая"
    assert (since.cell, since.found) == ("F4", "32 мая")
    assert built.raw == {("П-2", "category"): "перваая", ("П-2", "tutor_since"): "32 мая"}
    assert built.frame.loc["П-2"].isna().tolist() == [False, False, True, False, True]


def test_a_spreadsheet_error_is_told_and_its_cell_is_missing() -> None:
    built = table("people", HEADER, IVANOVA[:5], (None, None, None), errors={(1, 5): "#REF!", (2, 1): "#N/A", (9, 2): "#NAME?"})
    assert [(problem.cell, problem.found) for problem in built.problems if problem.column != "code"] == [
        ("F2", "#REF!"),
        ("B3", "#N/A"),
        ("C3", ""),
        ("B10", ""),
        ("C10", "#NAME?"),
    ]
    assert built.raw["П-1", "tutor_since"] == "#REF!"


def test_an_error_in_the_key_column_makes_the_key_provisional() -> None:
    built = table("people", HEADER, (None, "Иванова", "Школа № 7"), errors={(1, 0): "#REF!"})
    (key,) = built.provisional
    assert (one(built).found, one(built).key) == ("#REF!", key)


def test_a_required_cell_that_is_empty_is_told() -> None:
    built = table("people", HEADER, ("П-1", "Иванова А. П.", None, "высшая"), ("П-2", " ", "Школа № 7"))
    assert [(problem.cell, problem.column, problem.level) for problem in built.problems] == [
        ("C2", "school", "error"),
        ("B3", "name", "error"),
    ]


def test_an_unreadable_required_cell_is_told_once() -> None:
    built = table("schools", ("Код", "Название", "Роль", "Адрес", "Телефон", "Почта", "Сайт"), ("Ш-1", "Школа № 7", "главная"))
    assert (one(built).column, one(built).found) == ("role", "главная")


def test_changing_a_frame_changes_nothing_for_others() -> None:
    built = table("people", HEADER, IVANOVA)
    mine = built.frame
    mine.loc["П-1", "name"] = "Кто-то другой"
    mine["age"] = 40
    del mine["school"]
    assert built.frame.loc["П-1", "name"] == "Иванова А. П."
    assert list(built.frame) == list(network().tables["people"].columns)[1:]


def test_long_markup_right_to_left_and_emoji_cells_stay_as_they_are() -> None:
    texts = ["ж" * 20_000, "<b>&amp;</b>", '=HYPERLINK("https://example.org")', "שלום", "👩‍🏫 Иванова"]
    built = table("people", HEADER, *((f"П-{n}", text, "Школа № 7") for n, text in enumerate(texts)))
    assert built.frame["name"].tolist() == texts
    assert built.problems == ()


def test_titles_are_alike_by_words_too() -> None:
    assert similarity("дата начала", "начало") > 0.7
    assert similarity("телефон", "начало") < 0.5
    assert similarity("", "начало") == 0


CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(["Код", "ФИО", "Школа", "Категория", "Роли", "Тьютор с", "Итого", "П-1", "П-1", "первая", "тьютор", " "]),
    st.integers(-5, 5),
    st.floats(),
    st.booleans(),
    st.datetimes(datetime(1890, 1, 1), datetime(2200, 1, 1)),
    st.dates(date(1890, 1, 1)),
    st.times(),
    st.timedeltas(),
)
ROWS = st.lists(st.lists(CELLS, max_size=8), max_size=12)
ERRORS = st.dictionaries(st.tuples(st.integers(0, 12), st.integers(0, 8)), st.sampled_from(["#REF!", "#N/A"]), max_size=3)


@settings(max_examples=300, deadline=None)
@given(ROWS, ERRORS)
def test_any_sheet_can_be_read(rows: list[list[object]], errors: dict[tuple[int, int], str]) -> None:
    built = table("people", *rows, errors=errors)
    assert len(built.frame) == len(built.rows) == len(built.index)
    assert built.frame.index.is_unique


@settings(max_examples=300, deadline=None)
@given(ROWS, ERRORS, st.booleans())
def test_no_cell_below_a_header_vanishes(rows: list[list[object]], errors: dict[tuple[int, int], str], titled: bool) -> None:
    """Every filled cell of a known column is a value of the frame, or is told of."""
    built = table("people", *([("Роли", "Код", "ФИО", "Школа", "Категория")] if titled else []), *rows, errors=errors)
    if not built.places:
        return
    cells = Counter(problem.cell for problem in built.problems)
    skipped = {int(problem.cell[1:]) - 1 for problem in built.problems if "итогов" in problem.message}
    keys = {row: key for key, row in built.rows.items()}
    frame = built.frame
    assert built.grid is not None
    for row in range(built.header_row + 1, len(built.grid.rows)):
        for name, place in built.places.items():
            if blank(built.grid.cell(row, place)) or row in skipped:
                continue
            if name == "code":
                missing = keys[row] in built.provisional
            else:
                value = frame.loc[keys[row], name]
                missing = value == () or (not isinstance(value, tuple) and pd.isna(value))
            assert not missing or cells[a1(row, place)], (row, name)
    below = [place for place in errors if place[0] > built.header_row and place[1] in built.places.values()]
    assert all(cells[a1(*place)] for place in below if place[0] not in skipped)
