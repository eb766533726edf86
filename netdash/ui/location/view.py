"""What the address of the page asks for, and what was computed for it: places, lines, names on the plane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from netdash.kinds import is_missing
from netdash.kinds.russian import NBSP
from netdash.snapshot import Snapshot
from netdash.specs.pages import SchemePage
from netdash.ties import Pair, Tie, Ties, compute_ties
from netdash.ui import links
from netdash.ui.location.geometry import Box, Point

STYLES = Path(__file__).with_name("look.css")
NONE = "-"
"""What the address says while no line is drawn."""
PROGRAMME = "programme"
ALONE = "alone"
"""What the address says for the places that nothing joins to another."""
MOST = 40
"""How many lines of one sort are drawn; the list has all. Those of the place that is open come first."""


@dataclass(frozen=True)
class Place:
    """One place: ``group`` is its sort, empty if that is not known; ``at`` is where it stands, if anywhere."""

    key: str
    name: str
    group: str
    at: Point | None


@dataclass(frozen=True, eq=False)
class Network:
    """All places of a page and what joins them. ``groups`` are the sorts of places as people read them, in their order."""

    page: SchemePage
    places: Mapping[str, Place]
    groups: Mapping[str, str]
    ties: Mapping[str, Ties]
    bounds: Box
    kept: dict[Any, Any] = field(default_factory=dict)
    """What was drawn for this snapshot already."""

    @property
    def lonely(self) -> tuple[Place, ...]:
        """Places that nothing joins to another."""
        joined = {place for ties in self.ties.values() for pair in ties.ties for place in pair}
        return tuple(place for place in self.places.values() if place.key not in joined)

    def is_base(self, key: str) -> bool:
        """Whether the network rests on this place."""
        return bool(self.page.base) and self.places[key].group == self.page.base

    def sort_of(self, group: str) -> int:
        """Which colour and shape a sort of places has; the one that the network rests on comes first, then in their order."""
        base = [self.page.base] if self.page.base in self.groups else []
        order = [*base, *(name for name in self.groups if name not in base)]
        return order.index(group) if group in order else len(order)


@dataclass(frozen=True)
class View:
    """One state of the page: ``place`` has its card open, ``tie`` and ``between`` name a line whose rows are shown.

    ``alone`` narrows the list to the places that nothing joins to another.
    """

    network: Network
    snapshot: Snapshot
    part: str
    lines: tuple[str, ...]
    place: str
    tie: str
    between: Pair | None
    alone: bool = False

    @property
    def page(self) -> SchemePage:
        """The declaration of the page."""
        return self.network.page

    def to(self, **parameters: str) -> str:
        """The address of this page; the lines stay as they are unless ``lines`` says otherwise."""
        own = {"lines": links.asked("lines")}
        return links.to(links.address(self.page), **{**own, **parameters})

    def to_place(self, key: str) -> str:
        """Where the card of a place opens."""
        return self.to(place=key)

    def to_tie(self, name: str, pair: Pair) -> str:
        """Where the rows of a line open."""
        return self.to(tie=name, between=",".join(pair))

    def find_tie(self) -> Tie | None:
        """The line that the address names."""
        return self.network.ties[self.tie].ties.get(self.between) if self.tie and self.between else None


_made: WeakKeyDictionary[Snapshot, dict[str, Network]] = WeakKeyDictionary()


def take_network(page: SchemePage, snapshot: Snapshot) -> Network:
    """The places of a page, made once a snapshot for all sessions."""
    made = _made.setdefault(snapshot, {})
    if page.name not in made:
        made[page.name] = build_network(page, snapshot)
    return made[page.name]


def build_network(page: SchemePage, snapshot: Snapshot) -> Network:
    """Read the places and find what joins them."""
    names, sorts = snapshot.labels(page.table), snapshot.follow(page.table, page.group)
    positions = [snapshot.follow(page.table, path).to_dict() for path in (page.x, page.y) if path]
    places = {}
    for key, name, group in zip(names.index.tolist(), names.tolist(), sorts.tolist(), strict=True):
        at = [float(series[key]) for series in positions if not is_missing(series[key])]
        spot = (at[0], at[1]) if len(at) == 2 else None
        places[key] = Place(key, str(name).replace(" № ", f"{NBSP}№{NBSP}"), "" if is_missing(group) else group, spot)
    words = snapshot.tables[page.table].spec.columns[page.group].choices
    groups = {name: choice.title for name, choice in snapshot.config.choice_list(words or "").items()}
    ties = {name: compute_ties(snapshot, line) for name, line in page.lines.items()}
    return Network(page, places, groups, ties, find_bounds([place.at for place in places.values() if place.at]))


def find_bounds(points: Sequence[Point]) -> Box:
    """From where to where positions go."""
    across, upward = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(across), min(upward), max(across), max(upward)


def take_view(page: SchemePage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    network = take_network(page, snapshot)
    asked = links.asked("lines")
    wanted = asked.split(",") if asked else [name for name, line in page.lines.items() if line.shown]
    lines = tuple(name for name in page.lines if name in wanted)
    one, _, other = links.asked("between").partition(",")
    pair = (one, other) if one in network.places and other in network.places else None
    return View(
        network,
        snapshot,
        links.asked("view") if links.asked("view") == PROGRAMME else "",
        lines,
        links.asked("place"),
        links.asked("tie") if links.asked("tie") in page.lines else "",
        pair,
        links.asked("only") == ALONE,
    )
