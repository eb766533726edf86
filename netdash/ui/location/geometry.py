"""Where places, lines and names stand on a plane, so that no name lies on another, on a place or on a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, sin

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

LETTER = 0.56
"""How wide a letter is on average, as a part of the font's size."""
LINE = 1.2
LONGEST = (18, 11)
"""How many letters a line of a name has at most: at first, and where there is little room."""
GAP = 7.0
"""How far parallel lines stand from each other."""
RINGS, CROWD = (6.0, 12.0, 20.0), 25
"""How far from its place a name may stand; among more places than a crowd only beside it."""
WIDEN = np.array((-GAP, -GAP, GAP, GAP)) / 2
"""The room that thick and parallel lines need around a name."""


@dataclass(frozen=True)
class Plane:
    """A plane of some units wide and high; ``font`` is the size of names, ``mark`` half the size of a place."""

    width: float
    height: float
    font: float
    mark: float


WIDE = Plane(640, 440, 13, 9)
NARROW = Plane(350, 400, 11.5, 7)


@dataclass(frozen=True)
class Name:
    """The name of a place: its lines of text and where they stand; ``side`` is -1, 0 or 1: right of the text, middle, left."""

    lines: tuple[str, ...]
    box: Box
    side: int


@dataclass(frozen=True)
class Stroke:
    """A line: where it begins, how long it is, its angle in degrees."""

    start: Point
    length: float
    angle: float


def place_points(points: Mapping[str, Point], chips: Mapping[str, str], bounds: Box, plane: Plane) -> dict[str, Point]:
    """Where places stand; ``y`` grows upwards, and places that would lie on each other move apart.

    ``chips`` are the names of those places that carry them on their mark.
    """
    left, low, right, high = bounds
    edge_x, edge_y = plane.mark * 6, plane.mark * 5
    spot: dict[str, Point] = {}
    boxes: list[Box] = []
    for key in sorted(points, key=lambda one: one not in chips):
        x, y = points[key]
        across = (x - left) / (right - left) if right > left else 0.5
        upward = (y - low) / (high - low) if high > low else 0.5
        wanted = (edge_x + across * (plane.width - 2 * edge_x), plane.height - edge_y - upward * (plane.height - 2 * edge_y))
        half = measure_chip(chips[key], plane) if key in chips else (plane.mark * 1.2, plane.mark * 1.2)
        spot[key] = _clear_of(wanted, half, boxes, plane)
        boxes.append(box_around(spot[key], half))
    return {key: spot[key] for key in points}


def measure_chip(name: str, plane: Plane) -> Point:
    """Half the width and height of a mark that carries a name."""
    return min(len(name) * plane.font * LETTER / 2 + 8, plane.width / 4), plane.font * LINE / 2 + 4


def box_around(spot: Point, half: Point) -> Box:
    """The box with a spot in its middle."""
    return spot[0] - half[0], spot[1] - half[1], spot[0] + half[0], spot[1] + half[1]


def _clear_of(wanted: Point, half: Point, taken: Sequence[Box], plane: Plane) -> Point:
    """The nearest spot around ``wanted`` where a place touches no other."""
    for step in range(400):
        turn, away = step * 2.4, plane.mark * 0.9 * step**0.5
        x = min(max(wanted[0] + away * cos(turn), half[0]), plane.width - half[0])
        y = min(max(wanted[1] + away * sin(turn), half[1]), plane.height - half[1])
        if not taken or not overlap(np.array(box_around((x, y), half)), np.array(taken)).any():
            return x, y
    return wanted


def route(one: Point, other: Point, boxes: Sequence[Box]) -> list[tuple[Point, Point]]:
    """The way from one place to another: straight, or with one bend where it would run over a third, whose box is given."""
    length = hypot(other[0] - one[0], other[1] - one[1])
    touched = crosses(np.array(boxes, dtype=np.float64), np.array((*one, *other)))[:, 0].tolist()
    met = [box for box, is_met in zip(boxes, touched, strict=True) if is_met]
    if not met or not length:
        return [(one, other)]
    along = (other[0] - one[0]) / length, (other[1] - one[1]) / length
    aside = -along[1], along[0]
    box = max(met, key=lambda each: each[2] - each[0])
    middle = (box[0] + box[2]) / 2 - one[0], (box[1] + box[3]) / 2 - one[1]
    far, off = middle[0] * along[0] + middle[1] * along[1], middle[0] * aside[0] + middle[1] * aside[1]
    reach = ((box[2] - box[0]) * abs(aside[0]) + (box[3] - box[1]) * abs(aside[1])) / 2 + 2 * GAP
    shift = off - reach if off > 0 else off + reach
    bend = one[0] + along[0] * far + aside[0] * shift, one[1] + along[1] * far + aside[1] * shift
    return [(one, bend), (bend, other)]


def draw_stroke(one: Point, other: Point, number: int, of: int) -> Stroke:
    """The line ``number`` of several that run beside each other from one place to another."""
    length, angle = hypot(other[0] - one[0], other[1] - one[1]), atan2(other[1] - one[1], other[0] - one[0])
    aside = (number - (of - 1) / 2) * GAP
    return Stroke((one[0] - aside * sin(angle), one[1] + aside * cos(angle)), length, degrees(angle))


def split(name: str, longest: int = LONGEST[0]) -> tuple[str, ...]:
    """A name in at most four lines; a number stays with its sign."""
    words = name.replace("№ ", "№\u00a0").split(" ")
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return (*lines[:3], lines[3][: longest - 1] + "…") if len(lines) > 4 else tuple(lines)


def place_names(
    names: Mapping[str, str], spots: Mapping[str, Point], taken: Sequence[Box], ends: Sequence[tuple[Point, Point]], plane: Plane
) -> dict[str, Name]:
    """A spot for each of ``names``, clear of what is ``taken`` and of all lines; a name that finds none is left out."""
    boxes, rings = list(taken), RINGS if len(spots) <= CROWD else RINGS[:1]
    lines = np.array([(*one, *other) for one, other in ends], dtype=np.float64).reshape(-1, 4)
    found: dict[str, Name] = {}
    for key in sorted(names, key=lambda one: (len(split(names[one])), _crowd(spots[one], spots.values())), reverse=True):
        name = _place_name(names[key], spots[key], boxes, lines, plane, rings=rings)
        if name:
            found[key] = name
            boxes.append(name.box)
    return found


def _place_name(
    name: str, spot: Point, taken: Sequence[Box], lines: Numbers, plane: Plane, *, rings: Sequence[float]
) -> Name | None:
    """The most natural free spot of one name, in long lines or in short ones."""
    for text in dict.fromkeys(split(name, longest) for longest in LONGEST):
        sides, boxes = zip(*_options(spot, text, plane, rings), strict=True)
        at = np.array(boxes)
        free = (at[:, 0] >= 0) & (at[:, 1] >= 0) & (at[:, 2] <= plane.width) & (at[:, 3] <= plane.height)
        free &= ~overlap(at, np.array(taken)).any(axis=1) & ~crosses(at + WIDEN, lines).any(axis=1)
        if free.any():
            first = int(free.argmax())
            return Name(text, boxes[first], sides[first])
    return None


def _crowd(spot: Point, others: Iterable[Point]) -> float:
    """How crowded it is around a spot."""
    return sum(1 / (1 + hypot(spot[0] - x, spot[1] - y)) for x, y in others)


def _options(spot: Point, text: Sequence[str], plane: Plane, rings: Sequence[float]) -> Iterable[tuple[int, Box]]:
    """Boxes for a name, the most natural first: beside, under, above, then around, then farther away."""
    wide, high = max(map(len, text)) * plane.font * LETTER + 4, len(text) * plane.font * LINE + 2
    for away in (plane.mark + ring for ring in rings):
        for turn in (0, 4, 2, 6, 1, 7, 3, 5, 0.5, 7.5, 3.5, 4.5, 1.5, 2.5, 5.5, 6.5):
            across, down = cos(turn * pi / 4), sin(turn * pi / 4)
            x, y = spot[0] + across * away, spot[1] + down * away
            side = 1 if across > 0.3 else -1 if across < -0.3 else 0
            left = x if side > 0 else x - wide if side < 0 else x - wide / 2
            top = y if down > 0.9 else y - high if down < -0.9 else y - high / 2 + down * high / 2
            yield side, (left, top, left + wide, top + high)


def overlap(boxes: Numbers, others: Numbers) -> Truths:
    """Which boxes lie on which others: a row for each box, a column for each other."""
    one, other = boxes.reshape(-1, 1, 4), others.reshape(1, -1, 4)
    across = (one[..., 0] < other[..., 2]) & (other[..., 0] < one[..., 2])
    return across & (one[..., 1] < other[..., 3]) & (other[..., 1] < one[..., 3])


def crosses(boxes: Numbers, lines: Numbers) -> Truths:
    """Which boxes are touched by which lines (x, y, x, y): a row for each box, a column for each line.

    Each line is clipped by the four sides of the box in turn; what is left of it lies in the box.
    """
    box, line = boxes.reshape(-1, 1, 4), lines.reshape(1, -1, 4)
    first, last = np.zeros(np.broadcast_shapes(box.shape, line.shape)[:2]), np.ones((1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        for side in (0, 1):
            start, step = line[..., side], line[..., side + 2] - line[..., side]
            low, high = box[..., side] - start, box[..., side + 2] - start
            near, far = np.where(step == 0, -np.inf, low / step), np.where(step == 0, np.inf, high / step)
            outside = (step == 0) & ((low > 0) | (high < 0))
            first = np.maximum(first, np.where(outside, np.inf, np.minimum(near, far)))
            last = np.minimum(last, np.maximum(near, far))
    return np.asarray(first <= last)
