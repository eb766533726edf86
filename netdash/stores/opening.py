"""Which store a source asks for."""

from pathlib import Path

from netdash.stores import Store
from netdash.stores.excel import ExcelStore
from netdash.stores.google import GoogleStore, find_id, load_connection


def open_store(source: str | Path) -> Store:
    """The store of a workbook: a Google spreadsheet for its URL or id, else a local file.

    Raises ``StoreError`` if a spreadsheet is asked for and no service account is set up.
    """
    if isinstance(source, str) and find_id(source):
        return GoogleStore(load_connection(source))
    return ExcelStore(source)
