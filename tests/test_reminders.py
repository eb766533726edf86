"""One letter asks for what is missing, for what is wrong and whether odd numbers are right."""

from datetime import date

import pytest
from test_doubts import EXPECT, JUMP, result, taken

from netdash import quality
from netdash.quality import compose_message
from netdash.snapshot import Snapshot

TODAY = date(2008, 8, 1)


def network(*more: object) -> Snapshot:
    rows = [result("Р-1", "2006/07", 50, 25), result("Р-2", "2007/08", 65.5, 23)]
    return taken(*rows, *more, ask=JUMP, expect=EXPECT, today=TODAY)  # type: ignore[arg-type]


def test_a_letter_names_every_missing_row_cell_by_cell() -> None:
    text = compose_message(network(), "Ш-3")
    assert "Не введено в срок: 2\xa0строки. Исправьте, пожалуйста, прямо в таблице." in text
    assert "ЧЕГО НЕ ХВАТАЕТ\n\nЛист «Результаты», 2007/08, срок был 20\xa0июня 2008\n\n1. Новая строка: " in text
    assert "«Школа» — Школа № 29; «Учебный год» — 2007/08; «Предмет» — математика; впишите «Сдавали»." in text
    assert "Лист «Результаты», 2006/07, срок был 20\xa0июня 2007\n\n2. Новая строка" in text
    assert "ЧТО ИСПРАВИТЬ" not in text


def test_a_letter_asks_whether_odd_numbers_are_right_and_how_to_answer() -> None:
    text = compose_message(network(), "Ш-2")
    assert "ВСЁ ЛИ ВЕРНО\n\nЛист «Результаты»\n\n1. математика: Средний балл: 50 в 2006/07" in text
    assert "если верно, поставьте в столбце «Проверено» «да»." in text
    assert "Нашлось: 1\xa0вопрос." in text


def test_numbers_go_on_through_the_parts_of_a_letter() -> None:
    text = compose_message(network(result("Р-3", "2006/07", "сто", school="Школа № 29")), "Ш-3")
    assert "Не введено в срок: 1\xa0строка. Нашлось: 1\xa0ошибка." in text
    assert "1. Новая строка" in text
    assert "ЧТО ИСПРАВИТЬ\n\nЛист «Результаты»\n\n2. Ошибка: ячейка" in text


def test_each_missing_row_has_the_link_that_adds_it() -> None:
    text = compose_message(network(), "Ш-3", "https://set.example/", lambda slot: f"https://set.example/new?{slot.year}")
    assert "впишите «Сдавали».\n   https://set.example/new?2007/08" in text


def test_a_long_letter_says_how_much_more_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "MOST", 1)
    text = compose_message(network(), "Ш-3")
    assert "Не введено в срок: 2\xa0строки." in text
    assert "\n\nи ещё 1\xa0строка того же рода." in text
    assert "2. Новая строка" not in text


def test_who_owes_nothing_is_told_so() -> None:
    whole = [result("Р-5", year, 55, school="Школа № 29") for year in ("2006/07", "2007/08")]
    whole[1] = {**whole[1], "code": "Р-6"}
    assert "Замечаний нет." in compose_message(network(*whole), "Ш-3")
