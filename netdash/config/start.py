"""Starting rows: CSV files whose headers are the titles of columns."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from netdash.config.draft import Draft
from netdash.config.reading import describe, read_text, shortened
from netdash.config.wording import unknown
from netdash.errors import Fault
from netdash.kinds import fold
from netdash.specs import TableSpec


@dataclass(frozen=True)
class Start:
    """Starting rows of one table as text by column name, and the ``file:line`` of each."""

    rows: tuple[dict[str, str], ...] = ()
    places: tuple[str, ...] = ()


def read_start(draft: Draft, path: Path, table: TableSpec) -> Start:
    """The rows of a CSV file; whatever is wrong with it goes to the draft's faults."""
    text, faults = read_text(path)
    draft.faults += faults
    if faults:
        return Start()
    file = path.as_posix()
    lines = _lines(draft, file, text)
    header = next(lines, None)
    if header is None:
        draft.faults.append(Fault(f"{file}:1", "the file is empty; its first line holds the titles of columns"))
        return Start()
    columns = _columns(draft, f"{file}:{header[0]}", header[1], table)
    return _rows(draft, file, lines, columns, table) if columns else Start()


def _lines(draft: Draft, file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank with the line where it begins."""
    # Line ends stay as they are, so that a quoted cell keeps its own.
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            draft.faults.append(Fault(f"{file}:{line}", f"not CSV: {error}"))
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _columns(draft: Draft, place: str, header: list[str], table: TableSpec) -> list[str | None]:
    """The column of each header; nothing if the key is not among them."""
    titles = {title: name for name, column in table.columns.items() for title in (column.title, *column.also)}
    folded = {fold(title): name for title, name in titles.items()}
    if len(header) == 1 and ";" in header[0]:
        draft.faults.append(Fault(place, "the columns are separated by «;»; separate them by commas"))
        return []
    columns: list[str | None] = []
    for title in header:
        name = folded.get(fold(title))
        if name is None:
            draft.faults.append(Fault(place, unknown("the title", title, titles)))
        elif name in columns:
            draft.faults.append(Fault(place, f"the title «{shortened(title)}» is repeated"))
            name = None
        columns.append(name)
    if table.key in table.columns and table.key not in columns:
        draft.faults.append(
            Fault(place, f"the column «{table.columns[table.key].title}» is missing; starting rows have their keys")
        )
        return []
    return columns


def _rows(draft: Draft, file: str, lines: Iterable[tuple[int, list[str]]], columns: list[str | None], table: TableSpec) -> Start:
    """The rows below the header; each has a key of its own."""
    rows, places = [], []
    first: dict[str, int] = {}
    for line, cells in lines:
        place = f"{file}:{line}"
        if len(cells) > len(columns):
            message = f"{len(cells)} cells, but the header has {len(columns)}; put a cell with a comma in quotes"
            draft.faults.append(Fault(place, message))
            continue
        row = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
        key = row.get(table.key, "").strip()
        if not key:
            draft.faults.append(Fault(place, f"the row has no key ({describe(' '.join(cells))})"))
        elif fold(key).startswith("демо"):
            draft.faults.append(Fault(place, f"the key «{key}» begins like those of demonstration rows"))
        elif (line_before := first.setdefault(fold(key), line)) != line:
            draft.faults.append(Fault(place, f"the key «{key}» is repeated; it stands in line {line_before} already"))
        else:
            rows.append(row)
            places.append(place)
    return Start(tuple(rows), tuple(places))
