"""What is kept of each student, part by part. Made once a snapshot for all sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from netdash.snapshot import Snapshot
from netdash.specs.pages import PortfolioPage
from netdash.specs.pages.portfolio import Part


@dataclass(frozen=True, eq=False)
class Folders:
    """The keys of each part's rows by student, latest first, in the order of the page's parts."""

    page: PortfolioPage
    parts: tuple[Mapping[str, tuple[str, ...]], ...]

    def counts(self, student: str) -> tuple[int, ...]:
        """How many rows each part has for a student."""
        return tuple(len(part.get(student, ())) for part in self.parts)


_made: WeakKeyDictionary[Snapshot, dict[str, Folders]] = WeakKeyDictionary()


def take_folders(page: PortfolioPage, snapshot: Snapshot) -> Folders:
    """The folders of a page."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = Folders(page, tuple(gather(part, snapshot) for part in page.parts))
    return made[page.name]


def gather(part: Part, snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The rows of one part by student; those without a day come last."""
    table = snapshot.tables[part.table]
    named = snapshot.follow(part.table, part.of)[snapshot.mask(part.table, part.where)]
    if part.newest:
        days = table.columns[part.newest].set_axis(table.index)[named.index]
        named = named[days.sort_values(ascending=False, kind="stable", na_position="last").index]
    found: dict[str, list[str]] = {}
    for key, students in zip(named.index.tolist(), named.tolist(), strict=True):
        for student in students if isinstance(students, tuple) else (students,):
            if isinstance(student, str):
                found.setdefault(student, []).append(key)
    return {student: tuple(keys) for student, keys in found.items()}
