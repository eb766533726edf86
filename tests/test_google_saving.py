"""Saves on a Google spreadsheet while people change it between any two requests."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google_kit import GoogleKit, account
from memory_store import MemoryStore
from networks import write_network
from sheets import SHEETS
from sheets_server import Call

from netdash import Edit, Insert, Removal, StoreError, Unclear, Workspace
from netdash.config import load_config
from netdash.grid import Cell
from netdash.stores.copying import lay_out_book
from netdash.stores.google import Connection, GoogleStore

PEOPLE, NAME, CATEGORY, SCHOOL = "Педагоги", 1, 3, 2


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[GoogleKit]:
    made = GoogleKit(tmp_path)
    made.open().create(lay_out_book(MemoryStore(SHEETS).read()))
    yield made
    made.close()


@pytest.fixture
def workspace(kit: GoogleKit, tmp_path: Path) -> Workspace:
    made = Workspace(load_config(write_network(tmp_path)), kit.open())
    made.snapshot()
    made.save([Edit("people", "П-3", "category", None, "first")], "Белова")
    kit.server.log.clear()
    return made


def rows(kit: GoogleKit, sheet: str = PEOPLE) -> dict[str, list[Cell]]:
    """The sheet's rows by the first cell, whatever it is."""
    grid = kit.open().read().sheets[sheet]
    return {str(row[0]): [None if cell == "" else cell for cell in row] for row in grid.rows}


def meddle(kit: GoogleKit, act: Callable[[Any], object], on: str = "spreadsheets.batchUpdate") -> None:
    """Let a person do this right before the next request of this kind takes effect, once."""

    def before(call: Call) -> None:
        if call.kind == on:
            kit.server.before = None
            act(kit.server.editor(kit.book))

    kit.server.before = before


def test_a_quiet_save_is_one_look_and_one_write(kit: GoogleKit, workspace: Workspace) -> None:
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    assert [entry.call.kind for entry in kit.server.log] == ["spreadsheets.get", "spreadsheets.batchUpdate"]
    assert report.applied
    assert rows(kit)["П-2"][CATEGORY] == "высшая"
    assert workspace.snapshot().value("people", "П-2", "category") == "highest"
    assert workspace.history(table="people", key="П-2")


def test_what_a_save_sends_and_gets_does_not_grow_with_the_table(tmp_path: Path) -> None:
    sizes = []
    for number, length in enumerate((100, 2000)):
        kit = GoogleKit(tmp_path)
        people = [*SHEETS[PEOPLE], *([f"П-{n}", f"Педагог {n}", "Школа № 7", "первая"] for n in range(100, 100 + length))]
        kit.open().create(lay_out_book(MemoryStore({**SHEETS, PEOPLE: people}).read()))
        made = Workspace(load_config(write_network(tmp_path / str(number))), kit.open())
        made.snapshot()
        made.save([Edit("people", "П-3", "category", None, "first")], "Белова")
        kit.server.log.clear()
        held = {column: made.snapshot().value("people", "П-160", column) for column in made.snapshot().tables["people"].columns}
        changes = [
            Edit("people", "П-150", "category", "first", "highest"),
            Insert("people", {"name": "Серова", "school": "Ш-1"}),
            Removal("people", "П-160", held),
        ]
        assert len(made.save(changes, "Белова").applied) == 3
        kinds = [entry.call.kind for entry in kit.server.log]
        assert (kinds.count("spreadsheets.batchUpdate"), len(kinds)) == (1, 2)
        sizes.append(sum(entry.sent + entry.call.size for entry in kit.server.log))
        kit.close()
    assert abs(sizes[1] - sizes[0]) < 0.05 * sizes[0], sizes
    assert max(sizes) < 40_000


def test_a_save_after_a_look_that_found_nothing_new_reads_nothing_more(kit: GoogleKit, workspace: Workspace) -> None:
    workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    kit.now += 15.0
    workspace.refresh()
    kit.server.log.clear()
    workspace.save([Edit("people", "П-2", "category", "highest", "first")], "Белова")
    assert [entry.call.kind for entry in kit.server.log] == ["spreadsheets.get", "spreadsheets.batchUpdate"]


@pytest.mark.parametrize(
    "act",
    [
        lambda editor: editor.act("insert_rows", sheet=PEOPLE, at=1),
        lambda editor: editor.act("insert_rows", sheet=PEOPLE, at=0, count=3),
        lambda editor: editor.act("delete_rows", sheet=PEOPLE, at=1),
        lambda editor: editor.act("sort_rows", sheet=PEOPLE, column=0, ascending=False),
        lambda editor: editor.act("move_rows", sheet=PEOPLE, at=2, to=1),
        lambda editor: editor.act("move_column", sheet=PEOPLE, at=3, to=1),
        lambda editor: editor.act("add_column", sheet=PEOPLE, at=2, title="Новый"),
        lambda editor: editor.act("add_column", sheet=PEOPLE, at=0),
    ],
    ids=["insert", "insert on top", "delete", "sort", "move", "move column", "add column", "add column before the key"],
)
@pytest.mark.parametrize("on", ["spreadsheets.get", "spreadsheets.batchUpdate"])
def test_rows_and_columns_that_move_meanwhile_do_not_mislead_a_save(
    kit: GoogleKit, workspace: Workspace, act: Callable[[Any], object], on: str
) -> None:
    before = {key: dict(values) for key, values in values_of(workspace).items()}
    meddle(kit, act, on)
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    after = values_of(workspace)
    before["П-2"]["category"] = "highest"
    assert after == {key: before[key] for key in after}
    assert len(report.applied) == 1
    assert not report.conflicts


def values_of(workspace: Workspace) -> dict[str, dict[str, Any]]:
    snapshot = workspace.refresh()
    table = snapshot.tables["people"]
    return {key: {column: snapshot.value("people", key, column) for column in table.columns} for key in table.rows}


def test_a_new_row_lands_in_its_columns_although_one_was_added_meanwhile(kit: GoogleKit, workspace: Workspace) -> None:
    before = values_of(workspace)
    meddle(kit, lambda editor: editor.act("add_column", sheet=PEOPLE, at=0, title="Заметки"))
    report = workspace.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова")
    after = values_of(workspace)
    (key,) = report.keys
    assert after.pop(key)["name"] == "Серова"
    assert after == before


def test_a_cell_that_a_school_changes_in_the_same_moment_stays_theirs(kit: GoogleKit, workspace: Workspace) -> None:
    meddle(kit, lambda editor: editor.act("set_cell", sheet=PEOPLE, row=2, column=CATEGORY, text="без категории"))
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    assert rows(kit)["П-2"][CATEGORY] == "без категории"
    (conflict,) = report.conflicts
    assert (conflict.mine, conflict.theirs) == ("highest", "none")
    assert not report.applied
    assert workspace.history("people", "П-2")[0].reason.startswith("Прежнее значение возвращено")


def test_a_row_removed_while_rows_move_takes_nothing_of_others_along(kit: GoogleKit, workspace: Workspace) -> None:
    workspace.save([Insert("people", {"name": "Лишняя", "school": "Ш-1"}, "П-9")], "Белова")
    snapshot = workspace.snapshot()
    before = values_of(workspace)
    meddle(kit, lambda editor: editor.act("insert_rows", sheet=PEOPLE, at=1))
    removal = Removal(
        "people", "П-9", {column: snapshot.value("people", "П-9", column) for column in snapshot.tables["people"].columns}
    )
    report = workspace.save([removal], "Белова")
    del before["П-9"]
    assert values_of(workspace) == before
    assert report.applied


def test_a_formula_that_comes_meanwhile_stays(kit: GoogleKit, workspace: Workspace) -> None:
    meddle(kit, lambda _: kit.edit_outside(PEOPLE, {"D3": '="пер"&"вая"'}), "spreadsheets.get")
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    assert report.conflicts
    assert kit.book.sheet(PEOPLE).cell(2, CATEGORY).value == '="пер"&"вая"'


def test_a_sheet_that_is_deleted_meanwhile_is_told(kit: GoogleKit, workspace: Workspace) -> None:
    meddle(kit, lambda editor: editor.act("delete_sheet", sheet=PEOPLE), "spreadsheets.get")
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    assert not report.applied
    assert report.refused or report.conflicts


def test_after_a_cut_connection_the_journal_tells_that_it_landed(kit: GoogleKit, workspace: Workspace) -> None:
    kit.server.fail("drop_after", on="spreadsheets.batchUpdate")
    report = workspace.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова")
    assert [row[NAME] for row in rows(kit).values()].count("Серова") == 1
    assert report.keys
    assert kit.server.count("spreadsheets.batchUpdate") == 1


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("drop_before", {}),
        ("status", {"status": 500}),
        ("status", {"status": 503}),
        *(("status", {"status": code, "html": True}) for code in (500, 502, 503)),
    ],
)
def test_a_write_that_may_have_landed_is_not_repeated(
    kit: GoogleKit, workspace: Workspace, action: str, words: dict[str, Any]
) -> None:
    kit.server.fail(action, on="spreadsheets.batchUpdate", **words)
    with pytest.raises(Unclear):
        workspace.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова")
    assert kit.server.count("spreadsheets.batchUpdate") == 1
    assert "Серова" not in [row[NAME] for row in rows(kit).values()]


def test_a_write_refused_by_the_quota_is_repeated(kit: GoogleKit, workspace: Workspace) -> None:
    kit.server.fail("status", on="spreadsheets.batchUpdate", status=429, times=2)
    assert workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова").applied
    assert kit.server.count("spreadsheets.batchUpdate") == 3
    assert len(kit.slept) == 2


def test_a_protected_cell_is_told_with_what_to_do(kit: GoogleKit, workspace: Workspace) -> None:
    sheet = kit.book.sheet(PEOPLE)
    sheet.protected.append({"protectedRangeId": 1, "range": {"sheetId": sheet.id}, "editors": {"users": ["owner@example.org"]}})
    with pytest.raises(StoreError, match="защищены"):
        workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")


def test_a_reader_is_told_that_it_may_not_write(kit: GoogleKit, workspace: Workspace) -> None:
    kit.book.permissions = dict.fromkeys(kit.book.permissions, "reader")
    with pytest.raises(StoreError, match="Редактор"):
        workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")


def test_a_write_that_nobody_answered_in_time_is_found_and_not_repeated(kit: GoogleKit, tmp_path: Path) -> None:
    store = kit.open()
    made = Workspace(load_config(write_network(tmp_path)), store)
    made.snapshot()
    kit.server.log.clear()
    store._client.set_timeout((1.0, 0.3))
    kit.server.fail("hang", on="spreadsheets.batchUpdate", seconds=5)
    assert made.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова").keys
    assert [row[NAME] for row in rows(kit).values()].count("Серова") == 1
    assert kit.server.count("spreadsheets.batchUpdate") == 1


def test_what_a_lost_answer_would_have_told_is_told_by_the_scratch_sheet(kit: GoogleKit, workspace: Workspace) -> None:
    before = values_of(workspace)
    meddle(kit, lambda editor: editor.act("insert_rows", sheet=PEOPLE, at=1))
    kit.server.fail("drop_after", on="spreadsheets.batchUpdate")
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    before["П-2"]["category"] = "highest"
    assert values_of(workspace) == before
    assert len(report.applied) == 1


def test_a_write_that_lands_when_nobody_waits_any_more_is_looked_after(tmp_path: Path) -> None:
    kit = GoogleKit(tmp_path, direct=True)
    kit.open().create(lay_out_book(MemoryStore(SHEETS).read()))
    workspace = Workspace(load_config(write_network(tmp_path)), kit.open())
    before = values_of(workspace)
    kit.server.fail("delay", on="spreadsheets.batchUpdate")
    with pytest.raises(Unclear):
        workspace.save([Edit("people", "П-3", "category", None, "highest")], "Белова")
    kit.server.editor(kit.book).act("move_rows", sheet=PEOPLE, at=3, to=1)
    assert kit.direct
    kit.direct.land()
    assert {key: row["category"] for key, row in values_of(workspace).items()} == {
        key: row["category"] for key, row in before.items()
    }
    newest = workspace.history("people", "П-3")[0]
    assert (newest.after, newest.reason[:20]) == ("", "Правка не попала в э")
    kit.close()


def test_a_formula_under_the_pen_is_told_although_only_its_value_comes_back(kit: GoogleKit, workspace: Workspace) -> None:
    meddle(kit, lambda _: kit.edit_outside(PEOPLE, {"D3": '="пер"&"вая"'}))
    report = workspace.save([Edit("people", "П-2", "category", "first", "highest")], "Белова")
    (problem,) = report.refused
    assert (problem.cell, problem.key) == ("D3", "П-2")
    assert "формула" in problem.message
    assert "первая" in problem.message


def test_a_row_is_added_to_a_grid_that_is_full(kit: GoogleKit, workspace: Workspace) -> None:
    sheet = kit.book.sheet(PEOPLE)
    sheet.resize(sheet.last_row(), len(sheet.columns))
    report = workspace.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова")
    assert rows(kit)[report.keys[0]][NAME] == "Серова"


def test_a_spreadsheet_that_is_full_is_told(kit: GoogleKit, workspace: Workspace) -> None:
    message = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    kit.server.fail("status", on="batchUpdate", status=400, message=message)
    with pytest.raises(StoreError, match="кончилось место"):
        workspace.save([Insert("people", {"name": "Серова", "school": "Ш-1"})], "Белова")


def test_saves_of_one_spreadsheet_wait_for_each_other(kit: GoogleKit, workspace: Workspace, tmp_path: Path) -> None:
    """Between the look of a save and its write no other save of this process asks for anything."""
    makers = {f"netdash-{number}@example.org": f"Новая {number}" for number in range(3)}
    kit.book.permissions |= dict.fromkeys(makers, "writer")
    for sheet in kit.book.sheets:
        sheet.protected.clear()
    config = load_config(tmp_path / "config")

    def save(email: str) -> None:
        connection = Connection(kit.book.id, {**account(kit.server), "client_email": email}, kit.server.root, 10**6, 10**6)
        own = Workspace(config, GoogleStore(connection, tmp_path))
        for number in range(3):
            own.save([Insert("people", {"name": f"{makers[email]} {number}", "school": "Ш-1"})], "Белова")

    threads = [threading.Thread(target=save, args=(email,)) for email in makers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [row[NAME] for row in rows(kit).values()]
    assert sorted(name for name in names if str(name).startswith("Новая")) == sorted(
        f"{maker} {number}" for maker in makers.values() for number in range(3)
    )
    calls = [entry.call for entry in kit.server.log]
    for place, call in enumerate(calls):
        if call.kind == "spreadsheets.batchUpdate":
            look = max(n for n in range(place) if calls[n].user == call.user and calls[n].kind == "spreadsheets.get")
            assert {other.user for other in calls[look:place] if other.kind.startswith("spreadsheets")} == {call.user}
