"""Who stands where: places or people by how many rows they have, equal ones on one place, shares only over enough of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from netdash.comparison import Interval, wilson
from netdash.facts import Mask
from netdash.indicators import school_year_of
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec


@dataclass(frozen=True)
class Standing:
    """Somebody's ``wins`` among ``entries`` (``None`` where entries are not kept) and where that puts them.

    Those with as many wins share the places from ``first`` to ``last``.
    """

    key: str
    label: str
    wins: int
    entries: int | None
    first: int
    last: int

    @property
    def place(self) -> str:
        """«3», «4–9»."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    def share(self, enough: int) -> tuple[float, Interval] | None:
        """The share of wins with its interval; ``None`` over fewer entries than are enough."""
        if self.entries is None or self.entries < enough:
            return None
        return self.wins / self.entries, wilson(min(self.wins, self.entries), self.entries)


def rank(
    snapshot: Snapshot, wins: IndicatorSpec, entries: IndicatorSpec | None, path: str, year: str = ""
) -> tuple[Standing, ...]:
    """All that ``path`` leads to and that have an entry (or a win), most wins first; of one school year or of all."""
    won = count(snapshot, wins, path, year)
    entered = count(snapshot, entries, path, year) if entries else {}
    to = snapshot.target(wins.table, path)[1].to or ""
    names = snapshot.labels(to)
    labels = dict(zip(names.index.tolist(), names.tolist(), strict=True))
    keys = [key for key in labels if key in won or key in entered]
    keys.sort(key=lambda key: (-won.get(key, 0), labels[key]))
    standings: list[Standing] = []
    for number, group in groupby(keys, key=lambda key: won.get(key, 0)):
        equal = list(group)
        first, last = len(standings) + 1, len(standings) + len(equal)
        standings += [Standing(key, labels[key], number, entered.get(key, 0) if entries else None, first, last) for key in equal]
    return tuple(standings)


def count(snapshot: Snapshot, spec: IndicatorSpec, path: str, year: str) -> Mapping[str, int]:
    """How many rows that meet an indicator's conditions lead to each key."""
    values = snapshot.follow(spec.table, path)[list_met(snapshot, spec, year)]
    return {str(key): int(number) for key, number in values.dropna().value_counts().items()}


def list_met(snapshot: Snapshot, spec: IndicatorSpec, year: str = "") -> Mask:
    """Which rows meet an indicator's conditions and stand in a school year, or in any up to this one."""
    met: Mask = snapshot.mask(spec.table, spec.where).to_numpy()
    if spec.year is None:
        return met
    when, until = snapshot.follow(spec.table, spec.year), school_year_of(snapshot.today)
    if pd.api.types.is_datetime64_any_dtype(when.dtype):
        begins = (when.dt.year - (when.dt.month < 9)).fillna(9999).to_numpy(dtype=float)
        stood: Mask = begins == int(year[:4]) if year else begins <= int(until[:4])
        return met & stood
    years = when.fillna("9999")
    stood = (years.eq(year) if year else years.le(until)).to_numpy(dtype=bool)
    return met & stood


def list_rows(snapshot: Snapshot, spec: IndicatorSpec, year: str = "") -> Sequence[str]:
    """The keys of those rows, the newest first."""
    met = list_met(snapshot, spec, year)
    keys = snapshot.tables[spec.table].index[met]
    if spec.year is None:
        return list(keys)
    when = snapshot.follow(spec.table, spec.year).loc[keys]
    return list(when.sort_values(ascending=False, kind="stable").index)
