"""``spreadsheets:batchUpdate``: a list of requests, all of them or none."""

from typing import Any

from .changes import CELL_REQUESTS, Editing, Request
from .errors import Refused, invalid, unsupported
from .range_changes import RANGE_REQUESTS
from .sheet_changes import SHEET_REQUESTS

KNOWN = CELL_REQUESTS | SHEET_REQUESTS | RANGE_REQUESTS


def batch_update(editing: Editing, body: Request) -> list[Request]:
    """The replies, one for each request. The first refusal names its request; the caller then restores the state."""
    requests = body.get("requests") or []
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for number, request in enumerate(requests):
        if len(request) != 1:
            raise invalid(f"Invalid value at 'requests[{number}]' (oneof), exactly one kind must be set")
        kind, given = next(iter(request.items()))
        if kind not in KNOWN:
            raise unsupported(f"requests[{number}].{kind}")
        try:
            reply = KNOWN[kind](editing, _without_nulls(given or {}))
        except Refused as refusal:
            if refusal.code != 400:
                raise
            raise invalid(f"Invalid requests[{number}].{kind}: {refusal.message}") from refusal
        except KeyError as missing:
            raise invalid(f"Invalid requests[{number}].{kind}: {missing.args[0]} is required") from missing
        replies.append({} if reply is None else {kind: reply})
    return replies


def _without_nulls(given: Any) -> Any:
    """A field that is null is a field that was not given."""
    if isinstance(given, dict):
        return {name: _without_nulls(value) for name, value in given.items() if value is not None}
    return [_without_nulls(value) for value in given] if isinstance(given, list) else given
