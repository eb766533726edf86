"""What an indicator says, and how people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from netdash.errors import Problem
from netdash.kinds.russian import MINUS, NBSP, number, percent

ReadingState = Literal["value", "no_data", "not_applicable"]

STATE_TEXTS: Mapping[ReadingState, str] = {"no_data": "нет данных", "not_applicable": "не применимо"}


@dataclass(frozen=True, eq=False)
class Reading:
    """What one indicator says for one school year (empty: the present), for the whole network or one part of it.

    ``by`` gives the part: path → key, identifier or text, empty where the rows do not say; ``label`` is the part as people
    read it. ``value`` is ``None`` unless ``state`` is ``value``: ``no_data`` means that no usable row was typed,
    ``not_applicable`` that there are rows but nobody to divide by; zero is a value. Values of a ``fraction`` are 0–1.
    ``rows`` are the keys of those rows of ``table`` that entered the figure, ``left_out`` the problems of rows that could
    not. ``size`` is what stands under the figure (people weighed, or rows); ``small`` marks one too small to compare.
    ``before`` is the value a year earlier, ``first`` that of ``first_year``: the network's baseline year or, where that
    says nothing, the first year that does. ``unfinished`` marks what is still being added to in a year that goes on.
    """

    name: str
    title: str
    criterion: str
    table: str
    school_year: str
    by: Mapping[str, str]
    label: str
    state: ReadingState
    value: float | None
    numerator: float | None
    denominator: float | None
    size: float
    small: bool
    rows: tuple[str, ...]
    left_out: tuple[Problem, ...]
    before: float | None
    before_small: bool
    first: float | None
    first_year: str
    measure: Literal["count", "sum", "mean", "share", "ratio", "reach"]
    unit: str
    better: Literal["up", "down"]
    unfinished: bool = False

    @property
    def fraction(self) -> bool:
        """Whether people read the value as a percentage."""
        return self.measure in ("share", "ratio", "reach")

    @property
    def text(self) -> str:
        """The value with its unit, or the words for having none."""
        known = self.value is not None and self.unit and not self.fraction
        return self.figure + (f"{NBSP}{self.unit}" if known else "")

    @property
    def figure(self) -> str:
        """The same without the unit, for places where many of them stand together."""
        return STATE_TEXTS[self.state] if self.value is None else self._written(self.value)

    @property
    def change(self) -> float | None:
        """How far the value moved since the year before."""
        return self._since(self.before)

    @property
    def change_since_first(self) -> float | None:
        """How far the value moved since ``first_year``."""
        return self._since(self.first)

    @property
    def trend(self) -> Literal["better", "worse", "same", ""]:
        """The judgement on ``change``; none where either year is too small to compare, nothing worse of what is unfinished."""
        if self.change is None or self.small or self.before_small:
            return ""
        if not self.change:
            return "same"
        rises = (self.change > 0) == (self.better == "up")
        return "better" if rises else "" if self.unfinished and self.better == "up" else "worse"

    def show_change(self, change: float | None) -> str:
        """A change as people read it: ``+3,2``, ``−4 п. п.``, «без изменений»; empty without one."""
        if change is None:
            return ""
        if not change:
            return "без изменений"
        size = round(abs(change) * (100 if self.fraction else 1), 1)
        written = number(size, 1, fixed=self.measure == "mean")
        points = f"{NBSP}п.{NBSP}п." if self.fraction else ""
        return (MINUS if change < 0 else "+") + written + points

    def _since(self, earlier: float | None) -> float | None:
        """The difference of the two figures as shown, so that people who subtract them get the same."""
        if self.value is None or earlier is None:
            return None
        return round(self._rounded(self.value) - self._rounded(earlier), 6)

    def _rounded(self, value: float) -> float:
        return round(value, self._digits(value))

    def _digits(self, value: float) -> int:
        if not self.fraction:
            return 1 if self.measure == "mean" or value != round(value) else 0
        return 3 if 0 < value < 0.005 or 0.995 <= value < 1 else 2

    def _written(self, value: float) -> str:
        digits = self._digits(value)
        return percent(value, digits - 2, fixed=True) if self.fraction else number(value, digits, fixed=True)
