"""Stages of the programme: which points are done, which are late, and who answers for each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from netdash.facts import show_at
from netdash.kinds import is_missing
from netdash.snapshot import Snapshot

PointState = Literal["done", "under_way", "late", "not_begun", "no_data"]


@dataclass(frozen=True)
class Point:
    """One point of a stage's checklist.

    ``status`` is the word of the sheet and ``status_text`` how people read it; ``state`` is one of the states that have a
    colour: a point that is not done is late the day after it was due. ``late`` counts the days. ``who`` are the keys of
    those who answer and ``who_text`` their names, empty if nobody was named.
    """

    key: str
    text: str
    stage: str
    status: str
    status_text: str
    state: PointState
    due: date | None
    late: int
    who: tuple[str, ...]
    who_text: str
    done_on: date | None
    evidence: str
    note: str


@dataclass(frozen=True)
class Progress:
    """Where one stage stands. ``current`` stages are those that today lies in; ``stage`` is empty for points of no stage."""

    stage: str
    title: str
    start: date | None
    end: date | None
    current: bool
    points: tuple[Point, ...]

    @property
    def total(self) -> int:
        """How many points the stage has."""
        return len(self.points)

    @property
    def counts(self) -> Mapping[PointState, int]:
        """How many points are in each state, in the order in which states are shown."""
        found = Counter(point.state for point in self.points)
        states: tuple[PointState, ...] = ("done", "under_way", "late", "not_begun", "no_data")
        return {state: found[state] for state in states}

    @property
    def done(self) -> int:
        """How many points are done."""
        return self.counts["done"]

    @property
    def late(self) -> int:
        """How many points are late."""
        return self.counts["late"]

    @property
    def share(self) -> float | None:
        """The part that is done, 0–1; none of a stage without points."""
        return self.done / self.total if self.points else None


def compute_progress(snapshot: Snapshot) -> list[Progress]:
    """All stages in the order of the config; points whose stage is not known come last, under a stage without a name."""
    spec = snapshot.config.stages
    points = list(_read_points(snapshot))
    progress = [
        Progress(
            name,
            stage.title,
            stage.start,
            stage.end,
            stage.start <= snapshot.today <= stage.end,
            tuple(point for point in points if point.stage == name),
        )
        for name, stage in spec.stages.items()
    ]
    homeless = tuple(point for point in points if point.stage not in spec.stages)
    return [*progress, Progress("", "Этап не указан", None, None, False, homeless)] if homeless else progress


def list_late_points(snapshot: Snapshot) -> list[Point]:
    """Points that are late, the latest first."""
    late = (point for point in _read_points(snapshot) if point.state == "late")
    return sorted(late, key=lambda point: -point.late)


def _read_points(snapshot: Snapshot) -> Iterator[Point]:
    """The points in the order of the sheet."""
    table, parts = snapshot.config.stages.table, snapshot.config.stages.parts
    done = np.array(snapshot.mask(table, parts.done), dtype=bool).tolist()
    named = {part: getattr(parts, part) for part in ("stage", "point", "status", "due", "who", "on", "evidence", "note")}
    columns = {part: snapshot.follow(table, path).tolist() for part, path in named.items() if path}
    words = snapshot.target(table, parts.status)[1].choices
    states = {word: choice.state for word, choice in snapshot.config.choice_list(words).items()} if words else {}
    for position, key in enumerate(snapshot.tables[table].index):
        row = {part: None if is_missing(values[position]) else values[position] for part, values in columns.items()}
        texts = {part: show_at(snapshot, table, named[part], row[part]) for part in ("point", "status", "who")}
        due, status = row["due"] and row["due"].date(), row["status"] or ""
        late = 0 if done[position] or due is None else max((snapshot.today - due).days, 0)
        who = row["who"] or ()
        yield Point(
            key=key,
            text=texts["point"],
            stage=row["stage"] or "",
            status=status,
            status_text=texts["status"],
            state="done" if done[position] else "late" if late else states.get(status) or "no_data",
            due=due,
            late=late,
            who=who if isinstance(who, tuple) else (who,),
            who_text=texts["who"],
            done_on=row["on"] and row["on"].date(),
            evidence=row.get("evidence") or "",
            note=row.get("note") or "",
        )
