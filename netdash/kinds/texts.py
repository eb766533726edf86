"""Keys, texts and references: what is typed is what is read, without the blanks around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from netdash.grid import Cell, Column, Texts, as_texts
from netdash.kinds.base import BLANK, LIMIT, TEXT, Bad, Base, is_storable_bytes, seen

_STRING = pa.large_string()

SPACE, RARE = 0x20, 0xEF
"""Only bytes below the one and from the other on can be of signs that no sheet holds."""


class Text(Base):
    """Any text. A number cell becomes its digits (5.0 is ``5``), a date cell ``01.09.2008``.

    Subclasses may take some texts only: those that fit the RE2 pattern ``simple`` are read as they stand, without a closer look.
    """

    simple = ""

    def read(self, cell: Any) -> str:
        """The cell as a person sees it."""
        return seen(cell)

    def parse(self, cells: Column) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells at once: texts are trimmed together, only other cells are looked at one by one."""
        rest = [] if isinstance(cells, Texts) else find_strange(cells)
        texts = trim_all([cell if cell.__class__ is str else None for cell in cells] if rest else cells)
        if texts is None:
            return super().parse(cells)
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


def find_strange(cells: Sequence[Cell]) -> list[int]:
    """The places of cells that are neither texts nor empty."""
    if set(map(type, cells)) <= {str, NoneType}:
        return []
    return [place for place, cell in enumerate(cells) if cell is not None and cell.__class__ is not str]


def trim_all(cells: Column) -> pa.Array | None:
    """Texts without the blanks around them, null where nothing is left; ``None`` if a sheet cannot hold one of them."""
    texts = as_texts(cells)
    if texts is None or not is_storable_utf8(texts) or may_be_too_long(texts):
        return None
    trimmed = pc.utf8_trim(texts.array, characters=BLANK)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, _STRING), trimmed)


def is_storable_utf8(texts: Texts) -> bool:
    """Whether a sheet can hold every character of the texts."""
    signs = np.frombuffer(texts.content, np.uint8)
    suspect = signs.min(initial=SPACE) < SPACE or signs.max(initial=SPACE) >= RARE
    return not suspect or is_storable_bytes(bytes(texts.content))


def may_be_too_long(texts: Texts) -> bool:
    """Whether a text has more signs than surely fit a cell."""
    return bool(texts.lengths.max(initial=0) > LIMIT // 2 and pc.max(pc.utf8_length(texts.array)).as_py() > LIMIT // 2)
