"""Which rows are expected of their owners, and which values are worth a question."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from netdash.specs.base import MonthDay, SchoolYear, Spec
from netdash.specs.rules import Path, Where


class Small(Spec):
    """A figure over fewer than ``below`` (of the sum of column ``of``, or of rows) is marked and not ranked."""

    below: int
    of: Path | None = None


class Expect(Spec):
    """One row, or more, for every combination of the values of ``every``; a school year among them stands for its period.

    ``among`` narrows them: conditions for the rows that a reference points at, words of a choice; without it all are expected.
    Years are those of the network up to today, not before ``since``. ``by`` is the day, in the calendar year in which the school
    year ends, after which a row is late.
    """

    every: tuple[Path, ...] = Field(min_length=1)
    among: dict[Path, Where | tuple[str, ...]] = {}
    since: SchoolYear | None = None
    by: MonthDay | None = None


class _Ask(Spec):
    unless: Where = {}


class Jump(_Ask):
    """A number that differs from the one of the school year before by more than ``over``, or more than so many ``times``.

    Rows are compared that agree in ``per``; figures over few people (``small``) are not.
    """

    jump: Path
    year: Path
    per: tuple[Path, ...] = Field(min_length=1)
    over: float | None = None
    times: float | None = None
    small: Small | None = None


class Unusual(_Ask):
    """A number below ``min`` or above ``max``: possible, but seldom right."""

    unusual: Path
    min: float | None = None
    max: float | None = None
    small: Small | None = None


class Gone(_Ask):
    """A combination of values that had a row in the school year before and has none, although its owner typed others."""

    gone: tuple[Path, ...] = Field(min_length=1)
    year: Path


ASK_WORDS = ("jump", "unusual", "gone")


def _question_word(ask: Any) -> str | None:
    """Which question it is, by the word that only this one has."""
    return next(
        (f"question {word}" for word in ASK_WORDS if (word in ask if isinstance(ask, dict) else hasattr(ask, word))), None
    )


Ask = Annotated[
    Annotated[Jump, Tag("question jump")] | Annotated[Unusual, Tag("question unusual")] | Annotated[Gone, Tag("question gone")],
    Discriminator(_question_word),
]
"""Something that may be right and is asked about, never refused; rows that meet ``unless`` are not asked about."""
