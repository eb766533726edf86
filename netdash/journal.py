"""Who changed what: the journal sheet, read and written, and the way back from a set of changes."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from netdash.edits import Change, Edit, Insert, Removal, plain, same
from netdash.errors import Problem, StoreError
from netdash.grid import Book, Cell, Grid, a1
from netdash.kinds import fold
from netdash.kinds.base import seen
from netdash.layout import journal_sheet
from netdash.snapshot import Snapshot
from netdash.specs import Config
from netdash.specs.journal import JOURNAL, JOURNAL_TITLES
from netdash.stores import AddSheet, AppendRow, SetCell, Write
from netdash.tables import Unread

INSERTED = "новая строка"
REMOVED = "строка удалена"
CLEARED = "демонстрация убрана"

KEY_GIVEN = "Строке присвоен код"
REWRITTEN = "Ссылка следует за названием"
RENAMED = "Заголовку возвращено название"
ADDED = "Добавлено по настройкам сети"
UNDOING = "Отмена набора "

_EPOCH = datetime(1899, 12, 30)
_MOMENTS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y",
    "%Y-%m-%d",
)


@dataclass(frozen=True)
class Entry:
    """One line of the journal: one cell of one row, or a row's coming (``новая строка``) and going (``строка удалена``).

    ``table`` and ``column`` are names of the config (as the sheet has them where the config knows no such title);
    ``before`` and ``after`` are texts that the column's kind reads back, references as «label (key)».
    """

    at: datetime
    author: str
    table: str
    key: str
    column: str
    before: str
    after: str
    change_set: str
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Journal:
    """The journal sheet as it was read; ``entries`` from old to new, ``places`` the sheet's column of each title."""

    grid: Grid | None
    header_row: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, change_set: str) -> list[Entry]:
        """The entries of one change set, in their order."""
        return [entry for entry in self.entries if entry.change_set == change_set]


_latest: tuple[Config | None, Journal] = (None, Journal(None))
"""The journal that was read last, with the config that named its columns."""


def new_change_set(at: datetime) -> str:
    """A number for a change set, ``20081105-143012-a7f3``: readable, and different for two saves of one second."""
    return f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def contains(book: Book, change_set: str) -> bool:
    """Whether a change set landed: its number stands in the journal."""
    grid = book.sheets.get(JOURNAL)
    return grid is not None and any(change_set in row for row in grid.rows)


def find_journal(book: Book) -> Journal:
    """Where the journal and its columns stand, without its entries."""
    grid = book.sheets.get(JOURNAL)
    if grid is None:
        return Journal(None)
    wanted = {fold(title): title for title in JOURNAL_TITLES}
    header_row, places = 0, dict[str, int]()
    for row, cells in enumerate(grid.rows[:20]):
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and (title := wanted.get(fold(cell))):
                found.setdefault(title, column)
        if len(found) > len(places):
            header_row, places = row, found
    return Journal(grid, header_row, places)


def read_journal(book: Book, config: Config) -> Journal:
    """All lines that can be read; the others are problems, never fatal.

    A journal grows at its end: of one that was read last only the lines after those are read.
    """
    global _latest  # noqa: PLW0603 - a process has one journal, and a test that has more loses time only
    journal, (known, before) = find_journal(book), _latest
    if journal.grid is None or (known is config and before.grid is journal.grid):
        return journal if journal.grid is None else before
    if len(journal.places) < len(JOURNAL_TITLES):
        return replace(journal, problems=(_no_header(journal.grid),))
    if known is not config or not _continues(journal, before):
        before = Journal(None)
    start = len(before.grid.rows) if before.grid else journal.header_row + 1
    lines = list(_read_lines(journal.grid, start, journal.places, config))
    entries = (*before.entries, *(line for line in lines if isinstance(line, Entry)))
    problems = (*before.problems, *(line for line in lines if isinstance(line, Problem)))
    _latest = config, replace(journal, entries=entries, problems=problems)
    return _latest[1]


def _continues(journal: Journal, before: Journal) -> bool:
    """Whether a journal begins with all lines of another."""
    if before.grid is None or journal.grid is None or len(before.grid.rows) <= before.header_row:
        return False
    same = (journal.header_row, journal.places) == (before.header_row, before.places)
    return same and journal.grid.rows[: len(before.grid.rows)] == before.grid.rows


def _no_header(grid: Grid) -> Problem:
    message = f"На листе не хватает столбцов журнала: нужны {', '.join(JOURNAL_TITLES)}. Записи не прочитаны."
    return Problem("", grid.sheet, message, level="warning")


def _read_lines(grid: Grid, start: int, places: Mapping[str, int], config: Config) -> Iterator[Entry | Problem]:
    tables = {fold(spec.title): name for name, spec in config.tables.items()}
    columns = {name: {fold(c.title): column for column, c in spec.columns.items()} for name, spec in config.tables.items()}
    folded = cache(fold)
    order = [places[title] for title in JOURNAL_TITLES]
    for row in range(start, len(grid.rows)):
        cells = [grid.cell(row, place) for place in order]
        if all(cell is None for cell in cells):
            continue
        words = [seen(cell) for cell in cells]
        at, (_, who, where, key, column, before, after, change_set, reason) = _moment(cells[0]), words
        if at is None or not change_set:
            title = "Когда" if at is None else "Набор изменений"
            message = "Строка журнала не прочитана: нет дня и часа или номера набора изменений."
            found = words[JOURNAL_TITLES.index(title)]
            yield Problem("", grid.sheet, message, a1(row, places[title]), found=found, level="warning")
            continue
        table = tables.get(folded(where), where)
        named = columns.get(table, {}).get(folded(column), column)
        yield Entry(at, who, table, key, named, before, after, change_set, reason)


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 1 <= cell < 1_000_000:
        return _EPOCH + timedelta(seconds=round(cell * 86400))
    for form in _MOMENTS:
        try:
            return datetime.strptime(cell.strip() if isinstance(cell, str) else "", form)
        except ValueError:
            continue
    return None


def compose_writes(journal: Journal, entries: Sequence[Entry], config: Config) -> list[Write]:
    """The writes that add these entries; a journal that is missing or lost some of its headers is made whole."""
    lines = [_line(entry, config) for entry in entries]
    if journal.grid is None:
        return [AddSheet(replace(journal_sheet(), rows=tuple(lines)))]
    places, writes = dict(journal.places), list[Write]()
    if not places and any(cell not in (None, "") for row in journal.grid.rows for cell in row):
        raise StoreError(
            f"На листе «{JOURNAL}» нет строки заголовков журнала, сохранение остановлено. Переименуйте этот лист: "
            "при следующем сохранении появится новый журнал."
        )
    width = max((len(row) for row in journal.grid.rows), default=0)
    for title in JOURNAL_TITLES:
        if title not in places:
            places[title] = width
            writes.append(SetCell(JOURNAL, journal.header_row, width, None, title))
            width += 1
    columns = [places[title] for title in JOURNAL_TITLES]
    filled = ({column: cell for column, cell in zip(columns, line, strict=True) if cell is not None} for line in lines)
    return [*writes, *(AppendRow(JOURNAL, cells) for cells in filled)]


def _line(entry: Entry, config: Config) -> tuple[Cell, ...]:
    spec = config.tables.get(entry.table)
    column = spec.columns.get(entry.column) if spec else None
    where = (spec.title if spec else entry.table, entry.key, column.title if column else entry.column)
    words = (entry.author, *where, entry.before, entry.after, entry.change_set, entry.reason)
    return (entry.at, *(word or None for word in words))


def write_text(value: Any, table: str, column: str, *snapshots: Snapshot) -> str:
    """A value as the journal holds it: canonical, and for references with the key, so that it outlives a new name.

    Labels come from the first of ``snapshots`` that has the row.
    """
    if isinstance(value, Unread):
        return seen(value.cell)
    value = plain(value)
    if value is None:
        return ""
    here = snapshots[0].tables[table]
    spec = here.spec.columns[column]
    if spec.to:
        return "; ".join(_reference(spec.to, key, snapshots) for key in (value if isinstance(value, tuple) else (value,)))
    return here.kinds[column].text(value)


def _reference(to: str, key: str, snapshots: Sequence[Snapshot]) -> str:
    label = next((snapshot.label(to, key) for snapshot in snapshots if key in snapshot.tables[to].rows), "")
    return f"{label.removesuffix(f'({key})').rstrip()} ({key})".lstrip()


def parse_text(text: str, table: str, column: str, snapshot: Snapshot) -> tuple[Any, str]:
    """The value that a journal text stands for, or a message saying why it cannot be read back."""
    if not text:
        return None, ""
    spec = snapshot.tables[table].spec.columns[column]
    if spec.to and (keys := re.findall(r"\(([^()]+)\)\s*(?:;|$)", text)):
        return (tuple(keys) if spec.kind == "references" else keys[-1]), ""
    return snapshot.parse(table, column, text)


def compose_undo(entries: Sequence[Entry], snapshot: Snapshot) -> tuple[list[Change], list[Problem]]:
    """The changes that take a change set back, and what cannot be taken back."""
    by_row: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_row.setdefault((entry.table, entry.key), []).append(entry)
    changes, problems = list[Change](), list[Problem]()
    for (table, key), lines in by_row.items():
        if table not in snapshot.tables:
            problems.append(Problem(table, table, f"Таблицы «{table}» больше нет: отменить нельзя.", key=key))
            continue
        undone, found = _undo_row(table, key, lines, snapshot)
        changes += undone
        problems += found
    return changes, problems


def _undo_row(table: str, key: str, lines: Sequence[Entry], snapshot: Snapshot) -> tuple[list[Change], list[Problem]]:
    spec, marks = snapshot.tables[table].spec, {line.column for line in lines}
    if any(line.reason == RENAMED for line in lines):
        message = "Заголовок столбца отсюда не вернуть: переименуйте его прямо в книге."
        return [], [Problem(table, spec.title, message)]
    if any(line.reason == ADDED for line in lines):
        message = "Добавленные листы и столбцы отсюда не убрать: удалите их прямо в книге."
        return [], [Problem(table, spec.title, message)]
    if CLEARED in marks:
        message = "Убранные демонстрационные строки по журналу не вернуть: восстановите резервную копию."
        return [], [Problem(table, spec.title, message)]
    before, after, problems = dict[str, Any](), dict[str, Any](), list[Problem]()
    for line in lines:
        if line.column in (INSERTED, REMOVED, spec.key) or line.reason == REWRITTEN:
            continue
        if line.column not in spec.columns:
            problems.append(Problem(table, spec.title, f"Столбца «{line.column}» больше нет.", key=key, found=line.before))
            continue
        (old, wrong_old), (new, wrong_new) = (
            parse_text(text, table, line.column, snapshot) for text in (line.before, line.after)
        )
        if wrong := (wrong_old or wrong_new):
            title = spec.columns[line.column].title
            message = f"«{title}»: прежнее значение вернуть нельзя. {wrong}"
            problems.append(
                Problem(table, spec.title, message, key=key, column=line.column, found=line.before if wrong_old else line.after)
            )
        else:
            before[line.column], after[line.column] = old, new
    if REMOVED in marks:
        return [Insert(table, before, key)], problems
    if INSERTED in marks:
        return ([], problems) if problems else ([Removal(table, key, after)], [])
    return [Edit(table, key, name, after[name], before[name]) for name in before if not same(before[name], after[name])], problems
