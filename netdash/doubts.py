"""Values that may be right and are asked about: jumps against the year before, unusual numbers, rows that came no more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from netdash.expectations import find_due, take_expectations
from netdash.facts import show_at, year_of
from netdash.kinds import is_missing, school_year
from netdash.kinds.russian import NBSP, number, plain
from netdash.snapshot import Snapshot
from netdash.specs import Ask, Small, TableSpec
from netdash.specs.expectations import Gone, Jump, Unusual

PERIODS = ("school_year", "date")


@dataclass(frozen=True)
class Doubt:
    """One question to ``owner`` about a row of ``year`` (empty where the table knows no year).

    ``key`` is the row that is asked about, ``before`` the one of the school year before; of rows that came no more there is only
    the one before. ``column`` is the number in question with its ``value`` and what it ``was``; ``sizes`` are how many people
    stand under both (before, now) by ``sized``. ``parts`` are the paths that tell the row from others of its owner, with their
    values; ``bounds`` what is usual. ``confirm`` is the column that says of a row that it is right all the same.
    """

    table: str
    owner: str
    year: str
    kind: Literal["jump", "unusual", "gone"]
    key: str = ""
    before: str = ""
    column: str = ""
    value: float | None = None
    was: float | None = None
    sized: str = ""
    sizes: tuple[float | None, float | None] = (None, None)
    parts: tuple[tuple[str, Any], ...] = ()
    bounds: tuple[float | None, float | None] = (None, None)
    confirm: str = ""


_made: WeakKeyDictionary[Snapshot, tuple[Doubt, ...]] = WeakKeyDictionary()


def take_doubts(snapshot: Snapshot) -> tuple[Doubt, ...]:
    """Every question, shared by all sessions."""
    if snapshot not in _made:
        _made[snapshot] = compute_doubts(snapshot)
    return _made[snapshot]


def compute_doubts(snapshot: Snapshot) -> tuple[Doubt, ...]:
    """Every question that the config asks, table by table; newest year first within each."""
    found: list[Doubt] = []
    for spec in snapshot.config.tables.values():
        doubts = [doubt for ask in spec.ask for doubt in _Reader(snapshot, spec, ask).doubts()]
        found += sorted(doubts, key=lambda doubt: doubt.year, reverse=True)
    return tuple(found)


def list_recent(snapshot: Snapshot, owner: str) -> list[Doubt]:
    """The questions to an owner about the two last school years of which there is anything to ask: older ones are history."""
    doubts = [doubt for doubt in take_doubts(snapshot) if doubt.owner == owner]
    years = sorted({doubt.year for doubt in take_doubts(snapshot)}, reverse=True)[:2]
    return [doubt for doubt in doubts if doubt.year in years]


class _Reader:
    """One question, asked of all rows of a table."""

    def __init__(self, snapshot: Snapshot, spec: TableSpec, ask: Ask) -> None:
        self.snapshot, self.spec, self.ask = snapshot, spec, ask
        self.index = snapshot.tables[spec.name].index.tolist()
        self.owners = snapshot.owners(spec.name).tolist()
        asked = ~np.array(snapshot.mask(spec.name, ask.unless), dtype=bool) if ask.unless else np.ones(len(self.index), bool)
        self.asked = asked.tolist()
        self.confirm = next((path for path, condition in ask.unless.items() if condition is True and "." not in path), "")

    def doubts(self) -> Iterator[Doubt]:
        """What there is to ask."""
        match self.ask:
            case Jump():
                yield from self.jumps(self.ask)
            case Unusual():
                yield from self.unusual(self.ask)
            case Gone():
                yield from self.gone(self.ask)

    def column(self, path: str) -> list[Any]:
        """The values of a path row by row, ``None`` where missing."""
        return [None if is_missing(value) else value for value in self.snapshot.follow(self.spec.name, path).tolist()]

    def numbers(self, path: str) -> list[float | None]:
        """The numbers of a path row by row."""
        return [None if value is None else float(value) for value in self.column(path)]

    def sizes(self, small: Small | None) -> list[float | None]:
        """How many people stand under each row."""
        return self.numbers(small.of) if small and small.of else [None] * len(self.index)

    def places(self, year: str, paths: Sequence[str]) -> dict[tuple[str, tuple[Any, ...]], list[int]]:
        """The positions of the rows of each year and combination; rows where anything is missing stand nowhere."""
        found: dict[tuple[str, tuple[Any, ...]], list[int]] = {}
        columns = [self.column(path) for path in paths]
        for position, (when, *values) in enumerate(zip(map(year_of, self.column(year)), *columns, strict=True)):
            if when and None not in values:
                found.setdefault((when, tuple(values)), []).append(position)
        return found

    def parts(self, paths: Sequence[str], values: Sequence[Any]) -> tuple[tuple[str, Any], ...]:
        """What tells a row from others of its owner and year."""
        return tuple((path, value) for path, value in zip(paths, values, strict=True) if path != self.spec.owner)

    def jumps(self, ask: Jump) -> Iterator[Doubt]:
        """Numbers far from those of the year before; of combinations that have one row in each of both years."""
        values, sizes, places = self.numbers(ask.jump), self.sizes(ask.small), self.places(ask.year, ask.per)
        for (year, combination), rows in places.items():
            earlier = places.get((_year_before(year), combination), [])
            if len(rows) != 1 or len(earlier) != 1 or not self.asked[rows[0]]:
                continue
            (now,), (then,) = rows, earlier
            value, was = values[now], values[then]
            if value is None or was is None or _is_small(ask.small, sizes[now]) or _is_small(ask.small, sizes[then]):
                continue
            if _jumped(ask, was, value):
                yield Doubt(
                    self.spec.name, self.owners[now], year, "jump", self.index[now], self.index[then], ask.jump, value, was,
                    _sized(ask), (sizes[then], sizes[now]), self.parts(ask.per, combination),
                    confirm=self.confirm,
                )  # fmt: skip

    def unusual(self, ask: Unusual) -> Iterator[Doubt]:
        """Numbers that are seldom right."""
        values, sizes = self.numbers(ask.unusual), self.sizes(ask.small)
        paths = [path for path in self._told() if path != ask.unusual]
        columns, years = [self.column(path) for path in paths], self._years()
        for position, value in enumerate(values):
            if value is None or not self.asked[position] or _is_small(ask.small, sizes[position]):
                continue
            if (ask.min is not None and value < ask.min) or (ask.max is not None and value > ask.max):
                parts = tuple((path, column[position]) for path, column in zip(paths, columns, strict=True))
                yield Doubt(
                    self.spec.name, self.owners[position], years[position], "unusual", self.index[position], "", ask.unusual,
                    value, None, _sized(ask), (None, sizes[position]), parts, (ask.min, ask.max), self.confirm,
                )  # fmt: skip

    def gone(self, ask: Gone) -> Iterator[Doubt]:
        """Combinations of the year before that are there no more, once the year's day has passed.

        Owners without any row of the year are not asked, nor about rows that are expected anyway: those are missing.
        """
        places = self.places(ask.year, ask.gone)
        typed = {(year, self.owners[row]) for (year, _), rows in places.items() for row in rows}
        expected = self._expected()
        for (year, combination), rows in places.items():
            after, owner = _year_after(year), self.owners[rows[-1]]
            if (after, combination) in places or (after, owner) not in typed or not self.asked[rows[-1]]:
                continue
            due, here = find_due(self.spec, after) or date.max, dict(zip(ask.gone, combination, strict=True))
            if self.snapshot.today <= due or any(
                all(here.get(path) in (None, value) for path, value in parts) for parts in expected.get((owner, after), ())
            ):
                continue
            parts = self.parts(ask.gone, combination)
            yield Doubt(self.spec.name, owner, after, "gone", before=self.index[rows[-1]], parts=parts)

    def _expected(self) -> Mapping[tuple[str, str], list[tuple[tuple[str, str], ...]]]:
        """The parts of the expected rows that are not there, by owner and year."""
        found: dict[tuple[str, str], list[tuple[tuple[str, str], ...]]] = {}
        for slot in take_expectations(self.snapshot).slots:
            if slot.table == self.spec.name and not slot.rows:
                found.setdefault((slot.owner, slot.year), []).append(slot.parts)
        return found

    def _told(self) -> list[str]:
        """The columns that tell a row from others: its label, or the choices and references that are not its owner."""
        spec = self.spec
        if spec.label:
            return [spec.label]
        return [name for name, column in spec.columns.items() if column.kind in ("choice", "reference") and name != spec.owner]

    def _years(self) -> list[str]:
        """The school year of each row, by the first column that has one."""
        path = next((name for name, column in self.spec.columns.items() if column.kind in PERIODS), "")
        return list(map(year_of, self.column(path))) if path else [""] * len(self.index)


def _sized(ask: Jump | Unusual) -> str:
    return (ask.small and ask.small.of) or ""


def _is_small(small: Small | None, size: float | None) -> bool:
    """Whether a figure stands over too few people to be asked about."""
    return small is not None and small.of is not None and (size is None or size < small.below)


def _jumped(ask: Jump, was: float, value: float) -> bool:
    """Whether two numbers are further apart than the config takes for usual."""
    if ask.over is not None:
        return abs(value - was) > ask.over
    low, high = sorted((abs(was), abs(value)))
    return ask.times is not None and high > low * ask.times


def _year_before(year: str) -> str:
    return school_year(int(year[:4]) - 1)


def _year_after(year: str) -> str:
    return school_year(int(year[:4]) + 1)


def name_doubt(snapshot: Snapshot, doubt: Doubt) -> str:
    """What is asked about, beside table, owner and year: ``физика``."""
    return ", ".join(filter(None, (show_at(snapshot, doubt.table, path, value) for path, value in doubt.parts)))


def tell_doubt(snapshot: Snapshot, doubt: Doubt) -> str:
    """The question's ground in words, with both years and how many people stand under each."""
    if doubt.kind == "gone":
        return f"в {_year_before(doubt.year)} строка есть, в {doubt.year} нет"
    title = snapshot.target(doubt.table, doubt.column)[1].title
    now = f"{title}: {_show(snapshot, doubt, doubt.value)}"
    if doubt.kind == "unusual":
        few, many = doubt.bounds
        less = few is not None and (doubt.value or 0) < few
        usual = f"обычно не {'меньше' if less else 'больше'} {_show(snapshot, doubt, few if less else many)}"
        return f"{now}{_tell_size(snapshot, doubt, 1)} — {usual}"
    then = f"{_show(snapshot, doubt, doubt.was)} в {_year_before(doubt.year)}{_tell_size(snapshot, doubt, 0)}"
    return f"{title}: {then}, {_show(snapshot, doubt, doubt.value)} в {doubt.year}{_tell_size(snapshot, doubt, 1)}"


def tell_change(doubt: Doubt) -> str:
    """By how much a number jumped: ``+16,8``; empty where nothing did."""
    if doubt.value is None or doubt.was is None:
        return ""
    change = round(doubt.value - doubt.was, 6)
    return f"+{number(change)}" if change > 0 else number(change)


def _show(snapshot: Snapshot, doubt: Doubt, value: float | None) -> str:
    return "" if value is None else snapshot.show(doubt.table, doubt.column, value)


def _tell_size(snapshot: Snapshot, doubt: Doubt, at: int) -> str:
    """How many people stand under a number: `` (сдавали 25)``; nothing where the number counts them itself."""
    size = doubt.sizes[at]
    if size is None or doubt.sized == doubt.column:
        return ""
    title = snapshot.target(doubt.table, doubt.sized)[1].title
    return f" ({title[:1].lower()}{title[1:]}{NBSP}{plain(size)})"
