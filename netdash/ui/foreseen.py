"""What a save would break, told beside it with its rows; whoever has seen it may save all the same."""

from collections.abc import Sequence

from netdash.errors import Problem, RowName
from netdash.kinds.russian import NBSP, counted
from netdash.snapshot import Snapshot
from netdash.ui import links
from netdash.ui.text import escape

SHOWN, ROWS_SHOWN = 8, 6


def draw_ahead(problems: Sequence[Problem], snapshot: Snapshot, title: str, end: str = "") -> str:
    """HTML of the rules that would break under a title, and what can be done; nothing without any."""
    if not problems:
        return ""
    lines = "".join(f"<li>{escape(each.message)}.{tell_rows(each, snapshot)}</li>" for each in problems[:SHOWN])
    left = len(problems) - SHOWN
    rest = f"<p>И ещё {counted(left, 'замечание', 'замечания', 'замечаний')}.</p>" if left > 0 else ""
    return (
        f'<div class="nd-empty nd-broken nd-ahead" role="alert"><p><b>{escape(title)}</b></p>'
        f'<ul class="nd-faults">{lines}</ul>{rest}{f"<p>{escape(end)}</p>" if end else ""}</div>'
    )


def tell_rows(problem: Problem, snapshot: Snapshot) -> str:
    """HTML of the rows that are there already, each of which opens beside this page, so that nothing typed is lost."""
    rows = [
        row for row in dict.fromkeys(((problem.table, problem.key), *problem.others)) if row[1] in snapshot.tables[row[0]].rows
    ]
    left = f" и ещё {len(rows) - ROWS_SHOWN}" if len(rows) > ROWS_SHOWN else ""
    return f" <small>{'; '.join(anchor(row, snapshot) for row in rows[:ROWS_SHOWN])}{left}</small>" if rows else ""


def anchor(row: RowName, snapshot: Snapshot) -> str:
    """HTML of a row by its place in the workbook."""
    table = snapshot.tables[row[0]]
    place = f"{table.spec.title}, строка{NBSP}{table.rows[row[1]] + 1}"
    return f'<a class="nd-link-out" href="{escape(links.to_row(*row))}" target="_blank" rel="noopener">{escape(place)}</a>'
