"""The scheme itself, drawn in HTML: lines are links that open their rows, places are links that open their cards.

Everything is measured in units of the plane, so that what fits at one width fits at any; a second plane is for telephones.
"""

from dataclasses import dataclass

from netdash.kinds.russian import number
from netdash.ties import Pair, Tie
from netdash.ui.location.geometry import (
    NARROW,
    WIDE,
    Box,
    Name,
    Plane,
    Point,
    box_around,
    draw_stroke,
    measure_chip,
    place_names,
    place_points,
    route,
)  # fmt: skip
from netdash.ui.location.view import MOST, NONE, View
from netdash.ui.text import escape

SORTS = 6
"""How many sorts of places and of lines have a look of their own."""


@dataclass(frozen=True)
class Drawn:
    """A line on the plane: what it stands for, and which of several beside each other it is."""

    sort: str
    tie: Tie
    at: int
    of: int


def draw(view: View) -> str:
    """HTML of the scheme for both widths, with the choice of lines and the key of its signs."""
    wide, narrow = draw_plane(view, WIDE, "nd-wide-plane"), draw_plane(view, NARROW, "nd-narrow-plane")
    return f'{draw_switches(view)}<div class="nd-map">{wide}{narrow}</div>{draw_key(view)}'


def draw_switches(view: View) -> str:
    """HTML of the sorts of lines; each is switched on and off by itself."""
    pieces = []
    for at, (name, line) in enumerate(view.page.lines.items()):
        is_on = name in view.lines
        wanted = [other for other in view.page.lines if (other in view.lines) != (other == name)]
        own = {"place": view.place} if view.place else {}
        href = escape(view.to(lines=",".join(wanted) or NONE, **own))
        here = ' aria-current="true"' if is_on else ""
        sample = f'<i class="nd-sample nd-tie-{at % SORTS}" aria-hidden="true"></i>'
        count = number(len(view.network.ties[name].ties))
        pieces.append(
            f'<a class="nd-link nd-choice nd-switch" href="{href}" target="_self"{here}>{sample}{escape(line.title)} {count}</a>'
        )
    return f'<nav class="nd-choices" aria-label="Какие линии показать">{"".join(pieces)}</nav>' if pieces else ""


def choose_ties(view: View, name: str) -> list[Tie]:
    """The lines of one sort that are drawn: those of the place that is open, then the thickest."""
    ties = view.network.ties[name]
    first = {tie.places: tie for tie in ties.of(view.place)} if view.place else {}
    return list({**first, **ties.ties}.values())[:MOST]


def list_drawn(view: View) -> list[Drawn]:
    """The lines that are on, the thickest of each sort, with those between the same places beside each other."""
    shown = {name: choose_ties(view, name) for name in view.lines}
    placed = {key for key, place in view.network.places.items() if place.at}
    by_pair: dict[tuple[str, str], list[tuple[str, Tie]]] = {}
    for name, ties in shown.items():
        for tie in ties:
            if placed.issuperset(tie.places):
                by_pair.setdefault(tie.places, []).append((name, tie))
    return [Drawn(name, tie, at, len(own)) for own in by_pair.values() for at, (name, tie) in enumerate(own)]


Ways = dict[Pair, list[tuple[Point, Point]]]
Layout = tuple[dict[str, Point], list[Drawn], Ways, dict[str, Name]]


def find_way(tie: Tie, spots: dict[str, Point], boxes: dict[str, Box]) -> list[tuple[Point, Point]]:
    """The way of a line around the places that are not its own."""
    one, other = tie.places
    return route(spots[one], spots[other], [box for key, box in boxes.items() if key not in tie.places])


def lay_out(view: View, plane: Plane) -> Layout:
    """Where everything stands; kept for all sessions that show the same lines of the same snapshot."""
    kept = view.network.kept
    many = any(len(view.network.ties[name].ties) > MOST for name in view.lines)
    wanted = (plane, view.lines, view.place if many else "")
    if wanted not in kept:
        points = {key: place.at for key, place in view.network.places.items() if place.at}
        names = {key: view.network.places[key].name for key in points}
        chips = {key: names.pop(key) for key in points if view.network.is_base(key)}
        spots = place_points(points, chips, view.network.bounds, plane)
        halves = {key: measure_chip(chips[key], plane) if key in chips else (plane.mark, plane.mark) for key in spots}
        boxes = {key: box_around(spot, halves[key]) for key, spot in spots.items()}
        drawn = list_drawn(view)
        ways = {each.tie.places: find_way(each.tie, spots, boxes) for each in drawn}
        ends = [piece for way in ways.values() for piece in way]
        kept[wanted] = (spots, drawn, ways, place_names(names, spots, list(boxes.values()), ends, plane))
    found: Layout = kept[wanted]
    return found


def draw_plane(view: View, plane: Plane, kind: str) -> str:
    """HTML of one plane: lines under places under names."""
    spots, drawn, ways, names = lay_out(view, plane)
    lines = "".join(draw_line(view, each, piece, plane) for each in drawn for piece in ways[each.tie.places])
    places = "".join(draw_place(view, key, spot, names.get(key), plane) for key, spot in spots.items())
    size = f"--across:{plane.width:g};--down:{plane.height:g};--font:{plane.font:g}"
    return f'<div class="nd-plane {kind}" style="{size}">{lines}{places}</div>'


def thickness(view: View, drawn: Drawn) -> float:
    """How thick a line is among those of its sort: from 2 to 6 units."""
    ties = view.network.ties[drawn.sort]
    return 2 + 4 * (drawn.tie.weight - ties.lightest) / (ties.heaviest - ties.lightest) if ties.heaviest > ties.lightest else 2.5


def draw_line(view: View, drawn: Drawn, ends: tuple[Point, Point], plane: Plane) -> str:
    """HTML of one straight piece of a line; those of other places step back while one place is open."""
    stroke = draw_stroke(*ends, drawn.at, drawn.of)
    at = list(view.page.lines).index(drawn.sort) % SORTS
    title = f"{view.page.lines[drawn.sort].title}: {name_pair(view, drawn.tie)} — {tell_weight(view, drawn.sort, drawn.tie)}"
    chosen = view.tie == drawn.sort and view.between == drawn.tie.places
    back = (view.place and view.place not in drawn.tie.places) or (view.tie and not chosen)
    style = (
        f"left:{100 * stroke.start[0] / plane.width:.2f}%;top:{100 * stroke.start[1] / plane.height:.2f}%;"
        f"width:{100 * stroke.length / plane.width:.2f}%;rotate:{stroke.angle:.2f}deg;--thick:{thickness(view, drawn):.1f}"
    )
    kind = f"nd-tie nd-tie-{at}{' nd-back' if back else ''}{' nd-chosen' if chosen else ''}"
    href = escape(view.to_tie(drawn.sort, drawn.tie.places))
    said = escape(title)
    return f'<a class="nd-link {kind}" style="{style}" href="{href}" target="_self" title="{said}" aria-label="{said}"></a>'


def name_pair(view: View, tie: Tie) -> str:
    """«Гимназия № 2 — МОУ № 7»."""
    return " — ".join(view.network.places[key].name if key in view.network.places else key for key in tie.places)


def tell_weight(view: View, sort: str, tie: Tie) -> str:
    """How much joins two places: the sum of a column by its title, or how many rows."""
    line = view.page.lines[sort]
    if not line.weight:
        return number(tie.weight)
    title = view.snapshot.target(line.table, line.weight)[1].title
    return f"{title.lower()}: {number(tie.weight)}"


def draw_place(view: View, key: str, spot: Point, name: Name | None, plane: Plane) -> str:
    """HTML of one place with its name; a name that found no room is told by the tooltip and the list."""
    place, here = view.network.places[key], ' aria-current="true"' if key == view.place else ""
    at = view.network.sort_of(place.group) % SORTS
    title = f"{place.name}, {view.network.groups.get(place.group, 'роль не указана')}"
    where = f"left:{100 * spot[0] / plane.width:.2f}%;top:{100 * spot[1] / plane.height:.2f}%"
    attributes = f'href="{escape(view.to_place(key))}" target="_self" title="{escape(title)}"{here}'
    if view.network.is_base(key):
        wide, high = (2 * half for half in measure_chip(place.name, plane))
        style = f"{where};--wide:{wide:.1f};--high:{high:.1f}"
        return f'<a class="nd-link nd-chip" style="{style}" {attributes}>{escape(place.name)}</a>'
    sign = glyph(at, "" if name else place.name)
    mark = f'<a class="nd-link nd-mark" style="{where};--size:{2 * plane.mark:g}" {attributes}>{sign}</a>'
    return mark + (draw_name(name, escape(view.to_place(key)), here, plane) if name else "")


def draw_name(name: Name, href: str, here: str, plane: Plane) -> str:
    """HTML of a name in its box."""
    left, top, right, bottom = name.box
    across, down = 100 / plane.width, 100 / plane.height
    align = {-1: "right", 0: "center", 1: "left"}[name.side]
    style = (
        f"left:{left * across:.2f}%;top:{top * down:.2f}%;width:{(right - left) * across:.2f}%;"
        f"height:{(bottom - top) * down:.2f}%;text-align:{align}"
    )
    text = "<br>".join(map(escape, name.lines))
    return f'<a class="nd-link nd-name-on-plane" style="{style}" href="{href}" target="_self"{here}>{text}</a>'


def glyph(at: int, title: str = "") -> str:
    """HTML of the sign of a sort of places, named for those who do not see it if there is no name beside it."""
    spoken = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return f'<i class="nd-glyph nd-glyph-{at}" {spoken}></i>'


def draw_key(view: View) -> str:
    """HTML of what the signs mean; and whether anything is not drawn."""
    present = {place.group for place in view.network.places.values()}
    signs = [
        f"<span>{glyph(view.network.sort_of(name) % SORTS)} {escape(title)}</span>"
        for name, title in sorted(view.network.groups.items(), key=lambda item: view.network.sort_of(item[0]))
        if name in present
    ]
    hidden = [view.page.lines[name].title for name in view.lines if len(view.network.ties[name].ties) > MOST]
    cut = f" Из линий «{'», «'.join(hidden)}» показаны {MOST} самых толстых." if hidden else ""
    note = "Толщина линии — сколько их связывает; линия открывает свои строки, учреждение — свою карточку." if view.lines else ""
    return f'<p class="nd-key">{"".join(signs)}</p><p class="nd-under nd-map-note">{escape(note + cut)}</p>'
