"""Whole files on disk: read at one moment, replaced at one moment."""

import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from netdash.errors import Busy, Moved, StoreError, Unreadable
from netdash.stores.excel.archive import LARGEST

Stamp = tuple[int, int, int, int]
"""Device, inode, time of change and size: differs when the content may."""


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file; raises ``Unreadable`` if it is not there."""
    try:
        return _stamp(path.stat())
    except OSError as error:
        raise Unreadable(_why_not(path, error)) from error


def load(path: Path) -> tuple[bytes, Stamp]:
    """The content of a file and its stamp, both of one moment even if somebody writes meanwhile."""
    try:
        for _ in range(10):
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(f"{path} — папка, а не файл книги." if path.is_dir() else f"{path} — не обычный файл.")
            if status.st_size > LARGEST:
                raise Unreadable(f"Файл {path} больше {LARGEST >> 20} МБ.")
            with path.open("rb") as file:
                before = _stamp(os.fstat(file.fileno()))
                data = file.read()
                after = _stamp(os.fstat(file.fileno()))
            if before == after and len(data) == after[-1]:
                return data, after
            time.sleep(0.05)
    except OSError as error:
        raise Unreadable(_why_not(path, error)) from error
    raise Unreadable(f"Файл {path} прямо сейчас перезаписывает другая программа.")


def replace(path: Path, data: bytes, known: Stamp | None, check: Callable[[bytes], None]) -> Stamp:
    """Put ``data`` in the place of the file: written aside and flushed, checked as it lies on disk, then renamed.

    ``known`` is the stamp of the file that may be replaced, ``None`` if there must be none: raises ``Moved`` if it is
    another by now. ``check`` gets the bytes read back and raises to stop. Whatever happens, the old file or the new one
    lies there whole.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        _write_aside(aside, data, path)
        check(aside.read_bytes())
        if known != (stamp_of(path) if path.exists() else None):
            raise Moved(f"Книгу {path.name} только что сохранила другая программа. Ничего не записано.")
        stamp = stamp_of(aside)
        os.replace(aside, path)
    except PermissionError as error:
        raise Busy(f"Книгу {path.name} не даёт заменить система: {error.strerror}. Ничего не записано.") from error
    except OSError as error:
        raise StoreError(f"Книгу {path.name} не удалось записать: {error.strerror}. Прежний файл цел.") from error
    finally:
        aside.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return stamp


def write_copy(path: Path, data: bytes) -> None:
    """A file that either is there whole or is not; for one writer at a time. Not flushed, as its original still is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(".copy.new")
    try:
        aside.write_bytes(data)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _write_aside(aside: Path, data: bytes, model: Path) -> None:
    with aside.open("wb") as file:
        if model.exists():
            status = model.stat()
            aside.chmod(stat.S_IMODE(status.st_mode))
            if hasattr(os, "chown"):
                with suppress(PermissionError):  # only an administrator may give files away; then the saver owns the new one
                    os.chown(aside, status.st_uid, status.st_gid)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the renaming survive a power cut, where the file system can."""
    with suppress(OSError):  # some network drives cannot; the file itself is flushed, only its name could fall back
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _why_not(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"Файла {path} нет. Проверьте путь или создайте книгу: python -m netdash init {path}"
    if isinstance(error, PermissionError):
        return f"Файл {path} нельзя прочитать: нет прав."
    return f"Файл {path} нельзя прочитать: {error.strerror}."
