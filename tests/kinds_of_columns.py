"""Kinds bound to a column for tests, and the reading of single cells."""

from typing import Any

import pandas as pd

from netdash.kinds import Kind, bind, is_missing
from netdash.specs import ChoiceSpec, ColumnSpec

WORDS = {
    "seminar": ChoiceSpec(title="семинар"),
    "contest": ChoiceSpec(title="конкурс", also=("соревнование",)),
    "none": ChoiceSpec(title="без отчёта", also=("нет",)),
    "other": ChoiceSpec(title="другое, своё"),
}
TEXTS = ("key", "text", "long_text", "reference")


def kind_of(name: str, **words: Any) -> Kind:
    return bind(ColumnSpec.model_validate({"title": "Столбец", "kind": name, **words}), WORDS)


def read(kind: Kind, cell: Any) -> Any:
    """The value of one cell as Python has it, or what is bad about it."""
    series, bad = kind.parse([cell])
    assert str(series.dtype) == str(pd.Series([], dtype=kind.dtype).dtype)
    value = series.iloc[0]
    if bad:
        assert is_missing(value)
        assert bad[0].position == 0
        return bad[0]
    if is_missing(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
