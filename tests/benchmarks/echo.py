"""A server between the benchmark and the loopback spreadsheet: it answers a repeated question from memory, so that what is
timed is the client's work and not the server's, and it counts requests and bytes.

``python tests/benchmarks/echo.py UPSTREAM`` prints its address. ``/echo/count`` gives the counts and begins anew,
``/echo/forget`` empties the memory, ``/echo/live`` keeps nothing from then on.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class Echo(BaseHTTPRequestHandler):
    """One question, passed on or answered from memory."""

    protocol_version = "HTTP/1.1"
    upstream = ""
    live = False
    memory: dict[str, tuple[int, str, bytes]] = {}
    counts = {"requests": 0, "sent": 0, "received": 0}
    lock = threading.Lock()

    def do_GET(self) -> None:
        if self.path.startswith("/echo/"):
            self.answer(200, "application/json", self.command_of(self.path.rpartition("/")[2]))
            return
        if self.path not in self.memory:
            found = self.ask(b"")
            if self.live:
                self.reply(found, 0)
                return
            self.memory[self.path] = found
        self.reply(self.memory[self.path], 0)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.reply(self.ask(body), len(body))

    do_PUT = do_POST  # noqa: N815 - the server's own name for it

    def command_of(self, word: str) -> bytes:
        with self.lock:
            told = json.dumps(self.counts).encode()
            Echo.counts = {"requests": 0, "sent": 0, "received": 0}
            if word in ("forget", "live"):
                Echo.memory, Echo.live = {}, word == "live"
        return told

    def ask(self, body: bytes) -> tuple[int, str, bytes]:
        passed = {name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers}
        found = requests.request(self.command, self.upstream + self.path, data=body, headers=passed, timeout=120)
        return found.status_code, found.headers.get("Content-Type", "application/json"), found.content

    def reply(self, found: tuple[int, str, bytes], sent: int) -> None:
        if "/token" not in self.path:
            with self.lock:
                self.counts["requests"] += 1
                self.counts["sent"] += len(self.path) + sent
                self.counts["received"] += len(found[2])
        self.answer(*found)

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: only the address stands on the output."""


if __name__ == "__main__":
    Echo.upstream = sys.argv[1].rstrip("/")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
