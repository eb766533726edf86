"""What is kept of each student, part by part. Made once a snapshot for all sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from netdash.edits import plain
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
    passed = snapshot.mask(part.table, part.where).tolist()
    newest: list[Any] = table.columns[part.newest].tolist() if part.newest else [None] * len(table.index)
    found: dict[str, list[tuple[str, str]]] = {}
    for key, good, when, named in zip(table.index, passed, newest, snapshot.follow(part.table, part.of).tolist(), strict=True):
        for student in named if isinstance(named, tuple) else (named,):
            if good and isinstance(student, str):
                found.setdefault(student, []).append((str(plain(when) or ""), key))
    return {
        student: tuple(key for _, key in sorted(rows, key=lambda row: row[0], reverse=True)) for student, rows in found.items()
    }
