"""What a spreadsheet is made of, without its values: sheets, their sizes, and which columns hold days and times."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from netdash.stores import Format
from netdash.stores.google.client import Client
from netdash.stores.google.values import TYPES

SCRATCH = "netdash"
"""A hidden sheet of ours, never shown: a save keeps there, for a moment, what stood in the cells that it overwrites."""

SAMPLED = 30
"""How many rows from the top tell what a column holds."""

HEAD = 5
"""One of so many rows from the top is the header, which tells whether columns were moved."""

PROPERTIES = "properties(title),sheets(properties(sheetId,title,index,sheetType,gridProperties(rowCount,columnCount)))"
FORMATS = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveFormat(numberFormat(type))))))"

Formats = Mapping[int, Format]
"""The columns (from 0) that hold days, times or moments."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: Google's number for it, its title and the size of its grid."""

    id: int
    title: str
    rows: int
    columns: int


@dataclass(frozen=True)
class Shape:
    """A spreadsheet: its title, its sheets in their order (the scratch sheet apart), their formats by sheet number."""

    title: str
    sheets: Mapping[str, Sheet]
    scratch: Sheet | None = None
    formats: Mapping[int, Formats] = field(default_factory=lambda: MappingProxyType({}))

    def formats_of(self, title: str) -> Formats:
        """The columns of a sheet that hold days and times, as far as they are known."""
        sheet = self.sheets.get(title)
        return self.formats.get(sheet.id, {}) if sheet else {}


def load_shape(client: Client) -> Shape:
    """Two requests: the sheets, then the formats of their top rows."""
    answer = client.metadata(PROPERTIES)
    sheets = [sheet_of(sheet["properties"]) for sheet in answer.get("sheets", ()) if is_grid(sheet["properties"])]
    shown = {sheet.title: sheet for sheet in sheets if sheet.title != SCRATCH}
    scratch = next((sheet for sheet in sheets if sheet.title == SCRATCH), None)
    formats = load_formats(client, list(shown.values()))
    return Shape(str(answer.get("properties", {}).get("title", "")), shown, scratch, formats)


def load_formats(client: Client, sheets: Sequence[Sheet]) -> dict[int, Formats]:
    """By sheet number: the format that most cells of a column's top rows have, where it makes numbers days or times."""
    if not sheets:
        return {}
    answer = client.metadata(FORMATS, [rows_range(sheet.title, 0, min(SAMPLED, sheet.rows)) for sheet in sheets])
    return {sheet["properties"].get("sheetId", 0): _formats(_rows(sheet)) for sheet in answer.get("sheets", ())}


def _rows(sheet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for block in sheet.get("data", ()) for row in block.get("rowData", ())]


def _formats(rows: Sequence[Mapping[str, Any]]) -> Formats:
    counts: dict[int, Counter[str]] = {}
    for row in rows:
        for column, cell in enumerate(row.get("values", ())):
            kind = format_of(cell)
            if kind:
                counts.setdefault(column, Counter())[kind] += 1
    most = {column: count.most_common(1)[0][0] for column, count in counts.items()}
    return {column: TYPES[kind] for column, kind in most.items() if kind in TYPES}


def format_of(cell: Mapping[str, Any]) -> str:
    """The type of a cell's number format, empty if it has none."""
    return str((cell.get("effectiveFormat") or {}).get("numberFormat", {}).get("type", ""))


def sheet_of(properties: Mapping[str, Any]) -> Sheet:
    """A sheet from what Google tells of it; zeros are left out in its answers."""
    grid = properties.get("gridProperties", {})
    return Sheet(properties.get("sheetId", 0), properties["title"], grid.get("rowCount", 0), grid.get("columnCount", 0))


def is_grid(properties: Mapping[str, Any]) -> bool:
    """Whether a sheet has cells; a chart or a data source of its own has not."""
    return str(properties.get("sheetType", "GRID")) == "GRID"


def quoted(title: str) -> str:
    """The title as ranges have it; unquoted it could be the name of a range."""
    return "'" + title.replace("'", "''") + "'"


def rows_range(title: str, first: int, end: int) -> str:
    """The range of whole rows from ``first`` (counted from 0) up to but without ``end``."""
    return f"{quoted(title)}!{first + 1}:{end}"
