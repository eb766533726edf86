"""What the server adds around Streamlit: start and stop, security headers, a health check."""

import base64
import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.config import get_option

from netdash import cycles
from netdash.errors import NetdashError
from netdash.ui import shared
from netdash.ui.heads import LOST

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Read the workbook before the first visitor comes; stop following it at the end."""
    await to_thread.run_sync(shared.start)
    await to_thread.run_sync(cycles.settle)
    try:
        yield
    finally:
        await to_thread.run_sync(shared.stop)


def report_health(_: Request) -> JSONResponse:
    """Whether the data can be read: 200 and their age, or 503."""
    try:
        fresh = shared.workspace().freshness
    except NetdashError:
        return JSONResponse({"status": "no data"}, 503)
    body = {"status": "stale" if fresh.error else "ok", "as_of": fresh.as_of.isoformat(timespec="seconds")}
    return JSONResponse(body, 503 if fresh.error else 200)


def index_html() -> str:
    """The page that the installed Streamlit serves."""
    return (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")


def build_policy(index: str) -> str:
    """A content security policy: nothing from elsewhere, no inline script but those of ``index``, by their hashes."""
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in _INLINE.findall(index)]
    hashes = "".join(f" 'sha256-{digest}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes} 'wasm-unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'self'",
        )
    )


def root_path() -> str:
    """Where the dashboard stands on its host, with slashes around it."""
    return f"/{get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")


def find_lost(path: str) -> str:
    """The last word of an address where no page stands; empty for a page, and while the config cannot be used."""
    name = path.removeprefix(root_path()).strip("/")
    try:
        pages = shared.workspace().config.pages.values()
    except NetdashError:
        return ""
    return "" if not name or any(name in section for section in pages) else name.rsplit("/", 1)[-1]


def adapt(index: str) -> str:
    """Streamlit's page in our language. The script tells it where the server is, so that it need not try and wait.

    With ``<base>`` it finds its files from any address, however deep.
    """
    root = root_path()
    host = "{allowedOrigins: [], useExternalAuthToken: false}"
    script = f'<script>window.__streamlit = {{BACKEND_BASE_URL: location.origin + "{root}", HOST_CONFIG: {host}}}</script>'
    return index.replace('<html lang="en">', '<html lang="ru">').replace("<head>", f'<head><base href="{root}">{script}', 1)


class FrontDoor:
    """Serves Streamlit's page adapted, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.index = index_html().encode()
        adapted = adapt(self.index.decode())
        self.adapted = adapted.encode()
        self.headers = {
            "Content-Security-Policy": build_policy(adapted),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def answer(message: Message) -> None:
            """Send on, with the headers; HTML is held until it is whole, to see whether it is the page to be adapted."""
            nonlocal start
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
                if is_page(message):
                    start = message
                    return
            elif start:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = self.choose(bytes(body), start)
                    lost = find_lost(scope["path"]) if page is self.adapted else ""
                    await (self.send_away(lost)(scope, receive, send) if lost else send_page(start, page, send))
                return
            await send(message)

        await self.app(scope, receive, answer)

    def send_away(self, lost: str) -> RedirectResponse:
        """To the first page, which says in our language that the address leads nowhere; Streamlit would say it in English."""
        return RedirectResponse(f"{root_path()}?{urlencode({LOST: lost})}", headers=self.headers)

    def choose(self, body: bytes, start: Message) -> bytes:
        """The adapted page in place of Streamlit's own; any other HTML as it is."""
        headers = MutableHeaders(scope=start)
        packed = headers.get("content-encoding") == "gzip"
        if (gzip.decompress(body) if packed and body else body) != self.index:
            return body
        for name in ("content-encoding", "etag", "last-modified"):
            del headers[name]
        return self.adapted


def is_page(start: Message) -> bool:
    """Whether an answer begins to send HTML."""
    return bool(start["status"] == 200 and MutableHeaders(scope=start).get("content-type", "").startswith("text/html"))


async def send_page(start: Message, body: bytes, send: Send) -> None:
    """One answer in one piece."""
    headers = MutableHeaders(scope=start)
    if body:
        headers["content-length"] = str(len(body))
        del headers["transfer-encoding"]
    await send(start)
    await send({"type": "http.response.body", "body": body})
