"""Throw-away service accounts: a key made here, good for this server only."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.oauth2.service_account import Credentials

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


class LoopbackCredentials(Credentials):
    """google-auth asks the real iamcredentials.googleapis.com where an account may be used; these stay on this machine."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


def credentials(account: dict[str, Any]) -> LoopbackCredentials:
    """What gspread needs to sign in with such an account."""
    made: LoopbackCredentials = LoopbackCredentials.from_service_account_info(account, scopes=SCOPES)
    return made


def service_account(token_uri: str, name: str = "netdash") -> dict[str, Any]:
    """What Google's console would give as a JSON file, with a fresh key and this server's token endpoint."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "type": "service_account",
        "project_id": "loopback",
        "private_key_id": "loopback",
        "private_key": text,
        "client_email": f"{name}@loopback.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": token_uri,
    }


def write_service_account(path: Path, token_uri: str, name: str = "netdash") -> str:
    """Write one to a file that only its owner may read; its address."""
    account = service_account(token_uri, name)
    path.touch(mode=0o600)
    path.write_text(json.dumps(account, indent=2), encoding="utf-8")
    return str(account["client_email"])
