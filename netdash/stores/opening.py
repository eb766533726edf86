"""Which store a source asks for."""

from pathlib import Path

from netdash.stores import Store
from netdash.stores.copying import lay_out_book
from netdash.stores.excel import ExcelStore
from netdash.stores.google import GoogleStore, find_id, load_connection


def open_store(source: str | Path) -> Store:
    """The store of a workbook: a Google spreadsheet for its URL or id, else a local file.

    Raises ``StoreError`` if a spreadsheet is asked for and no service account is set up.
    """
    if isinstance(source, str) and find_id(source):
        return GoogleStore(load_connection(source))
    return ExcelStore(source)


def copy_workbook(source: str | Path, target: str | Path) -> int:
    """Make a workbook with all sheets and cells of another, Excel or Google; gives the number of sheets.

    Formulas arrive as what they computed. Raises ``StoreError`` where the target exists already.
    """
    sheets = lay_out_book(open_store(source).read())
    open_store(target).create(sheets)
    return len(sheets)
