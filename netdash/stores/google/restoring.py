"""From a copy back to the spreadsheet: the cells that differ."""

from netdash.grid import Book
from netdash.stores import AddSheet, SetCell, Write
from netdash.stores.copying import lay_out_grid
from netdash.stores.google.values import holds, to_raw


def compose_restoring(copy: Book, now: Book) -> list[Write]:
    """The writes that make every sheet of ``copy`` what it was; sheets that it does not know stay."""
    writes: list[Write] = []
    for title, grid in copy.sheets.items():
        if title not in now.sheets:
            writes.append(AddSheet(lay_out_grid(grid)))
            continue
        present = now.sheets[title]
        height = max(len(grid.rows), len(present.rows))
        for row in range(height):
            width = max(len(rows[row]) if row < len(rows) else 0 for rows in (grid.rows, present.rows))
            writes += [
                SetCell(title, row, column, present.cell(row, column), grid.cell(row, column))
                for column in range(width)
                if not holds(to_raw(present.cell(row, column)), grid.cell(row, column))
            ]
    return writes


def place_of(write: Write) -> tuple[str, int, int] | None:
    """The cell that a write changes."""
    return (write.sheet, write.row, write.column) if isinstance(write, SetCell) else None
