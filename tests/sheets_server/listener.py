"""The HTTP side: connections, headers, cut connections, the token and admin addresses."""

import json
import socket
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from .drive import read_json
from .errors import Refused
from .faults import HTML, Call, Fault, Logged, Quota
from .tokens import Denied


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, owner: Any, port: int) -> None:
        self.owner = owner
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def cut_all(self) -> None:
        for one in list(self.open):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.open.discard(one)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is printed by the base class."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def do_GET(self) -> None:
        owner = self.server.owner
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/token":
            return self._token(owner, raw)
        if self.path.startswith("/admin/"):
            return self._admin(owner, raw)
        with owner.lock:
            call, fault, route, asked = owner.answer(self.command, self.path, self.headers, raw)
        return self._serve(owner, call, fault, route, asked)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815

    def _serve(self, owner: Any, call: Call, fault: Fault | None, route: Any, asked: Any) -> None:
        late = owner.latency + (fault.seconds if fault and fault.action == "delay" else 0)
        if late:
            owner.closing.wait(late)
        if fault and fault.action == "drop_before":
            return self._cut(owner, call)
        kind = "application/json; charset=UTF-8"
        with owner.lock:
            try:
                body = owner.perform(call, fault, route, asked)
                status = 200 if body or call.verb != "DELETE" else 204
                if call.kind == "files.export":
                    kind = "text/csv"
            except Refused as refusal:
                status, body = refusal.code, json.dumps(refusal.body, indent=2, ensure_ascii=False).encode()
                if fault and fault.html:
                    kind, body = "text/html; charset=UTF-8", HTML.format(status).encode()
            except Exception:  # noqa: BLE001
                status, body = 500, self._failed(owner, call)
            cut = fault is not None and fault.action in ("drop_after", "hang")
            owner.log.append(Logged(call, 0 if cut else status, 0 if cut else len(body)))
        if fault and cut:
            if fault.action == "hang":
                owner.closing.wait(fault.seconds)
            return self._cut(owner, None)
        return self._send(status, body, kind)

    def _token(self, owner: Any, raw: bytes) -> None:
        form = {name: given[-1] for name, given in parse_qs(raw.decode()).items()}
        try:
            with owner.lock:
                fault = next((one for one in owner.faults if one.on == "token" and one.strikes(TOKEN_CALL)), None)
                if fault:
                    raise fault.refusal()
                status, reply = 200, owner.tokens.grant(form, owner.token_uri)
        except Denied as denied:
            status, reply = 400, denied.body
        except Refused as refusal:
            status, reply = refusal.code, refusal.body
        self._send(status, json.dumps(reply).encode(), "application/json; charset=utf-8")

    def _admin(self, owner: Any, raw: bytes) -> None:
        """For a person trying things by hand: ``/admin/log``, ``/admin/faults``, ``/admin/quota``, ``/admin/editor``."""
        try:
            with owner.lock:
                status, reply = 200, _administered(owner, self.command, self.path.removeprefix("/admin/"), read_json(raw))
        except (Refused, LookupError, TypeError, ValueError) as error:
            status, reply = 400, {"error": f"{type(error).__name__}: {error}"}
        self._send(status, json.dumps(reply, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _failed(self, owner: Any, call: Call) -> bytes:
        """A mistake of this server: kept in ``crashes``, so that a test can tell it from a fault on demand."""
        owner.crashes.append(f"{call.verb} {call.path}\n{traceback.format_exc()}")
        return json.dumps(Refused(500, owner.crashes[-1]).body).encode()

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def _cut(self, owner: Any, call: Call | None) -> None:
        if call:
            with owner.lock:
                owner.log.append(Logged(call, 0, 0))
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """The log is ``SheetsServer.log``."""


TOKEN_CALL = Call(0, "POST", "/token", "", "token", "", False, 0)


def _administered(owner: Any, verb: str, name: str, body: dict[str, Any]) -> Any:
    if name == "log":
        return [{**vars(entry.call), "status": entry.status, "sent": entry.sent} for entry in owner.log[-200:]]
    if name == "faults" and verb == "DELETE":
        owner.faults.clear()
    elif name == "faults":
        owner.fail(**body)
    elif name == "quota":
        owner.quota = Quota(owner.clock, **body) if body else None
    elif name == "editor":
        book = owner.drive.find(body["spreadsheet"]) if "spreadsheet" in body else next(iter(owner.drive.files.values()))
        person = owner.people.setdefault(book.id, owner.editor(book))
        return {"did": person.act(body["do"], **body.get("with", {}))}
    else:
        raise KeyError(name)
    return {"faults": [vars(one) for one in owner.faults], "quota": owner.quota is not None}
