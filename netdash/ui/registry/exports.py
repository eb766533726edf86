"""What is shown, as a file: text stays text in it, whatever program opens it."""

import csv
import io
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from netdash.kinds import is_missing
from netdash.tables import Unread
from netdash.ui.registry.address import View

RISKY = ("=", "+", "-", "@", "\t", "\r")
FORMATS = {"integer": "#,##0", "decimal": "#,##0.##", "percent": "0.0%", "date": "dd.mm.yyyy", "time": "h:mm"}


def export_csv(view: View, keys: Sequence[str], columns: Sequence[str]) -> bytes:
    """For Excel with Russian settings: semicolons, a mark of UTF-8, nothing that could be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(view.spec.columns[name].title) for name in columns])
    for key in keys:
        writer.writerow([csv_cell(view, key, name) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def csv_cell(view: View, key: str, column: str) -> str:
    """A cell as text; a number below zero is a number."""
    value = view.snapshot.value(view.table, key, column)
    if isinstance(value, Unread) or view.spec.columns[column].to:
        return neutral(view.snapshot.show(view.table, column, value))
    if is_missing(value):
        return ""
    text = view.built.kinds[column].text(value)
    return text if isinstance(value, int | float) else neutral(text)


def neutral(text: str) -> str:
    """The text with an apostrophe where a spreadsheet program would take it for a formula."""
    return "'" + text if text.lstrip(" \u00a0\n").startswith(RISKY) or text.startswith(RISKY) else text


def export_xlsx(view: View, keys: Sequence[str], columns: Sequence[str]) -> bytes:
    """One sheet with numbers as numbers, days as days and texts as texts."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(view.spec.title[:31])
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
        for place, name in enumerate(columns):
            column = view.spec.columns[name]
            sheet.write_string(0, place, column.title, bold)
            sheet.set_column(place, place, 42 if column.kind in ("text", "long_text", "nameless", "references") else 16)
            for row, key in enumerate(keys, start=1):
                write_cell(sheet, (row, place), sheet_value(view, key, name), formats.get(column.kind, wrap), wrap)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(keys), 1), max(len(columns) - 1, 0))
    return out.getvalue()


def sheet_value(view: View, key: str, column: str) -> Any:
    """The canonical content of a cell; what could not be read as its text."""
    value = view.snapshot.value(view.table, key, column)
    if isinstance(value, Unread):
        return view.snapshot.show(view.table, column, value)
    return view.snapshot.cell(view.table, column, value)


def write_cell(sheet: Any, place: tuple[int, int], value: Any, form: Any, wrap: Any) -> None:
    """One cell by its type."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*place, value, wrap)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, date | time):
        sheet.write_datetime(*place, value, form)
    else:
        sheet.write_number(*place, value, form)
