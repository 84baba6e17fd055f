"""Timing whole commands: medians of several runs, and ratios between commands run in turn."""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall seconds of one command over several runs."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)


def run(command: Sequence[str], folder: Path) -> float:
    """Return the wall seconds that a command takes in a folder.

    Raises:
        subprocess.CalledProcessError: The command failed.
    """
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own fixed commands
    return time.perf_counter() - started


def in_turn(
    commands: Sequence[tuple[str, Sequence[str]]], folder: Path, runs: int, clock: Callable[..., float] = run
) -> list[Timing]:
    """Run the commands one after the other, `runs` times round, so that a slow spell of the machine hits all alike.

    The first round warms the disk cache and is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name, _ in commands}
    for number in range(runs + 1):
        for name, command in commands:
            taken = clock(command, folder)
            if number:
                seconds[name].append(taken)
    return [Timing(name, tuple(seconds[name])) for name, _ in commands]
