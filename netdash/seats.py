"""Courses, who takes them in which year, and the seats that are left. Made once a snapshot for all sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from netdash.edits import plain
from netdash.kinds import school_year, school_year_of
from netdash.snapshot import Snapshot
from netdash.specs.pages import CoursesPage

Group = tuple[str, str]
"""A year (empty where plans have none), and a course or a student."""


@dataclass(frozen=True)
class Plan:
    """One row by which a student takes a course; ``takes`` if it takes a seat, else it waits for one."""

    key: str
    student: str
    course: str
    year: str
    takes: bool


@dataclass(frozen=True)
class Seats:
    """How full a course is in a year; ``total`` and ``left`` are ``None`` where nobody knows the number of seats."""

    total: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Seats that nobody takes; below zero where more take them than there are."""
        return None if self.total is None else self.total - self.taken

    @property
    def is_full(self) -> bool:
        """Whether nobody more can be seated, as far as that is known."""
        return self.left is not None and self.left <= 0


@dataclass(frozen=True, eq=False)
class Bank:
    """All plans of a page by course and by student, in the order of the sheet."""

    page: CoursesPage
    open: frozenset[str]
    totals: Mapping[str, int | None]
    plans: tuple[Plan, ...]
    current: str

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years that plans are of and the one that it is, the latest first."""
        return tuple(sorted({plan.year for plan in self.plans if plan.year} | {self.current}, reverse=True))

    @cached_property
    def next(self) -> str:
        """The school year after the one that it is; empty where plans have none."""
        return school_year(int(self.current[:4]) + 1) if self.current else ""

    @cached_property
    def by_course(self) -> Mapping[Group, list[Plan]]:
        """The plans of each year and course."""
        return _group((plan.year, plan.course, plan) for plan in self.plans)

    @cached_property
    def by_student(self) -> Mapping[Group, list[Plan]]:
        """The plans of each year and student."""
        return _group((plan.year, plan.student, plan) for plan in self.plans)

    def seats(self, course: str, year: str) -> Seats:
        """How full a course is; a student who stands twice takes one seat."""
        plans = self.by_course.get((year, course), ())
        taken = {plan.student for plan in plans if plan.takes}
        return Seats(self.totals.get(course), len(taken), len({plan.student for plan in plans} - taken))


_made: WeakKeyDictionary[Snapshot, dict[str, Bank]] = WeakKeyDictionary()


def take_bank(page: CoursesPage, snapshot: Snapshot) -> Bank:
    """The bank of a page."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_bank(page, snapshot)
    return made[page.name]


def build_bank(page: CoursesPage, snapshot: Snapshot) -> Bank:
    """Read the courses and the plans; plans without a course or a student are nobody's."""
    courses, plans = snapshot.tables[page.courses], snapshot.tables[page.plans]
    is_open = snapshot.mask(page.courses, page.open).tolist()
    totals: list[Any] = courses.columns[page.seats].tolist() if page.seats else [None] * len(courses.index)
    takes = snapshot.mask(page.plans, page.takes).tolist()
    years = plans.columns[page.year].tolist() if page.year else [""] * len(plans.index)
    lines = zip(plans.index, plans.columns[page.student].tolist(), plans.columns[page.course].tolist(), years, takes, strict=True)
    return Bank(
        page,
        frozenset(key for key, free in zip(courses.index, is_open, strict=True) if free),
        {key: None if plain(total) is None else int(total) for key, total in zip(courses.index, totals, strict=True)},
        tuple(
            Plan(key, student, course, plain(year) or "", bool(taking))
            for key, student, course, year, taking in lines
            if isinstance(student, str) and isinstance(course, str)
        ),
        school_year_of(snapshot.today) if page.year else "",
    )


def _group(triples: Any) -> Mapping[Group, list[Plan]]:
    found: dict[Group, list[Plan]] = {}
    for year, key, plan in triples:
        found.setdefault((year, key), []).append(plan)
    return found
