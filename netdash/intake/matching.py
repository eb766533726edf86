"""Which row of a file is its header, and which of its columns is which column of a table."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from netdash.grid import Cell
from netdash.headers import NEAR, SEARCHED, Titles, blank, similarity
from netdash.intake.files import Sheet
from netdash.intake.refusals import NotTaken
from netdash.kinds import fold
from netdash.kinds.base import BLANK, seen
from netdash.references import Resolver, Unknown, resolve, resolve_many
from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec, TableSpec
from netdash.tables import TOTAL

SAMPLE = 150
"""How many different cells of a column are tried."""

ENOUGH = 0.8
"""The share of them that must read for a column to be recognised by its content."""

EXAMPLES = 3
TELLING = ("date", "time", "school_year", "yes_no", "choice", "choices", "reference", "references", "link", "email", "phone")
"""Kinds that a column of other content does not read as."""

How = Literal["title", "similar", "content", ""]


@dataclass(frozen=True)
class FileColumn:
    """A column of a file: where it stands, its header, some of its cells, how many are filled."""

    place: int
    title: str
    examples: tuple[str, ...]
    filled: int


@dataclass(frozen=True)
class Match:
    """The header's row (from 0), the file's columns, and the table's column of each place with how it was recognised."""

    head: int
    columns: tuple[FileColumn, ...]
    places: Mapping[int, str]
    how: Mapping[int, How]


def find_match(snapshot: Snapshot, table: str, sheet: Sheet, head: int | None = None) -> Match:
    """The best match that titles and contents give. Raises ``NotTaken`` where there is nothing below the header."""
    spec = snapshot.tables[table].spec
    head = find_head(spec, sheet.rows) if head is None else head
    columns = list_columns(sheet.rows, head)
    if not any(column.filled for column in columns):
        raise NotTaken("Под заголовками нет ни одной строки.", "Проверьте лист и номер строки с заголовками.")
    places = _by_title(spec, columns)
    how: dict[int, How] = dict.fromkeys(places, "title")
    similar = _by_likeness(spec, columns, places)
    how |= dict.fromkeys(similar, "similar")
    places |= similar
    rest = [column for column in columns if column.place not in places]
    content = _by_content(snapshot, spec, sheet.rows[head + 1 :], rest, set(places.values()))
    how |= dict.fromkeys(content, "content")
    return Match(head, tuple(columns), places | content, how)


def find_head(spec: TableSpec, rows: Sequence[Sequence[Cell]]) -> int:
    """The row among the first with the most known titles; without any the one before the longest run of filled rows."""
    titles = Titles(spec)
    known = [len(titles.known(row)) for row in rows[:SEARCHED]]
    if max(known, default=0) >= min(2, len(spec.columns)):
        return known.index(max(known))
    near = [sum(_likeness(spec, cell) >= NEAR for cell in row if isinstance(cell, str)) for row in rows[:SEARCHED]]
    if max(near, default=0) >= 2:
        return near.index(max(near))
    widths = [sum(not blank(cell) for cell in row) for row in rows[:SEARCHED]]
    return next((row for row, width in enumerate(widths) if width >= max(widths) * 0.6 and width), 0)


def _likeness(spec: TableSpec, cell: str) -> float:
    return max(alike(cell, column) for column in spec.columns.values())


def alike(title: str, column: ColumnSpec) -> float:
    """How alike a header and the titles of a column are, 0–1; the order of words counts little."""
    found = fold(title)[:80]
    turned = " ".join(sorted(found.split()))
    titles = [fold(each) for each in (column.title, *column.also)]
    return max(max(similarity(found, each), 0.95 * similarity(turned, " ".join(sorted(each.split())))) for each in titles)


def list_columns(rows: Sequence[Sequence[Cell]], head: int) -> list[FileColumn]:
    """Every column that has a header or a cell below it."""
    below = rows[head + 1 :]
    width = max((len(row) for row in rows[head:]), default=0)
    columns = []
    for place in range(width):
        cells = column_cells(below, place)
        cell = rows[head][place] if place < len(rows[head]) else None
        title = "" if blank(cell) else " ".join(seen(cell).split())
        if title or cells:
            examples = tuple(dict.fromkeys(seen(each).strip(BLANK) for each in cells[:50]))[:EXAMPLES]
            columns.append(FileColumn(place, title, examples, len(cells)))
    return columns


def _by_title(spec: TableSpec, columns: Sequence[FileColumn]) -> dict[int, str]:
    """Columns under a title of the table, or under another that it is known by; the fuller of two under one title."""
    titles = Titles(spec)
    places: dict[int, str] = {}
    for column in sorted(columns, key=lambda column: -column.filled):
        name = titles.name(column.title)
        if name and name not in places.values():
            places[column.place] = name
    return places


def _by_likeness(spec: TableSpec, columns: Sequence[FileColumn], taken: Mapping[int, str]) -> dict[int, str]:
    """Columns whose title is much like one of those left over."""
    places: dict[int, str] = {}
    free = [name for name in spec.columns if name not in taken.values()]
    scores = [
        (alike(column.title, spec.columns[name]), column.place, name)
        for column in columns if column.title and column.place not in taken for name in free
    ]  # fmt: skip
    for score, place, name in sorted(scores, key=lambda item: -item[0]):
        if score >= NEAR and place not in places and name not in places.values():
            places[place] = name
    return places


def _by_content(
    snapshot: Snapshot, spec: TableSpec, rows: Sequence[Sequence[Cell]], columns: Sequence[FileColumn], taken: Container[str]
) -> dict[int, str]:
    """Columns whose cells read as one of the columns left over, and as no other."""
    free = [name for name, column in spec.columns.items() if name not in taken and column.kind in TELLING]
    claims: dict[int, list[str]] = {}
    for column in columns:
        cells = column_cells(rows, column.place)
        shares = {name: share_read(snapshot, spec.name, name, cells) for name in free}
        best = max(shares.values(), default=0)
        if best >= ENOUGH:
            claims[column.place] = [name for name, share in shares.items() if share == best]
    claimed = Counter(name for names in claims.values() for name in names)
    return {place: names[0] for place, names in claims.items() if len(names) == 1 and claimed[names[0]] == 1}


def column_cells(rows: Sequence[Sequence[Cell]], place: int) -> list[Cell]:
    """The filled cells of a column, but not those of totals."""
    return [row[place] for row in rows if place < len(row) and not blank(row[place]) and not is_total(row)]


def is_total(row: Sequence[Cell]) -> bool:
    """Whether a row begins with a word for totals and holds numbers or nothing beside it."""
    filled = [cell for cell in row if not blank(cell)]
    word = TOTAL.match(filled[0]) if filled and isinstance(filled[0], str) else None
    return bool(word) and not str(filled[0])[word.end() if word else 0 :].strip() and all(map(_is_number, filled[1:]))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip(BLANK + "%").replace(",", "").isdecimal())


def share_read(snapshot: Snapshot, table: str, name: str, cells: Sequence[Cell]) -> float:
    """Which share of the cells a column of the table can read; of many different ones the most frequent are tried."""
    counts = Counter((type(cell), cell) for cell in cells).most_common(SAMPLE)
    if not counts:
        return 0
    built = snapshot.tables[table]
    series, bad = built.kinds[name].parse([cell for (_, cell), _ in counts])
    to = built.spec.columns[name].to
    wrong = {each.position for each in bad}
    if to is not None:
        target = snapshot.resolvers[to]
        wrong |= {position for position, value in enumerate(series.tolist()) if not is_row(value, target)}
    read = sum(count for position, (_, count) in enumerate(counts) if position not in wrong)
    return read / sum(count for _, count in counts)


def is_row(value: object, target: Resolver) -> bool:
    """Whether a text, or each of several, means a row of the table pointed at."""
    if isinstance(value, tuple):
        return bool(value) and not isinstance(resolve_many(value, target, hinted=False), Unknown)
    return isinstance(value, str) and not isinstance(resolve(value, target, hinted=False), Unknown)
