"""``spreadsheets.get``: the spreadsheet as a resource."""

import copy
from collections.abc import Sequence
from typing import Any

from . import metadata
from .a1 import Box, grid_range
from .celldata import DEFAULT_FORMAT, cell_data
from .formulas import Evaluator
from .masks import Tree, parse, picked, takes
from .model import Sheet, Spreadsheet
from .places import located

ACCENTS = {
    "ACCENT1": (0.25882354, 0.52156866, 0.95686275), "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
    "ACCENT3": (0.9843137, 0.7372549, 0.015686275), "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
    "ACCENT5": (1, 0.42745098, 0.003921569), "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
    "LINK": (0.06666667, 0.33333334, 0.8),
}  # fmt: skip


def _theme() -> dict[str, Any]:
    colours: list[tuple[str, dict[str, float]]] = [("TEXT", {}), ("BACKGROUND", {"red": 1, "green": 1, "blue": 1})]
    colours += [(name, dict(zip(("red", "green", "blue"), parts, strict=True))) for name, parts in ACCENTS.items()]
    shown = [{"colorType": name, "color": {"rgbColor": parts}} for name, parts in colours]
    return {"primaryFontFamily": "Arial", "themeColors": shown}


def get(spreadsheet: Spreadsheet, ranges: Sequence[str], grid_data: bool, fields: str, caller: str) -> dict[str, Any]:
    """``shown`` with the mask as text."""
    return shown(spreadsheet, ranges, grid_data, parse(fields), caller)


def shown(spreadsheet: Spreadsheet, ranges: Sequence[str], grid_data: bool, tree: Tree, caller: str) -> dict[str, Any]:
    """The resource, cut by ranges and a field mask; a mask that names grid data brings them whatever ``grid_data`` says."""
    with_data = takes(tree, "sheets", "data") if tree and "*" not in tree else grid_data
    below = tree.get("sheets", {}) if tree else {}
    places = [located(spreadsheet, text) for text in ranges]
    parts = []
    evaluator = Evaluator(spreadsheet)
    for sheet in spreadsheet.sheets:
        boxes = [place.box for place in places if place.sheet is sheet] if places else [sheet.box]
        if boxes:
            entry: dict[str, Any] = {"properties": sheet_properties(spreadsheet, sheet)}
            if with_data:
                entry["data"] = [_grid_data(sheet, box, evaluator, below.get("data", {})) for box in boxes]
            parts.append({**entry, **_structure(spreadsheet, sheet, caller)})
    result = {"spreadsheetId": spreadsheet.id, "properties": properties(spreadsheet), "sheets": parts}
    if spreadsheet.named:
        result["namedRanges"] = copy.deepcopy(spreadsheet.named)
    result["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit"
    if spreadsheet.metadata:
        everywhere = spreadsheet.all_metadata()
        result["developerMetadata"] = [metadata.shown(one) for one in everywhere if one[2] == "SPREADSHEET"]
    kept: dict[str, Any] = picked(result, tree)
    return kept


def properties(spreadsheet: Spreadsheet) -> dict[str, Any]:
    return {
        "title": spreadsheet.title,
        "locale": spreadsheet.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": spreadsheet.time_zone,
        "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        "spreadsheetTheme": _theme(),
    }


def sheet_properties(spreadsheet: Spreadsheet, sheet: Sheet) -> dict[str, Any]:
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns), **sheet.grid}
    index = spreadsheet.sheets.index(sheet)
    head = {"sheetId": sheet.id, "title": sheet.title, "index": index, "sheetType": "GRID"}
    return {**head, "gridProperties": grid, **sheet.properties}


def _structure(spreadsheet: Spreadsheet, sheet: Sheet, caller: str) -> dict[str, Any]:
    protected = [{**one, "requestingUserCanEdit": _may_edit(spreadsheet, one, caller)} for one in sheet.protected]
    own = [one for one in spreadsheet.all_metadata() if one[1] is sheet and one[2] == "SHEET"] if sheet.metadata else []
    parts = {
        "merges": [grid_range(sheet.id, box) for box in sheet.merges],
        "conditionalFormats": copy.deepcopy(sheet.conditional),
        "protectedRanges": protected,
        "basicFilter": copy.deepcopy(sheet.basic_filter),
        "rowGroups": copy.deepcopy(sheet.groups["ROWS"]),
        "columnGroups": copy.deepcopy(sheet.groups["COLUMNS"]),
        "developerMetadata": [metadata.shown(one) for one in own],
    }
    return {name: part for name, part in parts.items() if part}


def _may_edit(spreadsheet: Spreadsheet, one: dict[str, Any], caller: str) -> bool:
    owner = spreadsheet.permissions.get(caller) == "owner"
    return bool(owner or one.get("warningOnly") or caller in one["editors"].get("users", []))


def _grid_data(sheet: Sheet, box: Box, evaluator: Evaluator, tree: Tree) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if box.top:
        data["startRow"] = box.top
    if box.left:
        data["startColumn"] = box.left
    if takes(tree, "rowData"):
        mask = tree.get("rowData", {}).get("values", {}) if tree else {}
        rows = [_row_data(sheet, row, box, evaluator, mask) for row in range(box.top, box.bottom)]
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            data["rowData"] = rows
    lines = (
        ("rowMetadata", "ROW", sheet.rows, 21, box.top, box.bottom),
        ("columnMetadata", "COLUMN", sheet.columns, 100, box.left, box.right),
    )
    for name, kind, held, size, start, end in lines:
        if takes(tree, name):
            data[name] = [_line(sheet, kind, index, held[index], size) for index in range(start, end)]
    return data


def _line(sheet: Sheet, kind: str, index: int, line: Any, size: int) -> dict[str, Any]:
    entry = {"pixelSize": size, **line.properties}
    if line.metadata:
        entry["developerMetadata"] = [metadata.shown((one, sheet, kind, index)) for one in line.metadata]
    return entry


def _row_data(sheet: Sheet, row: int, box: Box, evaluator: Evaluator, mask: Tree) -> dict[str, Any]:
    held = sheet.rows[row]
    values = []
    for column in range(box.left, min(box.right, len(held.cells))):
        cell = held.cells[column]
        values.append(cell_data(cell, evaluator.value(sheet, row, column), evaluator.spreadsheet.locale, mask))
    while values and not values[-1]:
        values.pop()
    return {"values": values} if values else {}
