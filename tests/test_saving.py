"""A save writes what the person changed and nothing else; what stands in its way is told, cell by cell."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from memory_store import MemoryStore
from networks import write_network
from sheets import filled_store, sheet_row

from netdash.config import load_config
from netdash.edits import Change, Edit, Insert, Removal, Report
from netdash.errors import Moved, Unclear
from netdash.grid import Book, Cell, Grid
from netdash.journal import new_change_set
from netdash.saving import Order, Outcome, carry_out, find_renames
from netdash.saving.plan import simulate
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.stores import AppendRow, SetCell, Write
from netdash.tables import Unread

NOW = datetime(2009, 3, 12, 14, 30)
JOURNAL = ["Когда", "Кто", "Таблица", "Код", "Столбец", "Было", "Стало", "Набор изменений", "Причина"]

EVENT: dict[str, Any] = {"title": "Чтения", "form": "seminar", "starts": date(2009, 4, 1), "status": "planned"}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network")))


@pytest.fixture
def store() -> MemoryStore:
    return filled_store()


class Desk:
    """Somebody who saves."""

    def __init__(self, config: Config, store: MemoryStore) -> None:
        self.config, self.store = config, store

    def __call__(self, *changes: Change, **words: Any) -> Report:
        return self.outcome(*changes, **words).report

    def outcome(self, *changes: Change, **words: Any) -> Outcome:
        order = Order(changes, "Белова", "сверка", NOW, new_change_set(NOW), **words)
        return carry_out(order, self.store, self.config)

    def snapshot(self) -> Snapshot:
        return build_snapshot(self.config, self.store.read(), NOW)

    def value(self, table: str, key: str, column: str) -> Any:
        return self.snapshot().value(table, key, column)


@pytest.fixture
def save(config: Config, store: MemoryStore) -> Desk:
    return Desk(config, store)


def journal(store: MemoryStore) -> list[list[Any]]:
    """Table, key, column, before, after of each line; the reason where it is not the person's."""
    lines = store.there["Журнал"]
    assert lines[0] == JOURNAL
    for line in lines[1:]:
        assert line[:2] == [NOW, "Белова"]
    return [[*line[2:7], *line[8:]] for line in lines[1:]]


def test_an_edit_writes_one_cell_and_its_line_in_the_journal(save: Desk, store: MemoryStore) -> None:
    report = save(Edit("events", "М-1", "participants", 40, 55))
    cells = [write for write in store.written if isinstance(write, SetCell)]
    assert cells == [SetCell("План мероприятий", 1, 9, 40, 55)]
    assert journal(store) == [["План мероприятий", "М-1", "Участников", "40", "55", "сверка"]]
    assert report.applied == (Edit("events", "М-1", "participants", 40, 55),)
    assert (report.conflicts, report.refused, report.repaired) == ((), (), ())
    assert report.change_set.startswith("20090312-143000-")
    assert store.there["Журнал"][1][7] == report.change_set


def test_the_journal_goes_on_below_what_is_there_wherever_its_columns_stand(save: Desk, store: MemoryStore) -> None:
    store.there["Журнал"] = [["Заметки", *reversed(JOURNAL)], ["не трогать"]]
    save(Edit("events", "М-1", "participants", 40, 55))
    save(Edit("events", "М-1", "participants", 55, 60))
    rows = store.there["Журнал"]
    assert rows[1] == ["не трогать"]
    assert [[row[4], row[3]] for row in rows[2:]] == [["40", "55"], ["55", "60"]]


def test_a_journal_that_lost_a_header_gets_it_back(save: Desk, store: MemoryStore) -> None:
    store.there["Журнал"] = [[title for title in JOURNAL if title != "Код"]]
    save(Edit("events", "М-1", "participants", 40, 55))
    assert store.there["Журнал"][0][-1] == "Код"
    assert store.there["Журнал"][1][-1] == "М-1"


def test_rows_and_columns_moved_by_hand_are_found_again(save: Desk, store: MemoryStore) -> None:
    rows = store.there["План мероприятий"]
    rows[1:] = [["М-3", "Совсем новое", "конкурс", None], *reversed(rows[1:])]
    for row in rows:
        row.insert(3, "своё")
    save(Edit("events", "М-1", "participants", 40, 55))
    assert sheet_row(store, "План мероприятий", "М-1")["Участников"] == 55
    assert all(row[3] == "своё" for row in rows)


def test_a_cell_changed_meanwhile_is_a_conflict_and_its_row_stays_whole(save: Desk, store: MemoryStore) -> None:
    store.there["План мероприятий"][1][9] = 45
    report = save(
        Edit("events", "М-1", "participants", 40, 55),
        Edit("events", "М-1", "title", "Семинар", "Семинар о проектах"),
        Edit("events", "М-2", "title", "Конкурс", "Конкурс чтецов"),
    )
    (conflict,) = report.conflicts
    assert (conflict.table, conflict.key, conflict.column) == ("events", "М-1", "participants")
    assert (conflict.before, conflict.mine, conflict.theirs) == (40, 55, 45)
    assert report.applied == (Edit("events", "М-2", "title", "Конкурс", "Конкурс чтецов"),)
    assert sheet_row(store, "План мероприятий", "М-1")["Название"] == "Семинар"
    assert sheet_row(store, "План мероприятий", "М-1")["Участников"] == 45
    assert sheet_row(store, "План мероприятий", "М-2")["Название"] == "Конкурс чтецов"


def test_the_same_edit_by_somebody_else_is_no_conflict_and_no_write(save: Desk, store: MemoryStore) -> None:
    store.there["План мероприятий"][1][9] = 55
    report = save(Edit("events", "М-1", "participants", 40, 55))
    assert (report.conflicts, report.change_set, store.written) == ((), "", [])


def test_a_row_that_is_gone_is_a_conflict_that_keeps_what_was_typed(save: Desk, store: MemoryStore) -> None:
    del store.there["План мероприятий"][1]
    report = save(Edit("events", "М-1", "participants", 40, 55), Edit("events", "М-1", "title", "Семинар", "Чтения"))
    (conflict,) = report.conflicts
    assert (conflict.column, conflict.mine) == ("", {"participants": 55, "title": "Чтения"})
    assert "Строки больше нет" in conflict.message


def test_an_unreadable_cell_can_be_put_right_and_only_that_one(save: Desk, store: MemoryStore) -> None:
    assert save.value("events", "М-2", "starts") == Unread("32 мая")
    store.there["План мероприятий"][2][5] = "33 мая"
    assert save(Edit("events", "М-2", "starts", Unread("32 мая"), date(2009, 5, 31))).conflicts
    assert save(Edit("events", "М-2", "starts", Unread("33 мая"), date(2009, 5, 31))).applied
    assert journal(store) == [["План мероприятий", "М-2", "Начало", "33 мая", "31.05.2009", "сверка"]]


def test_a_refused_value_leaves_its_row_and_lets_the_others_through(save: Desk, store: MemoryStore) -> None:
    report = save(
        Edit("events", "М-1", "participants", 40, -5),
        Edit("events", "М-1", "title", "Семинар", "Чтения"),
        Edit("events", "М-2", "title", "Конкурс", "Чтения"),
        Insert("events", {"title": "Без дня"}),
    )
    assert len(report.refused) == 4
    assert [change.key for change in report.applied if isinstance(change, Edit)] == ["М-2"]
    assert sheet_row(store, "План мероприятий", "М-1")["Название"] == "Семинар"


def test_what_a_refused_change_was_to_make_possible_is_refused_too(save: Desk, store: MemoryStore) -> None:
    person = {"name": "Сидорова В. Г.", "school": "Ш-3"}
    store.there["Команды"][2][4] = "Сидорова В. Г."
    report = save(Removal("people", "П-3", person), Edit("teams", "К-2", "head", "П-3", "П-9"))
    assert [problem.key for problem in report.refused] == ["К-2", "П-3"]
    assert store.written == []


def test_values_are_written_in_their_one_form_and_read_back(save: Desk, store: MemoryStore) -> None:
    report = save(
        Edit("events", "М-1", "title", "Семинар", "  =1+1 "),
        Edit("events", "М-1", "invited", ("Ш-2", "Ш-3"), ("Ш-1", "Ш-3")),
        Edit("events", "М-1", "satisfied", 0.95, 1),
    )
    row = sheet_row(store, "План мероприятий", "М-1")
    assert (row["Название"], row["Участвуют"], row["Довольны"]) == ("=1+1", "Гимназия № 2; Школа № 29", 1)
    assert report.conflicts == ()
    assert [line[4] for line in journal(store)] == ["=1+1", "Гимназия № 2 (Ш-1); Школа № 29 (Ш-3)", "100\N{NBSP}%"]


def test_a_new_row_gets_a_key_and_stands_below_the_others(save: Desk, store: MemoryStore) -> None:
    report = save(Insert("events", EVENT | {"host": "Ш-2", "title": " Чтения "}))
    (key,) = report.keys
    assert key.startswith("М-")
    assert len(key) == 7
    assert key[2:].isdigit()
    assert sheet_row(store, "План мероприятий", key) == {
        "Код": key,
        "Название": "Чтения",
        "Форма": "семинар",
        "Площадка": "Школа № 7",
        "Начало": date(2009, 4, 1),
        "Состояние": "план",
    }
    assert [line[2:5] for line in journal(store)] == [
        ["новая строка", None, None],
        ["Название", None, "Чтения"],
        ["Форма", None, "семинар"],
        ["Начало", None, "01.04.2009"],
        ["Состояние", None, "план"],
        ["Площадка", None, "Школа № 7 (Ш-2)"],
    ]


def test_a_row_taken_away_leaves_other_peoples_columns_and_rows(save: Desk, store: MemoryStore) -> None:
    store.there["Составы"][3].append("заметка школы")
    report = save(Removal("members", "С-3", {"team": "К-2", "person": "П-1", "role": "member", "since": date(2008, 1, 15)}))
    assert report.applied
    assert store.there["Составы"][3] == [None] * 6 + ["заметка школы"]
    assert [line[1:5] for line in journal(store)] == [
        ["С-3", "строка удалена", None, None],
        ["С-3", "Команда", "Олимпиада (К-2)", None],
        ["С-3", "Педагог", "Иванова А. П. (П-1)", None],
        ["С-3", "Роль", "участник", None],
        ["С-3", "С", "15.01.2008", None],
    ]


def test_a_row_that_somebody_filled_meanwhile_is_not_taken_away(save: Desk, store: MemoryStore) -> None:
    store.there["Составы"][3][5] = date(2009, 1, 1)
    report = save(Removal("members", "С-3", {"team": "К-2", "person": "П-1", "role": "member", "since": date(2008, 1, 15)}))
    assert [(conflict.column, conflict.theirs) for conflict in report.conflicts] == [("until", date(2009, 1, 1))]
    assert store.written == []


def test_a_row_already_gone_can_be_taken_away(save: Desk, store: MemoryStore) -> None:
    del store.there["Составы"][3]
    report = save(Removal("members", "С-3", {"team": "К-2"}))
    assert (report.change_set, report.conflicts, report.refused) == ("", (), ())


def test_a_removal_waits_for_a_row_that_could_not_be_taken_away_with_it(save: Desk, store: MemoryStore) -> None:
    store.there["Составы"][2][5] = date(2009, 1, 1)
    person = {"name": "Петров Б. В.", "school": "Ш-2", "category": "first"}
    member = {"team": "К-1", "person": "П-2", "role": "member", "since": date(2007, 9, 1)}
    report = save(Removal("people", "П-2", person), Removal("members", "С-2", member), Edit("teams", "К-2", "head", "П-2", None))
    assert [conflict.key for conflict in report.conflicts] == ["С-2"]
    assert [problem.message.split(".")[0] for problem in report.refused] == ["На строку ссылаются: Составы — 1\N{NBSP}строка"]
    assert [change.key for change in report.applied if isinstance(change, Edit)] == ["К-2"]


def test_a_formula_is_left_alone_and_the_rest_is_saved(save: Desk, store: MemoryStore) -> None:
    store.formulas = {("План мероприятий", 1, 9), ("План мероприятий", 2, 1)}
    report = save(
        Edit("events", "М-1", "participants", 40, 55),
        Edit("events", "М-1", "title", "Семинар", "Чтения"),
        Edit("events", "М-2", "title", "Конкурс", "Чтения"),
        Edit("people", "П-1", "category", "highest", "first"),
    )
    assert [(conflict.key, conflict.column, conflict.theirs) for conflict in report.conflicts] == [
        ("М-1", "participants", 40),
        ("М-2", "title", "Конкурс"),
    ]
    assert all("формула" in conflict.message for conflict in report.conflicts)
    assert [change.key for change in report.applied if isinstance(change, Edit)] == ["П-1"]
    assert len(journal(store)) == 1


# Keys


def test_rows_typed_without_a_key_get_one_with_the_next_save_to_their_sheet(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"] += [[None, "Новикова Д. Е.", "Школа № 7"], ["П-1", "Копия строки", "Школа № 7"]]
    store.there["Школы"].append([None, "Школа № 37", "участник"])
    report = save(Edit("people", "П-2", "category", "first", "highest"))
    keys = [row[0] for row in store.there["Педагоги"][4:]]
    assert len({"П-1", "П-2", "П-3", *keys}) == 5
    assert all(isinstance(key, str) and key.startswith("П-") for key in keys)
    assert store.there["Педагоги"][1][0] == "П-1"
    assert store.there["Школы"][4][0] is None
    assert [line[1:] for line in journal(store)][:2] == [
        [keys[0], "Код", None, keys[0], "Строке присвоен код"],
        [keys[1], "Код", "П-1", keys[1], "Строке присвоен код"],
    ]
    assert len(report.repaired) == 2
    assert report.repaired[0] == f"Лист «Педагоги», A5: код не указан, строке присвоен код «{keys[0]}»."


def test_an_edit_of_a_row_without_a_key_follows_it_to_its_new_one(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    seen = save.snapshot()
    (unkeyed,) = seen.tables["people"].provisional
    report = save(
        Edit("people", unkeyed, "category", None, "first"),
        Edit("teams", "К-2", "head", "П-2", unkeyed),
    )
    key = store.there["Педагоги"][4][0]
    assert isinstance(key, str)
    assert report.conflicts == ()
    assert report.applied[0] == Edit("people", key, "category", None, "first")
    assert sheet_row(store, "Педагоги", key)["Категория"] == "первая"
    assert save.value("teams", "К-2", "head") == key


def test_a_row_without_a_key_gets_one_when_it_is_referred_to(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Иванова А. П.", "Школа № 7"])
    (unkeyed,) = save.snapshot().tables["people"].provisional
    save(Edit("teams", "К-2", "head", "П-2", unkeyed))
    key = store.there["Педагоги"][4][0]
    assert isinstance(key, str)
    assert sheet_row(store, "Команды", "К-2")["Руководитель"] == f"Иванова А. П. ({key})"
    assert journal(store)[-1][4] == f"Иванова А. П. ({key})"


def test_an_edit_follows_a_row_that_got_its_key_in_between(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    (unkeyed,) = save.snapshot().tables["people"].provisional
    given = save.outcome(Edit("people", "П-2", "category", "first", "highest")).given
    report = save(Edit("people", unkeyed, "category", None, "first"), followed=given)
    assert report.applied == (Edit("people", given["people", unkeyed], "category", None, "first"),)


def test_a_row_without_a_key_that_was_changed_meanwhile_is_a_conflict(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    (unkeyed,) = save.snapshot().tables["people"].provisional
    store.there["Педагоги"][4][2] = "Школа № 29"
    (conflict,) = save(Edit("people", unkeyed, "category", None, "first")).conflicts
    assert "Строку без кода изменили" in conflict.message


def test_a_row_without_a_key_can_be_taken_away_and_told_by_a_key(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append([None, "Новикова Д. Е.", "Школа № 7"])
    (unkeyed,) = save.snapshot().tables["people"].provisional
    report = save(Removal("people", unkeyed, {"name": "Новикова Д. Е.", "school": "Ш-2"}))
    assert report.conflicts == ()
    assert not any(store.there["Педагоги"][4])
    assert all(line[1].startswith("П-") for line in journal(store))


def test_a_key_that_a_formula_copies_cannot_be_given_and_is_told(save: Desk, store: MemoryStore) -> None:
    store.there["Педагоги"].append(["П-1", "Новикова Д. Е.", "Школа № 7"])
    store.formulas = {("Педагоги", 4, 0)}
    (unkeyed,) = save.snapshot().tables["people"].provisional
    report = save(Edit("people", unkeyed, "category", None, "first"), Edit("people", "П-2", "category", "first", "highest"))
    assert [(conflict.key, conflict.column) for conflict in report.conflicts] == [(unkeyed, "code")]
    assert [change.key for change in report.applied if isinstance(change, Edit)] == ["П-2"]
    assert store.there["Педагоги"][4] == ["П-1", "Новикова Д. Е.", "Школа № 7"]


# Labels


def test_a_new_name_is_followed_by_all_cells_that_say_the_old_one(save: Desk, store: MemoryStore) -> None:
    rename = Edit("people", "П-1", "name", "Иванова А. П.", "Иванова-Белая А. П.")
    assert {(ref.table, ref.key) for ref in find_renames([rename], save.snapshot())} == {
        ("teams", "К-1"), ("members", "С-1"), ("members", "С-3"),
    }  # fmt: skip
    report = save(rename)
    assert [sheet_row(store, "Составы", key)["Педагог"] for key in ("С-1", "С-3")] == ["Иванова-Белая А. П."] * 2
    assert save.value("teams", "К-1", "head") == "П-1"
    assert save.value("teams", "К-2", "head") == "П-2"
    assert not [problem for problem in save.snapshot().problems if problem.table in ("teams", "members")]
    assert {line[5] for line in journal(store)} == {"сверка", "Ссылка следует за названием"}
    assert len(report.repaired) == 2


def test_a_new_spelling_is_followed_too(save: Desk, store: MemoryStore) -> None:
    save(Edit("people", "П-1", "name", "Иванова А. П.", "ИВАНОВА А. П."))
    assert sheet_row(store, "Составы", "С-1")["Педагог"] == "ИВАНОВА А. П."


def test_a_cell_that_holds_the_key_needs_no_new_name(save: Desk, store: MemoryStore) -> None:
    save(Edit("people", "П-2", "name", "Петров Б. В.", "Петров Борис"))
    assert sheet_row(store, "Команды", "К-2")["Руководитель"] == "П-2"
    assert sheet_row(store, "Составы", "С-2")["Педагог"] == "Петров Борис"


def test_without_following_the_old_names_become_problems(save: Desk, store: MemoryStore) -> None:
    save(Edit("people", "П-1", "name", "Иванова А. П.", "Иванова-Белая А. П."), rename=False)
    assert sheet_row(store, "Составы", "С-1")["Педагог"] == "Иванова А. П."
    assert save.value("members", "С-1", "person") == Unread("Иванова А. П.")


def test_one_of_many_names_in_a_cell_follows(save: Desk, store: MemoryStore) -> None:
    save(Edit("schools", "Ш-3", "name", "Школа № 29", "Лицей № 29"))
    assert sheet_row(store, "План мероприятий", "М-1")["Участвуют"] == "Школа № 7; Лицей № 29"


def test_a_namesake_leaves_every_reference_its_meaning(save: Desk, store: MemoryStore) -> None:
    report = save(Insert("people", {"name": "Иванова А. П.", "school": "Ш-3"}), Edit("teams", "К-2", "head", "П-2", "П-1"))
    assert sheet_row(store, "Составы", "С-1")["Педагог"] == "Иванова А. П. (П-1)"
    assert sheet_row(store, "Команды", "К-2")["Руководитель"] == "Иванова А. П. (П-1)"
    assert save.value("members", "С-1", "person") == "П-1"
    assert report.repaired
    assert [line[3:5] for line in journal(store) if line[1] == "С-1"] == [["Иванова А. П.", "Иванова А. П. (П-1)"]]


def test_a_row_without_a_key_gets_one_when_its_reference_follows(save: Desk, store: MemoryStore) -> None:
    store.there["Составы"].append([None, "Олимпиада", "Петров Б. В."])
    report = save(Edit("people", "П-2", "name", "Петров Б. В.", "Петров Борис"))
    key = store.there["Составы"][4][0]
    assert isinstance(key, str)
    assert store.there["Составы"][4][2] == "Петров Борис"
    assert report.conflicts == ()
    assert {line[1] for line in journal(store)} == {"П-2", "С-2", key}


def test_a_reference_in_a_row_whose_key_is_a_formula_is_told(save: Desk, store: MemoryStore) -> None:
    store.there["Составы"].append(["С-1", "Олимпиада", "Петров Б. В."])
    store.formulas = {("Составы", 4, 0)}
    report = save(Edit("people", "П-2", "name", "Петров Б. В.", "Петров Борис"))
    assert [(conflict.table, conflict.column) for conflict in report.conflicts] == [("members", "person")]
    assert report.applied
    assert store.there["Составы"][4][2] == "Петров Б. В."


def test_a_reference_to_a_row_of_the_same_change_set_is_written_by_its_name(save: Desk, store: MemoryStore) -> None:
    save(
        Insert("people", {"name": "Новикова Д. Е.", "school": "Ш-3"}, key="П-77"),
        Edit("teams", "К-2", "head", "П-2", "П-77"),
        Insert("members", {"team": "К-2", "person": "П-77"}),
    )
    assert sheet_row(store, "Команды", "К-2")["Руководитель"] == "Новикова Д. Е."
    assert store.there["Составы"][4][2] == "Новикова Д. Е."


def test_a_reference_in_a_formula_cannot_follow_and_is_told(save: Desk, store: MemoryStore) -> None:
    store.formulas = {("Составы", 1, 2)}
    report = save(Edit("people", "П-1", "name", "Иванова А. П.", "Иванова-Белая А. П."))
    assert [(c.table, c.key, c.column, c.mine) for c in report.conflicts] == [("members", "С-1", "person", "Иванова-Белая А. П.")]
    assert report.applied
    assert sheet_row(store, "Составы", "С-3")["Педагог"] == "Иванова-Белая А. П."


# Stores that misbehave


class Meddled(MemoryStore):
    """A store whose writes meet somebody else's; ``before`` and ``after`` happen around the first write."""

    before = after = staticmethod(lambda _: None)
    calls = 0

    def apply(self, writes: Sequence[Write]) -> None:
        self.calls += 1
        if self.calls == 1:
            self.before(self)
        super().apply(writes)
        if self.calls == 1:
            self.after(self)


def meddled(**deeds: Any) -> Meddled:
    store = Meddled(filled_store().there)
    for name, deed in deeds.items():
        setattr(store, name, deed)
    return store


def set_cell(sheet: str, row: int, column: int, value: Any) -> Any:
    def deed(store: MemoryStore) -> None:
        store.there[sheet][row][column] = value

    return deed


def test_a_row_that_moves_under_the_write_is_planned_anew(config: Config) -> None:
    store = meddled(before=lambda store: store.there["План мероприятий"].insert(1, ["М-7", "Втиснутое"]))
    assert Desk(config, store)(Edit("events", "М-1", "participants", 40, 55)).applied
    assert sheet_row(store, "План мероприятий", "М-1")["Участников"] == 55


def test_a_cell_changed_under_the_write_is_a_conflict(config: Config) -> None:
    store = meddled(before=set_cell("План мероприятий", 1, 9, 41))
    (conflict,) = Desk(config, store)(Edit("events", "М-1", "participants", 40, 55)).conflicts
    assert conflict.theirs == 41


def test_a_workbook_that_never_holds_still_ends_the_save(config: Config) -> None:
    class Restless(MemoryStore):
        def apply(self, writes: Sequence[Write]) -> None:
            raise Moved("Ячейка изменилась.")

    with pytest.raises(Moved):
        Desk(config, Restless(filled_store().there))(Edit("events", "М-1", "participants", 40, 55))


def test_a_value_that_got_lost_is_written_once_more(config: Config) -> None:
    store = meddled(after=set_cell("План мероприятий", 1, 9, 40))
    report = Desk(config, store)(Edit("events", "М-1", "participants", 40, 55))
    assert (report.conflicts, store.calls) == ((), 2)
    assert sheet_row(store, "План мероприятий", "М-1")["Участников"] == 55
    assert len(store.there["Журнал"]) == 2


def test_a_value_covered_by_another_is_told_and_left(config: Config) -> None:
    store = meddled(after=set_cell("План мероприятий", 1, 9, 77))
    report = Desk(config, store)(
        Edit("events", "М-1", "participants", 40, 55), Edit("events", "М-2", "title", "Конкурс", "Чтения")
    )
    (conflict,) = report.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == ("М-1", 55, 77)
    assert [change.key for change in report.applied if isinstance(change, Edit)] == ["М-2"]
    assert sheet_row(store, "План мероприятий", "М-1")["Участников"] == 77


class Mute(MemoryStore):
    """A store that never says whether a write landed; it did if ``lands``."""

    lands = True
    calls = 0

    def apply(self, writes: Sequence[Write]) -> None:
        self.calls += 1
        if self.lands:
            super().apply(writes)
        raise Unclear("Ответа нет.")


def test_an_unclear_write_that_landed_is_known_by_its_number_in_the_journal(config: Config) -> None:
    store = Mute(filled_store().there)
    report = Desk(config, store)(Edit("events", "М-1", "participants", 40, 55))
    assert report.applied
    assert store.calls == 1


def test_an_unclear_write_that_did_not_land_is_not_repeated(config: Config) -> None:
    store = Mute(filled_store().there)
    store.lands = False
    with pytest.raises(Unclear):
        Desk(config, store)(Edit("events", "М-1", "participants", 40, 55))
    assert store.calls == 1


def test_a_plan_of_many_rows_copies_each_sheet_once() -> None:
    class Rows(list[list[Cell]]):
        copied = 0

        def __iter__(self) -> Any:
            Rows.copied += 1
            return super().__iter__()

    book = Book({"Лист": Grid("Лист", Rows([["Код"], ["1"]]), "как было")})

    planned = simulate(book, [SetCell("Лист", 1, 0, "1", "2"), *(AppendRow("Лист", {0: str(number)}) for number in range(50))])

    assert [row[0] for row in planned.sheets["Лист"].rows] == ["Код", "2", *map(str, range(50))]
    assert Rows.copied == 1
