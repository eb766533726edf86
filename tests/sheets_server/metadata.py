"""Developer metadata: made on a spreadsheet, sheet, row or column, found by key, value, number or place."""

from collections.abc import Mapping
from typing import Any

from .errors import Refused, invalid
from .model import Column, Row, Sheet, Spreadsheet
from .places import located

Found = tuple[dict[str, Any], Sheet | None, str, int]


def create(spreadsheet: Spreadsheet, given: Mapping[str, Any]) -> dict[str, Any]:
    """Attach metadata; its number is chosen unless given."""
    location = given.get("location") or {}
    if not given.get("metadataKey"):
        raise invalid("developerMetadata.metadataKey is required")
    taken = {entry["metadataId"] for entry, *_ in spreadsheet.all_metadata()}
    number = given.get("metadataId") or spreadsheet.number()
    if number in taken:
        raise invalid(f"DeveloperMetadata with id {number} already exists")
    entry = {"metadataId": number, "metadataKey": given["metadataKey"]}
    if given.get("metadataValue"):
        entry["metadataValue"] = given["metadataValue"]
    entry["visibility"] = given.get("visibility", "DOCUMENT")
    if span := location.get("dimensionRange"):
        if span.get("endIndex", 0) - span.get("startIndex", 0) != 1:
            raise invalid("Developer metadata may be attached to a single row or column only")
        sheet = spreadsheet.by_id(span.get("sheetId", 0))
        index = span.get("startIndex", 0)
        if index >= len(sheet.rows if span["dimension"] == "ROWS" else sheet.columns):
            raise invalid("location.dimensionRange is outside of the grid")
        _hold(sheet, span["dimension"].removesuffix("S"), index, lambda old: (*old, entry))
    elif "sheetId" in location:
        spreadsheet.by_id(location["sheetId"]).metadata += (entry,)
    elif location.get("spreadsheet"):
        spreadsheet.metadata += (entry,)
    else:
        raise invalid("developerMetadata.location is required")
    return next(shown(one) for one in spreadsheet.all_metadata() if one[0] is entry)


def shown(found: Found) -> dict[str, Any]:
    """With its location as it is now."""
    entry, sheet, kind, index = found
    location: dict[str, Any] = {"locationType": kind}
    if kind == "SPREADSHEET":
        location["spreadsheet"] = True
    elif sheet and kind == "SHEET":
        location["sheetId"] = sheet.id
    elif sheet:
        span = {"dimension": kind + "S", "startIndex": index, "endIndex": index + 1}
        location["dimensionRange"] = {"sheetId": sheet.id, **span} if sheet.id else span
    return {**entry, "location": location}


def search(spreadsheet: Spreadsheet, filters: list[Mapping[str, Any]]) -> list[Found]:
    """All metadata that meets at least one of the data filters."""
    return [one for one in spreadsheet.all_metadata() if any(_meets(spreadsheet, one, each) for each in filters)]


def fetch(spreadsheet: Spreadsheet, number: int) -> dict[str, Any]:
    for one in spreadsheet.all_metadata():
        if one[0]["metadataId"] == number:
            return shown(one)
    raise Refused(404, "Requested entity was not found.")


def delete(spreadsheet: Spreadsheet, data_filter: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Remove what the filter finds; what it was."""
    gone = search(spreadsheet, [data_filter])
    for entry, sheet, kind, index in gone:
        _replace(spreadsheet, sheet, kind, index, entry, None)
    return [shown(one) for one in gone]


def update(spreadsheet: Spreadsheet, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Change key, value or visibility of what the filters find; a new location is not taken."""
    names = {name.strip() for name in body["fields"].split(",")}
    if "location" in names:
        raise Refused(501, "Moving developer metadata is not implemented in the loopback server")
    changes = {name: body["developerMetadata"][name] for name in body["developerMetadata"] if name in names or "*" in names}
    numbers = set()
    for entry, sheet, kind, index in search(spreadsheet, body["dataFilters"]):
        fresh = {**entry, **{name: value for name, value in changes.items() if name != "location"}}
        _replace(spreadsheet, sheet, kind, index, entry, fresh)
        numbers.add(fresh["metadataId"])
    return [shown(one) for one in spreadsheet.all_metadata() if one[0]["metadataId"] in numbers]


def _replace(spreadsheet: Spreadsheet, sheet: Sheet | None, kind: str, index: int, entry: Any, fresh: Any) -> None:
    def swap(old: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        return tuple(fresh if one is entry else one for one in old if one is not entry or fresh)

    if sheet is None:
        spreadsheet.metadata = swap(spreadsheet.metadata)
    elif kind == "SHEET":
        sheet.metadata = swap(sheet.metadata)
    else:
        _hold(sheet, kind, index, swap)


def _hold(sheet: Sheet, kind: str, index: int, how: Any) -> None:
    if kind == "ROW":
        row = sheet.rows[index]
        sheet.rows[index] = Row(row.cells, how(row.metadata), row.properties)
    else:
        column = sheet.columns[index]
        sheet.columns[index] = Column(how(column.metadata), column.properties)


def _meets(spreadsheet: Spreadsheet, found: Found, data_filter: Mapping[str, Any]) -> bool:
    entry, sheet, kind, index = found
    if lookup := data_filter.get("developerMetadataLookup"):
        for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
            if name in lookup and entry.get(name) != lookup[name]:
                return False
        if lookup.get("locationType", kind) != kind:
            return False
        place = lookup.get("metadataLocation") or {}
        if "sheetId" in place and (sheet is None or sheet.id != place["sheetId"]):
            return False
        span = place.get("dimensionRange")
        return not span or _within(found, span)
    if "a1Range" in data_filter:
        where = located(spreadsheet, data_filter["a1Range"])
        at = where.sheet, where.box.top, where.box.bottom
    elif "gridRange" in data_filter:
        shown_range = data_filter["gridRange"]
        at = (
            spreadsheet.by_id(shown_range.get("sheetId", 0)),
            shown_range.get("startRowIndex", 0),
            shown_range.get("endRowIndex", 10**9),
        )
    else:
        raise invalid("A data filter must have developerMetadataLookup, a1Range or gridRange")
    return sheet is at[0] and (kind != "ROW" or at[1] <= index < at[2])


def _within(found: Found, span: Mapping[str, Any]) -> bool:
    _, sheet, kind, index = found
    if sheet is None or sheet.id != span.get("sheetId", 0) or kind != span["dimension"].removesuffix("S"):
        return False
    return bool(span.get("startIndex", 0) <= index < span.get("endIndex", 10**9))
