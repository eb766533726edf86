"""What was read last, kept on disk: pages have something to show while Google is out of reach after a restart."""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from netdash.stores.google.client import DIMENSION
from netdash.stores.google.shape import Shape, Sheet

_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """An answer of Google as it came, what the spreadsheet was made of then, and when it was last seen to be so."""

    content: bytes
    shape: Shape
    at: datetime


class Keeper:
    """One file, which only its owner may read: a line of JSON, then the answer. What goes wrong with it stops nobody."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, content: bytes, shape: Shape, is_new: bool) -> None:
        """Note that this was just read; what is not new since the last time is not written again."""
        try:
            if not is_new and self._path.exists():
                os.utime(self._path)
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside = self._path.with_name(f".{self._path.name}.new")
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.writelines((json.dumps(_told(shape), ensure_ascii=False).encode(), b"\n", content))
            aside.replace(self._path)
        except OSError as error:
            _log.warning("the last reading could not be kept: %s", error.strerror)

    def recall(self) -> Kept | None:
        """What was kept; nothing if there is no such file or it is not whole."""
        try:
            head, _, content = self._path.read_bytes().partition(b"\n")
            at = datetime.fromtimestamp(self._path.stat().st_mtime)
            told = json.loads(head)
            return Kept(content, _shape(told), at) if told["by"] == DIMENSION else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def _told(shape: Shape) -> dict[str, Any]:
    sheets = [asdict(sheet) for sheet in shape.sheets.values()]
    formats = {sheet: dict(each) for sheet, each in shape.formats.items()}
    return {"title": shape.title, "by": DIMENSION, "sheets": sheets, "formats": formats}


def _shape(told: Mapping[str, Any]) -> Shape:
    sheets = [Sheet(**sheet) for sheet in told["sheets"]]
    formats = {int(sheet): {int(place): shown for place, shown in each.items()} for sheet, each in told["formats"].items()}
    return Shape(told["title"], {sheet.title: sheet for sheet in sheets}, None, formats)
