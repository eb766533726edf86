"""From the bytes of a workbook to grids, parsing only the sheets that changed since they were last read."""

import io
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from python_calamine import CalamineError, CalamineWorkbook

from netdash.errors import StoreError, Unreadable
from netdash.grid import Book, Cell, Grid
from netdash.stores.excel.archive import Archive
from netdash.stores.excel.parts import Parts, find_parts, refuse_odd
from netdash.stores.excel.sheetxml import SheetXml, attribute, mask, split_area, split_reference

MOST_CELLS = 20_000_000
"""Cells of the rectangle from A1 to a sheet's last filled cell; the reader keeps every one of them in memory."""

UNDERSTOOD = {"", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
"""Errors that the reader knows; it refuses the whole sheet because of any other."""

ERROR_MARK = re.compile(rb"\st=(?:\"e\"|'e')")
CELL = re.compile(rb"<(?:[\w.\-]+:)?c\s[^<>]*>")
CELL_END = re.compile(rb"</(?:[\w.\-]+:)?c\s*>")
VALUE = re.compile(rb"<(?:[\w.\-]+:)?v(?:\s[^<>]*)?>([^<]*)<")
DIMENSION = re.compile(rb"<(?:[\w.\-]+:)?dimension\s[^<>]*?ref=[\"']([A-Z0-9:]+)[\"']")
FAR_COLUMN = re.compile(rb'r="[A-Z]{3,}[0-9]')
ANY_ROW = re.compile(rb'r="([0-9]+)"')
ANY_COLUMN = re.compile(rb'r="([A-Z]+)[0-9]')
FILLED = re.compile(rb"<(?:[\w.\-]+:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Za-z]+)([0-9]+)[\"'][^<>]*(?<!/)>")

T = TypeVar("T")


@dataclass(frozen=True)
class TextsPrint:
    """The table of shared texts as it was: checksum and size of the part, and of its list of texts."""

    part: tuple[int, int]
    length: int
    checksum: int


@dataclass(frozen=True)
class Print:
    """What a grid was read from; equal prints mean equal cells."""

    sheet: tuple[int, int]
    styles: tuple[int, int]
    texts: TextsPrint
    date1904: bool

    def __str__(self) -> str:
        numbers = (*self.sheet, *self.styles, *self.texts.part, int(self.date1904))
        return "-".join(f"{number:x}" for number in numbers)


class Reader:
    """Reads one workbook time after time; it remembers what each grid that it gave was read from."""

    def __init__(self) -> None:
        self._prints: WeakKeyDictionary[Grid, Print] = WeakKeyDictionary()

    def read(self, data: bytes, previous: Book | None = None) -> Book:
        """Every sheet; the same ``Grid`` as in ``previous`` where its cells are the same, the same book if all are."""
        archive = Archive(data)
        parts = find_parts(archive)
        known = previous.sheets if previous else {}
        texts = _Texts(archive, parts)
        source = _Source(archive, parts)
        sheets: dict[str, Grid] = {}
        for sheet in parts.sheets:
            print_ = Print(archive.fingerprint(sheet.part), archive.fingerprint(parts.styles), texts.print, parts.date1904)
            old = known.get(sheet.title)
            if old is None or not self._unchanged(old, print_, texts):
                new = source.grid(sheet.title, sheet.part, str(print_))
                old = old if old is not None and _same_cells(old, new) else new
            self._prints[old] = print_
            sheets[sheet.title] = old
        if previous and list(sheets.items()) == list(previous.sheets.items()):
            return previous
        return Book(MappingProxyType(sheets))

    def _unchanged(self, grid: Grid, now: Print, texts: "_Texts") -> bool:
        then = self._prints.get(grid)
        return then is not None and replace(then, texts=now.texts) == now and texts.extend(then.texts)


class _Texts:
    """The shared texts of the workbook now. Cells name them by number, so a table that only grew changes no cell."""

    def __init__(self, archive: Archive, parts: Parts) -> None:
        content = archive.read(parts.strings)
        if content:
            refuse_odd(content, parts.strings)
        start = content.find(b">", content.find(b"sst")) + 1
        self._body = memoryview(content)[start : max(start, content.rfind(b"</"))]
        self.print = TextsPrint(archive.fingerprint(parts.strings), len(self._body), zlib.crc32(self._body))

    def extend(self, then: TextsPrint) -> bool:
        """Whether the table is that of then, with at most new texts behind."""
        return then.part == self.print.part or (
            then.length <= len(self._body) and zlib.crc32(self._body[: then.length]) == then.checksum
        )


class _Source:
    """Parses single sheets; opens the workbook when the first one is asked for."""

    def __init__(self, archive: Archive, parts: Parts) -> None:
        self._archive = archive
        self._styles = parts.styles
        self._workbook: CalamineWorkbook | None = None

    def grid(self, title: str, part: str, digest: str) -> Grid:
        xml = self._archive.read(part)
        try:
            refuse_odd(xml, part)
            _refuse_huge(xml)
            errors = find_errors(xml)
            if set(errors.values()) <= UNDERSTOOD:
                rows = self._rows(self._open(self._archive.data), title)
            else:
                plain = self._archive.replaced({part: with_known_errors(xml)})
                rows = self._rows(self._open(plain, keep=False), title)
        except StoreError as error:
            raise Unreadable(f"лист «{title}»: {error}") from error
        return Grid(title, trimmed(rows), digest, MappingProxyType(errors))

    def _open(self, data: bytes, keep: bool = True) -> CalamineWorkbook:
        if keep and self._workbook is not None:
            return self._workbook
        self._archive.read(self._styles)
        workbook = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
        if keep:
            self._workbook = workbook
        return workbook

    def _rows(self, workbook: CalamineWorkbook, title: str) -> Sequence[Sequence[Cell]]:
        return _guarded(lambda: workbook.get_sheet_by_name(title).to_python(skip_empty_area=False))


def trimmed(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The rows (of one length) without blank ones at the end and blank columns at the right."""
    height = len(rows)
    while height and all(cell == "" for cell in rows[height - 1]):
        height -= 1
    width = full = len(rows[0]) if height else 0
    while width and all(rows[row][width - 1] == "" for row in range(height)):
        width -= 1
    rows = rows if height == len(rows) else rows[:height]
    return rows if width == full else [row[:width] for row in rows]


def find_errors(xml: bytes) -> dict[tuple[int, int], str]:
    """Spreadsheet errors (``#REF!``) of a sheet by row and column from 0."""
    return {(cell.row, cell.column): xml[cell.start : cell.end].decode(errors="replace") for cell in _error_cells(xml)}


def with_known_errors(xml: bytes) -> bytes:
    """The sheet with every error that the reader does not know turned into one that it does."""
    pieces, done = [], 0
    for cell in _error_cells(xml):
        if xml[cell.start : cell.end].decode(errors="replace") not in UNDERSTOOD:
            pieces += [xml[done : cell.start], b"#N/A"]
            done = cell.end
    return b"".join((*pieces, xml[done:]))


class _ErrorCell(NamedTuple):
    """Where the text of an error stands in the XML."""

    row: int
    column: int
    start: int
    end: int


def _error_cells(xml: bytes) -> list[_ErrorCell]:
    if b't="e"' not in xml and not (b"='" in xml[:4096] and b"t='e'" in xml):
        return []
    masked = mask(xml)
    found = []
    for mark in ERROR_MARK.finditer(masked):
        tag = CELL.match(masked, masked.rfind(b"<", 0, mark.start()))
        if tag is None or tag[0].endswith(b"/>"):
            continue
        reference = attribute(tag[0], b"r")
        if reference is None:
            return list(_error_cells_by_walking(xml))
        close = CELL_END.search(masked, tag.end())
        value = VALUE.search(masked, tag.end(), close.start() + 1 if close else len(masked))
        if value:
            found.append(_ErrorCell(*split_reference(reference), *value.span(1)))
    return found


def _error_cells_by_walking(xml: bytes) -> Iterator[_ErrorCell]:
    """The same where cells do not name their places."""
    sheet = SheetXml(xml)
    for row in sheet.rows:
        for cell in sheet.cells(row):
            value = VALUE.search(sheet.masked, cell.inner_start, cell.inner_end + 1)
            if value and attribute(cell.attributes, b"t") == b"e":
                yield _ErrorCell(row.number, cell.number, *value.span(1))


def _refuse_huge(xml: bytes) -> None:
    """A single stray cell in the far corner would make the reader fill all the memory: refuse such a sheet."""
    claimed = DIMENSION.search(xml, 0, 8192)
    last_row = ANY_ROW.search(xml, xml.rfind(b"<row "))
    if claimed and not FAR_COLUMN.search(xml):
        _, _, bottom, right = split_area(claimed[1])
        if (bottom + 1) * (right + 1) <= MOST_CELLS and (last_row is None or int(last_row[1]) <= bottom + 1):
            return
    bottom = max(map(int, ANY_ROW.findall(xml)), default=0)
    right = _last_column(ANY_COLUMN.findall(xml))
    if bottom * right <= MOST_CELLS:
        return
    filled = FILLED.findall(xml)
    bottom, right = max((int(row) for _, row in filled), default=0), _last_column([letters for letters, _ in filled])
    if bottom * right > MOST_CELLS:
        raise Unreadable(
            f"занятая область слишком велика: строк {bottom}, столбцов {right}. Очистите далёкие ячейки, строки и столбцы"
        )


def _last_column(letters: list[bytes]) -> int:
    """The number of the rightmost of these columns, counted from 1; beyond any sheet for impossible ones."""
    last = max(set(letters), key=lambda word: (len(word), word), default=b"")
    return MOST_CELLS if len(last) > 3 else split_area(last + b"1")[3] + 1 if last else 0


def _same_cells(old: Grid, new: Grid) -> bool:
    """Equal cells of equal types: to Python ``True`` and ``1.0`` are equal, to a table they are not."""
    return (
        len(old.rows) == len(new.rows)
        and old.errors == new.errors
        and all(_same_row(before, now) for before, now in zip(old.rows, new.rows, strict=True))
    )


def _same_row(before: Sequence[Cell], now: Sequence[Cell]) -> bool:
    return before == now and list(map(type, before)) == list(map(type, now))


def _guarded(call: Callable[[], T]) -> T:
    try:
        return call()
    except (CalamineError, ValueError, OSError, OverflowError, MemoryError) as error:
        raise Unreadable(f"содержимое испорчено ({error})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader's own breakdown arrives; it is no Exception
            raise
        raise Unreadable("содержимое испорчено") from error
