"""The people of the network: who they are, what they do in it, what they won."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class NamedList(Spec):
    """Those people who meet ``where``, under a name of their own («Тьюторы подготовлены»)."""

    title: str
    where: Where = Field(min_length=1)


class Related(Spec):
    """Rows of another table that point at somebody through ``person``; ``won`` says which of them are successes.

    Those with ``won`` are counted for everybody in the list, the others stand on the card only. ``show`` are the columns to
    show there, all but minor ones if it is empty.
    """

    title: str
    table: str
    person: Path
    won: Where = {}
    show: tuple[Path, ...] = ()


class StaffPage(Page):
    """People by place, subject and category, with their named lists, groups (of the page ``roster``) and ``related`` rows.

    A share over fewer than ``small`` people is marked. ``place``, ``subject`` and ``category`` are paths of ``people``.
    """

    kind: Literal["staff"]
    people: str
    place: Path
    category: Path
    subject: Path | None = None
    lists: dict[str, NamedList] = Field(default={}, max_length=4)
    roster: str | None = None
    related: dict[str, Related] = {}
    small: int = Field(default=10, ge=1)
