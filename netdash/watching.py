"""Looking at a workbook again and again while somebody is interested, and how fresh that makes what they see."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = 120.0
"""Seconds without a question after which nobody is taken to be looking."""


@dataclass(frozen=True)
class Freshness:
    """How fresh the shared snapshot is.

    ``as_of`` is when it was last known to be what the workbook holds, ``checked_at`` when that was last looked at;
    ``error`` says in Russian why the workbook cannot be read now, and is empty while it can. ``next_at`` is the next look,
    where looking takes its time; ``asked_at`` when a look began that has no answer yet, ``waits_until`` how long the store was
    told to wait before it asks again.
    """

    as_of: datetime
    error: str
    checked_at: datetime
    next_at: datetime | None = None
    asked_at: datetime | None = None
    waits_until: datetime | None = None


class Watch:
    """A thread that looks every so many seconds; if ``dear``, only while somebody asked in the last ``IDLE`` seconds."""

    def __init__(self, look: Callable[[], None], every: float, dear: bool) -> None:
        self._look = look
        self._every = every
        self._dear = dear
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._wanted_at = time.monotonic()
        self._next_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._thread = threading.Thread(target=self._run, name="netdash watch", daemon=True)
        self._thread.start()

    @property
    def next_at(self) -> datetime | None:
        """When it looks next, where that is worth telling."""
        return self._next_at if self._dear else None

    @property
    def asked_at(self) -> datetime | None:
        """When the look began that goes on right now."""
        return self._asked_at

    def want(self) -> None:
        """Somebody looks; after a time without anybody the next look comes at once."""
        now = time.monotonic()
        back, self._wanted_at = now - self._wanted_at > IDLE, now
        if back:
            self.hurry()

    def hurry(self) -> None:
        """Look now."""
        self._wake.set()

    def close(self) -> None:
        """Stop, once the look that goes on has ended."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._next_at = datetime.now() + timedelta(seconds=self._every)
            self._wake.wait(self._every)
            self._wake.clear()
            if self._stop.is_set():
                return
            if self._dear and time.monotonic() - self._wanted_at > IDLE:
                continue
            self._asked_at = datetime.now()
            try:
                self._look()
            finally:
                self._asked_at = None
