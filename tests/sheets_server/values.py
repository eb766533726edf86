"""The values methods: get, batchGet, update, batchUpdate, append, clear, batchClear."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from .a1 import Box, letters, named
from .entering import entered
from .errors import invalid, misplaced
from .formulas import Evaluator
from .model import EMPTY_ROW, Cell, Row, Sheet, Spreadsheet
from .places import Place, exceeds, guard, located
from .showing import row_values
from .structure import insert

Body = Mapping[str, Any]
RENDERS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
MOMENTS = ("SERIAL_NUMBER", "FORMATTED_STRING")


def get(spreadsheet: Spreadsheet, text: str, options: Body) -> dict[str, Any]:
    return _read(spreadsheet, located(spreadsheet, text), options, Evaluator(spreadsheet))


def batch_get(spreadsheet: Spreadsheet, ranges: Sequence[str], options: Body) -> dict[str, Any]:
    """All ranges or none: one that cannot be found fails the whole request."""
    places = [located(spreadsheet, text) for text in ranges]
    evaluator = Evaluator(spreadsheet)
    return {
        "spreadsheetId": spreadsheet.id,
        "valueRanges": [_read(spreadsheet, place, options, evaluator) for place in places],
    }


def _read(spreadsheet: Spreadsheet, place: Place, options: Body, evaluator: Evaluator) -> dict[str, Any]:
    render = _one_of(options, "valueRenderOption", RENDERS)
    moments = _one_of(options, "dateTimeRenderOption", MOMENTS)
    major = _one_of(options, "majorDimension", ("ROWS", "COLUMNS"))
    sheet, box, how = place.sheet, place.box, (render, moments, spreadsheet.locale)
    whole = box.left == 0 and box.right == len(sheet.columns)
    rows: list[list[Any]] = []
    for index in range(box.top, box.bottom):
        row = sheet.rows[index]
        if row is EMPTY_ROW:
            rows.append([])
            continue
        values = row_values(row, sheet, index, evaluator, how)
        rows.append(values if whole else _trimmed(values[box.left : box.right]))
    while rows and not rows[-1]:
        rows.pop()
    if major == "COLUMNS":
        rows = [_trimmed(list(column)) for column in zip_longest(*rows, fillvalue="")]
    reply: dict[str, Any] = {"range": place.name, "majorDimension": major}
    if rows:
        reply["values"] = rows
    return reply


def _one_of(options: Body, name: str, allowed: Sequence[str]) -> str:
    given = options.get(name) or allowed[0]
    if given not in allowed:
        kind = name[0].upper() + name[1:]
        raise invalid(f"Invalid value at '{name}' (type.googleapis.com/google.apps.sheets.v4.{kind}), \"{given}\"")
    return str(given)


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] == "":
        values.pop()
    return values


def update(spreadsheet: Spreadsheet, text: str, options: Body, body: Body, caller: str, field: str = "data") -> dict[str, Any]:
    """Write values from the top left corner of a range; null leaves a cell, an empty text clears it."""
    rows = _given(body, field)
    place = located(spreadsheet, text, writing=True)
    return _write(spreadsheet, place, rows, options, caller)


def batch_update(spreadsheet: Spreadsheet, body: Body, caller: str) -> dict[str, Any]:
    given = body.get("data", [])
    writes = [(located(spreadsheet, one.get("range", ""), writing=True), _given(one, "data")) for one in given]
    responses = [_write(spreadsheet, place, rows, body, caller) for place, rows in writes]
    totals = {name: sum(one.get(f"updated{name}", 0) for one in responses) for name in ("Rows", "Columns", "Cells")}
    rows = {(place.sheet.id, place.box.top + down) for place, given in writes for down in range(len(given))}
    columns = {
        (place.sheet.id, place.box.left + across) for place, given in writes for across in range(max(map(len, given), default=0))
    }
    reply = {"spreadsheetId": spreadsheet.id, "totalUpdatedRows": len(rows), "totalUpdatedColumns": len(columns)}
    reply |= {"totalUpdatedCells": totals["Cells"], "totalUpdatedSheets": len({place.sheet.id for place, _ in writes})}
    return {**reply, "responses": responses}


def _given(body: Body, field: str) -> list[list[Any]]:
    """The rows of a ValueRange."""
    values = body.get("values") or []
    if not isinstance(values, list):
        raise misplaced(f"{field}.values", "ListValue", str(values))
    for number, row in enumerate(values):
        if not isinstance(row, list):
            raise misplaced(f"{field}.values[{number}]", "ListValue", str(row))
        for column, value in enumerate(row):
            if isinstance(value, list | dict):
                raise invalid(f"Invalid values[{number}][{column}]: {type(value).__name__}_value is not a cell's value")
    if body.get("majorDimension") == "COLUMNS":
        return [list(row) for row in zip_longest(*values)]
    return values


def _write(spreadsheet: Spreadsheet, place: Place, rows: list[list[Any]], options: Body, caller: str) -> dict[str, Any]:
    option = options.get("valueInputOption")
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    sheet, corner = place.sheet, place.box
    width = max(map(len, rows), default=0)
    box = Box(corner.top, corner.left, corner.top + max(1, len(rows)), corner.left + max(1, width))
    if not place.anchor:
        _stay_within(place, box)
    if box.bottom > len(sheet.rows) or box.right > len(sheet.columns):
        raise exceeds(sheet, box)
    guard(spreadsheet, sheet, box, caller)
    touched = set()
    for down, values in enumerate(rows):
        changes: dict[int, Cell] = {}
        for column, value in enumerate(values, box.left):
            if value is not None:
                changes[column] = entered(sheet.cell(box.top + down, column), value, option, spreadsheet.locale)
                touched.add((down, column))
        sheet.put(box.top + down, changes)
    reply: dict[str, Any] = {"spreadsheetId": spreadsheet.id, "updatedRange": named(sheet.title, box)}
    if touched:
        reply["updatedRows"] = len({row for row, _ in touched})
        reply["updatedColumns"] = len({column for _, column in touched})
        reply["updatedCells"] = len(touched)
    if str(options.get("includeValuesInResponse")).casefold() == "true":
        asked = {"valueRenderOption": options.get("responseValueRenderOption")}
        asked["dateTimeRenderOption"] = options.get("responseDateTimeRenderOption")
        reply["updatedData"] = _read(spreadsheet, Place(sheet, box), asked, Evaluator(spreadsheet))
    return reply


def _stay_within(place: Place, box: Box) -> None:
    where = f"Requested writing within range [{place.name}], but tried writing to"
    if box.bottom > place.box.bottom:
        raise invalid(f"{where} row [{place.box.bottom + 1}]")
    if box.right > place.box.right:
        raise invalid(f"{where} column [{letters(place.box.right)}]")


def append(spreadsheet: Spreadsheet, text: str, options: Body, body: Body, caller: str) -> dict[str, Any]:
    """Write below the last table that begins in, or reaches into, the range; where there is none, at the range's corner."""
    rows = _given(body, "data")
    place = located(spreadsheet, text)
    sheet = place.sheet
    table = _table(sheet, place.box)
    top, left = (table.bottom, table.left) if table else (place.box.top, place.box.left)
    bottom, right = top + len(rows), left + max(map(len, rows), default=0)
    if options.get("insertDataOption") == "INSERT_ROWS" and table:
        insert(spreadsheet, sheet, "ROWS", top, len(rows), before=True)
    sheet.resize(max(len(sheet.rows), bottom), max(len(sheet.columns), right))
    spreadsheet.check_size()
    updates = _write(spreadsheet, Place(sheet, Box(top, left, top + 1, left + 1), anchor=True), rows, options, caller)
    reply = {"spreadsheetId": spreadsheet.id}
    if table:
        reply["tableRange"] = named(sheet.title, table)
    return {**reply, "updates": updates}


def _filled(row: Row, left: int, right: int) -> bool:
    return any(cell.value not in (None, "") for cell in row.cells[max(0, left) : right])


def _table(sheet: Sheet, box: Box) -> Box | None:
    """The block of filled cells around the last filled cell of the box, as far as it goes without a blank row or column."""
    for row in range(box.bottom - 1, box.top - 1, -1):
        if _filled(sheet.rows[row], box.left, box.right):
            break
    else:
        return None
    cells = sheet.rows[row].cells
    column = max(at for at in range(box.left, min(box.right, len(cells))) if cells[at].value not in (None, ""))
    top, left, bottom, right = row, column, row + 1, column + 1
    while True:
        before = (top, left, bottom, right)
        while top > 0 and _filled(sheet.rows[top - 1], left - 1, right + 1):
            top -= 1
        while bottom < len(sheet.rows) and _filled(sheet.rows[bottom], left - 1, right + 1):
            bottom += 1
        beside = sheet.rows[max(0, top - 1) : bottom + 1]
        while left > 0 and any(_filled(one, left - 1, left) for one in beside):
            left -= 1
        while right < len(sheet.columns) and any(_filled(one, right, right + 1) for one in beside):
            right += 1
        if before == (top, left, bottom, right):
            return Box(top, left, bottom, right)


def clear(spreadsheet: Spreadsheet, text: str, caller: str) -> dict[str, Any]:
    return {"spreadsheetId": spreadsheet.id, "clearedRange": _clear(spreadsheet, located(spreadsheet, text), caller)}


def batch_clear(spreadsheet: Spreadsheet, ranges: Sequence[str], caller: str) -> dict[str, Any]:
    places = [located(spreadsheet, text) for text in ranges]
    return {"spreadsheetId": spreadsheet.id, "clearedRanges": [_clear(spreadsheet, place, caller) for place in places]}


def _clear(spreadsheet: Spreadsheet, place: Place, caller: str) -> str:
    """Empty the cells; what they look like, their notes and validation stay."""
    guard(spreadsheet, place.sheet, place.box, caller)
    place.sheet.change(place.box, lambda cell: cell.put(None), blank=False)
    return place.name
