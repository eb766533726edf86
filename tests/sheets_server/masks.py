"""Field masks: ``sheets(properties.title,data/rowData)``."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import invalid

Tree = dict[str, Any]
"""A mask as nested names; an empty tree under a name takes all of it, and so does ``*``."""


def parse(text: str) -> Tree:
    """The tree of a mask."""
    tokens = re.findall(r"[^\s.,/()]+|[.,/()]", text)
    tree, at = _level(tokens, 0, text)
    if at < len(tokens):
        raise invalid(f"Invalid field mask: {text}")
    return tree


def _level(tokens: list[str], at: int, text: str) -> tuple[Tree, int]:
    tree: Tree = {}
    while at < len(tokens) and tokens[at] != ")":
        inner = tree
        while True:
            if at >= len(tokens) or tokens[at] in ".,/()":
                raise invalid(f"Invalid field mask: {text}")
            inner = inner.setdefault(tokens[at], {})
            at += 1
            if at < len(tokens) and tokens[at] in "./":
                at += 1
                continue
            break
        if at < len(tokens) and tokens[at] == "(":
            below, at = _level(tokens, at + 1, text)
            inner.update(below)
            at += 1
        if at < len(tokens) and tokens[at] == ",":
            at += 1
    return tree, at


def takes(tree: Tree, *path: str) -> bool:
    """Whether a mask lets a path through, whole or in part."""
    for name in path:
        if not tree or "*" in tree:
            return True
        if name not in tree:
            return False
        tree = tree[name]
    return True


def picked(value: Any, tree: Tree) -> Any:
    """A value without what the mask leaves out. A list keeps its places, empty objects in it too, but for the end."""
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [picked(item, tree) for item in value]
    if not isinstance(value, Mapping):
        return value
    kept = {}
    for name in value:
        if name in tree:
            inner = picked(value[name], tree[name])
            if name in ("rowData", "values") and tree[name] and isinstance(inner, list):
                while inner and not inner[-1]:
                    inner.pop()
                if not inner:
                    continue
            kept[name] = inner
    return kept


def leaves(tree: Tree, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """All paths of a mask, each to its last name."""
    for name, below in tree.items():
        if below:
            yield from leaves(below, (*before, name))
        else:
            yield (*before, name)
