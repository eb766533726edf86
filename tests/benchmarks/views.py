"""The views of each page that people commonly open, as addresses; ``{table}`` stands for the key of a row of that table.

A row is one that others point at most, so that its card is as full as a card gets.
"""

import re
from collections import Counter
from collections.abc import Mapping

from netdash.snapshot import Snapshot

VIEWS: Mapping[str, tuple[str, ...]] = {
    "summary": ("",),
    "network": ("", "lines=movement", "lines=associations", "place={institutions}", "view=programme"),
    "documents": ("", "state=gap", "view=terms", "view=waiting", "view=hanging"),
    "stages": ("", "only=open", "only=nobody"),
    "plan": ("", "view=month", "view=week", "view=day", "view=list", "view=lanes", "view=cover", "event={events}"),
    "projects": ("", "view=direction", "only=late", "board=technologies", "board=technologies&view=institutions"),
    "staff": ("", "by=subject", "at={institutions}", "who=trained", "find=анна", "sort=contests", "person={people}"),
    "rosters": ("", "view=matrix", "view=outside", "view=scheme", "group={structures}"),
    "profile": ("", "only=full", "view=students", "course={courses}"),
    "movement": ("", "only=clashes", "day=monday", "place={institutions}"),
    "portfolio": ("", "institution={institutions}", "student={students}"),
    "indicators": (
        "", "indicator=exam_mean", "indicator=student_wins", "indicator=student_wins&by=subject", "indicator=joint_events",
    ),
    "achievements": ("", "by=level", "person.institution={institutions}", "tab=students", "tab=students&by=subject"),
    "exams": ("", "of=mathematics", "at={institutions}", "measure=exam_passed", "tab=quality"),
    "monitoring": ("", "owner={institutions}"),
    "data": (
        "", "table=people", "table=student_awards", "table=transfers", "table=people&find=иван", "table=people&mode=edit",
        "table=people&row={people}", "table=institutions&row={institutions}", "table=transfers&add=1",
    ),
    "quality": ("", "by=sheet"),
    "journal": ("",),
    "setup": ("",),
    "search": ("", "find=олимпиада", "find=иванова"),
    "help": ("",),
}  # fmt: skip


def fill(address: str, snapshot: Snapshot) -> str:
    """The address with the keys of this network."""
    return re.sub(r"{(\w+)}", lambda found: find_full(snapshot, found[1]), address)


def find_full(snapshot: Snapshot, table: str) -> str:
    """The row of a table that most rows of others point at."""
    pointed: Counter[str] = Counter()
    for built in snapshot.tables.values():
        for column in (name for name, spec in built.spec.columns.items() if spec.to == table):
            for value in built.columns[column].tolist():
                pointed.update(value if isinstance(value, tuple) else [value] if isinstance(value, str) else [])
    known = snapshot.tables[table].rows
    return next((key for key, _ in pointed.most_common() if key in known), next(iter(known)))
