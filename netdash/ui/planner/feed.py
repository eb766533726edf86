"""The address that a phone follows: signed, so that it opens what somebody was given and nothing else."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from netdash.agenda import take_agenda, within
from netdash.errors import NetdashError
from netdash.publishing import write_events
from netdash.signing import is_signed, load_secret, sign
from netdash.snapshot import Snapshot
from netdash.specs import Config
from netdash.specs.pages import CalendarPage
from netdash.ui import shared

ROUTE = "/calendar/{page}.ics"
TYPE = "text/calendar; charset=utf-8"
NO_SUCH = "Ссылка на календарь неверна или больше не действует. Возьмите новую на странице плана."
NO_DATA = "Данные сейчас не прочитать, попробуйте позже."

_written: WeakKeyDictionary[Snapshot, dict[str, bytes]] = WeakKeyDictionary()


def folder() -> Path:
    """Where this installation keeps its secret: beside the workbook, or in ``data/``."""
    source = shared.source()
    return source.parent if isinstance(source, Path) else shared.ROOT / "data"


def to_feed(page: str, parameters: Mapping[str, str]) -> str:
    """The signed address of a calendar, relative to the dashboard's root. Raises ``NetdashError`` without a secret."""
    signature = sign(load_secret(folder()), page, parameters)
    return ROUTE.lstrip("/").format(page=page) + "?" + urlencode({**parameters, "sign": signature})


def serve_calendar(request: Request) -> Response:
    """The calendar of a signed address, or that nothing changed since; whatever is wrong with an address is said alike."""
    name, parameters = request.path_params["page"], dict(request.query_params)
    signature = parameters.pop("sign", "")
    try:
        snapshot = shared.workspace().snapshot()
        page = find_page(snapshot.config, name)
        if page is None or not is_signed(load_secret(folder()), name, parameters, signature):
            return PlainTextResponse(NO_SUCH, 403)
    except NetdashError:
        return PlainTextResponse(NO_DATA, 503)
    body = take_file(page, snapshot, parameters)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return Response(body, headers=headers, media_type=TYPE)


def is_known(asked: str, tag: str) -> bool:
    """Whether a client says that it has this version already."""
    tags = [each.strip().removeprefix("W/") for each in asked.split(",")]
    return tag in tags or "*" in tags


def find_page(config: Config, name: str) -> CalendarPage | None:
    """The calendar under an address."""
    pages = (page for section in config.pages.values() for page in section.values())
    return next((page for page in pages if isinstance(page, CalendarPage) and page.name == name), None)


def take_file(page: CalendarPage, snapshot: Snapshot, parameters: Mapping[str, str]) -> bytes:
    """The file of these filters, written once a snapshot. A filter that the page has no longer holds nothing back."""
    made, asked = _written.setdefault(snapshot, {}), f"{page.name}?{urlencode(sorted(parameters.items()))}"
    if asked not in made:
        agenda = take_agenda(page, snapshot)
        held = {name: value for name, value in parameters.items() if name in page.filters}
        events = within(agenda.select(held, parameters.get("only", "")), since(snapshot.today), date.max)
        made[asked] = write_events(agenda, snapshot, events, name_calendar(page, snapshot, parameters))
    return made[asked]


def since(today: date) -> date:
    """From when on a phone is told: the school year before this one."""
    return date(today.year - (1 if today.month >= 9 else 2), 9, 1)


def name_calendar(page: CalendarPage, snapshot: Snapshot, parameters: Mapping[str, str]) -> str:
    """What a phone calls the calendar: the page, what it is narrowed down to, the network."""
    agenda = take_agenda(page, snapshot)
    filters = agenda.selection.filters
    held = [filters[name].options.get(value, value) for name, value in parameters.items() if name in filters]
    only = page.lists.get(parameters.get("only", ""))
    # Some programs show the backslash of an escaped comma.
    return " · ".join((page.title, *held, *([only.title] if only else []), snapshot.config.network.short))
