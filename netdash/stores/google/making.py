"""The requests that make a sheet from its layout: header, formats, notes, drop-downs, protection, rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from netdash.errors import StoreError
from netdash.grid import column_letters
from netdash.stores import Choice, ColumnLayout, Format, SheetLayout
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


def choice_requests(
    layout: SheetLayout, sheet: Sheet, places: Mapping[str, int], titles: Mapping[str, Mapping[str, int]]
) -> Iterator[Request]:
    """The drop-downs of columns standing at ``places``; ``titles`` are the columns of each sheet by title."""
    for column in layout.columns:
        if column.choice and column.title in places and (condition := _condition(column.choice, titles)):
            place = places[column.title]
            rule = {"condition": condition, "strict": False, "showCustomUi": True}
            yield {"setDataValidation": {"range": grid_range(sheet.id, Block(1, place, sheet.rows, place + 1)), "rule": rule}}


def titles_of(layout: SheetLayout) -> dict[str, int]:
    """Where the columns of a sheet to be made will stand."""
    return {column.title: place for place, column in enumerate(layout.columns)}


def header_cell(column: ColumnLayout) -> dict[str, Any]:
    """The header of a column with its note."""
    return {**value_of(to_raw(column.title)), "userEnteredFormat": dict(HEADER), "note": column.note}


def format_request(sheet: Sheet, place: int, shown: Format) -> Iterator[Request]:
    """Show a column below its header in this format."""
    if shown in FORMATS:
        where = grid_range(sheet.id, Block(1, place, sheet.rows, place + 1))
        cell = {"userEnteredFormat": {"numberFormat": dict(FORMATS[shown])}}
        yield {"repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def lock_request(sheet: Sheet, place: int) -> Request:
    """Warn whoever changes the column of keys."""
    where = grid_range(sheet.id, Block(1, place, sheet.rows, place + 1))
    return {"addProtectedRange": {"protectedRange": {"range": where, "description": KEYS, "warningOnly": True}}}


def _looks(layout: SheetLayout, sheet: Sheet) -> Iterator[Request]:
    for place, column in enumerate(layout.columns):
        yield from format_request(sheet, place, column.format)
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
        protected = {"range": {"sheetId": sheet.id}, "description": LOCKED, "editors": {"users": [email]}}
        yield {"addProtectedRange": {"protectedRange": protected}}
        return
    for place, column in enumerate(layout.columns):
        if column.locked:
            yield lock_request(sheet, place)


def _condition(choice: Choice, titles: Mapping[str, Mapping[str, int]]) -> dict[str, Any] | None:
    if choice.words:
        return {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in choice.words]}
    place = titles.get(choice.sheet, {}).get(choice.title)
    if place is None:
        return None
    letters = column_letters(place)
    return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={quoted(choice.sheet)}!${letters}$2:${letters}"}]}
