"""The requests of one save: cells are set and rows added, all in one step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from netdash.grid import Cell
from netdash.stores import AppendRow, SetCell
from netdash.stores.google.shape import Formats, Sheet
from netdash.stores.google.values import to_raw, value_of

Request = dict[str, Any]

NUMBER_FORMATS: Mapping[type, Mapping[str, str]] = {
    datetime: {"type": "DATE_TIME", "pattern": "dd.mm.yyyy hh:mm:ss"},
    date: {"type": "DATE", "pattern": "dd.mm.yyyy"},
    time: {"type": "TIME", "pattern": "hh:mm"},
    timedelta: {"type": "TIME", "pattern": "[h]:mm"},
}
"""How days and times are shown where a column says nothing of it."""


class Block(NamedTuple):
    """A rectangle of cells counted from 0, ends exclusive."""

    top: int
    left: int
    bottom: int
    right: int


def find_blocks(places: Iterable[tuple[int, int]]) -> list[Block]:
    """Few rectangles that hold these cells and no others."""
    runs: list[Block] = []
    for row, column in sorted(set(places)):
        last = runs[-1] if runs else None
        if last and last.top == row and last.right == column:
            runs[-1] = last._replace(right=column + 1)
        else:
            runs.append(Block(row, column, row + 1, column + 1))
    blocks: dict[tuple[int, int, int], Block] = {}
    for run in runs:
        above = blocks.pop((run.top, run.left, run.right), run)
        blocks[run.bottom, run.left, run.right] = above._replace(bottom=run.bottom)
    return sorted(blocks.values())


def grow_requests(sheet: Sheet, rows: int, columns: int) -> Iterator[Request]:
    """Make the grid of a sheet at least this large."""
    for dimension, missing in (("ROWS", rows - sheet.rows), ("COLUMNS", columns - sheet.columns)):
        if missing > 0:
            yield {"appendDimension": {"sheetId": sheet.id, "dimension": dimension, "length": missing}}


def cell_requests(sheet: Sheet, writes: Sequence[SetCell], dated: Mapping[tuple[int, int], bool]) -> Iterator[Request]:
    """Set cells; one that ``dated`` does not know as a day or time gets such a format when it becomes one."""
    values = {(write.row, write.column): write.value for write in writes}
    bare = {place for place, value in values.items() if type(value) in NUMBER_FORMATS and not dated.get(place)}
    for block in find_blocks(values.keys() - bare):
        rows = [
            {"values": [value_of(to_raw(values[row, column])) for column in range(block.left, block.right)]}
            for row in range(block.top, block.bottom)
        ]
        yield {"updateCells": {"range": grid_range(sheet.id, block), "rows": rows, "fields": "userEnteredValue"}}
    for row, column in sorted(bare):
        cell = {**value_of(to_raw(values[row, column])), **_shown(values[row, column])}
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        where = grid_range(sheet.id, Block(row, column, row + 1, column + 1))
        yield {"updateCells": {"range": where, "rows": [{"values": [cell]}], "fields": fields}}


def append_requests(sheet: Sheet, writes: Sequence[AppendRow], row: int, formats: Formats) -> Iterator[Request]:
    """Add rows below the last used one, which should be at ``row``; its formats are set where the columns have none."""
    if not writes:
        return
    bare = [
        (row + number, column, value)
        for number, write in enumerate(writes)
        for column, value in write.cells.items()
        if type(value) in NUMBER_FORMATS and column not in formats
    ]
    width = max((max(write.cells, default=-1) + 1 for write in writes), default=0)
    yield from grow_requests(sheet, max((at + 1 for at, _, _ in bare), default=0), width)
    for at, column, value in bare:
        where = grid_range(sheet.id, Block(at, column, at + 1, column + 1))
        yield {"repeatCell": {"range": where, "cell": _shown(value), "fields": "userEnteredFormat.numberFormat"}}
    rows = [
        {"values": [value_of(to_raw(write.cells.get(column))) for column in range(max(write.cells, default=-1) + 1)]}
        for write in writes
    ]
    yield {"appendCells": {"sheetId": sheet.id, "rows": rows, "fields": "userEnteredValue"}}


def grid_range(sheet: int, block: Block) -> dict[str, int]:
    """The block as requests name it."""
    return {
        "sheetId": sheet,
        "startRowIndex": block.top,
        "endRowIndex": block.bottom,
        "startColumnIndex": block.left,
        "endColumnIndex": block.right,
    }


def _shown(value: Cell) -> dict[str, Any]:
    return {"userEnteredFormat": {"numberFormat": NUMBER_FORMATS[type(value)]}}
