"""Who has the workbook: other programs by the marks that they leave beside it, ourselves by a lock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from netdash.errors import Busy

WRITABLE = 0o222


@dataclass(frozen=True)
class Owner:
    """A program that has the workbook open: its name, who works in it (as far as it says) and the mark that tells so."""

    program: str
    person: str
    since: str
    mark: Path


def find_owner(path: Path) -> Owner | None:
    """The program that has the workbook open, by ``~$name`` (Excel) or ``.~lock.name#`` (LibreOffice)."""
    for mark, describe in ((path.with_name(f".~lock.{path.name}#"), _libreoffice), (path.with_name(f"~${path.name}"), _excel)):
        try:
            return describe(mark, mark.read_bytes())
        except FileNotFoundError:
            continue
        except OSError:  # Excel keeps its mark open for itself alone: that it cannot be read is an answer
            return Owner("Excel" if mark.name.startswith("~$") else "LibreOffice", "", "", mark)
    return None


def refuse_if_held(path: Path) -> None:
    """Raises ``Busy`` if another program has the workbook open or it is read-only."""
    owner = find_owner(path)
    if owner:
        who = f": {owner.person}" if owner.person else ""
        since = f" (с {owner.since})" if owner.since else ""
        raise Busy(
            f"Книга {path.name} открыта в {owner.program}{who}{since}. Закройте её там и сохраните ещё раз. "
            f"Если она нигде не открыта, удалите файл «{owner.mark.name}» рядом с ней. Ничего не записано.",
            owner.person or owner.program,
        )
    for place, what in ((path, "Файл"), (path.parent, "Папка")):
        if place.exists() and not (os.access(place, os.W_OK) and place.stat().st_mode & WRITABLE):
            raise Busy(f"{what} {place} только для чтения. Разрешите запись и сохраните ещё раз. Ничего не записано.")


@contextmanager
def hold(path: Path, patience: float) -> Iterator[None]:
    """Hold the workbook for a save; raises ``Busy`` if another program has it open, or another process saves too long."""
    refuse_if_held(path)
    with lock(path, patience):
        yield


@contextmanager
def lock(path: Path, patience: float) -> Iterator[None]:
    """Keep other processes and threads of this dashboard off the workbook; the lock goes if the process dies."""
    own = FileLock(path.with_name(f".{path.name}.lock"), timeout=patience)
    try:
        own.acquire()
    except Timeout as error:
        raise Busy(
            f"Книгу {path.name} сейчас сохраняет другой процесс. Подождите несколько секунд и сохраните ещё раз. "
            "Ничего не записано."
        ) from error
    except OSError as error:
        raise Busy(f"В папке {path.parent} нельзя создать файл ({error.strerror}). Ничего не записано.") from error
    try:
        yield
    finally:
        own.release()


def _libreoffice(mark: Path, content: bytes) -> Owner:
    """The mark is ``name,login,computer,moment,profile;`` with commas and the like escaped by a backslash."""
    fields = [""]
    text = iter(content.decode("utf-8", "replace").strip())
    for sign in text:
        if sign == "\\":
            fields[-1] += next(text, "")
        elif sign == ",":
            fields.append("")
        else:
            fields[-1] += sign
    name, login, computer, moment = (field.strip() for field in (*fields, "", "", "", "")[:4])
    person = ", ".join(part for part in (name or login, f"компьютер {computer}" if computer else "") if part)
    return Owner("LibreOffice", person, moment, mark)


def _excel(mark: Path, content: bytes) -> Owner:
    """The mark is a byte of length and the name in a national encoding, then from byte 55 on the same in UTF-16."""
    name = ""
    if len(content) > 57:
        name = content[57 : 57 + 2 * content[55]].decode("utf-16-le", "replace")
    elif content:
        name = content[1 : 1 + content[0]].decode("cp1251", "replace")
    return Owner("Excel", name.strip("\x00 "), "", mark)
