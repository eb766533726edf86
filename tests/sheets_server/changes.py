"""The requests of batchUpdate about cells, rows and columns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import metadata, structure
from .a1 import Box
from .celldata import changed
from .errors import invalid, unsupported
from .formulas import Evaluator
from .masks import parse, takes
from .model import Cell, Column, Fault, Formula, Row, Sheet, Spreadsheet
from .places import boxed, exceeds, guard

Request = dict[str, Any]


@dataclass
class Editing:
    """One batchUpdate under way. ``carry``: whether sorting takes row metadata along."""

    spreadsheet: Spreadsheet
    caller: str
    carry: bool = True

    def sheet(self, request: Request) -> Sheet:
        return self.spreadsheet.by_id(request.get("sheetId", 0))

    def place(self, shown: Request) -> tuple[Sheet, Box]:
        """The cells of a GridRange that the caller may edit."""
        sheet = self.sheet(shown)
        box = boxed(sheet, shown)
        guard(self.spreadsheet, sheet, box, self.caller)
        return sheet, box

    def lines(self, span: Request) -> tuple[Sheet, str, int, int]:
        """(sheet, dimension, start, end) of a DimensionRange that the caller may edit."""
        sheet, dimension = self.sheet(span), span.get("dimension")
        if dimension not in ("ROWS", "COLUMNS"):
            raise invalid("No dimension specified.")
        size = len(sheet.rows if dimension == "ROWS" else sheet.columns)
        start, end = span.get("startIndex", 0), span.get("endIndex", size)
        if not 0 <= start < end:
            raise invalid(f"Invalid dimension range: startIndex[{start}], endIndex[{end}]")
        return sheet, dimension, start, end

    def guard_lines(self, sheet: Sheet, dimension: str, start: int, end: int) -> None:
        rows, columns = len(sheet.rows), len(sheet.columns)
        box = Box(start, 0, end, columns) if dimension == "ROWS" else Box(0, start, rows, end)
        guard(self.spreadsheet, sheet, box, self.caller)


def update_cells(editing: Editing, request: Request) -> None:
    """Write CellData through a mask; with a range, cells of it that the rows lack are cleared in the masked fields."""
    tree = parse(request.get("fields") or _required("fields"))
    rows = [row.get("values", []) for row in request.get("rows", [])]
    if "range" in request:
        sheet, box = editing.place(request["range"])
        if len(rows) > box.bottom - box.top:
            raise invalid(f"Attempting to write row: {box.bottom}, beyond the last requested row of: {box.bottom - 1}")
        if max(map(len, rows), default=0) > box.right - box.left:
            raise invalid(f"Attempting to write column: {box.right}, beyond the last requested column of: {box.right - 1}")
        for down in range(box.bottom - box.top):
            values = rows[down] if down < len(rows) else []
            filled = values + [{}] * (box.right - box.left - len(values))
            _put(sheet, box.top + down, box.left, filled, tree)
        return
    start = request["start"]
    sheet, top, left = editing.sheet(start), start.get("rowIndex", 0), start.get("columnIndex", 0)
    box = Box(top, left, top + max(1, len(rows)), left + max([1, *map(len, rows)]))
    if box.bottom > len(sheet.rows) or box.right > len(sheet.columns):
        raise exceeds(sheet, box)
    guard(editing.spreadsheet, sheet, box, editing.caller)
    for down, values in enumerate(rows):
        _put(sheet, top + down, left, values, tree)


def _required(name: str) -> str:
    raise invalid(f"At least one field must be listed in '{name}'. (Use '*' to indicate all fields.)")


def _put(sheet: Sheet, row: int, left: int, values: list[Request], tree: Request) -> None:
    sheet.put(row, {column: changed(sheet.cell(row, column), data or {}, tree) for column, data in enumerate(values, left)})


def append_cells(editing: Editing, request: Request) -> None:
    """New rows below the last one that holds a value; the grid grows if it must."""
    if "tableId" in request:
        raise unsupported("appendCells.tableId")
    tree = parse(request.get("fields") or _required("fields"))
    sheet = editing.sheet(request)
    rows = [row.get("values", []) for row in request.get("rows", [])]
    top, width = sheet.last_row(), max(map(len, rows), default=0)
    guard(editing.spreadsheet, sheet, Box(top, 0, top + len(rows), max(1, width)), editing.caller)
    sheet.resize(max(len(sheet.rows), top + len(rows)), max(len(sheet.columns), width))
    editing.spreadsheet.check_size()
    for down, values in enumerate(rows):
        _put(sheet, top + down, 0, values, tree)


def repeat_cell(editing: Editing, request: Request) -> None:
    tree = parse(request.get("fields") or _required("fields"))
    sheet, box = editing.place(request["range"])
    data = request.get("cell", {})
    sheet.change(box, lambda cell: changed(cell, data, tree))


def set_data_validation(editing: Editing, request: Request) -> None:
    sheet, box = editing.place(request["range"])
    rule = request.get("rule")
    if rule and not rule.get("condition", {}).get("type"):
        raise invalid("rule.condition.type is required")
    sheet.change(box, lambda cell: Cell(cell.value, cell.format, cell.note, rule))


def insert_dimension(editing: Editing, request: Request) -> None:
    sheet, dimension, start, end = editing.lines(request["range"])
    size = len(sheet.rows if dimension == "ROWS" else sheet.columns)
    before = request.get("inheritFromBefore", False)
    if start > size:
        raise invalid(f"range.startIndex[{start}] is too large. Max: {size}")
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at the start of the sheet")
    structure.insert(editing.spreadsheet, sheet, dimension, start, end - start, before)


def insert_range(editing: Editing, request: Request) -> None:
    """Formulas that point at the pushed cells are not rewritten here."""
    sheet, box = editing.place(request["range"])
    structure.push(sheet, box, request["shiftDimension"])


def delete_range(editing: Editing, request: Request) -> None:
    sheet, box = editing.place(request["range"])
    structure.pull(sheet, box, request["shiftDimension"])


def append_dimension(editing: Editing, request: Request) -> None:
    sheet, length = editing.sheet(request), request["length"]
    rows, columns = len(sheet.rows), len(sheet.columns)
    if request.get("dimension") == "ROWS":
        sheet.resize(rows + length, columns)
    else:
        sheet.resize(rows, columns + length)
    editing.spreadsheet.check_size()


def delete_dimension(editing: Editing, request: Request) -> None:
    sheet, dimension, start, end = editing.lines(request["range"])
    size = len(sheet.rows if dimension == "ROWS" else sheet.columns)
    if start >= size:
        raise invalid(f"Cannot delete a {dimension[:-1].lower()} that doesn't exist. Tried to delete index {start}.")
    editing.guard_lines(sheet, dimension, start, end)
    structure.delete(editing.spreadsheet, sheet, dimension, start, end)


def move_dimension(editing: Editing, request: Request) -> None:
    sheet, dimension, start, end = editing.lines(request["source"])
    size = len(sheet.rows if dimension == "ROWS" else sheet.columns)
    target = request["destinationIndex"]
    if end > size or target > size:
        raise invalid(f"destinationIndex[{target}] or source.endIndex[{end}] is too large. Max: {size}")
    editing.guard_lines(sheet, dimension, start, end)
    structure.move(editing.spreadsheet, sheet, dimension, start, end, target)


def update_dimension_properties(editing: Editing, request: Request) -> None:
    """Size and hiding of rows or columns."""
    sheet, dimension, start, end = editing.lines(request["range"])
    tree = parse(request.get("fields") or _required("fields"))
    given = request.get("properties", {})
    if takes(tree, "developerMetadata") and "developerMetadata" in given:
        raise unsupported("updateDimensionProperties.properties.developerMetadata")
    names = [name for name in ("hiddenByUser", "pixelSize") if takes(tree, name)]
    lines: list[Any] = sheet.rows if dimension == "ROWS" else sheet.columns
    for index in range(start, min(end, len(lines))):
        old = lines[index]
        properties = {name: value for name, value in old.properties.items() if name not in names}
        properties |= {name: given[name] for name in names if given.get(name)}
        lines[index] = Row(old.cells, old.metadata, properties) if dimension == "ROWS" else Column(old.metadata, properties)


def auto_resize_dimensions(editing: Editing, request: Request) -> None:
    """About seven pixels a letter: there are no fonts here."""
    sheet, dimension, start, end = editing.lines(request["dimensions"])
    if dimension == "COLUMNS":
        for column in range(start, min(end, len(sheet.columns))):
            longest = max((len(str(row.cell(column).value or "")) for row in sheet.rows), default=0)
            sheet.columns[column].properties["pixelSize"] = max(21, 7 * longest + 6)


def sort_range(editing: Editing, request: Request) -> None:
    sheet, box = editing.place(request["range"])
    specs = [(one.get("dimensionIndex", 0), one.get("sortOrder") != "DESCENDING") for one in request.get("sortSpecs", [])]
    if any(not box.left <= column < box.right for column, _ in specs):
        raise invalid("sortSpecs.dimensionIndex is outside of the range")
    structure.sort(editing.spreadsheet, sheet, box, specs, editing.carry)


def cut_paste(editing: Editing, request: Request) -> None:
    source, box = editing.place(request["source"])
    where = request["destination"]
    target, row, column = editing.sheet(where), where.get("rowIndex", 0), where.get("columnIndex", 0)
    onto = Box(row, column, row + box.bottom - box.top, column + box.right - box.left)
    guard(editing.spreadsheet, target, onto, editing.caller)
    if request.get("pasteType", "PASTE_NORMAL") != "PASTE_NORMAL":
        raise unsupported(f"cutPaste.pasteType {request['pasteType']}")
    structure.cut(source, box, target, row, column)


MIXES: dict[str, Callable[[Cell, Cell], Cell] | None] = {
    "PASTE_NORMAL": None,
    "PASTE_NO_BORDERS": None,
    "PASTE_VALUES": lambda new, old: old.put(new.value),  # what formulas gave, see ``structure.paste``
    "PASTE_FORMULA": lambda new, old: old.put(new.value),
    "PASTE_FORMAT": lambda new, old: Cell(old.value, new.format, old.note, new.validation),
    "PASTE_DATA_VALIDATION": lambda new, old: Cell(old.value, old.format, old.note, new.validation),
}


def copy_paste(editing: Editing, request: Request) -> None:
    source = editing.sheet(request["source"])
    box = boxed(source, request["source"])
    target, onto = editing.place(request["destination"])
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in MIXES or request.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise unsupported(f"copyPaste.pasteType {kind} {request.get('pasteOrientation', '')}")
    evaluator = Evaluator(editing.spreadsheet) if kind == "PASTE_VALUES" else None
    structure.paste(source, box, target, onto, MIXES[kind], evaluator)


def find_replace(editing: Editing, request: Request) -> Request:
    """Replace text in values; in formulas too if asked."""
    flags = 0 if request.get("matchCase") else re.I
    wanted = request["find"] if request.get("searchByRegex") else re.escape(request["find"])
    pattern = re.compile(rf"(?:{wanted})\Z" if request.get("matchEntireCell") else wanted, flags)
    if "range" in request:
        places = [editing.place(request["range"])]
    else:
        chosen = editing.spreadsheet.sheets if request.get("allSheets") else [editing.sheet(request)]
        places = [(sheet, sheet.box) for sheet in chosen]
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows = set()
    for sheet, box in places:
        for row in range(box.top, box.bottom):
            for column, cell in enumerate(sheet.rows[row].cells[box.left : box.right], box.left):
                formula = type(cell.value) is Formula
                if (
                    not isinstance(cell.value, str)
                    or isinstance(cell.value, Fault)
                    or (formula and not request.get("includeFormulas"))
                ):
                    continue
                text, times = pattern.subn(request.get("replacement", ""), cell.value)
                if times:
                    sheet.put(row, {column: cell.put(Formula(text) if formula else text or None)})
                    counts["formulasChanged" if formula else "valuesChanged"] += 1
                    counts["occurrencesChanged"] += times
                    rows.add((sheet.id, row))
    if rows:
        counts |= {"rowsChanged": len(rows), "sheetsChanged": len({sheet for sheet, _ in rows})}
    return {name: count for name, count in counts.items() if count}


def create_metadata(editing: Editing, request: Request) -> Request:
    return {"developerMetadata": metadata.create(editing.spreadsheet, request["developerMetadata"])}


def update_metadata(editing: Editing, request: Request) -> Request:
    return {"developerMetadata": metadata.update(editing.spreadsheet, request)}


def delete_metadata(editing: Editing, request: Request) -> Request:
    return {"deletedDeveloperMetadata": metadata.delete(editing.spreadsheet, request["dataFilter"])}


CELL_REQUESTS: dict[str, Callable[[Editing, Request], Request | None]] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "insertDimension": insert_dimension,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "appendDimension": append_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "sortRange": sort_range,
    "cutPaste": cut_paste,
    "copyPaste": copy_paste,
    "findReplace": find_replace,
    "createDeveloperMetadata": create_metadata,
    "updateDeveloperMetadata": update_metadata,
    "deleteDeveloperMetadata": delete_metadata,
}
