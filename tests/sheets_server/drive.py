"""Drive: files that are spreadsheets, and who they are shared with."""

import csv
import io
import json
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from .entering import entered
from .errors import Refused, unsupported
from .formulas import Evaluator
from .masks import parse, picked
from .model import BLANK, Sheet, Spreadsheet, new_sheet, new_spreadsheet
from .showing import row_values

MIME = "application/vnd.google-apps.spreadsheet"
ROLES = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader")


class Drive:
    """All spreadsheets of the server, by id."""

    def __init__(self) -> None:
        self.files: dict[str, Spreadsheet] = {}

    def create(self, title: str, owner: str, now: float) -> Spreadsheet:
        made = new_spreadsheet(title, owner, "1" + secrets.token_urlsafe(33)[:43], now)
        self.files[made.id] = made
        return made

    def find(self, number: str) -> Spreadsheet:
        if number not in self.files:
            raise Refused(404, "Requested entity was not found.")
        return self.files[number]

    def copy(self, source: Spreadsheet, title: str, owner: str, now: float) -> Spreadsheet:
        made = self.create(title or f"Copy of {source.title}", owner, now)
        made.restore({**source.state(), "title": made.title})
        return made


def file_missing(number: str) -> Refused:
    """Drive's 404 names the file, unlike that of Sheets."""
    return Refused(404, f"File not found: {number}.")


def shown(book: Spreadsheet, now: float, fields: str = "") -> dict[str, Any]:
    """A file as Drive shows it at ``now``: what people changed a moment ago may not be told yet."""
    told = [when for when in book.changes if when <= now] or [book.created]
    entry: dict[str, Any] = {"kind": "drive#file", "id": book.id, "name": book.title, "mimeType": MIME}
    if not fields:
        return entry
    entry |= {"createdTime": _moment(book.created), "modifiedTime": _moment(max(told)), "version": str(len(told))}
    entry |= {"trashed": False, "webViewLink": f"https://docs.google.com/spreadsheets/d/{book.id}/edit"}
    entry["capabilities"] = {"canEdit": True}
    kept: dict[str, Any] = picked(entry, parse(fields))
    return kept


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def listing(books: Iterable[Spreadsheet], query: str, fields: str, now: float) -> dict[str, Any]:
    """``files.list``: the newest first, those that the query names."""
    wanted = [book for book in books if _meets(book, query)]
    wanted.sort(key=lambda book: max([book.created, *book.changes]), reverse=True)
    every = {"kind", "id", "name", "mimeType", "createdTime", "modifiedTime", "version"}
    files = [shown(book, now, ",".join(every)) for book in wanted]
    result: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False, "files": files}
    kept: dict[str, Any] = picked(result, parse(fields or "kind,incompleteSearch,files(kind,id,name,mimeType)"))
    return kept


def _meets(book: Spreadsheet, query: str) -> bool:
    for term in filter(None, re.split(r"\s+and\s+(?=(?:[^\"']|\"[^\"]*\"|'(?:\\.|[^'])*')*$)", query.strip())):
        found = re.fullmatch(r"(\w+)\s*(=|contains|!=)\s*(\"[^\"]*\"|'(?:\\.|[^'])*'|true|false)", term.strip())
        if not found:
            raise unsupported(f"files.list q: {term}")
        name, sign, raw = found.groups()
        value = raw.strip("\"'").replace("\\'", "'")
        held = {"name": book.title, "mimeType": MIME, "trashed": "false"}.get(name)
        if held is None:
            raise unsupported(f"files.list q: {name}")
        equal = value.casefold() in held.casefold() if sign == "contains" else held == value
        if equal == (sign == "!="):
            return False
    return True


def permission_id(address: str) -> str:
    return str(int.from_bytes(address.encode()[:8].ljust(8, b"0"), "big"))


def permissions(book: Spreadsheet, fields: str = "") -> list[dict[str, Any]]:
    shown_all = [
        {"kind": "drive#permission", "id": permission_id(address), "type": "user", "role": role, "emailAddress": address}
        for address, role in book.permissions.items()
    ]
    return shown_all if fields else [{k: one[k] for k in ("kind", "id", "type", "role")} for one in shown_all]


def share(book: Spreadsheet, body: dict[str, Any]) -> dict[str, Any]:
    """``permissions.create`` for a person."""
    if body.get("type", "user") != "user":
        raise unsupported(f"permissions.create type {body.get('type')}")
    role, address = body.get("role"), body.get("emailAddress", "")
    if role not in ROLES or not address:
        raise Refused(400, f"The permission role or address is invalid: {role}, {address}")
    book.permissions[address] = role
    return {"kind": "drive#permission", "id": permission_id(address), "type": "user", "role": role}


def unshare(book: Spreadsheet, number: str) -> None:
    for address, role in list(book.permissions.items()):
        if permission_id(address) == number:
            if role == "owner":
                raise Refused(403, "The owner of a file cannot be removed.")
            del book.permissions[address]
            return
    raise Refused(404, f"Permission not found: {number}.")


def export_csv(book: Spreadsheet) -> bytes:
    """The first sheet as its cells look."""
    sheet = book.sheets[0]
    how, evaluator = ("FORMATTED_VALUE", "SERIAL_NUMBER", book.locale), Evaluator(book)
    rows = [row_values(row, sheet, index, evaluator, how) for index, row in enumerate(sheet.rows)]
    while rows and not rows[-1]:
        rows.pop()
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().removesuffix("\r\n").encode()


def import_csv(book: Spreadsheet, body: bytes) -> dict[str, Any]:
    """Replace everything by one sheet that is named after the file."""
    sheet: Sheet = new_sheet(book.number(), book.title)
    for index, row in enumerate(csv.reader(io.StringIO(body.decode("utf-8-sig")))):
        if index >= len(sheet.rows) or len(row) > len(sheet.columns):
            sheet.resize(max(index + 1, len(sheet.rows)), max(len(row), len(sheet.columns)))
        cells = [entered(BLANK, value, "USER_ENTERED", book.locale) for value in row]
        sheet.rows[index] = sheet.rows[index].having(cells)
    book.sheets, book.named, book.time_zone = [sheet], [], "America/Los_Angeles"
    return {"kind": "drive#file", "id": book.id, "title": book.title, "mimeType": MIME}


def read_json(body: bytes) -> dict[str, Any]:
    """A request's body; an empty one is an empty object."""
    if not body.strip():
        return {}
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Refused(400, f"Invalid JSON payload received. {error}") from None
    if not isinstance(found, dict):
        raise Refused(400, "Invalid JSON payload received. Root element must be a message.")
    return found
