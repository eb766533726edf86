"""Courses and those who take them."""

from typing import Literal

from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class CoursesPage(Page):
    """A bank of ``courses``, the seats that are left in each, and the ``plans`` by which students take them.

    ``course``, ``student`` and ``year`` are columns of ``plans``; rows that meet ``takes`` take a seat, the others wait for one.
    ``holds`` is what a new plan begins with; other required columns are asked for. Courses that meet ``open`` can be taken.
    ``place``, ``seats``, ``status``, ``when`` (day, from, to) and ``show`` are columns of ``courses``, ``filters`` some of them;
    ``details`` tell students apart, ``home`` is where one studies.
    """

    kind: Literal["courses"]
    courses: str
    plans: str
    course: Path
    student: Path
    year: Path | None = None
    takes: Where = {}
    holds: dict[Path, bool | int | float | str] = {}
    open: Where = {}
    seats: Path | None = None
    place: Path | None = None
    status: Path | None = None
    when: tuple[Path, ...] = ()
    show: tuple[Path, ...] = ()
    filters: tuple[Path, ...] = ()
    home: Path | None = None
    details: tuple[Path, ...] = ()
