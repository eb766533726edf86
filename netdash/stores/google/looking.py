"""A few rows of a few sheets seen closely: what is computed, how it is shown, and whether all is as it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netdash.stores.google.shape import Sheet, format_of, rows_range, sheet_of
from netdash.stores.google.values import TYPES, Raw, holds_formula, same, seen_value

_CELLS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,rowData(values(userEnteredValue(formulaValue),effectiveValue{}))))"
)
FIELDS = _CELLS.format("")
DATED_FIELDS = _CELLS.format(",effectiveFormat(numberFormat(type))")
"""Also what shows its number as a day or a time, which half of an answer would be about."""

Span = tuple[int, int]
"""Rows of a sheet, from the first (counted from 0) up to but without the second."""

Rows = Sequence[Sequence[Raw]]


@dataclass(frozen=True)
class Look:
    """Some rows of one sheet; ``cells`` as Google told them, by row, for every row of ``spans``."""

    sheet: Sheet
    spans: tuple[Span, ...]
    cells: Mapping[int, Sequence[Mapping[str, Any]]]

    def raw(self, row: int) -> list[Raw]:
        """The values of a row without trailing blanks."""
        values = [seen_value(cell) for cell in self.cells.get(row, ())]
        while values and values[-1] is None:
            values.pop()
        return values

    def cell(self, row: int, column: int) -> Mapping[str, Any]:
        """One cell as Google told it, empty if it has nothing or was not looked at."""
        cells = self.cells.get(row, ())
        return cells[column] if column < len(cells) else {}

    def is_formula(self, row: int, column: int) -> bool:
        """Whether the cell computes what it shows."""
        return holds_formula(self.cell(row, column))

    def is_dated(self, row: int, column: int) -> bool:
        """Whether the cell shows numbers as days or times, of a look with ``DATED_FIELDS``."""
        return format_of(self.cell(row, column)) in TYPES

    def agrees(self, rows: Rows) -> bool:
        """Whether the rows looked at hold what ``rows`` do; computed cells may differ."""
        return all(
            self._row_agrees(row, rows[row] if row < len(rows) else ()) for first, end in self.spans for row in range(first, end)
        )

    def _row_agrees(self, row: int, held: Sequence[Raw]) -> bool:
        seen = self.raw(row)
        return all(
            same(seen[column] if column < len(seen) else None, held[column] if column < len(held) else None)
            or self.is_formula(row, column)
            for column in range(max(len(seen), len(held)))
        )

    def laid_over(self, rows: Rows) -> list[Sequence[Raw]]:
        """``rows`` with those that were looked at as they were seen."""
        result: list[Sequence[Raw]] = list(rows)
        for first, end in self.spans:
            result.extend([] for _ in range(end - len(result)))
            result[first:end] = [self._in_place(row) for row in range(first, end)]
        return result

    def _in_place(self, row: int) -> list[Raw]:
        return ["" if value is None else value for value in self.raw(row)]


def merged(spans: Iterable[Span], end: int) -> tuple[Span, ...]:
    """Spans in their order, without overlaps and empty ones, none beyond ``end``."""
    result: list[Span] = []
    for first, last in sorted((first, min(last, end)) for first, last in spans if first < min(last, end)):
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)


def ranges_of(title: str, spans: Iterable[Span]) -> list[str]:
    """The names of these rows."""
    return [rows_range(title, *span) for span in spans]


def read_looks(answer: Mapping[str, Any], spans: Mapping[str, tuple[Span, ...]]) -> dict[str, Look]:
    """The looks in an answer, by title."""
    looks = {}
    for told in answer.get("sheets", ()):
        sheet = sheet_of(told["properties"])
        if sheet.title in spans:
            cells = {
                block.get("startRow", 0) + number: [{}] * block.get("startColumn", 0) + list(row.get("values", ()))
                for block in told.get("data", ())
                for number, row in enumerate(block.get("rowData", ()))
            }
            looks[sheet.title] = Look(sheet, spans[sheet.title], cells)
    return looks
