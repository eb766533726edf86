"""What joins places: rows that two of them share, or that go from one to the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from netdash.facts import several
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages.scheme import Line

Pair = tuple[str, str]
"""Two places, in the order of their keys."""


@dataclass(frozen=True)
class Tie:
    """One line: ``weight`` is how thick it is, ``rows`` the keys of what joins the two places."""

    places: Pair
    weight: float
    rows: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ties:
    """All lines of one sort, the thickest first; ``table`` is what their rows are of."""

    line: Line
    table: str
    ties: Mapping[Pair, Tie]

    @property
    def total(self) -> float:
        """The sum of all weights."""
        return sum(tie.weight for tie in self.ties.values())

    @cached_property
    def heaviest(self) -> float:
        """The greatest weight."""
        return max((tie.weight for tie in self.ties.values()), default=0)

    @cached_property
    def lightest(self) -> float:
        """The smallest weight."""
        return min((tie.weight for tie in self.ties.values()), default=0)

    def of(self, place: str) -> tuple[Tie, ...]:
        """The lines of one place."""
        return tuple(tie for tie in self.ties.values() if place in tie.places)


def compute_ties(snapshot: Snapshot, line: Line) -> Ties:
    """Every pair of places that something joins now."""
    found: dict[Pair, dict[str, float]] = {}
    for pair, key, weight in _share(snapshot, line) if line.place else _go(snapshot, line):
        own = found.setdefault(pair, {})
        own[key] = own.get(key, 0) + weight
    ties = [Tie(pair, sum(rows.values()), tuple(rows)) for pair, rows in found.items()]
    ties.sort(key=lambda tie: -tie.weight)
    target = snapshot.target(line.table, line.through) if line.through else None
    table = line.table if target is None else target[1].to or target[0].name
    return Ties(line, table, {tie.places: tie for tie in ties})


def _now(snapshot: Snapshot, line: Line) -> Any:
    """Which rows join anybody: they meet the condition, and their last day has not passed."""
    mask = np.array(snapshot.mask(line.table, line.where), dtype=bool)
    if line.until:
        mask &= ~np.array(snapshot.follow(line.table, line.until) < str(snapshot.today), dtype=bool)
    return mask


def _share(snapshot: Snapshot, line: Line) -> Iterator[tuple[Pair, str, float]]:
    """Pairs of places that share a row, or what it leads to."""
    table, mask = snapshot.tables[line.table], _now(snapshot, line)
    places = snapshot.follow(line.table, line.place or "").tolist()
    through = snapshot.follow(line.table, line.through).tolist() if line.through else table.index.tolist()
    shared: dict[str, dict[str, None]] = {}
    for at in mask.nonzero()[0].tolist():
        for key in several(through[at]):
            shared.setdefault(key, {}).update(dict.fromkeys(several(places[at])))
    for key, joined in shared.items():
        for pair in combinations(sorted(joined), 2):
            yield pair, key, 1.0


def _go(snapshot: Snapshot, line: Line) -> Iterable[tuple[Pair, str, float]]:
    """Pairs of places that a row goes between."""
    keys, mask = list(snapshot.tables[line.table].rows), _now(snapshot, line)
    starts, ends = (snapshot.follow(line.table, path or "").tolist() for path in (line.start, line.end))
    weights = snapshot.follow(line.table, line.weight).tolist() if line.weight else [1.0] * len(keys)
    for at in mask.nonzero()[0].tolist():
        one, other, weight = starts[at], ends[at], weights[at]
        if not is_missing(one) and not is_missing(other) and one != other:
            yield (min(one, other), max(one, other)), keys[at], 0.0 if is_missing(weight) else float(weight)
