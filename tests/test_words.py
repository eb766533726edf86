"""Spellings of one word, the nearest word, several words in a cell, school years of days."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdash.kinds import Nearest, fold, fold_all, pieces, school_year_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Берёзов", "березов"),
        ("  Гимназия\u00a0№ 2 ", "гимназия №2"),
        ("Гимназия N 2", "Гимназия № 2"),
        ("Гимназия No. 2", "Гимназия №2"),
        ("Школа no 7", "Школа№7"),
        ('Центр "Луч"', "Центр «Луч»"),
        ("Иванова А.П.", "Иванова А. П."),
        ("мастер\u2013класс", "мастер-класс"),
        ("семи\u00adнар\u200b", "семинар"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Школа № 7", "Школа № 27"), ("Иванов", "Иванова"), ("класс", "мастер-класс"), ("nо 7", "7")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_that_matters(text: str) -> None:
    assert fold(fold(text)) == fold(fold(fold(text)))
    assert fold_all(pd.Series([text, None], dtype="str")).tolist()[0] == fold(text)


def test_folding_a_column_keeps_gaps() -> None:
    assert fold_all(pd.Series(["Ёлка", None, "ЁЛКА"], dtype="str")).fillna("–").tolist() == ["елка", "–", "елка"]


def test_commas_divide_only_where_every_part_is_known() -> None:
    known = {"а", "б", "в, г"}.__contains__
    assert pieces("а, б", known) == ("а", "б")
    assert pieces("в, г", known) == ("в, г",)
    assert pieces("в, г; а, б", known) == ("в, г", "а", "б")
    assert pieces("а, д", known) == ("а, д",)


def test_the_nearest_word_is_found_or_none() -> None:
    nearest = Nearest(["математика", "физика", "информатика", "Школа № 7", "Школа № 27"])
    assert [nearest.find(word) for word in ("матем", "Физка", "инфроматика", "школа №7", "хор", "")] == [
        "математика", "физика", "информатика", "Школа № 7", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "year"), [(date(2008, 8, 31), "2007/08"), (date(2008, 9, 1), "2008/09"), (date(1999, 12, 31), "1999/00")]
)
def test_a_school_year_begins_in_september(day: date, year: str) -> None:
    assert school_year_of(day) == year
