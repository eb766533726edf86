"""The scheme of groups: what belongs to what, drawn as a tree of links. Plain HTML, so that it stands at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

MOST_ABREAST = 6


@dataclass(frozen=True)
class Node:
    """A group in the scheme; ``looped`` if it belongs, in the end, to itself, so that the drawing had to begin somewhere."""

    key: str
    parts: tuple["Node", ...] = field(default=())
    looped: bool = False

    def abreast(self, alone: bool) -> bool:
        """Whether the parts stand side by side where there is room: a few, and some with parts of their own or nothing beside."""
        return len(self.parts) <= MOST_ABREAST and (alone or any(part.parts for part in self.parts))

    @property
    def wide(self) -> bool:
        """Whether the parts stand in two columns where there is room, because they are too many for one."""
        return len(self.parts) > MOST_ABREAST

    def walk(self) -> Iterator[str]:
        """This group and everything below it."""
        yield self.key
        for part in self.parts:
            yield from part.walk()


def build_scheme(part_of: Mapping[str, str]) -> tuple[Node, ...]:
    """The trees that the groups form; each group stands once, whatever its cell says."""
    parts: dict[str, list[str]] = {key: [] for key in part_of}
    for key, whole in part_of.items():
        if whole in parts and whole != key:
            parts[whole].append(key)
    drawn: set[str] = set()

    def build(key: str, looped: bool = False) -> Node:
        drawn.add(key)
        return Node(key, tuple(build(part) for part in parts[key] if part not in drawn), looped)

    trees = [build(key) for key, whole in part_of.items() if whole not in parts]
    trees.extend(build(key, looped=True) for key in part_of if key not in drawn)
    return tuple(trees)


def draw_scheme(trees: tuple[Node, ...], card: Callable[[Node], str], most: int, rest: Callable[[int], str]) -> str:
    """HTML of the trees; ``card`` draws what stands in a node. Trees of one group stand together at the end.

    Of the parts of a group no more than ``most`` are drawn if none has parts of its own; ``rest`` draws how many are left.
    """
    whole = [f'<ul class="nd-tree"><li>{_Pen(card, most, rest).draw(tree)}</li></ul>' for tree in trees if tree.parts]
    single = [f"<li>{card(tree)}</li>" for tree in trees if not tree.parts]
    title = "Вне схемы" if whole else "Ни во что не входят"
    alone = f'<h3 class="nd-alone-title">{title}</h3><ul class="nd-alone">{"".join(single)}</ul>'
    return "".join(whole) + (alone if single else "")


@dataclass(frozen=True)
class _Pen:
    """Draws a tree."""

    card: Callable[[Node], str]
    most: int
    rest: Callable[[int], str]

    def draw(self, node: Node, alone: bool = True) -> str:
        """A group above its parts; ``alone`` while nothing stands beside it."""
        if not node.parts:
            return self.card(node)
        kind = "nd-abreast" if node.abreast(alone) else "nd-below nd-two" if node.wide else "nd-below"
        alone = alone and len(node.parts) == 1
        parts = node.parts if any(part.parts for part in node.parts) else node.parts[: self.most]
        turn = (len(parts) + 1) // 2 if node.wide else 0
        pieces = [f"<li{_kind(part, at == turn)}>{self.draw(part, alone)}</li>" for at, part in enumerate(parts, 1)]
        if left := len(node.parts) - len(parts):
            pieces.append(f"<li>{self.rest(left)}</li>")
        return f'{self.card(node)}<ul class="{kind}">{"".join(pieces)}</ul>'


def _kind(node: Node, turns: bool) -> str:
    """The class of a part: one that needs more room, one that ends a column."""
    return ' class="nd-wide"' if node.wide else ' class="nd-turn"' if turns else ""
