"""Comparisons: intervals as published, differences as shown, and no judgement where none can be made."""

from datetime import date

import pytest
from counted import network, snapshot_of

from netdash.comparison import Scores, compare, newcombe, pool, read_scores, shift_of_few, student, welch, wilson, without
from netdash.indicators import Reading, compute


@pytest.mark.parametrize(
    ("hits", "people", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_that_of_newcombe_1998_part_one(hits: int, people: int, low: float, high: float) -> None:
    found = wilson(hits, people)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_method_10_of_newcombe_1998_part_two(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(before, after)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("freedom", "point"), [(5, 2.571), (9, 2.262), (10, 2.228), (30, 2.042), (60, 2.000), (120, 1.980)])
def test_students_points_are_those_of_the_tables(freedom: int, point: float) -> None:
    assert student(freedom) == pytest.approx(point, abs=0.001)


def test_the_interval_of_two_means_stands_as_the_nist_handbook_has_its_cars() -> None:
    american, japanese = Scores(249, 20.14458, 6.41470), Scores(79, 30.48101, 6.10771)
    found = welch(american, japanese)
    half = (found.high - found.low) / 2
    assert (found.high + found.low) / 2 == pytest.approx(10.33643, abs=1e-5)
    assert half / student(136.8750) == pytest.approx(10.33643 / 12.94627, rel=1e-4)


def test_groups_are_pooled_as_if_their_scores_lay_in_one_list() -> None:
    found = pool([Scores(3, 2, 1), Scores(2, 7, 2**0.5)])  # 1 2 3 and 6 8
    assert (found.people, found.mean) == (5, 4)
    assert found.deviation == pytest.approx(8.5**0.5)


def test_a_handful_moves_a_mean_by_the_whole_scale_shared_among_all() -> None:
    assert shift_of_few(5, 200, 100) == 2.5
    assert shift_of_few(5, 4, 100) == 100


ROWS = [
    ("2007/08", "Гимназия № 2", 100, 50.0, 10.0),
    ("2007/08", "Школа № 7", 50, 44.0, 12.0),
    ("2007/08", "Школа № 29", 5, 90.0, 1.0),
    ("2008/09", "Гимназия № 2", 120, 56.0, 10.0),
    ("2008/09", "Школа № 7", 60, 45.0, None),
]
TABLE = """\
title: Результаты
group: results
key: code
owner: school
columns:
  code: {title: Код, kind: key, prefix: Р}
  school_year: {title: Учебный год, kind: school_year, required: true}
  school: {title: Школа, kind: reference, to: schools, required: true}
  subject: {title: Предмет, kind: choice, choices: subjects, required: true}
  takers: {title: Сдавали, kind: integer, min: 0, required: true}
  mean: {title: Средний балл, kind: decimal, min: 0, max: 100}
  deviation: {title: Разброс, kind: decimal, min: 0}
"""
SNAPSHOT = snapshot_of(
    network(tables_results=TABLE),
    date(2009, 3, 12),
    results=[
        {"code": f"Р-{n}", "school_year": y, "school": s, "subject": "математика", "takers": t, "mean": m, "deviation": d}
        for n, (y, s, t, m, d) in enumerate(ROWS)
    ],
)
SPEC = SNAPSHOT.config.indicators.indicators["exam_mean"]


def reading(year: str, school: str = "") -> Reading:
    """The mean of a year, of the network or a school."""
    found = compute(SNAPSHOT, name="exam_mean", school_year=year, by="school" if school else None)
    return next(each for each in found if not school or each.by["school"] == school)


def test_without_a_spread_a_mean_has_no_interval_but_the_bound_of_a_handful() -> None:
    found = compare(reading("2007/08", "Ш-1"), reading("2008/09", "Ш-1"), 5, 100)
    assert (found.change, found.interval, found.of_few, found.verdict) == (6.0, None, 5.0, "beyond_few")
    assert compare(reading("2007/08", "Ш-2"), reading("2008/09", "Ш-2"), 5, 100).verdict == "within_few"


def test_with_a_spread_it_has_one_and_a_row_that_lacks_it_takes_it_away() -> None:
    before, after = reading("2007/08", "Ш-1"), reading("2008/09", "Ш-1")
    scores = {n: read_scores(SNAPSHOT, SPEC, "deviation", each.rows) for n, each in enumerate((before, after))}
    found = compare(before, after, 5, 100, scores)
    assert found.interval is not None
    assert (round(found.interval.low, 2), round(found.interval.high, 2), found.verdict) == (3.33, 8.67, "clear")
    assert read_scores(SNAPSHOT, SPEC, "deviation", reading("2008/09").rows) is None


def test_few_people_and_missing_years_are_not_judged() -> None:
    assert compare(reading("2007/08", "Ш-3"), reading("2007/08"), 5, 100).verdict == "few"
    assert compare(reading("2007/08", "Ш-3"), reading("2008/09", "Ш-3"), 5, 100).verdict == "missing"


def test_a_school_is_compared_with_the_network_without_its_own_people() -> None:
    whole, own = reading("2008/09"), reading("2008/09", "Ш-1")
    rest = without(whole, own, 10)
    assert (rest.figure, rest.size, rest.rows) == ("45,0", 60, ("Р-4",))
    assert without(rest, reading("2008/09", "Ш-2"), 10).value is None
    assert without(whole, reading("2008/09", "Ш-3"), 10) is whole
