"""Two figures side by side: how far apart they are, how far chance or a handful of people could have moved them.

Everybody who was asked or examined is in the sheet, so nothing is drawn from a larger crowd here. The intervals answer
another question: had other people of the same kind come in their place, how far might the figures have moved? They say
nothing of causes, nor of exams that differ from year to year, and people of one class are more alike than they suppose.

Shares: Newcombe's hybrid score interval of a difference (1998, method 10), made of two Wilson intervals. It keeps its
95 per cent for few people and for shares near 0 and 1, where the textbook formula does not. It supposes other people each
year; where the same ones are counted twice it is too wide rather than too narrow.

Means: the sheets hold a mean for each school and no spread of the single scores, and without a spread no interval can be
given, whatever the number of people. Where a column of standard deviations is declared, they are pooled exactly (within
the rows and between them) and Welch's interval of a difference is taken. Without one, ``shift_of_few`` gives a bound that
needs no spread: how far a handful of scores, from one end of the scale to the other, could have moved a mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np

from netdash.indicators import Reading
from netdash.snapshot import Snapshot
from netdash.specs import IndicatorSpec

Verdict = Literal["missing", "few", "clear", "chance", "beyond_few", "within_few"]

Z = NormalDist().inv_cdf(0.975)
"""Half of the width of a 95 per cent interval, in standard errors."""


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high`` with 95 per cent."""

    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it leaves zero out, so that chance alone is no likely reason."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Scores:
    """Single scores summed up: how many, their mean, their standard deviation."""

    people: float
    mean: float
    deviation: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """How ``after`` differs from ``before``: the difference of the figures as shown, and what to think of it.

    ``missing``: one of them is not known. ``few``: one stands over too few people. ``clear`` and ``chance``: the interval
    leaves zero out, or does not. Without an interval: ``beyond_few`` if the difference is more than a handful of people
    could have made, else ``within_few``; ``of_few`` is that bound.
    """

    before: Reading
    after: Reading
    change: float | None
    interval: Interval | None
    of_few: float | None
    verdict: Verdict


def wilson(hits: float, people: float) -> Interval:
    """The score interval of one share."""
    share, square = hits / people, Z * Z
    middle, half = 2 * hits + square, Z * sqrt(square + 4 * hits * (1 - share))
    return Interval((middle - half) / (2 * (people + square)), (middle + half) / (2 * (people + square)))


def newcombe(before: tuple[float, float], after: tuple[float, float]) -> Interval:
    """The interval of the second share less the first; each given as (hits, people)."""
    first, second = before[0] / before[1], after[0] / after[1]
    one, two = wilson(*before), wilson(*after)
    difference = second - first
    return Interval(
        difference - hypot(second - two.low, one.high - first), difference + hypot(two.high - second, first - one.low)
    )


def pool(scores: Sequence[Scores]) -> Scores:
    """Several groups as one: the deviation within them and between their means."""
    people = sum(each.people for each in scores)
    mean = sum(each.people * each.mean for each in scores) / people
    squares = sum((each.people - 1) * each.deviation**2 + each.people * (each.mean - mean) ** 2 for each in scores)
    return Scores(people, mean, sqrt(squares / (people - 1)) if people > 1 else 0.0)


def welch(before: Scores, after: Scores) -> Interval:
    """The interval of the second mean less the first, whatever the two deviations are; at least two people each."""
    one, two = before.deviation**2 / before.people, after.deviation**2 / after.people
    error, difference = sqrt(one + two), after.mean - before.mean
    if not error:
        return Interval(difference, difference)
    freedom = (one + two) ** 2 / (one**2 / (before.people - 1) + two**2 / (after.people - 1))
    return Interval(difference - student(freedom) * error, difference + student(freedom) * error)


def student(freedom: float) -> float:
    """The two-sided 95 per cent point of Student's distribution (Abramowitz and Stegun 26.7.5; three digits from 5 on)."""
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def shift_of_few(few: int, people: float, width: float) -> float:
    """How far ``few`` of ``people`` can move a mean, each from one end of a scale to the other; a share has a width of 1."""
    return min(few / people, 1) * width


def compare(
    before: Reading, after: Reading, few: int, width: float | None, scores: Mapping[int, Scores | None] | None = None
) -> Comparison:
    """How ``after`` differs from ``before``; ``width`` is that of the scale, ``scores`` (0 and 1) tell what spreads are known."""
    change = replace(after, before=before.value).change
    if change is None:
        return Comparison(before, after, None, None, None, "missing")
    least = min(before.size, after.size)
    bound = shift_of_few(few, least, width) if width is not None and least > 0 else None
    interval = find_interval(before, after, scores or {})
    verdict: Verdict
    if before.small or after.small:
        verdict = "few"
    elif interval:
        verdict = "clear" if interval.is_clear else "chance"
    else:
        verdict = "beyond_few" if bound is not None and abs(change) > bound else "within_few"
    return Comparison(before, after, change, interval, bound, verdict)


def find_interval(before: Reading, after: Reading, scores: Mapping[int, Scores | None]) -> Interval | None:
    """The interval that what is known allows, ``None`` where it allows none."""
    one, two = scores.get(0), scores.get(1)
    if after.measure == "mean":
        return welch(one, two) if one and two and min(one.people, two.people) > 1 else None
    if not before.denominator or not after.denominator:
        return None
    return newcombe((before.numerator or 0.0, before.denominator), (after.numerator or 0.0, after.denominator))


def read_scores(snapshot: Snapshot, spec: IndicatorSpec, deviation: str, keys: Sequence[str]) -> Scores | None:
    """The scores behind a mean, pooled from its rows; ``None`` if a row of two people or more does not tell its deviation."""
    if not keys or spec.weight is None or spec.of is None:
        return None
    columns = [
        snapshot.follow(spec.table, path).loc[list(keys)].to_numpy(dtype=float, na_value=np.nan)
        for path in (spec.weight, spec.of, deviation)
    ]
    rows = [row for row in zip(*columns, strict=True) if row[0] > 0]
    if not rows or any(np.isnan(spread) and people > 1 for people, _, spread in rows):
        return None
    return pool([Scores(people, mean, 0.0 if np.isnan(spread) else spread) for people, mean, spread in rows])


def without(whole: Reading, part: Reading | None, below: float) -> Reading:
    """The whole less one part of it: what a part is compared with, so that it is not compared with itself.

    ``below`` is how few people are too few. A part that says nothing leaves the whole as it is.
    """
    if part is None or part.value is None or whole.value is None or whole.denominator is None:
        return whole
    top, bottom = (whole.numerator or 0.0) - (part.numerator or 0.0), whole.denominator - (part.denominator or 0.0)
    size, own = whole.size - part.size, frozenset(part.rows)
    rows = tuple(key for key in whole.rows if key not in own)
    known = bottom > 0
    return replace(
        whole,
        state="value" if known else "no_data",
        value=top / bottom if known else None,
        numerator=top if known else None,
        denominator=bottom if known else None,
        size=size,
        small=known and size < below,
        rows=rows,
    )
