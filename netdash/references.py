"""Texts of reference cells and the rows that they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from netdash.errors import Problem
from netdash.grid import Cell, a1
from netdash.kinds import fold, fold_each, is_missing
from netdash.kinds.base import TEXT, as_arrow
from netdash.kinds.russian import quoted
from netdash.kinds.words import Nearest, pieces
from netdash.specs import ColumnSpec
from netdash.tables import Table

HINTED = 200
"""How many unknown texts of a column get the nearest label as a hint; past that the column is simply not what it should be."""

SEPARATOR = "; "


class Resolver:
    """What a table's rows are called, both ways: key → text of a cell, text of a cell → key."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._found: dict[str, str | None] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        """The label of each row, the key where it has none."""
        return dict(zip(self.table.index.tolist(), self._labels.to_pylist(), strict=True))

    @cached_property
    def _labels(self) -> pa.Array:
        return _read_labels(self.table)

    @cached_property
    def exact(self) -> Mapping[str, str]:
        """The key of each text that, written so, names one row: its key, and its label where no other row has it."""
        repeated = {name for name, count in self._counts.items() if count > 1}
        return {name: key for key, name in self.names.items() if name not in repeated} | dict(
            zip(self.names, self.names, strict=True)
        )

    def find_exact(self, texts: Sequence[str]) -> Mapping[str, str | None]:
        """What ``exact`` has of these texts and of those asked before: of many rows few are looked at."""
        if new := [text for text in texts if text not in self._found]:
            keys, wanted = as_arrow(self.table.index), pa.array(new, pa.large_string())
            self._found |= dict.fromkeys(new)
            for names in (self._labels, keys):
                at = pc.indices_nonzero(pc.is_in(names, value_set=wanted))
                named = names.take(at).to_pylist()
                repeated = {name for name, count in Counter(named).items() if count > 1}
                self._found |= {
                    name: key for name, key in zip(named, keys.take(at).to_pylist(), strict=True) if name not in repeated
                }
        return self._found

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.names.values())

    def text(self, key: str) -> str:
        """What a cell holds for a row: its label, with the key after it where that is needed to tell it from others."""
        name = self.names.get(key)
        if name is None:
            return key
        if self.exact.get(name) == key:
            return name
        return next((text for text in (name, f"{name} ({key})") if self.find(text) == (key,)), key)

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts of all rows, in their order."""
        return tuple(map(self.text, self.names))

    def find(self, text: str) -> tuple[str, ...]:
        """Keys of the rows that a text may mean: exactly as written first, then in another spelling; one if it is clear."""
        if text in self.exact:
            return (self.exact[text],)
        name, _, rest = text.rpartition("(")
        key = rest.strip().removesuffix(")")
        if name and text.rstrip().endswith(")") and key in self.names and fold(name) == fold(self.names[key]):
            return (key,)
        folded = fold(text)
        return tuple(self._folded_names.get(folded, ())) or tuple(self._folded_keys.get(folded, ()))

    @cached_property
    def _folded_names(self) -> Mapping[str, list[str]]:
        return _group(zip(fold_each(list(self.names.values())), self.names, strict=True))

    @cached_property
    def _folded_keys(self) -> Mapping[str, list[str]]:
        return _group(zip(fold_each(list(self.names)), self.names, strict=True))

    def is_known(self, text: str) -> bool:
        """Whether a text means one row."""
        return len(self.find(text)) == 1

    def nearest(self, text: str) -> str:
        """The text of the row most like a misspelt one, empty if none is near."""
        name = self._nearest.find(text)
        return next((self.text(key) for key in self._folded_names.get(fold(name), ())), "") if name else ""

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._counts)


def _read_labels(table: Table) -> pa.Array:
    """The labels as text, keys in place of missing ones."""
    keys, name = as_arrow(table.index), table.spec.label_column
    if name not in table.columns:
        return keys
    column, kind = table.columns[name], table.kinds[name]
    labels = as_arrow(column) if column.dtype == "str" else pa.array(map(kind.show, column.tolist()), keys.type)
    return pc.if_else(pc.fill_null(pc.not_equal(labels, ""), False), labels, keys)


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, item in pairs:
        groups.setdefault(name, []).append(item)
    return groups


@dataclass(frozen=True)
class Unknown:
    """A text that names no row, or several."""

    message: str
    hint: str


def resolve(text: str, target: Resolver, hinted: bool = True) -> str | Unknown:
    """The key of the row that one text means."""
    found = target.find(text)
    if len(found) == 1:
        return found[0]
    sheet = quoted(target.table.spec.title)
    if found:
        ways = " или ".join(quoted(target.text(key), 80) for key in found[:3])
        return Unknown(f"Таких строк на листе {sheet} несколько: {quoted(text)}; напишите с кодом, {ways}", "")
    near = target.nearest(text) if hinted else ""
    return Unknown(f"На листе {sheet} нет строки {quoted(text)}", near)


def resolve_many(texts: Sequence[str], target: Resolver, hinted: bool = True) -> tuple[str, ...] | Unknown:
    """The keys of the rows that several texts mean; a text with commas is taken apart only if every piece is known."""
    keys: dict[str, None] = {}
    for text in texts:
        for piece in pieces(text, target.is_known):
            key = resolve(piece, target, hinted)
            if isinstance(key, Unknown):
                return key if len(texts) == 1 else Unknown(key.message, _mended(texts, target) if hinted else "")
            keys[key] = None
    return tuple(keys)


def _mended(texts: Sequence[str], target: Resolver) -> str:
    """All texts of a cell with the nearest right ones for those unknown; empty if one has none."""
    right = [text if target.is_known(text) else target.nearest(text) for text in texts]
    return SEPARATOR.join(dict.fromkeys(right)) if all(right) else ""


def write_many(keys: Sequence[str], target: Resolver) -> str:
    """The text of a cell that holds several references."""
    texts = (target.text(key) for key in keys)
    return SEPARATOR.join(key if ";" in text or "\n" in text else text for key, text in zip(keys, texts, strict=True))


def show(table: Table, column: str, value: Any, resolvers: Mapping[str, Resolver]) -> str:
    """A value as Russian text; references by their labels."""
    to = table.spec.columns[column].to
    if to is None or is_missing(value):
        return table.kinds[column].show(value)
    return write_many(value, resolvers[to]) if isinstance(value, tuple) else resolvers[to].text(value)


def link(table: Table, resolvers: Mapping[str, Resolver]) -> Table:
    """The table with keys in its reference columns; what names no row is missing there, told, and kept in ``raw``."""
    columns = dict(table.columns)
    problems: list[Problem] = []
    raw: dict[tuple[str, str], Cell] = {}
    for name, column in table.spec.columns.items():
        if column.to is None or name not in table.places:
            continue
        columns[name], unknown = _resolve_column(table.columns[name], column, resolvers[column.to])
        if not unknown:
            continue
        values = table.columns[name].tolist()
        keys, lost = list(table.rows), _lost(resolvers[column.to].table)
        if lost:
            problems.append(_unread_column(table, name, lost))
        for position, value in enumerate(values):
            if value in unknown:
                key, place = keys[position], table.places[name]
                row, why = table.rows[key], unknown[value]
                cell = table.grid.cell(row, place) if table.grid else None
                raw[key, name] = cell
                if lost:
                    continue
                problems.append(
                    Problem(
                        table.spec.name, table.grid.sheet if table.grid else table.spec.title, why.message,
                        a1(row, place), key, name, str(cell), why.hint,
                    )
                )  # fmt: skip
    if not problems:
        return replace(table, columns=columns)
    return replace(table, columns=columns, raw={**table.raw, **raw}, problems=(*table.problems, *problems))


def _lost(target: Table) -> str:
    """What of a table that is pointed at the workbook lacks, so that no label can be told right or wrong; else empty."""
    if target.grid is None:
        return f"в книге нет листа {quoted(target.spec.title)}"
    label = target.spec.label_column
    if label not in target.places:
        return f"на листе {quoted(target.spec.title)} нет столбца {quoted(target.spec.columns[label].title)}"
    return ""


def _unread_column(table: Table, name: str, lost: str) -> Problem:
    """One problem for all cells of a column that may well be right."""
    title, sheet = table.spec.columns[name].title, table.grid.sheet if table.grid else table.spec.title
    message = f"Ссылки столбца {quoted(title)} не прочитаны: {lost}"
    return Problem(table.spec.name, sheet, message, a1(max(table.header_row, 0), table.places[name]), column=name)


def _resolve_column(series: pd.Series[Any], column: ColumnSpec, target: Resolver) -> tuple[pd.Series[Any], dict[Any, Unknown]]:
    """A column of texts (or tuples of texts) as keys, and the distinct values that could not be resolved."""
    unknown: dict[Any, Unknown] = {}
    if column.kind == "references":
        values = series.tolist()
        known: dict[Any, Any] = dict.fromkeys(values)
        exact = target.find_exact(list(dict.fromkeys(chain.from_iterable(known))))
        for value in known:
            keys = tuple(map(exact.get, value))
            if None in keys:
                known[value] = _or_unknown(value, unknown, resolve_many, target, ())
            else:
                known[value] = keys if len(keys) < 2 or len(set(keys)) == len(keys) else tuple(dict.fromkeys(keys))
        return pd.Series([known[value] for value in values], dtype=object), unknown
    coded = as_arrow(series).dictionary_encode()
    texts = coded.dictionary.to_pylist()
    exact = target.find_exact(texts)
    found = [exact.get(text) or _or_unknown(text, unknown, resolve, target, None) for text in texts]
    return pd.Series(pd.array(pa.array(found, pa.large_string()).take(coded.indices), dtype=TEXT)), unknown


def _or_unknown(value: Any, unknown: dict[Any, Unknown], how: Callable[..., Any], target: Resolver, nothing: Any) -> Any:
    """What a cell's content resolves to; if it cannot be, ``nothing``, and why is kept in ``unknown``."""
    found = how(value, target, hinted=len(unknown) < HINTED)
    if isinstance(found, Unknown):
        unknown[value] = found
        return nothing
    return found
