"""What schools are to type, and what they typed: in time, late, in part, with errors, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from counted import SCHOOLS, snapshot_of
from counted import network as network_of
from networks import replaced

from netdash.expectations import (
    SlotState,
    Tally,
    compute_expectations,
    list_columns,
    list_years,
    name_parts,
    take_expectations,
)
from netdash.grid import Book, Cell, Grid
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.journal import JOURNAL, JOURNAL_TITLES

EXPECT = "{every: [school, school_year, subject], among: {school: {role: member}}, by: 06-20}"
NEEDS = "  - {needs: [mean], when: {takers: {min: 1}}, say: Результат не введён, level: warning}\n"


def network(expect: str = EXPECT, table: str = "results", **more: str) -> Config:
    text = replaced(f"tables/{table}.yaml", "rules:\n", f"expect: {expect}\nrules:\n" + (NEEDS if table == "results" else ""))
    return network_of(**{f"tables_{table}": text}, **more)


def result(
    key: str, year: Cell, school: Cell, subject: Cell = "математика", takers: Cell = 20, mean: Cell = 55
) -> Mapping[str, Cell]:
    return {"code": key, "school_year": year, "school": school, "subject": subject, "takers": takers, "mean": mean}


FULL = [
    result("Р-1", "2006/07", "Школа № 7"),
    result("Р-2", "2006/07", "Школа № 7", "русский язык"),
    result("Р-3", "2006/07", "Школа № 29"),
]


def taken(*rows: Mapping[str, Cell], today: date = date(2007, 8, 1), expect: str = EXPECT) -> Snapshot:
    return snapshot_of(network(expect), today, results=[*FULL, *rows])


def states(snapshot: Snapshot, school: str, year: str = "2006/07") -> list[tuple[str, SlotState]]:
    slots = compute_expectations(snapshot).cell(school, "results", year).slots
    return [(name_parts(snapshot, slot), slot.state) for slot in slots]


def test_every_combination_is_expected_and_those_without_a_row_are_missing_after_the_day() -> None:
    snapshot = taken()
    assert states(snapshot, "Ш-2") == [("математика", "typed"), ("русский язык", "typed")]
    assert states(snapshot, "Ш-3") == [("математика", "typed"), ("русский язык", "missing")]
    assert states(snapshot, "Ш-1") == []
    found = compute_expectations(snapshot)
    assert found.owners == {"Ш-2": "Школа № 7", "Ш-3": "Школа № 29"}
    assert found.years == ("2006/07",)
    assert [(slot.owner, slot.due) for slot in found.missing()] == [("Ш-3", date(2007, 6, 20))]


def test_a_row_is_awaited_until_the_day_and_missing_from_the_next_on() -> None:
    assert states(taken(today=date(2007, 6, 20)), "Ш-3")[1] == ("русский язык", "awaited")
    assert states(taken(today=date(2007, 6, 21)), "Ш-3")[1] == ("русский язык", "missing")


def test_without_a_day_the_school_year_is_waited_for() -> None:
    expect = EXPECT.replace(", by: 06-20", "")
    assert states(taken(today=date(2007, 8, 31), expect=expect), "Ш-3")[1] == ("русский язык", "awaited")
    assert states(taken(today=date(2007, 9, 1), expect=expect), "Ш-3")[1] == ("русский язык", "missing")


def test_years_are_those_of_the_network_up_to_today_and_not_before_since() -> None:
    late = taken(today=date(2020, 1, 1))
    assert list_years(late) == ("2006/07", "2007/08", "2008/09", "2009/10")
    assert list_years(taken(today=date(2007, 9, 1))) == ("2006/07", "2007/08")
    assert list_years(taken(today=date(2001, 9, 1))) == ()
    found = compute_expectations(taken(today=date(2020, 1, 1), expect=EXPECT.replace("by:", "since: 2008/09, by:")))
    assert {slot.year for slot in found.slots} == {"2008/09", "2009/10"}


def test_words_narrow_a_choice_and_a_choice_without_words_is_expected_whole() -> None:
    narrowed = EXPECT.replace("{role: member}", "{role: member}, subject: [maths]")
    assert states(taken(expect=narrowed), "Ш-3") == [("математика", "typed")]
    whole = "{every: [school, school_year, subject]}"
    assert len(compute_expectations(taken(expect=whole)).slots) == 6


def test_a_row_with_an_empty_cell_is_incomplete_and_tells_which() -> None:
    snapshot = taken(result("Р-4", "2006/07", "Школа № 29", "русский язык", mean=None))
    assert states(snapshot, "Ш-3")[1] == ("русский язык", "incomplete")
    (slot,) = compute_expectations(snapshot).incomplete("Ш-3")
    assert slot.gaps == (("Р-4", "mean"),)


def test_a_cell_that_no_rule_needs_there_may_stay_empty() -> None:
    assert states(taken(result("Р-4", "2006/07", "Школа № 29", "русский язык", 0, None)), "Ш-3")[1][1] == "typed"


def test_a_required_cell_is_missing_whatever_the_rules_say() -> None:
    snapshot = taken(result("Р-4", "2006/07", "Школа № 29", "русский язык", takers=None))
    assert compute_expectations(snapshot).incomplete()[0].gaps == (("Р-4", "takers"),)
    assert states(snapshot, "Ш-3")[1][1] == "incomplete"


def test_an_unreadable_cell_or_a_broken_rule_is_an_error_and_no_gap() -> None:
    snapshot = taken(result("Р-4", "2006/07", "Школа № 29", "русский язык", mean="сто"))
    assert states(snapshot, "Ш-3")[1][1] == "errors"
    assert not compute_expectations(snapshot).incomplete()
    assert states(taken(result("Р-4", "2006/07", "Школа № 7")), "Ш-2")[0][1] == "errors"


def test_a_row_whose_place_cannot_be_read_fills_nothing_and_is_told() -> None:
    found = compute_expectations(taken(result("Р-4", "2006", "Школа № 29", "русский язык")))
    assert found.unplaced == {("Ш-3", "results"): ("Р-4",)}
    assert [slot.state for slot in found.missing()] == ["missing"]


def test_rows_that_nobody_expected_are_counted_beside() -> None:
    narrowed = EXPECT.replace("{role: member}", "{role: member}, subject: [maths]")
    found = compute_expectations(taken(result("Р-9", "2006/07", "Гимназия № 2"), expect=narrowed))
    assert found.rows["Ш-2", "results", "2006/07"] == ("Р-1", "Р-2")
    assert found.cell("Ш-1", "results", "2006/07").slots == ()
    assert found.cell("Ш-1", "results", "2006/07").state is None


def with_journal(came: Sequence[tuple[str, str]], today: date) -> Snapshot:
    """The same rows, of which the journal saw some coming (key, day)."""
    snapshot = taken(today=today)
    lines = [(f"{day} 12:00:00", "Иванова", "Результаты", key, "новая строка", None, None, f"н-{key}", None) for key, day in came]
    lines.append(("2007-07-30 12:00:00", "Иванова", "Результаты", "Р-1", "Сдавали", "19", "20", "н-9", None))
    grid = Grid(JOURNAL, [JOURNAL_TITLES, *lines], digest=repr(lines))
    return build_snapshot(
        snapshot.config, Book({**snapshot.book.sheets, JOURNAL: grid}), datetime.combine(today, datetime.min.time())
    )


def test_a_row_that_the_journal_saw_coming_after_the_day_is_late_and_others_count_as_in_time() -> None:
    snapshot = with_journal([("Р-2", "2007-06-20"), ("Р-3", "2007-06-21")], date(2007, 8, 1))
    assert states(snapshot, "Ш-2") == [("математика", "typed"), ("русский язык", "typed")]
    assert states(snapshot, "Ш-3")[0] == ("математика", "late")


def test_no_row_came_after_today() -> None:
    assert states(with_journal([("Р-3", "2026-01-01")], date(2007, 6, 20)), "Ш-3")[0] == ("математика", "typed")


def test_a_tally_has_the_two_shares_of_monitoring_and_the_worst_state() -> None:
    snapshot = with_journal([("Р-3", "2007-06-21")], date(2007, 10, 1))
    found = compute_expectations(snapshot)
    whole = found.tally("2006/07")
    assert (whole.complete, len(whole.slots)) == (3, 4)
    assert (whole.timely, len(whole.past)) == (2, 4)
    assert whole.state == "missing"
    assert found.tally("2007/08").state == "awaited"
    assert not found.tally("2007/08").past
    assert len(found.tally().slots) == 8
    assert Tally((), date(2007, 1, 1)).state is None


def test_a_table_without_a_period_is_expected_at_all_times() -> None:
    people = [{"code": "П-1", "name": "Иванова А. П.", "school": "Ш-2"}]
    found = compute_expectations(snapshot_of(network("{every: [school]}", "people"), people=people))
    assert {slot.owner: slot.state for slot in found.slots} == {"Ш-1": "missing", "Ш-2": "typed", "Ш-3": "missing"}
    assert {(slot.year, slot.due) for slot in found.slots} == {("", None)}


def test_a_day_stands_for_its_school_year() -> None:
    config = network("{every: [host, starts, form], among: {form: [seminar]}}", "events")
    events = [
        {"code": "М-1", "title": "Семинар", "form": "семинар", "host": "Ш-1", "starts": date(2007, 8, 31), "status": "план"},
        {"code": "М-2", "title": "Слёт", "form": "семинар", "host": "Ш-1", "starts": date(2007, 9, 1), "status": "план"},
    ]
    found = compute_expectations(snapshot_of(config, date(2008, 9, 1), events=events))
    rows = {slot.year: slot.rows for slot in found.slots if slot.owner == "Ш-1"}
    assert rows == {"2006/07": ("М-1",), "2007/08": ("М-2",), "2008/09": ()}


def test_an_owner_behind_a_reference_is_followed() -> None:
    config = network("{every: [person.school], among: {person.school: {role: base}}}", "members")
    people = [{"code": "П-1", "name": "Иванова А. П.", "school": "Ш-1"}]
    members = [{"code": "С-1", "team": "К-1", "person": "П-1"}]
    teams = [{"code": "К-1", "title": "Математики", "kind": "объединение"}]
    (slot,) = compute_expectations(snapshot_of(config, people=people, members=members, teams=teams)).slots
    assert (slot.owner, slot.rows, slot.parts) == ("Ш-1", ("С-1",), ())


def test_a_header_that_is_gone_makes_no_gaps() -> None:
    config = network()
    snapshot = snapshot_of(config, date(2007, 8, 1), results=FULL)
    sheet = snapshot.book.sheets["Результаты"]
    cut = Grid("Результаты", [row[:-1] for row in sheet.rows], digest="cut")
    again = build_snapshot(config, Book({**snapshot.book.sheets, "Результаты": cut}), snapshot.taken_at)
    assert not compute_expectations(again).incomplete()


def test_the_cells_of_a_new_row_are_those_required_or_needed_beside_what_makes_it_the_expected_one() -> None:
    assert list_columns(network().tables["results"]) == ("takers", "mean")


def test_without_expectations_nothing_is_expected() -> None:
    found = compute_expectations(snapshot_of(network_of(), schools=SCHOOLS))
    assert (found.slots, found.tables, found.owners) == ((), (), {})


def test_what_was_computed_is_shared() -> None:
    snapshot = taken()
    assert take_expectations(snapshot) is take_expectations(snapshot)
