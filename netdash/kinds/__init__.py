"""How each kind of column is read, checked, written and shown. A kind knows one value, never a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from netdash.grid import Cell
from netdash.specs import ChoiceList, ColumnSpec
from netdash.stores import Format


@dataclass(frozen=True)
class Bad:
    """A cell that is not what its column takes; ``position`` counts from 0 in the parsed sequence."""

    position: int
    found: str
    message: str
    hint: str = ""


class Kind(Protocol):
    """A kind bound to one column. Missing values are NA of the dtype (``None`` in object columns, ``()`` for many)."""

    format: Format
    dtype: Any

    def parse(self, cells: Sequence[Cell]) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells of a column at once: a series of ``dtype`` (RangeIndex; bad cells missing in it) and what is bad."""

    def write(self, value: Any) -> Cell:
        """The one canonical form of a value in a sheet."""

    def show(self, value: Any) -> str:
        """The value as Russian text; empty for a missing one."""


def bind(column: ColumnSpec, choices: ChoiceList | None) -> Kind:
    """The kind of ``column``; ``choices`` is the list that it names, if any."""
    raise NotImplementedError
