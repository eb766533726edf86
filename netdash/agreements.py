"""Documents with their states, and what hangs on agreements: rows that need one in force, with it or without."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from netdash.coverage import Coverage, take_coverage
from netdash.facts import show_at
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages import DocumentsPage
from netdash.specs.pages.documents import Dependent

Row = tuple[str, str]
"""A table and a key of it."""


@dataclass(frozen=True)
class Document:
    """One document; ``state`` is what the matrix calls it, empty if it meets none. ``covers`` is whether it is in force."""

    key: str
    title: str
    sort: str
    state: str
    covers: bool
    joins: bool
    parties: tuple[str, ...]
    until: date | None
    who_text: str


@dataclass(frozen=True)
class Hanging:
    """Rows that need an agreement between ``places`` while none is in force; ``documents`` are those that are not, best first."""

    places: tuple[str, ...]
    documents: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Agreements:
    """All documents of a page. ``resting`` are the rows that rest on each document in force, by its key."""

    page: DocumentsPage
    matrix: Coverage
    documents: Mapping[str, Document]
    hanging: tuple[Hanging, ...]
    resting: Mapping[str, tuple[Row, ...]]

    @cached_property
    def ending(self) -> tuple[Document, ...]:
        """Those that are in force and have a last day, the nearest first."""
        found = [each for each in self.documents.values() if each.covers and each.until]
        return tuple(sorted(found, key=lambda each: each.until or date.max))

    @cached_property
    def ended(self) -> tuple[Document, ...]:
        """Those that are neither in force nor on the way to it, the latest first."""
        found = [each for each in self.documents.values() if not each.covers and each.state not in self.page.waiting]
        return tuple(sorted(found, key=lambda each: each.until or date.min, reverse=True))

    @cached_property
    def waiting(self) -> tuple[Document, ...]:
        """Those that are on the way, in the order of the matrix's states and of the sheet."""
        order = list(self.matrix.states)
        found = [each for each in self.documents.values() if each.state in self.page.waiting]
        return tuple(sorted(found, key=lambda each: order.index(each.state)))


_made: WeakKeyDictionary[Snapshot, dict[str, Agreements]] = WeakKeyDictionary()


def take_agreements(page: DocumentsPage, snapshot: Snapshot) -> Agreements:
    """The documents of a page, made once a snapshot for all sessions."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_agreements(page, snapshot)
    return made[page.name]


def build_agreements(page: DocumentsPage, snapshot: Snapshot) -> Agreements:
    """Judge every document, and find what each row that needs one rests on."""
    matrix = take_coverage(snapshot, page.matrix)
    documents = list_documents(page, snapshot, matrix)
    shelf = Shelf(documents.values(), list(matrix.states))
    hanging: dict[tuple[str, ...], list[Row]] = {}
    resting: dict[str, list[Row]] = {}
    for dependent in page.hang:
        for key, places, named in list_needs(dependent, snapshot):
            best = shelf.find(places, named)
            if best:
                resting.setdefault(best, []).append((dependent.table, key))
            else:
                hanging.setdefault(places, []).append((dependent.table, key))
    lists = [Hanging(places, shelf.list_weak(places), tuple(rows)) for places, rows in hanging.items()]
    lists.sort(key=lambda one: -len(one.rows))
    return Agreements(page, matrix, documents, tuple(lists), {key: tuple(rows) for key, rows in resting.items()})


def list_documents(page: DocumentsPage, snapshot: Snapshot, matrix: Coverage) -> dict[str, Document]:
    """Every document, by key, in the order of the sheet."""
    table = snapshot.tables[page.table]
    blank = [None] * len(table.index)

    def column(path: str | None) -> list[Any]:
        return snapshot.follow(page.table, path).tolist() if path else blank

    titles, joins = snapshot.labels(page.table), np.array(snapshot.mask(page.table, page.agreement), dtype=bool).tolist()
    lines = zip(table.rows, titles.tolist(), joins, *map(column, (page.sort, page.parties, page.until, page.who)), strict=True)
    documents = {}
    for key, title, joint, sort, parties, until, who in lines:
        state = matrix.judged.get(key, "")
        documents[key] = Document(
            key=key,
            title=str(title),
            sort="" if is_missing(sort) else sort,
            state=state,
            covers=bool(state) and matrix.states[state].covers,
            joins=joint,
            parties=parties if isinstance(parties, tuple) else () if is_missing(parties) else (parties,),
            until=None if is_missing(until) else until.date(),
            who_text=show_at(snapshot, page.table, page.who, who) if page.who else "",
        )
    return documents


def list_needs(dependent: Dependent, snapshot: Snapshot) -> Iterable[tuple[str, tuple[str, ...], str | None]]:
    """Rows that need an agreement: key, the places it is between, and the document that the row names (``None``: any)."""
    keys, mask = (
        list(snapshot.tables[dependent.table].rows),
        np.array(snapshot.mask(dependent.table, dependent.where), dtype=bool),
    )
    columns = [snapshot.follow(dependent.table, path).tolist() for path in dependent.between]
    named = snapshot.follow(dependent.table, dependent.by).tolist() if dependent.by else [None] * len(keys)
    for at in mask.nonzero()[0].tolist():
        found = [column[at] for column in columns if not is_missing(column[at])]
        if len(found) < len(columns) or (not dependent.by and len(set(found)) < 2):
            continue
        by = None if not dependent.by else "" if is_missing(named[at]) else named[at]
        yield keys[at], tuple(sorted(set(found))), by


class Shelf:
    """Documents by their parties, so that the best one between some places is found at once."""

    def __init__(self, documents: Iterable[Document], states: Sequence[str]) -> None:
        self._documents = {each.key: each for each in documents}
        self._states = list(states)
        self._of: dict[str, set[str]] = {}
        self._found: dict[tuple[str, ...], list[Document]] = {}
        for each in self._documents.values():
            for place in each.parties if each.joins else ():
                self._of.setdefault(place, set()).add(each.key)

    def between(self, places: tuple[str, ...]) -> list[Document]:
        """All agreements that have these places among their parties, the best and longest first."""
        if places not in self._found:
            keys = set.intersection(*(self._of.get(place, set()) for place in places))
            self._found[places] = sorted((self._documents[key] for key in keys), key=self._rank)
        return self._found[places]

    def _rank(self, each: Document) -> tuple[bool, int, int, str]:
        order = self._states.index(each.state) if each.state else len(self._states)
        return not each.covers, order, -(each.until or date.max).toordinal(), each.key

    def find(self, places: tuple[str, ...], named: str | None) -> str:
        """The agreement in force that a row rests on, empty without one."""
        if named is not None:
            document = self._documents.get(named)
            return named if document and document.covers else ""
        best = next(iter(self.between(places)), None)
        return best.key if best and best.covers else ""

    def list_weak(self, places: tuple[str, ...]) -> tuple[str, ...]:
        """The agreements between places that are not in force."""
        return tuple(each.key for each in self.between(places) if not each.covers)
