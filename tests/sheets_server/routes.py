"""Every method that the server speaks: verb, path, name, and what it does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import drive, metadata, resource, values
from .batch import batch_update
from .changes import Editing
from .errors import Refused, invalid, unsupported
from .masks import Tree, parse, picked, takes
from .model import Spreadsheet

Reply = dict[str, Any] | bytes | None


@dataclass
class Asked:
    """One request, taken apart. ``parts`` are the names in the path, ``query`` the last value of each parameter."""

    drive: drive.Drive
    user: str
    now: float
    carry: bool
    parts: Mapping[str, str]
    query: Mapping[str, str]
    lists: Mapping[str, list[str]]
    raw: bytes
    touched: list[Spreadsheet] = field(default_factory=list)

    @property
    def body(self) -> dict[str, Any]:
        return drive.read_json(self.raw)

    def true(self, name: str) -> bool:
        return self.query.get(name, "").casefold() == "true"

    def book(self, writing: bool = False) -> Spreadsheet:
        """The spreadsheet in the path, if the caller may read (or write) it."""
        return self.allowed(self.parts["id"], writing)

    def allowed(self, number: str, writing: bool) -> Spreadsheet:
        book = self.drive.find(number)
        role = book.permissions.get(self.user) or book.permissions.get("anyone")
        if role is None or (writing and role in ("reader", "commenter")):
            raise Refused(403, "The caller does not have permission")
        if writing:
            self.touched.append(book)
        return book

    def file(self, owner: bool = False) -> Spreadsheet:
        """The same for Drive, which hides what is not shared."""
        number = self.parts["id"]
        book = self.drive.files.get(number)
        if book is None or self.user not in book.permissions:
            raise drive.file_missing(number)
        if owner and book.permissions[self.user] != "owner":
            raise Refused(403, "The user does not have sufficient permissions for this file.")
        return book


def create(asked: Asked) -> Reply:
    given = asked.body.get("properties", {})
    book = asked.drive.create(given.get("title") or "Untitled spreadsheet", asked.user, asked.now)
    book.locale, book.time_zone = given.get("locale", book.locale), given.get("timeZone", book.time_zone)
    editing = Editing(book, asked.user)
    wanted = asked.body.get("sheets")
    if wanted:
        old = book.sheets[0]
        old.title = "\0"
        batch_update(editing, {"requests": [{"addSheet": {"properties": one.get("properties", {})}} for one in wanted]})
        if any("data" in one for one in wanted):
            raise unsupported("spreadsheets.create sheets.data")
        book.sheets.remove(old)
    return resource.get(book, [], False, asked.query.get("fields", ""), asked.user)


def get(asked: Asked) -> Reply:
    fields = asked.query.get("fields", "")
    return resource.get(asked.book(), asked.lists.get("ranges", []), asked.true("includeGridData"), fields, asked.user)


def batch(asked: Asked) -> Reply:
    book, body = asked.book(writing=True), asked.body
    tree = parse(asked.query.get("fields", ""))
    reply: dict[str, Any] = {"spreadsheetId": book.id, "replies": batch_update(Editing(book, asked.user, asked.carry), body)}
    if body.get("includeSpreadsheetInResponse") and takes(tree, "updatedSpreadsheet"):
        ranges, grid = body.get("responseRanges", []), body.get("responseIncludeGridData", False)
        below = {} if "*" in tree else tree.get("updatedSpreadsheet", {})
        reply["updatedSpreadsheet"] = resource.shown(book, ranges, grid, below, asked.user)
        tree = {**tree, "updatedSpreadsheet": {}} if tree else tree
    return masked(reply, tree)


def masked(reply: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """What the parameter ``fields`` leaves of a reply."""
    kept: dict[str, Any] = picked(reply, tree)
    return kept


def copy_sheet(asked: Asked) -> Reply:
    source, target = asked.book(), asked.allowed(asked.body["destinationSpreadsheetId"], True)
    twin = source.by_id(int(asked.parts["sheet"])).copy()
    twin.id, title = target.number(), f"Copy of {twin.title}"
    taken = {sheet.title for sheet in target.sheets}
    twin.title = next(name for name in (title, *(f"{title} {n}" for n in range(2, 999))) if name not in taken)
    twin.metadata = ()
    target.sheets.append(twin)
    return resource.sheet_properties(target, twin)


def search_metadata(asked: Asked) -> Reply:
    found = metadata.search(asked.book(), asked.body.get("dataFilters", []))
    matched = [{"developerMetadata": metadata.shown(one)} for one in found]
    return {"matchedDeveloperMetadata": matched} if matched else {}


def share(asked: Asked) -> Reply:
    return drive.share(asked.file(), asked.body)


def unshare(asked: Asked) -> Reply:
    drive.unshare(asked.file(), asked.parts["permission"])
    return None


def list_permissions(asked: Asked) -> Reply:
    held = drive.permissions(asked.file(), asked.query.get("fields", ""))
    return {"kind": "drive#permissionList", "permissions": held}


def create_file(asked: Asked) -> Reply:
    body = asked.body
    if body.get("mimeType") != drive.MIME:
        raise unsupported(f"files.create mimeType {body.get('mimeType')}")
    return drive.shown(asked.drive.create(body.get("name") or "Untitled", asked.user, asked.now), asked.now)


def copy_file(asked: Asked) -> Reply:
    made = asked.drive.copy(asked.file(), asked.body.get("name") or "", asked.user, asked.now)
    return drive.shown(made, asked.now)


def delete_file(asked: Asked) -> Reply:
    del asked.drive.files[asked.file(owner=True).id]
    return None


def list_files(asked: Asked) -> Reply:
    held = [book for book in asked.drive.files.values() if asked.user in book.permissions]
    return drive.listing(held, asked.query.get("q", ""), asked.query.get("fields", ""), asked.now)


def export(asked: Asked) -> Reply:
    kind = asked.query.get("mimeType", "")
    if kind != "text/csv":
        raise unsupported(f"files.export {kind}")
    return drive.export_csv(asked.file())


def upload(asked: Asked) -> Reply:
    book = asked.file()
    asked.touched.append(book)
    return drive.import_csv(book, asked.raw)


def not_spoken(asked: Asked) -> Reply:
    raise unsupported(asked.parts["name"])


def _range(asked: Asked) -> str:
    return asked.parts["range"]


@dataclass(frozen=True)
class Route:
    """``kept``: the reply to the same question may be sent again until something changes."""

    verb: str
    path: re.Pattern[str]
    kind: str
    writes: bool
    answer: Callable[[Asked], Reply]
    kept: bool = False


BOOK = r"/v4/spreadsheets/(?P<id>[\w-]+)"
FILE = r"/drive/v3/files/(?P<id>[\w-]+)"


def _route(verb: str, path: str, kind: str, answer: Callable[[Asked], Reply], reads: bool = False, kept: bool = False) -> Route:
    return Route(verb, re.compile(path + r"\Z"), kind, verb != "GET" and not reads, answer, kept)


ROUTES = (
    _route("GET", f"{BOOK}/values:batchGet", "values.batchGet",
           lambda a: values.batch_get(a.book(), a.lists.get("ranges", []), a.query), kept=True),
    _route("POST", f"{BOOK}/values:batchUpdate", "values.batchUpdate",
           lambda a: values.batch_update(a.book(writing=True), a.body, a.user)),
    _route("POST", f"{BOOK}/values:batchClear", "values.batchClear",
           lambda a: values.batch_clear(a.book(writing=True), a.body.get("ranges", []), a.user)),
    _route("POST", rf"{BOOK}/values:(?P<name>\w+)", "values.other", not_spoken),
    _route("POST", f"{BOOK}/values/(?P<range>[^/]+):append", "values.append",
           lambda a: values.append(a.book(writing=True), _range(a), a.query, a.body, a.user)),
    _route("POST", f"{BOOK}/values/(?P<range>[^/]+):clear", "values.clear",
           lambda a: values.clear(a.book(writing=True), _range(a), a.user)),
    _route("GET", f"{BOOK}/values/(?P<range>[^/]+)", "values.get", lambda a: values.get(a.book(), _range(a), a.query), kept=True),
    _route("PUT", f"{BOOK}/values/(?P<range>[^/]+)", "values.update",
           lambda a: values.update(a.book(writing=True), _range(a), a.query, a.body, a.user)),
    _route("POST", f"{BOOK}:batchUpdate", "spreadsheets.batchUpdate", batch),
    _route("POST", rf"{BOOK}/sheets/(?P<sheet>\d+):copyTo", "sheets.copyTo", copy_sheet),
    _route("POST", f"{BOOK}/developerMetadata:search", "developerMetadata.search", search_metadata, reads=True),
    _route("GET", rf"{BOOK}/developerMetadata/(?P<number>\d+)", "developerMetadata.get",
           lambda a: metadata.fetch(a.book(), int(a.parts["number"]))),
    _route("GET", BOOK, "spreadsheets.get", get),
    _route("POST", "/v4/spreadsheets", "spreadsheets.create", create),
    _route("GET", "/drive/v3/files", "files.list", list_files),
    _route("POST", "/drive/v3/files", "files.create", create_file),
    _route("POST", f"{FILE}/copy", "files.copy", copy_file),
    _route("GET", f"{FILE}/export", "files.export", export),
    _route("GET", f"{FILE}/comments", "comments.list", lambda a: {"comments": []} if a.file() else None),
    _route("GET", f"{FILE}/permissions", "permissions.list", list_permissions),
    _route("POST", f"{FILE}/permissions", "permissions.create", share),
    _route("DELETE", rf"{FILE}/permissions/(?P<permission>[\w-]+)", "permissions.delete", unshare),
    _route("GET", FILE, "files.get", lambda a: drive.shown(a.file(), a.now, a.query.get("fields", ""))),
    _route("DELETE", FILE, "files.delete", delete_file),
    _route("PUT", r"/upload/drive/v2/files/(?P<id>[\w-]+)", "files.upload", upload),
    _route("POST", rf"{BOOK}:(?P<name>\w+)", "spreadsheets.other", not_spoken),
)  # fmt: skip


def found(verb: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route of a request; the path still percent-encoded."""
    for route in ROUTES:
        match = route.path.match(path)
        if match and route.verb == verb:
            return route, match.groupdict()
    if path.startswith("/v4/") or "drive" in path:
        raise unsupported(f"{verb} {path}")
    raise invalid(f"There is nothing at {path}")
