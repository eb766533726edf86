"""What a person changed: small named values, checked all at once before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd

from netdash.errors import Problem
from netdash.grid import a1
from netdash.kinds import is_missing, parse_cell
from netdash.snapshot import Reference, Snapshot
from netdash.specs import ColumnSpec
from netdash.tables import Unread

BRING_BACK = "Верните столбец и повторите."
SHEET_BACK = "Верните лист из истории версий таблицы или из копии книги и сохраните ещё раз."


@dataclass(frozen=True)
class Edit:
    """One cell: ``before`` is the typed value the person saw (``None`` if empty), ``after`` what it should become."""

    table: str
    key: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Insert:
    """A new row. ``key`` is given only by an undo; otherwise the save makes one."""

    table: str
    values: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Removal:
    """A row taken away; ``before`` is the whole row as the person saw it."""

    table: str
    key: str
    before: Mapping[str, Any]


Change = Edit | Insert | Removal


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed meanwhile, or that holds a formula; nothing of its row is written.

    An empty ``column`` is a row that is gone: ``before`` and ``mine`` then hold the values by column.
    """

    table: str
    key: str
    column: str
    before: Any
    mine: Any
    theirs: Any
    message: str


@dataclass(frozen=True)
class Report:
    """What a save did. ``change_set`` is empty if nothing was written; ``keys`` are those of inserted rows, in order.

    ``refused`` are changes that did not pass the check (their rows are not written), ``repaired`` sentences on what else
    the save put right: rows that got a key, values that had been displaced.
    """

    change_set: str = ""
    applied: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Problem, ...] = ()
    repaired: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def plain(value: Any) -> Any:
    """A frame's value as an :class:`Edit` holds it: a plain Python value, ``None`` for everything empty."""
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def plain_all(column: pd.Series[Any]) -> list[Any]:
    """:func:`plain` of a whole column."""
    if column.dtype == object:
        return [plain(value) for value in column.tolist()]
    held: list[Any] = (column.dt.date if pd.api.types.is_datetime64_any_dtype(column.dtype) else column).tolist()
    for position in np.flatnonzero(column.isna()):
        held[position] = None
    return held


def same(one: Any, other: Any) -> bool:
    """Whether two values of one cell are equal; all ways of being empty are."""
    return bool(plain(one) == plain(other))


def check(changes: Sequence[Change], snapshot: Snapshot) -> list[Problem]:
    """Everything that speaks against these changes, at once; an empty list means that they can be saved."""
    return [problem for problems in check_each(changes, snapshot) for problem in problems]


def check_each(changes: Sequence[Change], snapshot: Snapshot, restoring: bool = False) -> list[list[Problem]]:
    """What speaks against each change, in their order.

    ``restoring`` lets an undo put back a row as it was, even if something required was missing in it.
    """
    checker = _Checker(changes, snapshot, restoring)
    return [list(checker.problems(change)) for change in changes]


def normal(value: Any, table: str, column: str, snapshot: Snapshot) -> Any:
    """The value as it will read back once it is written: the kind's one canonical form. What does not fit stays as it is."""
    spec = snapshot.tables[table].spec.columns.get(column)
    if spec is None or plain(value) is None or spec.to or isinstance(value, Unread):
        return plain(value)
    if not _has_type(value, spec) or _unknown_words(value, spec, snapshot):
        return value
    kind = snapshot.tables[table].kinds[column]
    read, bad = parse_cell(kind, kind.write(value))
    return value if bad else plain(read)


_TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "decimal": (float, int),
    "percent": (float, int),
    "date": (date,),
    "time": (time,),
    "yes_no": (bool,),
    "choices": (tuple,),
    "references": (tuple,),
}


def _has_type(value: Any, column: ColumnSpec) -> bool:
    wanted = _TYPES.get(column.kind, (str,))
    if isinstance(value, (bool, datetime)):
        return type(value) in wanted
    return isinstance(value, wanted)


def _unknown_words(value: Any, column: ColumnSpec, snapshot: Snapshot) -> list[str]:
    words = snapshot.config.choice_list(column.choices) if column.choices else None
    return [word for word in (value if isinstance(value, tuple) else (value,)) if words is not None and word not in words]


class _Checker:
    """The checks of one set of changes; what one of them adds or takes away counts for the others."""

    def __init__(self, changes: Sequence[Change], snapshot: Snapshot, restoring: bool) -> None:
        self.snapshot = snapshot
        self.restoring = restoring
        self.edits = {(c.table, c.key, c.column): c.after for c in changes if isinstance(c, Edit)}
        self.removed = Counter((c.table, c.key) for c in changes if isinstance(c, Removal))
        self.inserted = Counter((c.table, c.key) for c in changes if isinstance(c, Insert) and c.key)
        self.cells = Counter((c.table, c.key, c.column) for c in changes if isinstance(c, Edit))
        self._referrers: dict[str, Mapping[str, tuple[Reference, ...]]] = {}

    def problems(self, change: Change) -> Iterator[Problem]:
        """What speaks against one change."""
        table = self.snapshot.tables.get(change.table)
        if table is None:
            yield Problem(change.table, change.table, f"Таблицы «{change.table}» нет в настройках.", key=change.key)
        elif table.grid is None:
            yield self.problem(change, "", f"В книге нет листа «{table.spec.title}»: записать некуда. {SHEET_BACK}")
        elif table.spec.key not in table.places:
            title = table.spec.columns[table.spec.key].title
            yield self.problem(
                change, "", f"На листе нет столбца «{title}»: без него строку не найти. Верните столбец и повторите."
            )
        elif isinstance(change, Edit):
            yield from self.edit_problems(change)
        elif isinstance(change, Insert):
            yield from self.insert_problems(change)
        else:
            yield from self.removal_problems(change)

    def edit_problems(self, edit: Edit) -> Iterator[Problem]:
        """An edit names a row and a column that exist, once, and its value fits."""
        if edit.key not in self.snapshot.tables[edit.table].rows:
            yield self.problem(edit, "", f"Строки с кодом «{edit.key}» нет: её удалили или сменили ей код.", found=edit.key)
            return
        if (edit.table, edit.key) in self.removed:
            yield self.problem(edit, edit.column, "Строку сразу и изменяют, и удаляют: оставьте что-то одно.")
        if self.cells[edit.table, edit.key, edit.column] > 1:
            yield self.problem(edit, edit.column, "Ячейку изменяют дважды за одно сохранение: оставьте одно значение.")
        yield from self.value_problems(edit, edit.column, edit.after)

    def insert_problems(self, insert: Insert) -> Iterator[Problem]:
        """A new row has something in it, everything that is required, values that fit, and a key of its own."""
        table = self.snapshot.tables[insert.table]
        present = insert.key in table.rows and (insert.table, insert.key) not in self.removed
        if insert.key and (present or self.inserted[insert.table, insert.key] > 1):
            yield self.problem(insert, table.spec.key, f"Строка с кодом «{insert.key}» уже есть.", found=insert.key)
        if all(plain(value) is None for value in insert.values.values()) and not self.restoring:
            yield self.problem(insert, "", "Новая строка пуста: заполните хотя бы одну ячейку.")
            return
        required = {name: None for name, column in table.spec.columns.items() if column.required and name != table.spec.key}
        for column, value in (required | dict(insert.values)).items():
            yield from self.value_problems(insert, column, value)

    def removal_problems(self, removal: Removal) -> Iterator[Problem]:
        """A row can go when nothing that stays refers to it."""
        if self.removed[removal.table, removal.key] > 1:
            yield self.problem(removal, "", "Строку удаляют дважды за одно сохранение.")
        if removal.key not in self.snapshot.tables[removal.table].rows:
            return
        places: Counter[str] = Counter()
        for reference in self.referrers(removal):
            if not self.lets_go(removal, reference.table, reference.key, reference.column):
                places[self.snapshot.tables[reference.table].spec.title] += 1
        if places:
            listed = ", ".join(f"{title} — {rows(count)}" for title, count in places.items())
            yield self.problem(removal, "", f"На строку ссылаются: {listed}. Сначала замените эти ссылки или удалите те строки.")

    def referrers(self, removal: Removal) -> tuple[Reference, ...]:
        """The cells that point at a row that goes; those of all that go from its table are found together."""
        if removal.table not in self._referrers:
            keys = {key for table, key in self.removed if table == removal.table}
            self._referrers[removal.table] = self.snapshot.referrers_of(removal.table, keys)
        return self._referrers[removal.table][removal.key]

    def lets_go(self, removal: Removal, table: str, key: str, column: str) -> bool:
        """Whether a referring cell goes in the same change set, or will no longer refer."""
        if (table, key) in self.removed:
            return True
        if (table, key, column) not in self.edits:
            return False
        after = self.edits[table, key, column]
        return removal.key not in (after if isinstance(after, tuple) else (after,))

    def value_problems(self, change: Edit | Insert, column: str, value: Any) -> Iterator[Problem]:
        """The column exists, can be written, and takes the value."""
        table = self.snapshot.tables[change.table]
        spec = table.spec.columns.get(column)
        if spec is None:
            yield self.problem(change, "", f"Столбца «{column}» в таблице «{table.spec.title}» нет.", found=column)
        elif column == table.spec.key:
            yield self.problem(change, column, f"Столбец «{spec.title}» заполняется сам: по коду строку находят.")
        elif isinstance(value, Unread):
            yield self.problem(
                change, column, f"«{spec.title}»: такое значение записать нельзя, его не прочесть.", found=str(value.cell)
            )
        elif plain(value) is None and (column in table.places or isinstance(change, Insert)):
            if spec.required and not self.restoring:
                yield self.problem(change, column, f"«{spec.title}»: заполните, это обязательный столбец.")
        elif column not in table.places:
            yield self.problem(
                change, column, f"На листе нет столбца «{spec.title}»: записать некуда. Верните столбец и повторите."
            )
        elif not _has_type(value, spec):
            yield self.problem(change, column, f"«{spec.title}»: значение не того вида.", found=str(value))
        elif spec.to:
            yield from self.reference_problems(change, column, spec, value)
        else:
            yield from self.kind_problems(change, column, value)

    def reference_problems(self, change: Edit | Insert, column: str, spec: ColumnSpec, value: Any) -> Iterator[Problem]:
        """Every key stands for a row that is there, or that this change set adds."""
        to = spec.to or ""
        for key in value if isinstance(value, tuple) else (value,):
            there = key in self.snapshot.tables[to].rows and (to, key) not in self.removed
            if not there and (to, key) not in self.inserted:
                title = self.snapshot.tables[to].spec.title
                message = f"«{spec.title}»: в таблице «{title}» нет строки с кодом «{key}»."
                yield self.problem(change, column, message, found=str(key))

    def kind_problems(self, change: Edit | Insert, column: str, value: Any) -> Iterator[Problem]:
        """The column's kind reads the value back."""
        table = self.snapshot.tables[change.table]
        title = table.spec.columns[column].title
        if unknown := _unknown_words(value, table.spec.columns[column], self.snapshot):
            yield self.problem(change, column, f"«{title}»: такого слова в списке нет.", found=", ".join(map(str, unknown)))
            return
        kind = table.kinds[column]
        for bad in parse_cell(kind, kind.write(value))[1]:
            yield self.problem(change, column, f"«{title}»: {bad.message}", found=bad.found, hint=bad.hint)

    def problem(self, change: Change, column: str, message: str, found: str = "", hint: str = "") -> Problem:
        """A problem at the change's place; a new row has no cell yet."""
        table = self.snapshot.tables[change.table]
        row, place = table.rows.get(change.key), table.places.get(column)
        cell = a1(row, place or 0) if row is not None else ""
        return Problem(change.table, table.spec.title, message, cell, change.key, column, found, hint)


def rows(count: int) -> str:
    """``1 строка``, ``3 строки``, ``12 строк``."""
    tens, ones = count // 10 % 10, count % 10
    word = "строк" if tens == 1 or ones > 4 or ones == 0 else "строка" if ones == 1 else "строки"
    return f"{count}\N{NO-BREAK SPACE}{word}"
