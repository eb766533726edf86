"""Changes of one sheet's XML: only the rows concerned are rewritten, every other byte stays."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from netdash.errors import Moved, StoreError
from netdash.grid import Cell, Grid, a1
from netdash.stores import AppendRow, SetCell
from netdash.stores.excel.cells import Encoder, Written, same
from netdash.stores.excel.sheetxml import Area, Element, SheetXml, attribute, inside, split_area, whole, without
from netdash.stores.excel.stretching import Edit, Growth, header_height, stretch_edits

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_TOLD = 5


@dataclass(frozen=True)
class Patch:
    """A sheet after its writes: the new XML, how each written cell will read, and how far the rows grew, if they did."""

    xml: bytes
    reads: Mapping[tuple[int, int], Cell]
    growth: Growth | None


@dataclass
class _Row:
    """What becomes of one row: values by column; ``new`` rows look like the last one with data."""

    values: dict[int, Cell] = field(default_factory=dict)
    new: bool = False


def patch_sheet(xml: bytes, grid: Grid, writes: Sequence[SetCell | AppendRow], encoder: Encoder, tables: Iterable[Area]) -> Patch:
    """Apply the writes of one sheet. ``tables`` are the areas of its list objects.

    Raises ``Moved`` where a cell does not hold its ``before``, or naming all cells that hold a formula or are covered by a
    merged one, and ``StoreError`` where the value or the XML does not allow it.
    """
    try:
        return _SheetPatch(SheetXml(xml), grid, encoder, tuple(tables)).apply(writes)
    except Moved:
        raise
    except StoreError as error:
        raise StoreError(f"Лист «{grid.sheet}»: {error}. Ничего не записано.") from error


class _SheetPatch:
    def __init__(self, sheet: SheetXml, grid: Grid, encoder: Encoder, tables: tuple[Area, ...]) -> None:
        self.sheet = sheet
        self.grid = grid
        self.encoder = encoder
        self.header = header_height(sheet, grid, tables)
        self.rows: dict[int, _Row] = {}
        self.reads: dict[tuple[int, int], Cell] = {}
        self.merged = _areas(sheet, b"mergeCell")
        self.computed = _computed_areas(sheet)
        self.columns = _column_styles(sheet)
        self.barred: dict[tuple[int, int], str] = {}
        self._own: dict[int, dict[int, Element]] = {}
        self._styles: dict[int, dict[int, int]] = {}

    def apply(self, writes: Sequence[SetCell | AppendRow]) -> Patch:
        for write in writes:
            if isinstance(write, SetCell):
                self._plan_cell(write)
        self._refuse_barred()
        last = self._last_used()
        end = last
        columns: set[int] = set()
        for write in writes:
            if isinstance(write, AppendRow):
                end = self._plan_row(write, end + 1)
                columns |= write.cells.keys()
        growth = Growth(last, end, frozenset(columns), self.header) if end > last else None
        edits = self._row_edits(last)
        edits += stretch_edits(self.sheet, growth, self.reads)
        return Patch(_edited(self.sheet.data, edits), self.reads, growth)

    def _plan_cell(self, write: SetCell) -> None:
        row, column = write.row, write.column
        place = f"«{write.sheet}», ячейка {a1(row, column)}"
        if not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
            raise StoreError(f"ячейки с номерами {row}, {column} на листе не бывает")
        planned = self.rows.setdefault(row, _Row()).values
        held = planned[column] if column in planned else self.grid.cell(row, column)
        error = self.grid.errors.get((row, column), "")
        if not same(held, write.before) and not (error and write.before == error):
            raise Moved(f"{place}: там теперь {_shown(held or error)}, а было {_shown(write.before)}.")
        if reason := self._blocked(row, column):
            self.barred[row, column] = f"{place}: {reason}."
        planned[column] = write.value

    def _refuse_barred(self) -> None:
        if self.barred:
            places = tuple((self.grid.sheet, row, column) for row, column in self.barred)
            raise Moved(" ".join([*self.barred.values()][:MOST_TOLD]), places)

    def _plan_row(self, write: AppendRow, row: int) -> int:
        while any(self._blocked(row, column) for column in write.cells):
            row += 1
        if row >= MOST_ROWS or any(not 0 <= column < MOST_COLUMNS for column in write.cells):
            raise StoreError("новой строке не хватает места")
        planned = self.rows.setdefault(row, _Row())
        planned.new = True
        planned.values.update(write.cells)
        return row

    def _last_used(self) -> int:
        """The last row with anything in it (-1 on an empty sheet), the cells of these writes included."""
        planned = [row for row, plan in self.rows.items() if any(value not in {None, ""} for value in plan.values.values())]
        return max([len(self.grid.rows) - 1, *(row for row, _ in self.grid.errors), *planned])

    def _blocked(self, row: int, column: int) -> str:
        """Why nothing may be written into a cell, empty if it may."""
        cell = self._cell(row, column)
        if cell and self.sheet.find(b"f", cell.inner_start, cell.inner_end):
            return "там формула, формулы не перезаписываются"
        if any(inside(row, column, area) for area in self.computed):
            return "это часть формулы массива, формулы не перезаписываются"
        if any(inside(row, column, area) and (row, column) != area[:2] for area in self.merged):
            return "она закрыта объединённой ячейкой"
        return ""

    def _cell(self, row: int, column: int) -> Element | None:
        if row not in self._own:
            element = self.sheet.by_number.get(row)
            self._own[row] = {cell.number: cell for cell in self.sheet.cells(element)} if element else {}
        return self._own[row].get(column)

    def _row_edits(self, model: int) -> list[Edit]:
        table = self.sheet.table
        edits: list[Edit] = []
        highest = list(accumulate((row.number for row in self.sheet.rows), max))
        for number, plan in sorted(self.rows.items()):
            element = self.sheet.by_number.get(number)
            content = self._row_xml(number, plan, element, model)
            if element is not None:
                edits.append((element.start, element.end, content))
            elif content:
                after = bisect_right(highest, number)
                following = self.sheet.rows[after].start if after < len(highest) else table.inner_end
                edits.append((following, following, content))
        if table.closed and edits:
            name = self.sheet.prefix + b"sheetData"
            rows = b"".join(content for _, _, content in edits)
            return [(table.start, table.end, b"<" + name + table.attributes + b">" + rows + b"</" + name + b">")]
        return edits

    def _row_xml(self, number: int, plan: _Row, element: Element | None, model: int) -> bytes:
        prefix = self.sheet.prefix
        attributes = without(element.attributes, b"spans") if element else b' r="%d"' % (number + 1)
        above = self._styles_of(model) if plan.new and model >= self.header else {}
        fresh: dict[int, bytes] = {}
        if plan.new and element is None:
            fresh = {column: self._cell_xml(number, column, Written(b"", b"", style, "")) for column, style in above.items()}
        present = self.sheet.cells(element) if element else []
        own = {cell.number: cell for cell in present}
        for column, value in plan.values.items():
            style = self._style(number, column, own.get(column), element, above)
            written = self.encoder.encode(value, style, prefix)
            self.reads[number, column] = written.reads
            if written.content or column in own:
                fresh[column] = self._cell_xml(number, column, written, own.get(column))
        if element is None and not fresh:
            return b""
        tag = prefix + b"row"
        content = self._merged_cells(element, present, own, fresh)
        return b"<" + tag + attributes + b">" + content + b"</" + tag + b">"

    def _merged_cells(
        self, element: Element | None, present: list[Element], own: Mapping[int, Element], fresh: dict[int, bytes]
    ) -> bytes:
        """The content of a row: old and new cells by column, whatever stands between the old ones kept."""
        data = self.sheet.data
        added = sorted(column for column in fresh if column not in own)
        pieces: list[bytes] = []
        done = element.inner_start if element else 0
        for cell in present:
            pieces.append(data[done : cell.start])
            while added and added[0] < cell.number:
                pieces.append(fresh[added.pop(0)])
            if own[cell.number] is cell:
                pieces.append(fresh.get(cell.number, data[cell.start : cell.end]))
            done = cell.end
        pieces += [fresh[column] for column in added]
        pieces.append(data[done : element.inner_end] if element else b"")
        return b"".join(pieces)

    def _cell_xml(self, row: int, column: int, written: Written, old: Element | None = None) -> bytes:
        tag = b"<" + self.sheet.prefix + b"c" + b' r="%s"' % a1(row, column).encode()
        if written.style or (old and attribute(old.attributes, b"s") is not None):
            tag += b' s="%d"' % written.style
        if written.kind:
            tag += b' t="%s"' % written.kind
        if not written.content:
            return tag + b"/>"
        return tag + b">" + written.content + b"</" + self.sheet.prefix + b"c>"

    def _style(self, row: int, column: int, cell: Element | None, element: Element | None, above: Mapping[int, int]) -> int:
        """The cell's own style, else that of its row, of the cell above, of its column, of the nearest cell above."""
        if cell is not None:
            return whole(attribute(cell.attributes, b"s"))
        if element is not None and attribute(element.attributes, b"customFormat") in {b"1", b"true"}:
            return whole(attribute(element.attributes, b"s"))
        if column in above:
            return above[column]
        for first, last, style in self.columns:
            if first <= column <= last:
                return style
        for number in range(row - 1, max(self.header, row - 100) - 1, -1):
            if column in (styles := self._styles_of(number)):
                return styles[column]
        return 0

    def _styles_of(self, number: int) -> dict[int, int]:
        """The styles of a row's cells by column."""
        if number not in self._styles:
            element = self.sheet.by_number.get(number)
            cells = self.sheet.cells(element) if element else []
            self._styles[number] = {cell.number: whole(attribute(cell.attributes, b"s")) for cell in cells}
        return self._styles[number]


def _shown(cell: Cell) -> str:
    """A cell as a message quotes it."""
    text = "" if cell is None else str(cell)
    return f"«{text[:60]}{'…' if len(text) > 60 else ''}»" if text else "пусто"


def _edited(data: bytes, edits: list[Edit]) -> bytes:
    pieces, done = [], 0
    for start, end, content in sorted(edits, key=lambda edit: edit[0]):
        pieces += [data[done:start], content]
        done = end
    return b"".join((*pieces, data[done:]))


def _areas(sheet: SheetXml, name: bytes) -> list[Area]:
    """The areas that elements behind the rows name with ``ref``."""
    references = (attribute(element.attributes, b"ref") for element in sheet.each(name, sheet.table.end))
    return [split_area(reference) for reference in references if reference]


def _computed_areas(sheet: SheetXml) -> list[Area]:
    """Areas filled by one formula: arrays and data tables. Only their first cell holds the formula itself."""
    if b"array" not in sheet.data and b"dataTable" not in sheet.data:
        return []
    table = sheet.table
    formulas = (element.attributes for element in sheet.each(b"f", table.inner_start, table.inner_end))
    wide = [tag for tag in formulas if attribute(tag, b"t") in {b"array", b"dataTable"}]
    return [split_area(reference) for tag in wide if (reference := attribute(tag, b"ref"))]


def _column_styles(sheet: SheetXml) -> list[tuple[int, int, int]]:
    """First column, last column and style of every ``<col>`` that has one."""
    tags = [element.attributes for element in sheet.each(b"col", 0, sheet.table.start)]
    return [
        (whole(attribute(tag, b"min")) - 1, whole(attribute(tag, b"max")) - 1, whole(attribute(tag, b"style")))
        for tag in tags
        if attribute(tag, b"style") is not None
    ]
