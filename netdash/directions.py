"""The directions of a programme: what is planned, done and late in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from netdash.kinds import is_missing
from netdash.snapshot import Snapshot
from netdash.specs.pages.scheme import Work

WorkState = Literal["done", "late", "not_begun"]
STATES: tuple[WorkState, ...] = ("done", "late", "not_begun")


@dataclass(frozen=True)
class Share:
    """The rows of one table in one direction, by state: done, late, or still ahead."""

    rows: Mapping[WorkState, tuple[str, ...]]

    @cached_property
    def counts(self) -> Mapping[WorkState, int]:
        """How many there are of each."""
        return {state: len(self.rows.get(state, ())) for state in STATES}

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def compute_work(snapshot: Snapshot, work: Work, directions: Sequence[str]) -> dict[str, Share]:
    """The share of each direction; rows of none stand under an empty word, if there are any."""
    index = snapshot.tables[work.table].index
    counted = np.ones(len(index), dtype=bool)
    if work.leave_out:
        counted &= ~np.array(snapshot.mask(work.table, work.leave_out), dtype=bool)
    done = np.array(snapshot.mask(work.table, work.done), dtype=bool).tolist()
    late = [False] * len(index)
    if work.until:
        late = np.array(snapshot.follow(work.table, work.until) < str(snapshot.today), dtype=bool).tolist()
    words = snapshot.follow(work.table, work.by).tolist()
    found: dict[str, dict[WorkState, list[str]]] = {name: {} for name in directions}
    for at in counted.nonzero()[0].tolist():
        word = "" if is_missing(words[at]) else words[at]
        state: WorkState = "done" if done[at] else "late" if late[at] else "not_begun"
        found.setdefault(word, {}).setdefault(state, []).append(index[at])
    return {name: Share({state: tuple(keys) for state, keys in rows.items()}) for name, rows in found.items()}
