"""The requests of batchUpdate about sheets and the spreadsheet itself."""

import copy
from collections.abc import Callable
from typing import Any

from .celldata import colour, style
from .changes import Editing, Request
from .errors import invalid
from .masks import leaves, parse, takes
from .model import Sheet
from .places import PROTECTED
from .resource import sheet_properties


def add_sheet(editing: Editing, request: Request) -> Request:
    book, given = editing.spreadsheet, copy.deepcopy(request.get("properties", {}))
    numbers = {sheet.id for sheet in book.sheets}
    if given.get("sheetId") in numbers:
        raise invalid(f"A sheet with the id {given['sheetId']} already exists.")
    title = given.pop("title", None) or next(f"Sheet{n}" for n in range(1, 999) if f"Sheet{n}" not in _titles(book.sheets))
    _check_title(editing, title, None)
    grid = given.pop("gridProperties", {})
    size = grid.pop("rowCount", 1000), grid.pop("columnCount", 26)
    sheet = book.add_sheet(title, *size, number=given.pop("sheetId", None))
    index = given.pop("index", None)
    if index is not None:
        book.sheets.remove(sheet)
        book.sheets.insert(index, sheet)
    given.pop("sheetType", None)
    sheet.properties, sheet.grid = _cleaned(given), {name: value for name, value in grid.items() if value}
    book.check_size()
    return {"properties": sheet_properties(book, sheet)}


def _titles(sheets: list[Sheet]) -> set[str]:
    return {sheet.title for sheet in sheets}


def _check_title(editing: Editing, title: str, own: Sheet | None) -> None:
    if not title:
        raise invalid("Sheet name cannot be empty.")
    if any(sheet is not own and sheet.title.casefold() == title.casefold() for sheet in editing.spreadsheet.sheets):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _cleaned(given: Request) -> Request:
    kept = {name: value for name, value in given.items() if value not in (None, False, {})}
    if "tabColorStyle" in kept:
        kept["tabColorStyle"] = style(kept["tabColorStyle"])
        if "rgbColor" in kept["tabColorStyle"]:
            kept["tabColor"] = kept["tabColorStyle"]["rgbColor"]
    elif "tabColor" in kept:
        kept["tabColor"] = colour(kept["tabColor"])
        kept["tabColorStyle"] = {"rgbColor": kept["tabColor"]}
    return kept


def delete_sheet(editing: Editing, request: Request) -> None:
    book, sheet = editing.spreadsheet, editing.sheet(request)
    if sum(not one.properties.get("hidden") for one in book.sheets if one is not sheet) == 0:
        raise invalid("You can't remove all the visible sheets in a document.")
    if book.permissions.get(editing.caller) != "owner" and any(
        not one.get("warningOnly") and editing.caller not in one["editors"].get("users", []) for one in sheet.protected
    ):
        raise invalid(PROTECTED)
    book.sheets.remove(sheet)
    book.named = [one for one in book.named if one["range"].get("sheetId", 0) != sheet.id]


def duplicate_sheet(editing: Editing, request: Request) -> Request:
    book, source = editing.spreadsheet, book_sheet(editing, request)
    twin = source.copy()
    twin.id = request.get("newSheetId") or book.number()
    twin.title = request.get("newSheetName") or f"Copy of {source.title}"
    _check_title(editing, twin.title, None)
    twin.metadata = ()
    for one in twin.protected:
        one["protectedRangeId"] = book.number()
    for holder in (*twin.protected, *([twin.basic_filter] if twin.basic_filter else [])):
        holder["range"]["sheetId"] = twin.id
    book.sheets.insert(request.get("insertSheetIndex", 0), twin)
    book.check_size()
    return {"properties": sheet_properties(book, twin)}


def book_sheet(editing: Editing, request: Request) -> Sheet:
    return editing.spreadsheet.by_id(request.get("sourceSheetId", 0))


def update_sheet_properties(editing: Editing, request: Request) -> None:
    given = request["properties"]
    sheet, book = editing.sheet(given), editing.spreadsheet
    tree = parse(request.get("fields") or "")
    if not tree:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    if "*" in tree:
        tree = parse(",".join(".".join(path) for path in leaves(_tree_of(given))))
    for path in leaves(tree):
        if path[0] == "title":
            _check_title(editing, given.get("title", ""), sheet)
            sheet.title = given["title"]
        elif path[0] == "index":
            _reorder(book.sheets, sheet, given.get("index", len(book.sheets)))
        elif path[0] not in ("gridProperties", "sheetId", "sheetType"):
            sheet.properties.pop(path[0], None)
            if path[0] in ("tabColor", "tabColorStyle"):
                sheet.properties.pop("tabColor", None)
                sheet.properties.pop("tabColorStyle", None)
            sheet.properties |= _cleaned({path[0]: given.get(path[0])})
    if takes(tree, "gridProperties") and "gridProperties" in tree:
        _update_grid(editing, sheet, given.get("gridProperties", {}), tree["gridProperties"])
    if all(one.properties.get("hidden") for one in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")


def _tree_of(given: Request) -> Request:
    return {name: _tree_of(value) if isinstance(value, dict) else {} for name, value in given.items()}


def _reorder(sheets: list[Sheet], sheet: Sheet, index: int) -> None:
    """The new index counts the order before the move."""
    old = sheets.index(sheet)
    if index > len(sheets):
        raise invalid(f"index[{index}] is greater than the number of sheets")
    if index in (old, old + 1):
        return
    sheets.remove(sheet)
    sheets.insert(index - 1 if index > old else index, sheet)


def _update_grid(editing: Editing, sheet: Sheet, grid: Request, tree: Request) -> None:
    rows, columns = len(sheet.rows), len(sheet.columns)
    if takes(tree, "rowCount") and "rowCount" in grid:
        rows = grid["rowCount"]
    if takes(tree, "columnCount") and "columnCount" in grid:
        columns = grid["columnCount"]
    sheet.resize(rows, columns)
    editing.spreadsheet.check_size()
    for name in tree or grid:
        if name not in ("rowCount", "columnCount"):
            sheet.grid.pop(name, None)
            if grid.get(name):
                sheet.grid[name] = grid[name]
    for name, size in (("frozenRowCount", rows), ("frozenColumnCount", columns)):
        if sheet.grid.get(name, 0) >= size:
            raise invalid(f"You can't freeze all visible {'rows' if 'Row' in name else 'columns'} on the sheet.")


def update_spreadsheet_properties(editing: Editing, request: Request) -> None:
    tree, given = parse(request["fields"]), request["properties"]
    book = editing.spreadsheet
    for name, attribute in (("title", "title"), ("locale", "locale"), ("timeZone", "time_zone")):
        if takes(tree, name) and name in given:
            setattr(book, attribute, given[name])


SHEET_REQUESTS: dict[str, Callable[[Editing, Request], Any]] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
