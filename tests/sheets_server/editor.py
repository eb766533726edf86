"""The hostile editor: a person in the browser who changes the sheet whenever it suits least."""

import random
import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from . import structure
from .a1 import Box
from .entering import entered
from .model import BLANK, Sheet, Spreadsheet

ACTS = (
    "insert_rows", "delete_rows", "move_rows", "sort_rows", "duplicate_row", "cut_paste_row", "push_cells", "pull_cells",
    "set_cell", "clear_row", "add_column", "move_column", "delete_column", "rename_column", "rename_sheet", "delete_sheet",
    "protect_column", "undo",
)  # fmt: skip


class Editor:
    """Rows and columns are counted from 0; ``sheet`` is a title. Protections do not hold a person who owns the sheet.

    Row metadata follows as Google does: inserts, deletes and moves take it along, so does sorting if ``carry``; a copied
    row has none, a cut row leaves it behind.
    """

    def __init__(
        self,
        book: Spreadsheet,
        lock: AbstractContextManager[Any] | None = None,
        told: Callable[[], None] | None = None,
        carry: bool = True,
    ) -> None:
        self.book = book
        self.lock = lock or threading.RLock()
        self.told = told or (lambda: book.touch(0.0))
        self.carry = carry
        self.done: deque[dict[str, Any]] = deque(maxlen=100)

    def act(self, name: str, **arguments: Any) -> str:
        """One act by its name, all of it or nothing; says what was done."""
        if name not in ACTS:
            raise ValueError(f"a person cannot {name}; there are {', '.join(ACTS)}")
        with self.lock:
            state = self.book.state()
            try:
                getattr(self, f"_{name}")(**arguments)
            except BaseException:
                self.book.restore(state)
                raise
            if name != "undo":
                self.done.append(state)
            self.told()
        return f"{name} {arguments}"

    def insert_rows(self, sheet: str, at: int, count: int = 1) -> None:
        self.act("insert_rows", sheet=sheet, at=at, count=count)

    def delete_rows(self, sheet: str, at: int, count: int = 1) -> None:
        self.act("delete_rows", sheet=sheet, at=at, count=count)

    def move_rows(self, sheet: str, at: int, to: int, count: int = 1) -> None:
        """Drag rows to before row ``to`` of the old order."""
        self.act("move_rows", sheet=sheet, at=at, to=to, count=count)

    def sort_rows(self, sheet: str, column: int, ascending: bool = True, header: int = 1) -> None:
        self.act("sort_rows", sheet=sheet, column=column, ascending=ascending, header=header)

    def duplicate_row(self, sheet: str, at: int, to: int) -> None:
        """Copy a row over another."""
        self.act("duplicate_row", sheet=sheet, at=at, to=to)

    def cut_paste_row(self, sheet: str, at: int, to: int) -> None:
        self.act("cut_paste_row", sheet=sheet, at=at, to=to)

    def push_cells(self, sheet: str, row: int, column: int, count: int = 1) -> None:
        """Insert cells in one column only: what was there and below goes down, beside other rows."""
        self.act("push_cells", sheet=sheet, row=row, column=column, count=count)

    def pull_cells(self, sheet: str, row: int, column: int, count: int = 1) -> None:
        """Delete cells of one column: what was below comes up."""
        self.act("pull_cells", sheet=sheet, row=row, column=column, count=count)

    def set_cell(self, sheet: str, row: int, column: int, text: Any) -> None:
        """Type into a cell."""
        self.act("set_cell", sheet=sheet, row=row, column=column, text=text)

    def clear_row(self, sheet: str, at: int) -> None:
        self.act("clear_row", sheet=sheet, at=at)

    def add_column(self, sheet: str, at: int, title: str = "") -> None:
        self.act("add_column", sheet=sheet, at=at, title=title)

    def move_column(self, sheet: str, at: int, to: int) -> None:
        self.act("move_column", sheet=sheet, at=at, to=to)

    def delete_column(self, sheet: str, at: int) -> None:
        self.act("delete_column", sheet=sheet, at=at)

    def rename_column(self, sheet: str, at: int, title: str, header: int = 0) -> None:
        self.act("rename_column", sheet=sheet, at=at, title=title, header=header)

    def rename_sheet(self, sheet: str, title: str) -> None:
        self.act("rename_sheet", sheet=sheet, title=title)

    def delete_sheet(self, sheet: str) -> None:
        self.act("delete_sheet", sheet=sheet)

    def protect_column(self, sheet: str, at: int) -> None:
        """Keep everybody but the owner out of a column."""
        self.act("protect_column", sheet=sheet, at=at)

    def undo(self) -> None:
        """Take back the last act together with all that came after it; a hundred acts are remembered."""
        self.act("undo")

    def values(self, sheet: str) -> list[list[Any]]:
        """What stands in the sheet, as entered, without blank ends."""
        with self.lock:
            rows = [[cell.value for cell in row.cells] for row in self.book.sheet(sheet).rows]
        while rows and not any(value is not None for value in rows[-1]):
            rows.pop()
        return rows

    def anything(self, chance: random.Random, sheet: str, header: int = 1, calm: bool = True) -> str:
        """One random act on the filled part of a sheet; ``calm`` leaves titles of sheets and columns as they are."""
        held = self.book.sheet(sheet)
        last = max(header + 1, held.last_row())
        row, other = chance.randrange(header, last), chance.randrange(header, last + 1)
        width = max((len(one.cells) for one in held.rows[:last]), default=1)
        column = chance.randrange(width)
        choices: list[tuple[str, dict[str, Any]]] = [
            ("insert_rows", {"at": other, "count": chance.randint(1, 2)}),
            ("delete_rows", {"at": row, "count": 1}),
            ("move_rows", {"at": row, "to": other}),
            ("sort_rows", {"column": column, "ascending": chance.random() < 0.5, "header": header}),
            ("duplicate_row", {"at": row, "to": last}),
            ("cut_paste_row", {"at": row, "to": last}),
            ("set_cell", {"row": row, "column": column, "text": chance.choice(["", "12", "правка школы", "=1+1", "01.02.2009"])}),
            ("move_column", {"at": column, "to": chance.randrange(width + 1)}),
            ("add_column", {"at": chance.randrange(width + 1), "title": f"Наше {chance.randrange(1000)}"}),
        ]
        if not calm:
            choices += [
                ("rename_column", {"at": column, "title": f"Другое {chance.randrange(1000)}", "header": header - 1}),
                ("delete_column", {"at": column}),
            ]
        name, arguments = chance.choice(choices)
        return self.act(name, sheet=sheet, **arguments)

    def _insert_rows(self, sheet: str, at: int, count: int = 1) -> None:
        structure.insert(self.book, self.book.sheet(sheet), "ROWS", at, count, before=at > 0)

    def _delete_rows(self, sheet: str, at: int, count: int = 1) -> None:
        structure.delete(self.book, self.book.sheet(sheet), "ROWS", at, at + count)

    def _move_rows(self, sheet: str, at: int, to: int, count: int = 1) -> None:
        structure.move(self.book, self.book.sheet(sheet), "ROWS", at, at + count, to)

    def _sort_rows(self, sheet: str, column: int, ascending: bool = True, header: int = 1) -> None:
        held = self.book.sheet(sheet)
        box = Box(header, 0, len(held.rows), len(held.columns))
        structure.sort(self.book, held, box, [(column, ascending)], self.carry)

    def _row(self, sheet: Sheet, at: int) -> Box:
        return Box(at, 0, at + 1, len(sheet.columns))

    def _duplicate_row(self, sheet: str, at: int, to: int) -> None:
        held = self.book.sheet(sheet)
        structure.paste(held, self._row(held, at), held, self._row(held, to))

    def _cut_paste_row(self, sheet: str, at: int, to: int) -> None:
        held = self.book.sheet(sheet)
        structure.cut(held, self._row(held, at), held, to, 0)

    def _push_cells(self, sheet: str, row: int, column: int, count: int = 1) -> None:
        structure.push(self.book.sheet(sheet), Box(row, column, row + count, column + 1), "ROWS")

    def _pull_cells(self, sheet: str, row: int, column: int, count: int = 1) -> None:
        structure.pull(self.book.sheet(sheet), Box(row, column, row + count, column + 1), "ROWS")

    def _set_cell(self, sheet: str, row: int, column: int, text: Any) -> None:
        held = self.book.sheet(sheet)
        held.put(row, {column: entered(held.cell(row, column), text, "USER_ENTERED", self.book.locale)})

    def _clear_row(self, sheet: str, at: int) -> None:
        held = self.book.sheet(sheet)
        held.change(self._row(held, at), lambda cell: cell.put(None), blank=False)

    def _add_column(self, sheet: str, at: int, title: str = "") -> None:
        held = self.book.sheet(sheet)
        structure.insert(self.book, held, "COLUMNS", at, 1)
        held.put(0, {at: BLANK.put(title or None)})

    def _move_column(self, sheet: str, at: int, to: int) -> None:
        structure.move(self.book, self.book.sheet(sheet), "COLUMNS", at, at + 1, to)

    def _delete_column(self, sheet: str, at: int) -> None:
        structure.delete(self.book, self.book.sheet(sheet), "COLUMNS", at, at + 1)

    def _rename_column(self, sheet: str, at: int, title: str, header: int = 0) -> None:
        held = self.book.sheet(sheet)
        held.put(header, {at: held.cell(header, at).put(title)})

    def _rename_sheet(self, sheet: str, title: str) -> None:
        self.book.sheet(sheet).title = title

    def _delete_sheet(self, sheet: str) -> None:
        self.book.sheets.remove(self.book.sheet(sheet))

    def _protect_column(self, sheet: str, at: int) -> None:
        held = self.book.sheet(sheet)
        reach = {"sheetId": held.id, "startColumnIndex": at, "endColumnIndex": at + 1}
        held.protected.append({"protectedRangeId": self.book.number(), "range": reach, "editors": {"users": []}})

    def _undo(self) -> None:
        self.book.restore(self.done.pop())
