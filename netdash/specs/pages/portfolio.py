"""What is kept of each student, to be read and printed."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class Part(Spec):
    """Rows of ``table`` whose column ``of`` names the student; ``show`` are its columns, ``by`` parts them.

    ``newest`` is the column (a day, a school year) by which the latest come first.
    """

    title: str = ""
    table: str
    of: Path
    show: tuple[Path, ...] = Field(min_length=1)
    by: Path | None = None
    newest: Path | None = None
    where: Where = {}


class PortfolioPage(Page):
    """Everybody of ``table`` with the rows of all ``parts`` that name them; ``filters`` and ``details`` are columns of it.

    ``footer`` stands at the foot of a printed sheet.
    """

    kind: Literal["portfolio"]
    table: str
    details: tuple[Path, ...] = ()
    filters: tuple[Path, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)
    footer: str = ""
