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
CREDENTIALS_VARIABLE = "NETDASH_GOOGLE_CREDENTIALS"
API_VARIABLE = "NETDASH_GOOGLE_API"

_URL = re.compile(r"https?://.+/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")
_ID = re.compile(r"[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True)
class Connection:
    """One spreadsheet, the service account that opens it, and another server of the same API if ``api`` names one."""

    spreadsheet: str
    account: Mapping[str, Any] = field(repr=False)
    api: str = ""
    reads_a_minute: int = 55
    writes_a_minute: int = 55

    @property
    def email(self) -> str:
        """The address that the spreadsheet must be shared with."""
        return str(self.account.get("client_email", ""))


def find_id(source: str) -> str:
    """The id of a Google spreadsheet in its URL, or the id itself; empty if the source is something else."""
    source = source.strip()
    found = _URL.match(source)
    return found[1] if found else source if _ID.fullmatch(source) else ""


def load_connection(source: str, environment: Mapping[str, str] = os.environ, secrets: Path = SECRETS) -> Connection:
    """How to reach the spreadsheet ``source`` (id or URL). Raises ``StoreError`` that says what is missing."""
    told = read_secrets(secrets)
    path = environment.get(CREDENTIALS_VARIABLE, "")
    account = _read_account(Path(path)) if path else told.get("gcp_service_account")
    if not isinstance(account, Mapping):
        raise StoreError(
            f"Не задан сервисный аккаунт Google. Положите его ключ в раздел [gcp_service_account] файла {secrets} "
            f"или укажите путь к файлу ключа JSON в переменной {CREDENTIALS_VARIABLE}."
        )
    workbook = told.get("workbook")
    api = environment.get(API_VARIABLE) or (workbook.get("api", "") if isinstance(workbook, Mapping) else "")
    return Connection(find_id(source), dict(account), str(api).rstrip("/"))


def read_source(secrets: Path = SECRETS) -> str:
    """The spreadsheet that the secrets name, empty if they name none."""
    workbook = read_secrets(secrets).get("workbook")
    return str(workbook.get("google", "")) if isinstance(workbook, Mapping) else ""


def read_secrets(path: Path) -> dict[str, Any]:
    """The secrets, nothing if there is no such file. What stands in them never gets into an error."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise StoreError(f"Файл {path} не читается как TOML. Проверьте кавычки и знаки переноса в ключе.") from None


def _read_account(path: Path) -> Mapping[str, Any]:
    try:
        account = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StoreError(f"Файла {path} нет; на него указывает {CREDENTIALS_VARIABLE}.") from None
    except (OSError, ValueError):
        account = None
    if not isinstance(account, dict) or "private_key" not in account:
        raise StoreError(f"Файл {path} — не ключ сервисного аккаунта в формате JSON; скачайте ключ заново.") from None
    return account
