"""Reads one workbook in a process of its own with little memory and time, so that no file can harm the dashboard.

The file comes on standard input; what was found goes to standard output as JSON: sheets with their rows from A1 on, or a fault.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY, SECONDS = 2_000_000_000, 60


def limit() -> None:
    """Let the system stop this process before it takes too much, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def plain(cell: Any) -> Any:
    """A cell as JSON holds it; what JSON does not know is a pair of its type and its text."""
    match cell:
        case bool() | int() | float() | str():
            return None if cell == "" else cell
        case datetime():
            return ["moment", cell.isoformat()]
        case date():
            return ["day", cell.isoformat()]
        case time():
            return ["time", cell.isoformat()]
        case timedelta():
            return ["span", cell.total_seconds()]
    return None


def rows(sheet: Any, most: int, widest: int) -> list[list[Any]]:
    """All rows without the blanks at their ends; raises ``OverflowError`` beyond the limits."""
    found = []
    for cells in sheet.to_python(skip_empty_area=False):
        row = [plain(cell) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        if len(row) > widest:
            raise OverflowError
        found.append(row)
    while found and not found[-1]:
        found.pop()
    if len(found) > most:
        raise OverflowError
    return found


def read(data: bytes, most: int, widest: int) -> dict[str, Any]:
    """The visible sheets, or the fault by its name."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return {"sheets": [[name, rows(book.get_sheet_by_name(name), most, widest)] for name in seen]}
    except PasswordError:
        return {"fault": "password"}
    except (OverflowError, MemoryError):
        return {"fault": "huge"}
    except (CalamineError, OSError, ValueError) as error:
        return {"fault": "password" if "assword" in str(error) else "broken"}


if __name__ == "__main__":
    limit()
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
