"""What a save keeps in the scratch sheet: what it covered and what it left, for whoever must know it later.

The first row tells the number of the save and what lies where. Then come the cells that were overwritten, each block
beside its formulas, then the rows that were touched as they stood right after. All of it is written in the same step.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from netdash.grid import Book, Cell
from netdash.stores import Covered
from netdash.stores.google.changes import Block, Request, find_blocks, grid_range
from netdash.stores.google.looking import Look, Rows
from netdash.stores.google.reading import build_grid, by_column
from netdash.stores.google.shape import SCRATCH, Formats, Sheet
from netdash.stores.google.values import Raw, holds_formula, plain_number, to_cell

CHUNK = 30_000
"""A cell takes 50,000 signs."""

SPARE = 5
"""So many columns more than a sheet has its rows may take in the scratch sheet."""

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Kept:
    """A block of a sheet, which is kept in the scratch sheet from row ``row`` on."""

    title: str
    block: Block
    row: int

    @property
    def end(self) -> int:
        """The row after the last one that it takes."""
        return self.row + self.block.bottom - self.block.top


@dataclass(frozen=True)
class Record:
    """One save: its number, the note that came with it, the cells covered, the rows left, the values of rows added.

    ``mark`` tells what was to be covered and left, so that it can be seen later whether all went as planned.
    """

    number: int
    note: str
    covered: Sequence[Kept]
    left: Sequence[Kept]
    added: Mapping[str, Rows]
    mark: str = ""

    @property
    def covered_rows(self) -> tuple[int, int]:
        """Where in the scratch sheet the covered cells are."""
        return 1, max((kept.end for kept in self.covered), default=1)

    def texts(self) -> list[str]:
        """The cells of the first row."""
        told = {
            "covered": [(kept.title, *kept.block, kept.row) for kept in self.covered],
            "left": [(kept.title, *kept.block, kept.row) for kept in self.left],
            "added": self.added,
            "note": self.note,
            "mark": self.mark,
        }
        text = json.dumps(told, ensure_ascii=False)
        return [f"№ {self.number}", *(text[at : at + CHUNK] for at in range(0, len(text), CHUNK))]


def plan_record(
    number: int,
    note: str,
    cells: Mapping[str, Sequence[tuple[int, int]]],
    rows: Mapping[str, Sequence[Block]],
    added: Mapping[str, Rows],
) -> Record:
    """A place in the scratch sheet for every cell to be overwritten and every row to be seen afterwards."""
    row = 1
    covered, left = list[Kept](), list[Kept]()
    for title, places in cells.items():
        for block in find_blocks(places):
            covered.append(Kept(title, block, row))
            row = covered[-1].end
    for title, blocks in rows.items():
        for block in blocks:
            left.append(Kept(title, block, row))
            row = left[-1].end
    return Record(number, note, covered, left, added)


def read_record(scratch: Look) -> Record | None:
    """The record in the first row; ``None`` if it is not whole."""
    mark, *chunks = [str(cell) for cell in scratch.raw(0)] or [""]
    try:
        told = json.loads("".join(chunks))
        covered, left = (
            [Kept(str(title), Block(*map(int, block)), int(row)) for title, *block, row in told[name]]
            for name in ("covered", "left")
        )
        return Record(number_of(mark), str(told["note"]), covered, left, told["added"], told["mark"])
    except (ValueError, KeyError, TypeError):
        return None


def number_of(mark: object) -> int:
    """The number of a save in the first cell of the scratch sheet; 0 if there is none."""
    number = str(mark).removeprefix("№ ")
    return int(number) if number.isdecimal() else 0


def scratch_after(record: Record, scratch: Sheet | None) -> Sheet:
    """The scratch sheet, made (with the number of the record) or widened so that all this fits."""
    old = scratch or Sheet(record.number, SCRATCH, 20, 20)
    rows = max((kept.end for kept in (*record.covered, *record.left)), default=1)
    wide = [2 * (kept.block.right - kept.block.left) for kept in record.covered]
    columns = max(wide + [kept.block.right + SPARE for kept in record.left] + [len(record.texts())])
    return Sheet(old.id, SCRATCH, max(rows, old.rows), max(columns, old.columns))


def covering_requests(record: Record, scratch: Sheet | None, sheets: Mapping[str, Sheet]) -> Iterator[Request]:
    """Before anything is written: the scratch sheet, the record, and what will be covered."""
    after = scratch_after(record, scratch)
    size = {"rowCount": after.rows, "columnCount": after.columns}
    if scratch is None:
        yield {"addSheet": {"properties": {"sheetId": after.id, "title": SCRATCH, "hidden": True, "gridProperties": size}}}
    elif scratch != after:
        properties = {"sheetId": scratch.id, "gridProperties": size}
        yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties(rowCount,columnCount)"}}
    texts = [{"userEnteredValue": {"stringValue": text}} for text in record.texts()]
    where = grid_range(after.id, Block(0, 0, 1, after.columns))
    yield {"updateCells": {"range": where, "rows": [{"values": texts}], "fields": "userEnteredValue"}}
    for kept in record.covered:
        width = kept.block.right - kept.block.left
        source = grid_range(sheets[kept.title].id, kept.block)
        for kind, column in (("PASTE_VALUES", 0), ("PASTE_FORMULA", width)):
            yield _paste(source, after.id, Block(kept.row, column, kept.end, column + width), kind)


def leaving_requests(record: Record, scratch: Sheet | None, sheets: Mapping[str, Sheet]) -> Iterator[Request]:
    """After all is written: the rows as they stand now."""
    after = scratch_after(record, scratch)
    for kept in record.left:
        # Whole rows, since columns may have come meanwhile; what is pasted goes beyond the end of a narrow destination.
        rows = {"sheetId": sheets[kept.title].id, "startRowIndex": kept.block.top, "endRowIndex": kept.block.bottom}
        yield _paste(rows, after.id, Block(kept.row, 0, kept.end, 1), "PASTE_VALUES")


def _paste(source: Mapping[str, Any], scratch: int, onto: Block, kind: str) -> Request:
    return {"copyPaste": {"source": dict(source), "destination": grid_range(scratch, onto), "pasteType": kind}}


def looks_left(record: Record, scratch: Look) -> dict[str, Look]:
    """The rows touched as they stood right after, by title."""
    looks: dict[str, Look] = {}
    for kept in record.left:
        spans = (*(looks[kept.title].spans if kept.title in looks else ()), (kept.block.top, kept.block.bottom))
        cells = dict(looks[kept.title].cells) if kept.title in looks else {}
        cells |= {kept.block.top + row - kept.row: scratch.cells.get(row, ()) for row in range(kept.row, kept.end)}
        looks[kept.title] = Look(Sheet(0, kept.title, 0, 0), spans, cells)
    return looks


def values_covered(record: Record, scratch: Look) -> tuple[dict[Place, Raw], frozenset[Place]]:
    """What stood in every overwritten cell right before, and which of these cells computed it."""
    values, formulas = dict[Place, Raw](), set[Place]()
    for kept in record.covered:
        block, width = kept.block, kept.block.right - kept.block.left
        for row in range(block.top, block.bottom):
            at = kept.row + row - block.top
            raws = [*scratch.raw(at), *[None] * width]
            for column in range(width):
                place = (kept.title, row, block.left + column)
                values[place] = raws[column]
                if holds_formula(scratch.cell(at, width + column)):
                    formulas.add(place)
    return values, frozenset(formulas)


def mark_of(rows: Iterable[Sequence[Raw]], covered: Iterable[Raw]) -> str:
    """What tells these rows and these covered values from others."""
    held = [[None if raw == "" else raw for raw in row] for row in (*rows, list(covered))]
    for row in held:
        while row and row[-1] is None:
            row.pop()
    told = [[plain_number(raw) if type(raw) is float else raw for raw in row] for row in held]
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def as_planned(record: Record, scratch: Look) -> bool:
    """Whether the write of this record met what it had been planned for."""
    values, formulas = values_covered(record, scratch)
    rows = [scratch.raw(row) for kept in record.left for row in range(kept.row, kept.end)]
    return not formulas and mark_of(rows, values.values()) == record.mark


def cover(record: Record, looks: Mapping[str, Look], scratch: Look, formats_of: Callable[[str], Formats]) -> Covered:
    """What a write met, from the rows that it left and what is kept of those that it covered."""
    book = {title: build_grid(title, by_column(look.laid_over([])), formats_of(title)) for title, look in looks.items()}
    values, formulas = values_covered(record, scratch)
    cells: dict[Place, Cell] = {
        place: to_cell(raw, formats_of(place[0]).get(place[2], "general")) for place, raw in values.items() if place[0] in looks
    }
    for title, wanted in record.added.items():
        for first, end in looks[title].spans if title in looks else ():
            for row in range(first, end):
                found = looks[title].raw(row)
                if found and found in wanted:
                    cells |= {(title, row, column): None for column, raw in enumerate(found) if raw is not None}
    return Covered(Book(MappingProxyType(book)), MappingProxyType(cells), formulas)
