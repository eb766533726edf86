"""Documents: who has which agreement, what runs out when, what hangs on an agreement that is missing."""

from typing import Literal

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.pages.base import Page
from netdash.specs.rules import Path, Where


class Dependent(Spec):
    """Rows of ``table`` that need an agreement in force between the places at ``between``; one place alone needs none.

    With ``by`` they name their agreement themselves, and ``between`` may be one path: the other party. ``show`` are the columns
    that tell people which row it is; without them its label does.
    """

    table: str
    between: tuple[Path, ...] = Field(min_length=1)
    by: Path | None = None
    show: tuple[Path, ...] = ()
    where: Where = {}


class DocumentsPage(Page):
    """Documents of ``table``: the state of each as ``matrix`` judges it, what runs out, what waits, what hangs on a missing one.

    ``matrix`` has these documents in its cells and states; ``running_out`` and ``waiting`` name some of them. ``sort`` is what
    a document is, ``parties`` whose it is, ``until`` its last day, ``who`` answers for it. ``agreement`` are the documents that
    can join places.
    """

    kind: Literal["documents"]
    table: str
    matrix: str
    sort: Path
    parties: Path
    until: Path | None = None
    who: Path | None = None
    running_out: str | None = None
    waiting: tuple[str, ...] = ()
    agreement: Where = {}
    hang: tuple[Dependent, ...] = ()
