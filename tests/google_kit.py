"""A Google spreadsheet on the loopback server, and people who type into it."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests import ConnectionError as Cut
from requests import ReadTimeout, Request, Response
from sheets_server import SheetsServer
from sheets_server.a1 import corners
from sheets_server.errors import Refused
from sheets_server.faults import HTML, Logged
from sheets_server.model import Cell

from netdash.stores.excel import ExcelStore
from netdash.stores.google import Connection, GoogleStore
from netdash.stores.google.values import to_raw

EMAIL = "netdash@project.iam.gserviceaccount.com"


@cache
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # quick to read
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(kind, form, serialization.NoEncryption()).decode()


def account(server: SheetsServer) -> dict[str, Any]:
    """The key file of a service account whose tokens this server gives."""
    words = {"type": "service_account", "project_id": "project", "private_key_id": "1", "client_id": "1"}
    return {**words, "client_email": EMAIL, "private_key": private_key(), "token_uri": server.token_uri}


class Direct:
    """A session that asks the server in this thread, without HTTP: for thousands of histories.

    ``late`` holds writes that the server will do only when ``land`` is called: their client gave up waiting.
    """

    def __init__(self, server: SheetsServer) -> None:
        self.server = server
        self.late: list[Callable[[], object]] = []

    def land(self) -> None:
        while self.late:
            with suppress(Refused):
                self.late.pop()()

    def request(self, method: str, url: str, **asked: Any) -> Response:
        server = self.server
        made = Request(method.upper(), url, params=asked["params"], json=asked["json"]).prepare()
        body = made.body.encode() if isinstance(made.body, str) else made.body or b""
        call, fault, route, reply = server.answer(method.upper(), made.path_url, {}, body)
        if fault and fault.action == "drop_before":
            raise Cut("cut")
        if fault and fault.action == "delay":
            self.late.append(lambda: server.perform(call, None, route, reply))
            raise ReadTimeout("late")
        answer = Response()
        try:
            answer._content, answer.status_code = server.perform(call, fault, route, reply), 200
        except Refused as refusal:
            answer.status_code = refusal.code
            answer._content = HTML.format(refusal.code).encode() if fault and fault.html else json.dumps(refusal.body).encode()
        server.log.append(Logged(call, answer.status_code, len(answer.content)))
        if fault and fault.action in ("drop_after", "hang"):
            raise Cut("cut") if fault.action == "drop_after" else ReadTimeout("hung")
        return answer


class GoogleKit:
    """One spreadsheet, shared with the service account; the clock is turned on by hand, nobody waits."""

    asks_for_stamp = False
    errors_are_texts = True

    def __init__(self, folder: Path, direct: bool = False) -> None:
        self.server = SheetsServer()
        self.direct = Direct(self.server) if direct else None
        if self.direct:
            self.server.tokens.open = EMAIL
        else:
            self.server.start()
        self.folder = folder
        self.book = self.server.create("Сеть")
        self.book.permissions[EMAIL] = "writer"
        self.now = 0.0
        self.slept: list[float] = []
        self.clock: Callable[[], float] = lambda: self.now

    def close(self) -> None:
        if self.direct:
            self.server._http.server_close()
        else:
            self.server.stop()

    def name_in_environment(self, monkeypatch: pytest.MonkeyPatch, key: str = "") -> None:
        """Tell the program of this spreadsheet as people do, with the ``key`` itself or the path to it."""
        monkeypatch.setenv("NETDASH_SOURCE", self.book.id)
        monkeypatch.setenv("NETDASH_GOOGLE_API", self.server.root)
        monkeypatch.setenv("NETDASH_GOOGLE_CREDENTIALS", key or json.dumps(account(self.server)))
        monkeypatch.chdir(self.folder)

    def open(self, **more: Any) -> GoogleStore:
        connection = Connection(self.book.id, account(self.server), self.server.root, 10**6, 10**6)
        store = GoogleStore(connection, self.folder / "backups", self.clock, self.slept.append, **more)
        if self.direct:
            store._client.session = self.direct
        return store

    def edit_outside(self, sheet: str, cells: Mapping[str, Any]) -> None:
        """Change cells by A1 name as somebody in the browser does; time passes."""
        editor = self.server.editor(self.book)
        for name, value in cells.items():
            top, left, _, _ = corners(name) or (0, 0, 0, 0)
            if str(value).startswith("="):  # in a cell of text it would be text
                self.book.sheet(sheet).put(top or 0, {left or 0: Cell()})
            editor.act("set_cell", sheet=sheet, row=top, column=left, text=value)
        self.now += 15.0

    def kept(self, cell: Any) -> Any:
        """A cell as far as it is sure to come back: whether a number is a day, its column says."""
        raw = to_raw(cell)
        return type(raw) is bool, round(raw, 6) if isinstance(raw, float) and abs(raw) < 10**7 else raw

    def remove(self) -> None:
        with self.server.lock:
            self.server.drive.files.pop(self.book.id, None)
            self.book = self.server.create("Сеть")
            self.book.permissions[EMAIL] = "writer"

    def open_copy(self, place: str) -> ExcelStore:
        return ExcelStore(place)
