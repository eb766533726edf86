"""The navigation: which kinds of page this network has, and which tables play their parts."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from netdash.specs.base import Spec
from netdash.specs.rules import Path


class _Page(Spec):
    name: SkipJsonSchema[str] = ""
    title: str
    icon: str
    about: str
    default: bool = False


class SummaryPage(_Page):
    """One page for leadership; ``show`` orders its parts, ``events`` names the table of what comes next."""

    kind: Literal["summary"]
    show: tuple[Literal["stages", "late", "criteria", "problems", "events"], ...]
    events: str
    starts: Path
    place: Path | None = None


class StagesPage(_Page):
    """The checklists of ``stages.yaml``."""

    kind: Literal["stages"]


class RosterPage(_Page):
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


class IndicatorsPage(_Page):
    """Criteria, their indicators, and the rows behind each figure."""

    kind: Literal["indicators"]


class RegistryPage(_Page):
    """Every table: search, filter, edit, add, remove, download."""

    kind: Literal["registry"]


class QualityPage(_Page):
    """All problems of the data, by sheet and by owner."""

    kind: Literal["quality"]


class JournalPage(_Page):
    """Who changed what, and the way back."""

    kind: Literal["journal"]


PageSpec = Annotated[
    SummaryPage | StagesPage | RosterPage | IndicatorsPage | RegistryPage | QualityPage | JournalPage,
    Field(discriminator="kind"),
]
