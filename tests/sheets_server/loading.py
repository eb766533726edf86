"""An .xlsx as a spreadsheet: values, formulas, number formats, notes, drop-downs, frozen rows, bold and fill."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.numbers import is_datetime
from openpyxl.utils import range_boundaries

from .entering import serial
from .model import BLANK, Cell, Formula, Row, Sheet, Spreadsheet, Value

KINDS = {"date": "DATE", "time": "TIME", "datetime": "DATE_TIME"}


def load_xlsx(book: Spreadsheet, path: Path) -> list[str]:
    """Fill a new spreadsheet from a file; what was left out, as sentences."""
    source = openpyxl.load_workbook(path)
    book.title, book.sheets = path.stem, []
    left_out = []
    for number, held in enumerate(source.worksheets):
        rows, columns = max(1000, held.max_row + 100), max(26, held.max_column)
        sheet = book.add_sheet(held.title, rows, columns, number=0 if number == 0 else None)
        for index, cells in enumerate(held.iter_rows()):
            sheet.rows[index] = Row(_cell(cell) for cell in cells)
        odd = [rule for rule in held.data_validations.dataValidation if not _validate(sheet, rule)]
        left_out += [f"{held.title}: validation of kind {rule.type} at {rule.sqref}" for rule in odd]
        _properties(sheet, held)
    source.close()
    return left_out


def _cell(cell: Any) -> Cell:
    value, look = _value(cell.value), _look(cell)
    note = cell.comment.text if cell.comment else ""
    return Cell(value, look, note) if value is not None or look or note else BLANK


def _value(value: Any) -> Value:
    if isinstance(value, datetime | date):
        return serial(value)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, str):
        return Formula(value) if value.startswith("=") and len(value) > 1 else value or None
    if value is None or isinstance(value, bool | int | float):
        return value
    return Formula(getattr(value, "text", str(value)))


def _look(cell: Any) -> dict[str, Any] | None:
    look: dict[str, Any] = {}
    if pattern := _pattern(cell.number_format):
        look["numberFormat"] = pattern
    if cell.font and cell.font.b:
        look["textFormat"] = {"bold": True}
    fill = cell.fill.fgColor.rgb if cell.fill and cell.fill.fill_type == "solid" else None
    if isinstance(fill, str) and len(fill) == 8:
        parts = (int(fill[at : at + 2], 16) / 255 for at in (2, 4, 6))
        rgb = {name: part for name, part in zip(("red", "green", "blue"), parts, strict=True) if part}
        look |= {"backgroundColor": rgb, "backgroundColorStyle": {"rgbColor": rgb}}
    return look or None


def _pattern(code: str) -> dict[str, str] | None:
    if not code or code == "General":
        return None
    if code == "@":
        return {"type": "TEXT"}
    kind = KINDS.get(is_datetime(code) or "", "PERCENT" if "%" in code else "NUMBER")
    plain = re.sub(r"\[\$[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]", "", code).split(";")[0]
    return {"type": kind, "pattern": plain}


def _validate(sheet: Sheet, rule: Any) -> bool:
    """Drop-downs only: a list of words or a range."""
    if rule.type != "list" or not rule.formula1:
        return False
    words = str(rule.formula1)
    if words.startswith('"'):
        condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words.strip('"').split(",")]}
    else:
        condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=" + words.removeprefix("=")}]}
    shown = {"condition": condition, "strict": rule.errorStyle in (None, "stop"), "showCustomUi": True}
    for one in rule.sqref.ranges:
        left, top, right, bottom = range_boundaries(str(one))
        for row in range(top - 1, min(bottom, len(sheet.rows))):
            old = sheet.rows[row]
            fresh = {c: Cell(old.cell(c).value, old.cell(c).format, old.cell(c).note, shown) for c in range(left - 1, right)}
            sheet.put(row, fresh)
    return True


def _properties(sheet: Sheet, held: Any) -> None:
    if held.freeze_panes:
        column, row, _, _ = range_boundaries(held.freeze_panes)
        sheet.grid |= {name: size - 1 for name, size in (("frozenRowCount", row), ("frozenColumnCount", column)) if size > 1}
    if held.sheet_state != "visible":
        sheet.properties["hidden"] = True
    for name, size in held.column_dimensions.items():
        if size.width and size.customWidth:
            first = range_boundaries(f"{name}1")[0] - 1
            for column in range(first, min(len(sheet.columns), first + 1 + (size.max or size.min or 1) - (size.min or 1))):
                sheet.columns[column].properties["pixelSize"] = int(size.width * 7 + 5)
