"""CellData: a cell as the API writes and shows it."""

from typing import Any

from .errors import invalid, unsupported
from .masks import Tree, takes
from .model import Cell, Fault, Formula, Value
from .showing import shown

SILENT = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")
COLOURS = {"backgroundColor": "backgroundColorStyle", "foregroundColor": "foregroundColorStyle"}
DEFAULT_FORMAT = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}


def changed(cell: Cell, data: dict[str, Any], tree: Tree) -> Cell:
    """The cell after CellData was written through a mask; what the mask names and the data lack is cleared."""
    value, note, validation, look = cell.value, cell.note, cell.validation, cell.format
    for name in ("textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable"):
        if name in data and takes(tree, name):
            raise unsupported(f"CellData.{name}")
    if takes(tree, "userEnteredValue"):
        value = entered_value(data.get("userEnteredValue"))
    if takes(tree, "note"):
        note = data.get("note") or ""
    if takes(tree, "dataValidation"):
        validation = data.get("dataValidation")
    if takes(tree, "userEnteredFormat"):
        below = {} if "*" in tree else tree.get("userEnteredFormat", {})
        look = merged(cell.format or {}, clean_format(data.get("userEnteredFormat") or {}), below) or None
    return Cell(None, look, note, validation).put(value)


def merged(old: dict[str, Any], new: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """``old`` with the fields that the mask names taken from ``new``."""
    if not tree or "*" in tree:
        return new
    result = dict(old)
    for name, below in tree.items():
        twin = COLOURS.get(name) or next((plain for plain, style in COLOURS.items() if style == name), "")
        for one in filter(None, (name, twin)):
            if one not in new:
                result.pop(one, None)
            elif below and isinstance(new[one], dict) and one == name:
                result[one] = merged(old.get(one, {}), new[one], below)
            else:
                result[one] = new[one]
    return result


def clean_format(given: dict[str, Any]) -> dict[str, Any]:
    """A format as the service keeps it: colours in both spellings, without parts that are 0."""
    result: dict[str, Any] = {}
    for name, value in given.items():
        if name in COLOURS and isinstance(value, dict):
            result[name] = colour(value)
            result[COLOURS[name]] = {"rgbColor": result[name]}
        elif name in COLOURS.values():
            result[name] = style(value)
            plain = next(key for key, style_name in COLOURS.items() if style_name == name)
            if "rgbColor" in value:
                result[plain] = result[name]["rgbColor"]
        else:
            result[name] = clean_format(value) if isinstance(value, dict) else value
    return result


def style(value: dict[str, Any]) -> dict[str, Any]:
    return {"rgbColor": colour(value["rgbColor"])} if "rgbColor" in value else value


def colour(value: dict[str, Any]) -> dict[str, Any]:
    """As the service keeps it: in 255 steps."""
    steps = {name: round(int(part * 255) / 255, 8) for name, part in value.items() if part}
    return {name: int(part) if part == int(part) else part for name, part in steps.items()}


def entered_value(given: dict[str, Any] | None) -> Value:
    """The value of an ExtendedValue."""
    if not given:
        return None
    if len(given) > 1:
        raise invalid("userEnteredValue must hold one kind of value")
    kind, value = next(iter(given.items()))
    if kind == "formulaValue":
        if not str(value).startswith("="):
            raise invalid(f"Formula must begin with an equals sign: {value}")
        return Formula(value)
    if kind == "stringValue":
        return str(value) or None
    if kind == "boolValue" and isinstance(value, bool):
        return value
    if kind == "numberValue" and isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)
    raise invalid(f"Invalid value at userEnteredValue.{kind}: {value}")


def extended(value: Value) -> dict[str, Any]:
    """A value as an ExtendedValue."""
    if type(value) is Formula:
        return {"formulaValue": str(value)}
    if isinstance(value, Fault):
        kinds = {"#REF!": "REF", "#NAME?": "NAME", "#DIV/0!": "DIVIDE_BY_ZERO", "#VALUE!": "VALUE"}
        return {"errorValue": {"type": kinds.get(value, "ERROR"), "message": str(value)}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def cell_data(cell: Cell, value: Value, locale: str, tree: Tree) -> dict[str, Any]:
    """A cell as ``spreadsheets.get`` shows it; ``value`` is what the formula gave."""
    data: dict[str, Any] = {}
    if cell.value is not None:
        data["userEnteredValue"] = extended(cell.value)
        data["effectiveValue"] = extended(value) if value is not None else {}
        data["formattedValue"] = shown(value, cell.pattern, locale)
    if cell.format:
        data["userEnteredFormat"] = cell.format
    if takes(tree, "effectiveFormat") and (cell.value is not None or cell.format):
        data["effectiveFormat"] = {**DEFAULT_FORMAT, **(cell.format or {})}
    if cell.note:
        data["note"] = cell.note
    if cell.validation:
        data["dataValidation"] = cell.validation
    return data
