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
    """``say`` is what is wrong, ``do`` what a person does about it."""

    say: str
    do: str = ""
    level: Level = "error"


class Compare(_Rule):
    """Two columns stand in this order, at least ``apart`` from each other; rows where either is empty are not judged.

    ``apart`` counts minutes between times, days between days.
    """

    compare: tuple[Path, Literal["before", "at_most", "equal"], Path]
    apart: float = Field(default=0, ge=0)


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


Paths = Path | tuple[Path, ...]
"""One path, or several that hold together."""


class Interval(Spec):
    """From ``of[0]`` to ``of[1]`` of rows that meet ``where``, compared within the same ``per`` and ``on``.

    ``at`` is where it takes place: one path, or where it begins and where it ends.
    """

    of: tuple[Path, Path]
    per: Paths
    on: Paths = ()
    at: Path | tuple[Path, Path] | None = None
    where: Where = {}


class Elsewhere(Interval):
    """Intervals of another table, ``in``, that compete with those of the rule's own table."""

    table: str = Field(alias="in")


class Intervals(Interval):
    """The intervals of a table, and those of ``also`` other tables that have the same ``per`` and ``on``."""

    also: tuple[Elsewhere, ...] = ()


class Travel(_Rule):
    """One who ends at one place begins at another no sooner than ``minutes`` later."""

    minutes: float = Field(gt=0)


class NoOverlap(_Rule):
    """Intervals of the same ``per`` (and ``on``) do not overlap; touching ends are fine unless there is a way to ``travel``.

    Intervals of other tables are set against those of this one, never against each other.
    """

    no_overlap: Intervals
    travel: Travel | None = None


class Total(_Rule):
    """The sum of ``total`` over the rows of one ``per`` is at most ``at_most``."""

    total: Path
    per: Path
    at_most: Path
    where: Where = {}


class Count(_Rule):
    """So many rows agree in all of ``count``; they are at most ``at_most``."""

    count: Paths
    at_most: Path
    where: Where = {}


class Wanted(Spec):
    """A row of the table ``in`` that meets ``where`` and not ``unless``; its columns in ``holds`` hold what our paths do."""

    table: str = Field(alias="in")
    where: Where = {}
    unless: Where = {}
    holds: dict[Path, Paths] = Field(min_length=1)


class Exists(_Rule):
    """For each row that meets ``when`` there is such a row elsewhere.

    Rows with an empty path are not judged, nor are those whose several paths for one column all hold the same: nobody needs an
    agreement with themselves.
    """

    exists: Wanted
    when: Where = {}


RULE_WORDS = ("compare", "together", "needs", "unique", "no_overlap", "total", "count", "exists")


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
    | Annotated[Total, Tag("rule total")]
    | Annotated[Count, Tag("rule count")]
    | Annotated[Exists, Tag("rule exists")],
    Discriminator(_rule_word),
]


def each_path(paths: Paths) -> tuple[Path, ...]:
    """One path or several, as several."""
    return (paths,) if isinstance(paths, str) else paths
