"""The requests of batchUpdate about protections, merges, filters, names, rules and groups."""

import copy
from collections.abc import Callable
from typing import Any

from .a1 import Box, grid_range
from .changes import Editing, Request
from .errors import invalid
from .masks import parse, takes
from .model import Sheet
from .places import PROTECTED, boxed


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


RANGE_REQUESTS: dict[str, Callable[[Editing, Request], Any]] = {
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
