"""The journal says who changed what, and is the way back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from memory_store import MemoryStore
from networks import write_network
from sheets import filled_store, sheet_row

from netdash.config import load_config
from netdash.edits import Change, Edit, Insert, Removal, Report, plain
from netdash.errors import StoreError
from netdash.journal import Entry, compose_undo, new_change_set, parse_text, read_journal, write_text
from netdash.saving import Order, carry_out
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.journal import JOURNAL_TITLES
from netdash.tables import Unread

NOW = datetime(2009, 3, 12, 14, 30)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network")))


@pytest.fixture
def store() -> MemoryStore:
    return filled_store()


def snapshot_of(config: Config, store: MemoryStore) -> Snapshot:
    return build_snapshot(config, store.read(), NOW)


def save(config: Config, store: MemoryStore, *changes: Change, **words: Any) -> Report:
    order = Order(changes, "Белова", words.pop("reason", ""), NOW, new_change_set(NOW), **words)
    return carry_out(order, store, config).report


def undo(config: Config, store: MemoryStore, change_set: str) -> Report:
    snapshot = snapshot_of(config, store)
    changes, refused = compose_undo(read_journal(snapshot.book, config).of(change_set), snapshot)
    report = save(config, store, *changes, reason=f"Отмена набора {change_set}", restoring=True)
    return Report(report.change_set, report.applied, report.conflicts, (*refused, *report.refused), report.repaired, report.keys)


def entries(config: Config, store: MemoryStore) -> tuple[Entry, ...]:
    return read_journal(store.read(), config).entries


def test_entries_read_back_as_they_were_written(config: Config, store: MemoryStore) -> None:
    report = save(config, store, Edit("events", "М-1", "title", "Семинар", "=1+1"), reason="по звонку")
    assert entries(config, store) == (
        Entry(NOW, "Белова", "events", "М-1", "title", "Семинар", "=1+1", report.change_set, "по звонку"),
    )


def test_numbers_of_change_sets_are_readable_and_differ() -> None:
    numbers = {new_change_set(datetime(2008, 11, 5, 14, 30, 12)) for _ in range(50)}
    assert len(numbers) > 40
    assert all(number.startswith("20081105-143012-") for number in numbers)


@pytest.mark.parametrize(
    ("table", "column", "value", "text"),
    [
        ("events", "title", "007", "007"),
        ("events", "title", "да", "да"),
        ("events", "starts", date(2009, 5, 1), "01.05.2009"),
        ("events", "opens", datetime(2009, 1, 1, 9, 5).time(), "9:05"),
        ("events", "participants", 1234, "1234"),
        ("events", "satisfied", 0.07, "7\N{NBSP}%"),
        ("results", "mean", 61.25, "61,25"),
        ("results", "mean", 0.1 + 0.2, "0,30000000000000004"),
        ("results", "school_year", "2008/09", "2008/09"),
        ("events", "joint", False, "нет"),
        ("events", "form", "seminar", "семинар"),
        ("people", "roles", ("tutor", "guide"), "тьютор; проводник идей"),
        ("events", "host", "Ш-1", "Гимназия № 2 (Ш-1)"),
        ("events", "invited", ("Ш-2", "Ш-3"), "Школа № 7 (Ш-2); Школа № 29 (Ш-3)"),
        ("events", "host", None, ""),
        ("events", "invited", (), ""),
    ],
)
def test_a_value_and_its_text_are_one(config: Config, store: MemoryStore, table: str, column: str, value: Any, text: str) -> None:
    snapshot = snapshot_of(config, store)
    assert write_text(value, table, column, snapshot) == text
    assert parse_text(text, table, column, snapshot) == (plain(value), "")


def test_a_reference_is_read_back_by_its_key_whatever_the_row_is_called_now(config: Config, store: MemoryStore) -> None:
    snapshot = snapshot_of(config, store)
    assert parse_text("Лицей (бывший) (Ш-1)", "events", "host", snapshot) == ("Ш-1", "")
    assert parse_text("Школа № 7", "events", "host", snapshot) == ("Ш-2", "")
    assert parse_text("Школа № 70", "events", "host", snapshot)[1]


def test_ugly_lines_are_problems_and_the_others_are_read(config: Config, store: MemoryStore) -> None:
    save(config, store, Edit("events", "М-1", "participants", 40, 55))
    good = store.there["Журнал"][1]
    store.there["Журнал"] += [
        ["когда-то", *good[1:]],
        [None, None, "#REF!"],
        [],
        [*good[:7], None],
        ["01.09.2008 14:30", "Белова", "Лунная база", "Л-1", "Кратер", 5, 7.5, "x"],
        [39757.604166667, *good[1:]],
        [date(2009, 1, 2), *good[1:]],
        [datetime(2009, 1, 2, 3, 4, 5, 600), *good[1:]],
        [True, *good[1:]],
        [-1, *good[1:]],
        [1e308, *good[1:]],
    ]
    journal = read_journal(store.read(), config)
    assert [entry.at for entry in journal.entries[1:]] == [
        datetime(2008, 9, 1, 14, 30), datetime(2008, 11, 5, 14, 30), datetime(2009, 1, 2), datetime(2009, 1, 2, 3, 4, 5),
    ]  # fmt: skip
    moon = journal.entries[1]
    assert (moon.table, moon.column, moon.before, moon.after) == ("Лунная база", "Кратер", "5", "7,5")
    assert [problem.cell for problem in journal.problems] == ["A3", "A4", "H6", "A11", "A12", "A13"]
    assert {problem.level for problem in journal.problems} == {"warning"}


def test_a_journal_that_grew_or_lost_lines_reads_as_if_it_were_read_for_the_first_time(
    config: Config, store: MemoryStore
) -> None:
    def texts() -> list[str]:
        return [entry.after for entry in entries(config, store)]

    save(config, store, Edit("events", "М-1", "title", "Семинар", "Первый"))
    assert texts() == ["Первый"]
    save(config, store, Edit("events", "М-1", "title", "Первый", "Второй"))
    store.there["Журнал"].append(["когда-то"])
    assert texts() == ["Первый", "Второй"]
    assert len(read_journal(store.read(), config).problems) == 1
    store.there["Журнал"].append(list(store.there["Журнал"][1]))
    assert texts() == ["Первый", "Второй", "Первый"]
    assert len(read_journal(store.read(), config).problems) == 1
    del store.there["Журнал"][1]
    assert texts() == ["Второй", "Первый"]
    store.there["Журнал"][1][6] = "Третий"
    assert texts() == ["Третий", "Первый"]


def test_a_sheet_without_the_journals_headers_is_told_and_not_written_to(config: Config, store: MemoryStore) -> None:
    store.there["Журнал"] = [["что-то своё"], [1, 2, 3]]
    assert len(read_journal(store.read(), config).problems) == 1
    with pytest.raises(StoreError, match="нет строки заголовков"):
        save(config, store, Edit("events", "М-1", "participants", 40, 55))
    assert store.there["План мероприятий"][1][9] == 40


def test_an_empty_journal_sheet_gets_its_headers(config: Config, store: MemoryStore) -> None:
    store.there["Журнал"] = []
    save(config, store, Edit("events", "М-1", "participants", 40, 55))
    assert store.there["Журнал"][0] == list(JOURNAL_TITLES)
    assert len(entries(config, store)) == 1


# Undo


EVERY_KIND = (
    Edit("events", "М-1", "title", "Семинар", "Чтения"),
    Edit("events", "М-1", "invited", ("Ш-2", "Ш-3"), ("Ш-1",)),
    Edit("events", "М-1", "starts", date(2009, 3, 20), None),
    Edit("events", "М-1", "satisfied", 0.95, 0.0725),
    Edit("events", "М-2", "joint", None, False),
    Edit("people", "П-1", "roles", ("tutor", "guide"), ("guide",)),
    Insert("people", {"name": "Новикова Д. Е.", "school": "Ш-3", "category": "first"}, key="П-77"),
    Insert("members", {"team": "К-1", "person": "П-77"}),
    Removal("members", "С-3", {"team": "К-2", "person": "П-1", "role": "member", "since": date(2008, 1, 15)}),
)


def contents(config: Config, store: MemoryStore) -> dict[tuple[str, str, str], Any]:
    """Every value of every row, by table, key and column."""
    snapshot = snapshot_of(config, store)
    return {
        (name, key, column): snapshot.value(name, key, column)
        for name, table in snapshot.tables.items()
        for key in table.rows
        for column in table.spec.columns
    }


def test_an_undo_puts_everything_back_and_an_undo_of_it_does_it_again(config: Config, store: MemoryStore) -> None:
    before = contents(config, store)
    changes = [change for change in EVERY_KIND if not (isinstance(change, Edit) and change.column == "starts")]
    first = save(config, store, *changes)
    after = contents(config, store)
    assert len(first.applied) == len(changes)
    second = undo(config, store, first.change_set)
    assert (second.conflicts, second.refused) == ((), ())
    assert contents(config, store) == before
    third = undo(config, store, second.change_set)
    assert (third.conflicts, third.refused) == ((), ())
    assert contents(config, store) == after


def test_an_undo_is_in_the_journal_with_its_reason(config: Config, store: MemoryStore) -> None:
    first = save(config, store, Edit("events", "М-1", "participants", 40, 55))
    second = undo(config, store, first.change_set)
    last = entries(config, store)[-1]
    assert (last.before, last.after, last.reason) == ("55", "40", f"Отмена набора {first.change_set}")
    assert last.change_set == second.change_set


def test_an_undo_restores_even_an_empty_required_cell(config: Config, store: MemoryStore) -> None:
    store.there["План мероприятий"][1][5] = None
    report = save(config, store, Edit("events", "М-1", "starts", None, date(2009, 4, 1)))
    assert undo(config, store, report.change_set).refused == ()
    assert "Начало" not in sheet_row(store, "План мероприятий", "М-1")


def test_what_changed_since_is_a_conflict_and_the_other_rows_go_back(config: Config, store: MemoryStore) -> None:
    report = save(
        config, store, Edit("events", "М-1", "participants", 40, 55), Edit("events", "М-2", "title", "Конкурс", "Чтения")
    )
    store.there["План мероприятий"][1][9] = 60
    undone = undo(config, store, report.change_set)
    assert [(c.key, c.before, c.mine, c.theirs) for c in undone.conflicts] == [("М-1", 55, 40, 60)]
    assert sheet_row(store, "План мероприятий", "М-2")["Название"] == "Конкурс"


def test_a_second_undo_changes_nothing(config: Config, store: MemoryStore) -> None:
    report = save(config, store, *EVERY_KIND[6:8], EVERY_KIND[0])
    undo(config, store, report.change_set)
    again = undo(config, store, report.change_set)
    assert (again.change_set, again.conflicts, again.refused) == ("", (), ())


def test_an_undone_rename_takes_its_references_back(config: Config, store: MemoryStore) -> None:
    before = contents(config, store)
    report = save(config, store, Edit("people", "П-1", "name", "Иванова А. П.", "Белая А. П."))
    assert sheet_row(store, "Составы", "С-1")["Педагог"] == "Белая А. П."
    undone = undo(config, store, report.change_set)
    assert (undone.conflicts, undone.refused) == ((), ())
    assert sheet_row(store, "Составы", "С-1")["Педагог"] == "Иванова А. П."
    assert contents(config, store) == before


def test_a_row_that_others_came_to_refer_to_is_not_taken_back(config: Config, store: MemoryStore) -> None:
    report = save(config, store, Insert("people", {"name": "Новикова Д. Е.", "school": "Ш-3"}, key="П-77"))
    save(config, store, Edit("teams", "К-2", "head", "П-2", "П-77"))
    undone = undo(config, store, report.change_set)
    assert "На строку ссылаются: Команды" in undone.refused[0].message
    assert sheet_row(store, "Педагоги", "П-77")


def test_what_could_not_be_read_cannot_be_put_back_and_is_told(config: Config, store: MemoryStore) -> None:
    report = save(config, store, Edit("events", "М-2", "starts", Unread("32 мая"), date(2009, 5, 31)))
    (problem,) = undo(config, store, report.change_set).refused
    assert (problem.key, problem.column, problem.found) == ("М-2", "starts", "32 мая")
    assert "прежнее значение вернуть нельзя" in problem.message


def test_a_removed_row_comes_back_without_what_could_not_be_read(config: Config, store: MemoryStore) -> None:
    snapshot = snapshot_of(config, store)
    row = {column: snapshot.value("events", "М-2", column) for column in snapshot.tables["events"].columns}
    report = save(config, store, Removal("events", "М-2", row))
    undone = undo(config, store, report.change_set)
    assert [problem.found for problem in undone.refused] == ["32 мая"]
    assert sheet_row(store, "План мероприятий", "М-2")["Название"] == "Конкурс"


def test_a_given_key_stays_when_the_change_set_is_undone(config: Config, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    report = save(config, store, Edit("people", "П-2", "category", "first", "highest"))
    key = store.there["Педагоги"][4][0]
    undo(config, store, report.change_set)
    assert store.there["Педагоги"][4][0] == key
    assert sheet_row(store, "Педагоги", "П-2")["Категория"] == "первая"


def test_tables_and_columns_that_are_no_more_are_told(config: Config, store: MemoryStore) -> None:
    snapshot = snapshot_of(config, store)
    lost = [
        Entry(NOW, "Белова", "planets", "Л-1", "crater", "", "7", "x"),
        Entry(NOW, "Белова", "events", "М-1", "Цвет", "", "красный", "x"),
        Entry(NOW + timedelta(1), "Белова", "events", "М-1", "participants", "55", "40", "x"),
    ]
    changes, problems = compose_undo(lost, snapshot)
    assert changes == [Edit("events", "М-1", "participants", 40, 55)]
    assert ["planets" in problems[0].message, "Цвет" in problems[1].message] == [True, True]
