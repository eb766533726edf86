"""What the address of the page asks for: a table, a search, filters, a row; and the addresses of what is next to it."""

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from netdash.errors import Problem
from netdash.snapshot import Snapshot
from netdash.specs import ColumnSpec, Config, TableSpec
from netdash.tables import Table
from netdash.ui import links

FILTERED = ("choice", "choices", "reference", "references", "school_year", "yes_no")
OWN = ("table", "row", "column", "find", "only", "columns", "mode", "add", "files", "take")
TAKEN = (*OWN, "view", "path", "self")
_WENT = "_went"


@dataclass(frozen=True)
class View:
    """One state of the page. ``held`` are the columns that are held to a value; ``mode`` is empty, or ``edit``.

    ``given`` is what a new row begins with beside them.
    """

    snapshot: Snapshot
    table: str
    find: str = ""
    held: tuple[tuple[str, str], ...] = ()
    only: str = ""
    columns: str = ""
    mode: str = ""
    row: str = ""
    column: str = ""
    add: str = ""
    files: str = ""
    take: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def built(self) -> Table:
        """The table itself."""
        return self.snapshot.tables[self.table]

    @property
    def spec(self) -> TableSpec:
        """Its declaration."""
        return self.built.spec

    @property
    def is_narrowed(self) -> bool:
        """Whether anything leaves rows out."""
        return bool(self.find or self.held or self.only)

    def problems(self) -> dict[str, list[Problem]]:
        """The problems of the table's rows, by key."""
        found: dict[str, list[Problem]] = {}
        for problem in self.snapshot.problems:
            if problem.table == self.table and problem.key:
                found.setdefault(problem.key, []).append(problem)
        return found

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters; an empty one is left out."""
        own = {name: getattr(self, name) for name in OWN}
        held = {parameter(column): value for column, value in self.held}
        return links.to(links.find_page("registry"), **{**own, **held, **parameters})

    def back(self) -> str:
        """The address of the list that a row was opened from."""
        return self.address(row="", column="", add="", mode="", take="")


def parameter(column: str) -> str:
    """The address's word for a filter; a column whose name the page needs itself gets a ``_``."""
    return column + "_" if column.rstrip("_") in TAKEN else column


def filtered_columns(config: Config, table: TableSpec) -> dict[str, ColumnSpec]:
    """The columns that rows can be filtered by, most useful first: the year, whose row it is, its state."""
    order = {"school_year": 0, "choice": 2, "reference": 3, "yes_no": 4, "choices": 5, "references": 6}

    def rank(name: str) -> tuple[bool, int]:
        column = table.columns[name]
        has_states = column.choices and any(choice.state for choice in config.choice_list(column.choices).values())
        return column.minor, 1 if name == table.owner or has_states else order[column.kind]

    names = [name for name, column in table.columns.items() if column.kind in FILTERED]
    return {name: table.columns[name] for name in sorted(names, key=rank)}


def take_view(snapshot: Snapshot) -> View | None:
    """The view that the address asks for; ``None`` without a table that there is."""
    table = links.asked("table")
    if table not in snapshot.tables:
        return None
    columns = filtered_columns(snapshot.config, snapshot.tables[table].spec)
    held = tuple((name, links.asked(parameter(name))) for name in columns if links.asked(parameter(name)))
    given = take_given(snapshot.tables[table].spec, set(columns)) if links.asked("add") else ()
    return View(snapshot, held=held, given=given, **{name: links.asked(name) for name in OWN})


def take_given(table: TableSpec, filtered: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What the address says of a new row in columns that are no filters, as people would type it."""
    free = (name for name in table.columns if name not in filtered and name != table.key)
    return tuple((name, links.asked(parameter(name))) for name in free if links.asked(parameter(name)))


def go(view: View, **parameters: str) -> None:
    """Change the address of the run that follows; called in callbacks."""
    own = {name: getattr(view, name) for name in OWN}
    wanted = {**own, **{parameter(column): value for column, value in view.held}, **parameters}
    st.session_state[_WENT] = {name: value for name, value in wanted.items() if value}
    st.query_params.from_dict(st.session_state[_WENT])


def settle() -> None:
    """Tell the browser the address once more at the end of the run.

    What a callback says can be lost: Streamlit empties the queue to the browser when it learns that the run has begun.
    """
    wanted = st.session_state.pop(_WENT, None)
    if wanted and wanted == st.query_params.to_dict():
        st.query_params.from_dict(wanted)
