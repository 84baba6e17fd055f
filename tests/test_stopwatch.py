from collections.abc import Iterator
from itertools import count

import pytest

from evals.benchmarks.stopwatch import Part, Stopwatch


class Inner:
    def work(self) -> int:
        return 3


class Outer:
    def __init__(self) -> None:
        self.inner = Inner()

    def work(self) -> int:
        return self.inner.work() + self.inner.work()

    def fail(self) -> None:
        raise ValueError("nothing to do")


def ticking() -> Stopwatch:
    """A second passes each time that the clock is read."""
    ticks: Iterator[int] = count()
    return Stopwatch(lambda: float(next(ticks)))


PARTS = (Part("outer", Outer, ("work", "fail")), Part("inner", Inner, ("work",)))


def test_a_part_is_told_without_the_parts_that_it_calls() -> None:
    watch = ticking()
    with watch.watching(PARTS):
        assert Outer().work() == 6
    # The clock is read six times: around the whole, and around each of the two calls in it.
    assert watch.seconds == {"inner": 2.0, "outer": 3.0}


def test_the_parts_together_are_the_whole() -> None:
    watch = ticking()
    with watch.watching(PARTS):
        Outer().work()
        Outer().work()
    assert sum(watch.seconds.values()) == 10.0


def test_outside_the_block_nothing_is_timed() -> None:
    watch = ticking()
    with watch.watching(PARTS):
        pass
    Outer().work()
    assert watch.seconds == {}


def test_a_call_that_fails_is_timed_and_still_fails() -> None:
    watch = ticking()
    with watch.watching(PARTS), pytest.raises(ValueError, match="nothing to do"):
        Outer().fail()
    assert watch.seconds == {"outer": 1.0}
