"""Requests to Google that end in time, keep within the quota, and never repeat a write that may have landed."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.oauth2.service_account import Credentials
from gspread import urls
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests import ConnectTimeout, ReadTimeout, RequestException, Response
from urllib3.exceptions import NewConnectionError

from netdash.errors import Busy, StoreError, Unclear
from netdash.stores.google.faults import explain, explain_refresh, no_answer, no_connection
from netdash.stores.google.settings import Connection

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
TIMEOUT = (10.0, 60.0)
"""Seconds to wait for a connection and for an answer."""

ATTEMPTS = 5
LONGEST_PAUSE = 16.0
PATIENCE = 60.0
"""Seconds spent on answers that did not come, after which it is not asked again: somebody waits at a page."""

DIMENSION = "COLUMNS"
"""Values come by column: a column of texts, as most are, is then one piece of the answer."""

PIECE = 1 << 17
"""Bytes."""

PASSING = frozenset({429, 500, 502, 503, 504})
"""Answers that mean «later»."""

Sleep = Callable[[float], None]


class Budget:
    """At most ``size`` requests in any minute: one too many waits, in its turn, until the minute lets it through."""

    def __init__(self, size: int, clock: Callable[[], float] = time.monotonic, sleep: Sleep = time.sleep) -> None:
        self._taken: deque[float] = deque(maxlen=size)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait for a turn."""
        with self._lock:
            now = self._clock()
            full = len(self._taken) == self._taken.maxlen
            turn = max(now, self._taken[0] + 60) if full else now
            self._taken.append(turn)
        if turn > now:
            self._sleep(turn - now)


class ServiceAccount(Credentials):
    """Credentials that ask for a token and for nothing else."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        """Whether to ask another Google service, beside each token, from where in the world the account may be used."""
        return False


class Client(HTTPClient):
    """gspread's way to Google with these manners; errors are ``StoreError``."""

    def __init__(self, connection: Connection, sleep: Sleep = time.sleep, pause: Sleep | None = None) -> None:
        """``pause`` is how it sleeps for the sake of the quota, if somebody is to be told of that."""
        try:
            credentials = ServiceAccount.from_service_account_info(connection.account, scopes=SCOPES)  # type: ignore[no-untyped-call]
        except (ValueError, KeyError, TypeError, GoogleAuthError):
            raise StoreError("Ключ сервисного аккаунта в настройках повреждён: вставьте файл ключа целиком.") from None
        super().__init__(credentials)
        self.set_timeout(TIMEOUT)
        self._connection = connection
        self._sleep = sleep
        self._pause = pause or sleep
        self._reads = Budget(connection.reads_a_minute, sleep=self._pause)
        self._writes = Budget(connection.writes_a_minute, sleep=self._pause)

    def request(  # noqa: PLR0917 - gspread's signature
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        """Ask, and ask again while that is safe.

        A read is repeated after anything that may pass. A write is repeated only if it certainly did nothing (no connection,
        429); raises ``Unclear`` after any other failure on the way.
        """
        writing = method.lower() != "get"
        fault, waited = no_connection(), 0.0
        asked: dict[str, Any] = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        for attempt in range(ATTEMPTS):
            if waited >= PATIENCE:
                break
            if attempt:
                sleep = self._pause if isinstance(fault, Busy) else self._sleep
                sleep(min(2 ** (attempt - 1), LONGEST_PAUSE) * (0.5 + random.random() / 2))  # noqa: S311 - a pause, not a secret
            (self._writes if writing else self._reads).take()
            sent = time.monotonic()
            try:
                answer = self.session.request(method, self._address(endpoint), timeout=self.timeout, stream=True, **asked)
                response = _taken(answer)
            except RefreshError as error:
                raise explain_refresh(error, self._connection.email) from None
            except (RequestException, TransportError) as error:
                if writing and not _never_left(error):
                    raise _unclear() from None
                fault = no_answer() if isinstance(error, ReadTimeout) else no_connection()
                waited += time.monotonic() - sent
                continue
            if response.ok:
                return response
            fault = explain(response, self._connection.email, writing)
            if response.status_code not in PASSING:
                raise fault
            if writing and response.status_code != 429:
                raise _unclear()
        raise fault

    def _address(self, endpoint: str) -> str:
        """The same address on the server that the settings name."""
        if not self._connection.api:
            return endpoint
        for root, path in (
            (urls.SPREADSHEETS_API_V4_BASE_URL, "/v4/spreadsheets"),
            (urls.DRIVE_FILES_API_V3_URL, "/drive/v3/files"),
        ):
            if endpoint.startswith(root):
                return self._connection.api + path + endpoint.removeprefix(root)
        raise StoreError("Этот запрос нельзя отправить на сервер из настройки api.")

    def values(self, ranges: Sequence[str]) -> bytes:
        """The unformatted values of these ranges by column, in one request, as they came."""
        params: ParamsType = {
            "ranges": list(ranges),
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "majorDimension": DIMENSION,
            "prettyPrint": "false",
            "fields": "valueRanges.values",
        }
        return self.request("get", urls.SPREADSHEET_VALUES_BATCH_URL % self._connection.spreadsheet, params).content

    def metadata(self, fields: str, ranges: Sequence[str] = ()) -> Any:
        """What the spreadsheet and its sheets are, and in ``ranges`` what their cells are, as far as ``fields`` ask."""
        params: ParamsType = {"fields": fields}
        if ranges:
            params["ranges"] = list(ranges)
        return _content(self.request("get", urls.SPREADSHEET_URL % self._connection.spreadsheet, params))

    def change(self, requests: Sequence[Mapping[str, Any]], fields: str = "", ranges: Sequence[str] = ()) -> Any:
        """Carry out all requests or none; the answer has ``fields`` of ``ranges`` as they are right after that."""
        body: dict[str, Any] = {"requests": list(requests)}
        if ranges:
            body |= {"includeSpreadsheetInResponse": True, "responseRanges": list(ranges), "responseIncludeGridData": True}
        params: ParamsType = {"fields": fields or "spreadsheetId"}
        return _content(
            self.request("post", urls.SPREADSHEET_BATCH_UPDATE_URL % self._connection.spreadsheet, params, json=body), True
        )


def _taken(response: Response) -> Response:
    """The answer with its body, taken in larger pieces than ``requests`` takes by itself: of megabytes that is half the work."""
    if response._content is False:
        response._content = b"".join(response.iter_content(PIECE))
    return response


def _content(response: Response, writing: bool = False) -> Any:
    try:
        return response.json()
    except ValueError:
        raise _unclear() if writing else no_connection() from None


def _never_left(error: Exception) -> bool:
    """Whether the request certainly did not reach the server."""
    if isinstance(error, TransportError | ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)


def _unclear() -> Unclear:
    return Unclear(
        "Связь с Google оборвалась во время записи: записано ли, пока неизвестно. Это покажет журнал, когда связь вернётся."
    )
