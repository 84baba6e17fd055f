"""Where a call's time goes: named methods are timed, each without the timed ones that it calls."""

import functools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Part:
    """Methods whose time is told under one name.

    Attributes:
        owner: The class that has them.
        methods: Their names.
    """

    name: str
    owner: type
    methods: tuple[str, ...]


class Stopwatch:
    """Adds up the time of parts; nested parts are taken off the ones around them. For one thread.

    Args:
        clock: Seconds, of the wall or of the processor.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._inside: list[float] = []
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a block under a name."""
        started = self._clock()
        self._inside.append(0.0)
        try:
            yield
        finally:
            taken = self._clock() - started
            nested = self._inside.pop()
            self.seconds[name] = self.seconds.get(name, 0.0) + taken - nested
            if self._inside:
                self._inside[-1] += taken

    @contextmanager
    def watching(self, parts: Sequence[Part]) -> Iterator[None]:
        """Time the parts' methods, of all their objects, inside the block."""
        kept = [(part.owner, method, getattr(part.owner, method)) for part in parts for method in part.methods]
        for part in parts:
            for method in part.methods:
                setattr(part.owner, method, self._timed(part.name, getattr(part.owner, method)))
        try:
            yield
        finally:
            for owner, method, original in kept:
                setattr(owner, method, original)

    def _timed(self, name: str, method: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(method)
        def call(*arguments: P.args, **named: P.kwargs) -> R:
            with self.part(name):
                return method(*arguments, **named)

        return call
