"""One save: the rows that it touches looked at, all written in one step, and looked at again in the same answer."""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from netdash.errors import Moved
from netdash.grid import Book, Cell, Grid, a1
from netdash.stores import NOTHING_COVERED, AddSheet, AppendRow, Covered, SetCell, Write
from netdash.stores.google.changes import (
    Aside,
    append_requests,
    cell_requests,
    grow_requests,
    lay_aside,
    scratch_after,
    scratch_requests,
)
from netdash.stores.google.client import Client
from netdash.stores.google.faults import Rejected
from netdash.stores.google.looking import FIELDS, Look, Rows, Span, merged, ranges_of, read_looks
from netdash.stores.google.making import sheet_requests
from netdash.stores.google.reading import GoogleGrid, Reader, build_grid
from netdash.stores.google.shape import SAMPLED, SCRATCH, Formats, Sheet, rows_range
from netdash.stores.google.values import Raw, holds, to_cell, to_raw

TAIL = 50
"""So many rows from the last used one on are looked at where rows are added: others may add some too."""

Places = Mapping[str, Sequence[SetCell]]


class GoogleTransaction:
    """The workbook held for one save, as far as others of this process go; schools go on typing.

    ``held`` is a book read moments ago. A write goes ahead only if the rows that it touches, and the top of their sheets,
    still are what the book says; else the whole workbook is read and ``Moved`` raised.
    """

    def __init__(self, client: Client, reader: Reader, held: Book | None, email: str) -> None:
        self._client = client
        self._reader = reader
        self._email = email
        self._book = held if held is not None else reader.read()
        self.covered: Covered = NOTHING_COVERED

    @property
    def book(self) -> Book:
        """The workbook as this transaction knows it."""
        return self._book

    def write(self, writes: Sequence[Write]) -> Book:
        """Apply all writes or none, and give back the workbook as it stands afterwards.

        ``covered`` then tells whether people changed something between the look and the write.
        """
        self.covered = NOTHING_COVERED
        if not writes:
            return self._book
        save = _Save(writes, self._book, self._sheets(writes))
        try:
            before = self._look(save)
            save.refuse_changed(before)
            number = secrets.randbelow(2**30) + 1
            answer = self._client.change(
                save.requests(before, self._reader, number, self._email),
                f"updatedSpreadsheet({FIELDS})",
                save.ranges_after(),
            )
        except Rejected as error:
            self._reader.forget()
            raise self._moved(Moved(f"Листы таблицы изменились. {error} Ничего не записано.")) from error
        except Moved as moved:
            raise self._moved(moved) from None
        if save.added:
            self._reader.forget()
        elif save.asides:
            self._reader.note_scratch(scratch_after(save.asides, self._reader.shape.scratch, number))
        self._book = self._settle(save, answer.get("updatedSpreadsheet", {}))
        return self._book

    def _settle(self, save: "_Save", told: Mapping[str, Any]) -> Book:
        """The workbook after the write: put together if all is as planned, else read whole."""
        looks = read_looks(told, {**save.spans_after, SCRATCH: ((0, save.aside_rows),)})
        formats = {title: self._reader.formats_of(title) for title in looks}
        kept = save.kept(looks.get(SCRATCH))
        as_planned = all(title in looks and looks[title].agrees(save.planned[title]) for title in save.spans_after)
        if as_planned and all(holds(raw, write.before) for write, raw in kept.items()):
            if save.added:
                return self._reader.read(self._book)
            grids = {
                title: build_grid(title, looks[title].laid_over(save.planned[title]), formats[title], None)
                for title in save.spans_after
            }
            book = Book(MappingProxyType({**self._book.sheets, **grids}))
            self._reader.keep(book)
            return book
        seen = {
            title: build_grid(title, look.laid_over([]), formats[title], None)
            for title, look in looks.items()
            if title != SCRATCH
        }
        cells: dict[tuple[str, int, int], Cell] = {
            (write.sheet, write.row, write.column): to_cell(raw, formats[write.sheet].get(write.column, "general"))
            for write, raw in kept.items()
        }
        self.covered = Covered(Book(MappingProxyType(seen)), MappingProxyType({**cells, **save.landed(looks)}))
        return self._reader.read(self._book)

    def _look(self, save: "_Save") -> dict[str, Look]:
        if not save.spans:
            return {}
        answer = self._client.metadata(FIELDS, [name for title, spans in save.spans.items() for name in ranges_of(title, spans)])
        looks = read_looks(answer, save.spans)
        if looks.keys() != save.spans.keys():
            raise Rejected("Одного из листов больше нет.")
        return looks

    def _moved(self, moved: Moved) -> Moved:
        """The same after the whole workbook was read, so that the next plan rests on it."""
        self._book = self._reader.read(self._book)
        return moved

    def _sheets(self, writes: Sequence[Write]) -> dict[str, Sheet]:
        known = self._reader.shape.sheets
        added = {write.layout.title.lower() for write in writes if isinstance(write, AddSheet)}
        if clash := next((title for title in known if title.lower() in added), None):
            raise Moved(f"Лист «{clash}» в таблице уже есть. Ничего не записано.")
        wanted = {write.sheet for write in writes if not isinstance(write, AddSheet) and write.sheet.lower() not in added}
        if missing := sorted(wanted - (known.keys() & self._book.sheets.keys())):
            self._reader.forget()
            self._book = self._reader.read(self._book)
            raise Moved(f"Листа «{missing[0]}» в таблице больше нет. Ничего не записано.")
        return {title: known[title] for title in known if title in wanted}


class _Save:
    """What one list of writes touches, and what should stand there afterwards."""

    def __init__(self, writes: Sequence[Write], book: Book, sheets: Mapping[str, Sheet]) -> None:
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
        self.planned = {title: self._planned(title) for title in sheets}
        self.asides = lay_aside({title: writes for title, writes in self.cells.items() if title in sheets}, sheets)
        self.aside_rows = max((aside.row + aside.block.bottom - aside.block.top for aside in self.asides), default=0)
        self.spans = {title: merged(self._spans(title), sheet.rows) for title, sheet in sheets.items()}
        self.spans_after = {
            title: merged(self._spans(title), max(sheet.rows, len(self.planned[title]))) for title, sheet in sheets.items()
        }

    def _planned(self, title: str) -> Rows:
        rows = [list(row) for row in self.held[title]] if title in self.cells else list(self.held[title])
        for write in self.cells.get(title, ()):
            rows.extend([] for _ in range(write.row + 1 - len(rows)))
            row = list(rows[write.row])
            row.extend([None] * (write.column + 1 - len(row)))
            row[write.column] = to_raw(write.value)
            rows[write.row] = row
        while rows and not any(cell not in (None, "") for cell in rows[-1]):
            rows.pop()
        rows.extend(
            [to_raw(write.cells.get(column)) for column in range(max(write.cells, default=-1) + 1)]
            for write in self.rows.get(title, ())
        )
        return rows

    def _spans(self, title: str) -> list[Span]:
        spans = [(0, SAMPLED), *((write.row, write.row + 1) for write in self.cells.get(title, ()))]
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

    def requests(self, looks: Mapping[str, Look], reader: Reader, number: int, email: str) -> list[dict[str, Any]]:
        """Everything in its order, for one step."""
        found: list[dict[str, Any]] = []
        sheets = {title: look.sheet for title, look in looks.items()}
        for place, layout in enumerate(self.added, 1):
            own = number + place
            found += sheet_requests(layout, own, email)
            sheets[layout.title] = Sheet(own, layout.title, *made_size(found))
        for title, writes in self.cells.items():
            rows, columns = max(write.row for write in writes) + 1, max(write.column for write in writes) + 1
            found += grow_requests(sheets[title], rows, columns)
        found += scratch_requests(self.asides, reader.shape.scratch, number)
        for title, writes in self.cells.items():
            look = looks.get(title)
            dated = {(w.row, w.column): look is None or look.is_dated(w.row, w.column) for w in writes}
            found += cell_requests(sheets[title], writes, dated)
        for title, appended in self.rows.items():
            known = title in self.planned
            row = len(self.planned[title]) - len(appended) if known else 0
            # A sheet made by this very write has formats of its own.
            fixed: Formats = dict.fromkeys(range(sheets[title].columns), "general")
            formats = reader.formats_of(title) if known else fixed
            found += append_requests(sheets[title], appended, row, formats)
        return found

    def ranges_after(self) -> list[str]:
        """The rows to be seen in the answer."""
        kept = [rows_range(SCRATCH, 0, self.aside_rows)] if self.asides else []
        return [name for title, spans in self.spans_after.items() for name in ranges_of(title, spans)] + kept

    def kept(self, scratch: Look | None) -> dict[SetCell, Raw]:
        """What stood in every overwritten cell just before it was overwritten."""
        found: dict[SetCell, Raw] = {}
        if scratch is None:
            return found
        for aside in self.asides:
            for write in self.cells[aside.sheet.title]:
                found |= _kept_in(aside, write, scratch)
        return found

    def landed(self, looks: Mapping[str, Look]) -> dict[tuple[str, int, int], Cell]:
        """The cells of added rows, which were empty, where the rows are found as they were written."""
        found: dict[tuple[str, int, int], Cell] = {}
        for title, writes in self.rows.items():
            if title not in looks:
                continue
            wanted = [[to_raw(write.cells.get(column)) for column in range(max(write.cells, default=-1) + 1)] for write in writes]
            for first, end in looks[title].spans:
                for row in range(first, end):
                    if looks[title].raw(row) in wanted:
                        found |= {
                            (title, row, column): None for column, raw in enumerate(looks[title].raw(row)) if raw is not None
                        }
        return found


def _kept_in(aside: Aside, write: SetCell, scratch: Look) -> dict[SetCell, Raw]:
    block = aside.block
    if not (block.top <= write.row < block.bottom and block.left <= write.column < block.right):
        return {}
    row = scratch.raw(aside.row + write.row - block.top)
    place = write.column - block.left
    return {write: row[place] if place < len(row) else None}


def made_size(requests: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """The size of the grid of the sheet that the last ``addSheet`` makes."""
    made = next(request["addSheet"] for request in reversed(requests) if "addSheet" in request)
    grid = made["properties"]["gridProperties"]
    return grid["rowCount"], grid["columnCount"]


def _raw(grid: Grid) -> Rows:
    if isinstance(grid, GoogleGrid):
        return grid.raw
    return [[to_raw(cell) for cell in row] for row in grid.rows]
