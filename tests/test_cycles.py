"""The collector of cycles rests while cells are made, and is back afterwards, whoever else is at work."""

import gc
from threading import Event, Thread

import pytest

from netdash.cycles import uncollected


def test_it_rests_inside_and_is_back_after_an_error() -> None:
    seen: list[bool] = []

    @uncollected()
    def fail() -> None:
        seen.append(gc.isenabled())
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen == [False]
    assert gc.isenabled()


def test_it_is_back_when_the_last_of_several_is_done() -> None:
    begun, go_on = Event(), Event()

    @uncollected()
    def work() -> None:
        begun.set()
        go_on.wait(10)

    other = Thread(target=work)
    with uncollected():
        other.start()
        begun.wait(10)
    assert not gc.isenabled()
    go_on.set()
    other.join()
    assert gc.isenabled()


def test_who_turned_it_off_before_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
