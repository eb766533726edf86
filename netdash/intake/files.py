"""From the bytes that a school sent to sheets of cells. What a file is shows its content; its name is only a name."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

from netdash.grid import Cell
from netdash.headers import blank
from netdash.intake.refusals import NotTaken
from netdash.intake.text import AS_XLSX, read_text
from netdash.kinds.russian import counted, number

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
UNPACKED, PACKED_TIMES, MEMBERS = 300 * MEGABYTE, 200, 5_000
ROWS, COLUMNS = 100_000, 500
PATIENCE = 90
WORKER = Path(__file__).with_name("worker.py")

TYPES = ("xlsx", "xls", "ods", "csv", "txt", "tsv", "xlsm")
"""What a file may be called."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Mapping[bytes, str] = {
    b"%PDF": "документ PDF", b"\x89PNG": "картинка", b"\xff\xd8\xff": "фотография", b"GIF8": "картинка",
    b"Rar!": "архив RAR", b"7z\xbc\xaf\x27\x1c": "архив 7z", b"\x1f\x8b": "архив gzip", b"{\\rtf": "документ RTF",
    b"MZ\x90": "программа", b"\x7fELF": "программа",
}  # fmt: skip
_NOT_A_TABLE = "Загрузить можно таблицу: книгу Excel (.xlsx, .xls), OpenDocument (.ods) или текст с разделителями (.csv)."


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet; ``rows[r][c]`` stands in row r + 1. ``title`` is empty for a file of plain text."""

    title: str
    rows: Sequence[Sequence[Cell]]


def read_file(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet with something in it. Raises ``NotTaken`` for what is no table, is too large, locked, broken or empty."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotTaken("Файл пуст.", "Проверьте, тот ли это файл, и попросите школу прислать его ещё раз.")
    if len(data) > LARGEST:
        raise NotTaken(
            f"Файл больше {LARGEST // MEGABYTE} МБ: в нём {number(len(data) / MEGABYTE, 1)} МБ.",
            "Уберите из него картинки и лишние листы или разделите на части.",
        )
    sheets = tuple(sheet for sheet in _sheets(data) if any(not blank(cell) for row in sheet.rows for cell in row))
    if not sheets:
        raise NotTaken("В файле нет ни одной заполненной ячейки.", "Проверьте, тот ли это файл.")
    return sheets


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_archive(data)
        return _read_book(data)
    if data.startswith(_OLE):
        _check_ole(data)
        return _read_book(data)
    other = next((what for mark, what in _OTHERS.items() if data.startswith(mark)), "")
    if other:
        raise NotTaken(f"Это не таблица, а {other}.", _NOT_A_TABLE)
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise NotTaken("Это веб-страница или XML, хотя файл может называться .xls.", AS_XLSX)
    rows = _refuse_binary(read_text(data))
    if len(rows) > ROWS or max(map(len, rows), default=0) > COLUMNS:
        raise NotTaken(*_HUGE)
    return (Sheet("", rows),)


def _refuse_binary(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, if they hold no characters that no text has."""
    beginning = "".join(str(cell) for row in rows[:200] for cell in row if cell)[:5000]
    odd = sum(character < " " and character not in "\t\r\n\f\v" for character in beginning)
    if odd > max(3, len(beginning) // 50) or "\0" in beginning:
        raise NotTaken("Это не таблица: вместо текста в файле двоичные данные.", _NOT_A_TABLE)
    return rows


_HUGE = (f"Таблица слишком велика: больше {counted(ROWS, 'строки', 'строк', 'строк')} или {COLUMNS} столбцов.",
         "Очистите далёкие ячейки, строки и столбцы или разделите файл на части.")  # fmt: skip
_BOMB = ("Файл упакован так, что при распаковке займёт слишком много места; он не открыт.", AS_XLSX)
_BROKEN = ("Файл повреждён: книга не открывается.", "Попросите школу прислать его ещё раз или сохраните заново как .xlsx.")
_LOCKED = ("Файл защищён паролем.", "Снимите пароль в программе таблиц и загрузите файл снова.")


def _check_archive(data: bytes) -> None:
    """Refuse what is no spreadsheet and what grows too much when unpacked, before anything reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(members) > MEMBERS or len(set(names)) < len(names):
                raise NotTaken(*_BOMB)
            if sum(member.file_size for member in members) > UNPACKED:
                raise NotTaken(*_BOMB)
            _refuse_other_packages(archive, names)
            if any(member.flag_bits & 1 for member in members):
                raise NotTaken(*_LOCKED)
            _unpack(archive, members, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        raise NotTaken(*_BROKEN) from error


def _unpack(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Unpack everything once, a piece at a time, and stop when it is more than said or more than a table can be."""
    total = 0
    for member in members:
        with archive.open(member) as stream:
            while piece := stream.read(MEGABYTE):
                total += len(piece)
                if total > UNPACKED or (total > 20 * MEGABYTE and total > size * PACKED_TIMES):
                    raise NotTaken(*_BOMB)


def _refuse_other_packages(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    """Excel and OpenDocument spreadsheets pass; documents, presentations and mere archives do not."""
    if any(name.startswith("xl/") for name in names):
        return
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if "opendocument.spreadsheet" in kind:
            if _is_locked_ods(archive, names):
                raise NotTaken(*_LOCKED)
            return
    if any(name.startswith(("word/", "ppt/")) for name in names) or "mimetype" in names:
        raise NotTaken("Это не таблица, а документ или презентация.", _NOT_A_TABLE)
    raise NotTaken("Это архив, а не таблица.", "Распакуйте его и загрузите саму таблицу.")


def _is_locked_ods(archive: zipfile.ZipFile, names: Sequence[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in names and archive.getinfo(manifest).file_size < MEGABYTE and b"encryption-data" in archive.read(manifest)


def _check_ole(data: bytes) -> None:
    """Old Excel books pass; locked new ones and other old documents do not."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotTaken(*_LOCKED)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise NotTaken("Это не таблица, а другой документ.", _NOT_A_TABLE)


def _read_book(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, read in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-I", str(WORKER), str(ROWS), str(COLUMNS)],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotTaken("Файл читается слишком долго; он не открыт.", AS_XLSX) from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:  # the system stopped it
        raise NotTaken(*_HUGE) from error
    if "fault" in found:
        raise NotTaken(*{"password": _LOCKED, "huge": _HUGE}.get(found["fault"], _BROKEN))
    return tuple(Sheet(title, [[_cell(cell) for cell in row] for row in rows]) for title, rows in found["sheets"])


_READ: Mapping[str, Callable[[Any], Cell]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda seconds: timedelta(seconds=seconds),
}


def _cell(cell: Any) -> Cell:
    """A cell as the worker wrote it."""
    if not isinstance(cell, list):
        return cast("Cell", cell)
    kind, value = cell
    return _READ[kind](value)
