"""Keys, texts and references: what is typed is what is read, without the blanks around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import NoneType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from netdash.grid import Cell
from netdash.kinds.base import BLANK, LIMIT, TEXT, Bad, Base, is_storable_bytes, seen

_STRING = pa.large_string()


class Text(Base):
    """Any text. A number cell becomes its digits (5.0 is ``5``), a date cell ``01.09.2008``.

    Subclasses may take some texts only: those that fit the RE2 pattern ``simple`` are read as they stand, without a closer look.
    """

    simple = ""

    def read(self, cell: Any) -> str:
        """The cell as a person sees it."""
        return seen(cell)

    def parse(self, cells: Sequence[Cell]) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells at once: texts are trimmed together, only other cells are looked at one by one."""
        strange = not set(map(type, cells)) <= {str, NoneType}
        texts = trim_all([cell if cell.__class__ is str else None for cell in cells] if strange else cells)
        if texts is None:
            return super().parse(cells)
        rest = [place for place, cell in enumerate(cells) if cell is not None and cell.__class__ is not str] if strange else []
        if self.simple:
            odd = pc.invert(pc.match_substring_regex(texts, self.simple))
            rest = sorted([*rest, *pc.indices_nonzero(pc.fill_null(odd, False)).to_pylist()])
        if not rest:
            return pd.Series(pd.array(texts, dtype=TEXT)), []
        values = texts.to_pylist()
        others, bad = self.read_all([cells[place] for place in rest])
        for place, value in zip(rest, others, strict=True):
            values[place] = value
        return self.series(values), [replace(one, position=rest[one.position]) for one in bad]


def trim_all(texts: Sequence[Any]) -> pa.Array | None:
    """Texts without the blanks around them, null where nothing is left; ``None`` if a sheet cannot hold one of them."""
    try:
        array = pa.array(texts, type=_STRING)
    except UnicodeEncodeError:
        return None
    if not is_storable_utf8(array):
        return None
    trimmed = pc.utf8_trim(array, characters=BLANK)
    if (pc.max(pc.utf8_length(trimmed)).as_py() or 0) > LIMIT // 2:
        return None
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, _STRING), trimmed)


def is_storable_utf8(array: pa.Array) -> bool:
    """Whether a sheet can hold every character of an array of texts."""
    content = array.buffers()[2]
    return content is None or is_storable_bytes(content.to_pybytes())
