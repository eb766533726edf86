"""What a save would break is known before it is made."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from clubs import ROWS, fill, open_clubs, snapshot
from test_app import html, read, visit

from netdash.edits import Edit, Insert, Removal
from netdash.foresight import foresee
from netdash.intake import Question, compare, find_match, foresee_rows, read_file


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


def test_the_grid_tells_beside_the_save_what_its_cells_would_break_and_saves_all_the_same(workbook: Path) -> None:
    app = visit("registry", author="Иванова А. П.", table="rides", mode="edit")
    widget = app.session_state["_sittings"]["rides"].widget
    app.session_state[widget] = {"edited_rows": {0: {"arrives": "14:55"}}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert "не сойдётся" not in html(app)
    assert app.button(key="nd-save").label == "Сохранить"
    app.session_state[widget] = {"edited_rows": {0: {"arrives": "15:10"}}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert "Если сохранить, не сойдётся вот что" in html(app)
    assert "Опоздают: «Приход» 15:10, «С» 15:00. Выйдите раньше" in html(app)
    assert 'target="_blank" rel="noopener">Поездки, строка\u00a02</a>' in html(app)
    assert app.button(key="nd-save").label == "Всё равно сохранить"
    app.button(key="nd-save").click().run()
    assert read(workbook, "Поездки", "ПЗ-1", "Приход") == time(15, 10)


def test_the_grid_tells_of_rows_of_other_tables_too(workbook: Path) -> None:
    app = visit("registry", author="Иванова А. П.", table="clubs", mode="edit")
    widget = app.session_state["_sittings"]["clubs"].widget
    app.session_state[widget] = {"edited_rows": {0: {"starts": "14:00"}}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception
    assert "Опоздают" in html(app)
    assert "Поездки, строка\u00a02" in html(app)


def test_a_file_is_told_what_its_ticked_rows_would_break_in_other_tables() -> None:
    before = snapshot()
    (sheet,) = read_file("Код;Кружок;С\nКР-1;Шахматы;14:00\nКР-5;Музей истории;".encode())
    match = find_match(before, "clubs", sheet)
    intake = compare(before, Question("clubs", sheet, match.head, match.places))
    ((row, problem),) = foresee_rows(before, intake)
    assert row is None, "the row that begins to clash is not of the file"
    assert problem.table == "rides"
    assert foresee_rows(before, intake, without={1}) == ()
    assert foresee_rows(before, intake, statuses={"new"}) == ()


def test_a_row_without_a_name_is_called_by_what_it_must_hold(workbook: Path) -> None:
    app = visit("registry", author="Иванова А. П.", table="joined", row="З-1")
    assert '<h2 class="nd-name">2-01 · 2008/09 · Шахматы · принят</h2>' in html(app)
    assert '<h2 class="nd-name">З-99' not in html(visit("registry", table="joined", row="З-99"))
