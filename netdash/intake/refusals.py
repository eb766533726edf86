"""A file that cannot be taken in."""

from netdash.errors import NetdashError


class NotTaken(NetdashError):
    """The file is not one that can be read; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
