"""Where a missing row is added, and where the rows of a slot stand."""

from netdash.expectations import Slot, know_cells
from netdash.snapshot import Snapshot
from netdash.ui import links
from netdash.ui.registry.address import filtered_columns, parameter


def to_new_row(snapshot: Snapshot, slot: Slot) -> str:
    """The address of the form that adds a missing row, with the cells that are known filled in."""
    return to_form(snapshot, slot.table, know_cells(slot, snapshot.tables[slot.table].spec))


def to_form(snapshot: Snapshot, table: str, cells: dict[str, str]) -> str:
    """The address of the form that adds a row with these cells."""
    return links.to_new(table, **_held(snapshot, table, cells))


def to_rows(snapshot: Snapshot, table: str, cells: dict[str, str]) -> str:
    """The address of the rows that hold these values."""
    return links.to(links.find_page("registry"), table=table, **_held(snapshot, table, cells))


def _held(snapshot: Snapshot, table: str, cells: dict[str, str]) -> dict[str, str]:
    """The parameters of the registry for these columns of the table itself, as far as it filters by them."""
    columns = filtered_columns(snapshot.config, snapshot.tables[table].spec)
    return {parameter(name): value for name, value in cells.items() if name in columns}
