"""Checks of the recipe for demonstration rows: whatever it names exists and suits."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from netdash.config.conditions import check_where
from netdash.config.draft import ANY, CHOICES, Draft, school_year_fault
from netdash.config.reading import Steps
from netdash.specs.demonstration import (
    Constant,
    Day,
    Draw,
    Fill,
    LookUp,
    Make,
    Number,
    OneOf,
    Pick,
    RowsOf,
    SameAs,
    Shift,
    SomeOf,
    Text,
    Value,
    Way,
    Years,
)

_FILE = "demonstration"


def check_demonstration(draft: Draft) -> None:
    """Every step names tables, columns, paths, words and lists that are there."""
    for number, step in enumerate(draft.demonstration.steps if draft.demonstration else ()):
        word, table = ("make", step.make) if isinstance(step, Make) else ("fill", step.fill)
        if draft.table(_FILE, ("steps", number, word), table) and table in draft.tables:
            _Check(draft, table, ("steps", number)).check(step)


class _Check:
    """The check of one step for ``table`` that stands at ``here``."""

    def __init__(self, draft: Draft, table: str, here: Steps) -> None:
        self._draft, self._table, self._here = draft, table, here

    def check(self, step: Make | Fill) -> None:
        """The whole step."""
        if isinstance(step, Make):
            self._check_begin(step)
        else:
            self._where(self._table, step.where, (*self._here, "where"))
        for column, value in step.set.items():
            self._check_value(column, value, (*self._here, "set", column))

    def _check_begin(self, step: Make) -> None:
        for number, row in enumerate(step.rows):
            for column, value in row.items():
                self._words(column, value if isinstance(value, tuple) else (value,), (*self._here, "rows", number, column))
        for column, every in step.every.items():
            here = (*self._here, "every", column)
            if isinstance(every, RowsOf):
                self._rows_of(every.table, every.where, here, "table")
            if isinstance(every, Years):
                self._years(every.years, (*here, "years"))
            self._words(column, every if isinstance(every, tuple) else (), here)
        for number, out in enumerate(step.leave_out):
            self._where(self._table, out.when, (*self._here, "leave_out", number, "when"))
        for number, paths in enumerate(step.distinct):
            for position, path in enumerate(paths):
                self._path(path, (*self._here, "distinct", number, position))

    def _check_value(self, column: str, value: Value, here: Steps) -> None:
        ways = value if isinstance(value, tuple) else (value,)
        for number, way in enumerate(ways):
            place = (*here, number) if isinstance(value, tuple) else here
            if isinstance(way, Way):
                self._where(self._table, way.when, (*place, "when"))
                self._check_way(column, way, place)
            else:
                self._words(column, (way,), place)

    def _check_way(self, column: str, way: Way, here: Steps) -> None:
        words: Iterable[Any] = ()
        match way:
            case Constant():
                words = way.value if isinstance(way.value, tuple) else (way.value,)
            case OneOf():
                words = tuple(way.one_of)
            case SomeOf():
                words = tuple(way.some_of)
            case Pick():
                self._check_pick(column, way, here)
            case SameAs():
                self._path(way.same_as, (*here, "same_as"))
            case Text():
                self._check_text(way.text, (*here, "text"))
            case Number():
                self._check_number(way, here)
            case Day():
                self._path(way.day if isinstance(way.day, str) else None, (*here, "day"))
                self._years(() if isinstance(way.day, str) else way.day, (*here, "day"))
            case Shift():
                self._path(way.shift, (*here, "shift"))
                if (way.days is None) == (way.minutes is None):
                    self._draft.fault(_FILE, here, "a shift needs either days or minutes")
        self._words(column, words, here)

    def _check_pick(self, column: str, way: Pick, here: Steps) -> None:
        self._rows_of(way.pick, way.where, here, "pick")
        for path, mine in way.same.items():
            if way.pick in self._draft.tables:
                self._draft.follow(_FILE, (*here, "same", path), way.pick, path)
            self._path(mine, (*here, "same", path))
        self._path(way.other_than, (*here, "other_than"))
        self._path(way.including, (*here, "including"))
        spec = self._draft.tables[self._table].columns.get(column)
        if spec and spec.to != way.pick:
            whither = f"refers to {spec.to}" if spec.to else "is not a reference"
            self._draft.fault(_FILE, (*here, "pick"), f"{column} {whither}, so rows of {way.pick} do not suit it")

    def _check_number(self, way: Number, here: Steps) -> None:
        self._path(way.times, (*here, "times"))
        self._path(way.at_most, (*here, "at_most"))
        for number, term in enumerate(way.sum):
            place = (*here, "sum", number)
            if isinstance(term, Draw):
                for path in term.by:
                    self._path(path, (*place, "by"))
            elif isinstance(term, LookUp):
                self._path(term.look_up, (*place, "look_up"))
            else:
                self._path(term.year, (*place, "year"))
                self._years((term.since,), (*place, "since"))

    def _check_text(self, text: str, here: Steps) -> None:
        """Each field is the row's number, a list of words, or a path."""
        lists = self._draft.demonstration.words if self._draft.demonstration else {}
        for field in re.findall(r"\{([^{}]*)\}", text):
            name, _, path = field.partition(":")
            if field.startswith("#"):
                if not re.fullmatch(r"#(0?[1-9])?", field):
                    self._draft.fault(_FILE, here, f"«{{{field}}}» is no number; write {{#}} or, with leading zeros, {{#04}}")
            elif name not in lists:
                self._path(field, here)
            elif isinstance(lists[name], Mapping) != bool(path):
                fix = f"needs a path: {{{name}:path}}" if not path else f"has no parts; write {{{name}}}"
                self._draft.fault(_FILE, here, f"the list of words «{name}» {fix}")
            else:
                self._path(path or None, here)

    def _rows_of(self, table: str, where: Mapping[str, Any], here: Steps, word: str) -> None:
        if self._draft.table(_FILE, (*here, word), table) and table in self._draft.tables:
            self._where(table, where, (*here, "where"))

    def _where(self, table: str, where: Mapping[str, Any], here: Steps) -> None:
        check_where(self._draft, _FILE, here, table, dict(where))

    def _path(self, path: str | None, here: Steps) -> None:
        if path:
            self._draft.follow(_FILE, here, self._table, path)

    def _years(self, years: Iterable[str], here: Steps) -> None:
        for year in years:
            if fault := school_year_fault(year):
                self._draft.fault(_FILE, here, fault)

    def _words(self, column: str, words: Iterable[Any], here: Steps) -> None:
        """The column is there and, if it takes words of a list, takes these."""
        end = self._draft.own(_FILE, here, self._table, column, ANY)
        known = self._draft.list_words(end.column.choices or "") if end and end.column.kind in CHOICES else None
        for word in words if known is not None else ():
            self._draft.known(_FILE, here, f"{column}: the word", str(word), known or ())
