"""Words as they are looked for: without endings, and the nearest ones to a word that nobody wrote."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import snowballstemmer  # type: ignore[import-untyped]

STOP = frozenset(
    ("в", "во", "и", "на", "о", "об", "от", "по", "с", "со", "у", "к", "ко", "из", "для", "при", "за", "до", "не", "ни", "или")
)
"""Words that a search does without where it has others."""

_WORD = re.compile(r"\b\d{2}\.\d{2}\.\d{4}\b|[^\W_]+")
_WIDTH = 24
_own = threading.local()


def words(text: str) -> list[str]:
    """The words, numbers and days (05.05.2009) of a text, ё as е."""
    return _WORD.findall(text.casefold().replace("ё", "е"))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without its ending; a word with a digit stays as it is."""
    if len(word) < 3 or not word.isalpha():
        return word
    if not hasattr(_own, "stemmer"):  # a stemmer holds the word it works on
        _own.stemmer = snowballstemmer.stemmer("russian")
    return str(_own.stemmer.stemWord(word))


def marks(text: str, stems: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words that were found."""
    end = 0
    for found in _WORD.finditer(text):
        if stem(found[0].casefold().replace("ё", "е")) in stems:
            if found.start() > end:
                yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    if end < len(text):
        yield text[end:], False


def allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or change places with their neighbours."""
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 7 else 2


class Near:
    """Finds the words nearest to one that is misspelt, by the number of letters between them."""

    def __init__(self, known: Sequence[str]) -> None:
        self.words = [word for word in known if 2 < len(word) <= _WIDTH and word.isalpha()]
        letters = np.array(self.words, dtype=f"U{_WIDTH}")
        self._letters: Any = letters.view(np.uint32).reshape(len(self.words), _WIDTH) if self.words else np.zeros((0, _WIDTH))
        self._lengths = np.array([len(word) for word in self.words], dtype=np.int64)

    def find(self, word: str) -> dict[str, int]:
        """The nearest words with the number of mistakes, none beyond those allowed."""
        most = allowed(word)
        if not most or len(word) > _WIDTH - 2:
            return {}
        close = np.flatnonzero(np.abs(self._lengths - len(word)) <= most)
        if not close.size:
            return {}
        mistakes = _mistakes(word, self._letters[close], self._lengths[close])
        best = int(mistakes.min())
        return {self.words[place]: best for place in close[mistakes == best].tolist()} if best <= most else {}


def _mistakes(word: str, letters: Any, lengths: Any) -> Any:
    """The edits between a word and many others at once, neighbours that changed places counting as one."""
    count, width = len(letters), len(word) + 2
    codes = [ord(letter) for letter in word]
    two: Any = None
    last = np.tile(np.arange(width + 1), (count, 1))
    for row, code in enumerate(codes, start=1):
        here = np.empty_like(last)
        here[:, 0] = row
        for place in range(1, width + 1):
            differs = letters[:, place - 1] != code
            best = np.minimum(np.minimum(here[:, place - 1], last[:, place]) + 1, last[:, place - 1] + differs)
            if two is not None and place > 1:
                turned = (letters[:, place - 1] == codes[row - 2]) & (letters[:, place - 2] == code)
                best = np.where(turned, np.minimum(best, two[:, place - 2] + 1), best)
            here[:, place] = best
        two, last = last, here
    return last[np.arange(count), np.minimum(lengths, width)]
