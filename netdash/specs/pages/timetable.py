"""A week between places, with its clashes."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class Layer(Spec):
    """Rows of ``table`` that stand in the week: on a ``day``, from ``starts`` to ``ends``.

    ``what`` it is about, ``at`` which place (or from which to which), for how many (``size``), led by ``person``.
    """

    table: str
    day: Path
    starts: Path
    ends: Path
    what: Path
    at: Path | tuple[Path, Path] | None = None
    size: Path | None = None
    person: Path | None = None
    where: Where = {}


class Members(Spec):
    """Rows of ``table`` that say which ``student`` takes ``what``; ``home`` is where a student sets out from."""

    table: str
    student: Path
    what: Path
    home: Path | None = None
    year: Path | None = None
    where: Where = {}


class TimetablePage(Page):
    """A weekly timetable of several ``layers``; the broken rules of their rows, and of ``members``, are its clashes."""

    kind: Literal["timetable"]
    layers: tuple[Layer, ...] = Field(min_length=1)
    members: Members | None = None
