"""Which rules of the tables the rows of a file would break once they are written."""

from netdash.edits import Insert
from netdash.errors import Problem
from netdash.foresight import foresee
from netdash.intake.comparing import Intake
from netdash.snapshot import Snapshot


def foresee_rows(snapshot: Snapshot, intake: Intake) -> tuple[tuple[int, Problem], ...]:
    """The rules broken in rows that the file brings or changes, each with its row in the file (from 0), in their order."""
    taken = intake.having("new", "changed")
    changes = intake.changes(snapshot, {"new", "changed"})
    inserted = iter(change.key for change in changes if isinstance(change, Insert))
    rows = {next(inserted) if outcome.status == "new" else outcome.key: outcome.row for outcome in taken}
    if not changes:
        return ()
    told = [
        (rows[problem.key], problem)
        for problem in foresee(changes, snapshot)
        if problem.table == intake.table and problem.key in rows
    ]
    return tuple(sorted(told, key=lambda pair: pair[0]))
