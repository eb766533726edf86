"""Keys, texts and references: what is typed is what is read, without the blanks around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from netdash.grid import Cell
from netdash.kinds.base import BLANK, LIMIT, Bad, Base, is_storable, seen


class Text(Base):
    """Any text. A number cell becomes its digits (5.0 is ``5``), a date cell ``01.09.2008``."""

    def read(self, cell: Any) -> str:
        """The cell as a person sees it."""
        return seen(cell)

    def parse(self, cells: Sequence[Cell]) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells at once: texts are trimmed together, only other cells are looked at one by one."""
        values = [cell.strip(BLANK) or None if cell.__class__ is str else None for cell in cells]
        texts = [value for value in values if value is not None]
        if not is_storable("".join(texts)) or len(max(texts, key=len, default="")) > LIMIT // 2:
            return super().parse(cells)
        rest = [place for place, cell in enumerate(cells) if cell is not None and cell.__class__ is not str]
        others, bad = self.read_all([cells[place] for place in rest])
        for place, value in zip(rest, others, strict=True):
            values[place] = value
        return self.series(values), [replace(one, position=rest[one.position]) for one in bad]
