"""What one person does with one file: kept in the session until it is written or put away, whatever fails meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st

from netdash.errors import Problem
from netdash.intake import Intake, Match, Question, Sheet, Status, compare, find_match, foresee_rows
from netdash.snapshot import Snapshot

_SITTINGS, _NUMBER = "_takings", "_taking_number"
NOT_TAKEN = ""
Broken = tuple[tuple[int | None, Problem], ...]


@dataclass
class Sitting:
    """A file and the answers given about it.

    ``chosen`` are the person's own matches by place (``NOT_TAKEN`` for none), ``constants`` the texts for columns that the file
    does not have, ``without`` the rows (from 0) that are left out. ``number`` names the widgets,
    ``turn`` counts how often the file was compared.
    """

    table: str
    name: str
    sheets: tuple[Sheet, ...]
    number: int
    sheet: int = 0
    head: int | None = None
    chosen: dict[int, str] = field(default_factory=dict)
    corrections: dict[tuple[str, str], str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    kinds: dict[Status, bool] = field(default_factory=lambda: cast("dict[Status, bool]", {"new": True, "changed": True}))
    without: set[int] = field(default_factory=set)
    turn: int = 0
    seen: "Seen | None" = None
    ahead: tuple[Any, Broken] = (None, ())

    def widget(self, *parts: object) -> str:
        """The name of a widget of this sitting."""
        return "-".join(map(str, ("nd-take", self.number, *parts)))


@dataclass(frozen=True)
class Seen:
    """What the answers lead to: the match and the comparison with the table."""

    answers: tuple[Any, ...]
    snapshot: Snapshot
    found: Match
    places: Mapping[int, str]
    intake: Intake


def sittings() -> dict[str, Sitting]:
    """All files that are open in this session, by table."""
    return cast("dict[str, Sitting]", st.session_state.setdefault(_SITTINGS, {}))


def begin(table: str, name: str, sheets: tuple[Sheet, ...]) -> Sitting:
    """Open a file; another one of the same table is put away."""
    number = st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    sittings()[table] = Sitting(table, name, sheets, number)
    return sittings()[table]


def end(table: str) -> None:
    """Put the file away."""
    sittings().pop(table, None)


def look(sitting: Sitting, snapshot: Snapshot) -> Seen:
    """What the answers lead to with these data; thought out again only when either changed. Raises ``NotTaken``."""
    sheet = sitting.sheets[sitting.sheet]
    answers = (sitting.sheet, sitting.head, dict(sitting.chosen), dict(sitting.corrections), dict(sitting.constants))
    if sitting.seen is not None and sitting.seen.answers == answers and sitting.seen.snapshot is snapshot:
        return sitting.seen
    match = find_match(snapshot, sitting.table, sheet, sitting.head)
    places = {place: name for place, name in (dict(match.places) | sitting.chosen).items() if name}
    constants = {}
    for name, text in sitting.constants.items():
        value, message = snapshot.parse(sitting.table, name, text)
        if not message and value is not None:
            constants[name] = value
    question = Question(sitting.table, sheet, match.head, places, sitting.corrections, constants)
    sitting.turn += 1
    sitting.seen = Seen(answers, snapshot, match, places, compare(snapshot, question))
    return sitting.seen


def look_ahead(sitting: Sitting, seen: Seen) -> Broken:
    """The rules that would break if all that is ticked were written, by row of the file; thought out once an answer."""
    statuses = frozenset(status for status, is_taken in sitting.kinds.items() if is_taken)
    asked = (sitting.turn, seen.snapshot, statuses, frozenset(sitting.without))
    if sitting.ahead[0] != asked:
        sitting.ahead = (asked, foresee_rows(seen.snapshot, seen.intake, statuses, sitting.without))
    return sitting.ahead[1]


def choose(sitting: Sitting, found: Match, place: int, name: str) -> None:
    """Take a column of the file for a column of the table; what was taken for it before is taken for nothing."""
    for other, taken in (dict(found.places) | sitting.chosen).items():
        if name and taken == name and other != place:
            sitting.chosen[other] = NOT_TAKEN
    sitting.chosen[place] = name
