"""One list of writes: what it touches, what must stand there before, the requests that carry it out, what stands afterwards."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from netdash.errors import Moved
from netdash.grid import Book, Cell, Grid, a1
from netdash.stores import AddSheet, AppendRow, SetCell, Write
from netdash.stores.google.changes import NUMBER_FORMATS, Block, append_requests, cell_requests, grow_requests
from netdash.stores.google.looking import Look, Rows, Span, merged, ranges_of
from netdash.stores.google.making import sheet_requests
from netdash.stores.google.reading import GoogleGrid, Reader, count_head
from netdash.stores.google.recording import Record, covering_requests, leaving_requests, mark_of, plan_record
from netdash.stores.google.shape import SAMPLED, SCRATCH, Formats, Sheet, rows_range
from netdash.stores.google.values import Raw, holds, to_raw

TAIL = 50
"""So many rows from the last used one on are looked at where rows are added: others may add some too."""


class Save:
    """What one list of writes touches, and what should stand there afterwards."""

    def __init__(self, writes: Sequence[Write], note: str, book: Book, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets
        self.added = [write.layout for write in writes if isinstance(write, AddSheet)]
        self.cells: dict[str, list[SetCell]] = {}
        self.rows: dict[str, list[AppendRow]] = {}
        for write in writes:
            if isinstance(write, SetCell):
                self.cells.setdefault(write.sheet, []).append(write)
            elif isinstance(write, AppendRow):
                self.rows.setdefault(write.sheet, []).append(write)
        self.held = {title: _raw(book.sheets[title]) for title in sheets}
        self.first_new: dict[str, int] = {}
        self.planned = {title: self._planned(title) for title in sheets}
        ends = {title: max(sheet.rows, len(self.planned[title])) for title, sheet in sheets.items()}
        spans = {title: self._spans(title, count_head(self.held[title])) for title in sheets}
        self.spans = {title: merged(spans[title], sheet.rows) for title, sheet in sheets.items()}
        self.spans_after = {title: merged(spans[title], ends[title]) for title in sheets}

        known = [write for title in sheets for write in self.cells.get(title, ())]
        self.is_dated = any(type(write.value) in NUMBER_FORMATS for write in known)
        self.before = {(write.sheet, write.row, write.column): write.before for write in known}
        record = plan_record(
            secrets.randbelow(2**30) + 1,
            note,
            {title: [(write.row, write.column) for write in writes] for title, writes in self.cells.items() if title in sheets},
            {title: self._blocks_after(title, ends[title]) for title in sheets},
            {title: [_row_of(write) for write in writes] for title, writes in self.rows.items() if title in sheets},
        )
        self.record = replace(record, mark=mark_of(self._rows_left(record), map(to_raw, self._covered_in_order(record))))

    def _rows_left(self, record: Record) -> Iterator[Sequence[Raw]]:
        """The rows that should be left, as the record has them."""
        for kept in record.left:
            rows = self.planned[kept.title]
            yield from (rows[row] if row < len(rows) else () for row in range(kept.block.top, kept.block.bottom))

    def _covered_in_order(self, record: Record) -> Iterator[Cell]:
        """What should be covered, as the record has it."""
        for kept in record.covered:
            block = kept.block
            for row in range(block.top, block.bottom):
                yield from (self.before[kept.title, row, column] for column in range(block.left, block.right))

    def _blocks_after(self, title: str, end: int) -> list[Block]:
        """The rows to be kept in the scratch sheet: more than are seen in the answer, since people may have moved them."""
        cells = max((write.column + 1 for write in self.cells.get(title, ())), default=0)
        rows = max((max(write.cells, default=-1) + 1 for write in self.rows.get(title, ())), default=0)
        spans = merged(self._spans(title, SAMPLED), end)
        return [Block(first, 0, last, max(cells, rows, self.sheets[title].columns)) for first, last in spans]

    def _planned(self, title: str) -> Rows:
        """The sheet as it should be: what is emptied comes last, so that no new row takes the place of one that goes."""
        rows: list[Sequence[Raw]] = list(self.held[title])
        filled, emptied = split_emptied(self.cells.get(title, ()))
        _set(rows, filled)
        _trim(rows)
        self.first_new[title] = len(rows)
        rows.extend(_row_of(write) for write in self.rows.get(title, ()))
        _set(rows, emptied)
        _trim(rows)
        return rows

    def _spans(self, title: str, head: int) -> list[Span]:
        """So many rows from the top, those with cells that are set, and the end if rows are added."""
        spans = [(0, head), *((write.row, write.row + 1) for write in self.cells.get(title, ()))]
        if title in self.rows:
            spans.append((max(len(self.held[title]) - 1, 0), len(self.planned[title]) + TAIL))
        return spans

    def refuse_changed(self, looks: Mapping[str, Look]) -> None:
        """Raises ``Moved`` unless everything looked at is as the plan has it, and nothing to be overwritten is computed."""
        formulas = tuple(
            (title, write.row, write.column)
            for title, look in looks.items()
            for write in self.cells.get(title, ())
            if look.is_formula(write.row, write.column)
        )
        if formulas:
            places = ", ".join(f"«{title}»!{a1(row, column)}" for title, row, column in formulas)
            raise Moved(f"В ячейках {places} формулы, они не перезаписываются. Ничего не записано.", formulas)
        for title, look in looks.items():
            for write in self.cells.get(title, ()):
                seen = look.raw(write.row)
                if not holds(seen[write.column] if write.column < len(seen) else None, write.before):
                    raise Moved(f"Лист «{title}», {a1(write.row, write.column)}: ячейку изменили. Ничего не записано.")
            if not look.agrees(self.held[title]):
                raise Moved(f"Лист «{title}»: строки переставили или изменили. Ничего не записано.")

    def requests(self, looks: Mapping[str, Look], reader: Reader, email: str) -> list[dict[str, Any]]:
        """Everything in its order, for one step."""
        found: list[dict[str, Any]] = []
        sheets = {title: look.sheet for title, look in looks.items()}
        for place, layout in enumerate(self.added, 1):
            own = self.record.number + place
            found += sheet_requests(layout, own, email)
            sheets[layout.title] = Sheet(own, layout.title, *made_size(found))
        for title, writes in self.cells.items():
            rows, columns = max(write.row for write in writes) + 1, max(write.column for write in writes) + 1
            found += grow_requests(sheets[title], rows, columns)
        found += covering_requests(self.record, reader.shape.scratch, sheets)
        for title, writes in self.cells.items():
            look = looks.get(title)
            dated = {(w.row, w.column): look is None or look.is_dated(w.row, w.column) for w in writes}
            found += cell_requests(sheets[title], split_emptied(writes)[0], dated)
        for title, appended in self.rows.items():
            known = title in self.planned
            row = self.first_new.get(title, 0)
            # A sheet made by this very write has formats of its own.
            fixed: Formats = dict.fromkeys(range(sheets[title].columns), "general")
            formats = reader.formats_of(title) if known else fixed
            found += append_requests(sheets[title], appended, row, formats)
        for title, writes in self.cells.items():
            found += cell_requests(sheets[title], split_emptied(writes)[1], {})
        found += leaving_requests(self.record, reader.shape.scratch, sheets)
        return found

    def ranges_after(self) -> list[str]:
        """The rows to be seen in the answer."""
        kept = [rows_range(SCRATCH, *self.record.covered_rows)] if self.record.covered else []
        return [name for title, spans in self.spans_after.items() for name in ranges_of(title, spans)] + kept


def split_emptied(writes: Sequence[SetCell]) -> tuple[list[SetCell], list[SetCell]]:
    """The cells that get a value, and those that are emptied."""
    emptied = [write for write in writes if write.value in (None, "")]
    return [write for write in writes if write.value not in (None, "")], emptied


def _set(rows: list[Sequence[Raw]], writes: Sequence[SetCell]) -> None:
    for write in writes:
        rows.extend([] for _ in range(write.row + 1 - len(rows)))
        row = list(rows[write.row])
        row.extend([None] * (write.column + 1 - len(row)))
        row[write.column] = to_raw(write.value)
        rows[write.row] = row


def _trim(rows: list[Sequence[Raw]]) -> None:
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()


def _row_of(write: AppendRow) -> list[Raw]:
    return [to_raw(write.cells.get(column)) for column in range(max(write.cells, default=-1) + 1)]


def made_size(requests: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """The size of the grid of the sheet that the last ``addSheet`` makes."""
    made = next(request["addSheet"] for request in reversed(requests) if "addSheet" in request)
    grid = made["properties"]["gridProperties"]
    return grid["rowCount"], grid["columnCount"]


def _raw(grid: Grid) -> Rows:
    if isinstance(grid, GoogleGrid):
        return cast(Rows, grid.raw)
    return [[to_raw(cell) for cell in row] for row in grid.rows]
