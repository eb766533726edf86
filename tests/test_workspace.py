"""One door: everybody shares one snapshot, saves go one at a time, and a broken workbook leaves the last good one in sight."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from memory_store import MemoryStore
from networks import write_network
from sheets import filled_store, sheet_row

import netdash
from netdash import ConfigError, Edit, Insert, NetdashError, Removal, StoreError, Unreadable, Workspace
from netdash.config import load_config
from netdash.grid import Book
from netdash.specs import Config

RECIPE = """\
seed: 1
steps:
  - make: people
    rows:
      - {name: Выдуманная А. А., school: Ш-1}
      - {name: Выдуманная Б. Б., school: Ш-2}
  - make: members
    rows:
      - {team: К-1, person: демо-П-001}
  - fill: tasks
    where: {status: [under_way, not_begun]}
    set: {responsible: демо-П-002, note: придумано}
"""
TEAMS = "Код,Название,Вид\nК-1,Математики,объединение\n"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network"), demonstration=RECIPE, start_teams=TEAMS))


@pytest.fixture
def store() -> MemoryStore:
    return filled_store()


@pytest.fixture
def workspace(config: Config, store: MemoryStore) -> Iterator[Workspace]:
    made = Workspace(config, store)
    yield made
    made.close()


def eventually(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


def rename_event(title: str) -> Edit:
    return Edit("events", "М-1", "title", "Семинар", title)


class Broken(MemoryStore):
    """A store that cannot be read while ``fault`` says why."""

    fault: Exception | None = None
    reads = 0

    def read(self, previous: Book | None = None) -> Book:
        self.reads += 1
        if self.fault is not None:
            raise self.fault
        return super().read(previous)


# Reading


def test_a_missing_workbook_opens_and_says_so_until_it_is_there(config: Config) -> None:
    store = MemoryStore()
    workspace = Workspace(config, store)
    for _ in range(2):
        with pytest.raises(Unreadable, match="Книги нет"):
            workspace.snapshot()
    assert workspace.freshness.error == "Книги нет."
    store.sheets = filled_store().sheets
    assert "М-1" in workspace.snapshot().tables["events"].rows
    assert workspace.freshness.error == ""


def test_a_faulty_config_does_not_open(tmp_path: Path) -> None:
    folder = write_network(tmp_path, coverage="teams: {}\n")
    with pytest.raises(ConfigError):
        netdash.open_workspace(folder, tmp_path / "network.xlsx")


def test_everybody_shares_one_snapshot_and_looking_costs_no_reading(config: Config) -> None:
    store = Broken(filled_store().sheets)
    workspace = Workspace(config, store)
    first = workspace.snapshot()
    assert all(workspace.snapshot() is first for _ in range(100))
    assert store.reads == 1
    assert workspace.refresh() is first
    assert (store.reads, workspace.place) == (2, "память")


def test_sessions_that_begin_together_read_once(config: Config) -> None:
    class Slow(Broken):
        def read(self, previous: Book | None = None) -> Book:
            time.sleep(0.05)
            return super().read(previous)

    store = Slow(filled_store().sheets)
    workspace = Workspace(config, store)
    threads = [threading.Thread(target=workspace.snapshot) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.reads == 1


def test_a_refresh_sees_what_changed_outside(workspace: Workspace, store: MemoryStore) -> None:
    first = workspace.snapshot()
    store.there["План мероприятий"][1][1] = "Чтения"
    assert workspace.snapshot() is first
    second = workspace.refresh()
    assert second.value("events", "М-1", "title") == "Чтения"
    assert second.version != first.version
    assert first.value("events", "М-1", "title") == "Семинар"
    assert second.tables["results"] is first.tables["results"]


def test_a_workbook_that_broke_leaves_the_last_good_snapshot_dated(config: Config) -> None:
    store = Broken(filled_store().sheets)
    workspace = Workspace(config, store)
    good = workspace.snapshot()
    as_of = workspace.freshness.as_of
    store.fault = Unreadable("Книга повреждена.")
    assert workspace.refresh() is good
    assert (workspace.freshness.error, workspace.freshness.as_of) == ("Книга повреждена.", as_of)
    assert workspace.freshness.checked_at >= as_of
    store.fault = None
    workspace.refresh()
    assert workspace.freshness.error == ""


def test_the_watch_brings_outside_changes_and_outlives_every_fault(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    store = Broken(filled_store().sheets)
    workspace = Workspace(config, store)
    workspace.snapshot()
    workspace.watch(every=0.005)
    workspace.watch(every=0.005)
    try:
        for fault in (Unreadable("Книга повреждена."), ZeroDivisionError("деление")):
            store.fault = fault
            store.there["План мероприятий"][1][9] = f"до {fault}"
            eventually(lambda fault=fault: str(fault) in workspace.freshness.error)  # type: ignore[misc]
            store.fault = None
            eventually(lambda: workspace.freshness.error == "")
        store.there["План мероприятий"][1][1] = "Чтения"
        eventually(lambda: workspace.snapshot().value("events", "М-1", "title") == "Чтения")
        reads = store.reads
        time.sleep(0.05)
        assert store.reads == reads
    finally:
        workspace.close()
    assert "refresh failed" in caplog.text
    assert not [thread for thread in threading.enumerate() if thread.name == "netdash watch"]


def test_the_watch_reads_once_more_after_a_save_and_keeps_the_snapshot(config: Config) -> None:
    store = Broken(filled_store().sheets)
    workspace = Workspace(config, store)
    workspace.save([rename_event("Чтения")], "Белова")
    saved = workspace.snapshot()
    reads = store.reads
    workspace.watch(every=0.005)
    try:
        eventually(lambda: store.reads == reads + 1)
        time.sleep(0.05)
        assert store.reads == reads + 1
        assert workspace.snapshot() is saved
    finally:
        workspace.close()


def test_readings_are_computed_once_a_snapshot(workspace: Workspace, store: MemoryStore) -> None:
    (first,) = workspace.readings(name="top_category")
    assert first.value == pytest.approx(2 / 3)
    assert workspace.readings(name="top_category")[0] is first
    store.there["Педагоги"][3][3] = "первая"
    workspace.refresh()
    assert workspace.readings(name="top_category")[0].value == 1


# Saving


def test_a_save_is_seen_by_everybody_at_once(workspace: Workspace) -> None:
    report = workspace.save([rename_event("Чтения")], "Белова", reason="по звонку")
    assert workspace.snapshot().value("events", "М-1", "title") == "Чтения"
    (entry,) = workspace.history(table="events", key="М-1")
    assert (entry.author, entry.reason, entry.change_set) == ("Белова", "по звонку", report.change_set)


def test_a_save_without_a_name_is_refused(workspace: Workspace, store: MemoryStore) -> None:
    with pytest.raises(NetdashError, match="кто вносит"):
        workspace.save([rename_event("Чтения")], " ")
    assert store.written == []


def test_a_save_works_before_anybody_looked(workspace: Workspace) -> None:
    assert workspace.save([rename_event("Чтения")], "Белова").applied


def test_a_save_to_a_workbook_that_is_gone_raises_and_keeps_the_last_good(workspace: Workspace, store: MemoryStore) -> None:
    good = workspace.snapshot()
    store.sheets = None
    with pytest.raises(StoreError):
        workspace.save([rename_event("Чтения")], "Белова")
    assert workspace.snapshot() is good


def test_history_is_newest_first_and_can_be_narrowed(workspace: Workspace) -> None:
    first = workspace.save([rename_event("Чтения")], "Белова")
    second = workspace.save([Edit("people", "П-1", "category", "highest", "first")], "Котова")
    assert [entry.author for entry in workspace.history()] == ["Котова", "Белова"]
    assert [entry.table for entry in workspace.history(change_set=first.change_set)] == ["events"]
    assert [entry.change_set for entry in workspace.history(table="people")] == [second.change_set]
    assert workspace.history(key="М-2") == []


def test_an_undo_puts_back_and_names_what_it_undid(workspace: Workspace) -> None:
    first = workspace.save([rename_event("Чтения")], "Белова")
    report = workspace.undo(first.change_set, "Котова")
    assert report.applied == (Edit("events", "М-1", "title", "Чтения", "Семинар"),)
    assert workspace.history()[0].reason == f"Отмена набора {first.change_set}"
    with pytest.raises(NetdashError, match="в журнале нет"):
        workspace.undo("20090101-000000-0000", "Котова")


def test_a_refresh_by_somebody_gives_keys_and_edits_follow(workspace: Workspace, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    (unkeyed,) = workspace.refresh().tables["people"].provisional
    assert store.there["Педагоги"][4][0] is None
    workspace.refresh("Белова")
    key = store.there["Педагоги"][4][0]
    assert isinstance(key, str)
    assert [(entry.column, entry.after, entry.author) for entry in workspace.history(key=key)] == [("code", key, "Белова")]
    assert workspace.save([Edit("people", unkeyed, "category", None, "first")], "Белова").applied
    assert sheet_row(store, "Педагоги", key)["Категория"] == "первая"


def test_renames_tell_which_cells_would_follow(workspace: Workspace) -> None:
    found = workspace.renames([Edit("schools", "Ш-3", "name", "Школа № 29", "Лицей № 29")])
    assert [(one.table, one.key, one.column) for one in found] == [("people", "П-3", "school"), ("events", "М-1", "invited")]
    assert workspace.renames([rename_event("Чтения"), Edit("schools", "Ш-9", "name", "А", "Б")]) == ()


def test_many_savers_lose_nothing(workspace: Workspace) -> None:
    reports: list[Any] = []

    def add(number: int) -> None:
        for _ in range(5):
            values = {"title": f"Чтения {number}", "form": "seminar", "starts": date(2009, 4, 1), "status": "planned"}
            reports.append(workspace.save([Insert("events", values), rename_event(f"Имя {number}")], f"Автор {number}"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [key for report in reports for key in report.keys]
    assert len(set(keys)) == 20
    assert set(keys) <= set(workspace.snapshot().tables["events"].rows)
    winner = workspace.snapshot().value("events", "М-1", "title")
    for report in reports:
        (mine,) = [change.after for change in report.applied if isinstance(change, Edit)] or [None]
        assert mine == winner if mine else report.conflicts[0].theirs == winner


# Making and clearing


def test_a_workbook_is_made_from_the_starting_rows_and_never_over_another(config: Config) -> None:
    store = MemoryStore()
    workspace = Workspace(config, store)
    workspace.create(demonstration=False)
    snapshot = workspace.snapshot()
    assert list(snapshot.tables["people"].rows) == ["П-1", "П-2", "П-3"]
    assert not snapshot.demonstration
    assert not [problem for problem in snapshot.problems if problem.level == "error"]
    with pytest.raises(StoreError):
        workspace.create(demonstration=True)
    assert workspace.snapshot() is snapshot


def test_a_demonstration_can_be_cleared_and_what_people_typed_stays(config: Config) -> None:
    store = MemoryStore()
    workspace = Workspace(config, store)
    workspace.create(demonstration=True)
    shown = workspace.snapshot()
    assert shown.demonstration
    assert shown.value("tasks", "З-2", "responsible") == "демо-П-002"
    workspace.save(
        [
            Edit("tasks", "З-3", "note", "придумано", "на самом деле"),
            Insert("members", {"team": "К-1", "person": "демо-П-002"}),
            Edit("people", "демо-П-001", "category", None, "first"),
        ],
        "Белова",
    )
    report = workspace.clear_demonstration("Котова")
    cleared = workspace.snapshot()
    assert not cleared.demonstration
    assert not [key for table in cleared.tables.values() for key in table.rows if key.startswith("демо-")]
    assert list(cleared.tables["people"].rows) == ["П-1", "П-2", "П-3"]
    assert (cleared.value("tasks", "З-2", "note"), cleared.value("tasks", "З-3", "note")) == (None, "на самом деле")
    assert cleared.value("tasks", "З-2", "responsible") is None
    assert (report.conflicts, report.refused) == ((), ())
    assert [sentence for sentence in report.repaired if "Выдуманная Б. Б." in sentence] == [
        "Лист «Составы», C3: осталась ссылка на «Выдуманная Б. Б.», таких строк больше нет. Замените её."
    ]
    lines = workspace.history(change_set=report.change_set)
    assert {line.table for line in lines} == {"people", "members", "tasks"}
    assert len(lines) == 3
    assert store.kept["копия 1"]["Педагоги"][4][0] == "демо-П-001"
    undone = workspace.undo(report.change_set, "Котова")
    assert undone.applied == ()
    assert "восстановите резервную копию" in undone.refused[0].message


def test_clearing_where_there_is_no_demonstration_does_nothing(workspace: Workspace, store: MemoryStore) -> None:
    assert workspace.clear_demonstration("Котова") == netdash.Report()
    assert (store.kept, store.written) == ({}, [])


def test_a_copy_can_be_put_back_and_the_present_is_kept(workspace: Workspace) -> None:
    name = workspace.backup()
    workspace.save([rename_event("Чтения")], "Белова")
    kept = workspace.restore(name)
    assert workspace.snapshot().value("events", "М-1", "title") == "Семинар"
    assert workspace.backups() == [kept, name]
    workspace.restore(kept)
    assert workspace.snapshot().value("events", "М-1", "title") == "Чтения"


# The whole way, on a file


def test_the_whole_way_on_a_file(tmp_path: Path) -> None:
    folder = write_network(tmp_path, demonstration=RECIPE, start_teams=TEAMS)
    path = tmp_path / "data" / "network.xlsx"
    workspace = netdash.open_workspace(folder, path)
    with pytest.raises(Unreadable):
        workspace.snapshot()
    workspace.create(demonstration=True)

    book = openpyxl.load_workbook(path)
    sheet = book["Педагоги"]
    sheet.insert_rows(2)
    sheet["B2"] = "Новикова Д. Е."
    sheet["C2"] = "Школа № 7"
    book.save(path)
    (unkeyed,) = workspace.refresh().tables["people"].provisional

    report = workspace.save(
        [
            Edit("people", unkeyed, "category", None, "highest"),
            Edit("people", "П-1", "name", "Иванова А. П.", "=HYPERLINK(1)"),
            Insert("events", {"title": "Чтения", "form": "seminar", "starts": date(2009, 4, 1), "status": "planned"}),
            Removal("people", "П-3", {"name": "Сидорова В. Г.", "school": "Ш-3"}),
        ],
        "Белова",
    )
    assert (report.conflicts, report.refused) == ((), ())
    sheet = openpyxl.load_workbook(path)["Педагоги"]
    assert sheet["A2"].value.startswith("П-")
    assert (sheet["D2"].value, sheet["B3"].value, sheet["B3"].data_type) == ("высшая", "=HYPERLINK(1)", "s")
    moments = [entry.at for entry in workspace.history()]
    assert all(isinstance(moment, datetime) for moment in moments)
    assert abs((moments[0] - datetime.now()).total_seconds()) < 60

    undone = workspace.undo(report.change_set, "Белова")
    assert (undone.conflicts, undone.refused) == ((), ())
    assert workspace.snapshot().value("people", "П-1", "name") == "Иванова А. П."
    assert "П-3" in workspace.snapshot().tables["people"].rows
    workspace.clear_demonstration("Белова")
    assert not workspace.snapshot().demonstration
