"""What a save would break is known before it is made."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from clubs import ROWS, fill, open_clubs, snapshot
from test_app import html, read, visit

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


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for path in open_clubs(tmp_path, monkeypatch):
        fill(path)
        yield path


def test_the_form_of_a_row_tells_what_would_not_fit_and_saves_when_that_is_accepted(workbook: Path) -> None:
    app = visit("registry", author="Иванова А. П.", table="rides", row="ПЗ-1", mode="edit")
    field = next(one for one in app.text_input if one.key.endswith("rides-arrives"))
    field.set_value("15:10")
    next(button for button in app.button if button.label == "Сохранить").click().run()
    assert "Если сохранить, не сойдётся вот что" in html(app)
    assert "Опоздают: «Приход» 15:10, «С» 15:00. Выйдите раньше" in html(app)
    assert read(workbook, "Поездки", "ПЗ-1", "Приход") == time(14, 50)
    next(button for button in app.button if button.label == "Всё равно сохранить").click().run()
    assert read(workbook, "Поездки", "ПЗ-1", "Приход") == time(15, 10)


def test_a_form_that_breaks_nothing_is_saved_at_once(workbook: Path) -> None:
    app = visit("registry", author="Иванова А. П.", table="rides", row="ПЗ-1", mode="edit")
    next(one for one in app.text_input if one.key.endswith("rides-size")).set_value("5")
    next(button for button in app.button if button.label == "Сохранить").click().run()
    assert read(workbook, "Поездки", "ПЗ-1", "Едут") == 5
