"""What is counted: criteria, indicators, coverage matrices."""

from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from netdash.specs.base import Spec
from netdash.specs.expectations import Small
from netdash.specs.rules import Path, Where
from netdash.specs.tables import State


class Criterion(Spec):
    """One criterion of effectiveness; ``short`` fits a card."""

    title: str
    short: str


class Among(Spec):
    """Rows of another table that a share is taken of."""

    table: str
    where: Where = {}


class IndicatorSpec(Spec):
    """How one number comes from the rows of ``table`` that meet ``where``.

    ``count``: rows (distinct values of ``of`` if given). ``sum``: of ``of``. ``mean``: of ``of``, weighted by ``weight``.
    ``share``: rows that also meet ``having``, of all. ``ratio``: sum of ``of`` over sum of ``over``. ``reach``: distinct
    values of the reference ``of``, of the rows of ``among``. Shares, ratios and reaches are 0–1.

    ``year`` is the column that places a row in a school year (a school year or a date); without it the indicator knows
    only the present. ``cumulative`` counts rows up to and including the year. ``by`` lists paths it can be broken down by.
    """

    name: SkipJsonSchema[str] = ""
    title: str
    criterion: str
    table: str
    measure: Literal["count", "sum", "mean", "share", "ratio", "reach"]
    of: Path | None = None
    over: Path | None = None
    weight: Path | None = None
    where: Where = {}
    having: Where = {}
    among: Among | None = None
    year: Path | None = None
    cumulative: bool = False
    by: tuple[Path, ...] = ()
    unit: str = ""
    better: Literal["up", "down"] = "up"
    small: Small | None = None
    main: bool = False
    help: str = ""


class IndicatorsSpec(Spec):
    """``criteria`` in their order, ``indicators`` under them; ``main`` ones stand for their criterion on a card."""

    criteria: dict[str, Criterion] = Field(min_length=1)
    indicators: dict[str, IndicatorSpec]


class Side(Spec):
    """Rows or columns of a matrix: rows of ``table`` that meet ``where``, or the words of ``choices``."""

    table: str | None = None
    where: Where = {}
    choices: str | None = None
    only: tuple[str, ...] = ()


class CellState(Spec):
    """What rows that meet ``where`` make of a cell: a word, one of the colours of states, whether the cell is covered by them."""

    title: str
    state: State
    where: Where
    covers: bool = True


class CoverageCell(Spec):
    """Rows of ``table`` fall into the cell of their ``row`` and ``column`` paths; the cell shows how many.

    With ``states``, best first, it shows a state: a row has the last state that it meets, a cell the best of its rows.
    """

    table: str
    row: Path
    column: Path
    where: Where = {}
    states: dict[str, CellState] = {}


class CoverageSpec(Spec):
    """A matrix; ``gap`` says what a cell means that is empty, or that no state covers."""

    name: SkipJsonSchema[str] = ""
    title: str
    rows: Side
    columns: Side
    cell: CoverageCell
    gap: str
