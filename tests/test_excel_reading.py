"""Ugly workbooks: what can be read is read whole, what cannot is told in one clear sentence."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from raw_workbooks import DATE, DURATION, MAIN, MOMENT, STRICT, TIME, parts_of, sheet, workbook, zipped

from netdash.errors import StoreError, Unreadable
from netdash.grid import Book, Grid
from netdash.stores.excel import ExcelStore
from netdash.stores.excel.reading import Reader, _Source


def read(data: bytes, previous: Book | None = None, reader: Reader | None = None) -> Book:
    return (reader or Reader()).read(data, previous)


def first(data: bytes) -> Grid:
    return next(iter(read(data).sheets.values()))


def made(fill: Any) -> bytes:
    output = io.BytesIO()
    book = openpyxl.Workbook()
    fill(book)
    book.save(output)
    return output.getvalue()


CELL = '<c r="A1"><v>1</v></c>'
ONE = workbook(sheet(f'<row r="1">{CELL}</row>'))


class TestUnreadable:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "пуст"),
            (b"PK\x03\x04", "обрывается"),
            (ONE[: len(ONE) // 2], "обрывается"),
            (ONE[:-10], "обрывается"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"\.xls"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "паролем"),
            ("Код;Имя\r\n1;Иванова\r\n".encode("cp1251"), "CSV"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
            (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "HTML"),
            (b"%PDF-1.4\x00", "не книга"),
            (zipped({"a.txt": "x"}), "ZIP"),
            (zipped({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
            (zipped({"word/document.xml": "<x/>"}), "Word"),
            (workbook("<worksheet"), "испорчен"),
            (workbook(sheet("").encode("utf-16")), "UTF-16"),
            (workbook('<!DOCTYPE a [<!ENTITY b "c">]>' + sheet("")), "DTD"),
            (workbook(sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), texts="<si><t>x</t></si>"), "испорчен"),
            (workbook(sheet(f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "велика"),
        ],
        ids=lambda value: repr(value)[:24],
    )  # fmt: skip
    def test_what_is_no_workbook_is_told(self, tmp_path: Path, data: bytes, said: str) -> None:
        path = tmp_path / "network.xlsx"
        path.write_bytes(data)
        with pytest.raises(Unreadable, match=said) as caught:
            ExcelStore(path).read()
        assert str(path) in str(caught.value)
        assert path.read_bytes() == data

    def test_what_is_no_file_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="нет"):
            ExcelStore(tmp_path / "none.xlsx").read()
        with pytest.raises(Unreadable, match="папка"):
            ExcelStore(tmp_path).read()

    def test_a_file_that_may_not_be_read_is_told(self, tmp_path: Path, monkeypatch) -> None:
        (tmp_path / "network.xlsx").write_bytes(ONE)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        with pytest.raises(Unreadable, match="прав"):
            ExcelStore(tmp_path / "network.xlsx").read()

    def test_a_zip_bomb_is_not_unpacked(self) -> None:
        bomb = zipped({"xl/workbook.xml": b"\x00" * (60 << 20)} | {f"xl/{n}": b"\x00" * (60 << 20) for n in range(9)})
        assert len(bomb) < 1 << 20
        with pytest.raises(Unreadable, match="МБ"):
            read(bomb)

    def test_a_part_larger_than_it_says_is_refused(self) -> None:
        bomb = bytearray(workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 100_000)))
        place = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"xl/worksheets/sheet1.xml"))
        bomb[place + 24 : place + 28] = (100).to_bytes(4, "little")
        with pytest.raises(Unreadable):
            read(bytes(bomb))

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=300))
    def test_random_bytes_never_break_the_reader(self, data: bytes) -> None:
        for start in (b"", b"PK\x03\x04", b"PK\x05\x06"):
            with pytest.raises(StoreError):
                read(start + data)

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_a_damaged_workbook_is_read_or_refused(self, data: st.DataObject) -> None:
        whole = workbook(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'), texts="<si><t>x</t></si>")
        place = data.draw(st.integers(0, len(whole) - 1))
        damaged = whole[:place] + data.draw(st.binary(min_size=1, max_size=4)) + whole[place + data.draw(st.integers(0, 5)) :]
        try:
            read(damaged)
        except StoreError:
            return

    @settings(max_examples=150, deadline=None)
    @given(st.text("<>/=\"' \nrctvsfn0123ABxyz&;![]-", max_size=120))
    def test_random_rows_are_read_or_refused(self, rows: str) -> None:
        try:
            read(workbook(sheet(rows), sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + rows)))
        except StoreError:
            return


class TestCells:
    def test_every_type_by_its_format(self) -> None:
        cells = f"""<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" s="{DATE}"><v>39692</v></c>
        <c r="D1" s="{TIME}"><v>0.354166666666667</v></c><c r="E1" s="{MOMENT}"><v>39692.5</v></c>
        <c r="F1" s="{DURATION}"><v>1.5</v></c><c r="G1" t="str"><f>A1</f><v>текст</v></c></row>"""
        expected = [1.5, True, date(2008, 9, 1), time(8, 30), datetime(2008, 9, 1, 12), timedelta(days=1.5), "текст"]
        assert list(first(workbook(sheet(cells))).rows[0]) == expected

    def test_dates_of_the_1904_system(self) -> None:
        data = workbook(sheet(f'<row r="1"><c r="A1" s="{DATE}"><v>38230</v></c></row>'), properties='<workbookPr date1904="1"/>')
        assert first(data).cell(0, 0) == date(2008, 9, 1)

    @pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA", "Err:502"])
    def test_errors_are_known_by_place_whatever_their_name(self, error: str) -> None:
        data = workbook(sheet(f'<row r="2"><c r="B2" t="e"><f>1/0</f><v>{error}</v></c><c r="C2"><v>5</v></c></row>'))
        assert dict(first(data).errors) == {(1, 1): error}
        assert (first(data).cell(1, 1), first(data).cell(1, 2)) == (None, 5)

    def test_errors_where_cells_do_not_tell_their_places(self) -> None:
        data = workbook(
            sheet('<row><c><v>1</v></c></row><row><c/><c t="e"><v>#N/A</v></c><!-- <c t="e"><v>#REF!</v></c> --></row>')
        )
        assert dict(first(data).errors) == {(1, 1): "#N/A"}

    def test_merged_cells_hold_their_value_at_the_top_left(self) -> None:
        def fill(book: openpyxl.Workbook) -> None:
            book.active["A1"] = "Отчёт"
            book.active.merge_cells("A1:C2")
            book.active["A3"] = "x"

        assert [list(row) for row in first(made(fill)).rows] == [["Отчёт"], [""], ["x"]]

    def test_leading_blanks_stay_and_trailing_ones_go(self) -> None:
        blank = f'<c r="D3" t="str"><f>""</f><v></v></c></row><row r="9"><c r="A9" s="{DATE}"/>'
        cells = f'<row r="3"><c r="C3"><v>1</v></c>{blank}</row>'
        grid = first(workbook(sheet(cells)))
        assert [list(row) for row in grid.rows] == [["", "", ""], ["", "", ""], ["", "", 1]]

    def test_twenty_thousand_empty_formatted_rows_give_no_rows(self) -> None:
        empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="L{n}" s="1"/></row>' for n in range(2, 20_002))
        assert len(first(workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + empty))).rows) == 1

    def test_a_far_formatted_cell_costs_nothing(self) -> None:
        far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
        assert [list(row) for row in first(workbook(sheet(far, '<dimension ref="A1:XFD1048576"/>'))).rows] == [[1]]

    @pytest.mark.parametrize("text", ["я" * 40_000, "=HYPERLINK(1)", "<b>&amp;</b>", "עברית", "😀", " a ", "строка\nещё"])
    def test_text_is_text(self, text: str) -> None:
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            escaped = text.replace("&", "&amp;").replace("<", "&lt;")
            cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c></row>'
            for name, content in parts_of(workbook(sheet(cells))).items():
                archive.writestr(name, content)
        assert first(output.getvalue()).cell(0, 0) == text


class TestSheets:
    def test_hidden_sheets_are_read_and_charts_are_not(self) -> None:
        def fill(book: openpyxl.Workbook) -> None:
            book.active.title = "Видимый"
            book.active.append([1])
            for state in ("hidden", "veryHidden"):
                sheet = book.create_sheet(state)
                sheet.append([state])
                sheet.sheet_state = state
            chart = BarChart()
            chart.add_data(Reference(book.active, 1, 1))
            book.create_chartsheet("График", 0).add_chart(chart)

        book = read(made(fill))
        assert list(book.sheets) == ["Видимый", "hidden", "veryHidden"]
        assert book.sheets["veryHidden"].cell(0, 0) == "veryHidden"

    @pytest.mark.parametrize(
        "xml",
        [
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>'
            "</x:worksheet>",
            f'<worksheet xmlns="{STRICT}"><sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData></worksheet>',
            f"<?xml version='1.0'?><worksheet xmlns='{MAIN}'><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>",
        ],
    )  # fmt: skip
    def test_dialects_of_xml(self, xml: str) -> None:
        assert first(workbook(xml)).cell(0, 0) == 5

    def test_a_sheet_without_rows(self) -> None:
        assert list(first(workbook(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')).rows) == []

    def test_absolute_targets(self) -> None:
        assert first(workbook(sheet('<row r="1"><c r="A1"><v>5</v></c></row>'), target="/xl/worksheets")).cell(0, 0) == 5


class TestUnchanged:
    ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>39692</v></c></row>'

    def pair(self, **changes: str) -> tuple[Book, Book]:
        """The workbook and its second reading after a change beside the sheet's own part."""
        reader = Reader()
        before = read(workbook(sheet(self.ROW), texts="<si><t>раз</t></si>"), reader=reader)
        data = workbook(sheet(self.ROW), **({"texts": "<si><t>раз</t></si>"} | changes))
        return before, read(data, before, reader)

    def test_texts_added_behind_change_no_sheet(self, monkeypatch) -> None:
        monkeypatch.setattr("netdash.stores.excel.reading._Source.grid", None)
        with pytest.raises(TypeError):
            self.pair()
        monkeypatch.undo()
        before, after = self.pair(texts="<si><t>раз</t></si><si><t>два</t></si>")
        assert after is before

    def test_a_text_that_changed_is_seen_though_the_sheet_is_the_same(self) -> None:
        before, after = self.pair(texts="<si><t>два</t></si>")
        assert after.sheets["Лист1"] is not before.sheets["Лист1"]
        assert after.sheets["Лист1"].cell(0, 0) == "два"

    def test_a_style_that_made_a_number_a_date_is_seen(self) -> None:
        styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
        _, after = self.pair(styles=styles)
        assert after.sheets["Лист1"].cell(0, 1) == date(2008, 9, 1)

    def test_the_1904_system_is_seen(self) -> None:
        styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
        reader = Reader()
        texts = "<si><t>раз</t></si>"
        before = read(workbook(sheet(self.ROW), texts=texts, styles=styles), reader=reader)
        data = workbook(sheet(self.ROW), texts=texts, styles=styles, properties='<workbookPr date1904="1"/>')
        assert read(data, before, reader).sheets["Лист1"].cell(0, 1) == date(2012, 9, 2)

    def test_unchanged_sheets_are_not_parsed(self, monkeypatch) -> None:
        reader = Reader()
        other = sheet('<row r="1"><c r="A1"><v>7</v></c></row>')
        before = read(workbook(sheet(self.ROW), sheet(""), other, texts="<si><t>x</t></si>"), reader=reader)
        parsed = []
        real = _Source.grid

        def grid(source: _Source, title: str, part: str, digest: str) -> Grid:
            parsed.append(title)
            return real(source, title, part, digest)

        monkeypatch.setattr(_Source, "grid", grid)
        after = read(workbook(sheet(self.ROW), other, other, texts="<si><t>x</t></si><si><t>y</t></si>"), before, reader)
        assert parsed == ["Лист2"]
        assert [after.sheets[title] is before.sheets[title] for title in before.sheets] == [True, False, True]

    def test_a_file_written_anew_with_the_same_cells_gives_the_same_grids(self) -> None:
        def written(extra: str) -> bytes:
            output = io.BytesIO()
            book = xlsxwriter.Workbook(output)
            for title in ("а", "б"):
                target = book.add_worksheet(title)
                target.write_string(0, 0, extra if title == "а" else "то же")
            book.close()
            return output.getvalue()

        reader = Reader()
        before = read(written("x"), reader=reader)
        after = read(written("новое слово впереди"), before, reader)
        assert after.sheets["б"] is before.sheets["б"]
        assert after.sheets["а"] is not before.sheets["а"]

    def test_a_renamed_sheet_is_another_one(self) -> None:
        reader = Reader()
        before = read(ONE, reader=reader)
        parts = parts_of(ONE)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("Лист1".encode(), "Иной".encode())
        after = read(zipped(dict(parts)), before, reader)
        assert list(after.sheets) == ["Иной"]
        assert after.sheets["Иной"].sheet == "Иной"


def test_a_file_replaced_while_it_is_read_is_read_whole(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(ONE)
    real, times = Path.open, []

    def slow_open(self: Path, *args: Any, **options: Any) -> Any:
        file = real(self, *args, **options)
        if not times:
            times.append(1)
            path.write_bytes(workbook(sheet('<row r="1"><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c></row>')))
        return file

    monkeypatch.setattr(Path, "open", slow_open)
    assert ExcelStore(path).read().sheets["Лист1"].cell(0, 0) == 2
