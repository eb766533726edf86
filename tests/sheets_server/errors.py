"""Refusals, with the bodies that Google sends."""

from typing import Any

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
}


class Refused(Exception):
    """An answer other than 200; ``body`` is Google's JSON of it."""

    def __init__(self, code: int, message: str, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    @property
    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": STATUSES[self.code]}
        if self.details:
            error["details"] = self.details
        return {"error": error}


def invalid(message: str) -> Refused:
    return Refused(400, message)


def unsupported(name: str) -> Refused:
    """The real service knows ``name``, this server does not."""
    return Refused(501, f"{name} is not implemented in the loopback server")


def misplaced(field: str, kind: str, found: str) -> Refused:
    """A field of the body has a wrong type."""
    message = f"Invalid value at '{field}' (type.googleapis.com/google.protobuf.{kind}), \"{found}\""
    violation = {"field": field, "description": message}
    return Refused(400, message, [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}])
