"""Rules, each told at the cell where it is broken."""

import time as clock
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from grids import SCHOOLS, network, snapshot
from networks import FILES

from netdash.errors import Problem
from netdash.grid import Cell
from netdash.specs import Config

EVENT = ("Код", "Название", "Форма", "Состояние", "Начало", "Окончание", "Открытие", "Закрытие", "Ответственный", "Участников")
PEOPLE = [("Код", "ФИО", "Школа"), ("П-1", "Иванова А. П.", "Школа № 7"), ("П-2", "Петров Б. В.", "Школа № 7")]


def ruled(table: str, *rules: str) -> Config:
    """The network with these rules for one table instead of its own."""
    head, _, _ = FILES[f"tables/{table}.yaml"].partition("rules:")
    return network(**{f"tables_{table}": head + "rules:\n" + "".join(f"  - {rule}\n" for rule in rules)})


def event(key: str, *cells: Cell) -> tuple[Cell, ...]:
    """An event with its cells from «Начало» on."""
    return (key, f"Событие {key}", "семинар", "план", *cells)


def broken(config: Config, say: str, **sheets: Sequence[Sequence[Cell]]) -> list[Problem]:
    """The problems of one rule."""
    return [problem for problem in snapshot(config, schools=SCHOOLS, **sheets).problems if problem.message.startswith(say)]


def test_days_in_the_wrong_order_are_told_with_both() -> None:
    rows = [
        EVENT,
        event("М-1", datetime(2009, 5, 5), datetime(2009, 5, 1)),
        event("М-2", datetime(2009, 5, 5), datetime(2009, 5, 5)),
    ]
    (problem,) = broken(network(), "Окончание раньше начала", events=rows)
    assert (problem.sheet, problem.cell, problem.key, problem.column) == ("План мероприятий", "E2", "М-1", "starts")
    assert problem.message == "Окончание раньше начала: «Начало» 5\xa0мая 2009, «Окончание» 1\xa0мая 2009"
    assert problem.found == "5\xa0мая 2009"
    assert problem.level == "error"


def test_rows_where_one_end_is_empty_are_not_compared() -> None:
    rows = [EVENT, event("М-1", datetime(2009, 5, 5), None), event("М-2", None, datetime(2009, 5, 5))]
    assert broken(network(), "Окончание раньше начала", events=rows) == []


@pytest.mark.parametrize(
    ("order", "cells"),
    [("before", {"M-2", "M-3"}), ("at_most", {"M-3"}), ("equal", {"M-1", "M-3"})],
)
def test_times_are_compared(order: str, cells: set[str]) -> None:
    config = ruled("events", f"{{compare: [opens, {order}, closes], say: Не так}}")
    ends = {"M-1": (time(9), time(9, 30)), "M-2": (time(9), time(9)), "M-3": (time(9), time(8)), "M-4": (None, time(8))}
    rows = [EVENT, *(event(key, None, None, *pair) for key, pair in ends.items())]
    assert {problem.key for problem in broken(config, "Не так", events=rows)} == cells


def test_what_a_reference_leads_to_is_compared_and_shown_by_its_label() -> None:
    config = ruled("events", "{compare: [host, equal, responsible.school], say: Чужая школа, level: warning}")
    rows = [
        ("Код", "Название", "Площадка", "Ответственный"),
        ("М-1", "Семинар", "Школа № 7", "П-1"),
        ("М-2", "Конкурс", "Гимназия № 2", "П-2"),
        ("М-3", "Конкурс", "Гимназия № 2", None),
    ]
    (problem,) = broken(config, "Чужая школа", events=rows, people=PEOPLE)
    assert (problem.cell, problem.level, problem.owner) == ("C3", "warning", "Ш-1")
    assert problem.message == "Чужая школа: «Площадка» Гимназия № 2, «Школа» Школа № 7"


def test_numbers_are_compared() -> None:
    config = ruled("results", "{compare: [mean, at_most, takers], say: Много}")
    rows = [("Код", "Сдавали", "Средний балл"), ("Р-1", 5, 5.5), ("Р-2", 5, 5), ("Р-3", None, 5)]
    (problem,) = broken(config, "Много", results=rows)
    assert (problem.cell, problem.found) == ("C2", "5,5")


def test_columns_filled_together_are_told_at_the_empty_one() -> None:
    rows = [EVENT, event("М-1", None, None, time(9)), event("М-2", None, None, time(9), time(10)), event("М-3")]
    (problem,) = broken(network(), "Укажите", events=rows)
    assert (problem.cell, problem.column) == ("H2", "closes")
    assert problem.message.endswith("есть «Открытие» 9:00, а «Закрытие» — пусто")


def test_an_unreadable_cell_is_not_called_empty() -> None:
    rows = [EVENT, event("М-1", None, None, time(9), "после обеда")]
    assert broken(network(), "Укажите", events=rows) == []


def test_what_a_condition_needs_is_told_where_it_is_missing() -> None:
    rows = [
        ("Код", "ФИО", "Школа", "Роли", "Тьютор с"),
        ("П-1", "Иванова", "Школа № 7", "тьютор; проводник идей", None),
        ("П-2", "Петров", "Школа № 7", "тьютор", datetime(2008, 9, 1)),
        ("П-3", "Сидорова", "Школа № 7", "проводник идей", None),
        ("П-4", "Ёлкина", "Школа № 7", "тьютор", "с осени"),
    ]
    (problem,) = broken(network(), "Не указано с какого дня", people=rows)
    assert (problem.cell, problem.level, problem.found) == ("E2", "warning", "")
    assert "«Роли» тьютор; проводник идей" in problem.message


def test_a_column_that_the_sheet_does_not_have_is_not_missed_in_each_row() -> None:
    rows = [("Код", "ФИО", "Школа", "Роли"), ("П-1", "Иванова", "Школа № 7", "тьютор")]
    assert broken(network(), "Не указано с какого дня", people=rows) == []


def test_a_row_that_says_the_same_as_one_above_is_told() -> None:
    rows = [
        ("Код", "Учебный год", "Школа", "Предмет", "Сдавали"),
        ("Р-1", "2008/09", "Школа № 7", "математика", 12),
        ("Р-2", "2008-2009", "школа №7", "Математика", 13),
        ("Р-3", "2007/08", "Школа № 7", "математика", 12),
        ("Р-4", "2008/09", None, "математика", 12),
        ("Р-5", "2008/09", None, "математика", 12),
    ]
    (problem,) = broken(network(), "Такой результат уже введён", results=rows)
    assert (problem.cell, problem.key) == ("B3", "Р-2")
    assert "«Школа» Школа № 7" in problem.message
    assert problem.message.endswith("то же, что в строке 2")


def test_texts_that_read_the_same_are_the_same() -> None:
    rows = [("Код", "Название", "Роль"), ("Ш-1", "Гимназия «Ёлка»", "участник"), ("Ш-2", 'гимназия  "Елка"', "участник")]
    assert [problem.key for problem in snapshot(schools=rows).problems if "Такая школа" in problem.message] == ["Ш-2"]


def test_two_empty_cells_of_a_column_that_may_be_empty_are_the_same() -> None:
    config = ruled("members", "{unique: [team, person, since], say: Повтор}")
    teams = [("Код", "Название", "Вид"), ("К-1", "Математики", "ММО")]
    rows = [
        ("Код", "Команда", "Педагог", "С"),
        ("С-1", "Математики", "П-1", None),
        ("С-2", "Математики", "П-1", None),
        ("С-3", "Математики", "П-1", datetime(2008, 9, 1)),
        ("С-4", "Математики", "П-2", "осенью"),
        ("С-5", "Математики", "П-2", "осенью"),
    ]
    assert [problem.key for problem in broken(config, "Повтор", members=rows, teams=teams, people=PEOPLE)] == ["С-2"]


def test_rows_with_nothing_filled_are_not_the_same() -> None:
    config = ruled("teams", "{unique: [head], say: Повтор}")
    rows = [("Код", "Название", "Вид", "Руководитель"), ("К-1", "Математики", "ММО"), ("К-2", "Физики", "ММО")]
    assert broken(config, "Повтор", teams=rows) == []


def test_intervals_of_one_person_overlap() -> None:
    day = datetime(2009, 5, 5)
    rows = [
        EVENT,
        event("М-1", day, None, time(9), time(12), "П-1"),
        event("М-2", day, None, time(12), time(13), "П-1"),
        event("М-3", day, None, time(10), time(11), "П-1"),
        event("М-4", day, None, time(11, 30), time(11, 45), "П-1"),
        event("М-5", day, None, time(10), time(11), "П-2"),
        event("М-6", day + timedelta(1), None, time(10), time(11), "П-1"),
        event("М-7", day, None, time(10), time(11), None),
        event("М-8", None, None, time(10), time(11), "П-1"),
        event("М-9", day, None, time(11), time(10), "П-1"),
    ]
    found = broken(network(), "Ответственный в двух местах", events=rows, people=PEOPLE)
    assert [(problem.key, problem.cell) for problem in found] == [("М-3", "G4"), ("М-4", "G5")]
    assert found[0].message == (
        "Ответственный в двух местах сразу: «Ответственный» Иванова А. П., «Начало» 5\xa0мая 2009: "
        "«Событие М-3» 10:00–11:00, а в строке 2 «Событие М-1» 9:00–12:00"
    )


def test_intervals_of_days_overlap_for_each_of_many() -> None:
    config = ruled("events", "{no_overlap: {of: [starts, ends], per: invited}, say: Два места}")
    rows = [
        ("Код", "Название", "Участвуют", "Начало", "Окончание"),
        ("М-1", "Семинар", "Школа № 7; Гимназия № 2", date(2009, 5, 1), date(2009, 5, 3)),
        ("М-2", "Конкурс", "Гимназия № 2; Школа № 7", date(2009, 5, 2), date(2009, 5, 4)),
        ("М-3", "Слёт", "Гимназия № 2", date(2009, 5, 4), date(2009, 5, 5)),
        ("М-4", "Сбор", None, date(2009, 5, 1), date(2009, 5, 5)),
    ]
    assert [problem.key for problem in broken(config, "Два места", events=rows)] == ["М-2"]


def test_a_sum_over_its_limit_is_told_at_the_row_that_passes_it() -> None:
    config = ruled("results", "{total: takers, per: school, at_most: mean, where: {subject: maths}, say: Много}")
    rows = [
        ("Код", "Школа", "Предмет", "Сдавали", "Средний балл"),
        ("Р-1", "Школа № 7", "математика", 20, 50),
        ("Р-2", "Школа № 7", "математика", 20, 50),
        ("Р-3", "Школа № 7", "русский язык", 99, 50),
        ("Р-4", "Школа № 7", "математика", 20, 50),
        ("Р-5", "Школа № 7", "математика", 1, 50),
        ("Р-6", "Гимназия № 2", "математика", 50, 50),
        ("Р-7", None, "математика", 99, 50),
        ("Р-8", "Гимназия № 2", "математика", 50, None),
    ]
    (problem,) = broken(config, "Много", results=rows)
    assert (problem.cell, problem.key, problem.found) == ("D5", "Р-4", "20")
    assert problem.message == "Много: «Школа» Школа № 7: всего 61 при пределе 50, строки 2, 3, 5, 6"


def test_checking_takes_time_in_proportion_to_rows() -> None:
    def seconds(count: int) -> float:
        names = [("Код", "ФИО", "Школа"), *((f"П-{n}", f"Учитель {n}", "Школа № 7") for n in range(50))]
        day = datetime(2009, 5, 5)
        rows = [EVENT, *(event(f"М-{n}", day, None, time(9), time(10), f"П-{n % 50}", n) for n in range(count))]
        start = clock.perf_counter()
        found = broken(network(), "Ответственный в двух", events=rows, people=names)
        assert len(found) == count - 50
        return clock.perf_counter() - start

    seconds(300)
    assert seconds(4000) < 30 * max(seconds(500), 0.02)
