"""The store for a local .xlsx: reading, one save at a time, making, copies."""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from netdash.cycles import uncollected
from netdash.errors import StoreError, Unreadable
from netdash.grid import Book
from netdash.stores import Facts, Fitting, SheetLayout, Step
from netdash.stores.excel.archive import LARGEST
from netdash.stores.excel.backups import Backups
from netdash.stores.excel.dressing import survey
from netdash.stores.excel.files import Stamp, load, replace, stamp_of
from netdash.stores.excel.holding import hold, lock
from netdash.stores.excel.making import make_workbook
from netdash.stores.excel.reading import Reader
from netdash.stores.excel.saving import ExcelTransaction

PATIENCE = 5.0
"""Seconds to wait for another process that is saving."""


class ExcelStore:
    """One .xlsx file. Reading never changes it; a save rewrites only the parts of the sheets that it changes.

    The lock ``.name.lock`` and the dated copies in ``backups/`` lie beside the file. A link is followed once and for all.
    """

    pace = 1.0
    renames_sheets = False
    waits_until = None
    shared = False

    def __init__(self, path: str | Path) -> None:
        self._place = str(path)
        self._path = Path(path).resolve()
        self._reader = Reader()
        self._backups = Backups(self._path)
        self._last: Book | None = None

    @property
    def place(self) -> str:
        """The path as it was given."""
        return self._place

    def stamp(self) -> Hashable:
        """Device, inode, time and size of the file."""
        return stamp_of(self._path)

    def facts(self) -> Facts:
        """The file's name and size."""
        size = self._path.stat().st_size if self._path.exists() else 0
        return Facts("Книга Excel", self._path.name, size, "bytes", LARGEST, str(self._backups.folder))

    def recall(self) -> None:
        """A file is read in no time."""
        return

    def is_new(self) -> bool:
        """Whether no file is there yet."""
        return not self._path.exists()

    def rename_sheet(self, sheet: str, title: str) -> None:  # noqa: ARG002 - the same for all
        """Never: formulas, names and charts would have to follow."""
        raise StoreError(f"Лист «{sheet}» переименуйте в Excel: только он поправит формулы, которые на него ссылаются.")

    def survey(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """What is left to be done by hand."""
        return survey(load(self._path)[0], fittings)

    def dress(self, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
        """Nothing: the look of a workbook is changed in a spreadsheet program. The same steps as ``survey`` gives."""
        return self.survey(fittings)

    def read(self, previous: Book | None = None) -> Book:
        """Every sheet; the same grids, and the same book, where nothing changed since ``previous``."""
        data, _ = load(self._path)
        return self._parse(data, previous)

    @contextmanager
    def transaction(self, held: Book | None = None) -> Iterator[ExcelTransaction]:  # noqa: ARG002 - a file is read in no time
        """Hold the workbook for one save; raises ``Busy`` if somebody else has it."""
        stamp_of(self._path)
        with hold(self._path, PATIENCE):
            data, stamp = load(self._path)
            yield ExcelTransaction(self._path, data, stamp, self._parse, self._backups)

    def create(self, sheets: Sequence[SheetLayout]) -> None:
        """Make the workbook; raises ``StoreError`` where a file lies already, or the name is not one of an Excel workbook."""
        if self._path.suffix.lower() != ".xlsx":
            raise StoreError(f"Имя {self._path.name} не кончается на .xlsx, а создаётся книга Excel. Дайте такое имя.")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with hold(self._path, PATIENCE):
            if self._path.exists():
                raise StoreError(f"Файл {self._place} уже есть, он не перезаписывается. Выберите другое имя.")
            replace(self._path, make_workbook(sheets), None, _check_readable)

    def backup(self) -> str:
        """Keep a dated copy until somebody deletes it, and say where."""
        data, _ = load(self._path)
        with lock(self._path, PATIENCE):
            return str(self._backups.keep(data, "вручную"))

    def backups(self) -> list[str]:
        """The names of all copies, newest first."""
        return self._backups.names()

    def restore(self, name: str) -> None:
        """Put a copy in the place of the workbook, which is itself kept as a copy."""
        copy, _ = load(self._backups.path(name))
        _check_readable(copy)
        with hold(self._path, PATIENCE):
            known: Stamp | None = None
            if self._path.exists():
                present, known = load(self._path)
                self._backups.keep(present, "перед восстановлением")
            replace(self._path, copy, known, _check_readable)

    @uncollected()
    def _parse(self, data: bytes, previous: Book | None) -> Book:
        try:
            book = self._reader.read(data, previous if previous is not None else self._last)
        except Unreadable as error:
            raise Unreadable(f"Книга {self._place} не читается: {error}.") from error
        self._last = book
        return book


def _check_readable(data: bytes) -> None:
    try:
        Reader().read(data)
    except Unreadable as error:
        raise StoreError(f"Этот файл не читается: {error}. Книга осталась прежней.") from error
