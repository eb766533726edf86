"""What a workbook lacks of what the config declares: sheets, headers, the journal. What is there is never moved or changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from netdash.errors import Moved, StoreError
from netdash.grid import column_letters
from netdash.journal import ADDED, Entry, compose_writes, find_journal, new_change_set
from netdash.kinds.russian import counted, quoted
from netdash.layout import journal_sheet, lay_out, lay_out_table
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.journal import HOWTO, JOURNAL, JOURNAL_TITLES
from netdash.stores import AddSheet, Fitting, SetCell, SheetLayout, Step, Store, Transaction, Write

ATTEMPTS = 5

Start = Mapping[str, Sequence[Mapping[str, Any]]]
"""Starting rows by table: typed values by column."""


@dataclass(frozen=True)
class Furnishing:
    """What is to be added, as steps for people and as writes, and the sheets that stand there beside their layouts."""

    steps: tuple[Step, ...]
    writes: tuple[Write, ...]
    fittings: tuple[Fitting, ...]


def tell_making(config: Config) -> tuple[Step, ...]:
    """The steps that make a workbook where there is none."""
    start = {config.tables[name].title: len(rows) for name, rows in config.start.items()}
    return tuple(_new_sheet(layout, start.get(layout.title, 0)) for layout in lay_out(config, {}))


def furnish(store: Store, config: Config, start: Start, author: str) -> tuple[tuple[Step, ...], Snapshot]:
    """Add what is missing, then what the sheets lack beside values; what was done and what is left, the workbook after it.

    Raises ``StoreError`` if nothing was added.
    """
    done: tuple[Step, ...] = ()
    with store.transaction() as transaction:
        for attempt in range(1, ATTEMPTS + 1):
            snapshot = build_snapshot(config, transaction.book, datetime.now())
            order = compose_furnishing(snapshot, start, author, datetime.now().replace(microsecond=0))
            if not order.writes:
                break
            try:
                transaction.write(order.writes)
                done += tuple(step for step in order.steps if not step.by_hand)
                _put_back(transaction)
            except Moved:
                if attempt == ATTEMPTS:
                    raise
        snapshot = build_snapshot(config, transaction.book, datetime.now(), snapshot)
    left = compose_furnishing(snapshot, start, author, datetime.now())
    by_hand = tuple(step for step in left.steps if step.by_hand)
    return (*dict.fromkeys(done), *store.dress(left.fittings), *by_hand), snapshot


def _put_back(transaction: Transaction) -> None:
    """Put back what a header covered because somebody moved columns in the same moment; the header is added anew after that."""
    covered = transaction.covered
    writes = [
        SetCell(sheet, row, column, covered.book.sheets[sheet].cell(row, column), was)
        for (sheet, row, column), was in covered.cells.items()
        if was not in (None, "")
    ]
    if writes:
        transaction.write(writes)


def compose_furnishing(snapshot: Snapshot, start: Start, author: str, at: datetime) -> Furnishing:
    """Add missing sheets with their starting rows, and missing headers to the right of everything else.

    Where a sheet or a header seems to be renamed, nothing is added: a person renames it back.
    """
    found = [item for name in snapshot.tables for item in _of_table(snapshot, name, start)]
    howto = next(layout for layout in lay_out(snapshot.config, {}) if layout.title == HOWTO)
    if HOWTO not in snapshot.book.sheets:
        found.insert(0, (Step(HOWTO, "добавить лист с правилами заполнения"), [AddSheet(howto)], ("", "", HOWTO)))
    number = new_change_set(at)
    entries = [
        Entry(at, author, table or title, "", column, "", title, number, ADDED) for _, _, (table, column, title) in found if title
    ]
    steps, writes = [step for step, _, _ in found], [write for _, each, _ in found for write in each]
    try:
        journal = compose_writes(find_journal(snapshot.book), entries, snapshot.config)
    except StoreError:
        return Furnishing((*steps, _no_journal()), (), _find_fittings(snapshot, howto))
    steps += _of_journal(snapshot)
    return Furnishing(tuple(steps), (*writes, *journal), _find_fittings(snapshot, howto))


Found = tuple[Step, list[Write], tuple[str, str, str]]
"""A step, its writes, and what the journal says of it: table, column, what was added (empty: nothing is said)."""

NOT_SAID = ("", "", "")


def _of_table(snapshot: Snapshot, name: str, start: Start) -> Iterator[Found]:
    table = snapshot.tables[name]
    if table.grid is None:
        yield _missing_sheet(snapshot, name, start)
        return
    layout, sheet = lay_out_table(snapshot.config, name, (), {}), table.grid.sheet
    if not table.places and table.grid.rows:
        yield Step(sheet, "впишите строку заголовков: без неё лист не читается", by_hand=True), [], NOT_SAID
        return
    width = max(map(len, table.grid.rows), default=0)
    renamed = {proposal.column: proposal for proposal in table.proposals}
    for (column, spec), new in zip(table.spec.columns.items(), layout.columns, strict=True):
        if column in table.places:
            continue
        if proposal := renamed.get(column):
            what = (
                f"{proposal.cell}: столбец {quoted(proposal.found)} {proposal.how} {quoted(spec.title)}, верните ему это название"
            )
            yield Step(sheet, what, by_hand=True), [], NOT_SAID
            continue
        step = Step(sheet, f"добавить столбец {quoted(spec.title)} справа ({column_letters(width)})")
        yield step, [SetCell(sheet, table.header_row, width, None, new.title)], (name, column, new.title)
        width += 1


def _missing_sheet(snapshot: Snapshot, name: str, start: Start) -> Found:
    spec = snapshot.tables[name].spec
    proposal = next((one for one in snapshot.proposals if one.table == name and not one.cell), None)
    if proposal:
        what = f"лист {quoted(proposal.found)} похож на него, верните ему это название"
        return Step(spec.title, what, by_hand=True), [], NOT_SAID
    rows = start.get(name, ())
    layout = lay_out_table(snapshot.config, name, rows, _names(snapshot, start))
    return _new_sheet(layout, len(rows)), [AddSheet(layout)], (name, "", spec.title)


def _new_sheet(layout: SheetLayout, rows: int) -> Step:
    """The step that adds a sheet."""
    parts = [counted(len(layout.columns), "столбец", "столбца", "столбцов")] if layout.columns else []
    parts += [counted(rows, "начальная строка", "начальные строки", "начальных строк")] if rows else []
    return Step(layout.title, "добавить лист" + (f": {', '.join(parts)}" if parts else ""))


def _names(snapshot: Snapshot, start: Start) -> dict[str, dict[str, str]]:
    """What a cell holds for each row that a starting row may refer to: its label where it is there, else its key."""
    return {
        name: {row[spec.key]: snapshot.resolvers[name].text(row[spec.key]) for row in start.get(name, ())}
        for name, spec in snapshot.config.tables.items()
    }


def _of_journal(snapshot: Snapshot) -> Iterator[Step]:
    journal = find_journal(snapshot.book)
    if journal.grid is None:
        yield Step(JOURNAL, "добавить лист, в котором записано, кто, когда и что изменил")
    elif missing := [title for title in JOURNAL_TITLES if title not in journal.places]:
        yield Step(JOURNAL, f"добавить столбцы: {', '.join(missing)}")


def _no_journal() -> Step:
    what = "на листе нет строки заголовков журнала. Переименуйте его: появится новый журнал. До тех пор ничего не добавляется"
    return Step(JOURNAL, what, by_hand=True)


def _find_fittings(snapshot: Snapshot, howto: SheetLayout) -> tuple[Fitting, ...]:
    """Every sheet of the config that stands in the workbook with a header."""
    fittings = [Fitting(replace(howto, rows=()), HOWTO)] if HOWTO in snapshot.book.sheets else []
    for name, table in snapshot.tables.items():
        if table.grid is not None and table.places:
            layout = lay_out_table(snapshot.config, name, (), {})
            places = {table.spec.columns[column].title: place for column, place in table.places.items()}
            fittings.append(Fitting(layout, table.grid.sheet, table.header_row, places))
    journal = find_journal(snapshot.book)
    if journal.grid is not None and journal.places:
        fittings.append(Fitting(journal_sheet(), JOURNAL, journal.header_row, journal.places))
    return tuple(fittings)
