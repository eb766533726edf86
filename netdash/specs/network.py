"""The network itself, its stages, and the whole config as one value."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import blake2b

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.demonstration import DemonstrationSpec
from netdash.specs.help import HelpSpec
from netdash.specs.numbers import CoverageSpec, IndicatorsSpec
from netdash.specs.pages import PageSpec
from netdash.specs.rules import Path, Where
from netdash.specs.tables import ChoiceList, TableSpec


class SchoolYears(Spec):
    """School years as written: ``first`` with data, ``baseline`` of comparisons, ``last`` of the programme."""

    first: str
    baseline: str
    last: str


class Network(Spec):
    """Name, place and purpose. ``demonstration_today`` is the day it is while demonstration rows are in the workbook.

    ``tables`` gives the order of tables where it matters; those that it does not name follow by group and name. ``zone`` is the
    place's time zone by its IANA name («Europe/Moscow»): with it calendars tell moments, without it the hours of the place.
    """

    name: str
    short: str
    place: str
    problem: str
    goal: str
    tasks: tuple[str, ...]
    novelty: tuple[str, ...]
    school_years: SchoolYears
    demonstration_today: date
    zone: str = ""
    tables: tuple[str, ...] = ()


class Stage(Spec):
    """One stage of the programme; ``start`` and ``end`` are its first and last day."""

    title: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")


class StageParts(Spec):
    """Which columns of the table of points play which part."""

    stage: Path
    point: Path
    done: Where
    due: Path
    who: Path
    on: Path
    status: Path
    evidence: Path | None = None
    note: Path | None = None


class StagesSpec(Spec):
    """The programme's stages; the choices list ``stages`` is made from them."""

    table: str
    parts: StageParts
    stages: dict[str, Stage] = Field(min_length=1)


class Config(Spec):
    """Everything that a config folder declares; tables in the order of their sheets.

    ``start`` holds starting rows as text by table and column name, ``start_places`` the ``file:line`` of each of them;
    ``demonstration`` is the recipe of demonstration rows and ``help`` the topics of the help page, if there are any.
    """

    network: Network
    choices: dict[str, ChoiceList]
    tables: dict[str, TableSpec]
    stages: StagesSpec
    indicators: IndicatorsSpec
    coverage: dict[str, CoverageSpec]
    pages: dict[str, dict[str, PageSpec]]
    start: Mapping[str, tuple[Mapping[str, str], ...]]
    start_places: Mapping[str, tuple[str, ...]] = {}
    demonstration: DemonstrationSpec | None = None
    help: HelpSpec | None = None

    @cached_property
    def fingerprint(self) -> str:
        """A short text that differs when a declaration does (starting rows are none)."""
        return blake2b(self.model_dump_json(exclude={"start", "start_places"}).encode(), digest_size=12).hexdigest()

    def choice_list(self, name: str) -> ChoiceList:
        """The choices that a column's ``choices: name`` means."""
        return self.choices[name]
