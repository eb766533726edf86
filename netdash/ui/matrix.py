"""The matrix of groups and places: how many sit where, and where nobody does."""

from collections.abc import Callable, Iterable

from netdash.coverage import Coverage
from netdash.ui import links
from netdash.ui.text import bind, escape

GAP = "нет"
SCREEN = 25
"""How many rows stand at a time."""


def draw_matrix(matrix: Coverage, address: Callable[[str, str], str], rows: Iterable[str] | None = None) -> str:
    """HTML of the matrix or some rows of it; ``address`` gives where a row (and a column of it) opens."""
    names = "".join(f'<th scope="col">{escape(bind(name))}</th>' for name in matrix.column_labels.values())
    rows = "".join(_row(matrix, key, address) for key in (matrix.row_labels if rows is None else rows))
    return (
        f'<div class="nd-scroll"><table class="nd-table nd-matrix"><thead><tr><td></td>{names}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{_foot(matrix)}</tfoot></table></div>"
    )


def _row(matrix: Coverage, row: str, address: Callable[[str, str], str]) -> str:
    cells = "".join(_cell(matrix, row, column, address) for column in matrix.column_labels)
    return f'<tr><th scope="row">{links.anchor(address(row, ""), matrix.row_labels[row], "nd-quiet")}</th>{cells}</tr>'


def _cell(matrix: Coverage, row: str, column: str, address: Callable[[str, str], str]) -> str:
    count, href = len(matrix.rows.get((row, column), ())), escape(address(row, column))
    title = f"{matrix.row_labels[row]}, {matrix.column_labels[column]}: {count or matrix.gap.lower()}"
    kind = ' class="nd-gap"' if not count else ""
    return f'<td{kind}><a class="nd-link" href="{href}" target="_self" title="{escape(title)}">{count or GAP}</a></td>'


def _foot(matrix: Coverage) -> str:
    """How many gaps each column has."""
    cells = "".join(f"<td>{_tell_gaps(len(matrix.gaps_of_column(column)), matrix)}</td>" for column in matrix.column_labels)
    return f'<tr><th scope="row">{escape(matrix.gap)}</th>{cells}</tr>'


def _tell_gaps(count: int, matrix: Coverage) -> str:
    return f'<span class="nd-error">{count} из {len(matrix.counts)}</span>' if count else "—"
