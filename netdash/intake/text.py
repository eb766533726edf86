"""Files of plain text: which letters, which separator."""

import codecs
import csv
import io
from itertools import islice

from netdash.grid import Cell
from netdash.intake.refusals import NotTaken

SEPARATORS = (";", "\t", ",")
SAMPLE = 60
RISKY = ("=", "+", "-", "@", "\t", "\r")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_text(data: bytes) -> list[list[Cell]]:
    """The rows of a file of plain text; all cells are texts."""
    text = decode(data)
    separator, body = find_separator(text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    try:
        return [[bare(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise NotTaken("Строки файла не разделить на ячейки: похоже, в нём не закрыта кавычка.", AS_XLSX) from error


AS_XLSX = "Откройте файл в программе таблиц, сохраните его как книгу Excel (.xlsx) и загрузите снова."


def decode(data: bytes) -> str:
    """The text, by its mark, as UTF-8 where that is possible, as UTF-16 where every other byte is zero, else as 1251."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _letters(data[len(mark) :], encoding)
    head = data[:2000]
    if head[1::2].count(0) > len(head) // 4 or _is_cyrillic_utf16(head):
        return _letters(data, "utf-16-le")
    if head[::2].count(0) > len(head) // 4:
        return _letters(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _letters(data, "cp1251")


def _is_cyrillic_utf16(head: bytes) -> bool:
    """Whether the second byte of most letters is that of Cyrillic ones."""
    return len(head) > 8 and head[1::2].count(4) + head[1::2].count(0) > len(head) // 2 * 0.9


def _letters(data: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16"):
        data = data[: len(data) // 2 * 2]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTaken("Буквы в файле не прочитать: кодировка не UTF-8, не UTF-16 и не Windows-1251.", AS_XLSX) from error
    return text


def find_separator(text: str) -> tuple[str, str]:
    """What divides the cells, and the text without the line that says so."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    return max(SEPARATORS, key=lambda separator: _fit(text, separator)), text


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines have the usual number of cells, more than one, and what that number is."""
    try:
        counts = [len(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), SAMPLE)]
    except csv.Error:
        return 0, 0
    usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
    return (counts.count(usual), usual) if usual > 1 else (0, 0)


def bare(cell: str) -> Cell:
    """The cell without the apostrophe that keeps a spreadsheet program from taking it for a formula."""
    return (cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" \u00a0\n").startswith(RISKY) else cell) or None
