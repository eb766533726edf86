"""Groups and their members."""

from typing import Literal

from netdash.specs.pages.base import Page
from netdash.specs.rules import Path


class RosterPage(Page):
    """Groups, their members, who sits in none; ``part_of`` draws the scheme of groups, ``matrix`` tells where one should be.

    ``group``, ``person``, ``role``, ``since`` and ``until`` are columns of ``members``; a row with a last day is a former
    member. ``group_kind``, ``part_of``, ``head`` and ``base`` are columns of ``groups``, ``place`` is where one of ``people``
    works, ``detail`` what else they are known by. ``leads`` is the role of a group's head, ``joins`` the usual role of others;
    ``outside`` says what it means to sit in no group of the matrix (without a matrix, in none at all).
    """

    kind: Literal["roster"]
    groups: str
    members: str
    people: str
    group: Path
    person: Path
    role: Path
    group_kind: Path
    part_of: Path | None = None
    head: Path | None = None
    base: Path | None = None
    place: Path | None = None
    detail: Path | None = None
    since: Path | None = None
    until: Path | None = None
    leads: str | None = None
    joins: str | None = None
    matrix: str | None = None
    outside: str = "Нигде не состоят"
