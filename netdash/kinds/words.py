"""Words as people type them: what counts as the same word, the nearest one, several in one cell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from netdash.kinds.base import BLANK

_SAME = (
    {"ё": "е", "Ё": "е", "№": " №"}
    | dict.fromkeys("«»„“”‟\"'’‘‚`\u00ad\u200b\u2060\ufe0f\ufeff", "")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_UNEVEN = re.compile("[" + re.escape("".join(_SAME)) + "]")  # on words as short as these faster than str.translate
_NUMERO = re.compile(r"n(?<!\wn)[oо]?\.?\s?(?=\d)")  # begun with a letter that is quickly found
_BETWEEN = "\ue000"  # a letter of no alphabet, which folding leaves alone
_SEPARATORS = re.compile(r"[;\n\r]")
_NEAR = 0.45


def fold(text: str) -> str:
    """What two spellings of one word have in common.

    Case, ё/е, all spaces and NBSP, quotes, dashes, № / N / No, and the space after a full stop («А. П.») do not matter.
    """
    folded = " ".join(_UNEVEN.sub(lambda found: _SAME[found[0]], text).casefold().split())
    if "n" in folded:
        folded = _NUMERO.sub("№", folded)
    return folded.replace("№ ", "№").replace(". ", ".")


def fold_each(texts: Sequence[str]) -> list[str]:
    """``fold`` of every text; all at once, since most of the time goes into beginning."""
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) != len(texts) - 1:
        return list(map(fold, texts))
    return fold(joined).strip().replace(f" {_BETWEEN}", _BETWEEN).replace(f"{_BETWEEN} ", _BETWEEN).split(_BETWEEN)


def fold_all(texts: pd.Series[Any]) -> pd.Series[Any]:
    """``fold`` of a whole column of texts; missing ones stay missing."""
    known = texts.dropna().unique().tolist()
    return texts.map(dict(zip(known, fold_each(known), strict=True))).astype("str")


def pieces(text: str, is_known: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """The values that one cell names, each once.

    They are divided by ``;`` or a line break, and by commas where every part is known but the whole is not.
    """
    if is_known(text):
        return (text,)
    found: dict[str, None] = {}
    for piece in _SEPARATORS.split(text):
        whole = piece.strip(BLANK)
        if whole and "," not in whole:
            found[whole] = None
        elif whole:
            parts = [part for part in (word.strip(BLANK) for word in piece.split(",")) if part]
            divided = len(parts) > 1 and not is_known(whole) and all(map(is_known, parts))
            found |= dict.fromkeys(parts if divided else [whole])
    return tuple(found)


def _pairs(text: str) -> Counter[str]:
    padded = f" {fold(text)[:200]} "
    return Counter(map("".join, pairwise(padded)))


class Nearest:
    """Finds the word that a misspelt one most likely means, by the pairs of letters they share."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        pairs = [_pairs(word) for word in self._words]
        self._sizes = np.array([each.total() for each in pairs])
        holders: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index, each in enumerate(pairs):
            for pair, count in each.items():
                places, counts = holders[pair]
                places.append(index)
                counts.append(count)
        self._holders = {pair: (np.array(places), np.array(counts)) for pair, (places, counts) in holders.items()}

    def find(self, text: str) -> str:
        """The nearest word, empty if none is near."""
        pairs = _pairs(text)
        shared = np.zeros(len(self._words), int)
        for pair, count in pairs.items():
            if pair in self._holders:
                places, held = self._holders[pair]
                shared[places] += np.minimum(held, count)
        if not shared.any():
            return ""
        scores = 2 * shared / (self._sizes + pairs.total())
        best = int(scores.argmax())
        return self._words[best] if scores[best] >= _NEAR else ""
