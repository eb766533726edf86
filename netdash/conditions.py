"""Paths through references, and which rows meet a condition. Results stand by position, row for row of the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from netdash.kinds import fold
from netdash.specs import Bounds, ColumnSpec, Condition, TableSpec, Where
from netdash.tables import Table

Mask = npt.NDArray[np.bool_]
Tables = Mapping[str, Table]

_MANY = ("choices", "references")
_NUMBERS = ("integer", "decimal", "percent")
_IDENTIFIERS = ("choice", "choices", "key", "school_year")


def find_target(tables: Tables, table: str, path: str) -> tuple[TableSpec, ColumnSpec]:
    """The table and the column that a path ends at."""
    spec = tables[table].spec
    head, _, rest = path.partition(".")
    column = spec.columns[head]
    if not rest:
        return spec, column
    if column.to is None:
        raise KeyError(f"{path}: {head} is not a reference")
    return find_target(tables, column.to, rest)


def is_many(tables: Tables, table: str, path: str) -> bool:
    """Whether a path can end at several values at once."""
    head, _, rest = path.partition(".")
    column = tables[table].spec.columns[head]
    return column.kind in _MANY or bool(rest and column.to and is_many(tables, column.to, rest))


def follow(tables: Tables, table: str, path: str) -> pd.Series[Any]:
    """The values of a path (``person.school``) for each row; tuples without repeats where any step is many-valued."""
    head, _, rest = path.partition(".")
    built = tables[table]
    series = built.index.to_series(index=pd.RangeIndex(len(built.index))) if head == built.spec.key else built.columns[head]
    to = built.spec.columns[head].to
    if not rest:
        return series
    if to is None:
        raise KeyError(f"{path}: {head} is not a reference")
    further = follow(tables, to, rest)
    positions = tables[to].positions
    if series.dtype != object:
        at = [positions.get(key, -1) for key in series.tolist()]
        return _take(further, at)
    values = further.tolist()
    steps = (_flatten(values[positions[key]] for key in keys if key in positions) for keys in series.tolist())
    return pd.Series(list(steps), index=series.index, dtype=object)


def _take(values: pd.Series[Any], at: list[int]) -> pd.Series[Any]:
    """Values by position, missing where the position is -1."""
    if values.dtype != object:
        return values.reindex(at).set_axis(pd.RangeIndex(len(at)))
    items = values.tolist()
    nothing: Any = () if any(isinstance(item, tuple) for item in items) else None
    return pd.Series([items[position] if position >= 0 else nothing for position in at], dtype=object)


def _flatten(values: Any) -> tuple[Any, ...]:
    """One tuple of all present values, each once, in order."""
    found: dict[Any, None] = {}
    for value in values:
        if isinstance(value, tuple):
            found |= dict.fromkeys(value)
        elif value is not None and not pd.isna(value):
            found[value] = None
    return tuple(found)


def is_filled(series: pd.Series[Any]) -> Mask:
    """Where there is a value."""
    if series.dtype == object:
        return np.fromiter((value is not None and value != () for value in series.tolist()), dtype=bool, count=len(series))
    return ~np.asarray(series.array.isna())


def compute_mask(tables: Tables, today: date, table: str, where: Where) -> Mask:
    """Which rows meet all conditions; a missing value meets none but ``empty``."""
    mask = np.ones(len(tables[table].index), dtype=bool)
    for path, condition in where.items():
        mask &= _meets(tables, today, table, path, condition)
    return mask


def _meets(tables: Tables, today: date, table: str, path: str, condition: Condition) -> Mask:
    series = follow(tables, table, path)
    if condition == "filled":
        return is_filled(series)
    if condition == "empty":
        return ~is_filled(series)
    spec, column = find_target(tables, table, path)
    if not is_many(tables, table, path):
        return _test(tables, today, column, series, condition)
    rows = series.tolist()
    if isinstance(condition, Bounds) and not (condition.min is None and condition.max is None):
        counts = pd.Series([len(row) for row in rows], dtype="Int64")
        return _within(counts, Bounds(min=condition.min, max=condition.max), today)
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    values = [value for row in rows for value in row]
    if not values:
        return np.zeros(len(rows), dtype=bool)
    flat = pd.Series(values, dtype=_dtype(tables, spec, column))
    met = _test(tables, today, column, flat, condition)
    return np.bincount(owners[met], minlength=len(rows)).astype(bool)


def _dtype(tables: Tables, spec: TableSpec, column: ColumnSpec) -> Any:
    """What single values of a column are kept as."""
    if column.kind in _MANY:
        return "str"
    name = next(name for name, other in spec.columns.items() if other is column)
    return tables[spec.name].kinds[name].dtype


def _test(tables: Tables, today: date, column: ColumnSpec, series: pd.Series[Any], condition: Condition) -> Mask:
    """Which single values of one column meet a condition."""
    if isinstance(condition, Bounds):
        return _within(series, condition, today)
    words = condition if isinstance(condition, tuple) else (condition,)
    if isinstance(condition, (bool, int, float)):
        return _truth(series == condition)
    if column.to is not None:
        return _truth(series.isin(list(_keys(tables[column.to], words))))
    if column.kind in _IDENTIFIERS:
        return _truth(series.isin(words))
    if column.kind in _NUMBERS:
        return _truth(series.isin([float(word) for word in words]))
    wanted = {fold(str(word)) for word in words}
    return _truth(series.isin([text for text in series.dropna().unique().tolist() if fold(str(text)) in wanted]))


def _keys(target: Table, words: tuple[Any, ...]) -> set[str]:
    """Keys of the rows that words name: by key, or by label."""
    keys = {str(word) for word in words}
    wanted = {fold(word) for word in keys}
    labels = target.columns.get(target.spec.label_column)
    if labels is None or target.spec.columns[target.spec.label_column].to is not None:
        return keys
    kind = target.kinds[target.spec.label_column]
    for key, label in zip(target.rows, labels.tolist(), strict=True):
        if fold(kind.show(label)) in wanted:
            keys.add(key)
    return keys


def _within(series: pd.Series[Any], bounds: Bounds, today: date) -> Mask:
    """Which numbers or days lie within bounds; ``within_days`` counts from today, backwards if negative."""
    mask = is_filled(series)
    if bounds.min is not None:
        mask &= _truth(series >= bounds.min)
    if bounds.max is not None:
        mask &= _truth(series <= bounds.max)
    if bounds.before is not None:
        mask &= _truth(series < _day(bounds.before, today))
    if bounds.after is not None:
        mask &= _truth(series > _day(bounds.after, today))
    if bounds.within_days is not None:
        first, last = sorted((today, today + timedelta(days=bounds.within_days)))
        mask &= _truth(series >= pd.Timestamp(first)) & _truth(series <= pd.Timestamp(last))
    return mask


def _day(day: date | str, today: date) -> pd.Timestamp:
    return pd.Timestamp(today if isinstance(day, str) else day)


def _truth(answers: pd.Series[Any]) -> Mask:
    """Answers as plain booleans; unknown is no."""
    if answers.dtype == "boolean":
        return answers.fillna(False).to_numpy(dtype=bool)
    return answers.to_numpy(dtype=bool)
