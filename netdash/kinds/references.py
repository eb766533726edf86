"""References: the texts by which a cell names rows of another table. Which rows they are, a snapshot knows."""

from typing import Any

from netdash.kinds.base import Base, seen
from netdash.kinds.texts import Text
from netdash.kinds.words import pieces


class Reference(Text):
    """The text that names one row."""


class References(Base):
    """The texts that name several rows, divided by ``;`` or line breaks; commas are left to those who know the labels."""

    dtype = object
    missing = ()

    def read(self, cell: Any) -> tuple[str, ...]:
        """The pieces of the cell, each once."""
        return pieces(seen(cell))

    def spell(self, value: Any) -> str:
        """The texts with ``; `` between them."""
        return "; ".join(value)
