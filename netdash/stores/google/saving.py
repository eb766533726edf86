"""One save: the rows that it touches looked at, all written in one step, and looked at again in the same answer."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from netdash.errors import Moved, StoreError, Unclear
from netdash.grid import Book
from netdash.stores import NOTHING_COVERED, AddSheet, Covered, Leftover, Write
from netdash.stores.google.client import Client
from netdash.stores.google.faults import Rejected
from netdash.stores.google.looking import DATED_FIELDS, FIELDS, Look, ranges_of, read_looks
from netdash.stores.google.reading import Reader, build_grid, by_column
from netdash.stores.google.recording import (
    as_planned,
    cover,
    looks_left,
    number_of,
    read_record,
    scratch_after,
    values_covered,
)
from netdash.stores.google.shape import SCRATCH, Sheet, quoted
from netdash.stores.google.values import holds
from netdash.stores.google.writing import Save

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
        save = Save(writes, note, self._book, self._sheets(writes))
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

    def _change(self, save: Save, before: Mapping[str, Look]) -> dict[str, Look]:
        """Write, and give the rows touched as they stand then, with what was covered."""
        requests = save.requests(before, self._reader, self._email)
        try:
            answer = self._client.change(requests, f"updatedSpreadsheet({FIELDS})", save.ranges_after())
        except Unclear as unclear:
            return self._lost_answer(save, unclear)
        return read_looks(answer.get("updatedSpreadsheet", {}), {**save.spans_after, SCRATCH: (save.record.covered_rows,)})

    def _lost_answer(self, save: Save, unclear: Unclear) -> dict[str, Look]:
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

    def _settle(self, save: Save, looks: dict[str, Look]) -> Book:
        """The workbook after the write: put together if all is as planned, else read whole."""
        scratch = looks.pop(SCRATCH, Look(Sheet(0, SCRATCH, 0, 0), (), {}))
        values, formulas = values_covered(save.record, scratch)
        quiet = not formulas and all(title in looks and looks[title].agrees(save.planned[title]) for title in save.spans_after)
        if quiet and all(holds(values[place], before) for place, before in save.before.items()):
            if save.added:
                return self._reader.read(self._book)
            grids = {
                title: build_grid(title, by_column(looks[title].laid_over(save.planned[title])), self._reader.formats_of(title))
                for title in save.spans_after
            }
            book = Book(MappingProxyType({**self._book.sheets, **grids}))
            self._reader.keep(book)
            return book
        looks, scratch = self._look_closer(save, looks, scratch)
        self.covered = cover(save.record, looks, scratch, self._reader.formats_of)
        return self._reader.read(self._book)

    def _look_closer(self, save: Save, looks: dict[str, Look], scratch: Look) -> tuple[dict[str, Look], Look]:
        """All rows that were kept for the case that not all is as planned; what the answer showed if they are gone."""
        try:
            kept = self._scratch()
        except StoreError:
            return looks, scratch
        record = read_record(kept)
        return (looks_left(record, kept), kept) if record and record.number == save.record.number else (looks, scratch)

    def _look(self, save: Save) -> dict[str, Look]:
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
