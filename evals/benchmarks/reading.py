"""`python -m evals.benchmarks.reading FILE_OR_FOLDER...`: how many pages of PDFs are read in a second of one core."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.registry import read_file


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one file was read.

    Attributes:
        pages: Pages of the file.
        seconds: Processor time of the fastest run.
        rows: Lines of its text that are table rows.
    """

    name: str
    pages: int
    seconds: float
    rows: int

    @property
    def pages_per_second(self) -> float:
        """Pages in a second of one core."""
        return self.pages / self.seconds if self.seconds else float("inf")


def measure(file: Path, runs: int = 3, clock: Callable[[], float] = time.process_time) -> Speed:
    """Read a PDF several times and return its best.

    Raises:
        ReadError: The file cannot be read.
    """
    seconds = []
    for _ in range(runs):
        started = clock()
        text = read_file(file).text
        seconds.append(clock() - started)
    return Speed(file.name, text.count("\f") + 1, min(seconds), sum("\t" in line for line in text.split("\n")))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("**/*.pdf")) if path.is_dir() else [path]


def main() -> None:
    """Print a table: a line for every file, and one for all together."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.reading", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    speeds = [measure(file, arguments.runs) for file in _files(arguments.paths)]
    whole = Speed("all", sum(s.pages for s in speeds), sum(s.seconds for s in speeds), sum(s.rows for s in speeds))
    lines = ["| file | pages | table rows | pages/CPU-s |", "|---|---:|---:|---:|"]
    lines += [f"| {s.name} | {s.pages} | {s.rows} | {s.pages_per_second:.0f} |" for s in (*speeds, whole)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
