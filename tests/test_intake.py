"""What a school's file would change: columns matched by title and content, rows recognised, nothing emptied, nothing twice."""

from pathlib import Path

import pytest
from networks import write_network
from test_app import put

import netdash
from netdash.edits import Edit, Insert
from netdash.intake import Intake, NotTaken, Question, compare, find_match, foresee_rows, read_file
from netdash.snapshot import Snapshot
from netdash.workspace import Workspace

RESULTS = """\
Код,Учебный год,Школа,Предмет,Сдавали,Средний балл
Р-1,2008/09,Гимназия № 2,математика,20,"61,5"
Р-2,2008/09,Школа № 7,математика,12,"54"
Р-3,2008/09,Школа № 7,русский язык,8,"58"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = netdash.open_workspace(write_network(tmp_path, start_results=RESULTS), tmp_path / "network.xlsx")
    workspace.create(demonstration=False)
    return workspace


@pytest.fixture
def snapshot(workspace: Workspace) -> Snapshot:
    return workspace.snapshot()


def take(snapshot: Snapshot, table: str, lines: str, **answers: object) -> Intake:
    """A file with these lines against a table."""
    (sheet,) = read_file(lines.encode("cp1251"))
    match = find_match(snapshot, table, sheet)
    return compare(snapshot, Question(table, sheet, match.head, match.places, **answers))  # type: ignore[arg-type]


def statuses(intake: Intake) -> list[str]:
    return [outcome.status for outcome in intake.outcomes]


@pytest.mark.parametrize(
    ("head", "cells", "places"),
    [
        ("Средний балл;Предмет;Школа;Учебный год;Сдавали", "61;математика;Школа № 7;2008/09;5",
         {0: "mean", 1: "subject", 2: "school", 3: "school_year", 4: "takers"}),
        ("Балл средний;предмет *;№ п/п;ШКОЛА:;Уч. год", "61;математика;1;Школа № 7;2008/09",
         {0: "mean", 1: "subject", 3: "school", 4: "school_year"}),
        ("а;б;в;г", "2008-2009;математика;Школа № 7;ничего", {0: "school_year", 1: "subject", 2: "school"}),
    ],
)  # fmt: skip
def test_columns_are_matched_in_any_order_by_title_likeness_and_content(
    snapshot: Snapshot, head: str, cells: str, places: dict[int, str]
) -> None:
    (sheet,) = read_file(f"{head}\n{cells}".encode())
    assert dict(find_match(snapshot, "results", sheet).places) == places


def test_the_header_is_found_below_titles_and_totals_are_no_rows(snapshot: Snapshot) -> None:
    lines = """Отчёт школы № 7;;;;
;;;;
Учебный год;Школа;Предмет;Сдавали;Средний балл
2009/10;Школа № 7;математика;9;50
Итого;;;9;50"""
    intake = take(snapshot, "results", lines)
    assert statuses(intake) == ["new"]
    assert intake.outcomes[0].row == 3


def test_a_header_alone_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(NotTaken, match="Под заголовками нет ни одной строки"):
        take(snapshot, "results", "Учебный год;Школа;Предмет;Сдавали;Средний балл")


def test_rows_are_new_changed_there_already_or_twice(snapshot: Snapshot) -> None:
    lines = """Учебный год;Школа;Предмет;Сдавали;Средний балл
2008/09;гимназия №2;математика;20;61,5
2008/09;Школа № 7;математика;12;55
2009/10;Школа № 7;математика;14;57
2009/10;школа 7;математика;14;57
2009/10;Школа № 7;математика;15;57"""
    intake = take(snapshot, "results", lines, corrections={("school", "школа 7"): "Школа № 7"})
    assert statuses(intake) == ["same", "changed", "new", "twice", "twice"]
    assert intake.outcomes[1].edits == (Edit("results", "Р-2", "mean", 54.0, 55.0),)
    assert "строке 4 файла" in intake.outcomes[4].note


def test_an_empty_cell_of_the_file_empties_nothing(snapshot: Snapshot) -> None:
    intake = take(snapshot, "results", "Учебный год;Школа;Предмет;Сдавали;Средний балл\n2008/09;Школа № 7;математика;;")
    assert statuses(intake) == ["same"]


def test_a_code_tells_the_row_whatever_else_the_file_has(snapshot: Snapshot) -> None:
    intake = take(snapshot, "people", "Код;ФИО;Категория\nп-2;Петров Б. Я.;высшая\nП-99;Новый Н. Н.;первая")
    assert [(edit.column, edit.after) for edit in intake.outcomes[0].edits] == [("name", "Петров Б. Я."), ("category", "highest")]
    assert intake.outcomes[1].status == "faulty"
    assert intake.lacking == ("school",)


def test_without_rules_the_name_and_the_owner_tell_the_row(snapshot: Snapshot) -> None:
    lines = "ФИО;Школа;Категория\nпетров б.в.;Школа № 7;высшая\nПетров Б. В.;Школа № 29;высшая"
    intake = take(snapshot, "people", lines)
    assert [(outcome.status, outcome.key) for outcome in intake.outcomes] == [("changed", "П-2"), ("new", "")]


def test_one_value_can_be_given_for_a_column_that_the_file_does_not_have(snapshot: Snapshot) -> None:
    intake = take(snapshot, "people", "ФИО;Категория\nНовая Н. Н.;первая", constants={"school": "Ш-3"})
    assert statuses(intake) == ["new"]
    (insert,) = intake.changes(snapshot, {"new"})
    assert insert.values == {"school": "Ш-3", "name": "Новая Н. Н.", "category": "first"}


def test_what_cannot_be_read_is_told_with_its_cell_and_the_nearest_right_word(snapshot: Snapshot) -> None:
    lines = "ФИО;Школа;Категория;Тьютор с\nНовая Н. Н.;Школа № 7;перваяя;#Н/Д\nДругая Д. Д.;Гимназия № 22;;"
    first, second = take(snapshot, "people", lines).outcomes
    assert [(fault.cell, fault.found, fault.hint) for fault in first.faults] == [
        ("C2", "перваяя", "первая"),
        ("D2", "#Н/Д", ""),
    ]
    assert first.status == "new", "what is not required is left out, the row is taken"
    assert second.status == "faulty"
    assert second.faults[0].hint == "Гимназия № 2"


def test_a_correction_holds_for_every_row(snapshot: Snapshot) -> None:
    lines = "ФИО;Школа\nНовая Н. Н.;Гимн.\nДругая Д. Д.;Гимн.\nТретья Т. Т.;Школа № 7"
    assert statuses(take(snapshot, "people", lines)) == ["faulty", "faulty", "new"]
    intake = take(snapshot, "people", lines, corrections={("school", "Гимн."): "Гимназия № 2"})
    assert statuses(intake) == ["new", "new", "new"]


def test_a_cell_of_the_workbook_that_cannot_be_read_is_replaced(workspace: Workspace, tmp_path: Path) -> None:
    put(tmp_path / "network.xlsx", "Педагоги", "П-2", "Категория", "высочайшая")
    snapshot = workspace.refresh()
    intake = take(snapshot, "people", "ФИО;Школа;Категория\nПетров Б. В.;Школа № 7;первая")
    report = workspace.save(intake.changes(snapshot, {"changed"}), author="Иванова А. П.")
    assert len(report.applied) == 1
    assert workspace.snapshot().value("people", "П-2", "category") == "first"


def test_several_rows_that_may_be_meant_are_not_guessed_between(workspace: Workspace, tmp_path: Path) -> None:
    put(tmp_path / "network.xlsx", "Педагоги", "П-3", "ФИО", "Петров Б. В.")
    put(tmp_path / "network.xlsx", "Педагоги", "П-3", "Школа", "Школа № 7")
    (outcome,) = take(workspace.refresh(), "people", "ФИО;Школа;Категория\nПетров Б. В.;Школа № 7;высшая").outcomes
    assert outcome.status == "faulty"
    assert "П-2, П-3" in outcome.note


def test_the_changes_are_those_that_were_chosen_and_can_be_taken_back(workspace: Workspace) -> None:
    snapshot = workspace.snapshot()
    lines = "Учебный год;Школа;Предмет;Сдавали;Средний балл\n2008/09;Школа № 7;математика;12;55\n" + "\n".join(
        f"{2009 + place}/{10 + place};Школа № 29;математика;9;50" for place in range(3)
    )
    intake = take(snapshot, "results", lines)
    changes = intake.changes(snapshot, {"new", "changed"}, without={3})
    assert [type(change) for change in changes] == [Edit, Insert, Insert]
    assert len({change.key for change in changes}) == 3
    before = snapshot.tables["results"].frame
    report = workspace.save(changes, author="Иванова А. П.", reason="Из файла")
    assert len(workspace.snapshot().tables["results"].index) == 5
    assert len({entry.change_set for entry in workspace.history(table="results")}) == 1
    workspace.undo(report.change_set, author="Иванова А. П.")
    assert workspace.snapshot().tables["results"].frame.equals(before)


def test_the_same_file_taken_again_changes_nothing(workspace: Workspace) -> None:
    lines = (
        "Учебный год;Школа;Предмет;Сдавали;Средний балл\n2009/10;Школа № 7;математика;14;57,5\n2009/10;Школа № 7;русский язык;0;"
    )
    intake = take(workspace.snapshot(), "results", lines)
    workspace.save(intake.changes(workspace.snapshot(), {"new"}), author="Иванова А. П.")
    assert statuses(take(workspace.snapshot(), "results", lines)) == ["same", "same"]


def test_rules_that_would_break_are_told_by_the_row_of_the_file(snapshot: Snapshot) -> None:
    intake = take(snapshot, "people", "ФИО;Школа;Роли\nНовая Н. Н.;Школа № 7;проводник идей\nДругая Д. Д.;Школа № 7;тьютор")
    ((row, problem),) = foresee_rows(snapshot, intake)
    assert row == 2
    assert "Не указано с какого дня тьютор" in problem.message
    assert statuses(intake) == ["new", "new"]
