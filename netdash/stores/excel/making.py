"""A new workbook that people like to open."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format as Look  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from netdash.errors import StoreError
from netdash.grid import Cell, a1
from netdash.stores import Choice, ColumnLayout, SheetLayout
from netdash.stores.excel.adding import check_title
from netdash.stores.excel.cells import FIRST_SAFE_DAY, check_text, moment_text

LISTS = "Списки"
"""The hidden sheet of the words that are too many for a drop-down to hold itself."""

ROOM = 200
"""Rows that a drop-down looks at below the last one of the sheet that it takes its words from."""

LAST_ROW = 1_048_575
LONGEST_LIST = 255
NUMBER_FORMATS = {
    "general": "General",
    "text": "@",
    "integer": "#,##0",
    "decimal": "0.0#",
    "percent": "0.0%",
    "date": "dd.mm.yyyy",
    "time": "hh:mm",
    "moment": "dd.mm.yyyy hh:mm",
    "duration": "[h]:mm:ss",
}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
BASE = {"valign": "top", "font_size": 11}
HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "border_color": "#9AA5B1", "font_size": 11}
PLAIN, REQUIRED, KEPT = {"bg_color": "#DCE6F1"}, {"bg_color": "#FFE699"}, {"bg_color": "#D9D9D9", "font_color": "#595959"}
KEPT_CELL = {"bg_color": "#F2F2F2", "font_color": "#595959"}
WIDEST_FROZEN = 50
PAGE_WIDTH, LINE = 100, 90
"""Width of a page of text, and the letters that surely fit on a line of it; not every program fits rows by itself."""


def make_workbook(sheets: Sequence[SheetLayout]) -> bytes:
    """The bytes of an .xlsx with these sheets; raises ``StoreError`` if a title or a value cannot be."""
    for title, times in Counter(sheet.title.lower() for sheet in sheets).items():
        if times > 1:
            raise StoreError(f"Лист «{title}» назван дважды.")
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, OPTIONS)
    maker = _Maker(book, sheets)
    for sheet in sheets:
        check_title(sheet.title)
        maker.add(sheet)
    maker.add_lists()
    book.close()
    return output.getvalue()


class _Maker:
    def __init__(self, book: Workbook, sheets: Sequence[SheetLayout]) -> None:
        self.book = book
        self.layouts = {sheet.title: sheet for sheet in sheets}
        self.lists: dict[tuple[str, ...], int] = {}
        self.looks: dict[tuple[tuple[str, object], ...], Look] = {}

    def look(self, *parts: Mapping[str, object]) -> Look:
        """One format object for each look, however often it is used."""
        properties = {name: value for part in parts for name, value in part.items()}
        key = tuple(sorted(properties.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format(properties)
        return self.looks[key]

    def add(self, layout: SheetLayout) -> None:
        sheet = self.book.add_worksheet(layout.title)
        sheet.set_paper(9)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.fit_to_pages(1, 0)
        if layout.columns:
            self._table(sheet, layout)
        elif all(len(row) < 2 and all(cell is None or isinstance(cell, str) for cell in row) for row in layout.rows):
            self._page(sheet, layout)
        else:
            self._cells(sheet, layout)

    def add_lists(self) -> None:
        if not self.lists:
            return
        if LISTS in self.layouts:
            raise StoreError(f"Лист «{LISTS}» назван так же, как служебный лист списков.")
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for words, column in self.lists.items():
            sheet.write_column(0, column, words)

    def _table(self, sheet: Worksheet, layout: SheetLayout) -> None:
        for number, column in enumerate(layout.columns):
            kept = layout.locked or column.locked
            colour = KEPT if kept else REQUIRED if column.required else PLAIN
            sheet.set_column(number, number, column.width, self._column_look(column, column.format))
            sheet.write_string(0, number, column.title, self.look(HEADER, colour))
            if column.note:
                sheet.write_comment(0, number, column.note, _note_size(column.note))
            if column.choice and not kept:
                sheet.data_validation(1, number, LAST_ROW, number, self._drop_down(column.choice))
        for row, cells in enumerate(layout.rows, 1):
            for number, value in enumerate(cells):
                self._write(sheet, row, number, value, layout.columns[number])
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, _frozen_columns(layout.columns))
        sheet.autofilter(0, 0, LAST_ROW, len(layout.columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        if layout.locked:
            sheet.set_tab_color("#A6A6A6")

    def _cells(self, sheet: Worksheet, layout: SheetLayout) -> None:
        """Cells as they are, where nothing is known of their columns."""
        plain = ColumnLayout("")
        for row, cells in enumerate(layout.rows):
            for number, value in enumerate(cells):
                self._write(sheet, row, number, value, plain)

    def _page(self, sheet: Worksheet, layout: SheetLayout) -> None:
        """Text to be read: a title, headings after blank lines, a sheet's name at the beginning of a line in bold."""
        normal = self.look(BASE, {"text_wrap": True})
        bold = self.look({"bold": True, "font_size": 11})
        sheet.set_column(0, 0, PAGE_WIDTH, normal)
        sheet.hide_gridlines(2)
        previous = ""
        for row, cells in enumerate(layout.rows):
            text = "" if not cells or cells[0] is None else str(cells[0])
            check_text(text)
            name, dot, rest = text.partition(". ")
            if row == 0:
                sheet.set_row(row, 30)
                sheet.write_string(row, 0, text, self.look({"bold": True, "font_size": 18, "valign": "vcenter"}))
            elif dot and name in self.layouts:
                sheet.write_rich_string(row, 0, bold, name, self.look({"font_size": 11}), dot + rest, normal)
            elif text and not previous and not text.endswith("."):
                sheet.write_string(row, 0, text, self.look({"bold": True, "font_size": 13, "valign": "top"}))
            elif text:
                sheet.write_string(row, 0, text, normal)
            if row and len(text) > LINE:
                sheet.set_row(row, 15 * -(-len(text) // LINE))
            previous = text
        sheet.set_tab_color("#2E75B6")

    def _column_look(self, column: ColumnLayout, shown: str) -> Look:
        return self.look(BASE, {"num_format": NUMBER_FORMATS[shown]}, KEPT_CELL if column.locked else {})

    def _write(self, sheet: Worksheet, row: int, number: int, value: Cell, column: ColumnLayout) -> None:
        if isinstance(value, date) and datetime(value.year, value.month, value.day) < FIRST_SAFE_DAY:
            value = moment_text(datetime.combine(value, value.time() if isinstance(value, datetime) else time()))
        look = self._column_look(column, _shown(value, column.format))
        match value:
            case None | "":
                return
            case bool():
                sheet.write_boolean(row, number, value, look)
            case str():
                check_text(value)
                sheet.write_string(row, number, value, look)
            case int() | float():
                sheet.write_number(row, number, value, look)
            case date() | time() | timedelta():
                sheet.write_datetime(row, number, value, look)

    def _drop_down(self, choice: Choice) -> dict[str, object]:
        """A list to choose from; other words are allowed after a question, several values without one."""
        rule: dict[str, object] = {"validate": "list", "source": self._source(choice)}
        if choice.many:
            message = "Можно выбрать одно значение из списка или вписать несколько через точку с запятой."
            return rule | {"show_error": False, "input_title": "Одно или несколько", "input_message": message}
        message = "Такого значения нет в списке. Оставить как есть?"
        return rule | {"error_type": "warning", "error_title": "Нет в списке", "error_message": message}

    def _source(self, choice: Choice) -> list[str] | str:
        if choice.sheet:
            target = self.layouts.get(choice.sheet)
            titles = [column.title for column in target.columns] if target else []
            if target is None or choice.title not in titles:
                raise StoreError(f"Для выпадающего списка нужен столбец «{choice.title}» листа «{choice.sheet}», но его нет.")
            column = titles.index(choice.title)
            return _range(target.title, 1, column, len(target.rows) + ROOM)
        words = choice.words
        if len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words):
            return list(words)
        column = self.lists.setdefault(words, len(self.lists))
        return _range(LISTS, 0, column, len(words) - 1)


def _shown(value: Cell, own: str) -> str:
    """The number format of a cell: its column's own, unless that would turn a date into a number or the reverse."""
    moments = {"date", "time", "moment"}
    match value:
        case bool() | str() | None:
            return own
        case int() | float():
            return "general" if own in moments else own
        case datetime():
            return own if own in {"date", "moment"} else "moment"
        case date():
            return own if own in {"date", "moment"} else "date"
        case time():
            return "time"
    return "duration"


def _range(sheet: str, first: int, column: int, last: int) -> str:
    letters = a1(0, column).rstrip("1")
    quoted = sheet.replace("'", "''")
    return f"='{quoted}'!${letters}${first + 1}:${letters}${last + 1}"


def _note_size(note: str) -> dict[str, object]:
    """A note in which all of the text is in sight."""
    lines = sum(1 + len(line) // 42 for line in note.splitlines())
    return {"width": 300, "height": 24 + 17 * lines, "font_size": 10, "author": ""}


def _frozen_columns(columns: Sequence[ColumnLayout]) -> int:
    """The key and the column after it stay in sight, if they leave room for the others."""
    leading = [column.width for column in columns[:2]] if columns[0].locked else []
    return len(leading) if sum(leading) <= WIDEST_FROZEN else len(leading[:1])
