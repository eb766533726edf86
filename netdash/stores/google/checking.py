"""Why a spreadsheet cannot be reached: one step after the other, nothing is changed and nothing waited for."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from requests import RequestException, Response

from netdash.errors import StoreError
from netdash.stores import Check
from netdash.stores.google.client import Client
from netdash.stores.google.faults import explain, explain_refresh, no_connection
from netdash.stores.google.settings import Connection, find_id, load_connection

TIMEOUT = 15.0
SERVER = "https://sheets.googleapis.com"
OFF = (b"SERVICE_DISABLED", b"has not been used", b"is disabled")
"""What an answer says where the API is not switched on."""

ADDRESS, KEY, ACCESS, API, SHARED = STEPS = (
    "Адрес таблицы",
    "Ключ сервисного аккаунта",
    "Связь, время и доступ",
    "Google Sheets API",
    "Таблица и её доступ",
)


def check_connection(source: str, load: Callable[[str], Connection] = load_connection) -> tuple[Check, ...]:
    """Every step as far as it could be tried; the first that failed says what to do."""
    done: dict[str, Check] = {}
    for check in _try(source, load):
        done[check.title] = check
        if not check.is_fine:
            break
    return tuple(done.get(title) or Check(title, None, "до этого шага не дошло") for title in STEPS)


def _try(source: str, load: Callable[[str], Connection]) -> Iterator[Check]:
    if not find_id(source):
        yield Check(ADDRESS, False, f"«{source}» — не адрес таблицы Google. Скопируйте адрес таблицы из браузера целиком.")
    yield Check(ADDRESS, True, find_id(source))
    try:
        connection = load(source)
        client = Client(connection)
    except StoreError as error:
        yield Check(KEY, False, str(error))
        return
    yield Check(KEY, True, connection.email)
    try:
        cast("AuthorizedSession", client.session).credentials.refresh(_hurried(Request()))
    except RefreshError as error:
        yield Check(ACCESS, False, str(explain_refresh(error, connection.email)))
        return
    except TransportError:
        yield Check(ACCESS, False, str(no_connection()))
        return
    yield Check(ACCESS, True, "Google узнаёт аккаунт, часы идут верно")
    yield from _ask(client, connection)


def _ask(client: Client, connection: Connection) -> Iterator[Check]:
    address = f"{connection.api or SERVER}/v4/spreadsheets/{connection.spreadsheet}"
    fields = {"fields": "properties(title),sheets(properties(title))"}
    try:
        response = client.session.get(address, params=fields, timeout=TIMEOUT)
    except (RequestException, TransportError):
        yield Check(API, False, str(no_connection()))
        return
    if response.ok:
        yield Check(API, True, "включён")
        yield _tell(response)
        return
    is_shared = response.status_code in (403, 404) and not any(word in response.content for word in OFF)
    if is_shared:
        yield Check(API, True, "включён")
    yield Check(SHARED if is_shared else API, False, str(explain(response, connection.email, writing=False)))


def _tell(response: Response) -> Check:
    try:
        told: Any = response.json()
        sheets = len(told.get("sheets", ()))
        return Check(SHARED, True, f"«{told['properties']['title']}», листов: {sheets}")
    except (ValueError, KeyError, AttributeError):
        return Check(SHARED, False, "Google прислал ответ, который не читается. Попробуйте ещё раз.")


def _hurried(request: Request) -> Callable[..., Any]:
    """The same request with less patience."""
    return lambda *given, **named: request(*given, **{**named, "timeout": TIMEOUT})
