"""The end of a demonstration: its rows go, the cells that it filled in starting rows are as they began."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netdash.edits import Change, Edit, Removal, normal, plain, rows, same
from netdash.grid import a1
from netdash.snapshot import DEMONSTRATION, Snapshot

Start = Mapping[str, Sequence[Mapping[str, Any]]]
"""Starting rows by table: typed values by column."""


def compose_clearing(snapshot: Snapshot, fills: Mapping[tuple[str, str, str], Any], start: Start) -> tuple[Change, ...]:
    """Removals of all demonstration rows; edits of the cells in ``fills`` that nobody changed since, back to ``start``."""
    begun = {
        (table, row[spec.key], column): value
        for table, spec in snapshot.config.tables.items()
        for row in start.get(table, ())
        for column, value in row.items()
    }
    edits = [
        Edit(table, key, column, now, plain(begun.get((table, key, column))))
        for (table, key, column), value in fills.items()
        if key in snapshot.tables[table].rows
        and same(now := snapshot.value(table, key, column), normal(value, table, column, snapshot))
    ]
    removals = [
        Removal(name, key, {column: snapshot.value(name, key, column) for column in table.columns})
        for name, table in snapshot.tables.items()
        for key in table.rows
        if key.startswith(DEMONSTRATION)
    ]
    return (*edits, *removals)


def tell_clearing(changes: Sequence[Change], snapshot: Snapshot) -> Iterator[str]:
    """What went, table by table, and which cells of rows that stay still refer to rows that went."""
    for name, words in count_cleared(changes).items():
        yield f"«{snapshot.tables[name].spec.title}»: {words}."
    gone = {(change.table, change.key) for change in changes if isinstance(change, Removal)}
    edited = {(change.table, change.key, change.column) for change in changes if isinstance(change, Edit)}
    for name, table in snapshot.tables.items():
        for column, spec in table.spec.columns.items():
            for key, value in zip(table.index, table.columns[column] if spec.to else (), strict=bool(spec.to)):
                keys = value if isinstance(value, tuple) else (value,)
                lost = [one for one in keys if (spec.to, one) in gone]
                if spec.to and lost and (name, key) not in gone and (name, key, column) not in edited:
                    cell = a1(table.rows[key], table.places[column])
                    labels = ", ".join(f"«{snapshot.label(spec.to, one)}»" for one in lost)
                    yield f"Лист «{table.spec.title}», {cell}: осталась ссылка на {labels}, таких строк больше нет. Замените её."


def count_cleared(changes: Sequence[Change]) -> dict[str, str]:
    """By table: how many rows go and how many cells are as they began."""
    removed = Counter(change.table for change in changes if isinstance(change, Removal))
    edited = Counter(change.table for change in changes if isinstance(change, Edit))
    return {
        table: ", ".join(
            part
            for part in (
                f"убрано: {rows(removed[table])}" if removed[table] else "",
                f"исходные значения вернулись в ячейки: {edited[table]}" if edited[table] else "",
            )
            if part
        )
        for table in {**removed, **edited}
    }
