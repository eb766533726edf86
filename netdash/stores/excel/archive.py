"""An .xlsx file as a zip archive: parts by name, and a copy in which only some parts differ."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from netdash.errors import Unreadable

LARGEST = 512 * 1024 * 1024
"""Bytes that all parts may take unpacked; more is a broken file or a trap, not a workbook of a network."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
END = struct.Struct("<4s4H2LH")
HAS_DESCRIPTOR, IS_UTF8, IS_ENCRYPTED = 0x08, 0x800, 0x01
BROKEN = "архив внутри файла повреждён или обрывается: возможно, файл скопирован не полностью. Верните копию из backups"


class Archive:
    """The parts of a workbook held in memory. Names are compared without regard to case, as spreadsheets do."""

    def __init__(self, data: bytes) -> None:
        """Raises ``Unreadable`` with the finding as a clause: «файл пуст (0 байт)»."""
        self.data = data
        self._entries = _directory(data)
        self._by_name = {info.filename.lower(): info for info in self._entries}
        if sum(info.file_size for info in self._entries) > LARGEST:
            raise Unreadable(f"в распакованном виде книга больше {LARGEST >> 20} МБ")
        if any(info.flag_bits & IS_ENCRYPTED for info in self._entries):
            raise Unreadable("архив внутри файла закрыт паролем")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    def __iter__(self) -> Iterator[str]:
        return (info.filename for info in self._entries)

    def fingerprint(self, name: str) -> tuple[int, int]:
        """Checksum and size of a part as the archive declares them; equal ones mean equal content."""
        info = self._by_name.get(name.lower())
        return (info.CRC, info.file_size) if info else (0, 0)

    def read(self, name: str) -> bytes:
        """One part, unpacked and checked against its checksum; empty if there is none of this name."""
        info = self._by_name.get(name.lower())
        if info is None:
            return b""
        raw = self._raw(info)
        if info.compress_type == zipfile.ZIP_STORED:
            content = bytes(raw)
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            content = _inflate(raw, info.file_size)
        else:
            raise Unreadable(f"часть {info.filename} сжата неизвестным способом")
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise Unreadable(BROKEN)
        return content

    def replaced(self, changes: Mapping[str, bytes]) -> bytes:
        """The archive with these parts changed or added; all others keep their compressed bytes and their order."""
        changed = {name.lower(): content for name, content in changes.items()}
        known = {name for name in changed if name in self._by_name}
        pieces: list[bytes | memoryview] = []
        directory: list[bytes] = []
        offset = 0
        entries = [(info, changed.get(info.filename.lower())) for info in self._entries]
        entries += [(_new_entry(name), content) for name, content in changes.items() if name.lower() not in known]
        for info, content in entries:
            raw, facts = (self._raw(info), _facts(info)) if content is None else _pack(content, info)
            header = _local_header(info, facts)
            pieces += (header, raw)
            directory.append(_central_header(info, facts, offset))
            offset += len(header) + len(raw)
        size = sum(map(len, directory))
        end = END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), size, offset, 0)
        return b"".join((*pieces, *directory, end))

    def _raw(self, info: zipfile.ZipInfo) -> memoryview:
        start = info.header_offset
        header = self.data[start : start + LOCAL.size]
        if len(header) < LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise Unreadable(BROKEN)
        name_size, extra_size = LOCAL.unpack(header)[-2:]
        start += LOCAL.size + name_size + extra_size
        raw = memoryview(self.data)[start : start + info.compress_size]
        if len(raw) < info.compress_size:
            raise Unreadable(BROKEN)
        return raw


_Facts = tuple[int, int, int, int]
"""Compression method, checksum, compressed size, size."""


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    if not data.startswith(b"PK"):
        raise Unreadable(_what_it_is(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, OverflowError, EOFError, NotImplementedError, struct.error) as error:
        raise Unreadable(BROKEN) from error


def _what_it_is(data: bytes) -> str:
    """Why these bytes are not an .xlsx, as far as their beginning tells."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return "файл пуст (0 байт)"
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        return "книга закрыта паролем. Снимите пароль в Excel: «Файл» → «Сведения» → «Защита книги»"
    if data.startswith(OLE):
        return "это старый формат Excel (.xls). Откройте его в Excel и сохраните как «Книга Excel (*.xlsx)»"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return "это страница HTML, переименованная в .xlsx. Откройте её в Excel и сохраните как «Книга Excel (*.xlsx)»"
    if b"\x00" not in data[:512] and any(mark in data[:4096] for mark in (b";", b",", b"\t")):
        return "это текст (похоже на CSV), а не книга. Откройте его в Excel и сохраните как «Книга Excel (*.xlsx)»"
    return "это не книга Excel (.xlsx)"


def _inflate(raw: memoryview, size: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return unpacker.decompress(raw, size + 1)
    except zlib.error as error:
        raise Unreadable(BROKEN) from error


def _pack(content: bytes, info: zipfile.ZipInfo) -> tuple[bytes, _Facts]:
    if info.compress_type == zipfile.ZIP_STORED:
        return content, (zipfile.ZIP_STORED, zlib.crc32(content), len(content), len(content))
    packer = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw = packer.compress(content) + packer.flush()
    return raw, (zipfile.ZIP_DEFLATED, zlib.crc32(content), len(raw), len(content))


def _new_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _facts(info: zipfile.ZipInfo) -> _Facts:
    return info.compress_type, info.CRC, info.compress_size, info.file_size


def _name(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    """The name as bytes and the flags that go with it; sizes always stand in the header itself, never behind the data."""
    flags = info.flag_bits & ~HAS_DESCRIPTOR
    if flags & IS_UTF8:
        return info.orig_filename.encode(), flags
    try:
        return info.orig_filename.encode("cp437"), flags
    except UnicodeEncodeError:
        return info.orig_filename.encode(), flags | IS_UTF8


def _moment(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _local_header(info: zipfile.ZipInfo, facts: _Facts) -> bytes:
    name, flags = _name(info)
    method, crc, packed, size = facts
    return LOCAL.pack(b"PK\x03\x04", 20, flags, method, *_moment(info), crc, packed, size, len(name), 0) + name


def _central_header(info: zipfile.ZipInfo, facts: _Facts, offset: int) -> bytes:
    name, flags = _name(info)
    method, crc, packed, size = facts
    # fmt: off
    return CENTRAL.pack(
        b"PK\x01\x02", info.create_version, info.create_system, 20, 0, flags, method, *_moment(info), crc, packed, size,
        len(name), 0, len(info.comment), 0, info.internal_attr, info.external_attr, offset,
    ) + name + info.comment
    # fmt: on
