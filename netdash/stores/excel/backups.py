"""Dated copies beside the workbook, in ``backups/``.

Before every save the workbook is copied. Kept are the last twenty of these copies and, for thirty days, the first one of
each day. Copies that somebody asked for, or that a restoration replaced, are kept until somebody deletes them.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from netdash.errors import StoreError
from netdash.stores.excel.files import write_copy

LAST_SAVES, DAYS = 20, 30
NAME = re.compile(r"(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) \d\d-\d\d-\d\d-\d{6}(?P<label> .+)?\.xls[xm]")


class Backups:
    """The copies of one workbook."""

    def __init__(self, workbook: Path) -> None:
        self.folder = workbook.parent / "backups"
        self._workbook = workbook

    def keep(self, data: bytes, label: str = "", now: datetime | None = None) -> Path:
        """Write a copy and return its place; one without a label is dropped in time. Raises ``StoreError``."""
        moment = f"{now or datetime.now():%Y-%m-%d %H-%M-%S-%f}"
        name = f"{self._workbook.stem} {moment}{' ' if label else ''}{label}{self._workbook.suffix}"
        try:
            write_copy(self.folder / name, data)
            self._drop_old(now or datetime.now())
        except OSError as error:
            raise StoreError(
                f"Не удалось сохранить копию книги в {self.folder}: {error.strerror}. Без копии ничего не записывается."
            ) from error
        return self.folder / name

    def names(self) -> list[str]:
        """The names of all copies, newest first."""
        found = [match for path in self._files() if (match := self._match(path))]
        return sorted((match[0] for match in found), reverse=True)

    def path(self, name: str) -> Path:
        """Where a copy lies; raises ``StoreError`` if there is none of this name."""
        if name not in self.names():
            raise StoreError(f"Копии «{name}» нет в {self.folder}.")
        return self.folder / name

    def _files(self) -> Iterable[Path]:
        return self.folder.iterdir() if self.folder.is_dir() else ()

    def _match(self, path: Path) -> re.Match[str] | None:
        match = NAME.fullmatch(path.name)
        return match if match and match["stem"] == self._workbook.stem else None

    def _drop_old(self, now: datetime) -> None:
        automatic = [name for name in reversed(self.names()) if (match := NAME.fullmatch(name)) and not match["label"]]
        kept = set(automatic[-LAST_SAVES:])
        first_of_day: dict[date, str] = {}
        for name in automatic:
            match = NAME.fullmatch(name)
            day = date.fromisoformat(match["day"]) if match else date.min
            if day > now.date() - timedelta(days=DAYS):
                first_of_day.setdefault(day, name)
        for name in set(automatic) - kept - set(first_of_day.values()):
            (self.folder / name).unlink(missing_ok=True)
