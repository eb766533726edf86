"""The ways to a value: each word of a recipe, drawn with a generator of its own so that one row never moves another."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from netdash.demonstration.rows import Row, Rows, several
from netdash.specs.demonstration import (
    Between,
    Constant,
    Day,
    DemonstrationSpec,
    Draw,
    LookUp,
    Number,
    OneOf,
    OneWay,
    Pick,
    SameAs,
    Shift,
    SomeOf,
    Term,
    Text,
    Value,
    Way,
    Yearly,
)

_FIELD = re.compile(r"\{([^{}]*)\}")


class Values:
    """Values for the columns of one step's rows; ``place`` names the step, so that its draws are its own."""

    def __init__(self, rows: Rows, recipe: DemonstrationSpec, table: str, place: str) -> None:
        self._rows, self._recipe, self._table, self._place = rows, recipe, table, place
        self._texts: dict[str, set[str]] = {}

    def draw(self, column: str, value: Value, row: Row, number: int, random: Random) -> Any:
        """What the recipe puts into one cell of a row, ``None`` for an empty one."""
        drawn = self._first(column, value, row, number, random) if isinstance(value, Way | tuple) else value
        return None if drawn is None else self._rows.take(self._table, column, drawn)

    def _first(self, column: str, ways: OneWay | tuple[OneWay, ...], row: Row, number: int, random: Random) -> Any:
        """The value of the first way that the row takes."""
        for order, way in enumerate(several(ways)):
            if self._rows.meets(self._table, row, way.when) and (way.chance == 1 or random.random() < way.chance):
                return self._take(f"{column}/{order}", way, row, number, random)
        return None

    def _take(self, place: str, way: OneWay, row: Row, number: int, random: Random) -> Any:  # noqa: PLR0911 (one answer a word)
        match way:
            case Constant():
                return way.value
            case OneOf():
                return draw_one(random, way.one_of)
            case SomeOf():
                return tuple(word for word, chance in way.some_of.items() if random.random() < chance) or None
            case Pick():
                return self._pick(way, row, random)
            case SameAs():
                return self._rows.follow(self._table, row, way.same_as)
            case Text():
                return self._write(place, way, row, number, random)
            case Number():
                return self._count(place, way, row, random)
            case Day():
                return self._find_day(way, row, random)
            case Shift():
                return self._move(way, row, random)

    def _follow(self, row: Row, path: str | None) -> Any:
        return self._rows.follow(self._table, row, path) if path else None

    def _pick(self, way: Pick, row: Row, random: Random) -> Any:
        wanted = {path: set(several(self._follow(row, mine))) for path, mine in way.same.items()}
        passed = {*several(self._follow(row, way.other_than)), *several(self._follow(row, way.including))}
        found = [
            key
            for key, other in self._rows.find(way.pick, way.where)
            if key not in passed and all(wanted[path] & set(several(self._rows.follow(way.pick, other, path))) for path in wanted)
        ]
        if way.many is None:
            return random.choice(found) if found else None
        first = several(self._follow(row, way.including))
        size = max(0, min(draw_whole(random, way.many) - len(first), len(found)))
        chosen = set(first) | set(random.sample(found, size))
        return tuple(key for key in self._rows.tables[way.pick] if key in chosen) or None

    def _write(self, place: str, way: Text, row: Row, number: int, random: Random) -> str | None:
        """The text with its fields put in; ``None`` if a field has nothing, or thirty tries gave only what is there already."""
        taken = self._texts.setdefault(place.partition("/")[0], set())
        for _ in range(30):
            pieces = [
                self._field(piece, row, number, random) if order % 2 else piece
                for order, piece in enumerate(_FIELD.split(way.text))
            ]
            if not all(pieces[1::2]):
                return None
            text = "".join(pieces)
            if not way.unique or text not in taken:
                taken.add(text)
                return text
        return None

    def _field(self, field: str, row: Row, number: int, random: Random) -> str:
        if field.startswith("#"):
            return f"{number:{field[1:]}d}"
        name, _, path = field.partition(":")
        words = self._recipe.words.get(name)
        if words is None:
            return self._rows.show(self._table, row, field)
        if isinstance(words, Mapping):
            words = next((words[value] for value in several(self._follow(row, path)) if value in words), ())
        return random.choice(words) if words else ""

    def _count(self, place: str, way: Number, row: Row, random: Random) -> float | None:
        total = sum(self._term(f"{place}/{order}", term, row, random) for order, term in enumerate(way.sum))
        if way.times:
            factor = self._follow(row, way.times)
            if factor is None:
                return None
            total *= factor
        highest = [bound for bound in (way.max, self._follow(row, way.at_most)) if bound is not None]
        total = min([total, *highest])
        return round(total if way.min is None else max(total, way.min), way.digits)

    def _term(self, place: str, term: Term, row: Row, random: Random) -> float:
        match term:
            case Draw():
                if term.by:
                    random = begin(self._place, place, *(self._follow(row, path) for path in term.by))
                return random.uniform(term.start, term.end)
            case Yearly():
                year = self._follow(row, term.year)
                return term.yearly * (int(year[:4]) - int(term.since[:4]))
            case LookUp():
                values = several(self._follow(row, term.look_up))
                return next((term.numbers[value] for value in values if value in term.numbers), 0)

    def _find_day(self, way: Day, row: Row, random: Random) -> date | None:
        year = self._follow(row, way.day) if isinstance(way.day, str) else draw_one(random, way.day)
        if year is None:
            return None
        first, last = day_of(year, way.start), day_of(year, way.end)
        day = first + timedelta(random.randint(0, (last - first).days))
        return day if day.weekday() < 6 else day - timedelta(1) if day > first else day + timedelta(1)

    def _move(self, way: Shift, row: Row, random: Random) -> date | time | None:
        value = self._follow(row, way.shift)
        if value is None:
            return None
        if way.days:
            moved: date = value + timedelta(way.steps * draw_whole(random, way.days, way.steps))
            return moved
        minutes = way.steps * draw_whole(random, way.minutes, way.steps) if way.minutes else 0
        return (datetime.combine(date.min + timedelta(1), value) + timedelta(minutes=minutes)).time()


def begin(*place: Any) -> Random:
    """A generator whose draws depend on a place alone."""
    return Random("/".join(map(str, place)))  # noqa: S311 (nothing secret is drawn)


def draw_one(random: Random, options: Sequence[Any] | Mapping[str, float]) -> Any:
    """One of the options, by weight if they have weights."""
    if isinstance(options, Mapping):
        return random.choices(list(options), list(options.values()))[0]
    return random.choice(options)


def draw_whole(random: Random, between: Between, steps: int = 1) -> int:
    """A whole number of steps between two bounds."""
    return random.randint(round(between.start / steps), round(between.end / steps))


def day_of(school_year: str, month_day: str) -> date:
    """The day of a school year: ``09-01`` is in its first calendar year, ``06-20`` in its second."""
    return date.fromisoformat(f"{int(school_year[:4]) + (month_day < '09-01')}-{month_day}")
