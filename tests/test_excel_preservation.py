"""The workbook stays theirs: a save changes the cells that it names and leaves everything else as it was."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture
from raw_workbooks import DATE, MAIN, STRICT, TIME, parts_of, sheet, workbook

from netdash.errors import Moved, StoreError
from netdash.grid import Book, Cell
from netdash.stores import AddSheet, AppendRow, ColumnLayout, SetCell, SheetLayout, Write
from netdash.stores.excel import ExcelStore

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def picture() -> io.BytesIO:
    output = io.BytesIO()
    Picture.new("RGB", (20, 20), "green").save(output, "PNG")
    output.seek(0)
    return output


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    data, other = book.add_worksheet("Данные"), book.add_worksheet("Своё")
    day = book.add_format({"num_format": "dd.mm.yyyy", "bg_color": "#FFEEAA"})
    bold = book.add_format({"bold": True})
    data.write_row(0, 0, ("Код", "Имя", "Дата", "Число", "Удвоено"), bold)
    for row in range(1, 6):
        data.write_row(row, 0, (f"К{row}", f"Имя {row}"))
        data.write_datetime(row, 2, datetime(2008, 9, row), day)
        data.write_number(row, 3, row)
        data.write_formula(row, 4, f"=D{row + 1}*2", None, row * 2)
    data.autofilter("A1:E6")
    data.freeze_panes(1, 0)
    data.conditional_format("D2:D6", {"type": "cell", "criteria": ">", "value": 3, "format": bold})
    data.data_validation("B2:B6", {"validate": "list", "source": ["раз", "два"]})
    data.write_comment("B2", "Примечание", {"author": "Иванова"})
    data.insert_image("H2", "x.png", {"image_data": picture()})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Данные!$D$2:$D$6"})
    data.insert_chart("H8", chart)
    other.write_formula("A1", "=SUM(Данные!D2:D6)", None, 15)
    other.write_rich_string("A2", "а", bold, "б", "в")
    other.merge_range("A3:C3", "вместе", bold)
    other.add_table("A5:B7", {"columns": [{"header": "х"}, {"header": "у"}], "data": [[1, 2], [3, 4]]})
    other.protect("пароль")
    book.define_name("Имена", "=Данные!$B$2:$B$6")
    book.close()


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    data = book.active
    data.title = "Данные"
    data.append(["Код", "Имя", "Дата", "Число", "Удвоено"])
    for row in range(1, 6):
        data.append([f"К{row}", f"Имя {row}", date(2008, 9, row), row, f"=D{row + 1}*2"])
        data.cell(row + 1, 3).number_format = "dd.mm.yyyy"
        data.cell(row + 1, 3).fill = PatternFill("solid", "FFEEAA")
    data["B2"].comment = Comment("Примечание", "Иванова")
    data.conditional_formatting.add("D2:D6", CellIsRule("greaterThan", ["3"], font=Font(bold=True)))
    rule = DataValidation("list", formula1='"раз,два"')
    rule.add("B2:B6")
    data.add_data_validation(rule)
    data.auto_filter.ref = "A1:E6"
    data.freeze_panes = "A2"
    data.add_image(Image(picture()), "H2")
    other = book.create_sheet("Своё")
    other["A1"] = "=SUM(Данные!D2:D6)"
    for row in (("х", "у"), (1, 2), (3, 4)):
        other.append(row)
    other.add_table(Table(displayName="Т", ref="A2:B4"))
    book.save(path)


def by_libreoffice(path: Path) -> None:
    source = path.with_name("source")
    source.mkdir()
    by_xlsxwriter(source / path.name)
    convert(source / path.name, path.parent, "xlsx:Calc MS Excel 2007 XML")


def convert(path: Path, folder: Path, kind: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", kind]
    done = subprocess.run([*command, "--outdir", str(folder), str(path)], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()


MAKERS = (by_xlsxwriter, by_openpyxl, pytest.param(by_libreoffice, marks=needs_libreoffice))


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def store(request, tmp_path: Path) -> ExcelStore:
    request.param(tmp_path / "network.xlsx")
    return ExcelStore(tmp_path / "network.xlsx")


def write(store: ExcelStore, *writes: Write) -> Book:
    with store.transaction() as transaction:
        return transaction.write(writes)


def raw(tmp_path: Path, data: bytes) -> ExcelStore:
    (tmp_path / "raw.xlsx").write_bytes(data)
    return ExcelStore(tmp_path / "raw.xlsx")


def data_of(store: ExcelStore) -> dict[str, bytes]:
    return parts_of(Path(store.place).read_bytes())


def compressed(store: ExcelStore) -> dict[str, bytes]:
    """The parts as they lie in the file, still compressed."""
    data = Path(store.place).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    starts = [30 + sum(data[entry.header_offset + 26 : entry.header_offset + 30 : 2]) for entry in entries]
    places = [(entry.header_offset + start, entry.compress_size) for entry, start in zip(entries, starts, strict=True)]
    return {entry.filename: data[start : start + size] for entry, (start, size) in zip(entries, places, strict=True)}


CHANGE = (SetCell("Данные", 2, 1, "Имя 2", "Новое"), SetCell("Данные", 3, 2, date(2008, 9, 3), date(2010, 1, 31)))
ROW = AppendRow("Данные", {0: "К6", 1: "Шестая", 2: date(2009, 1, 1), 3: 6})


class TestOtherPartsStay:
    def test_a_changed_cell_touches_one_sheet_only(self, store: ExcelStore) -> None:
        before, packed = data_of(store), compressed(store)
        write(store, *CHANGE)
        after = data_of(store)
        assert list(after) == list(before)
        changed = {name for name in before if before[name] != after[name]}
        assert changed - {"xl/workbook.xml"} == {"xl/worksheets/sheet1.xml"}
        assert all(compressed(store)[name] == packed[name] for name in before if name not in changed)
        openpyxl.load_workbook(store.place)

    def test_of_the_sheet_only_the_rows_concerned_change(self, store: ExcelStore) -> None:
        def rows() -> list[bytes]:
            return re.findall(rb"<row .*?</row>", data_of(store)["xl/worksheets/sheet1.xml"])

        def around() -> bytes:
            return re.sub(rb"<row .*</row>", b"", data_of(store)["xl/worksheets/sheet1.xml"])

        before, frame = rows(), around()
        write(store, *CHANGE)
        assert [number for number, (was, now) in enumerate(zip(before, rows(), strict=True)) if was != now] == [2, 3]
        assert around() == frame

    def test_styles_of_changed_and_added_cells_stay(self, store: ExcelStore) -> None:
        write(store, *CHANGE, ROW)
        sheet = openpyxl.load_workbook(store.place)["Данные"]
        for place in ("C3", "C4", "C7"):
            assert sheet[place].number_format.lower().replace("\\", "") == "dd.mm.yyyy"
            assert sheet[place].fill.fgColor.rgb[-6:] == "FFEEAA"
        assert sheet["A7"].font.bold is not True
        assert sheet["C7"].value == datetime(2009, 1, 1)

    def test_formulas_notes_pictures_stay(self, store: ExcelStore) -> None:
        before = openpyxl.load_workbook(store.place)
        write(store, *CHANGE, ROW)
        after = openpyxl.load_workbook(store.place)
        assert [after["Данные"].cell(row, 5).value for row in range(2, 7)] == [f"=D{row}*2" for row in range(2, 7)]
        assert after["Своё"]["A1"].value == before["Своё"]["A1"].value
        assert after["Данные"]["B2"].comment.text == before["Данные"]["B2"].comment.text
        assert len(after["Данные"]._images) == len(before["Данные"]._images) == 1

    def test_an_added_row_is_inside_filter_drop_downs_and_conditional_formats(self, store: ExcelStore) -> None:
        write(store, ROW)
        book = openpyxl.load_workbook(store.place)
        sheet = book["Данные"]
        assert sheet.auto_filter.ref == "A1:E7"
        assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"B2:B7"}
        assert {str(area.sqref) for area in sheet.conditional_formatting} == {"D2:D7"}
        assert sheet.dimensions == "A1:E7"
        hidden = re.search(rb"_FilterDatabase[^<]*<", data_of(store)["xl/workbook.xml"])
        assert hidden is None or hidden[0].endswith(b"$A$1:$E$7<")

    def test_a_table_takes_in_the_row_below_it(self, store: ExcelStore) -> None:
        rows = store.read().sheets["Своё"].rows
        write(store, AppendRow("Своё", {0: 5, 1: 6}), AppendRow("Своё", {0: 7}))
        parts = data_of(store)
        table = next(content for name, content in parts.items() if name.startswith("xl/tables/"))
        first = len(rows) - 2
        assert set(re.findall(rb'\sref="([^"]*)"', table)) == {b"A%d:B%d" % (first, len(rows) + 2)}

    def test_formulas_are_computed_anew_when_the_workbook_is_opened(self, store: ExcelStore) -> None:
        write(store, *CHANGE)
        assert b'fullCalcOnLoad="1"' in data_of(store)["xl/workbook.xml"]

    @needs_libreoffice
    def test_libreoffice_opens_it_with_what_was_written(self, store: ExcelStore, tmp_path: Path) -> None:
        write(store, *CHANGE, ROW, AddSheet(SheetLayout("Ещё", (ColumnLayout("Столбец"),), (("=1+1",),))))
        (tmp_path / "out").mkdir()
        convert(Path(store.place), tmp_path / "out", "xlsx:Calc MS Excel 2007 XML")
        ours, theirs = store.read(), ExcelStore(tmp_path / "out" / "network.xlsx").read()
        assert list(theirs.sheets) == list(ours.sheets)
        for title in ("Данные", "Ещё"):
            columns = slice(0, 4)
            assert [row[columns] for row in theirs.sheets[title].rows] == [row[columns] for row in ours.sheets[title].rows]


ONE, DAY, THREE = '<c r="A1"><v>1</v></c>', f'<c r="C1" s="{DATE}"><v>39692</v></c>', '<c r="A3"><v>3</v></c>'
PLACES = f'<row r="1">{ONE}{DAY}</row><row r="3">{THREE}</row>'


class TestDialects:
    @pytest.mark.parametrize(
        "xml",
        [
            sheet(PLACES),
            f'<?xml version="1.0" encoding="UTF-8"?>\n<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
            + re.sub("<(/?)", r"<\1x:", PLACES)
            + "</x:sheetData></x:worksheet>",
            sheet(PLACES).replace(MAIN, STRICT),
            sheet(f'<row><c><v>1</v></c>{DAY}</row><row r="3"><c><v>3</v></c></row>'),
            sheet(PLACES).replace('"', "'"),
            sheet(f'<!-- <row r="2"><c r="B2"/></row> --><row r="1" spans="1:3" ht="20">{ONE}<!-- > -->{DAY}</row>'
                  f'<row r="3">{THREE}</row>'),
            sheet(f'<row r="1">{ONE}{DAY}</row>\n  <row\n r="3" x="a>b"\n><c r="A3"\t><v>3</v></c\n></row >'),
            "\ufeff" + sheet(PLACES),
            sheet(f'<row r="1">{ONE}{DAY}</row><row r="2"/><row r="3">{THREE}<c r="B3"/></row>'),
            sheet(f'<row r="3">{THREE}</row><row r="1">{DAY}{ONE}</row>'),
        ],
        ids=["plain", "prefixed", "strict", "implicit", "quotes", "comments", "spaces", "bom", "blanks", "disorder"],
    )  # fmt: skip
    def test_cells_are_changed_added_and_emptied_in_any_dialect(self, tmp_path: Path, xml: str) -> None:
        store = raw(tmp_path, workbook(xml))
        writes: list[Write] = [
            SetCell("Лист1", 0, 0, 1, "первая"), SetCell("Лист1", 0, 1, None, "между"), SetCell("Лист1", 0, 4, None, True),
            SetCell("Лист1", 1, 2, None, date(2009, 1, 1)), SetCell("Лист1", 0, 2, date(2008, 9, 1), None),
            SetCell("Лист1", 2, 0, 3, 33), SetCell("Лист1", 2, 1, None, "х"), AppendRow("Лист1", {0: "ниже", 2: time(8, 30)}),
        ]  # fmt: skip
        grid = write(store, *writes).sheets["Лист1"]
        assert [list(row) for row in grid.rows] == [
            ["первая", "между", "", "", True],
            ["", "", date(2009, 1, 1), "", ""],
            [33, "х", "", "", ""],
            ["ниже", "", time(8, 30), "", ""],
        ]

    @pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData>\n</sheetData>"])
    def test_a_sheet_without_rows_takes_some(self, tmp_path: Path, empty: str) -> None:
        store = raw(tmp_path, workbook(f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>{empty}</worksheet>'))
        assert write(store, AppendRow("Лист1", {1: "x"}), SetCell("Лист1", 4, 0, None, 5)).sheets["Лист1"].cell(5, 1) == "x"
        assert b'<dimension ref="A1:B6"/>' in data_of(store)["xl/worksheets/sheet1.xml"]

    def test_text_in_cdata_that_looks_like_rows_stays(self, tmp_path: Path) -> None:
        text = '</c></row><row r="2"><c r="A2">'
        xml = sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[{text}]]></t></is></c><c r="B1"><v>1</v></c></row>')
        grid = write(raw(tmp_path, workbook(xml)), SetCell("Лист1", 0, 1, 1, 2), AppendRow("Лист1", {0: "x"})).sheets["Лист1"]
        assert [list(row) for row in grid.rows] == [[text, 2], ["x", ""]]

    def test_rows_beyond_the_trimmed_ones_keep_their_formulas(self, tmp_path: Path) -> None:
        blank = "".join(f'<row r="{n}"><c r="C{n}" t="str"><f>IF(A{n}="","",1)</f><v></v></c></row>' for n in range(2, 6))
        store = raw(tmp_path, workbook(sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{blank}')))
        assert write(store, AppendRow("Лист1", {0: 5})).sheets["Лист1"].cell(1, 0) == 5
        assert data_of(store)["xl/worksheets/sheet1.xml"].count(b"<f>") == 4
        assert write(store, AppendRow("Лист1", {2: 5})).sheets["Лист1"].cell(5, 2) == 5


class TestRefusals:
    @pytest.mark.parametrize(
        ("cells", "after", "column"),
        [
            ('<c r="A1"><f>1+1</f><v>2</v></c>', "", 0),
            ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', "", 0),
            ('<c r="A1"><f t="array" ref="A1:C1">D1:F1</f><v>2</v></c><c r="B1"><v>2</v></c>', "", 1),
            ('<c r="A1"><f t="dataTable" ref="A1:B2" r1="C1"/><v>2</v></c><c r="B1"><v>2</v></c>', "", 1),
            ('<c r="A1"><v>2</v></c><c r="B1"><v>2</v></c>', '<mergeCells><mergeCell ref="A1:B3"/></mergeCells>', 1),
        ],
    )
    def test_formulas_and_covered_cells_are_not_written(self, tmp_path: Path, cells: str, after: str, column: int) -> None:
        store = raw(tmp_path, workbook(sheet(f'<row r="1">{cells}</row>', after=after)))
        before = Path(store.place).read_bytes()
        with pytest.raises(Moved, match="ячейка"):
            write(store, SetCell("Лист1", 0, column, 2, 3))
        assert Path(store.place).read_bytes() == before

    def test_a_new_row_goes_below_a_merged_cell(self, tmp_path: Path) -> None:
        xml = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCells><mergeCell ref="A1:B3"/></mergeCells>')
        assert write(raw(tmp_path, workbook(xml)), AppendRow("Лист1", {0: 5})).sheets["Лист1"].cell(3, 0) == 5

    def test_xml_that_cannot_be_changed_safely_is_refused(self, tmp_path: Path) -> None:
        store = raw(tmp_path, workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>') + "<!-- -- -->"))
        with pytest.raises(StoreError, match="Ничего не записано"):
            write(store, SetCell("Лист1", 0, 0, 1, 2))

    @pytest.mark.parametrize("place", [(-1, 0), (0, 16_384), (1_048_576, 0)])
    def test_places_that_no_sheet_has_are_refused(self, tmp_path: Path, place: tuple[int, int]) -> None:
        with pytest.raises(StoreError):
            write(raw(tmp_path, workbook(sheet(""))), SetCell("Лист1", *place, None, 1))

    def test_an_error_that_somebody_typed_may_be_replaced(self, tmp_path: Path) -> None:
        cells = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
        store = raw(tmp_path, workbook(sheet(cells)))
        grid = write(store, SetCell("Лист1", 0, 0, None, "исправлено"), SetCell("Лист1", 0, 1, "#REF!", 5)).sheets["Лист1"]
        assert (list(grid.rows[0]), dict(grid.errors)) == (["исправлено", 5], {})


class TestStyles:
    def written(self, tmp_path: Path, value: Cell, style: int, styles: str | None = None) -> tuple[Cell, bytes]:
        xml = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="{style}"/></row>')
        store = raw(tmp_path, workbook(xml, **({"styles": styles} if styles else {})))
        read = write(store, SetCell("Лист1", 1, 0, None, value)).sheets["Лист1"].cell(1, 0)
        cell = re.search(rb'<c r="A2"[^>]*>', data_of(store)["xl/worksheets/sheet1.xml"])
        assert cell
        return read, cell[0]

    def test_a_date_in_a_plain_cell_takes_a_date_style_that_is_there(self, tmp_path: Path) -> None:
        assert self.written(tmp_path, date(2008, 9, 1), 0) == (date(2008, 9, 1), b'<c r="A2" s="%d">' % DATE)
        assert self.written(tmp_path, time(8, 30), 0) == (time(8, 30), b'<c r="A2" s="%d">' % TIME)

    def test_a_number_in_a_date_cell_stays_a_number(self, tmp_path: Path) -> None:
        assert self.written(tmp_path, 5, DATE) == (5, b'<c r="A2" s="0">')

    def test_without_a_date_style_a_date_is_written_as_text(self, tmp_path: Path) -> None:
        styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
        assert self.written(tmp_path, date(2008, 9, 1), 0, styles)[0] == "01.09.2008"
        assert self.written(tmp_path, time(8, 30), 0, styles)[0] == "08:30"
        assert self.written(tmp_path, datetime(2008, 9, 1, 8, 30), 0, styles)[0] == "01.09.2008 08:30"

    def test_days_that_spreadsheets_count_wrongly_are_written_as_text(self, tmp_path: Path) -> None:
        assert self.written(tmp_path, date(1899, 5, 4), DATE)[0] == "04.05.1899"

    def test_the_1904_system_is_kept_to(self, tmp_path: Path) -> None:
        xml = sheet(f'<row r="1"><c r="A1" s="{DATE}"><v>38230</v></c></row>')
        store = raw(tmp_path, workbook(xml, properties='<workbookPr date1904="1"/>'))
        grid = write(store, SetCell("Лист1", 0, 0, date(2008, 9, 1), date(2008, 9, 2)), AppendRow("Лист1", {0: date(2009, 1, 1)}))
        assert [row[0] for row in grid.sheets["Лист1"].rows] == [date(2008, 9, 2), date(2009, 1, 1)]

    def test_a_new_cell_takes_the_style_of_its_column(self, tmp_path: Path) -> None:
        columns = f'<cols><col min="2" max="3" width="9" style="{DATE}"/></cols>'
        store = raw(tmp_path, workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', columns)))
        write(store, AppendRow("Лист1", {1: "текст", 3: "x"}))
        assert b'<c r="B2" s="1" t="inlineStr">' in data_of(store)["xl/worksheets/sheet1.xml"]
        assert b'<c r="D2" t="inlineStr">' in data_of(store)["xl/worksheets/sheet1.xml"]


class TestAddedSheet:
    def test_a_sheet_is_added_beside_the_others(self, store: ExcelStore) -> None:
        before = data_of(store)
        layout = SheetLayout("Журнал & «ещё»", (ColumnLayout("Когда", "moment"), ColumnLayout("Что")), (("", "x"),))
        write(store, AddSheet(layout), AppendRow(layout.title, {0: datetime(2008, 9, 1, 8, 30), 1: "y"}), *CHANGE)
        after = data_of(store)
        for name, content in before.items():
            if name.startswith(("xl/worksheets/sheet2", "xl/drawings", "xl/charts", "xl/media", "xl/styles", "xl/comments")):
                assert after[name] == content
        book = openpyxl.load_workbook(store.place)
        assert book.sheetnames == ["Данные", "Своё", layout.title]
        assert [cell.value for cell in book[layout.title][1]] == ["Когда", "Что"]
        assert book[layout.title]["B3"].value == "y"

    @pytest.mark.parametrize("title", ["", "я" * 32, "a/b", "'x'"])
    def test_titles_that_no_sheet_can_have_are_refused(self, store: ExcelStore, title: str) -> None:
        with pytest.raises(StoreError):
            write(store, AddSheet(SheetLayout(title)))
