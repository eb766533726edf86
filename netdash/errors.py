"""What can go wrong, told so that the reader knows the place, the finding and the repair."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

Level = Literal["error", "warning"]
RowName = tuple[str, str]
"""Table and key."""


@dataclass(frozen=True)
class Problem:
    """Something in the workbook that a person should look at; it never stops the reading of the rest.

    ``sheet`` and ``cell`` (A1, empty for a whole sheet) name the place as the spreadsheet does; ``table``, ``key`` and
    ``column`` name it as the config does (empty where they do not apply). ``found`` is the cell's own text, ``message``
    says in Russian what is wrong, ``hint`` what would be right. ``owner`` is the key of the row's owner (a school),
    ``others`` are the other rows that it is about.
    """

    table: str
    sheet: str
    message: str
    cell: str = ""
    key: str = ""
    column: str = ""
    found: str = ""
    hint: str = ""
    owner: str = ""
    level: Level = "error"
    others: tuple[RowName, ...] = ()

    @property
    def link(self) -> str:
        """The dashboard's address of the place, relative to its root."""
        parts = {"table": self.table, "row": self.key, "column": self.column}
        return "data?" + urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True)
class Fault:
    """One fault of the config: ``place`` is ``file:line``, ``message`` the finding with the nearest right word."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class NetdashError(Exception):
    """Anything that this package raises on purpose; the text is ready to be shown."""


class ConfigError(NetdashError):
    """The config cannot be used; ``faults`` holds every fault found, in the order of files and lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class StoreError(NetdashError):
    """The workbook could not be read or written; nothing was changed."""


class Unreadable(StoreError):
    """What lies at the source is missing or is not a workbook that can be read."""


class Busy(StoreError):
    """The workbook is open elsewhere or read-only; ``holder`` says who has it, as far as that is known."""

    def __init__(self, message: str, holder: str = "") -> None:
        super().__init__(message)
        self.holder = holder


class Moved(StoreError):
    """A cell was no longer what the plan of the write rested on; nothing was written, plan anew.

    ``formulas`` are all the (sheet, row, column), counted from 0, that the write would have overwritten although they
    hold a formula; empty where the cells merely changed.
    """

    def __init__(self, message: str, formulas: tuple[tuple[str, int, int], ...] = ()) -> None:
        super().__init__(message)
        self.formulas = formulas


class Unclear(StoreError):
    """A write may or may not have landed; the journal tells which by its change-set number, ``change_set``."""

    change_set = ""
