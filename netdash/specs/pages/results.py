"""Results by subject, place and year, compared."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path


class ResultPart(Spec):
    """Indicators that are read together: means, shares or ratios of one table, each broken down ``by`` and by ``place``.

    ``people`` says whose results they are, in the genitive («сдававших»). ``deviation`` is a column of the table with the
    standard deviation of single scores; only with it a mean has an interval.
    """

    title: str
    indicators: tuple[str, ...] = Field(min_length=1)
    by: Path
    place: Path
    people: str = "человек"
    deviation: Path | None = None


class ResultsPage(Page):
    """Subjects × places × years: what changed, and whether that is more than chance or a ``handful`` of people could make.

    ``parts`` are shown one at a time. ``caution`` is a sentence on what the figures cannot tell.
    """

    kind: Literal["results"]
    parts: dict[str, ResultPart] = Field(min_length=1)
    handful: int = Field(default=5, ge=1)
    caution: str = ""
