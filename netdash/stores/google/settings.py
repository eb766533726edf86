"""Where the spreadsheet is and as whom it is opened: from the environment, else from ``.streamlit/secrets.toml``."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netdash.errors import StoreError

SECRETS = Path(".streamlit/secrets.toml")
ROOT = Path(__file__).parents[3]
LONGEST_PATH = 1_000
CREDENTIALS_VARIABLE = "NETDASH_GOOGLE_CREDENTIALS"
API_VARIABLE = "NETDASH_GOOGLE_API"
EVERY_VARIABLE = "NETDASH_GOOGLE_EVERY"

PACE, FASTEST = 15.0, 2.0
"""Seconds between two looks at the spreadsheet: unless told otherwise, and at least, for the quota's sake."""

_URL = re.compile(r"https?://.+/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")
_ID = re.compile(r"[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True)
class Connection:
    """One spreadsheet, the service account that opens it, and another server of the same API if ``api`` names one.

    ``every`` is how often, in seconds, the spreadsheet is looked at.
    """

    spreadsheet: str
    account: Mapping[str, Any] = field(repr=False)
    api: str = ""
    reads_a_minute: int = 55
    writes_a_minute: int = 55
    every: float = PACE

    @property
    def email(self) -> str:
        """The address that the spreadsheet must be shared with."""
        return str(self.account.get("client_email", ""))


def find_id(source: str) -> str:
    """The id of a Google spreadsheet in its URL, or the id itself; empty if the source is something else."""
    source = source.strip()
    found = _URL.match(source)
    return found[1] if found else source if _ID.fullmatch(source) else ""


def find_secrets() -> Path:
    """The secrets of the folder that the program was started in, else those beside the program."""
    return SECRETS if SECRETS.exists() else ROOT / SECRETS


def load_connection(source: str, environment: Mapping[str, str] = os.environ, secrets: Path | None = None) -> Connection:
    """How to reach the spreadsheet ``source`` (id or URL). Raises ``StoreError`` that says what is missing."""
    secrets = secrets or find_secrets()
    told, workbook = read_secrets(secrets), read_workbook(secrets)
    named = environment.get(CREDENTIALS_VARIABLE, "")
    account = _read_account(named) if named else told.get("gcp_service_account")
    if not isinstance(account, Mapping):
        raise StoreError(
            f"Не задан сервисный аккаунт Google. Положите его ключ в раздел [gcp_service_account] файла {secrets} "
            f"или укажите путь к файлу ключа JSON в переменной {CREDENTIALS_VARIABLE}."
        )
    api = str(environment.get(API_VARIABLE) or workbook.get("api", ""))
    every = _seconds(environment.get(EVERY_VARIABLE) or workbook.get("every", PACE))
    return Connection(find_id(source), dict(account), api.rstrip("/"), every=every)


def read_source(secrets: Path | None = None) -> str:
    """The spreadsheet that the secrets name, empty if they name none; raises ``StoreError`` for what is no id and no URL."""
    secrets = secrets or find_secrets()
    named = str(read_workbook(secrets).get("google", ""))
    if named and not find_id(named):
        raise StoreError(
            f"В файле {secrets} стоит google = «{named}», а это не адрес и не идентификатор таблицы Google. "
            "Скопируйте адрес таблицы из браузера целиком."
        )
    return named


def read_workbook(secrets: Path) -> Mapping[str, Any]:
    """What the secrets say of the workbook."""
    told = read_secrets(secrets).get("workbook")
    return told if isinstance(told, Mapping) else {}


def read_secrets(path: Path) -> dict[str, Any]:
    """The secrets, nothing if there is no such file. What stands in them never gets into an error."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise StoreError(f"Файл {path} не читается как TOML. Проверьте кавычки и знаки переноса в ключе.") from None


def _seconds(told: Any) -> float:
    try:
        return max(float(told), FASTEST)
    except (TypeError, ValueError):
        raise StoreError(f"Настройка every (или {EVERY_VARIABLE}) — не число секунд. Напишите, например, 15.") from None


def _read_account(named: str) -> Mapping[str, Any]:
    """The key in a file, or the text of the key itself. What may be a piece of a key is shown in no error."""
    is_path = Path(named).suffix == ".json" and len(named) < LONGEST_PATH and named.isprintable()
    itself = not is_path and named.lstrip().startswith(("{", "[", "-", '"'))
    try:
        account = json.loads(named if itself else Path(named).read_text("utf-8"))
    except FileNotFoundError:
        if is_path:
            raise StoreError(f"Файла {named} нет; на него указывает {CREDENTIALS_VARIABLE}.") from None
        account = None
    except (OSError, ValueError):
        account = None
    if not isinstance(account, dict) or "private_key" not in account:
        what = f"Файл {named}" if is_path else f"То, что стоит в переменной {CREDENTIALS_VARIABLE},"
        raise StoreError(f"{what} — не ключ сервисного аккаунта в формате JSON; скачайте ключ заново.") from None
    return account
