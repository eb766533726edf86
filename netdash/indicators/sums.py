"""Rows summed up by part and school year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.errors import Problem
from netdash.facts import Mask, Numbers
from netdash.indicators.parts import Parts


@dataclass(frozen=True, eq=False)
class Sums:
    """Arrays of parts × years: how many rows ``stood`` there, ``met`` the conditions, were ``used`` or ``left`` out, and
    what those used add up to.

    ``keys`` and ``problems`` are flat, by ``part * years + year``: the rows used, and why others could not be. A row whose
    year is not known may belong to any, so its problem stands in every year of its part.
    """

    stood: Numbers
    met: Numbers
    used: Numbers
    left: Numbers
    top: Numbers
    bottom: Numbers
    size: Numbers
    keys: Sequence[tuple[str, ...]]
    problems: Sequence[tuple[Problem, ...]]


def add_up(bins: Bin, left: Mapping[str, Problem], among: set[str] | None) -> Sums:
    """Sum the rows of ``bins``; where they have ``of``, different things are counted, those of ``among`` or any."""
    rows, used = bins.rows, bins.rows["used"].to_numpy()
    return Sums(
        stood=bins.total(np.ones(len(rows), dtype=bool)),
        met=bins.total(rows["meets"].to_numpy()),
        used=bins.total(used),
        left=bins.total(rows["left"].to_numpy()),
        top=bins.different(among) if "of" in rows else bins.total(used, rows["top"]),
        bottom=bins.total(used, rows["bottom"]),
        size=bins.total(used, rows["size"]),
        keys=bins.keys(used),
        problems=bins.problems(left),
    )


class Bin:
    """Rows at their flat place among parts × years, −1 where the year is not known; each year alone or with all before it.

    ``rows`` are judged rows (as ``indicators`` makes them), once for each part that they stand in.
    """

    def __init__(self, rows: pd.DataFrame, parts: Parts, years: Sequence[str], cumulative: bool) -> None:
        self.rows, self.part, self.cumulative = rows, parts.part, cumulative
        self.shape = (len(parts.parts), len(years))
        year = pd.Index(years).get_indexer(pd.Index(rows["year"]))
        self.cell: npt.NDArray[np.int64] = np.where(year < 0, -1, parts.part * len(years) + year)

    def total(self, where: Mask, weights: pd.Series[Any] | None = None) -> Numbers:
        """The sum of ``weights``, or the number of rows, where ``where`` holds."""
        where = where & (self.cell >= 0)
        return self._laid_out(self.cell[where], None if weights is None else weights.to_numpy()[where])

    def different(self, among: set[str] | None) -> Numbers:
        """The number of different things that used rows name; over years each counts from its first."""
        where = self.rows["used"].to_numpy() & (self.cell >= 0)
        named = pd.DataFrame({"cell": self.cell[where], "part": self.part[where], "of": self.rows["of"].to_numpy()[where]})
        if any(isinstance(value, tuple) for value in named["of"]):
            named = named.explode("of").dropna(subset="of")
        if among is not None:
            named = named[named["of"].isin(among)]
        once = named.sort_values("cell").drop_duplicates(["part" if self.cumulative else "cell", "of"])
        return self._laid_out(once["cell"].to_numpy(), None)

    def keys(self, used: Mask) -> list[tuple[str, ...]]:
        """The keys of used rows at each place."""
        where = np.flatnonzero(used & (self.cell >= 0))
        where = where[np.argsort(self.cell[where], kind="stable")]
        names = self.rows.index.to_numpy(dtype=object)[where].tolist()
        bounds = np.searchsorted(self.cell[where], np.arange(self.shape[0] * self.shape[1] + 1)).tolist()
        years = self.shape[1]
        starts = [bounds[place - place % years] if self.cumulative else bounds[place] for place in range(len(bounds) - 1)]
        return [tuple(names[start:end]) for start, end in zip(starts, bounds[1:], strict=True)]

    def problems(self, left: Mapping[str, Problem]) -> list[tuple[Problem, ...]]:
        """The problems of rows left out at each place."""
        years = self.shape[1]
        found: list[dict[Problem, None]] = [{} for _ in range(self.shape[0] * years)]
        for position in np.flatnonzero(self.rows["left"].to_numpy()).tolist():
            problem, cell, first = left[self.rows.index[position]], int(self.cell[position]), int(self.part[position]) * years
            last = first + years if cell < 0 or self.cumulative else cell + 1
            for place in range(first if cell < 0 else cell, last):
                found[place][problem] = None
        return [tuple(each) for each in found]

    def _laid_out(self, cells: npt.NDArray[np.int64], weights: Numbers | None) -> Numbers:
        sums = np.bincount(cells, weights, self.shape[0] * self.shape[1]).astype(float).reshape(self.shape)
        return sums.cumsum(axis=1) if self.cumulative else sums
