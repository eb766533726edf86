"""A new workbook explains itself: its first sheet, its columns' help and drop-downs, and the rows that it begins with."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from networks import FILES, replaced, write_network

from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.grid import Book, Grid
from netdash.layout import journal_sheet, lay_out, starting_rows
from netdash.snapshot import build_snapshot
from netdash.specs import Config
from netdash.stores import Choice, ColumnLayout, SheetLayout

ROOT = Path(__file__).parent.parent

EVENT = {
    "code": "М-1",
    "title": "Семинар тьюторов",
    "form": "seminar",
    "host": "Ш-1",
    "invited": ("Ш-2", "Ш-3"),
    "starts": date(2008, 9, 15),
    "ends": None,
    "opens": time(14, 30),
    "closes": time(16),
    "responsible": None,
    "status": "planned",
    "joint": True,
    "participants": 25,
    "satisfied": 0.75,
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_network(tmp_path))


def sheet(config: Config, title: str, rows: dict[str, tuple[dict[str, object], ...]]) -> SheetLayout:
    """One sheet of a new workbook."""
    return next(layout for layout in lay_out(config, rows) if layout.title == title)


def column(config: Config, table: str, title: str) -> ColumnLayout:
    """One column of a new workbook without rows."""
    return next(column for column in sheet(config, config.tables[table].title, {}).columns if column.title == title)


def test_the_first_sheet_tells_how_and_the_last_is_the_journal(config: Config) -> None:
    titles = [layout.title for layout in lay_out(config, {})]
    assert titles == ["Как заполнять", *(table.title for table in config.tables.values()), "Журнал"]


def test_the_first_sheet_lists_every_sheet_with_its_purpose_and_columns(config: Config) -> None:
    lines = [line for (line,) in sheet(config, "Как заполнять", {}).rows]
    place = lines.index("Школы. Школы сети.")
    assert lines[place + 1] == "Столбцы: Название*, Роль*, Адрес, Телефон, Почта, Сайт."
    assert all(any(str(line).startswith(table.title) for line in lines) for table in config.tables.values())


def test_the_journal_is_locked_and_begins_with_the_moment() -> None:
    journal = journal_sheet()
    assert journal.locked
    assert journal.rows == ()
    assert [(column.title, column.format) for column in journal.columns][:2] == [("Когда", "moment"), ("Кто", "text")]
    assert all(column.locked for column in journal.columns)


def test_references_stand_as_labels_and_values_in_their_canonical_form(config: Config) -> None:
    rows = starting_rows(config) | {"events": (EVENT,)}
    assert sheet(config, "План мероприятий", rows).rows == (
        (
            "М-1", "Семинар тьюторов", "семинар", "Гимназия № 2", "Школа № 7; Школа № 29", date(2008, 9, 15), None,
            time(14, 30), time(16), None, "план", "да", 25, 0.75,
        ),
    )  # fmt: skip


def test_a_repeated_label_is_written_with_its_key(config: Config) -> None:
    people = tuple({"code": f"П-{n}", "name": "Иванова А. П.", "school": None} for n in (1, 2))
    teams = ({"code": "К-1", "title": "Команда", "kind": "creative", "head": "П-2"},)
    assert sheet(config, "Команды", {"people": people, "teams": teams}).rows == (
        ("К-1", "Команда", "творческая группа", None, "Иванова А. П. (П-2)"),
    )


def test_a_label_with_the_separator_in_it_gives_way_to_the_key(config: Config) -> None:
    schools = tuple({"code": f"Ш-{n}", "name": name, "role": "member"} for n, name in enumerate(("Школа; филиал", "Лицей")))
    events = (EVENT | {"host": "Ш-0", "invited": ("Ш-0", "Ш-1")},)
    assert sheet(config, "План мероприятий", {"schools": schools, "events": events}).rows[0][3:5] == (
        "Школа; филиал",
        "Ш-0; Лицей",
    )


def test_a_row_of_another_table_without_a_label_is_named_by_its_key(config: Config) -> None:
    schools = ({"code": "Ш-1", "name": None, "role": "member"},)
    assert sheet(config, "Педагоги", {"schools": schools, "people": ({"code": "П-1", "school": "Ш-1"},)}).rows[0][2] == "Ш-1"


@pytest.mark.parametrize(
    ("table", "title", "choice"),
    [
        ("events", "Форма", Choice(words=("семинар", "конкурс"))),
        ("people", "Роли", Choice(words=("тьютор", "проводник идей"), many=True)),
        ("tasks", "Этап", Choice(words=("Предварительный этап", "Первый этап"))),
        ("events", "Площадка", Choice(sheet="Школы", title="Название")),
        ("events", "Участвуют", Choice(sheet="Школы", title="Название", many=True)),
        ("events", "Совместное", Choice(words=("да", "нет"), box=True)),
        ("events", "Начало", None),
    ],
)
def test_drop_downs_come_from_choices_and_from_labels(config: Config, table: str, title: str, choice: Choice | None) -> None:
    assert column(config, table, title).choice == choice


@pytest.mark.parametrize(
    ("table", "title", "note"),
    [
        ("events", "Код", "Код строки: его ставит программа, не меняйте и не удаляйте его."),
        ("events", "Начало", "Дата, например 01.09.2008.\nОбязательный столбец."),
        ("events", "Открытие", "Время, например 14:30."),
        ("events", "Участников", "Целое число от 0 (чел.), например 25."),
        ("events", "Довольны", "Проценты от 0\u00a0% до 100\u00a0%, например 75\u00a0%."),
        ("results", "Средний балл", "Число от 0 до 100, дробная часть после запятой, например 54,3."),
        ("results", "Учебный год", "Учебный год, например 2008/09.\nОбязательный столбец."),
        ("events", "Совместное", "Да или нет."),
        ("events", "Форма", "Одно из списка: семинар, конкурс.\nОбязательный столбец."),
        ("events", "Участвуют", "Одно или несколько через точку с запятой из столбца «Название» листа «Школы»."),
        ("people", "Роли", "Одно или несколько через точку с запятой из списка: тьютор, проводник идей."),
        ("schools", "Адрес", ""),
    ],
)
def test_notes_say_what_a_column_takes(config: Config, table: str, title: str, note: str) -> None:
    assert column(config, table, title).note == note


def test_a_help_with_an_example_is_not_said_again(tmp_path: Path) -> None:
    events = replaced(
        "tables/events.yaml", "starts: {title: Начало,", "starts: {title: Начало, help: 'День, например 15.09.2008.',"
    )
    config = load_config(write_network(tmp_path, tables_events=events))
    assert column(config, "events", "Начало").note == "День, например 15.09.2008.\nОбязательный столбец."


def test_only_the_key_is_locked_and_required_columns_say_so(config: Config) -> None:
    columns = sheet(config, "Школы", {}).columns
    assert [column.title for column in columns if column.locked] == ["Код"]
    assert [column.title for column in columns if column.required] == ["Название", "Роль"]


def test_formats_follow_kinds(config: Config) -> None:
    formats = {column.title: column.format for column in sheet(config, "План мероприятий", {}).columns}
    assert [formats[title] for title in ("Код", "Начало", "Открытие", "Участников", "Довольны")] == [
        "text", "date", "time", "integer", "percent",
    ]  # fmt: skip


def test_columns_are_as_wide_as_header_words_and_content_need(config: Config) -> None:
    people = ({"code": "П-1", "name": "И" * 30}, {"code": "П-2", "name": "Я" * 200})
    narrow = {column.title: column.width for column in sheet(config, "Педагоги", {"people": people[:1]}).columns}
    wide = {column.title: column.width for column in sheet(config, "Педагоги", {"people": people}).columns}
    assert (narrow["ФИО"], wide["ФИО"]) == (32, 48)
    assert narrow["Категория"] >= len("без категории")
    assert all(column.width > len(column.title) for layout in lay_out(config, {}) for column in layout.columns)


def test_starting_rows_are_typed_and_refer_by_key(config: Config) -> None:
    rows = starting_rows(config)
    assert rows["people"][0] == {
        "code": "П-1",
        "name": "Иванова А. П.",
        "school": "Ш-1",
        "category": "highest",
        "roles": ("tutor", "guide"),
        "tutor_since": None,
    }
    assert rows["tasks"][1]["stage"] == "first"
    assert rows["events"] == ()


def test_bad_starting_cells_are_told_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    people = FILES["start/people.csv"].replace("высшая", "вышая").replace("Школа № 29", "Школа № 92")
    tasks = "Код,Этап,Задача,Состояние,Срок\n\nЗ-1,Первый этап,Создать,не начато,31.02.2009\nЗ-2,Первый этап,,не начато,\n"
    config = load_config(write_network(Path(), start_people=people, start_tasks=tasks))
    with pytest.raises(ConfigError) as caught:
        starting_rows(config)
    assert str(caught.value).splitlines() == [
        "config/start/people.csv:2: «Категория»: "
        "Значения «вышая» нет в списке; можно: высшая, первая, без категории; возможно, «высшая»",
        "config/start/people.csv:4: «Школа»: На листе «Школы» нет строки «Школа № 92»; возможно, «Школа № 7»",
        "config/start/tasks.csv:3: «Срок»: Дня 31 февраля 2009 не бывает: в этом месяце 28\u00a0дней; возможно, «28.02.2009»",
        "config/start/tasks.csv:4: «Задача»: Не заполнено, а это обязательный столбец",
    ]


def test_a_workbook_with_starting_rows_reads_back_as_they_were(config: Config) -> None:
    rows = starting_rows(config) | {"events": (EVENT,)}
    sheets = {
        layout.title: Grid(layout.title, (tuple(column.title for column in layout.columns), *layout.rows), layout.title)
        for layout in lay_out(config, rows)
        if layout.columns
    }
    snapshot = build_snapshot(config, Book(sheets), datetime(2009, 3, 12))
    assert [problem for problem in snapshot.problems if problem.level == "error"] == []
    assert {name: snapshot.value("events", "М-1", name) for name in EVENT if name != "code"} == {
        name: value for name, value in EVENT.items() if name != "code"
    }


def test_the_shipped_config_makes_a_workbook_without_a_fault() -> None:
    config = load_config(ROOT / "config")
    layouts = lay_out(config, starting_rows(config))
    assert len(layouts) == len(config.tables) + 2
    assert all(column.note for layout in layouts[1:-1] for column in layout.columns)
