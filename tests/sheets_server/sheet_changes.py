"""The requests of batchUpdate about sheets, protections, merges, filters, names and rules."""

import copy
from collections.abc import Callable
from typing import Any

from .a1 import Box, grid_range
from .celldata import colour, style
from .changes import Editing, Request
from .errors import invalid
from .masks import leaves, parse, takes
from .model import Sheet
from .places import PROTECTED, boxed
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


def add_protected_range(editing: Editing, request: Request) -> Request:
    """The caller is always among the editors; with ``warningOnly`` nobody is kept out."""
    given = {name: value for name, value in request["protectedRange"].items() if value not in (None, False, "")}
    if "namedRangeId" in given:
        raise invalid("protectedRange.namedRangeId is not taken here, give its range")
    sheet = editing.sheet(given["range"])
    one = {"protectedRangeId": given.get("protectedRangeId") or editing.spreadsheet.number(), **given}
    one["range"] = _as_shown(sheet, given["range"])
    one.pop("requestingUserCanEdit", None)
    editors = {name: list(people) for name, people in given.get("editors", {}).items() if people}
    reply = {**one, "requestingUserCanEdit": True, "editors": copy.deepcopy(editors)}
    people = editors.setdefault("users", [])
    if editing.caller not in people:
        people.append(editing.caller)
    one["editors"] = editors
    sheet.protected.append(one)
    return {"protectedRange": reply}


def _as_shown(sheet: Sheet, given: Request) -> Request:
    """A GridRange as it is kept: whole sheets stay open, sheet 0 is not named."""
    kept = {name: value for name, value in given.items() if name != "sheetId" and value is not None}
    if kept:
        boxed(sheet, kept)
    return {"sheetId": sheet.id, **kept} if sheet.id else kept


def update_protected_range(editing: Editing, request: Request) -> None:
    given = request["protectedRange"]
    sheet, one = _protected(editing, given["protectedRangeId"])
    tree = parse(request["fields"])
    for name in ("range", "description", "warningOnly", "editors", "unprotectedRanges"):
        if takes(tree, name):
            one.pop(name, None)
            if given.get(name):
                one[name] = _as_shown(sheet, given[name]) if name == "range" else given[name]
    users = one.setdefault("editors", {}).setdefault("users", [])
    if editing.caller not in users:
        users.append(editing.caller)


def delete_protected_range(editing: Editing, request: Request) -> None:
    sheet, one = _protected(editing, request["protectedRangeId"])
    sheet.protected.remove(one)


def _protected(editing: Editing, number: int) -> tuple[Sheet, Request]:
    for sheet in editing.spreadsheet.sheets:
        for one in sheet.protected:
            if one["protectedRangeId"] == number:
                owner = editing.spreadsheet.permissions.get(editing.caller) == "owner"
                if not owner and editing.caller not in one["editors"].get("users", []):
                    raise invalid(PROTECTED)
                return sheet, one
    raise invalid(f"No protected range with id: {number}")


def merge_cells(editing: Editing, request: Request) -> None:
    """Only the top left value of each merged block stays."""
    sheet, box = editing.place(request["range"])
    kind = request.get("mergeType", "MERGE_ALL")
    blocks = [box]
    if kind == "MERGE_ROWS":
        blocks = [Box(row, box.left, row + 1, box.right) for row in range(box.top, box.bottom)]
    elif kind == "MERGE_COLUMNS":
        blocks = [Box(box.top, column, box.bottom, column + 1) for column in range(box.left, box.right)]
    sheet.merges = [one for one in sheet.merges if not one.meets(box)]
    for block in blocks:
        kept = sheet.cell(block.top, block.left)
        sheet.change(block, lambda cell: cell.put(None), blank=False)
        sheet.put(block.top, {block.left: kept})
    sheet.merges += blocks


def unmerge_cells(editing: Editing, request: Request) -> None:
    sheet, box = editing.place(request["range"])
    sheet.merges = [one for one in sheet.merges if not one.meets(box)]


def set_basic_filter(editing: Editing, request: Request) -> None:
    given = copy.deepcopy(request["filter"])
    sheet = editing.sheet(given.get("range", {}))
    given["range"] = grid_range(sheet.id, boxed(sheet, given.get("range", {})))
    sheet.basic_filter = given


def clear_basic_filter(editing: Editing, request: Request) -> None:
    editing.sheet(request).basic_filter = None


def add_named_range(editing: Editing, request: Request) -> Request:
    given = request["namedRange"]
    book, sheet = editing.spreadsheet, editing.sheet(given["range"])
    if any(one["name"].casefold() == given["name"].casefold() for one in book.named):
        raise invalid(f"A named range with the name {given['name']} already exists.")
    number = given.get("namedRangeId") or str(book.number())
    one = {"namedRangeId": number, "name": given["name"], "range": _as_shown(sheet, given["range"])}
    book.named.append(one)
    return {"namedRange": copy.deepcopy(one)}


def update_named_range(editing: Editing, request: Request) -> None:
    given = request["namedRange"]
    one = _named(editing, given["namedRangeId"])
    tree = parse(request["fields"])
    if takes(tree, "name") and "name" in given:
        one["name"] = given["name"]
    if takes(tree, "range") and "range" in given:
        one["range"] = _as_shown(editing.sheet(given["range"]), given["range"])


def delete_named_range(editing: Editing, request: Request) -> None:
    editing.spreadsheet.named.remove(_named(editing, request["namedRangeId"]))


def _named(editing: Editing, number: str) -> Request:
    for one in editing.spreadsheet.named:
        if one["namedRangeId"] == number:
            return one
    raise invalid(f"No named range with id: {number}")


def add_rule(editing: Editing, request: Request) -> None:
    rule = copy.deepcopy(request["rule"])
    sheet = editing.sheet(rule["ranges"][0])
    rule["ranges"] = [_as_shown(sheet, one) for one in rule["ranges"]]
    sheet.conditional.insert(request.get("index", 0), rule)


def delete_rule(editing: Editing, request: Request) -> Request:
    sheet, index = editing.sheet(request), request.get("index", 0)
    if index >= len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return {"rule": sheet.conditional.pop(index)}


def add_group(editing: Editing, request: Request) -> Request:
    sheet, dimension, start, end = editing.lines(request["range"])
    groups = sheet.groups[dimension]
    depth = 1 + sum(one["range"]["startIndex"] <= start and end <= one["range"]["endIndex"] for one in groups)
    span: Request = {"dimension": dimension, "startIndex": start, "endIndex": end}
    groups.append({"range": {"sheetId": sheet.id, **span} if sheet.id else span, "depth": depth})
    sheet.grid["rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter"] = True
    return {"dimensionGroups": copy.deepcopy(groups)}


def delete_group(editing: Editing, request: Request) -> Request:
    sheet, dimension, start, end = editing.lines(request["range"])
    groups = sheet.groups[dimension]
    inside = [one for one in groups if start <= one["range"]["startIndex"] and one["range"]["endIndex"] <= end]
    if not inside:
        raise invalid(f"No group over the {dimension.lower()} {start} to {end}")
    groups.remove(max(inside, key=lambda one: one["depth"]))
    return {"dimensionGroups": copy.deepcopy(groups)} if groups else {}


SHEET_REQUESTS: dict[str, Callable[[Editing, Request], Any]] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addConditionalFormatRule": add_rule,
    "deleteConditionalFormatRule": delete_rule,
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
}
