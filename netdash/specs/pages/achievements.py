"""What people won, and where, and who prepared them."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path


class AchievementPart(Spec):
    """Achievements of one table. ``wins`` is an indicator that counts its rows over the years, ``entries`` one that counts all.

    ``place`` leads to where they were won for, ``by`` are other paths to filter and break down by (level, subject, kind);
    ``who`` and ``mentor`` lead to people: whose achievements they are, and who prepared them.
    """

    title: str
    wins: str
    entries: str | None = None
    place: Path
    by: tuple[Path, ...] = ()
    who: Path | None = None
    mentor: Path | None = None


class AchievementsPage(Page):
    """By year, level, place, subject; growth against the baseline; who stands where, with ``enough`` entries for a share."""

    kind: Literal["achievements"]
    parts: dict[str, AchievementPart] = Field(min_length=1)
    enough: int = Field(default=10, ge=1)
