"""The page for leadership."""

from typing import ClassVar, Literal

from netdash.specs.pages.base import Page
from netdash.specs.rules import Path


class SummaryPage(Page):
    """One page for leadership; ``show`` orders its parts, ``events`` names the table of what comes next."""

    printed: ClassVar[bool] = True
    kind: Literal["summary"]
    show: tuple[Literal["stages", "late", "criteria", "problems", "events"], ...]
    events: str
    starts: Path
    place: Path | None = None
