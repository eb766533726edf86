"""What may be right and is asked about: jumps, unusual numbers, rows that came no more."""

from collections.abc import Mapping
from datetime import date

from counted import network as network_of
from counted import snapshot_of
from networks import FILES, replaced

from netdash.doubts import Doubt, compute_doubts, list_recent, name_doubt, tell_change, tell_doubt
from netdash.grid import Cell
from netdash.snapshot import Snapshot

JUMP = "{jump: mean, year: school_year, per: [school, subject], over: 15, small: {below: 10, of: takers}, unless: {right: true}}"
TIMES = "{jump: takers, year: school_year, per: [school, subject], times: 2}"
UNUSUAL = "{unusual: mean, min: 20, max: 90}"
GONE = "{gone: [school, subject], year: school_year}"
EXPECT = "expect: {every: [school, school_year, subject], among: {subject: [maths]}, by: 06-20}\n"


def result(key: str, year: str, mean: Cell, takers: Cell = 20, school: str = "Школа № 7", **more: Cell) -> Mapping[str, Cell]:
    row = {"code": key, "school_year": year, "school": school, "subject": "математика", "takers": takers, "mean": mean}
    return {**row, **more}


def taken(*rows: Mapping[str, Cell], ask: str = JUMP, today: date = date(2008, 8, 1), expect: str = "") -> Snapshot:
    right = "  right: {title: Проверено, kind: yes_no}\nrules:\n"
    text = replaced("tables/results.yaml", "rules:\n", right) + f"{expect}ask:\n  - {ask}\n"
    return snapshot_of(network_of(tables_results=text), today, results=list(rows))


def asked(*rows: Mapping[str, Cell], ask: str = JUMP, **more: str | date) -> list[Doubt]:
    return list(compute_doubts(taken(*rows, ask=ask, **more)))  # type: ignore[arg-type]


def test_a_jump_tells_both_years_and_the_people_under_each() -> None:
    snapshot = taken(result("Р-1", "2006/07", 50, 25), result("Р-2", "2007/08", 65.5, 23))
    (doubt,) = compute_doubts(snapshot)
    assert (doubt.owner, doubt.year, doubt.key, doubt.before, doubt.column) == ("Ш-2", "2007/08", "Р-2", "Р-1", "mean")
    assert (doubt.was, doubt.value, doubt.sizes, doubt.confirm) == (50, 65.5, (25, 23), "right")
    assert name_doubt(snapshot, doubt) == "математика"
    assert tell_doubt(snapshot, doubt) == "Средний балл: 50 в 2006/07 (сдавали\xa025), 65,5 в 2007/08 (сдавали\xa023)"
    assert tell_change(doubt) == "+15,5"


def test_a_change_as_large_as_the_limit_is_none_and_a_fall_is_one() -> None:
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 65))
    (fall,) = asked(result("Р-1", "2006/07", 65.1), result("Р-2", "2007/08", 50))
    assert tell_change(fall) == "−15,1"


def test_few_people_are_not_asked_about() -> None:
    assert not asked(result("Р-1", "2006/07", 50, 9), result("Р-2", "2007/08", 90))
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90, 9))
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90, None))
    assert asked(result("Р-1", "2006/07", 50, 10), result("Р-2", "2007/08", 90, 10))


def test_years_that_do_not_follow_each_other_are_not_compared_nor_what_is_there_twice_or_not_at_all() -> None:
    assert not asked(result("Р-1", "2005/06", 50), result("Р-2", "2007/08", 90))
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90), result("Р-3", "2007/08", 91))
    assert not asked(result("Р-1", "2006/07", None), result("Р-2", "2007/08", 90))
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90, school="Школа № 29"))


def test_what_somebody_said_is_right_is_asked_no_more() -> None:
    assert not asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90, right="да"))
    assert asked(result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 90, right="нет"))


def test_a_number_can_be_held_against_so_many_times_the_one_before() -> None:
    snapshot = taken(result("Р-1", "2006/07", 50, 10), result("Р-2", "2007/08", 50, 21), ask=TIMES)
    assert [tell_doubt(snapshot, doubt) for doubt in compute_doubts(snapshot)] == ["Сдавали: 10 в 2006/07, 21 в 2007/08"]
    assert asked(result("Р-1", "2006/07", 50, 21), result("Р-2", "2007/08", 50, 10), ask=TIMES)
    assert not asked(result("Р-1", "2006/07", 50, 10), result("Р-2", "2007/08", 50, 20), ask=TIMES)
    assert not asked(result("Р-1", "2006/07", 50, 0), result("Р-2", "2007/08", 50, 0), ask=TIMES)


def test_an_unusual_number_is_asked_about_and_says_what_is_usual() -> None:
    snapshot = taken(result("Р-1", "2006/07", 19.9), result("Р-2", "2007/08", 95), result("Р-3", "2007/08", 20), ask=UNUSUAL)
    told = {doubt.key: tell_doubt(snapshot, doubt) for doubt in compute_doubts(snapshot)}
    assert told == {
        "Р-1": "Средний балл: 19,9 — обычно не меньше 20",
        "Р-2": "Средний балл: 95 — обычно не больше 90",
    }
    assert [doubt.year for doubt in compute_doubts(snapshot)] == ["2007/08", "2006/07"]


RUSSIAN = [result("Р-8", "2006/07", 50, subject="русский язык"), result("Р-9", "2007/08", 50, subject="русский язык")]


def test_a_combination_that_came_no_more_is_asked_about_once_the_year_is_over() -> None:
    rows = (result("Р-1", "2006/07", 50), *RUSSIAN)
    assert not asked(*rows, ask=GONE, today=date(2008, 8, 31))
    snapshot = taken(*rows, ask=GONE, today=date(2008, 9, 1))
    (doubt,) = compute_doubts(snapshot)
    assert (doubt.kind, doubt.year, doubt.key, doubt.before, doubt.owner) == ("gone", "2007/08", "", "Р-1", "Ш-2")
    assert tell_doubt(snapshot, doubt) == "в 2006/07 строка есть, в 2007/08 нет"


def test_who_typed_nothing_is_late_and_not_asked() -> None:
    assert not asked(result("Р-1", "2006/07", 50), ask=GONE, today=date(2009, 9, 1))


def test_what_is_expected_anyway_is_missing_and_not_asked_about() -> None:
    rows = (result("Р-1", "2006/07", 50), *RUSSIAN)
    assert not asked(*rows, ask=GONE, expect=EXPECT, today=date(2008, 9, 1))
    other = (result("Р-1", "2006/07", 50), result("Р-2", "2007/08", 50), RUSSIAN[0])
    assert len(asked(*other, ask=GONE, expect=EXPECT, today=date(2008, 9, 1))) == 1


def test_only_the_two_last_years_are_fresh() -> None:
    rows = [result(f"Р-{at}", year, mean) for at, (year, mean) in enumerate([("2005/06", 10), ("2006/07", 50), ("2007/08", 10), ("2008/09", 50)])]  # fmt: skip  # noqa: E501
    snapshot = taken(*rows)
    assert [doubt.year for doubt in compute_doubts(snapshot)] == ["2008/09", "2007/08", "2006/07"]
    assert [doubt.year for doubt in list_recent(snapshot, "Ш-2")] == ["2008/09", "2007/08"]
    assert list_recent(snapshot, "Ш-1") == []


def test_a_table_that_asks_nothing_has_no_doubts() -> None:
    assert compute_doubts(snapshot_of(network_of(), results=[])) == ()
    assert "ask" not in FILES["tables/results.yaml"]
