"""The server itself: real HTTP on 127.0.0.1, one lock, a log, faults, and a hook between any two requests."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .drive import Drive
from .editor import Editor
from .errors import Refused
from .faults import Call, Fault, Logged, Quota
from .listener import Listener
from .masks import parse
from .model import Spreadsheet
from .routes import Asked, Route, found, masked
from .tokens import Tokens

UNKNOWN = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential."
)


class SheetsServer:
    """Google Sheets on this machine. Use as a context manager, or ``start`` and ``stop``.

    ``before`` (if set) is called before each API call that no fault stops, under the lock: whatever it does to the spreadsheets,
    through ``editor`` as a rule, lies exactly between two requests. It must not make requests itself.

    - ``quota``: off unless given. ``latency``: seconds before every answer.
    - ``carry``: whether sorting rows takes their developer metadata along.
    - ``lag``: seconds until Drive tells of what a person changed.
    - ``disabled``: ``sheets`` or ``drive``, as if not switched on in the project.
    - ``crashes``: mistakes of this server itself; a test should find it empty.
    """

    def __init__(self, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.drive = Drive()
        self.tokens = Tokens(clock)
        self.faults: list[Fault] = []
        self.quota: Quota | None = None
        self.before: Callable[[Call], None] | None = None
        self.log: list[Logged] = []
        self.crashes: list[str] = []
        self.people: dict[str, Editor] = {}
        self.disabled: set[str] = set()
        self.carry = True
        self.lag = 0.0
        self.latency = 0.0
        self.closing = threading.Event()
        self.numbers = 0
        self._http = Listener(self, port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def root(self) -> str:
        """Where the API is: the value of the setting ``api``."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def token_uri(self) -> str:
        return f"{self.root}/token"

    def start(self) -> "SheetsServer":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Cut all connections and wait for the listener."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._http.cut_all()
        self._thread.join()

    def __enter__(self) -> "SheetsServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def create(self, title: str, owner: str = "owner@example.org") -> Spreadsheet:
        """A new spreadsheet of a person; share it through its ``permissions``."""
        with self.lock:
            return self.drive.create(title, owner, self.clock())

    def fail(self, action: Any, on: str = "", **more: Any) -> Fault:
        """A fault for the next calls, see ``Fault``."""
        fault = Fault(action, on, **more)
        with self.lock:
            self.faults.append(fault)
        return fault

    def editor(self, book: Spreadsheet) -> Editor:
        """A person with this spreadsheet open in the browser."""

        def told() -> None:
            book.touch(self.clock() + self.lag)

        return Editor(book, self.lock, told, self.carry)

    def count(self, kind: str = "") -> int:
        """How many API calls came whose kind holds ``kind``."""
        return sum(kind in entry.call.kind for entry in self.log)

    def answer(self, verb: str, target: str, headers: Any, raw: bytes) -> tuple[Call, Fault | None, Route | None, Asked | None]:
        """Who asks for what: the call, the fault that strikes it, the route."""
        split = urlsplit(target)
        lists = parse_qs(split.query, keep_blank_values=True)
        user = self.tokens.holder(headers.get("Authorization", ""))
        route, parts = None, {}
        kind, writes = "unknown", verb != "GET"
        try:
            route, encoded = found(verb, split.path)
            parts = {name: unquote(part) for name, part in encoded.items()}
            kind, writes = route.kind, route.writes
        except Refused as refusal:
            parts = {"refusal": refusal.message}
        self.numbers += 1
        call = Call(self.numbers, verb, split.path, split.query, kind, user, writes, len(raw))
        fault = next((one for one in self.faults if one.strikes(call)), None)
        if route is None:
            return call, fault, None, None
        query = {name: given[-1] for name, given in lists.items()}
        return call, fault, route, Asked(self.drive, user, self.clock(), self.carry, parts, query, lists, raw)

    def perform(self, call: Call, fault: Fault | None, route: Route | None, asked: Asked | None) -> bytes:
        """Do it. What is refused leaves everything as it was."""
        if fault and fault.action == "status":
            raise fault.refusal()
        if self.before:
            self.before(call)
        if not call.user:
            raise Refused(401, UNKNOWN)
        self._check_enabled(call)
        if route is None or asked is None:
            raise Refused(501, f"{call.verb} {call.path} is not implemented in the loopback server")
        if self.quota and call.path.startswith("/v4/"):
            self.quota.check(call.user, call.writes)
        book = self.drive.files.get(asked.parts.get("id", ""))
        state = book.state() if book and route.writes else None
        question = (call.path, call.query)
        if route.kept and book and asked.book() and question in book.answers:
            return book.answers[question]
        try:
            reply = route.answer(asked)
        except BaseException:
            if book and state:
                book.restore(state)
            raise
        if isinstance(reply, dict) and route.kind.startswith(("values.", "developerMetadata.")):
            reply = masked(reply, parse(asked.query.get("fields", "")))
        for one in asked.touched:
            one.touch(self.clock())
        body = reply if isinstance(reply, bytes) else b"" if reply is None else json.dumps(reply, ensure_ascii=False).encode()
        if route.kept and book:
            book.answers[question] = body
        return body

    def _check_enabled(self, call: Call) -> None:
        name = "sheets" if call.path.startswith("/v4/") else "drive"
        if name in self.disabled:
            service, title = f"{name}.googleapis.com", f"Google {name.capitalize()} API"
            url = f"https://console.developers.google.com/apis/api/{service}/overview?project=1"
            message = f"{title} has not been used in project 1 before or it is disabled. Enable it by visiting {url} then retry."
            kind = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com"}
            raise Refused(403, message, [{**kind, "reason": "SERVICE_DISABLED"}])
