"""From the cells of a file to typed values and what is wrong with the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netdash.grid import Cell, a1
from netdash.headers import blank
from netdash.intake.files import Sheet
from netdash.intake.matching import is_total
from netdash.kinds import is_missing
from netdash.kinds.base import BLANK, seen
from netdash.references import HINTED, Unknown, resolve, resolve_many
from netdash.snapshot import Snapshot

ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
     "#ССЫЛКА!", "#Н/Д", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!")
)  # fmt: skip

Corrections = Mapping[tuple[str, str], str]
"""What is to be read instead, by column and by what stands in the file."""


@dataclass(frozen=True)
class Fault:
    """A cell of the file that its column does not take, or that is missing; ``row`` counts from 0."""

    row: int
    cell: str
    column: str
    found: str
    message: str
    hint: str = ""


@dataclass
class FileRow:
    """One row of the file: values by column, only where there are any, and its faults."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """How a file is to be read: its sheet, the row of its header, the table's column of each place.

    ``corrections`` are what is read in place of wrong cells, ``constants`` values for columns that the file does not have.
    """

    table: str
    sheet: Sheet
    head: int
    places: Mapping[int, str]
    corrections: Corrections = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)


def read_rows(snapshot: Snapshot, question: Question) -> list[FileRow]:
    """The rows below the header that hold anything in these columns, but not those of totals."""
    sheet, head, places = question.sheet, question.head, question.places
    numbers = [row for row in range(head + 1, len(sheet.rows)) if _is_data(sheet.rows[row], places)]
    given = {name: value for name, value in question.constants.items() if name not in places.values()}
    found = {row: FileRow(row, dict(given)) for row in numbers}
    for place, name in places.items():
        cells = [sheet.rows[row][place] if place < len(sheet.rows[row]) else None for row in numbers]
        cells = [_corrected(name, cell, question.corrections) for cell in cells]
        values, wrong = _read_column(snapshot, question.table, name, cells)
        for position, row in enumerate(numbers):
            if position in wrong:
                message, hint = wrong[position]
                found[row].faults.append(Fault(row, a1(row, place), name, seen(cells[position]).strip(BLANK), message, hint))
            elif not is_missing(values[position]):
                found[row].values[name] = values[position]
    return list(found.values())


def _is_data(row: Sequence[Cell], places: Mapping[int, str]) -> bool:
    """Whether a row holds something in a column that is taken, and is no row of totals."""
    return any(place < len(row) and not blank(row[place]) for place in places) and not is_total(row)


def _corrected(name: str, cell: Cell, corrections: Corrections) -> Cell:
    """The cell, or what the person put in its place."""
    return corrections.get((name, seen(cell).strip(BLANK)), cell) if corrections and cell is not None else cell


def _read_column(
    snapshot: Snapshot, table: str, name: str, cells: Sequence[Cell]
) -> tuple[list[Any], dict[int, tuple[str, str]]]:
    """The values of a column (keys in references), and what is wrong by position with what would be right."""
    built = snapshot.tables[table]
    wrong = {
        position: (f"Вместо значения ошибка {cell}", "")
        for position, cell in enumerate(cells)
        if isinstance(cell, str) and cell.strip(BLANK) in ERRORS
    }
    series, bad = built.kinds[name].parse([None if position in wrong else cell for position, cell in enumerate(cells)])
    wrong |= {each.position: (each.message, each.hint) for each in bad}
    values = [None if is_missing(value) else _plain(value) for value in series.tolist()]
    to = built.spec.columns[name].to
    if to is None:
        return values, wrong
    target, known = snapshot.resolvers[to], dict[Any, Any]()
    for position, value in enumerate(values):
        if value is None:
            continue
        if value not in known:
            hinted = len(known) < HINTED * 5
            many = isinstance(value, tuple)
            known[value] = resolve_many(value, target, hinted) if many else resolve(value, target, hinted)
        key = known[value]
        if isinstance(key, Unknown):
            wrong[position], values[position] = (key.message, key.hint), None
        else:
            values[position] = key
    return values, wrong


def _plain(value: Any) -> Any:
    """A value as an edit holds it."""
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime().date()
    return value.item() if hasattr(value, "item") else value
