"""One more sheet for a workbook that people already use, in the styles that it has."""

from netdash.errors import StoreError
from netdash.grid import Grid
from netdash.stores import AppendRow, ColumnLayout, SheetLayout
from netdash.stores.excel.cells import Encoder
from netdash.stores.excel.patching import patch_sheet
from netdash.stores.excel.styles import Shown, Styles

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
FROZEN_HEADER = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews>"
)
WIDE_COLUMN = '<col min="1" max="1" width="100" customWidth="1"/>'
SHOWN: dict[str, Shown] = {"date": "date", "time": "time", "moment": "moment", "text": "text"}
FORBIDDEN = set("[]:*?/\\")


def check_title(title: str) -> None:
    """Raises ``StoreError`` for a title that no sheet can have."""
    if not 1 <= len(title) <= 31 or FORBIDDEN & set(title) or title.startswith("'") or title.endswith("'"):
        raise StoreError(f"Лист нельзя назвать «{title}»: нужно от 1 до 31 знака, без [ ] : * ? / \\ и кавычки ' по краям.")


def new_sheet(layout: SheetLayout, styles: Styles, encoder: Encoder, strict: bool) -> bytes:
    """The XML of a sheet with its header and rows."""
    check_title(layout.title)
    titles = tuple(column.title for column in layout.columns)
    rows = ((titles,) if titles else ()) + layout.rows
    blank = _blank(layout, styles, STRICT_MAIN if strict else MAIN).encode()
    writes = [AppendRow(layout.title, dict(enumerate(row))) for row in rows]
    return patch_sheet(blank, Grid(layout.title, (), ""), writes, encoder, ()).xml


def _blank(layout: SheetLayout, styles: Styles, namespace: str) -> str:
    columns = [_column(number, column, styles) for number, column in enumerate(layout.columns, 1)]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        f"{FROZEN_HEADER if columns else ''}<cols>{''.join(columns) or WIDE_COLUMN}</cols><sheetData/></worksheet>"
    )


def _column(number: int, column: ColumnLayout, styles: Styles) -> str:
    shown = SHOWN.get(column.format)
    style = styles.find(shown) if shown else None
    own = f' style="{style}"' if style else ""
    return f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"{own}/>'
