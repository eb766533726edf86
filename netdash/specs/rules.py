"""Conditions and rules: a closed set of words, nothing to evaluate.

A path (``course.starts``) follows references: the column ``starts`` of the row that ``course`` points at.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from netdash.errors import Level
from netdash.specs.base import Spec

Path = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]


class Bounds(Spec):
    """A range: numbers (``min``, ``max``, inclusive) or days (``before`` and ``after`` exclusive, ``within_days`` from today)."""

    min: float | None = None
    max: float | None = None
    before: date | Literal["today"] | None = None
    after: date | Literal["today"] | None = None
    within_days: int | None = None


Condition = bool | int | float | str | tuple[str, ...] | Bounds
"""A word (a choice, a text; ``filled`` and ``empty`` are reserved), one of several words, a number, yes/no, or bounds.

On a column of many values (choices, references) a condition holds when any of them meets it; ``min`` and ``max`` there bound
how many values the cell has.
"""

Where = dict[Path, Condition]
"""All of these hold at once."""


class _Rule(Spec):
    say: str
    level: Level = "error"


class Compare(_Rule):
    """Two columns stand in this order; rows where either is empty are not judged."""

    compare: tuple[Path, Literal["before", "at_most", "equal"], Path]


class Together(_Rule):
    """All of these columns are filled, or none."""

    together: tuple[Path, ...] = Field(min_length=2)


class Needs(_Rule):
    """Rows that meet ``when`` have all of ``needs`` filled."""

    needs: tuple[Path, ...] = Field(min_length=1)
    when: Where


class Unique(_Rule):
    """No two rows agree in all of these columns."""

    unique: tuple[Path, ...] = Field(min_length=1)


class Interval(Spec):
    """From ``of[0]`` to ``of[1]``, compared within the same ``on`` and ``per``."""

    of: tuple[Path, Path]
    per: Path
    on: Path | None = None


class NoOverlap(_Rule):
    """Intervals of the same ``per`` (and ``on``) do not overlap; touching ends are fine."""

    no_overlap: Interval


class Total(_Rule):
    """The sum of ``total`` over the rows of one ``per`` is at most ``at_most``."""

    total: Path
    per: Path
    at_most: Path
    where: Where = {}


RULE_WORDS = ("compare", "together", "needs", "unique", "no_overlap", "total")


def _rule_word(rule: Any) -> str | None:
    """Which rule it is, by the word that only this one has."""
    return next(
        (f"rule {word}" for word in RULE_WORDS if (word in rule if isinstance(rule, dict) else hasattr(rule, word))), None
    )


Rule = Annotated[
    Annotated[Compare, Tag("rule compare")]
    | Annotated[Together, Tag("rule together")]
    | Annotated[Needs, Tag("rule needs")]
    | Annotated[Unique, Tag("rule unique")]
    | Annotated[NoOverlap, Tag("rule no_overlap")]
    | Annotated[Total, Tag("rule total")],
    Discriminator(_rule_word),
]
