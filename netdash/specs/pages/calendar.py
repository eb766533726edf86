"""What happens on which day."""

from typing import Annotated, Literal

from pydantic import Field

from netdash.specs.pages.base import Page
from netdash.specs.pages.choosing import FilterSpec, ListSpec
from netdash.specs.rules import Path, Where

Words = dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], str]
"""Columns of choices with the word that each is set to."""


class CalendarPage(Page):
    """Rows of ``table`` as days, weeks, months, a list and a time line.

    ``starts`` and ``ends`` are days (the last one included), ``opens`` and ``closes`` times of day. ``colour`` and ``lanes``
    are what a row is about, ``place`` is where, ``invited`` for whom, ``who`` answers, ``status`` is a choice with states.
    ``pending`` rows are yet to happen: once their days are over, somebody should say whether they did. ``moved`` is what a
    row is set to when it gets new dates, ``cancelled`` what it is set to instead of being removed. ``filters`` and ``lists``
    narrow the page down, ``matrix`` counts these rows, ``noun`` names them in its three forms (1, 2, 5).
    """

    kind: Literal["calendar"]
    table: str
    starts: Path
    ends: Path | None = None
    opens: Path | None = None
    closes: Path | None = None
    colour: Path | None = None
    lanes: Path | None = None
    place: Path | None = None
    invited: Path | None = None
    who: Path | None = None
    status: Path | None = None
    pending: Where = {}
    moved: Words = {}
    cancelled: Words = {}
    filters: dict[str, FilterSpec] = {}
    lists: dict[str, ListSpec] = {}
    matrix: str | None = None
    noun: tuple[str, str, str] = ("событие", "события", "событий")
