"""The collector of cyclic garbage, which has nothing to find while cells are made."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector: it would look through millions of new cells again and again, in vain.

    Also a decorator. For work on what is in memory only, since all threads go without the collector meanwhile; it returns
    when the last one of them is done.
    """
    global _inside, _was_on  # noqa: PLW0603 - the collector is one for the process
    with _lock:
        if not _inside:
            _was_on = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _was_on:
                gc.enable()


def settle() -> None:
    """Leave what is there now out of the collector's rounds: the code of all pages stays as long as the program runs.

    A round that looks through it too holds every visitor up for a quarter of a second.
    """
    gc.collect()
    gc.freeze()
