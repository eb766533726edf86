"""The network as a whole: places on a scheme, what joins them, a card for each, and the programme they share."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class Line(Spec):
    """One sort of line: what in ``table`` joins two places, and how much of it there is.

    With ``place``, places that share a row (or what ``through`` leads to) are joined, as thick as they share many. With ``from``
    and ``to`` each row joins two, as thick as the sum of ``weight``, or as there are many. A row after its day ``until`` joins
    nobody. ``show`` are the columns that tell people which row it is; ``shown`` is whether the line is drawn at first.
    """

    title: str
    table: str
    place: Path | None = None
    through: Path | None = None
    start: Path | None = Field(default=None, alias="from")
    end: Path | None = Field(default=None, alias="to")
    weight: Path | None = None
    until: Path | None = None
    where: Where = {}
    show: tuple[Path, ...] = ()
    shown: bool = True


class CardPart(Spec):
    """What a card lists of ``table``: the rows whose ``place`` it is, or with ``each`` what they lead to, once.

    ``newest`` is the column that orders them, the latest first; ``title`` replaces the table's.
    """

    table: str
    place: Path
    each: Path | None = None
    show: tuple[Path, ...] = ()
    newest: Path | None = None
    where: Where = {}
    title: str = ""


class Work(Spec):
    """What is done in each direction: rows of ``table`` under the word that ``by`` leads to.

    A row that is not ``done`` is late after its day ``until``; rows that meet ``leave_out`` (cancelled ones) are not counted.
    """

    table: str
    by: Path
    done: Where
    until: Path | None = None
    leave_out: Where = {}


class SchemePage(Page):
    """Places of ``table`` at ``x`` and ``y`` (upwards); without these the list stands alone.

    ``group`` tells sorts of places by colour and shape; the sort ``base`` stands out. ``facts`` are the columns at the head of
    a place's card. ``directions`` and ``principles`` are lists of choices of the programme that the places share.
    """

    kind: Literal["scheme"]
    table: str
    group: Path
    base: str | None = None
    x: Path | None = None
    y: Path | None = None
    facts: tuple[Path, ...] = ()
    lines: dict[str, Line] = {}
    card: tuple[CardPart, ...] = ()
    directions: str | None = None
    principles: str | None = None
    work: tuple[Work, ...] = ()
