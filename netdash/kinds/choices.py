"""Yes or no, one word of a list, several words of a list."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa

from netdash.grid import Column, as_texts
from netdash.kinds.base import BLANK, TEXT, Bad, Base, Refused, describe, seen
from netdash.kinds.russian import listed, quoted
from netdash.kinds.words import Nearest, fold, pieces
from netdash.specs import ChoiceList

_YES = ("да", "+", "✓", "✔", "☑", "true", "yes", "истина", "1")
_NO = ("нет", "-", "false", "no", "ложь", "0")


class YesNo(Base):
    """«да» or «нет»; signs, ticks, 1 and 0 are understood."""

    dtype = "boolean"

    def __init__(self) -> None:
        self._known = dict.fromkeys(map(fold, _YES), True) | dict.fromkeys(map(fold, _NO), False)

    def read(self, cell: Any) -> bool:
        """Whether the cell says yes."""
        word = fold(seen(cell))
        if word in self._known:
            return self._known[word]
        hint = "да" if word == "д" or word.startswith("да") else "нет" if word == "н" or word.startswith("не") else ""
        raise Refused(f"Здесь {describe(cell)}, а нужно «да» или «нет»", hint)

    def spell(self, value: Any) -> str:
        """The word."""
        return "да" if value else "нет"


class Choice(Base):
    """One word of a list; the value is its identifier."""

    def __init__(self, choices: ChoiceList) -> None:
        self._titles = {name: choice.title for name, choice in choices.items()}
        self._known = {fold(word): name for name, choice in choices.items() for word in choice.also}
        self._known |= {fold(choice.title): name for name, choice in choices.items()}
        self._title_of = {word: choice.title for choice in choices.values() for word in (choice.title, *choice.also)}

    def parse(self, cells: Column) -> tuple[pd.Series[Any], list[Bad]]:
        """All cells at once; where all are texts and known, only the different ones are looked at."""
        if self.dtype is not TEXT or (texts := as_texts(cells)) is None:
            return super().parse(cells)
        words = texts.array.dictionary_encode()
        names, bad = self.read_all(words.dictionary.to_pylist())
        if bad:
            return super().parse(cells)
        return pd.Series(pd.array(pa.array(names, type=pa.large_string()).take(words.indices), dtype=TEXT)), []

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._title_of)

    def read(self, cell: Any) -> Any:
        """The identifier of the word."""
        word = seen(cell)
        if (name := self._known.get(fold(word))) is not None:
            return name
        raise Refused(self._unknown(word), self.near(word))

    def near(self, word: str) -> str:
        """The title that a misspelt word most likely means, empty if none is near."""
        return self._title_of.get(self._nearest.find(word), "")

    def is_known(self, word: str) -> bool:
        """Whether the list has the word."""
        return fold(word) in self._known

    def _unknown(self, word: str) -> str:
        return f"Значения {quoted(word)} нет в списке; можно: {listed(list(self._titles.values()))}"

    def spell(self, value: Any) -> str:
        """The title of the identifier."""
        return self._titles[value]


class Choices(Choice):
    """Several words of a list; the value holds their identifiers in the order of the cell, each once."""

    dtype = object
    missing = ()

    def read(self, cell: Any) -> tuple[str, ...]:
        """The identifiers of the words."""
        words = [part for piece in pieces(seen(cell), self.is_known) for part in self._parts(piece)]
        unknown = [word for word in words if not self.is_known(word)]
        if unknown:
            right = [word if self.is_known(word) else self.near(word) for word in words]
            raise Refused(self._unknown("; ".join(unknown)), "; ".join(dict.fromkeys(right)) if all(right) else "")
        return tuple(dict.fromkeys(self._known[fold(word)] for word in words))

    def _parts(self, piece: str) -> list[str]:
        """A piece that is no word itself, divided by commas if that gives any."""
        parts = [part for part in (word.strip(BLANK) for word in piece.split(",")) if part]
        return parts if not self.is_known(piece) and any(map(self.is_known, parts)) else [piece]

    def spell(self, value: Any) -> str:
        """The titles with ``; `` between them."""
        return "; ".join(map(super().spell, value))
