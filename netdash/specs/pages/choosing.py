"""What several kinds of page let people choose: a value that rows are held to, a list under a name."""

from pydantic import Field

from netdash.specs.base import Spec
from netdash.specs.rules import Path, Where


class FilterSpec(Spec):
    """Rows are held to a value that at least one of the columns ``of`` has; without a title it has that of the first."""

    title: str = ""
    of: tuple[Path, ...] = Field(min_length=1)


class ListSpec(Spec):
    """Rows that meet ``where``, under a name that people know."""

    title: str
    where: Where
