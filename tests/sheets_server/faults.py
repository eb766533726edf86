"""What can go wrong on demand: refusals, delays, cut connections, and the real per-minute quotas."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from .errors import Refused

Action = Literal["status", "drop_before", "drop_after", "delay", "hang"]
ACTIONS = ("status", "drop_before", "drop_after", "delay", "hang")


@dataclass(frozen=True)
class Call:
    """One request as it came: ``kind`` names the method (``values.batchGet``), ``number`` counts from 1."""

    number: int
    verb: str
    path: str
    query: str
    kind: str
    user: str
    writes: bool
    size: int


@dataclass(frozen=True)
class Logged:
    """A call and what became of it: the status (0 for a connection that was cut) and the bytes of the answer."""

    call: Call
    status: int
    sent: int


@dataclass
class Fault:
    """Happens to the next ``times`` calls whose kind or path holds ``on``, after ``skip`` of them passed unharmed.

    ``status``: the answer is this code, with Google's JSON or a page of ``html``. ``drop_before``: the connection is cut
    and nothing is done; ``drop_after``: it is done, then cut. ``delay``: answered ``seconds`` late. ``hang``: done, and
    not answered for ``seconds``, then cut.
    """

    action: Action
    on: str = ""
    status: int = 503
    html: bool = False
    seconds: float = 0.0
    times: int = 1
    skip: int = 0
    message: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"no such fault: {self.action}; there are {', '.join(ACTIONS)}")

    def strikes(self, call: Call) -> bool:
        """Whether it happens to this call; counts it down."""
        if self.times <= 0 or (self.on not in call.kind and self.on not in call.path):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True

    def refusal(self) -> Refused:
        words = {
            403: "The caller does not have permission",
            404: "Requested entity was not found.",
            500: "Internal error encountered.",
            503: "The service is currently unavailable.",
        }
        return Refused(self.status, self.message or words.get(self.status, "Fault on demand"))


HTML = """<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Error {0} (Server Error)!!1</title>
<p><b>{0}.</b> <ins>That's an error.</ins><p>The server encountered a temporary error and could not complete your request.
<p>Please try again in 30 seconds. <ins>That's all we know.</ins></html>"""


class Quota:
    """At most ``reads`` and ``writes`` of a user and 300 of the project in any 60 seconds; refused calls do not count."""

    def __init__(self, clock: Callable[[], float], reads: int = 60, writes: int = 60, project: int = 300) -> None:
        self.clock = clock
        self.limits = {False: reads, True: writes}
        self.project = project
        self.passed: dict[tuple[str, bool], deque[float]] = defaultdict(deque)

    def check(self, user: str, writes: bool) -> None:
        """Count a call in, or refuse it."""
        now = self.clock()
        for who, limit, scope in ((user, self.limits[writes], " per user"), ("", self.project, "")):
            past = self.passed[who, writes]
            while past and past[0] <= now - 60:
                past.popleft()
            if len(past) >= limit:
                raise self._refusal("Write" if writes else "Read", scope, limit)
        self.passed[user, writes].append(now)
        self.passed["", writes].append(now)

    def _refusal(self, kind: str, scope: str, limit: int) -> Refused:
        name = f"{kind} requests per minute{scope}"
        message = f"Quota exceeded for quota metric '{kind} requests' and limit '{name}' of service 'sheets.googleapis.com'"
        detail: dict[str, Any] = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {"quota_limit_value": str(limit), "service": "sheets.googleapis.com", "consumer": "projects/1"},
        }
        return Refused(429, f"{message} for consumer 'project_number:1'.", [detail])
