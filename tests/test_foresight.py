"""What a save would break is known before it is made."""

from datetime import time

from clubs import ROWS, snapshot

from netdash.edits import Edit, Insert, Removal
from netdash.foresight import foresee


def test_a_new_row_that_puts_somebody_in_two_places_is_told_and_nothing_is_written() -> None:
    before = snapshot()
    plan = Insert("joined", {"pupil": "У-1", "year": "2008/09", "club": "КР-2", "status": "in"})
    (problem,) = foresee([plan], before)
    assert problem.message.startswith("Ученик в двух местах: «Ученик» 2-01")
    assert problem.others == (("joined", "З-1"),)
    assert "2-01" not in {problem.key for problem in before.problems}
    assert len(before.tables["joined"].rows) == len(ROWS["joined"])


def test_a_changed_cell_is_told_in_the_other_table_that_it_breaks() -> None:
    later = Edit("rides", "ПЗ-1", "arrives", time(14, 50), time(15, 10))
    assert [problem.message.partition(":")[0] for problem in foresee([later], snapshot())] == ["Опоздают"]
    earlier = Edit("clubs", "КР-1", "starts", time(15), time(14))
    assert {problem.table for problem in foresee([earlier], snapshot())} == {"rides"}


def test_what_is_broken_already_is_not_told_again() -> None:
    assert foresee([Edit("rides", "ПЗ-2", "size", 3, 4)], snapshot()) == ()


def test_changes_count_together_and_a_row_that_goes_breaks_nothing() -> None:
    gone = Removal("joined", "З-1", {})
    plan = Insert("joined", {"pupil": "У-1", "year": "2008/09", "club": "КР-2", "status": "in"})
    assert foresee([gone, plan], snapshot()) == ()
