"""Which rows of a table a person asks for: words that occur anywhere in them, values of columns, rows with problems."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from netdash.conditions import is_filled
from netdash.kinds import fold, is_missing
from netdash.kinds.russian import counted, number, plural
from netdash.snapshot import Snapshot
from netdash.tables import Table
from netdash.ui.registry.address import View

EMPTY = "-"
"""The value that stands in the address for an empty cell."""

_haystacks: WeakKeyDictionary[Table, list[str]] = WeakKeyDictionary()
_pairs: WeakKeyDictionary[Table, dict[str, list[tuple[Any, str]]]] = WeakKeyDictionary()
_options: WeakKeyDictionary[Table, dict[str, dict[str, str]]] = WeakKeyDictionary()


def find_rows(view: View) -> list[str]:
    """The keys of the rows that pass the search and all filters, in the order of the sheet."""
    keys: list[str] = view.built.index.tolist()
    passed = [True] * len(keys)
    if words := fold(view.find).split():
        passed = [all(word in text for word in words) for text in haystack(view.snapshot, view.table)]
    for column, value in view.held:
        held = values(view.built, column)
        passed = [ok and holds(each, value) for ok, each in zip(passed, held, strict=True)]
    if view.only:
        troubled = view.problems()
        passed = [ok and key in troubled for ok, key in zip(passed, keys, strict=True)]
    return [key for key, ok in zip(keys, passed, strict=True) if ok]


def haystack(snapshot: Snapshot, table: str) -> list[str]:
    """All that a row holds, folded, a text a row; labels for references, and what could not be read as it stands."""
    built = snapshot.tables[table]
    if built not in _haystacks:
        parts = [searched(snapshot, table, column) for column in built.columns]
        lines = zip(map(fold, built.index), *parts, strict=True)
        _haystacks[built] = ["\n".join(filter(None, line)) for line in lines]
    return _haystacks[built]


def searched(snapshot: Snapshot, table: str, column: str) -> list[str]:
    """A column as it is searched: what people read and what they type, «5 мая 2009» and «05.05.2009»."""
    kind, to = snapshot.tables[table].kinds[column], snapshot.tables[table].spec.columns[column].to

    def both(value: Any, shown: str) -> str:
        typed = "" if to or is_missing(value) else kind.text(value)
        return fold(shown) if typed == shown else fold(shown) + "\n" + fold(typed)

    return [both(value, shown) if shown else "" for value, shown in shown_pairs(snapshot, table, column)]


def texts(snapshot: Snapshot, table: str, column: str) -> list[str]:
    """A column as Russian text; cells that could not be read as they stand in the sheet."""
    return [shown for _, shown in shown_pairs(snapshot, table, column)]


def shown_pairs(snapshot: Snapshot, table: str, column: str) -> list[tuple[Any, str]]:
    """Each value of a column with its text; each different value is put into words once, for all sessions."""
    made = _pairs.setdefault(snapshot.tables[table], {})
    if column not in made:
        made[column] = make_pairs(snapshot, table, column)
    return made[column]


def make_pairs(snapshot: Snapshot, table: str, column: str) -> list[tuple[Any, str]]:
    """The same, made anew."""
    built = snapshot.tables[table]
    held = values(built, column)
    known = {value: snapshot.show(table, column, value) for value in dict.fromkeys(held)}
    pairs = [(value, known[value]) for value in held]
    for key, name in built.raw:
        if name == column:
            position = built.positions[key]
            pairs[position] = (None, snapshot.show(table, column, snapshot.value(table, key, column)))
    return pairs


def values(built: Table, column: str) -> list[Any]:
    """A column's values, ``None`` where it is empty."""
    if column == built.spec.key:
        return built.index.tolist()
    held: list[Any] = built.columns[column].tolist()
    for position in np.flatnonzero(~is_filled(built.columns[column])):
        held[position] = None
    return held


def holds(value: Any, wanted: str) -> bool:
    """Whether a cell's value is the one that a filter holds it to, or one of several is."""
    if value is None:
        return wanted == EMPTY
    if isinstance(value, tuple):
        return wanted in value
    return name_value(value) == wanted


def name_value(value: Any) -> str:
    """A value's word in the address."""
    return ("да" if value else "нет") if isinstance(value, bool) else str(value)


def list_options(snapshot: Snapshot, table: str, column: str) -> dict[str, str]:
    """The values of a column that occur, with their texts: choices in their order, years newest first, the rest by text.

    Made once for all sessions.
    """
    made = _options.setdefault(snapshot.tables[table], {})
    if column not in made:
        made[column] = make_options(snapshot, table, column)
    return made[column]


def make_options(snapshot: Snapshot, table: str, column: str) -> dict[str, str]:
    """The same, made anew."""
    built = snapshot.tables[table]
    spec = built.spec.columns[column]
    found = values(built, column)
    single = dict.fromkeys(each for value in dict.fromkeys(found) for each in (value if isinstance(value, tuple) else (value,)))
    several = spec.kind in ("choices", "references")
    titles = {
        name_value(value): snapshot.show(table, column, (value,) if several else value) for value in single if value is not None
    }
    ranks = {word: rank for rank, word in enumerate(snapshot.config.choice_list(spec.choices) if spec.choices else ())}

    def order(item: tuple[str, str]) -> tuple[int, str]:
        """Where an option stands."""
        return ranks.get(item[0], len(ranks)), fold(item[1])

    options = dict(sorted(titles.items(), key=order, reverse=spec.kind == "school_year"))
    return options | ({EMPTY: "не указано"} if None in single else {})


def tell_count(shown: Sequence[str], view: View) -> str:
    """«Показано 12 из 123 строк», «123 строки»."""
    total = len(view.built.index)
    if not view.is_narrowed:
        return counted(total, "строка", "строки", "строк")
    return f"Показано {number(len(shown))} из {number(total)} {plural(total, 'строки', 'строк', 'строк')}"
