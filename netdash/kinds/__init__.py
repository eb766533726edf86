"""How each kind of column is read, checked, written and shown. A kind knows one value, never a sheet."""

from collections.abc import Callable, Mapping

from netdash.kinds.base import Bad, Kind, is_missing, parse_cell
from netdash.kinds.choices import Choice, Choices, YesNo
from netdash.kinds.contacts import Email, Link, Phone
from netdash.kinds.days import Date, SchoolYear, Time, school_year, school_year_of
from netdash.kinds.names import Nameless, Pseudonym
from netdash.kinds.numbers import Decimal, Integer, Percent
from netdash.kinds.references import Reference, References
from netdash.kinds.texts import Text
from netdash.kinds.words import Nearest, fold, fold_all, fold_each, pieces
from netdash.specs import ChoiceList, ColumnSpec

__all__ = [
    "KINDS", "Bad", "Kind", "Nearest", "bind", "fold", "fold_all", "fold_each", "is_missing", "parse_cell",
    "pieces", "school_year", "school_year_of",
]  # fmt: skip

KINDS: Mapping[str, Callable[[ColumnSpec, ChoiceList], Kind]] = {
    "key": lambda *_: Text(),
    "text": lambda *_: Text(),
    "long_text": lambda *_: Text(),
    "integer": lambda column, _: Integer(column),
    "decimal": lambda column, _: Decimal(column),
    "percent": lambda column, _: Percent(column),
    "date": lambda *_: Date(),
    "time": lambda *_: Time(),
    "school_year": lambda *_: SchoolYear(),
    "yes_no": lambda *_: YesNo(),
    "choice": lambda _, choices: Choice(choices),
    "choices": lambda _, choices: Choices(choices),
    "reference": lambda *_: Reference(),
    "references": lambda *_: References(),
    "link": lambda *_: Link(),
    "email": lambda *_: Email(),
    "phone": lambda *_: Phone(),
    "pseudonym": lambda *_: Pseudonym(),
    "nameless": lambda *_: Nameless(),
}
"""Every kind by its name in the config."""


def bind(column: ColumnSpec, choices: ChoiceList | None) -> Kind:
    """The kind of ``column``; ``choices`` is the list that it names, if any."""
    return KINDS[column.kind](column, choices or {})
