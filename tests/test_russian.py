"""Numbers, days and words read as Russian."""

from datetime import date, datetime, timedelta

import pytest

from netdash.kinds import russian


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.0, "0"), (-0.001, "−0,001"), (1234567.891, "1\u00a0234\u00a0567,89"), (67.5, "67,5"), (100, "100"), (-5, "−5"),
     (0.0012345, "0,0012")],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert russian.number(value) == text


def test_numbers_of_fixed_length() -> None:
    assert [russian.number(value, 1, fixed=True) for value in (67, 67.25, 0.04, -0.04)] == ["67,0", "67,2", "0,0", "0,0"]


def test_plain_numbers_have_all_digits_and_no_exponent() -> None:
    assert [russian.plain(value) for value in (5.0, 1e22, 1e-7, -0.0, 2 / 3, 10)] == [
        "5", "10000000000000000000000", "0,0000001", "0", "0,6666666666666666", "10",
    ]  # fmt: skip


def test_per_cent() -> None:
    assert [russian.percent(value) for value in (0.853, 1, 0, 0.0004, 12.5)] == [
        "85,3\u00a0%", "100\u00a0%", "0\u00a0%", "0,04\u00a0%", "1\u00a0250\u00a0%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "школ"), (1, "школа"), (2, "школы"), (4, "школы"), (5, "школ"), (11, "школ"), (12, "школ"), (14, "школ"), (21, "школа"),
     (22, "школы"), (111, "школ"), (112, "школ"), (1001, "школа"), (1.5, "школы"), (-1, "школа")],
)  # fmt: skip
def test_plurals(count: float, words: str) -> None:
    assert russian.plural(count, "школа", "школы", "школ") == words


def test_counted_things_do_not_break() -> None:
    assert russian.counted(1234, "школа", "школы", "школ") == "1\u00a0234\u00a0школы"


def test_days_and_moments() -> None:
    assert russian.day(date(2009, 5, 5)) == "5\u00a0мая 2009"
    assert russian.short_day(date(2009, 5, 5)) == "05.05.2009"
    assert russian.moment(datetime(2009, 5, 5, 8, 3)) == "5\u00a0мая 2009, 8:03"
    assert russian.duration(timedelta(hours=26, minutes=30)) == "26:30"
    assert russian.duration(-timedelta(minutes=5, seconds=3)) == "−0:05:03"


def test_quotes_shorten_and_nest() -> None:
    assert russian.quoted("Центр «Луч»\nсегодня") == "«Центр „Луч“ сегодня»"
    assert russian.quoted("а" * 100, 10) == "«" + "а" * 9 + "…»"


def test_long_lists_say_how_many_more() -> None:
    assert russian.listed(["а", "б"]) == "а, б"
    assert russian.listed(list("абвг"), 2) == "а, б и ещё\u00a02"
