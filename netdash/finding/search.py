"""From typed words to rows, best first, grouped by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netdash.finding.index import Index, TableIndex, index
from netdash.finding.words import STOP, stem, words
from netdash.kinds import fold
from netdash.snapshot import Snapshot

LONGEST, MOST_WORDS = 200, 12
JUDGED = 300
"""Of how many rows of a table, the best by their words, the names are looked at."""

BEGINS, MISTAKEN, LETTER = 0.7, 0.5, 0.3
"""What a longer word, a misspelt one and a single letter are worth beside the word itself."""

Meant = Mapping[str, float]
"""The words of the workbook that a typed one may mean, each with what it is worth."""


@dataclass(frozen=True)
class Hit:
    """A row; ``columns`` are those where words were found, the best first."""

    table: str
    key: str
    score: float
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The rows of one table: how many there are, and the best of them."""

    table: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Found:
    """What a search gives. ``exact`` are rows with just this code, ``stems`` the words to be marked.

    ``mended`` are typed words that nobody wrote, with those taken instead. ``partly`` says that no row has all the words.
    """

    query: str
    exact: tuple[Hit, ...] = ()
    groups: tuple[Group, ...] = ()
    stems: frozenset[str] = frozenset()
    mended: tuple[str, ...] = ()
    partly: bool = False


def find(snapshot: Snapshot, query: str, most: int = 5, only: str = "") -> Found:
    """Rows that have all the words of ``query``, at most ``most`` of each table; ``only`` one table."""
    typed = list(dict.fromkeys(words(query[:LONGEST])))[:MOST_WORDS]
    if not typed:
        return Found(query)
    whole, code = index(snapshot), fold(query)
    tables = {name: table for name, table in whole.tables.items() if only in ("", name)}
    exact = tuple(Hit(name, table.keys[code], 0, ()) for name, table in tables.items() if code in table.keys)
    for mending in (False, True):
        search = _Search(snapshot, tables, query, {word: _meant(whole, word, mending) for word in typed})
        groups = search.groups(search.wanted, most)
        if groups or exact:
            break
    partly = not groups and not exact and len(typed) > 1
    if partly:
        groups = search.groups(search.most_together, most)
    stems = frozenset(word for each in search.meant.values() for word in each)
    mended = tuple(word for word, ways in search.meant.items() if ways and max(ways.values()) <= MISTAKEN)
    return Found(query, exact, groups, stems, mended, partly)


def _meant(whole: Index, word: str, mending: bool) -> Meant:
    """What a typed word may mean: itself in any form, a longer one, and where there is neither (or ``mending``) a near one."""
    root = stem(word)
    meant = {root: 1.0} if whole.beginning(root)[:1] == [root] else {}
    if len(word) > 1 and (word.isalpha() or not meant):
        meant |= {longer: BEGINS for longer in whole.beginning(word if meant or len(root) < 4 else root) if longer not in meant}
    if mending or not meant:
        meant |= {near: MISTAKEN / count for near, count in whole.near.find(root).items() if near not in meant and count}
    return meant


class _Search:
    """One set of words over some tables; ``wanted`` of the needed ones are to stand in a row."""

    def __init__(self, snapshot: Snapshot, tables: Mapping[str, TableIndex], query: str, meant: Mapping[str, Meant]) -> None:
        self.snapshot, self.tables, self.query, self.meant = snapshot, tables, fold(query), meant
        self.needed = frozenset(word for word in meant if len(word) > 1 and word not in STOP) or frozenset(meant)
        self.wanted = len(self.needed)
        self.scored = {name: self.score(len(snapshot.tables[name].rows), table) for name, table in tables.items()}

    @property
    def most_together(self) -> int:
        """How many of the words stand together at most."""
        return max((int(counts.max(initial=0)) for _, counts in self.scored.values()), default=0)

    def score(self, size: int, table: TableIndex) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """What each row is worth, and how many of the needed words it has."""
        scores, counts = np.zeros(size), np.zeros(size, dtype=np.int64)
        for word, ways in self.meant.items():
            best = np.zeros(size)
            for field in table.fields:
                for way, worth in ways.items():
                    rows = field.rows(way)
                    if rows is not None:
                        best[rows] = np.maximum(best[rows], field.weight * worth)
            scores += best * (LETTER if len(word) == 1 else 1)
            if word in self.needed:
                counts += best > 0
        return scores, counts

    def groups(self, wanted: int, most: int) -> tuple[Group, ...]:
        """The tables that have such rows, the one with the best row first."""
        groups = []
        for name, (scores, counts) in self.scored.items():
            rows = np.flatnonzero(counts == wanted) if wanted else np.zeros(0, dtype=np.int64)
            if rows.size:
                best = rows[np.argsort(-scores[rows], kind="stable")][: max(JUDGED, most)].tolist()
                groups.append(Group(name, int(rows.size), self.judge(name, best, most)))
        return tuple(sorted(groups, key=lambda group: -group.hits[0].score))

    def judge(self, name: str, rows: Sequence[int], most: int) -> tuple[Hit, ...]:
        """The best rows; a name that is just what was typed, or begins so, or is shorter, goes before others."""
        built, scores = self.snapshot.tables[name], self.scored[name][0]
        names = list(self.snapshot.resolvers[name].names.values()) if built.spec.label else [""] * len(built.rows)

        def worth(row: int) -> float:
            label = fold(names[row])
            bonus = 6 if label == self.query else 2 if label.startswith(self.query) else 0
            return float(scores[row]) + bonus - min(len(label), 200) / 1000

        judged = sorted(((worth(row), row) for row in rows), key=lambda pair: (-pair[0], pair[1]))[:most]
        places = self.places(self.tables[name], {row for _, row in judged})
        return tuple(Hit(name, built.index[row], score, places[row]) for score, row in judged)

    def places(self, table: TableIndex, rows: set[int]) -> Mapping[int, tuple[str, ...]]:
        """In which columns of these rows the words stand, the column that counts most first."""
        found: dict[int, dict[str, None]] = {row: {} for row in rows}
        for field in sorted(table.fields, key=lambda field: -field.weight):
            for way in (way for ways in self.meant.values() for way in ways):
                standing = field.rows(way)
                for row in rows.intersection(standing.tolist()) if standing is not None else ():
                    found[row][field.column] = None
        return {row: tuple(columns) for row, columns in found.items()}
