"""What the store contract needs of each store: a new place, and people who touch the same workbook by other means."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from google_kit import GoogleKit
from memory_store import MemoryKit

from netdash.stores import Store
from netdash.stores.excel import ExcelStore


class ExcelKit:
    """A local .xlsx; the other program is openpyxl, which writes the file anew."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "network.xlsx"

    def open(self) -> Store:
        """A store of its own on the workbook, as another process would have."""
        return ExcelStore(self.path)

    def edit_outside(self, sheet: str, cells: dict[str, Any]) -> None:
        """Somebody changes cells (by A1 name) with another program; a value that begins with = is a formula there."""
        book = openpyxl.load_workbook(self.path)
        for name, value in cells.items():
            book[sheet][name] = value
        book.save(self.path)

    def remove(self) -> None:
        """The workbook is taken away."""
        self.path.unlink()

    def open_copy(self, place: str) -> Store:
        """A store on a copy that ``backup`` made."""
        return ExcelStore(place)

    def close(self) -> None:
        """Nothing is left open."""


KITS: Sequence[type[ExcelKit | MemoryKit | GoogleKit]] = (ExcelKit, MemoryKit, GoogleKit)
