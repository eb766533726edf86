"""Which rules of the tables would break once the rows of a file are written."""

from collections.abc import Collection
from itertools import count

from netdash.edits import Insert
from netdash.errors import Problem
from netdash.foresight import foresee
from netdash.intake.comparing import Intake, Status
from netdash.snapshot import Snapshot


def foresee_rows(
    snapshot: Snapshot, intake: Intake, statuses: Collection[Status] = ("new", "changed"), without: Collection[int] = ()
) -> tuple[tuple[int | None, Problem], ...]:
    """The rules that would break if the rows with these statuses but those ``without`` were written.

    Each with its row in the file (from 0), in their order; after them those told in other rows, of this or another table.
    """
    taken = [row for row in intake.having("new", "changed") if row.status in statuses and row.row not in without]
    changes = intake.changes(snapshot, statuses, without)
    if not changes:
        return ()
    inserted = iter(change.key for change in changes if isinstance(change, Insert))
    rows = {next(inserted) if outcome.status == "new" else outcome.key: outcome.row for outcome in taken}
    told = [(rows.get(each.key) if each.table == intake.table else None, each) for each in foresee(changes, snapshot)]
    order = count(max(rows.values()) + 1)
    return tuple(sorted(told, key=lambda pair: next(order) if pair[0] is None else pair[0]))
