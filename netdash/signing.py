"""Addresses that open without a login: signed, so that nobody can make one for something else."""

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from netdash.errors import NetdashError

VARIABLE = "NETDASH_SECRET"
FILE = "secret"
SHORTEST = 16
"""A secret with fewer octets could be guessed."""


def load_secret(folder: Path) -> bytes:
    """The secret of this installation: ``NETDASH_SECRET``, or a file in ``folder`` that is made at the first call.

    Raises ``NetdashError`` where there is none and none can be kept.
    """
    named = os.environ.get(VARIABLE, "").encode()
    try:
        secret = named or _read(folder / FILE)
    except OSError as error:
        raise NetdashError(f"Ключ для ссылок не сохранить в папке {folder}: {error.strerror or error}.") from error
    if len(secret) < SHORTEST:
        where = VARIABLE if named else folder / FILE
        raise NetdashError(f"Ключ для ссылок слишком короткий, нужно хотя бы {SHORTEST} знаков: {where}.")
    return secret


def _read(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    """Write a new secret that only this user can read; of two processes that do so at once one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def sign(secret: bytes, what: str, parameters: Mapping[str, str]) -> str:
    """The signature of an address: ``what`` it opens, with these parameters in any order."""
    parts = [what, *(part for pair in sorted(parameters.items()) for part in pair)]
    message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return base64.urlsafe_b64encode(hmac.digest(secret, message, hashlib.sha256)[:18]).decode()


def is_signed(secret: bytes, what: str, parameters: Mapping[str, str], signature: str) -> bool:
    """Whether a signature is that of the address."""
    return hmac.compare_digest(sign(secret, what, parameters).encode(), signature.encode("utf-8", "replace"))
