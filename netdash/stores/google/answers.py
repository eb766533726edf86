"""An answer with values taken apart into columns; a column of nothing but texts is not made into Python's own."""

import json

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from netdash.grid import Cell, Column, Texts, as_texts

KEY = b'"values":'
"""Only the name itself can read so: within a text the quotes would be escaped."""

QUOTE, CLOSING = b'"]'
NOWHERE = slice(0, 0)

Places = npt.NDArray[np.int64]


def split_ranges(content: bytes) -> list[slice]:
    """Where the values of each range of an answer with ``valueRanges.values`` stand, nowhere where it has none.

    Raises ``ValueError``, as ``read_columns`` does.
    """
    if not content.rstrip().endswith(b"}"):
        raise ValueError("the answer is no object or is cut short")
    last = content.rindex(b"]") if b"[" in content else 0
    at = content.find(KEY)
    # The answer itself is an object too, and so is the range that the first values are of.
    found = [NOWHERE] * (content.count(b"{", 0, at if at >= 0 else last) - 1 - (at >= 0))
    while at >= 0:
        begin, at = at + len(KEY), content.find(KEY, at + 1)
        end = content.rindex(b"]", begin, at if at >= 0 else last) + 1
        blank = content.count(b"{", end, at if at >= 0 else last) - (at >= 0)
        found += [slice(begin, end), *[NOWHERE] * blank]
    return found


def read_columns(content: bytes, part: slice) -> list[Column]:
    """The columns of one range: ``[["Код", "П-1"], ["Сколько", 2]]``."""
    start, stop = part.start, part.stop
    escapes = content.find(b"\\", start, stop) >= 0
    # Every escape gives way to as many other signs, so that all quotes that are left begin or end a text.
    plain = content[part].replace(rb"\\", b"__").replace(rb"\"", b"__") if escapes else content
    signs = np.frombuffer(plain, np.uint8, stop - start, 0 if escapes else start)
    quotes, closings = np.flatnonzero(signs == QUOTE), np.flatnonzero(signs == CLOSING)
    quotes += start
    closings += start
    before = np.searchsorted(quotes, closings)
    outside = before % 2 == 0
    if len(quotes) % 2 or (stop > start and not outside.any()):
        raise ValueError("a text or a column has no end")
    texts = _texts(content, quotes)
    columns: list[Column] = []
    first, at = 0, content.find(b"[", start) + 1
    for end, last in zip(closings[outside].tolist()[:-1], before[outside].tolist(), strict=False):
        at = content.index(b"[", at)
        whole = _is_text(quotes[first:last], at, end) and not (escapes and content.find(b"\\", at, end) >= 0)
        columns.append(Texts(texts[first // 2 : last // 2]) if whole else as_known(json.loads(content[at : end + 1])))
        first, at = last, end + 1
    return columns


def _is_text(quotes: Places, begin: int, end: int) -> bool:
    """Whether a column holds nothing but texts: between two of them is room for a comma and a blank only."""
    if not len(quotes) or quotes[0] != begin + 1 or quotes[-1] != end - 1:
        return False
    return bool((quotes[2::2] - quotes[1:-1:2]).max(initial=0) <= 3)


def _texts(content: bytes, quotes: Places) -> pa.Array:
    """All texts between quotes."""
    if len(quotes) < 2:
        return pa.array([], pa.large_string())
    # From behind an opening quote to the closing one is a text, from there to behind the next what stands between two.
    ends = quotes.copy()
    ends[::2] += 1
    pieces = pa.Array.from_buffers(pa.large_binary(), len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(content)])
    return pieces.take(pa.array(np.arange(0, len(pieces), 2))).cast(pa.large_string())


def as_known(cells: list[Cell]) -> Column:
    """A column as a reading has it: texts where nothing else is among its cells, a list where it is empty."""
    return (as_texts(cells) or cells) if cells else cells
