"""What a network knows of each place: the rows of every part of its card. Made once a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from netdash.facts import several
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages.scheme import CardPart


@dataclass(frozen=True, eq=False)
class Chapter:
    """One part of all cards: ``table`` is what is listed, ``rows`` the keys by place, in the order in which they are read."""

    part: CardPart
    table: str
    title: str
    rows: Mapping[str, tuple[str, ...]]


def build_chapter(snapshot: Snapshot, part: CardPart) -> Chapter:
    """The rows of every place, each once."""
    index, mask = snapshot.tables[part.table].index, np.array(snapshot.mask(part.table, part.where), dtype=bool)
    order, places = rank(snapshot, part), snapshot.follow(part.table, part.place).tolist()
    listed = snapshot.follow(part.table, part.each).tolist() if part.each else index.tolist()
    found: dict[str, dict[str, Any]] = {}
    for at in mask.nonzero()[0].tolist():
        for place in several(places[at]):
            for key in several(listed[at]):
                found.setdefault(place, {}).setdefault(key, order[at])
    rows = {place: tuple(sorted(own, key=own.__getitem__, reverse=bool(part.newest))) for place, own in found.items()}
    table = snapshot.target(part.table, part.each)[1].to if part.each else part.table
    return Chapter(part, table or part.table, part.title or snapshot.tables[table or part.table].spec.title, rows)


def rank(snapshot: Snapshot, part: CardPart) -> list[Any]:
    """What the rows are ordered by: their day, or where they stand in the sheet."""
    if not part.newest:
        return list(range(len(snapshot.tables[part.table].index)))
    return ["" if is_missing(value) else str(value) for value in snapshot.follow(part.table, part.newest).tolist()]
