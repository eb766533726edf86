"""One save: the rows that it touches looked at, all written in one step, and looked at again in the same answer."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from netdash.errors import Moved, StoreError, Unclear
from netdash.grid import Book, Cell, Grid, a1
from netdash.stores import NOTHING_COVERED, AddSheet, AppendRow, Covered, Leftover, SetCell, Write
from netdash.stores.google.changes import NUMBER_FORMATS, Block, append_requests, cell_requests, grow_requests
from netdash.stores.google.client import Client
from netdash.stores.google.faults import Rejected
from netdash.stores.google.looking import DATED_FIELDS, FIELDS, Look, Rows, Span, merged, ranges_of, read_looks
from netdash.stores.google.making import sheet_requests
from netdash.stores.google.reading import GoogleGrid, Reader, build_grid, count_head
from netdash.stores.google.recording import (
    Record,
    as_planned,
    cover,
    covering_requests,
    leaving_requests,
    looks_left,
    mark_of,
    number_of,
    plan_record,
    read_record,
    scratch_after,
    values_covered,
)
from netdash.stores.google.shape import SAMPLED, SCRATCH, Formats, Sheet, quoted, rows_range
from netdash.stores.google.values import Raw, holds, to_raw

TAIL = 50
"""So many rows from the last used one on are looked at where rows are added: others may add some too."""

LEFT_OVER = "Таблицу изменила другая программа сети, и её запись ещё не проверена. Ничего не записано."


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
        self.leftover: Leftover | None = None

    @property
    def book(self) -> Book:
        """The workbook as this transaction knows it."""
        return self._book

    def write(self, writes: Sequence[Write], note: str = "") -> Book:
        """Apply all writes or none, and give back the workbook as it stands afterwards.

        ``covered`` then tells whether people changed something between the look and the write. An answer that was lost on
        the way is found in the scratch sheet, if the write landed.
        """
        self.covered = NOTHING_COVERED
        if not writes:
            return self._book
        save = _Save(writes, note, self._book, self._sheets(writes))
        try:
            before = self._look(save)
            save.refuse_changed(before)
            looks = self._change(save, before)
        except Rejected as error:
            self._reader.forget()
            raise self._moved(Moved(f"Листы таблицы изменились. {error} Ничего не записано.")) from error
        except Moved as moved:
            raise moved if self.leftover else self._moved(moved) from None
        self._reader.settled, self._reader.in_doubt = save.record.number, False
        if save.added:
            self._reader.forget()
        else:
            self._reader.note_scratch(scratch_after(save.record, self._reader.shape.scratch))
        self._book = self._settle(save, looks)
        return self._book

    def look_back(self) -> None:
        """Look for a write that this process knows nothing of."""
        if self._reader.in_doubt and self._reader.shape.scratch is None:
            self._reader.forget()  # a write that came late may have made it
        if self._reader.shape.scratch is None:
            return
        scratch = self._scratch()
        record = read_record(scratch)
        if record and record.number != self._reader.settled and not as_planned(record, scratch):
            self.leftover = Leftover(record.note, cover(record, looks_left(record, scratch), scratch, self._reader.formats_of))
        self._reader.settled = number_of(scratch.raw(0)[0]) if scratch.raw(0) else 0

    def _scratch(self) -> Look:
        """The whole scratch sheet."""
        looks = read_looks(self._client.metadata(FIELDS, [quoted(SCRATCH)]), {SCRATCH: ()})
        if SCRATCH not in looks:
            raise Rejected("Служебного листа больше нет.")
        return looks[SCRATCH]

    def _change(self, save: "_Save", before: Mapping[str, Look]) -> dict[str, Look]:
        """Write, and give the rows touched as they stand then, with what was covered."""
        requests = save.requests(before, self._reader, self._email)
        try:
            answer = self._client.change(requests, f"updatedSpreadsheet({FIELDS})", save.ranges_after())
        except Unclear as unclear:
            return self._lost_answer(save, unclear)
        return read_looks(answer.get("updatedSpreadsheet", {}), {**save.spans_after, SCRATCH: (save.record.covered_rows,)})

    def _lost_answer(self, save: "_Save", unclear: Unclear) -> dict[str, Look]:
        """What the answer would have told, from the scratch sheet; until that can be read, the write is not known here."""
        settled, self._reader.settled, self._reader.in_doubt = self._reader.settled, 0, True
        try:
            scratch = self._scratch()
        except StoreError:
            self._reader.forget()  # the scratch sheet may have been made by this very write
            raise unclear from None
        record = read_record(scratch)
        if record is None or record.number != save.record.number:
            # What is late may still come; then it is found as left over.
            self._reader.settled = settled
            raise unclear
        return {**looks_left(record, scratch), SCRATCH: scratch}

    def _settle(self, save: "_Save", looks: dict[str, Look]) -> Book:
        """The workbook after the write: put together if all is as planned, else read whole."""
        scratch = looks.pop(SCRATCH, Look(Sheet(0, SCRATCH, 0, 0), (), {}))
        values, formulas = values_covered(save.record, scratch)
        quiet = not formulas and all(title in looks and looks[title].agrees(save.planned[title]) for title in save.spans_after)
        if quiet and all(holds(values[place], before) for place, before in save.before.items()):
            if save.added:
                return self._reader.read(self._book)
            grids = {
                title: build_grid(title, looks[title].laid_over(save.planned[title]), self._reader.formats_of(title), None)
                for title in save.spans_after
            }
            book = Book(MappingProxyType({**self._book.sheets, **grids}))
            self._reader.keep(book)
            return book
        looks, scratch = self._look_closer(save, looks, scratch)
        self.covered = cover(save.record, looks, scratch, self._reader.formats_of)
        return self._reader.read(self._book)

    def _look_closer(self, save: "_Save", looks: dict[str, Look], scratch: Look) -> tuple[dict[str, Look], Look]:
        """All rows that were kept for the case that not all is as planned; what the answer showed if they are gone."""
        try:
            kept = self._scratch()
        except StoreError:
            return looks, scratch
        record = read_record(kept)
        return (looks_left(record, kept), kept) if record and record.number == save.record.number else (looks, scratch)

    def _look(self, save: "_Save") -> dict[str, Look]:
        """The rows to be touched as they are now; raises ``Moved`` if a write of somebody else's is left over."""
        names = [name for title, spans in save.spans.items() for name in ranges_of(title, spans)]
        spans = dict(save.spans)
        if self._reader.shape.scratch is not None:
            names, spans[SCRATCH] = [*names, f"{quoted(SCRATCH)}!A1:A1"], ((0, 1),)
        if not names:
            return {}
        looks = read_looks(self._client.metadata(DATED_FIELDS if save.is_dated else FIELDS, names), spans)
        if looks.keys() != spans.keys():
            raise Rejected("Одного из листов больше нет.")
        scratch = looks.pop(SCRATCH, None)
        if scratch is not None and number_of("".join(map(str, scratch.raw(0)))) != self._reader.settled:
            self.look_back()
            if self.leftover:
                raise Moved(LEFT_OVER)
        return looks

    def _moved(self, moved: Moved) -> Moved:
        """The same after the whole workbook was read, so that the next plan rests on it."""
        self._book = self._reader.read(self._book)
        return moved

    def _sheets(self, writes: Sequence[Write]) -> dict[str, Sheet]:
        known = self._reader.shape.sheets
        added = {write.layout.title.lower() for write in writes if isinstance(write, AddSheet)}
        if clash := next((title for title in known if title.lower() in added), None):
            self._book = self._reader.read(self._book)
            raise Moved(f"Лист «{clash}» в таблице уже есть. Ничего не записано.")
        wanted = {write.sheet for write in writes if not isinstance(write, AddSheet) and write.sheet.lower() not in added}
        if missing := sorted(wanted - (known.keys() & self._book.sheets.keys())):
            self._reader.forget()
            self._book = self._reader.read(self._book)
            raise Moved(f"Листа «{missing[0]}» в таблице больше нет. Ничего не записано.")
        return {title: known[title] for title in known if title in wanted}


class _Save:
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
        return grid.raw
    return [[to_raw(cell) for cell in row] for row in grid.rows]
