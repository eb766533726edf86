"""Indicators: counted as people would count by hand, and honest about what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from counted import TODAY, network, snapshot_of
from hypothesis import given, settings
from hypothesis import strategies as st

from netdash.grid import Cell
from netdash.indicators import Reading, compute, list_school_years, school_year_of
from netdash.snapshot import Snapshot

Rows = Sequence[Mapping[str, Cell]]

PEOPLE = [
    {"code": "П-1", "name": "Иванова А. П.", "school": "Ш-1", "category": "высшая"},
    {"code": "П-2", "name": "Петров Б. В.", "school": "Ш-1", "category": "нет"},
    {"code": "П-3", "name": "Сидорова В. Г.", "school": "Ш-2", "category": "первая"},
    {"code": "П-4", "name": "Орлов Г. Д.", "school": "Ш-3"},
]


def counted(definition: str, today: date = TODAY, **sheets: Rows) -> Snapshot:
    """A snapshot whose only indicator, ``asked``, is defined by these words."""
    text = (
        "criteria: {all: {title: Всё, short: Всё}}\nindicators:\n  asked: {title: Спрошено, criterion: all, " + definition + "}\n"
    )
    return snapshot_of(network(indicators=text), today, **sheets)


def years(readings: list[Reading]) -> dict[str, Any]:
    """What is read for each year: the value or the state without one."""
    return {reading.school_year: reading.state if reading.value is None else reading.value for reading in readings}


def parts(readings: list[Reading], school_year: str) -> dict[str, Any]:
    """What is read for each part in one year, in the order of the readings."""
    return {
        reading.label: reading.state if reading.value is None else reading.value
        for reading in readings
        if reading.school_year == school_year
    }


def exam(key: str, year: Cell, school: str, takers: Cell, mean: Cell, subject: str = "математика") -> Mapping[str, Cell]:
    return {"code": key, "school_year": year, "school": school, "subject": subject, "takers": takers, "mean": mean}


def event(key: str, day: Cell, **cells: Cell) -> Mapping[str, Cell]:
    return {"code": key, "title": key, "form": "семинар", "status": "проведено", "host": "Ш-1", "starts": day, **cells}


MEAN = (
    "table: results, measure: mean, of: mean, weight: takers, year: school_year, "
    "by: [school, subject], small: {below: 10, of: takers}"
)
COUNT = "table: events, measure: count, where: {status: held}, year: starts, by: [host, form, invited]"


def test_a_mean_over_schools_is_weighted_by_people() -> None:
    snapshot = counted(MEAN, results=[exam("Р-1", "2008/09", "Ш-1", 30, 60), exam("Р-2", "2008/09", "Ш-2", 10, 40)])
    (reading,) = compute(snapshot, school_year="2008/09")
    assert reading.value == pytest.approx((30 * 60 + 10 * 40) / 40)
    assert (reading.numerator, reading.denominator, reading.size) == (2200, 40, 40)
    assert reading.rows == ("Р-1", "Р-2")


def test_no_data_zero_and_not_applicable_are_three_things() -> None:
    rows = [exam("Р-1", "2007/08", "Ш-1", 0, None), exam("Р-2", "2008/09", "Ш-1", 20, 0)]
    snapshot = counted(MEAN, results=rows)
    assert years(compute(snapshot)) == {"2006/07": "no_data", "2007/08": "not_applicable", "2008/09": 0, "2009/10": "no_data"}
    assert [reading.text for reading in compute(snapshot)] == ["нет данных", "не применимо", "0,0", "нет данных"]


def test_nothing_found_among_rows_is_zero_and_no_rows_is_no_data() -> None:
    snapshot = counted(COUNT, events=[event("М-1", date(2008, 9, 1), status="план"), event("М-2", date(2008, 1, 9))])
    assert years(compute(snapshot)) == {"2006/07": "no_data", "2007/08": 1, "2008/09": 0, "2009/10": "no_data"}


def test_a_mean_asked_of_rows_that_nobody_typed_is_no_data() -> None:
    snapshot = counted(MEAN + ", where: {subject: russian}", results=[exam("Р-1", "2008/09", "Ш-1", 30, 60)])
    assert years(compute(snapshot))["2008/09"] == "no_data"


def test_a_row_with_a_bad_cell_is_left_out_with_the_reason() -> None:
    rows = [
        exam("Р-1", "2008/09", "Ш-1", 30, 60),
        exam("Р-2", "2008/09", "Ш-2", 10, "много"),
        exam("Р-3", "2007/08", "Ш-2", "?", 50),
    ]
    readings = {reading.school_year: reading for reading in compute(counted(MEAN, results=rows))}
    now, before = readings["2008/09"], readings["2007/08"]
    assert (now.value, now.rows) == (60, ("Р-1",))
    assert [(problem.key, problem.cell, problem.found) for problem in now.left_out] == [("Р-2", "F3", "много")]
    assert (before.state, before.rows, [problem.cell for problem in before.left_out]) == ("no_data", (), ["E4"])


def test_a_row_with_an_empty_cell_is_left_out_and_the_cell_named() -> None:
    snapshot = counted(MEAN, results=[exam("Р-1", "2008/09", "Ш-1", 30, 60), exam("Р-2", "2008/09", "Ш-2", 10, None)])
    (problem,) = compute(snapshot, school_year="2008/09")[0].left_out
    assert (problem.sheet, problem.cell, problem.key, problem.column) == ("Результаты", "F3", "Р-2", "mean")
    assert "Средний балл" in problem.message
    assert problem.owner == "Ш-2"


def test_a_row_of_an_unknown_year_is_left_out_of_every_year() -> None:
    rows = [exam("Р-1", "2008/09", "Ш-1", 30, 60), exam("Р-2", "вчера", "Ш-1", 10, 40)]
    readings = compute(counted(MEAN, results=rows))
    assert [[problem.found for problem in reading.left_out] for reading in readings] == [["вчера"]] * 4
    assert years(readings)["2008/09"] == 60


def test_a_row_whose_condition_cannot_be_read_is_left_out_only_where_it_may_belong() -> None:
    rows = [
        event("М-1", date(2008, 9, 5)),
        event("М-2", date(2008, 9, 6), status="наверное"),
        event("М-3", date(2008, 9, 7), status="наверное", form="конкурс"),
    ]
    snapshot = counted("table: events, measure: count, where: {form: seminar, status: held}, year: starts", events=rows)
    (reading,) = compute(snapshot, school_year="2008/09")
    assert (reading.value, [problem.key for problem in reading.left_out]) == (1, ["М-2"])


def test_a_bad_cell_behind_a_reference_is_the_reason() -> None:
    people = [*PEOPLE[:3], {"code": "П-4", "name": "Орлов Г. Д.", "school": "Ш-3", "category": "лучшая"}]
    rows = [event(f"М-{number}", date(2008, 9, 5), responsible=f"П-{number}") for number in range(1, 5)]
    definition = "table: events, measure: count, where: {responsible.category: [highest, first]}, year: starts"
    (reading,) = compute(counted(definition, people=people, events=rows), school_year="2008/09")
    assert (reading.value, reading.rows) == (2, ("М-1", "М-3"))
    assert [(problem.table, problem.key, problem.found) for problem in reading.left_out] == [("people", "П-4", "лучшая")]


def test_small_numbers_are_marked_and_not_judged() -> None:
    rows = [exam("Р-1", "2007/08", "Ш-1", 9, 40), exam("Р-2", "2008/09", "Ш-1", 10, 60), exam("Р-3", "2009/10", "Ш-1", 12, 50)]
    before, now, after = compute(counted(MEAN, results=rows))[1:]
    assert (before.small, now.small, now.before_small) == (True, False, True)
    assert (now.change, now.trend) == (20, "")
    assert (after.change, after.trend) == (-10, "worse")


@pytest.mark.parametrize(
    ("today", "trend"), [(date(2009, 3, 12), ""), (date(2009, 7, 12), "worse"), (date(2009, 10, 1), "worse")]
)
def test_fewer_in_a_year_that_goes_on_is_not_worse_yet(today: date, trend: str) -> None:
    rows = [event("М-1", date(2007, 10, 1)), event("М-2", date(2007, 11, 1)), event("М-3", date(2008, 10, 1))]
    (reading,) = compute(counted(COUNT, today, events=rows), school_year="2008/09")
    assert (reading.change, reading.trend) == (-1, trend)


def test_changes_are_counted_from_the_year_before_and_from_the_baseline() -> None:
    rows = [exam(f"Р-{number}", year, "Ш-1", 20, mean) for number, (year, mean) in enumerate(
        [("2006/07", 30), ("2007/08", 40), ("2009/10", 55)]
    )]  # fmt: skip
    first, baseline, gap, last = compute(counted(MEAN, results=rows))
    assert (first.before, first.first) == (None, None)
    assert (baseline.before, baseline.first_year) == (30, "")
    assert (gap.before, gap.change) == (40, None)
    assert (last.before, last.first, last.first_year, last.change_since_first) == (None, 40, "2007/08", 15)


def test_without_a_baseline_changes_are_counted_from_the_first_year_that_says_something() -> None:
    rows = [exam("Р-1", "2008/09", "Ш-1", 20, 40), exam("Р-2", "2009/10", "Ш-1", 20, 41.5)]
    last = compute(counted(MEAN, results=rows))[-1]
    assert (last.first_year, last.first) == ("2008/09", 40)
    assert last.show_change(last.change) == "+1,5"


@pytest.mark.parametrize(
    ("day", "year"), [(date(2008, 8, 31), "2007/08"), (date(2008, 9, 1), "2008/09"), (date(1999, 12, 31), "1999/00")]
)
def test_a_school_year_begins_on_the_first_of_september(day: date, year: str) -> None:
    assert school_year_of(day) == year
    readings = compute(counted(COUNT, events=[event("М-1", day)]))
    assert {each: value for each, value in years(readings).items() if value == 1} == {year: 1}


def test_years_of_rows_join_the_years_of_the_network() -> None:
    snapshot = counted(COUNT, events=[event("М-1", date(2015, 3, 1))])
    assert list_school_years(snapshot) == ["2006/07", "2007/08", "2008/09", "2009/10", "2014/15"]
    assert compute(snapshot)[-1].before is None


def test_a_cumulative_count_goes_on_growing_but_not_into_the_future() -> None:
    people = [
        {**person, "tutor_since": day}
        for person, day in zip(PEOPLE, [date(2007, 10, 1), date(2008, 8, 31), date(2008, 10, 1), None], strict=True)
    ]
    definition = "table: people, measure: count, where: {tutor_since: filled}, year: tutor_since, cumulative: true, by: [school]"
    snapshot = counted(definition, people=people)
    assert years(compute(snapshot)) == {"2006/07": "no_data", "2007/08": 2, "2008/09": 3, "2009/10": "no_data"}
    assert compute(snapshot, school_year="2008/09")[0].rows == ("П-1", "П-2", "П-3")
    assert parts(compute(snapshot, by="school"), "2008/09") == {"Гимназия № 2": 2, "Школа № 7": 1}


def test_different_things_count_once_and_over_years_from_their_first() -> None:
    rows = [event("М-1", date(2007, 9, 5), responsible="П-1"), event("М-2", date(2007, 9, 6), responsible="П-1"),
            event("М-3", date(2008, 9, 5), responsible="П-1"), event("М-4", date(2008, 9, 6), responsible="П-2")]  # fmt: skip
    definition = "table: events, measure: count, of: responsible, year: starts"
    yearly = compute(counted(definition, events=rows, people=PEOPLE))
    assert years(yearly) == {"2006/07": "no_data", "2007/08": 1, "2008/09": 2, "2009/10": "no_data"}
    so_far = compute(counted(definition + ", cumulative: true", events=rows, people=PEOPLE))
    assert years(so_far) == {"2006/07": "no_data", "2007/08": 1, "2008/09": 2, "2009/10": "no_data"}
    assert so_far[2].rows == ("М-1", "М-2", "М-3", "М-4")


def test_a_share_is_of_all_rows_and_an_empty_cell_is_not_a_bad_one() -> None:
    people = [*PEOPLE, {"code": "П-5", "name": "Зуева Е. Ж.", "school": "Ш-3", "category": "ни разу"}]
    snapshot = counted("table: people, measure: share, having: {category: [highest, first]}, by: [school]", people=people)
    (reading,) = compute(snapshot, school_year="2008/09")
    assert (reading.school_year, reading.value, reading.numerator, reading.denominator) == ("", 0.5, 2, 4)
    assert [problem.key for problem in reading.left_out] == ["П-5"]
    assert parts(compute(snapshot, by="school"), "") == {"Гимназия № 2": 0.5, "Школа № 7": 1, "Школа № 29": 0}


def test_a_ratio_divides_sums_and_not_shares() -> None:
    definition = "table: results, measure: ratio, of: mean, over: takers, year: school_year"
    results = [exam("Р-1", "2008/09", "Ш-1", 10, 9), exam("Р-2", "2008/09", "Ш-2", 90, 1), exam("Р-3", "2007/08", "Ш-2", 0, None)]
    readings = compute(counted(definition, results=results))
    assert years(readings)["2008/09"] == pytest.approx(0.1)
    assert years(readings)["2007/08"] == "not_applicable"
    assert readings[2].text == "10\N{NO-BREAK SPACE}%"


def test_a_sum_adds_up_and_says_nothing_if_nothing_can_be_read() -> None:
    rows = [
        event("М-1", date(2008, 9, 5), participants=20),
        event("М-2", date(2008, 9, 6), participants=1),
        event("М-3", date(2007, 9, 6)),
    ]
    readings = compute(counted("table: events, measure: sum, of: participants, year: starts, unit: чел.", events=rows))
    assert years(readings) == {"2006/07": "no_data", "2007/08": "no_data", "2008/09": 21, "2009/10": "no_data"}
    assert readings[2].text == "21\N{NO-BREAK SPACE}чел."


def test_reach_is_the_part_of_others_that_rows_point_at() -> None:
    rows = [
        event("М-1", date(2008, 9, 5), invited="Ш-2; Ш-1"),
        event("М-2", date(2008, 9, 6), invited="Ш-2"),
        event("М-3", date(2008, 9, 7)),
    ]
    definition = "table: events, measure: reach, of: invited, among: {table: schools, where: {role: member}}, year: starts"
    reading = compute(counted(definition, events=rows), school_year="2008/09")[0]
    assert (reading.numerator, reading.denominator, reading.value) == (1, 2, 0.5)
    assert reading.rows == ("М-1", "М-2")
    assert reading.left_out == ()


def test_reach_of_people_by_their_school_is_of_the_people_of_that_school() -> None:
    members = [{"code": f"С-{number}", "team": "К-1", "person": person} for number, person in enumerate(["П-1", "П-3", "П-1"])]
    definition = "table: members, measure: reach, of: person, among: {table: people}, by: [person.school]"
    snapshot = counted(definition, people=PEOPLE, teams=[{"code": "К-1", "title": "Матем.", "kind": "ММО"}], members=members)
    assert compute(snapshot)[0].value == 0.5
    assert parts(compute(snapshot, by="person.school"), "") == {"Гимназия № 2": 0.5, "Школа № 7": 1, "Школа № 29": 0}


def test_a_school_that_typed_nothing_this_year_is_shown_without_data() -> None:
    rows = [exam("Р-1", "2007/08", "Ш-2", 30, 60), exam("Р-2", "2008/09", "Ш-1", 30, 50)]
    readings = compute(counted(MEAN, results=rows), by="school")
    assert parts(readings, "2007/08") == {"Гимназия № 2": "no_data", "Школа № 7": 60}
    assert parts(readings, "2008/09") == {"Гимназия № 2": 50, "Школа № 7": "no_data"}
    assert [reading.by for reading in readings[::4]] == [{"school": "Ш-1"}, {"school": "Ш-2"}]


def test_a_word_of_a_list_that_no_row_has_this_year_is_zero() -> None:
    rows = [event("М-1", date(2007, 9, 5), form="конкурс"), event("М-2", date(2008, 9, 6))]
    assert parts(compute(counted(COUNT, events=rows), by="form"), "2008/09") == {"семинар": 1, "конкурс": 0}


def test_rows_that_do_not_say_their_part_are_a_part_of_their_own() -> None:
    rows = [event("М-1", date(2008, 9, 5), host=None), event("М-2", date(2008, 9, 6)), event("М-3", date(2007, 9, 6))]
    readings = compute(counted(COUNT, events=rows), by="host")
    assert parts(readings, "2008/09") == {"Гимназия № 2": 1, "не указано": 1}
    assert "не указано" not in parts(readings, "2007/08")


def test_a_row_of_many_values_stands_in_each_of_them() -> None:
    readings = compute(counted(COUNT, events=[event("М-1", date(2008, 9, 5), invited="Ш-3; Ш-2")]), by="invited")
    assert parts(readings, "2008/09") == {"Школа № 7": 1, "Школа № 29": 1}
    assert [reading.rows for reading in readings if reading.value] == [("М-1",), ("М-1",)]


def test_a_figure_is_broken_down_through_a_reference_and_by_two_paths() -> None:
    rows = [
        exam("Р-1", "2008/09", "Ш-2", 30, 60),
        exam("Р-2", "2008/09", "Ш-1", 10, 50),
        exam("Р-3", "2008/09", "Ш-2", 9, 70, "русский язык"),
    ]
    readings = compute(counted(MEAN, results=rows), by=("school", "subject"), school_year="2008/09")
    assert [(reading.label, reading.value, reading.small) for reading in readings] == [
        ("Гимназия № 2, математика", 50, False),
        ("Школа № 7, математика", 60, False),
        ("Школа № 7, русский язык", 70, True),
    ]


def test_indicators_without_the_path_are_left_out_of_a_breakdown() -> None:
    snapshot = snapshot_of(network(), results=[exam("Р-1", "2008/09", "Ш-1", 30, 60)])
    assert {reading.name for reading in compute(snapshot, by="subject")} == {"exam_mean"}
    assert {reading.name for reading in compute(snapshot, name="seminars")} == {"seminars"}
    with pytest.raises(KeyError):
        compute(snapshot, name="seminar")


@pytest.mark.parametrize(
    ("measure", "before", "value", "text", "change"),
    [
        ("share", 0.25, 0.26, "26 %", "+1 п. п."),
        ("share", 0.6, 0.56, "56 %", "−4 п. п."),
        ("share", 0.64, 0.644, "64 %", "без изменений"),
        ("share", 0.5, 0.996, "99,6 %", "+49,6 п. п."),
        ("share", 1, 1, "100 %", "без изменений"),
        ("mean", 64.26, 60.04, "60,0 балла", "−4,3"),
        ("count", 1300, 2500, "2 500 балла", "+1 200"),
        ("sum", 1, 2.5, "2,5 балла", "+1,5"),
    ],
)
def test_figures_and_changes_read_as_people_write_them(measure: Any, before: float, value: float, text: str, change: str) -> None:
    (counted_one, *_) = compute(counted(MEAN, results=[]))
    reading = replace(counted_one, measure=measure, before=before, value=value, unit="балла")
    assert reading.text.replace("\N{NO-BREAK SPACE}", " ") == text
    assert reading.show_change(reading.change).replace("\N{NO-BREAK SPACE}", " ") == change


SCHOOL_KEYS = st.sampled_from(["Ш-1", "Ш-2", "Ш-3"])
RESULTS = st.lists(
    st.tuples(st.sampled_from(["2006/07", "2007/08", "2008/09"]), SCHOOL_KEYS, st.integers(0, 60), st.integers(0, 1000)),
    max_size=25,
)


@given(RESULTS)
@settings(max_examples=40, deadline=None)
def test_means_of_the_parts_recombine_to_the_mean_of_the_whole(drawn: list[tuple[str, str, int, int]]) -> None:
    rows = [exam(f"Р-{number}", year, school, takers, tenths / 10) for number, (year, school, takers, tenths) in enumerate(drawn)]
    snapshot = counted(MEAN, results=rows)
    split = compute(snapshot, by="school")
    for whole in compute(snapshot):
        same_year = [reading for reading in split if reading.school_year == whole.school_year]
        weighed = [(reading.value, reading.denominator) for reading in same_year if reading.value is not None]
        assert (whole.value is None) == (not weighed)
        if whole.value is not None:
            assert whole.value * whole.denominator == pytest.approx(sum(value * weight for value, weight in weighed))
        assert sorted(whole.rows) == sorted(key for reading in same_year for key in reading.rows)


@given(
    st.lists(
        st.tuples(
            st.dates(date(2006, 9, 1), date(2010, 8, 31)),
            st.one_of(SCHOOL_KEYS, st.none()),
            st.sampled_from(["план", "проведено", "?"]),
        ),
        max_size=25,
    )
)
@settings(max_examples=40, deadline=None)
def test_counts_of_the_parts_add_up_to_the_whole(drawn: list[tuple[date, str | None, str]]) -> None:
    rows = [event(f"М-{number}", day, host=school, status=status) for number, (day, school, status) in enumerate(drawn)]
    snapshot = counted(COUNT, events=rows)
    split = compute(snapshot, by="host")
    for whole in compute(snapshot):
        same_year = [reading for reading in split if reading.school_year == whole.school_year]
        assert (whole.value or 0) == sum(reading.value or 0 for reading in same_year)
        assert len(whole.left_out) == sum(len(reading.left_out) for reading in same_year)


def test_the_present_has_no_year_before_to_be_compared_with() -> None:
    (reading,) = compute(counted("table: people, measure: share, having: {category: highest}", people=PEOPLE))
    assert (reading.school_year, reading.before, reading.change, reading.trend) == ("", None, None, "")
