"""A new workbook as people see it when they open it."""

import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from netdash.errors import StoreError
from netdash.grid import a1
from netdash.stores import AppendRow, Choice, ColumnLayout, SheetLayout
from netdash.stores.excel import ExcelStore

LONG = tuple(f"значение с длинным названием номер {number}" for number in range(40))
COLUMNS = (
    ColumnLayout("Код", "text", 10, "Код ставит программа", locked=True),
    ColumnLayout("Название", "text", 30, "Как называется\nВторая строка", required=True),
    ColumnLayout("Дата", "date", 13),
    ColumnLayout("Время", "time", 9),
    ColumnLayout("Доля", "percent", 11),
    ColumnLayout("Число", "integer", 9),
    ColumnLayout("Форма", choice=Choice(words=("семинар", "конкурс"))),
    ColumnLayout("Вид", choice=Choice(words=LONG)),
    ColumnLayout("Метки", choice=Choice(words=("а, б", "в"), many=True)),
    ColumnLayout("Где", choice=Choice(sheet="Места 'у' моря", title="Имя")),
)
ROW = ("П-1", "=1+1", date(2008, 9, 1), time(8, 30), 0.75, 5, "семинар", LONG[0], "а, б; в", "Мыс")
SHEETS = (
    SheetLayout("Как заполнять", rows=(("Как заполнять",), ("",), ("Занятия. Что проведено.",), ("Длинный текст. " * 30,))),
    SheetLayout("Занятия", COLUMNS, (ROW,)),
    SheetLayout("Места 'у' моря", (ColumnLayout("Код", locked=True), ColumnLayout("Имя")), (("М-1", "Мыс"), ("М-2", "Коса"))),
    SheetLayout("Журнал", (ColumnLayout("Когда", "moment", 18),), ((datetime(2008, 9, 1, 8, 30),),), locked=True),
)


@pytest.fixture
def store(tmp_path: Path) -> ExcelStore:
    made = ExcelStore(tmp_path / "folder" / "network.xlsx")
    made.create(SHEETS)
    return made


@pytest.fixture
def sheet(store: ExcelStore) -> Worksheet:
    return openpyxl.load_workbook(store.place)["Занятия"]


def colour(sheet: Worksheet, place: str) -> str:
    return str(sheet[place].fill.fgColor.rgb)[-6:]


def test_the_header_is_frozen_filtered_and_repeated_in_print(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:J")
    assert sheet.print_title_rows == "$1:$1"
    assert all(sheet[f"{letter}1"].font.bold for letter in "ABCDEFGHIJ")
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == pytest.approx([10.71, 30.71, 13.71], abs=0.01)


def test_keys_are_grey_and_required_columns_marked(sheet: Worksheet) -> None:
    assert (colour(sheet, "A1"), colour(sheet, "B1"), colour(sheet, "C1")) == ("D9D9D9", "FFE699", "DCE6F1")
    assert colour(sheet, "A2") == "F2F2F2"


def test_help_stands_in_notes_large_enough_to_read(sheet: Worksheet) -> None:
    assert sheet["B1"].comment.text == "Как называется\nВторая строка"
    assert sheet["B1"].comment.height >= 58
    assert sheet["C1"].comment is None


def test_whole_columns_have_their_formats_and_text_stays_text(sheet: Worksheet) -> None:
    assert [sheet[f"{letter}2"].number_format for letter in "ABCDEF"] == ["@", "@", "dd.mm.yyyy", "hh:mm", "0.0%", "#,##0"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_drop_downs_offer_their_words_and_let_others_pass(store: ExcelStore, sheet: Worksheet) -> None:
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["G2"].formula1 == '"семинар,конкурс"'
    assert rules["H2"].formula1 == "'Списки'!$A$1:$A$40"
    assert rules["I2"].formula1 == "'Списки'!$B$1:$B$2"
    assert rules["J2"].formula1.startswith("'Места ''у'' моря'!$B$2:$B$")
    assert int(rules["J2"].formula1.rpartition("$")[2]) > 100
    assert {place: rule.errorStyle for place, rule in rules.items() if place != "I2"} == dict.fromkeys(
        ("G2", "H2", "J2"), "warning"
    )
    assert rules["I2"].showErrorMessage is False
    assert "точку с запятой" in rules["I2"].prompt
    assert all(str(rule.sqref).endswith("1048576") for rule in rules.values())
    lists = openpyxl.load_workbook(store.place)["Списки"]
    assert lists.sheet_state == "hidden"
    assert lists["A40"].value == LONG[-1]


def test_a_page_of_text_is_readable(store: ExcelStore) -> None:
    page = openpyxl.load_workbook(store.place, rich_text=True)["Как заполнять"]
    assert page["A1"].font.size == 18
    assert page["A3"].value[0].font.b
    assert str(page["A3"].value) == "Занятия. Что проведено."
    assert page["A4"].alignment.wrap_text
    assert page.row_dimensions[4].height >= 15 * 5
    assert page.column_dimensions["A"].width > 90


def test_added_rows_look_like_those_that_were_made(store: ExcelStore) -> None:
    with store.transaction() as transaction:
        transaction.write([AppendRow("Занятия", {0: "П-2", 2: date(2009, 1, 1), 3: time(9, 5), 4: 0.5})])
        transaction.write([AppendRow("Журнал", {0: datetime(2009, 1, 1, 9, 5)})])
    book = openpyxl.load_workbook(store.place)
    for column in range(10):
        made, added = (book["Занятия"][a1(row, column)] for row in (1, 2))
        assert (added.number_format, added.fill.fgColor.rgb) == (made.number_format, made.fill.fgColor.rgb)
    assert book["Журнал"]["A3"].number_format == "dd.mm.yyyy hh:mm"


def test_a_first_row_takes_the_look_of_its_columns_not_of_the_header(tmp_path: Path) -> None:
    store = ExcelStore(tmp_path / "network.xlsx")
    store.create([SheetLayout("Занятия", COLUMNS[:6])])
    with store.transaction() as transaction:
        transaction.write([AppendRow("Занятия", dict(enumerate(ROW[:6])))])
    sheet = openpyxl.load_workbook(store.place)["Занятия"]
    assert [sheet[f"{letter}2"].number_format for letter in "ABCDEF"] == ["@", "@", "dd.mm.yyyy", "hh:mm", "0.0%", "#,##0"]
    assert not any(sheet[f"{letter}2"].font.bold for letter in "ABCDEF")


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ([SheetLayout("а"), SheetLayout("А")], "дважды"),
        ([SheetLayout("a:b")], "назвать"),
        ([SheetLayout("Лист", (ColumnLayout("Где", choice=Choice(sheet="Нет", title="Имя")),))], "списка"),
        ([SheetLayout("Лист", (ColumnLayout("Имя"),), (("я" * 32_768,),))], "длиннее"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_no_file(tmp_path: Path, sheets: list[SheetLayout], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        ExcelStore(tmp_path / "network.xlsx").create(sheets)
    assert not (tmp_path / "network.xlsx").exists()


def test_a_workbook_is_not_made_under_the_name_of_another_format(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"network\.ods не кончается на \.xlsx"):
        ExcelStore(tmp_path / "network.ods").create([])
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_saves_it_anew_without_losing_a_cell(store: ExcelStore, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), store.place], check=True, capture_output=True, timeout=120)
    path = tmp_path / "out" / "network.xlsx"
    ours, theirs = store.read(), ExcelStore(path).read()
    assert list(theirs.sheets) == list(ours.sheets)
    for title, grid in ours.sheets.items():
        assert theirs.sheets[title].rows == grid.rows
    with ExcelStore(path).transaction() as transaction:
        book = transaction.write([AppendRow("Занятия", {0: "П-2", 2: date(2009, 1, 1)})])
    assert list(book.sheets["Занятия"].rows[2][:3]) == ["П-2", "", date(2009, 1, 1)]
