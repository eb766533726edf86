"""Indicators counted: from the rows of a snapshot to readings, honest about what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.errors import Problem
from netdash.facts import Blame, Mask, Numbers, spread
from netdash.indicators.parts import Part, find_parts, is_closed, show_part
from netdash.indicators.readings import Reading
from netdash.indicators.sums import Bin, Sums, add_up
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec, Where

Objects = npt.NDArray[np.object_]
_placed: WeakKeyDictionary[Snapshot, dict[tuple[str, str | None], pd.Series[Any]]] = WeakKeyDictionary()
_years: WeakKeyDictionary[Snapshot, Sequence[str]] = WeakKeyDictionary()


def school_year_of(day: date) -> str:
    """The school year, 1 September – 31 August, that a day belongs to: ``2008/09``."""
    return _write_year(day.year - (day.month < 9))


def is_unfinished(year: str, today: date) -> bool:
    """Whether a school year still goes on; in summer nothing more is to come."""
    return school_year_of(today) == year and today.month not in (7, 8)


def compute(
    snapshot: Snapshot,
    *,
    school_year: str | None = None,
    by: str | tuple[str, ...] | None = None,
    name: str | None = None,
) -> list[Reading]:
    """All readings: one per indicator, part and school year, in the order of the config, of the parts, of the years.

    ``name`` asks for one indicator. ``by`` breaks down by one or several of an indicator's own paths; indicators that
    do not have them are left out. ``school_year`` keeps one year; indicators that know only the present always stay.
    Raises ``KeyError`` for an indicator that the config does not know.
    """
    paths = (by,) if isinstance(by, str) else tuple(by or ())
    specs = snapshot.config.indicators.indicators
    if name is not None and name not in specs:
        raise KeyError(name)
    years, blame = list_school_years(snapshot), Blame(snapshot)
    readings: list[Reading] = []
    for each, spec in specs.items():
        if name in (None, each) and set(paths) <= set(spec.by):
            rows, left = _judge(snapshot, spec, _place(snapshot, spec), blame)
            readings += _Reader(snapshot, spec, paths, years if spec.year else [""]).read(rows, left)
    return [reading for reading in readings if school_year is None or reading.school_year in ("", school_year)]


def compute_one(snapshot: Snapshot, spec: IndicatorSpec, by: tuple[str, ...] = ()) -> list[Reading]:
    """The readings of an indicator that the config need not have: one of its own, say, held to a school or a level."""
    rows, left = _judge(snapshot, spec, _place(snapshot, spec), Blame(snapshot))
    return list(_Reader(snapshot, spec, by, list_school_years(snapshot) if spec.year else [""]).read(rows, left))


def list_school_years(snapshot: Snapshot) -> list[str]:
    """School years in order: the network's from first to last, and any other that an indicator's rows stand in."""
    if snapshot not in _years:
        span, specs = snapshot.config.network.school_years, snapshot.config.indicators.indicators.values()
        years = {_write_year(year) for year in range(int(span.first[:4]), int(span.last[:4]) + 1)}
        _years[snapshot] = tuple(sorted(years.union(*(_place(snapshot, spec).unique() for spec in specs)) - {""}))
    return list(_years[snapshot])


def _write_year(begins: int) -> str:
    return f"{begins}/{(begins + 1) % 100:02d}"


def _year_before(year: str) -> str:
    return _write_year(int(year[:4]) - 1) if year else ""


def _place(snapshot: Snapshot, spec: IndicatorSpec) -> pd.Series[Any]:
    """The school year of each row, empty where it is not known or the indicator asks for none."""
    made = _placed.setdefault(snapshot, {})
    if (spec.table, spec.year) not in made:
        made[spec.table, spec.year] = _find_years(snapshot, spec.table, spec.year)
    return made[spec.table, spec.year]


def _find_years(snapshot: Snapshot, table: str, path: str | None) -> pd.Series[Any]:
    keys = snapshot.tables[table].index
    if path is None:
        return pd.Series("", index=keys, dtype="str")
    values = snapshot.follow(table, path)
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values.fillna("")
    codes, years = pd.factorize((values.dt.year - (values.dt.month < 9)).fillna(0).astype(int))
    written = pd.array([_write_year(year) if year else "" for year in years.tolist()], dtype="str")
    return pd.Series(written.take(codes), index=values.index)


def _judge(
    snapshot: Snapshot, spec: IndicatorSpec, placed: pd.Series[Any], blame: Blame
) -> tuple[pd.DataFrame, dict[str, Problem]]:
    """What each row adds, by key, and why those ``left`` out cannot be ``used``.

    ``top`` and ``bottom`` add up to numerator and denominator, ``size`` to what stands under the figure; ``of`` is the
    thing counted, where different things are.
    """
    table = spec.table
    rows = pd.DataFrame({"year": placed, "top": 1.0, "bottom": 1.0}, index=placed.index)
    if scale := spec.weight or spec.over:
        rows["bottom"] = _numbers(snapshot, table, scale)
    if spec.measure == "share":
        rows["top"] = _mask(snapshot, table, spec.having).astype(float)
    elif spec.of and spec.measure in ("count", "reach"):
        rows["of"] = snapshot.follow(table, spec.of).astype(object).to_numpy()
    elif spec.of:
        rows["top"] = _numbers(snapshot, table, spec.of)
    meets = _mask(snapshot, table, spec.where)
    if spec.among:
        meets &= _is_one_of(rows["of"], _among(snapshot, spec))
    left = _left_out(snapshot, spec, rows, meets, blame)
    rows["meets"], rows["left"] = meets, rows.index.isin(list(left))
    rows["used"] = rows["meets"] & ~rows["left"]
    if spec.measure == "mean":
        rows["top"] *= rows["bottom"]
    sized = spec.small.of if spec.small else None
    rows["size"] = _numbers(snapshot, table, sized) if sized else rows["bottom"]
    return rows.fillna({"top": 0.0, "bottom": 0.0, "size": 0.0}), left


def _left_out(snapshot: Snapshot, spec: IndicatorSpec, rows: pd.DataFrame, meets: Mask, blame: Blame) -> dict[str, Problem]:
    """Rows that belong to the figure, or may belong to it, but lack a cell that it needs."""
    table = spec.table
    left: dict[str, Problem] = {}
    for path in spec.where:
        if unread := blame.unread(table, path):
            others = {other: condition for other, condition in spec.where.items() if other != path}
            may = set(rows.index[_mask(snapshot, table, others)])
            left |= {key: problem for key, problem in unread.items() if key in may}
    belong = set(rows.index[meets]) if spec.having else set()
    for path in spec.having:
        left |= {key: problem for key, problem in blame.unread(table, path).items() if key in belong}
    for path, missing in _needed(spec, rows):
        for key in rows.index[meets & missing]:
            if key not in left:
                left[key] = blame.why(table, key, path)
    return left


def _needed(spec: IndicatorSpec, rows: pd.DataFrame) -> Iterator[tuple[str, Mask]]:
    """Each path that the figure cannot do without, and the rows that have no value there.

    A value that weighs nothing is not missed: where nobody sat the exam there is no mean score.
    """
    if spec.year:
        yield spec.year, rows["year"].eq("").to_numpy()
    if scale := spec.weight or spec.over:
        yield scale, rows["bottom"].isna().to_numpy()
    if spec.of:
        missing = rows["of"].isna() if "of" in rows else rows["top"].isna() & rows["bottom"].ne(0)
        yield spec.of, missing.to_numpy()


def _mask(snapshot: Snapshot, table: str, where: Where) -> Mask:
    return np.array(snapshot.mask(table, where), dtype=bool)


def _numbers(snapshot: Snapshot, table: str, path: str) -> Numbers:
    return snapshot.follow(table, path).to_numpy(dtype=float, na_value=np.nan)


def _among(snapshot: Snapshot, spec: IndicatorSpec) -> set[str]:
    """Keys of the rows that a reach is taken of."""
    if spec.among is None:
        return set()
    return set(snapshot.tables[spec.among.table].index[_mask(snapshot, spec.among.table, spec.among.where)])


def _is_one_of(values: pd.Series[Any], keys: set[str]) -> Mask:
    """Where a reference is one of ``keys`` (any of several is), or is missing and so may be one."""
    return np.fromiter(
        (not keys.isdisjoint(value) if isinstance(value, tuple) else value in keys or pd.isna(value) for value in values),
        dtype=bool,
        count=len(values),
    )


class _Reader:
    """Turns the judged rows of one indicator into its readings."""

    def __init__(self, snapshot: Snapshot, spec: IndicatorSpec, paths: tuple[str, ...], years: Sequence[str]) -> None:
        self.snapshot, self.spec, self.paths, self.years = snapshot, spec, paths, years

    def read(self, rows: pd.DataFrame, left: Mapping[str, Problem]) -> Iterator[Reading]:
        """Part by part, and year by year."""
        spec, among = self.spec, _among(self.snapshot, self.spec) if self.spec.among else None
        inside = [number for number, path in enumerate(self.paths) if self._starts_from_counted(path)]
        whole = self._split_among([self.paths[number] for number in inside], among or set())
        parts = find_parts(self.snapshot, spec.table, self.paths, whole if len(inside) == len(self.paths) else ())
        sums = add_up(Bin(rows.iloc[parts.row], parts, self.years, spec.cumulative), left, among)
        if among is not None:
            people = [whole.get(tuple(part[number] for number in inside), 0) for part in parts.parts]
            bottom = np.repeat(np.array(people, dtype=float)[:, None], len(self.years), axis=1)
            sums = replace(sums, bottom=bottom, size=sums.size if spec.small and spec.small.of else bottom)
        values = self._divide(sums)
        for number, part in enumerate(parts.parts):
            if not part or part in whole or sums.stood[number].any():
                yield from self._read_part(part, number, sums, values)

    def _starts_from_counted(self, path: str) -> bool:
        """Whether a path starts from the thing that a reach counts, so that what it is taken of has that part too."""
        return self.spec.among is not None and path.startswith(f"{self.spec.of}.")

    def _split_among(self, paths: Sequence[str], among: set[str]) -> dict[Part, int]:
        """How many of the things that a reach is taken of stand in each part."""
        if self.spec.among is None:
            return {}
        if not paths:
            return {(): len(among)}
        table = self.spec.among.table
        values = spread(self.snapshot, table, [path.removeprefix(f"{self.spec.of}.") for path in paths])
        counted = self.snapshot.tables[table].index[values.pop("row")].isin(list(among))
        return dict(Counter(values[counted].itertuples(index=False, name=None)))

    def _is_present(self, sums: Sums) -> Mask:
        """For which parts and years there is something to go by, so that finding nothing means that there is none.

        A school without rows may have yet to type them; a word of a list without rows was not met with. What is counted
        up to a year that lies ahead says nothing of it. Where all that could count is unreadable, nothing is known.
        """
        spec, snapshot = self.spec, self.snapshot
        present: Mask = (sums.met if spec.measure in ("mean", "ratio") else sums.stood) > 0
        if spec.measure == "reach" or (spec.measure in ("count", "sum") and is_closed(snapshot, spec.table, self.paths)):
            present = np.broadcast_to(present.any(axis=0), present.shape)
        if spec.cumulative:
            ahead = np.array(self.years) > school_year_of(snapshot.today)
            present = present & (~ahead | (np.diff(sums.stood, axis=1, prepend=0) > 0))
        nothing_usable: Mask = (sums.used == 0) & (sums.left > 0)
        return present & ~nothing_usable

    def _divide(self, sums: Sums) -> Objects:
        """The value of each part and year; where there is none, the state that says why."""
        present = self._is_present(sums)
        values: Objects = np.full(present.shape, "no_data", dtype=object)
        if self.spec.measure in ("count", "sum"):
            values[present] = sums.top[present].tolist()
            return values
        values[present] = "not_applicable"
        divisible = present & (sums.bottom != 0)
        values[divisible] = (sums.top[divisible] / sums.bottom[divisible]).tolist()
        return values

    def _read_part(self, part: Part, number: int, sums: Sums, values: Objects) -> Iterator[Reading]:
        """The readings of one part, year by year; years in which no row leaves it unsaid have nothing to tell of those."""
        spec, years = self.spec, self.years
        by = {path: str(value) for path, value in zip(self.paths, part, strict=True)}
        label = show_part(self.snapshot, spec.table, self.paths, part)
        known = {year: value for year, value in zip(years, values[number], strict=True) if isinstance(value, float)}
        sizes = dict(zip(years, sums.size[number].tolist(), strict=True))
        small = {year for year in known if spec.small and sizes[year] < spec.small.below}
        baseline = self.snapshot.config.network.school_years.baseline
        first = baseline if baseline in known else min(known, default="")
        for place, year in enumerate(years):
            if "" in part and not sums.stood[number, place]:
                continue
            value, earlier, flat = known.get(year), _year_before(year), number * len(years) + place
            divided = value is not None and spec.measure not in ("count", "sum")
            yield Reading(
                name=spec.name,
                title=spec.title,
                criterion=spec.criterion,
                table=spec.table,
                school_year=year,
                by=by,
                label=label,
                state=values[number, place] if value is None else "value",
                value=value,
                numerator=None if value is None else float(sums.top[number, place]),
                denominator=float(sums.bottom[number, place]) if divided else None,
                size=sizes[year],
                small=year in small,
                rows=sums.keys[flat],
                left_out=sums.problems[flat],
                before=known.get(earlier) if earlier else None,
                before_small=earlier in small,
                first=known.get(first) if first < year else None,
                first_year=first if first < year else "",
                measure=spec.measure,
                unit=spec.unit,
                better=spec.better,
                unfinished=spec.measure in ("count", "sum") and is_unfinished(year, self.snapshot.today),
            )
