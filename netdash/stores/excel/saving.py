"""One save: the writes applied to the parts concerned, checked by reading, put in place at once.

Formulas are never touched, nor the results that the file keeps of them: these are what was computed before the save until
a spreadsheet program computes them anew. The workbook part asks for that (``fullCalcOnLoad``), and Excel does it on opening;
LibreOffice does only if told to recalculate on load in its settings, or by Ctrl+Shift+F9.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from netdash.errors import Moved, StoreError
from netdash.grid import Book, Cell, Grid, a1
from netdash.stores import NOTHING_COVERED, AddSheet, AppendRow, Covered, Leftover, SetCell, Write
from netdash.stores.excel.adding import new_sheet
from netdash.stores.excel.archive import Archive
from netdash.stores.excel.backups import Backups
from netdash.stores.excel.cells import Encoder, same
from netdash.stores.excel.files import Stamp, load, replace
from netdash.stores.excel.holding import refuse_if_held
from netdash.stores.excel.parts import find_parts, relations
from netdash.stores.excel.patching import patch_sheet
from netdash.stores.excel.stretching import stretch_table, table_area
from netdash.stores.excel.styles import Styles
from netdash.stores.excel.workbookxml import (
    has_formulas,
    is_recalculated,
    recalculated_on_opening,
    with_longer_filter,
    with_sheet,
)

Reads = Mapping[tuple[int, int], Cell]
Parse = Callable[[bytes, Book | None], Book]
CALCULATION_CHAIN = "xl/calcChain.xml"


class ExcelTransaction:
    """The workbook held for one save."""

    def __init__(self, path: Path, data: bytes, stamp: Stamp, parse: Parse, backups: Backups) -> None:
        self._path = path
        self._data = data
        self._stamp = stamp
        self._parse = parse
        self._backups = backups
        self.covered: Covered = NOTHING_COVERED
        self.leftover: Leftover | None = None
        self._book = parse(data, None)

    @property
    def book(self) -> Book:
        """The workbook as it is now."""
        return self._book

    def look_back(self) -> None:
        """Nothing is ever left over: a file is replaced whole."""

    def write(self, writes: Sequence[Write], note: str = "") -> Book:  # noqa: ARG002 - nothing is left over to be explained
        """Apply all writes or none, and give back the workbook as it reads afterwards.

        The new file is parsed as it lies on disk, before it takes the old one's place: every cell that was not to change
        must read as it did, every other one as it was written. If another program saved the workbook meanwhile, it is read
        anew, so that the write can be planned again.
        """
        if not writes:
            return self._book
        data, before = self._data, self._book
        for write in writes:
            if isinstance(write, AddSheet):
                data = _with_new_sheet(data, before, write)
                before = self._parse(data, before)
        cells = [write for write in writes if not isinstance(write, AddSheet)]
        data, reads = patched(data, before, cells)
        self._backups.keep(self._data)
        read: list[Book] = []

        def check(written: bytes) -> None:
            read.append(self._parse(written, before))
            check_saved(before, read[0], reads)
            refuse_if_held(self._path)

        try:
            self._stamp = replace(self._path, data, self._stamp, check)
        except Moved:
            self._data, self._stamp = load(self._path)
            self._book = self._parse(self._data, self._book)
            raise
        self._data, self._book = data, read[0]
        return self._book


def patched(data: bytes, book: Book, writes: Sequence[SetCell | AppendRow]) -> tuple[bytes, dict[str, Reads]]:
    """The workbook after these writes, and how each written cell should read, by sheet."""
    archive = Archive(data)
    parts = find_parts(archive)
    encoder = Encoder(Styles(archive, parts.styles), parts.date1904)
    homes = {sheet.title: sheet for sheet in parts.sheets}
    workbook = archive.read(parts.workbook)
    changes: dict[str, bytes] = {}
    reads: dict[str, Reads] = {}
    barred: list[Moved] = []
    for title, group in groupby(sorted(writes, key=lambda write: write.sheet), key=lambda write: write.sheet):
        if title not in homes:
            raise Moved(f"Листа «{title}» в книге больше нет. Ничего не записано.")
        home = homes[title]
        tables = {name: archive.read(name) for _, kind, name in relations(archive, home.part) if kind == "table"}
        areas = [area for xml in tables.values() if (area := table_area(xml))]
        try:
            patch = patch_sheet(archive.read(home.part), book.sheets[title], list(group), encoder, areas)
        except Moved as error:
            if not error.formulas:
                raise
            barred.append(error)
            continue
        changes[home.part], reads[title] = patch.xml, patch.reads
        if patch.growth:
            longer = {name: stretch_table(xml, patch.growth) for name, xml in tables.items()}
            changes |= {name: xml for name, xml in longer.items() if xml != tables[name]}
            workbook = with_longer_filter(workbook, home.position, patch.growth)
    if barred:
        raise Moved(" ".join(map(str, barred)), tuple(place for error in barred for place in error.formulas))
    if changes and not is_recalculated(workbook) and _computes(archive, [sheet.part for sheet in parts.sheets]):
        workbook = recalculated_on_opening(workbook)
    if workbook != archive.read(parts.workbook):
        changes[parts.workbook] = workbook
    return archive.replaced(changes), reads


def check_saved(before: Book, after: Book, reads: Mapping[str, Reads]) -> None:
    """Raises ``StoreError`` unless every cell reads as before but those written, which read as they should."""
    if list(before.sheets) != list(after.sheets):
        raise StoreError("Проверка записи не сошлась: листы книги другие. Ничего не записано.")
    for title, old in before.sheets.items():
        new = after.sheets[title]
        if new is not old and (place := _first_difference(old, new, reads.get(title, {}))):
            raise StoreError(f"Проверка записи не сошлась: «{title}», ячейка {place}. Ничего не записано.")


def _first_difference(old: Grid, new: Grid, reads: Reads) -> str:
    """The first cell that reads neither as before nor as written, empty if there is none."""
    for (row, column), value in reads.items():
        if not same(new.cell(row, column), value):
            return a1(row, column)
    touched = {row for row, _ in reads}
    for row in range(max(len(old.rows), len(new.rows))):
        was = old.rows[row] if row < len(old.rows) else ()
        now = new.rows[row] if row < len(new.rows) else ()
        if was == now:
            continue
        for column in range(max(len(was), len(now))):
            told = row in touched and (row, column) in reads
            if not told and not same(old.cell(row, column), new.cell(row, column)):
                return a1(row, column)
    lost = {place for place in old.errors.keys() ^ new.errors.keys() if place not in reads}
    return a1(*min(lost)) if lost else ""


def _computes(archive: Archive, sheets: Sequence[str]) -> bool:
    """Whether anything in the workbook is computed."""
    return CALCULATION_CHAIN in archive or any(has_formulas(archive.read(sheet)) for sheet in sheets)


def _with_new_sheet(data: bytes, book: Book, write: AddSheet) -> bytes:
    title = write.layout.title
    if title.lower() in {known.lower() for known in book.sheets}:
        raise Moved(f"Лист «{title}» в книге уже есть. Ничего не записано.")
    archive = Archive(data)
    parts = find_parts(archive)
    styles = Styles(archive, parts.styles)
    sheet = new_sheet(write.layout, styles, Encoder(styles, parts.date1904), parts.strict)
    return archive.replaced(with_sheet(archive, parts, title, sheet))
