"""How demonstration rows are made: a recipe of steps in a closed set of words, run with a seed."""

from datetime import date
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from netdash.specs.base import MonthDay, SchoolYear, Spec
from netdash.specs.rules import Path, Where

Scalar = bool | int | float | date | str
Chance = Annotated[float, Field(ge=0, le=1)]


class Between(Spec):
    """A number from ``from`` to ``to``, both possible."""

    start: float = Field(alias="from")
    end: float = Field(alias="to")


class Draw(Between):
    """A number drawn for each row, or once for each combination of values of ``by``."""

    by: tuple[Path, ...] = ()


class Yearly(Spec):
    """``yearly`` for each school year that ``year`` is after ``since``."""

    yearly: float
    since: SchoolYear
    year: Path


class LookUp(Spec):
    """The number that stands at the value of ``look_up``; 0 for values that are not listed."""

    look_up: Path
    numbers: dict[str, float]


Term = Draw | Yearly | LookUp


class Way(Spec):
    """One way to a value, taken by rows that meet ``when``, and of these by a share of ``chance``."""

    when: Where = {}
    chance: Chance = 1


class Constant(Way):
    """This very value."""

    value: Scalar | tuple[str, ...] = Field(alias="is")


class OneOf(Way):
    """One of these, each as likely as the next or as its weight says."""

    one_of: Annotated[tuple[Scalar, ...] | dict[str, float], Field(min_length=1)]


class SomeOf(Way):
    """Any number of these words, each with its own chance."""

    some_of: dict[str, Chance]


class Pick(Way):
    """A row of the table ``pick`` that meets ``where``; its paths in ``same`` hold a value of this row's paths.

    ``other_than`` is a path of this row whose rows are passed over. ``many`` picks so many rows, ``including`` those at a path.
    """

    pick: str
    where: Where = {}
    same: dict[Path, Path] = {}
    other_than: Path | None = None
    many: Between | None = None
    including: Path | None = None


class SameAs(Way):
    """The value at a path of this row."""

    same_as: Path


class Text(Way):
    """A text with fields: ``{list}`` a word of that list, ``{list:path}`` of its part for the value at a path, ``{path}``
    the value as people read it, ``{#}`` and ``{#04}`` the row's number. ``unique`` texts occur once in the column.

    A text whose field has nothing to put in is not made, nor is a unique one whose words are used up.
    """

    text: str
    unique: bool = False


class Number(Way):
    """The ``sum`` of terms, times the value at ``times``, rounded to ``digits``; within ``min``, ``max``, ``at_most`` a path."""

    sum: tuple[Term, ...] = Field(min_length=1)
    times: Path | None = None
    digits: int = 0
    min: float | None = None
    max: float | None = None
    at_most: Path | None = None


class Day(Way):
    """A day but Sunday from ``from`` to ``to`` of the school year at the path ``day``, or of years with these weights."""

    day: Path | dict[SchoolYear, float]
    start: MonthDay = Field(alias="from")
    end: MonthDay = Field(alias="to")


class Shift(Way):
    """The day or the time at the path ``shift``, moved by so many ``days`` or ``minutes`` (whole ``steps`` of them)."""

    shift: Path
    days: Between | None = None
    minutes: Between | None = None
    steps: int = Field(default=1, ge=1)


_WAYS: dict[str, type[Way]] = {
    "is": Constant, "one_of": OneOf, "some_of": SomeOf, "pick": Pick, "same_as": SameAs,
    "text": Text, "sum": Number, "day": Day, "shift": Shift,
}  # fmt: skip


WAY_WORDS = tuple(_WAYS)


def _way_word(way: Any) -> str | None:
    """Which way it is, by the word that only this one has."""
    if isinstance(way, dict):
        return next((f"way {word}" for word in _WAYS if word in way), None)
    return next((f"way {word}" for word, kind in _WAYS.items() if type(way) is kind), None)


OneWay = Annotated[
    Annotated[Constant, Tag("way is")]
    | Annotated[OneOf, Tag("way one_of")]
    | Annotated[SomeOf, Tag("way some_of")]
    | Annotated[Pick, Tag("way pick")]
    | Annotated[SameAs, Tag("way same_as")]
    | Annotated[Text, Tag("way text")]
    | Annotated[Number, Tag("way sum")]
    | Annotated[Day, Tag("way day")]
    | Annotated[Shift, Tag("way shift")],
    Discriminator(_way_word),
]
Value = Scalar | OneWay | tuple[OneWay, ...]
"""A plain value, one way, or several: the first that the row takes. A row that takes none has an empty cell."""


class RowsOf(Spec):
    """Every row of a table that meets ``where``."""

    table: str
    where: Where = {}


class Years(Spec):
    """Every school year from the first to the last."""

    years: tuple[SchoolYear, SchoolYear]


Every = tuple[Scalar, ...] | RowsOf | Years


class LeaveOut(Spec):
    """Of the rows that meet ``when``, a share of ``chance`` is not made."""

    when: Where = {}
    chance: Chance = 1


class Make(Spec):
    """New rows of the table ``make``: each of ``rows`` with every combination of ``every``, ``times`` over.

    ``set`` gives the other columns in its order. Rows agree in all paths of a list in ``distinct`` with no other row. A row
    without a value that its table requires is not made.
    """

    make: str
    rows: tuple[dict[str, Scalar | tuple[str, ...]], ...] = ({},)
    every: dict[str, Every] = {}
    times: int | Between = 1
    set: dict[str, Value] = {}
    leave_out: tuple[LeaveOut, ...] = ()
    distinct: tuple[tuple[Path, ...], ...] = ()


class Fill(Spec):
    """Cells of starting rows of the table ``fill`` that meet ``where``."""

    fill: str
    where: Where = {}
    set: dict[str, Value]


STEP_WORDS = ("make", "fill")


def _step_word(step: Any) -> str | None:
    """Which step it is, by the word that only this one has."""
    found = (word for word in STEP_WORDS if (word in step if isinstance(step, dict) else hasattr(step, word)))
    return next((f"step {word}" for word in found), None)


Step = Annotated[Annotated[Make, Tag("step make")] | Annotated[Fill, Tag("step fill")], Discriminator(_step_word)]

Words = tuple[str, ...] | dict[str, tuple[str, ...]]


class DemonstrationSpec(Spec):
    """``words`` are the lists that texts draw from; ``steps`` are done in their order and see what earlier ones made."""

    seed: int
    words: dict[str, Words] = {}
    steps: tuple[Step, ...]
