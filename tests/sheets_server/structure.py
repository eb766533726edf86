"""Rows and columns that come, go, move and are sorted, and everything that hangs on them: formulas, ranges, metadata."""

from collections.abc import Callable, Sequence
from typing import Any

from .a1 import Box
from .errors import invalid
from .formulas import Evaluator, Remap, remapped, shifted
from .model import BLANK, EMPTY_ROW, Cell, Column, Fault, Formula, Row, Sheet, Spreadsheet, Value

STARTS = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


def stay(index: int, last: bool | None) -> int | None:
    return index


def insert(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, count: int, before: bool = False) -> None:
    """New blank rows or columns; they look like the ones before them if ``before``, else like those after."""
    model = start - 1 if before else start
    if dimension == "ROWS":
        like = sheet.rows[model] if 0 <= model < len(sheet.rows) else EMPTY_ROW
        looks = Row(Cell(format=cell.format, validation=cell.validation) for cell in like.cells)
        sheet.rows[start:start] = [looks] * count
    else:
        for number, row in enumerate(sheet.rows):
            if len(row.cells) > start:
                old = row.cell(model) if model >= 0 else BLANK
                fresh = [Cell(format=old.format, validation=old.validation)] * count
                sheet.rows[number] = row.having([*row.cells[:start], *fresh, *row.cells[start:]])
        sheet.columns[start:start] = [Column() for _ in range(count)]
    spreadsheet.check_size()
    _follow(spreadsheet, sheet, dimension, lambda index, last: index + count if index >= start else index)


def delete(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Remove rows or columns with what is on them, their metadata too."""
    lines: Sequence[Any] = sheet.rows if dimension == "ROWS" else sheet.columns
    end = min(end, len(lines))
    if end - start >= len(lines):
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    if dimension == "ROWS":
        del sheet.rows[start:end]
    else:
        del sheet.columns[start:end]
        sheet.rows = [row.having([*row.cells[:start], *row.cells[end:]]) if len(row.cells) > start else row for row in sheet.rows]

    def remap(index: int, last: bool | None) -> int | None:
        if index < start:
            return index
        if index >= end:
            return index - (end - start)
        return None if last is None else (start - 1 if last else start)

    _follow(spreadsheet, sheet, dimension, remap)


def move(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, target: int) -> None:
    """Carry rows or columns to before ``target``, which counts the order before the move."""
    if start <= target <= end:
        return
    size = len(sheet.rows if dimension == "ROWS" else sheet.columns)
    order = [*range(start), *range(end, size)]
    place = target if target < start else target - (end - start)
    order[place:place] = range(start, end)
    if dimension == "ROWS":
        sheet.rows = [sheet.rows[index] for index in order]
    else:
        sheet.columns = [sheet.columns[index] for index in order]
        sheet.rows = [row.having([row.cell(index) for index in order]) if row.cells else row for row in sheet.rows]
    places = {old: new for new, old in enumerate(order)}
    _follow(spreadsheet, sheet, dimension, lambda index, last: places.get(index, index))


def sort(spreadsheet: Spreadsheet, sheet: Sheet, box: Box, specs: Sequence[tuple[int, bool]], carry: bool = True) -> None:
    """Sort the rows of a box by ``specs`` (column, ascending). Row metadata goes along if ``carry``: so one published
    probe of the real service says, while its documentation is silent."""
    evaluator = Evaluator(spreadsheet)
    order = list(range(box.top, box.bottom))
    for column, ascending in reversed(specs):
        values = {row: evaluator.value(sheet, row, column) for row in order}
        full = [row for row in order if values[row] not in (None, "")]
        full.sort(key=lambda row: _rank(values[row]), reverse=not ascending)
        order = full + [row for row in order if values[row] in (None, "")]
    old = {row: sheet.rows[row] for row in order}
    whole = box.left == 0 and all(len(row.cells) <= box.right for row in old.values())
    for place, source in enumerate(order, box.top):
        row = old[place]
        taken = {column: _slid(old[source].cell(column), place - source, 0) for column in range(box.left, box.right)}
        sheet.rows[place] = row.putting(taken)
        sheet.rows[place].metadata = old[source].metadata if carry and whole else row.metadata


def cut(source: Sheet, box: Box, target: Sheet, row: int, column: int) -> None:
    """Carry cells elsewhere: values, formats, notes and validation go, row metadata stays behind."""
    taken = [[source.cell(r, c) for c in range(box.left, box.right)] for r in range(box.top, box.bottom)]
    _within(target, Box(row, column, row + box.bottom - box.top, column + box.right - box.left))
    source.change(box, lambda cell: BLANK, blank=False)
    for down, cells in enumerate(taken):
        target.put(row + down, {column + across: cell for across, cell in enumerate(cells)})


def paste(
    source: Sheet,
    box: Box,
    target: Sheet,
    onto: Box,
    mix: Callable[[Cell, Cell], Cell] | None = None,
    values: Evaluator | None = None,
) -> None:
    """Copy cells, repeated until ``onto`` is full; ``mix(new, old)`` says what of each is taken; with ``values`` formulas
    are replaced by what they gave."""
    height, width = box.bottom - box.top, box.right - box.left
    taken = [[source.cell(r, c) for c in range(box.left, box.right)] for r in range(box.top, box.bottom)]
    if values:
        taken = [
            [cell.put(values.value(source, box.top + down, box.left + across)) for across, cell in enumerate(cells)]
            for down, cells in enumerate(taken)
        ]
    down, across = max(1, (onto.bottom - onto.top) // height), max(1, (onto.right - onto.left) // width)
    onto = Box(onto.top, onto.left, onto.top + down * height, onto.left + across * width)
    _within(target, onto)
    for row in range(onto.top, onto.bottom):
        changes = {}
        for column in range(onto.left, onto.right):
            at = (row - onto.top) % height, (column - onto.left) % width
            cell = _slid(taken[at[0]][at[1]], row - box.top - at[0], column - box.left - at[1])
            changes[column] = mix(cell, target.cell(row, column)) if mix else cell
        target.put(row, changes)


def push(sheet: Sheet, box: Box, dimension: str) -> None:
    """Insert blank cells: what stood in the box and beyond goes down (ROWS) or right (COLUMNS), other columns or rows stay."""
    height, width = box.bottom - box.top, box.right - box.left
    if dimension == "ROWS":
        lowest = max((at for at, row in enumerate(sheet.rows, 1) if row.cells[box.left : box.right]), default=0)
        rest = Box(box.top, box.left, max(box.top, lowest), box.right)
        to = (box.top + height, box.left)
    else:
        widest = max((len(row.cells) for row in sheet.rows[box.top : box.bottom]), default=0)
        rest = Box(box.top, box.left, box.bottom, max(box.left, widest))
        to = (box.top, box.left + width)
    if rest.bottom > rest.top and rest.right > rest.left:
        cut(sheet, rest, sheet, *to)


def pull(sheet: Sheet, box: Box, dimension: str) -> None:
    """Delete cells: what stands below the box comes up (ROWS), or from the right (COLUMNS)."""
    sheet.change(box, lambda cell: BLANK, blank=False)
    rows, columns = len(sheet.rows), len(sheet.columns)
    rest = Box(box.bottom, box.left, rows, box.right) if dimension == "ROWS" else Box(box.top, box.right, box.bottom, columns)
    if rest.bottom > rest.top and rest.right > rest.left:
        cut(sheet, rest, sheet, box.top, box.left)


def _within(sheet: Sheet, box: Box) -> None:
    if box.bottom > len(sheet.rows):
        sheet.resize(box.bottom, len(sheet.columns))
    if box.right > len(sheet.columns):
        sheet.resize(len(sheet.rows), box.right)


def _slid(cell: Cell, down: int, across: int) -> Cell:
    if type(cell.value) is Formula and (down or across):
        return cell.put(Formula(shifted(cell.value, down, across)))
    return cell


def _rank(value: Value) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return (3, str(value)) if isinstance(value, Fault) else (1, str(value).casefold())


def _follow(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, remap: Remap) -> None:
    rows, columns = (remap, stay) if dimension == "ROWS" else (stay, remap)
    for other in spreadsheet.sheets:
        for number, row in enumerate(other.rows):
            if row.formulas:
                other.rows[number] = row.having(_rewritten(cell, other, sheet, rows, columns) for cell in row.cells)
    names = STARTS[dimension]
    sheet.merges = [box for box in (_box(old, dimension, remap) for old in sheet.merges) if box]
    sheet.protected = [one for one in sheet.protected if _shift(one["range"], names, remap)]
    if sheet.basic_filter and not _shift(sheet.basic_filter["range"], names, remap):
        sheet.basic_filter = None
    for rule in sheet.conditional:
        rule["ranges"] = [one for one in rule["ranges"] if _shift(one, names, remap)]
    sheet.conditional = [rule for rule in sheet.conditional if rule["ranges"]]
    groups = sheet.groups[dimension]
    sheet.groups[dimension] = [one for one in groups if _shift(one["range"], ("startIndex", "endIndex"), remap)]
    spreadsheet.named = [
        one for one in spreadsheet.named if one["range"].get("sheetId", 0) != sheet.id or _shift(one["range"], names, remap)
    ]


def _rewritten(cell: Cell, own: Sheet, target: Sheet, rows: Remap, columns: Remap) -> Cell:
    if type(cell.value) is not Formula:
        return cell
    return cell.put(Formula(remapped(cell.value, own.title, target.title, rows, columns)))


def _box(box: Box, dimension: str, remap: Remap) -> Box | None:
    first, last = STARTS[dimension]
    shown = dict(zip(("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex"), box, strict=True))
    if not _shift(shown, (first, last), remap):
        return None
    return Box(shown["startRowIndex"], shown["startColumnIndex"], shown["endRowIndex"], shown["endColumnIndex"])


def _shift(shown: dict[str, Any], names: tuple[str, str], remap: Remap) -> bool:
    """Move the ends of a range; false if nothing of it is left. Open ends stay open; where a move made the ends pass each
    other, the range stays where it was."""
    first, last = names
    start = remap(shown[first], False) if first in shown else 0
    end = (remap(shown[last] - 1, True) or 0) + 1 if last in shown else None
    if start is None or (end is not None and end <= start):
        return remap(shown.get(first, 0), None) is not None
    if first in shown:
        shown[first] = start
    if last in shown:
        shown[last] = end
    return True
