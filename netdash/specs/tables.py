"""Tables, their columns, and the lists of choices."""

from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from netdash.specs.base import Spec
from netdash.specs.expectations import Ask, Expect
from netdash.specs.rules import Path, Rule

KindName = Literal[
    "key", "text", "long_text", "integer", "decimal", "percent", "date", "time", "school_year", "yes_no",
    "choice", "choices", "reference", "references", "link", "email", "phone",
    "pseudonym", "nameless",
]  # fmt: skip

State = Literal["done", "under_way", "late", "not_begun", "no_data"]


class ChoiceSpec(Spec):
    """One word of a list; ``state`` gives it one of the colours that states have everywhere, ``also`` other spellings."""

    title: str
    state: State | None = None
    also: tuple[str, ...] = ()


ChoiceList = dict[str, ChoiceSpec]
"""Identifier → choice, in the order in which people see them."""


class ColumnSpec(Spec):
    """One column. ``also`` are other headers it may stand under; ``minor`` columns are one click away on a page."""

    title: str
    kind: KindName
    required: bool = False
    help: str = ""
    also: tuple[str, ...] = ()
    choices: str | None = None
    to: str | None = None
    min: float | None = None
    max: float | None = None
    prefix: str | None = None
    unit: str = ""
    minor: bool = False


class TableSpec(Spec):
    """One table, one sheet. ``key`` and ``label`` name columns; ``prefix`` of the key column starts new keys.

    ``owner`` leads to whose row it is: a column, or a path (``person.institution``). ``expect`` says which rows
    owners are to type, ``ask`` which values are worth a question although they may be right.
    """

    name: SkipJsonSchema[str] = ""
    title: str
    group: Literal["registries", "plans", "results"]
    help: str = ""
    also: tuple[str, ...] = ()
    key: str
    label: str | None = None
    owner: Path | None = None
    columns: dict[str, ColumnSpec] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()
    expect: Expect | None = None
    ask: tuple[Ask, ...] = ()

    @property
    def label_column(self) -> str:
        """The column that people read as the row's name."""
        return self.label or self.key
