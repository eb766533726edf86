"""A book as layouts: the same sheets with the same cells, to be made elsewhere."""

from collections import Counter
from datetime import date, datetime, time

from netdash.grid import Book, Cell, Grid
from netdash.stores import ColumnLayout, Format, SheetLayout

_SHOWN: dict[type, Format] = {datetime: "moment", date: "date", time: "time"}


def lay_out_book(book: Book) -> tuple[SheetLayout, ...]:
    """Every sheet with its cells; the first row as header where it is one, columns shown as most of their cells are."""
    return tuple(lay_out_grid(grid) for grid in book.sheets.values())


def lay_out_grid(grid: Grid) -> SheetLayout:
    """One sheet with its cells."""
    rows = [_filled(grid, number) for number in range(len(grid.rows))]
    width = max(map(len, rows), default=0)
    header = rows[0] if rows else ()
    titles = [cell for cell in header if isinstance(cell, str) and cell]
    if not rows or len(titles) < len(header) or len(header) < max(width, 2) or len(set(titles)) < len(titles):
        return SheetLayout(grid.sheet, (), tuple(rows))
    columns = tuple(ColumnLayout(str(title), _shown(grid, place)) for place, title in enumerate(header))
    return SheetLayout(grid.sheet, columns, tuple(rows[1:]))


def _filled(grid: Grid, number: int) -> tuple[Cell, ...]:
    """A row with errors as their text."""
    cells = list(grid.rows[number])
    for (row, place), text in grid.errors.items():
        if row == number:
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = text
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return tuple(cells)


def _shown(grid: Grid, place: int) -> Format:
    """What most of the column's cells are."""
    kinds = Counter(type(cell) for row in range(1, len(grid.rows)) if (cell := grid.cell(row, place)) is not None)
    if not kinds:
        return "general"
    kind = kinds.most_common(1)[0][0]
    return _SHOWN.get(kind, "text" if kind is str else "general")
