"""What stands in the way of a save: cells that somebody else changed, rows that are gone, formulas."""

from collections.abc import Sequence
from typing import Any

from netdash.edits import Change, Conflict, Edit, Insert, Removal, plain, same
from netdash.saving.orders import Place, RowName
from netdash.snapshot import Snapshot

GONE = "Строки больше нет: её удалили или сменили ей код."
GONE_WITHOUT_KEY = "Строку без кода изменили или удалили. Откройте её заново и повторите правку."
CHANGED = "Пока вы правили, ячейку изменил кто-то другой."
FORMULA_KEY = "Код строки вычисляет формула, и он повторяет чужой: впишите в эту ячейку свой код."
FORMULA = "В ячейке формула, отсюда её не изменить: измените её в самой книге."


def split_opposed(changes: Sequence[Change], fresh: Snapshot, formulas: frozenset[Place]) -> tuple[list[Change], list[Conflict]]:
    """The changes of rows where nothing is in the way, and the conflicts of the others.

    A row goes whole or not at all. The removal of a row that is gone already is neither.
    """
    conflicts, opposed = list[Conflict](), set[RowName]()
    gone: dict[RowName, list[Edit]] = {}
    for change in changes:
        name = (change.table, change.key)
        if isinstance(change, Insert) or not _usable(change.table, fresh):
            continue
        if change.key not in fresh.tables[change.table].rows:
            opposed.add(name)
            if isinstance(change, Edit):
                gone.setdefault(name, []).append(change)
        elif found := _conflicts(change, fresh, formulas):
            opposed.add(name)
            conflicts += found
    for (table, key), edits in gone.items():
        before, mine = {edit.column: edit.before for edit in edits}, {edit.column: edit.after for edit in edits}
        conflicts.append(Conflict(table, key, "", before, mine, None, GONE_WITHOUT_KEY if key.startswith("?") else GONE))
    return [change for change in changes if isinstance(change, Insert) or (change.table, change.key) not in opposed], conflicts


def _usable(name: str, fresh: Snapshot) -> bool:
    table = fresh.tables.get(name)
    return table is not None and table.grid is not None and table.spec.key in table.places


def _conflicts(change: Edit | Removal, fresh: Snapshot, formulas: frozenset[Place]) -> list[Conflict]:
    table, found = fresh.tables[change.table], list[Conflict]()
    sheet, row = table.grid.sheet if table.grid else "", table.rows[change.key]
    if change.key in table.provisional and (sheet, row, table.places[table.spec.key]) in formulas:
        return [Conflict(change.table, change.key, table.spec.key, None, None, None, FORMULA_KEY)]
    for column, before, after in _cells(change, fresh):
        theirs = fresh.value(change.table, change.key, column)
        if column not in table.places or (isinstance(change, Edit) and same(theirs, after)):
            continue
        if (sheet, row, table.places[column]) in formulas:
            message = FORMULA
        elif not same(theirs, before):
            message = CHANGED
        else:
            continue
        found.append(Conflict(change.table, change.key, column, plain(before), plain(after), plain(theirs), message))
    return found


def _cells(change: Edit | Removal, fresh: Snapshot) -> list[tuple[str, Any, Any]]:
    """Column, what the person saw there, what it should become. Nobody edits a key, so it is as it was."""
    spec = fresh.tables[change.table].spec
    if isinstance(change, Removal):
        seen = {**change.before, spec.key: change.key}
        return [(column, seen.get(column), None) for column in spec.columns]
    known = change.column in spec.columns and change.column != spec.key
    return [(change.column, change.before, change.after)] if known else []
