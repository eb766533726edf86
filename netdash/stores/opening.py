"""Which workbook is meant, and which store it asks for."""

import os
from collections.abc import Mapping
from pathlib import Path

from netdash.errors import StoreError
from netdash.stores import Check, Store
from netdash.stores.copying import lay_out_book
from netdash.stores.excel import ExcelStore
from netdash.stores.google import GoogleStore, check_connection, find_id, load_connection, read_source

SOURCE_VARIABLE = "NETDASH_SOURCE"


def find_source(usual: Path, environment: Mapping[str, str] = os.environ, secrets: Path | None = None) -> str | Path:
    """The workbook that the environment names, else the spreadsheet of the secrets, else the ``usual`` file."""
    named = environment.get(SOURCE_VARIABLE) or read_source(secrets)
    return named if find_id(named) or is_address(named) else Path(named or usual)


def is_address(source: str) -> bool:
    """Whether somebody meant a page of the web."""
    return source.strip().startswith(("http://", "https://"))


def open_store(source: str | Path) -> Store:
    """The store of a workbook: a Google spreadsheet for its URL or id, else a local file.

    Raises ``StoreError`` if a spreadsheet is asked for and no service account is set up.
    """
    if isinstance(source, str) and find_id(source):
        return GoogleStore(load_connection(source))
    if isinstance(source, str) and is_address(source):
        raise StoreError(f"«{source}» — не адрес таблицы Google. Откройте таблицу в браузере и скопируйте её адрес целиком.")
    return ExcelStore(source)


def check_source(source: str | Path) -> tuple[Check, ...]:
    """Whether a workbook can be reached, step by step; nothing is changed."""
    if isinstance(source, str) and (find_id(source) or is_address(source)):
        return check_connection(source)
    try:
        sheets = len(ExcelStore(source).read().sheets)
    except StoreError as error:
        return (Check("Файл книги", False, str(error)),)
    return (Check("Файл книги", True, f"{source}, листов: {sheets}"),)


def copy_workbook(source: str | Path, target: str | Path) -> int:
    """Make a workbook with all sheets and cells of another, Excel or Google; gives the number of sheets.

    Formulas arrive as what they computed. Raises ``StoreError`` where the target exists already.
    """
    sheets = lay_out_book(open_store(source).read())
    open_store(target).create(sheets)
    return len(sheets)
