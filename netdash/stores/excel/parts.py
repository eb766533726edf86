"""Which part of the archive holds which sheet, and where the texts and styles are."""

import posixpath
from dataclasses import dataclass
from xml.etree import ElementTree as Tree
from xml.etree.ElementTree import Element

from netdash.errors import Unreadable
from netdash.stores.excel.archive import Archive

UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True)
class SheetPart:
    """One sheet: its title, its part's name, its place among all sheets (charts included) and its own id."""

    title: str
    part: str
    position: int
    sheet_id: int


@dataclass(frozen=True)
class Parts:
    """The parts of a workbook; ``strings``, ``styles`` are part names, ``strict`` tells the ISO dialect of OOXML."""

    workbook: str
    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    date1904: bool
    strict: bool
    highest_id: int

    @property
    def relations(self) -> str:
        """The part that lists what the workbook consists of."""
        return relations_part(self.workbook)


def find_parts(archive: Archive) -> Parts:
    """Read the workbook's table of contents; raises ``Unreadable`` if it is not an .xlsx."""
    workbook = next((target for _, kind, target in relations(archive, "") if kind == "officeDocument"), "xl/workbook.xml")
    if workbook.lower().endswith(".bin"):
        raise Unreadable("это двоичная книга Excel (.xlsb). Сохраните её как «Книга Excel (*.xlsx)»")
    if workbook not in archive:
        raise Unreadable(_other_kind(archive))
    root = parse(archive, workbook)
    found = relations(archive, workbook)
    targets = {identifier: (kind, target) for identifier, kind, target in found}
    single = {kind: target for _, kind, target in found}
    elements = [element for element in root.iter() if local(element.tag) == "sheet"]
    sheets = []
    for position, element in enumerate(elements):
        kind, target = targets.get(_relation_of(element), ("", ""))
        if kind == "worksheet" and target in archive:
            sheets.append(SheetPart(element.get("name", ""), target, position, _whole(element.get("sheetId"))))
    return Parts(
        workbook=workbook,
        sheets=tuple(sheets),
        strings=single.get("sharedStrings", ""),
        styles=single.get("styles", ""),
        date1904=any(local(e.tag) == "workbookPr" and e.get("date1904") in {"1", "true"} for e in root),
        strict="purl.oclc.org" in root.tag,
        highest_id=max((_whole(element.get("sheetId")) for element in elements), default=0),
    )


def relations_part(part: str) -> str:
    """Where the relations of a part are listed; those of the whole archive for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """The relations of a part: identifier, kind (last word of its type) and the name of the part it leads to."""
    listing = relations_part(part)
    if listing not in archive:
        return []
    found = []
    for element in parse(archive, listing):
        if element.get("TargetMode") != "External":
            target = posixpath.join("/", posixpath.dirname(part), element.get("Target", ""))
            kind = element.get("Type", "").rpartition("/")[2]
            found.append((element.get("Id", ""), kind, posixpath.normpath(target).lstrip("/")))
    return found


def parse(archive: Archive, part: str) -> Element:
    """A part as a tree; raises ``Unreadable`` if it is not XML."""
    content = archive.read(part)
    refuse_odd(content, part)
    try:
        return Tree.fromstring(content)  # noqa: S314 - documents with a DTD are refused above, so nothing can expand
    except (Tree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"часть {part} испорчена ({error})") from error


def refuse_odd(content: bytes, part: str) -> None:
    """Raises ``Unreadable`` for XML that no spreadsheet program writes: UTF-16, or with a DTD."""
    if content.startswith(UTF16):
        raise Unreadable(f"часть {part} записана в UTF-16. Откройте книгу в Excel или LibreOffice и сохраните заново")
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise Unreadable(f"часть {part} содержит объявления DTD, которых в книгах не бывает")


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _relation_of(element: Element) -> str:
    return next((value for name, value in element.items() if local(name) == "id" and name != "id"), "")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _other_kind(archive: Archive) -> str:
    if "content.xml" in archive:
        return "это таблица OpenDocument (.ods). Сохраните её как «Книга Excel (*.xlsx)»"
    if "word/document.xml" in archive:
        return "это документ Word, а не книга Excel"
    return "это архив ZIP, но не книга Excel"
