"""What others need for the same work on the same spreadsheet; run by ``bench_google.py`` with their own interpreter.

Arguments: a client, the server's root, the spreadsheet's id, the key file, what to do. ``refresh`` prints seconds of the
processor and of the clock of the fastest of three whole readings; ``change`` reads the largest sheet, waits for a line on its
input, changes one cell and writes.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gspread
import pandas as pd
import requests
from google.oauth2.service_account import Credentials
from gspread_dataframe import get_as_dataframe, set_with_dataframe
from streamlit_gsheets.gsheets_connection import GSheetsServiceAccountClient

CLIENT, ROOT, BOOK, KEY, WORK, SHEET = sys.argv[1:7]
URL = f"https://docs.google.com/spreadsheets/d/{BOOK}/edit"
HOSTS = re.compile(r"https://[a-z]+\.googleapis\.com")
ACCOUNT = json.loads(Path(KEY).read_text("utf-8"))

send = requests.Session.request
requests.Session.request = lambda self, method, url, *rest, **more: send(self, method, HOSTS.sub(ROOT, url), *rest, **more)
Credentials._is_regional_access_boundary_lookup_required = lambda self: False

BOOK_OF = gspread.service_account_from_dict(ACCOUNT).open_by_key


def connection() -> Any:
    """streamlit's st-gsheets-connection, without the cache that a page puts around it."""
    return GSheetsServiceAccountClient({**ACCOUNT, "spreadsheet": URL})


def refresh_records(titles: list[str]) -> list[pd.DataFrame]:
    book = BOOK_OF(BOOK)
    return [pd.DataFrame(sheet.get_all_records()) for sheet in book.worksheets() if sheet.title in titles]


def refresh_frames(titles: list[str]) -> list[pd.DataFrame]:
    book = BOOK_OF(BOOK)
    return [get_as_dataframe(sheet) for sheet in book.worksheets() if sheet.title in titles]


def refresh_connection(titles: list[str]) -> list[pd.DataFrame]:
    client = connection()
    return [client.read(worksheet=title, ttl=0) for title in titles]


def change_records() -> Callable[[], object]:
    sheet = BOOK_OF(BOOK).worksheet(SHEET)
    records = sheet.get_all_records()
    return lambda: sheet.update_cell(len(records) // 2 + 2, 2, "Изменено")


def change_frames() -> Callable[[], object]:
    sheet = BOOK_OF(BOOK).worksheet(SHEET)
    frame = get_as_dataframe(sheet)
    frame.iloc[len(frame) // 2, 1] = "Изменено"
    return lambda: set_with_dataframe(sheet, frame)


def change_connection() -> Callable[[], object]:
    client = connection()
    frame = client.read(worksheet=SHEET, ttl=0)
    frame.iloc[len(frame) // 2, 1] = "Изменено"
    return lambda: client.update(worksheet=SHEET, data=frame)


if WORK == "refresh":
    titles = sys.argv[7:]
    work = {"records": refresh_records, "frames": refresh_frames, "connection": refresh_connection}[CLIENT]
    own = whole = float("inf")
    for _ in range(3):
        began, start = time.process_time(), time.perf_counter()
        work(titles)
        own, whole = min(own, time.process_time() - began), min(whole, time.perf_counter() - start)
    print(own, whole, flush=True)
else:
    write = {"records": change_records, "frames": change_frames, "connection": change_connection}[CLIENT]()
    print("read", flush=True)
    sys.stdin.readline()
    write()
    print("written", flush=True)
