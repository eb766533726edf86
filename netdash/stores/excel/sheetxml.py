"""A worksheet's XML as bytes with known places: rows, cells and what surrounds them, without building a tree.

Everything is found in a copy where comments, CDATA and processing instructions are blanked out (same length, so the
offsets hold), by whole tags with quoted attributes. The element prefix (``x:`` in some dialects) is that of the root.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple
from xml.parsers import expat

from netdash.errors import StoreError
from netdash.stores.excel.parts import UTF16

ATTRIBUTES = rb"(?:\s+[^\s=<>/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*"
ROOT = re.compile(rb"<([\w.\-]+:)?(\w+)(" + ATTRIBUTES + rb")\s*(/?)>")
HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
REFERENCE = re.compile(rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Element(NamedTuple):
    """A span of the XML: the whole element, its attributes (from ``tag_attributes`` on) and its content."""

    start: int
    end: int
    tag_attributes: int
    attributes: bytes
    inner_start: int
    inner_end: int
    number: int = 0

    @property
    def closed(self) -> bool:
        """Whether it is written as one tag, ``<c/>``."""
        return self.inner_start == self.inner_end == self.end


class SheetXml:
    """Raises ``StoreError`` (a clause in Russian) if the XML is not what can be changed safely."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(UTF16):
            raise StoreError("лист записан в UTF-16")
        try:
            expat.ParserCreate().Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise StoreError(f"XML листа испорчен ({error})") from error
        self.data = data.removeprefix(b"\xef\xbb\xbf")
        self.masked = mask(self.data)
        root = ROOT.search(self.masked)
        if root is None or root[2] != b"worksheet":
            raise StoreError("это не лист с ячейками")
        self.prefix = root[1] or b""
        self._root_end = root.end()

    def find(self, name: bytes, start: int = 0, end: int | None = None) -> Element | None:
        """The first element of this name."""
        return next(self.each(name, start, end), None)

    def each(self, name: bytes, start: int = 0, end: int | None = None) -> Iterator[Element]:
        """All elements of this name that are not inside one another, in order."""
        end = len(self.masked) if end is None else end
        opening, closing = _tags(self.prefix + name)
        while match := opening.search(self.masked, start, end):
            if match[2]:
                yield Element(match.start(), match.end(), match.start(1), match[1], match.end(), match.end())
                start = match.end()
                continue
            close = closing.search(self.masked, match.end(), end)
            if close is None:
                return
            yield Element(match.start(), close.end(), match.start(1), match[1], match.end(), close.start())
            start = close.end()

    @cached_property
    def table(self) -> Element:
        """``<sheetData>``, the home of all rows."""
        found = self.find(b"sheetData")
        if found is None:
            raise StoreError("на листе нет области ячеек (sheetData)")
        return found

    @cached_property
    def rows(self) -> list[Element]:
        """All rows of cells in the order of the file; ``number`` counts from 0."""
        rows: list[Element] = []
        number = -1
        for row in self.each(b"row", self.table.inner_start, self.table.inner_end):
            own = attribute(row.attributes, b"r")
            number = int(own) - 1 if own is not None and own.isdigit() else number + 1
            rows.append(row._replace(number=number))
        return rows

    @cached_property
    def by_number(self) -> dict[int, Element]:
        """Rows by number; the last one where a file repeats a number, as readers take it."""
        return {row.number: row for row in self.rows}

    def cells(self, row: Element) -> list[Element]:
        """The cells of a row; ``number`` is the column counted from 0."""
        cells: list[Element] = []
        column = -1
        for cell in self.each(b"c", row.inner_start, row.inner_end):
            own = attribute(cell.attributes, b"r")
            column = split_reference(own)[1] if own is not None else column + 1
            cells.append(cell._replace(number=column))
        return cells

    def after_root(self) -> int:
        """Where the content of the root begins."""
        return self._root_end


def mask(data: bytes) -> bytes:
    """The XML with everything blanked out that could look like a tag and is none."""
    if b"<!" not in data and data.find(b"<?", 2) < 0:
        return data
    return HIDDEN.sub(lambda match: b" " * len(match[0]), data)


def attribute(attributes: bytes, name: bytes) -> bytes | None:
    """The value of one attribute as it stands in the file."""
    match = _attribute(name).search(attributes)
    if match is None:
        return None
    return match[1] if match[1] is not None else match[2]


def whole(text: bytes | None) -> int:
    """An attribute as a whole number, 0 if it is none."""
    return int(text) if text and text.isdigit() else 0


def without(attributes: bytes, *names: bytes) -> bytes:
    """The attributes but these."""
    pattern = rb"\s+(?:" + b"|".join(names) + rb")\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    return re.sub(pattern, b"", attributes)


def split_reference(text: bytes) -> tuple[int, int]:
    """Row and column from 0 of ``B12`` (``$B$12``); raises ``StoreError`` if it is something else."""
    match = REFERENCE.fullmatch(text.strip())
    if match is None:
        raise StoreError(f"непонятный адрес ячейки «{text.decode(errors='replace')}»")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


Area = tuple[int, int, int, int]
"""Top, left, bottom, right, counted from 0."""


def split_area(text: bytes) -> Area:
    """``B2:D9`` or ``B2``; raises ``StoreError`` if it is something else."""
    first, _, last = text.partition(b":")
    top, left = split_reference(first)
    bottom, right = split_reference(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def inside(row: int, column: int, area: Area) -> bool:
    """Whether a cell lies in an area."""
    top, left, bottom, right = area
    return top <= row <= bottom and left <= column <= right


@cache
def _tags(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    quoted = re.escape(name)
    return re.compile(rb"<" + quoted + rb"(?=[\s/>])(" + ATTRIBUTES + rb")\s*(/?)>"), re.compile(rb"</" + quoted + rb"\s*>")


@cache
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
