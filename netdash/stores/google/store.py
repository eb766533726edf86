"""The store for a Google spreadsheet: reading, one save at a time, making, copies."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from netdash.errors import Moved, StoreError
from netdash.grid import Book
from netdash.stores import Facts, Fitting, SheetLayout, Step
from netdash.stores.copying import lay_out_book
from netdash.stores.excel import ExcelStore
from netdash.stores.google.client import Client
from netdash.stores.google.dressing import Lack, find_lacks, tell
from netdash.stores.google.keeping import Keeper
from netdash.stores.google.making import creation_requests
from netdash.stores.google.reading import Reader
from netdash.stores.google.restoring import compose_restoring, place_of
from netdash.stores.google.saving import GoogleTransaction
from netdash.stores.google.settings import Connection

TRUSTED = 60.0
"""Seconds for which a save may be planned on what was read last; the rows that it touches are looked at in any case."""

ATTEMPTS = 5

MOST_CELLS = 10_000_000
"""Google's limit for a spreadsheet."""

BACKUPS = Path("data/backups")

_LOCKS: dict[str, threading.RLock] = defaultdict(threading.RLock)


class GoogleStore:
    """One Google spreadsheet. Reading is one request; a save looks at the rows that it touches and writes in one step."""

    shared = True
    renames_sheets = True

    def __init__(
        self,
        connection: Connection,
        backups: Path = BACKUPS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connection = connection
        self._sleep = sleep
        self._client = Client(connection, sleep, self._pause)
        self._reader = Reader(self._client, Keeper(backups.parent / f"google-{connection.spreadsheet}.last"), clock)
        self._backups = backups
        self._clock = clock
        self.pace = connection.every
        self.waits_until: datetime | None = None

    @property
    def place(self) -> str:
        """The spreadsheet's address."""
        return f"https://docs.google.com/spreadsheets/d/{self._connection.spreadsheet}"

    def _pause(self, seconds: float) -> None:
        """Sleep for the sake of the quota, and let everybody see until when."""
        self.waits_until = datetime.now() + timedelta(seconds=seconds)
        try:
            self._sleep(seconds)
        finally:
            self.waits_until = None

    def facts(self) -> Facts:
        """Title and size as far as the sheets were looked at."""
        shape = self._reader.known
        title = shape.title if shape else self._connection.spreadsheet
        cells = sum(sheet.rows * sheet.columns for sheet in shape.sheets.values()) if shape else 0
        backups, email = str(self._backups), self._connection.email
        return Facts("Таблица Google", title, cells, "cells", MOST_CELLS, backups, self.place, email)

    def recall(self) -> tuple[Book, datetime] | None:
        """The last reading of an earlier run of the program."""
        return self._reader.recall()

    def is_new(self) -> bool:
        """Whether all sheets are blank."""
        self._reader.forget()
        return not any(grid.rows for grid in self._reader.read().sheets.values())

    def stamp(self) -> Hashable:
        """Another value every ``pace`` seconds: whether people changed anything is seen only by reading. Asks nobody."""
        return int(self._clock() // self.pace)

    def read(self, previous: Book | None = None) -> Book:
        """Every sheet, in one request; the same grids, and the same book, where nothing changed."""
        return self._reader.read(previous)

    @contextmanager
    def transaction(self, held: Book | None = None) -> Iterator[GoogleTransaction]:
        """Hold the workbook for one save: saves of this process go one after another."""
        with _LOCKS[self._connection.spreadsheet]:
            known = held if held is not None and self._reader.is_last(held, TRUSTED) else None
            yield GoogleTransaction(self._client, self._reader, known, self._connection.email)

    def create(self, sheets: Sequence[SheetLayout]) -> None:
        """Make these sheets in an empty spreadsheet; raises ``StoreError`` where anything stands in it.

        The blank sheet that a new spreadsheet comes with goes.
        """
        with _LOCKS[self._connection.spreadsheet]:
            self._reader.forget()
            filled = [title for title, grid in self._reader.read().sheets.items() if grid.rows]
            if filled:
                raise StoreError(
                    f"В таблице уже есть данные (лист «{filled[0]}»), она не перезаписывается. Создайте пустую таблицу."
                )
            present = list(self._reader.shape.sheets.values())
            blank = present[0] if len(present) == 1 and sheets else None
            taken = {sheet.title.lower() for sheet in present if sheet is not blank}
            if clash := next((sheet.title for sheet in sheets if sheet.title.lower() in taken), None):
                raise StoreError(f"В таблице уже есть лист «{clash}». Удалите его или создайте пустую таблицу.")
            self._client.change(creation_requests(sheets, present, blank, self._connection.email))
            self._reader.forget()

    def rename_sheet(self, sheet: str, title: str) -> None:
        """Give a sheet another title; formulas and drop-downs follow by themselves."""
        with _LOCKS[self._connection.spreadsheet]:
            self._reader.forget()
            known = self._reader.shape.sheets
            if sheet not in known or title.lower() in (other.lower() for other in known if other != sheet):
                raise Moved(f"Листа «{sheet}» уже нет, или лист «{title}» уже есть. Ничего не изменено.")
            properties = {"sheetId": known[sheet].id, "title": title}
            self._client.change([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])
            self._reader.forget()

    def survey(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """What sheets lack beside their values."""
        return tell(self._find_lacks(fittings))

    def dress(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """Add it, in one step."""
        with _LOCKS[self._connection.spreadsheet]:
            lacks = self._find_lacks(fittings)
            if requests := [lack.request for lack in lacks if lack.request]:
                self._client.change(requests)
                self._reader.forget()
            return tell(lacks)

    def _find_lacks(self, fittings: Sequence[Fitting]) -> list[Lack]:
        self._reader.forget()
        return find_lacks(self._client, fittings, self._reader.read(), self._connection.email)

    def backup(self) -> str:
        """Keep the values of all sheets as a dated .xlsx and say where."""
        book = self._reader.read()
        self._backups.mkdir(parents=True, exist_ok=True)
        path = self._backups / f"google-{self._connection.spreadsheet[:8]} {datetime.now():%Y-%m-%d %H-%M-%S-%f}.xlsx"
        ExcelStore(path).create(lay_out_book(book))
        return str(path)

    def backups(self) -> list[str]:
        """The names of all copies, newest first."""
        mine = f"google-{self._connection.spreadsheet[:8]} *.xlsx"
        return sorted((path.name for path in self._backups.glob(mine)), reverse=True)

    def restore(self, name: str) -> None:
        """Write the cells that differ from a copy's; what people have now is kept as a copy, formulas and new sheets stay."""
        if name not in self.backups():
            raise StoreError(f"Копии «{name}» нет в {self._backups}.")
        copy = ExcelStore(self._backups / name).read()
        self.backup()
        formulas: tuple[tuple[str, int, int], ...] = ()
        with self.transaction() as transaction:
            for _ in range(ATTEMPTS):
                writes = [write for write in compose_restoring(copy, transaction.book) if place_of(write) not in formulas]
                try:
                    transaction.write(writes)
                except Moved as moved:
                    formulas += moved.formulas
                    continue
                return
        raise StoreError("В таблицу прямо сейчас много пишут, копия не возвращена. Попробуйте ещё раз.")
