"""Which cells a request speaks of: A1 texts and GridRanges, the grid's limits, protected cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .a1 import Box, corners, named, quoted, split
from .errors import invalid
from .model import Sheet, Spreadsheet

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


@dataclass(frozen=True)
class Place:
    """A box of a sheet; ``anchor`` if the text named a lone cell or a whole sheet, so that writes may spread from it."""

    sheet: Sheet
    box: Box
    anchor: bool = False

    @property
    def name(self) -> str:
        return named(self.sheet.title, self.box)


def located(spreadsheet: Spreadsheet, text: str, writing: bool = False) -> Place:
    """The cells that an A1 text means. Reading is cut at the edge of the grid, writing beyond it is refused."""
    title, rest = split(text)
    for one in spreadsheet.named:
        sheet = spreadsheet.by_id(one["range"].get("sheetId", 0))
        if one["name"].casefold() == rest.casefold() and title in (None, sheet.title):
            return Place(sheet, boxed(sheet, one["range"]))
    found = corners(rest) if rest else None
    try:
        if title is not None:
            sheet = spreadsheet.sheet(title)
        elif found:
            sheet = next(sheet for sheet in spreadsheet.sheets if not sheet.properties.get("hidden"))
        else:
            sheet, rest = spreadsheet.sheet(rest), ""
    except KeyError:
        raise invalid(f"Unable to parse range: {text}") from None
    if not rest:
        return Place(sheet, sheet.box, anchor=True)
    if found is None:
        raise invalid(f"Unable to parse range: {text}")
    top, left, bottom, right = found
    rows, columns = len(sheet.rows), len(sheet.columns)
    box = Box(top or 0, left or 0, rows if bottom is None else bottom, columns if right is None else right)
    if box.top >= rows or box.left >= columns or (writing and (box.bottom > rows or box.right > columns)):
        raise exceeds(sheet, box)
    box = Box(box.top, box.left, min(box.bottom, rows), min(box.right, columns))
    return Place(sheet, box, anchor=":" not in rest)


def exceeds(sheet: Sheet, box: Box) -> Exception:
    limits = f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
    return invalid(f"Range ({named(sheet.title, box)}) exceeds grid limits. {limits}")


def boxed(sheet: Sheet, shown: Mapping[str, Any]) -> Box:
    """The box of a GridRange; open ends reach the edge. Beyond the grid is refused."""
    rows, columns = len(sheet.rows), len(sheet.columns)
    box = Box(
        shown.get("startRowIndex", 0),
        shown.get("startColumnIndex", 0),
        shown.get("endRowIndex", rows),
        shown.get("endColumnIndex", columns),
    )
    if min(box) < 0:
        raise invalid("GridRange indexes must not be negative.")
    if box.bottom > rows or box.right > columns:
        raise exceeds(sheet, box)
    if box.top >= box.bottom or box.left >= box.right:
        raise invalid(f"Range {quoted(sheet.title)} has no cells: its end is not after its start.")
    return box


def guard(spreadsheet: Spreadsheet, sheet: Sheet, box: Box, caller: str) -> None:
    """Refuse an edit of cells that are protected from this caller; a warning protects nothing from the API."""
    if spreadsheet.permissions.get(caller) == "owner":
        return
    for one in sheet.protected:
        if one.get("warningOnly") or caller in one.get("editors", {}).get("users", []):
            continue
        if box.meets(_reach(sheet, one["range"])) and not any(
            _inside(box, _reach(sheet, free)) for free in one.get("unprotectedRanges", [])
        ):
            raise invalid(PROTECTED)


def _reach(sheet: Sheet, shown: Mapping[str, Any]) -> Box:
    far = 10**9
    return Box(
        shown.get("startRowIndex", 0), shown.get("startColumnIndex", 0),
        shown.get("endRowIndex", far), shown.get("endColumnIndex", far),
    )  # fmt: skip


def _inside(box: Box, other: Box) -> bool:
    return box.top >= other.top and box.left >= other.left and box.bottom <= other.bottom and box.right <= other.right
