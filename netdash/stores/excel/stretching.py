"""What a sheet and its tables say of their extent, brought up to rows that were added below."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netdash.grid import Grid, a1
from netdash.stores.excel.sheetxml import Area, Element, SheetXml, attribute, split_area

Edit = tuple[int, int, bytes]
"""Bytes from start to end give way to others."""

SIMPLE_AREA = re.compile(rb"[A-Za-z]{1,3}[0-9]+(?::[A-Za-z]{1,3}[0-9]+)?")
SQREF_TEXT = re.compile(rb"<((?:[\w.\-]+:)?sqref)>([^<]*)</\1>")


@dataclass(frozen=True)
class Growth:
    """Rows were added: the last used row before and after, the columns written, and the height of the header."""

    before: int
    after: int
    columns: frozenset[int]
    header: int

    def grown(self, area: Area, least: int = 2) -> Area | None:
        """An area that plainly covered its columns down to the old last row, down to the new one; else ``None``."""
        top, left, bottom, right = area
        covers = bottom == self.before and (bottom - top + 1 >= least or top <= self.header)
        return (top, left, self.after, right) if covers else None


def header_height(sheet: SheetXml, grid: Grid, tables: Iterable[Area]) -> int:
    """How many rows at the top are titles and headers: their look is not for data."""
    first = next((number for number, row in enumerate(grid.rows) if any(cell != "" for cell in row)), -1)
    heights = [first + 1, *(area[0] + 1 for area in tables)]
    pane = sheet.find(b"pane", 0, sheet.table.start)
    if pane and attribute(pane.attributes, b"state") in {b"frozen", b"frozenSplit"}:
        heights.append(int(float(attribute(pane.attributes, b"ySplit") or 0)))
    own_filter = sheet.find(b"autoFilter", sheet.table.end)
    if own_filter and (area := _area(own_filter)):
        heights.append(area[0] + 1)
    return max(heights)


def stretch_edits(sheet: SheetXml, growth: Growth | None, written: Iterable[tuple[int, int]]) -> list[Edit]:
    """Dimension, filter, conditional formats and drop-downs of the sheet, as far as they must grow."""
    edits = list(_dimension(sheet, written))
    if growth is None:
        return edits
    for name, key, least in (
        (b"autoFilter", b"ref", 1),
        (b"conditionalFormatting", b"sqref", 2),
        (b"dataValidation", b"sqref", 2),
    ):
        for element in sheet.each(name, sheet.table.end):
            edits += _attribute_edit(element, key, growth, least)
    for name in (b"dataValidations", b"conditionalFormattings"):
        edits += _extension_edits(sheet, name, growth)
    return edits


def stretch_table(xml: bytes, growth: Growth) -> bytes:
    """A list object that ended at the old last row and has no totals row, down to the new last row."""
    tag = re.search(rb"<(?:[\w.\-]+:)?table\s[^>]*>", xml)
    reference = attribute(tag[0], b"ref") if tag else None
    if tag is None or reference is None or attribute(tag[0], b"totalsRowCount") not in {None, b"0"}:
        return xml
    area = growth.grown(split_area(reference), 1)
    if area is None or not any(area[1] <= column <= area[3] for column in growth.columns):
        return xml
    return re.sub(rb"(\sref=[\"'])" + re.escape(reference) + rb"([\"'])", rb"\g<1>" + name_of(area) + rb"\2", xml)


def table_area(xml: bytes) -> Area | None:
    """Where a list object stands."""
    tag = re.search(rb"<(?:[\w.\-]+:)?table\s[^>]*>", xml)
    reference = attribute(tag[0], b"ref") if tag else None
    return split_area(reference) if reference else None


def name_of(area: Area) -> bytes:
    """An area as spreadsheets write it: ``B2:D9``, or ``B2`` for a single cell."""
    top, left, bottom, right = area
    first, last = a1(top, left), a1(bottom, right)
    return (first if first == last else f"{first}:{last}").encode()


def _area(element: Element) -> Area | None:
    reference = attribute(element.attributes, b"ref")
    return split_area(reference) if reference and SIMPLE_AREA.fullmatch(reference) else None


def _dimension(sheet: SheetXml, written: Iterable[tuple[int, int]]) -> Iterator[Edit]:
    element = sheet.find(b"dimension", 0, sheet.table.start)
    area = _area(element) if element else None
    if element is None or area is None:
        return
    top, left, bottom, right = area
    for row, column in written:
        top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
    yield from _replace(element, b"ref", name_of((top, left, bottom, right)))


def _attribute_edit(element: Element, key: bytes, growth: Growth, least: int) -> Iterator[Edit]:
    old = attribute(element.attributes, key)
    if old and (new := _stretched(old, growth, least)) != old:
        yield from _replace(element, key, new)


def _extension_edits(sheet: SheetXml, name: bytes, growth: Growth) -> Iterator[Edit]:
    """The same in the newer form that Excel keeps at the end of a sheet, where areas are texts of elements."""
    for block in re.finditer(rb"<([\w.\-]+:)" + name + rb"[\s>].*?</\1" + name + rb"\s*>", sheet.masked, re.DOTALL):
        for text in SQREF_TEXT.finditer(sheet.masked, block.start(), block.end()):
            new = _stretched(text[2], growth, 2)
            if new != text[2]:
                yield text.start(2), text.end(2), new


def _stretched(areas: bytes, growth: Growth, least: int) -> bytes:
    """A list of areas with those grown that reached the old last row."""
    words = []
    for word in areas.split():
        area = growth.grown(split_area(word), least) if SIMPLE_AREA.fullmatch(word) else None
        words.append(name_of(area) if area else word)
    return b" ".join(words)


def _replace(element: Element, key: bytes, value: bytes) -> Iterator[Edit]:
    """Another value for one attribute; its tag ends with its attributes, which come right before ``>`` or ``/>``."""
    place = re.search(rb"\s" + key + rb"\s*=\s*[\"']([^\"']*)[\"']", element.attributes)
    if place and place[1] != value:
        start = element.tag_attributes + place.start(1)
        yield start, start + len(place[1]), value
