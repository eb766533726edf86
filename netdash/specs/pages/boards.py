"""Rows as cards that move from one word of a choice to the next."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.pages.choosing import FilterSpec, ListSpec
from netdash.specs.rules import Path, Where


class BoardSpec(Spec):
    """One table as a board: a column for each word of the choice ``columns``, in the order of its list.

    ``card`` are the columns that stand on a card, ``product`` is a link to what came of the row, ``starts`` and ``ends`` its
    days: a row that does not meet ``done`` is late the day after it ends. ``by`` are paths that the board is also drawn by,
    as a matrix of their values and the columns. ``noun`` names the rows in its three forms (1, 2, 5).
    """

    title: str
    table: str
    columns: Path
    card: tuple[Path, ...] = ()
    product: Path | None = None
    starts: Path | None = None
    ends: Path | None = None
    done: Where = {}
    by: tuple[Path, ...] = ()
    filters: dict[str, FilterSpec] = {}
    lists: dict[str, ListSpec] = {}
    noun: tuple[str, str, str] = ("строка", "строки", "строк")


class BoardsPage(Page):
    """Boards, one at a time."""

    kind: Literal["boards"]
    boards: dict[str, BoardSpec] = Field(min_length=1)
