"""From a grid and a table's spec to a typed table and its problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from netdash.errors import Level, Problem
from netdash.grid import Cell, Column, Grid, Texts, a1, chosen, padded
from netdash.headers import Header, Proposal, blank, find_header
from netdash.kinds import Bad, Kind, bind
from netdash.kinds.base import TEXT, as_arrow
from netdash.kinds.russian import quoted
from netdash.specs import ChoiceList, TableSpec

TOTAL = re.compile(r"^\s*(?:итого|всего)\b[\s:.]*", re.IGNORECASE | re.MULTILINE)


Keys = Sequence[str] | pd.Index
"""By position; those of an index become Python's own one by one."""


@dataclass(frozen=True)
class Unread:
    """The value of a cell that could not be read, as it stands in the sheet; an edit's ``before``, never its ``after``."""

    cell: Cell


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """One table, typed.

    ``columns`` has a series for every declared column but the key, in the spec's order (all missing where the sheet has no
    such header), by position; ``index`` the keys. Reference columns hold keys once the snapshot has linked them. ``numbers``
    are the sheet's rows, by position, and ``places`` the sheet's column of each column found, both from 0. Rows without a
    key of their own (none typed, or a copy of another row's) have a provisional one, ``?`` and a digest of their cells:
    ``provisional`` says why. ``raw`` holds the cells that could not be read, by key and column, as they stand in the sheet
    (spreadsheet errors as their text). ``proposals`` are headers that could be repaired.
    """

    spec: TableSpec
    kinds: Mapping[str, Kind]
    index: pd.Index[str]
    columns: Mapping[str, pd.Series[Any]]
    grid: Grid | None
    header_row: int = 0
    numbers: Sequence[int] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    raw: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    provisional: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a frame indexed by key; each caller gets its own, so that changing it changes nothing here."""
        return self._frame.copy(deep=False)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        # Bare arrays, since series would first be aligned; every caller's copy copies what it writes to.
        return pd.DataFrame({name: series.array for name, series in self.columns.items()}, index=self.index, copy=False)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The sheet's row of each key."""
        return dict(zip(self.index.tolist(), self.numbers, strict=True))

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of each key in ``index``."""
        return {key: position for position, key in enumerate(self.rows)}


def build(spec: TableSpec, grid: Grid | None, choices: Mapping[str, ChoiceList]) -> Table:
    """Read one sheet alone: references stay the texts that were typed. ``grid`` is ``None`` where the sheet is missing."""
    kinds = {name: bind(column, choices[column.choices] if column.choices else None) for name, column in spec.columns.items()}
    if grid is None:
        index = pd.Index([], dtype="str", name=spec.key)
        return Table(spec, kinds, index, {name: kinds[name].parse([])[0] for name in spec.columns if name != spec.key}, None)
    return _Reader(spec, grid, kinds, find_header(spec, grid)).table()


class _Reader:
    """The reading of one sheet below its header, a column at a time."""

    def __init__(self, spec: TableSpec, grid: Grid, kinds: Mapping[str, Kind], header: Header) -> None:
        self.spec, self.grid, self.kinds, self.header = spec, grid, kinds, header
        self.found: list[tuple[int, int, Problem]] = []
        first = header.row + 1
        names = {place: name for name, place in header.places.items()}
        self.errors = {
            (row - first, names[place]): text for (row, place), text in grid.errors.items() if row >= first and place in names
        }
        columns = grid.columns(first) if header.row >= 0 else []
        length = max([len(columns[0]) if columns else 0, *(position + 1 for position, _ in self.errors)])
        nothing: list[Cell] = [None] * length
        self.cells: dict[str, Column] = {
            name: padded(columns[place], length) if place < len(columns) else nothing for name, place in header.places.items()
        }
        self.numbers: Sequence[int] = range(first, first + length)
        for position, name in self.errors:
            cells = list(self.cells[name])
            cells[position] = None
            self.cells[name] = cells

    def table(self) -> Table:
        """Everything put together."""
        self.drop()
        series: dict[str, pd.Series[Any]] = {}
        bad: dict[str, list[Bad]] = {}
        nothing: list[Cell] = [None] * len(self.numbers)
        for name, kind in self.kinds.items():
            series[name], bad[name] = kind.parse(self.cells.get(name, nothing))
        index, provisional = self.identify(series.pop(self.spec.key), bad[self.spec.key])
        keys: Keys = index if not any(bad.values()) and not self.errors else index.tolist()
        raw: dict[tuple[str, str], Cell] = {}
        for name, items in bad.items():
            for item in items:
                raw[keys[item.position], name] = self.cells[name][item.position]
                self.report(keys[item.position], name, item.position, item.message, item.found, hint=item.hint)
        for (position, name), text in self.errors.items():
            raw[keys[position], name] = text
            message = f"Вместо значения ошибка {text}; исправьте формулу или впишите значение"
            self.report(keys[position], name, position, message, text)
        self.require(series, keys, raw)
        self.found.sort(key=lambda item: item[:2])
        return Table(
            self.spec, self.kinds, index, series, self.grid,
            max(self.header.row, 0), self.numbers, self.header.places, raw, provisional,
            (*self.header.problems, *(problem for _, _, problem in self.found)), self.header.proposals,
        )  # fmt: skip

    def drop(self) -> None:
        """Leave out blank rows, and rows of totals with a warning."""
        dropped = {position for position in self.suspects() if self.is_blank(position) or self.is_total(position)}
        if not dropped:
            return
        kept = [position not in dropped for position in range(len(self.numbers))]
        after = {old: new for new, old in enumerate(compress(range(len(kept)), kept))}
        self.numbers = list(compress(self.numbers, kept))
        self.cells = {name: chosen(cells, kept) for name, cells in self.cells.items()}
        self.errors = {(after[position], name): text for (position, name), text in self.errors.items() if position in after}

    def suspects(self) -> Iterable[int]:
        """Positions of rows that may be no data: those without a key, or with a word for totals in its place."""
        keys = self.cells.get(self.spec.key)
        if keys is None:
            return range(len(self.numbers))
        if isinstance(keys, Texts):
            return find_suspects(keys)
        unkeyed = [position for position, key in enumerate(keys) if not key or (isinstance(key, str) and key.isspace())]
        if not TOTAL.search("\n".join(map(str, keys))):
            return unkeyed
        return [*unkeyed, *(position for position, key in enumerate(keys) if isinstance(key, str) and TOTAL.match(key))]

    def is_blank(self, position: int) -> bool:
        """Whether no known column of the row holds anything."""
        return all(blank(cells[position]) for cells in self.cells.values()) and not any(
            (position, name) in self.errors for name in self.cells
        )

    def is_total(self, position: int) -> bool:
        """Whether the row begins with a word for totals and holds numbers or nothing beside it; says so."""
        number = self.numbers[position]
        cells = self.grid.rows[number] if number < len(self.grid.rows) else ()
        filled = [(place, cell) for place, cell in enumerate(cells) if not blank(cell)]
        place, first = filled[0] if filled else (0, None)
        word = TOTAL.match(first) if isinstance(first, str) else None
        if word is None or not isinstance(first, str):
            return False
        sums = len(filled) > 1 and all(isinstance(cell, (int, float)) for _, cell in filled[1:])
        if first[word.end() :].strip() and not sums:
            return False
        message = "Строка итогов пропущена, итоги считаются сами; если это данные, начните их с другого слова"
        problem = Problem(self.spec.name, self.grid.sheet, message, a1(number, place), found=first, level="warning")
        self.found.append((number, place, problem))
        return True

    def identify(self, series: pd.Series[Any], bad: Sequence[Bad]) -> tuple[pd.Index[str], dict[str, str]]:
        """A key for every row: its own where it has one that no row above has, else a provisional one and why."""
        missing = np.asarray(series.array.isna())
        if not missing.any() and len(pc.unique(as_arrow(series))) == len(series):
            return pd.Index(series.array, name=self.spec.key), {}
        keys: list[str] = series.tolist()
        unread = {item.position for item in bad} | {position for position, name in self.errors if name == self.spec.key}
        first: dict[str, int] = {}
        late: list[int] = []
        for position, (key, absent) in enumerate(zip(keys, missing, strict=True)):
            if absent or first.setdefault(key, position) != position:
                late.append(position)
        taken = dict.fromkeys(first, 1)
        reasons: dict[str, str] = {}
        for position in late:
            typed = None if missing[position] else keys[position]
            keys[position] = key = self.provisional_key(position, taken)
            if typed is not None:
                reasons[key] = f"Код {quoted(typed)} уже есть в строке {self.numbers[first[typed]] + 1}"
                self.report(key, self.spec.key, position, f"{reasons[key]}; эта строка получит новый", typed)
            elif position in unread:
                reasons[key] = "Код не прочитан"
            else:
                reasons[key] = "Код не указан"
                if self.spec.key in self.cells:
                    self.report(key, self.spec.key, position, f"{reasons[key]}; строка получит его сама", level="warning")
        return pd.Index(keys, dtype=TEXT, name=self.spec.key), reasons

    def provisional_key(self, position: int, taken: dict[str, int]) -> str:
        """A key made of what the row holds, so that it stays the same when the row moves; ``taken`` counts those given."""
        cells = [self.cells[name][position] for name in self.spec.columns if name in self.cells]
        key = candidate = "?" + blake2b(repr(cells).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
        while candidate in taken:
            taken[key] += 1
            candidate = f"{key}-{taken[key]}"
        taken[candidate] = 1
        return candidate

    def require(self, series: Mapping[str, pd.Series[Any]], keys: Keys, raw: Mapping[tuple[str, str], Cell]) -> None:
        """Report required cells that are empty (not those that hold something unreadable, nor a column that is not there)."""
        for name, column in self.spec.columns.items():
            if not column.required or name not in self.cells or name == self.spec.key:
                continue
            for position in empty_positions(series[name]):
                if (keys[position], name) not in raw:
                    self.report(keys[position], name, position, "Не заполнено, а это обязательный столбец")

    def report(
        self, key: str, name: str, position: int, message: str, found: str = "", *, hint: str = "", level: Level = "error"
    ) -> None:
        """Keep a problem of one cell."""
        row, place = self.numbers[position], self.header.places[name]
        problem = Problem(self.spec.name, self.grid.sheet, message, a1(row, place), key, name, found, hint, level=level)
        self.found.append((row, place, problem))


def find_suspects(keys: Texts) -> list[int]:
    """The places of keys that are blank or begin with a word for totals."""
    trimmed = pc.utf8_trim_whitespace(keys.array)
    odd = pc.or_(pc.equal(trimmed, ""), pc.match_substring_regex(trimmed, "(?i)^(?:итого|всего)"))
    places = pc.indices_nonzero(pc.fill_null(odd, True)).to_pylist()
    return [place for place in places if not (key := keys[place]) or key.isspace() or TOTAL.match(key)]


def empty_positions(series: pd.Series[Any]) -> Iterator[int]:
    """Positions of missing values; in a column of many values those of empty tuples."""
    if series.dtype == object:
        return (position for position, value in enumerate(series.tolist()) if value is None or value == ())
    return iter(np.flatnonzero(series.array.isna()).tolist())
