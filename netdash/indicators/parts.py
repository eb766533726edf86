"""The parts that a figure is broken down into: schools, subjects, levels, in the order that people know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.facts import show_at, spread
from netdash.snapshot import Snapshot

Part = tuple[Any, ...]

UNSAID = "не указано"


@dataclass(frozen=True, eq=False)
class Parts:
    """``parts`` in order, one value a path (``""`` where a row does not say), and the rows that stand in each.

    ``row`` counts from 0 in the table's frame; a row of many values stands once for each of them, in part ``part``.
    """

    paths: tuple[str, ...]
    parts: Sequence[Part]
    row: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]


def find_parts(snapshot: Snapshot, table: str, paths: tuple[str, ...], others: Iterable[Part] = ()) -> Parts:
    """The parts that rows of ``table`` ever stood in, and ``others`` that no row may stand in."""
    values = spread(snapshot, table, paths)
    row = values.pop("row").to_numpy()
    code = np.zeros(len(values), dtype=np.int64)
    for path in paths:
        codes, known = pd.factorize(values[path])
        code = code * max(len(known), 1) + codes
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    found: list[Part] = list(values.iloc[first].itertuples(index=False, name=None)) if paths else [()]
    ranks = [_ranks(snapshot, table, path) for path in paths]
    ordered = sorted(dict.fromkeys([*found, *others]), key=lambda part: [_rank(r, v) for r, v in zip(ranks, part, strict=True)])
    position = {part: number for number, part in enumerate(ordered)}
    places = np.array([position[part] for part in found], dtype=np.int64)
    return Parts(paths, ordered, row, places[inverse] if paths else code)


def show_part(snapshot: Snapshot, table: str, paths: Sequence[str], part: Part) -> str:
    """The part as people read it: «Гимназия № 2, математика»."""
    shown = (show_at(snapshot, table, path, value) for path, value in zip(paths, part, strict=True) if value != "")
    return ", ".join([*shown, *[UNSAID for value in part if value == ""]])


def is_closed(snapshot: Snapshot, table: str, paths: Sequence[str]) -> bool:
    """Whether all paths end at words of a list: then no rows in a part means none, not that somebody has yet to type."""
    return all(snapshot.target(table, path)[1].choices for path in paths)


def _ranks(snapshot: Snapshot, table: str, path: str) -> dict[Any, int]:
    _, column = snapshot.target(table, path)
    if column.to:
        return {key: number for number, key in enumerate(snapshot.tables[column.to].index)}
    if column.choices:
        return {name: number for number, name in enumerate(snapshot.config.choice_list(column.choices))}
    return {}


def _rank(ranks: dict[Any, int], value: Any) -> tuple[bool, int, Any]:
    """Listed values in their order, others by themselves, the unsaid last."""
    return (value == "", ranks.get(value, len(ranks)), 0 if value in ranks or value == "" else value)
