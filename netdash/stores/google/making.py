"""The requests that make a sheet from its layout: header, formats, notes, drop-downs, protection, rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netdash.errors import StoreError
from netdash.grid import column_letters
from netdash.stores import Choice, ColumnLayout, Fitting, Format, SheetLayout
from netdash.stores.google.changes import NUMBER_FORMATS, Block, Request, find_blocks, grid_range
from netdash.stores.google.shape import Sheet, quoted
from netdash.stores.google.values import to_raw, value_of

SPARE_ROWS = 200
"""Blank rows below the last one, ready for typing."""

FORMATS: Mapping[Format, Mapping[str, str]] = {
    "text": {"type": "TEXT", "pattern": "@"},
    "integer": {"type": "NUMBER", "pattern": "0"},
    "percent": {"type": "PERCENT", "pattern": "0.0%"},
    "date": {"type": "DATE", "pattern": "dd.mm.yyyy"},
    "time": {"type": "TIME", "pattern": "hh:mm"},
    "moment": {"type": "DATE_TIME", "pattern": "dd.mm.yyyy hh:mm:ss"},
}
"""How a column of each format is shown; decimals and the rest as Google sees fit."""

HEADER: Mapping[str, Any] = {"textFormat": {"bold": True}, "wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
WIDTH = 7
"""Points of the screen that a sign takes."""

KEYS = "Код присваивает сводка; по нему строка узнаётся, не меняйте его."
LOCKED = "Лист ведёт сводка."


def creation_requests(sheets: Sequence[SheetLayout], present: Sequence[Sheet], blank: Sheet | None, email: str) -> list[Request]:
    """Make these sheets in their order before those that are ``present``, all of them empty; ``blank`` goes."""
    first = max([sheet.id for sheet in present], default=0) % 2**30 + 1
    requests: list[Request] = []
    if blank:  # its title may be one that is wanted
        properties = {"sheetId": blank.id, "title": f"netdash {first}"}
        requests.append({"updateSheetProperties": {"properties": properties, "fields": "title"}})
    targets = {layout.title: fitting_of(layout) for layout in sheets}
    for index, layout in enumerate(sheets):
        requests += sheet_requests(layout, first + index, email, index)
    for index, layout in enumerate(sheets):
        made = Sheet(first + index, layout.title, len(layout.rows) + SPARE_ROWS + bool(layout.columns), len(layout.columns))
        for place, column in enumerate(layout.columns):
            if condition := condition_of(column.choice, targets):
                requests.append(choice_request(made, 0, place, condition))
    if blank:
        requests.append({"deleteSheet": {"sheetId": blank.id}})
    return requests


def sheet_requests(layout: SheetLayout, number: int, email: str, index: int | None = None) -> list[Request]:
    """Make the sheet under this number; its drop-downs come when all sheets are there."""
    if not layout.title or len(layout.title) > 100:
        raise StoreError(f"Название листа «{layout.title[:40]}» не годится: нужно от 1 до 100 знаков.")
    width = max([len(layout.columns), *map(len, layout.rows), 1])
    header = 1 if layout.columns else 0
    grid = {"rowCount": header + len(layout.rows) + SPARE_ROWS, "columnCount": width}
    if header:
        grid["frozenRowCount"] = 1
    properties: dict[str, Any] = {"sheetId": number, "title": layout.title, "gridProperties": grid}
    if index is not None:
        properties["index"] = index
    sheet = Sheet(number, layout.title, grid["rowCount"], width)
    return [
        {"addSheet": {"properties": properties}},
        *_looks(layout, sheet),
        *_content(layout, number),
        *_protection(layout, sheet, email),
    ]


def choice_request(sheet: Sheet, header: int, place: int, condition: Mapping[str, Any]) -> Request:
    """The drop-down, or the boxes, of a column below its header; other words are marked and not refused."""
    where = grid_range(sheet.id, Block(header + 1, place, sheet.rows, place + 1))
    return {"setDataValidation": {"range": where, "rule": {"condition": condition, "strict": False, "showCustomUi": True}}}


def condition_of(choice: Choice | None, targets: Mapping[str, Fitting]) -> dict[str, Any] | None:
    """What a drop-down offers; nothing if the sheet or column that it takes its words from (by title) is not there."""
    if choice is None:
        return None
    if choice.words:
        kind = "BOOLEAN" if choice.box else "ONE_OF_LIST"
        return {"type": kind, "values": [{"userEnteredValue": word} for word in choice.words]}
    target = targets.get(choice.sheet)
    place = target.places.get(choice.title) if target else None
    if target is None or place is None:
        return None
    letters = column_letters(place)
    area = f"={quoted(target.sheet)}!${letters}${target.header + 2}:${letters}"
    return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": area}]}


def fitting_of(layout: SheetLayout) -> Fitting:
    """A sheet just made from its layout."""
    return Fitting(layout, layout.title, 0, {column.title: place for place, column in enumerate(layout.columns)})


def header_cell(column: ColumnLayout) -> dict[str, Any]:
    """The header of a column with its note."""
    return {**value_of(to_raw(column.title)), "userEnteredFormat": dict(HEADER), "note": column.note}


def format_request(sheet: Sheet, header: int, place: int, shown: Format) -> Request:
    """Show a column below its header in one of ``FORMATS``."""
    where = grid_range(sheet.id, Block(header + 1, place, sheet.rows, place + 1))
    cell = {"userEnteredFormat": {"numberFormat": dict(FORMATS[shown])}}
    return {"repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def warning_request(sheet: Sheet, header: int, place: int) -> Request:
    """Warn whoever changes the column of keys."""
    where = grid_range(sheet.id, Block(header + 1, place, sheet.rows, place + 1))
    return {"addProtectedRange": {"protectedRange": {"range": where, "description": KEYS, "warningOnly": True}}}


def lock_request(sheet: Sheet, email: str) -> Request:
    """Keep everybody but the owner and the program from changing a sheet."""
    protected = {"range": {"sheetId": sheet.id}, "description": LOCKED, "editors": {"users": [email]}}
    return {"addProtectedRange": {"protectedRange": protected}}


def _looks(layout: SheetLayout, sheet: Sheet) -> Iterator[Request]:
    for place, column in enumerate(layout.columns):
        if column.format in FORMATS:
            yield format_request(sheet, 0, place, column.format)
        yield {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1},
                "properties": {"pixelSize": column.width * WIDTH + 10},
                "fields": "pixelSize",
            }
        }


def _content(layout: SheetLayout, number: int) -> Iterator[Request]:
    if layout.columns:
        cells = [header_cell(column) for column in layout.columns]
        where = grid_range(number, Block(0, 0, 1, len(cells)))
        fields = "userEnteredValue,userEnteredFormat(textFormat,wrapStrategy,verticalAlignment),note"
        yield {"updateCells": {"range": where, "rows": [{"values": cells}], "fields": fields}}
    if layout.rows:
        start = {"sheetId": number, "rowIndex": 1 if layout.columns else 0, "columnIndex": 0}
        rows = [{"values": [value_of(to_raw(cell)) for cell in row]} for row in layout.rows]
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
    yield from _cell_formats(layout, number)


def _cell_formats(layout: SheetLayout, number: int) -> Iterator[Request]:
    """Show as days and times what stands in columns that are neither."""
    bare: dict[type, list[tuple[int, int]]] = {}
    for row, cells in enumerate(layout.rows, 1 if layout.columns else 0):
        for place, cell in enumerate(cells):
            shown = layout.columns[place].format if place < len(layout.columns) else "general"
            if type(cell) in NUMBER_FORMATS and shown not in ("date", "time", "moment"):
                bare.setdefault(type(cell), []).append((row, place))
    for kind, places in bare.items():
        for block in find_blocks(places):
            cell_format = {"userEnteredFormat": {"numberFormat": dict(NUMBER_FORMATS[kind])}}
            fields = "userEnteredFormat.numberFormat"
            yield {"repeatCell": {"range": grid_range(number, block), "cell": cell_format, "fields": fields}}


def _protection(layout: SheetLayout, sheet: Sheet, email: str) -> Iterator[Request]:
    if layout.locked:
        yield lock_request(sheet, email)
        return
    for place, column in enumerate(layout.columns):
        if column.locked:
            yield warning_request(sheet, 0, place)
