"""Problems for those who can put them right."""

from datetime import datetime

import pytest
from grids import SCHOOLS, snapshot

from netdash.errors import Problem
from netdash.quality import compose_message, group_by_owner, group_by_sheet
from netdash.snapshot import Snapshot

EVENTS = [
    ("Код", "Название", "Форма", "Площадка", "Начало", "Окончание", "Открытие", "Закрытие", "Состояние"),
    ("М-1", "Семинар", "съезд", "Школа № 7", datetime(2009, 5, 5), datetime(2009, 5, 1), None, None, "план"),
    (None, "<b>Конкурс</b>\nчтецов", "семинар", "Школа № 7", "32 мая", None, None, None, "план"),
    ("М-3", "Слёт", "семинр", "Гимназия № 2", datetime(2009, 5, 5), None, None, None, "план"),
    ("М-4", "Сбор", "семинар", None, None, None, None, None, "план"),
]


@pytest.fixture(scope="module")
def taken() -> Snapshot:
    return snapshot(schools=SCHOOLS, events=EVENTS)


def test_sheets_with_problems_come_in_the_order_of_the_tables(taken: Snapshot) -> None:
    groups = {group.title: (group.errors, group.warnings) for group in group_by_sheet(taken)}
    assert groups["План мероприятий"][0] == 5
    assert groups["Педагоги"] == (1, 0)
    assert list(groups) == [spec.title for name, spec in taken.config.tables.items() if spec.title in groups]
    assert sum(map(sum, groups.values())) == len(taken.problems)


def test_owners_come_with_most_errors_first_and_nobody_last(taken: Snapshot) -> None:
    groups = group_by_owner(taken)
    assert [(group.name, group.title) for group in groups] == [("Ш-2", "Школа № 7"), ("Ш-1", "Гимназия № 2"), ("", "Общее")]
    assert (groups[0].errors, groups[0].warnings) == (3, 1)


def test_a_letter_lists_an_owners_cells_only(taken: Snapshot) -> None:
    text = compose_message(taken, "Ш-2")
    assert text.startswith("Кому: Школа № 7\n\nЗдравствуйте!\n")
    assert "строки вашего учреждения в общих таблицах. Нашлось: 3\xa0ошибки, 1\xa0замечание." in text
    assert text.endswith("Координатор сети «Заречье»\n")
    assert "Лист «План мероприятий»" in text
    assert "1. Ошибка: ячейка C2, столбец «Форма», строка «Семинар»." in text
    assert "Ошибка: ячейка E3, столбец «Начало», строка «<b>Конкурс</b> чтецов»." in text
    assert "Слёт" not in text
    assert "http" not in text


def test_a_letter_says_what_would_be_right(taken: Snapshot) -> None:
    assert "Возможно, «семинар»." in compose_message(taken, "Ш-1")


def test_a_letter_links_each_cell_when_it_knows_the_address(taken: Snapshot) -> None:
    text = compose_message(taken, "Ш-1", "https://set.example/")
    assert "https://set.example/data?table=events&row=%D0%9C-3&column=form" in text


def test_a_letter_says_of_each_whether_it_is_an_error_or_a_wish(taken: Snapshot) -> None:
    text = compose_message(taken, "Ш-2")
    assert [text.count(f". {word}: ячейка") for word in ("Ошибка", "Замечание")] == [3, 1]
    assert "Ошибки исправьте обязательно" in text
    assert "Замечания — это пожелания" in text
    assert "пожелания" not in compose_message(taken, "Ш-1")


def test_a_letter_tells_what_stands_in_a_cell_once(taken: Snapshot) -> None:
    assert compose_message(taken, "Ш-2").count("32 мая") == 1


def test_problems_of_the_journal_stand_under_its_own_sheet_and_with_nobody(taken: Snapshot) -> None:
    line = Problem("", "Журнал", "Строка журнала не прочитана", "A7", level="warning")
    last = group_by_sheet(taken, (line,))[-1]
    assert (last.name, last.title, last.warnings) == ("Журнал", "Журнал", 1)
    assert line in group_by_owner(taken, (line,))[-1].problems


def test_a_letter_without_problems_thanks(taken: Snapshot) -> None:
    school = [*SCHOOLS, ("Ш-3", "Школа № 29", "участник")]
    assert "Замечаний нет" in compose_message(snapshot(schools=school), "Ш-3")


def test_a_letter_about_what_nobody_owns_speaks_of_whole_sheets(taken: Snapshot) -> None:
    text = compose_message(taken, "")
    assert "Кому:" not in text
    assert "Лист «Педагоги»" in text
    assert "Ошибка: весь лист.\n   В книге нет листа «Педагоги»" in text
