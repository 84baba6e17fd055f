"""`python -m evals.power [FILE...] [--runs N]`: how often the gate catches a loss, and how often it cries wolf.

Simulated sets of questions go through `evals.gate.changes`, the same comparison that `shirube eval` makes. Noise is a
change that has nothing to do with quality: some families change from right to wrong and as many the other way.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.baseline import Scores
from evals.cases import load_dataset
from evals.corpora import DATASETS, dataset_path
from evals.families import families
from evals.gate import changes
from evals.stats import minimum_detectable_effect, wilson_interval

RUNS = 100
CASES = 200
CHURN = 0.02
"""The share of cases that an indifferent change turns over, half of them each way."""

MEASURES = 6
"""About as many measures as a baseline gates."""

_PASSING = 0.9


def caught(
    drop: float,
    *,
    cases: int = CASES,
    churn: float = CHURN,
    pairs: float = 0.1,
    runs: int = RUNS,
    seed: int = 1,
    exact: bool = True,
    measures: int = 1,
) -> int:
    """Return in how many simulated runs the gate fails.

    Args:
        drop: The loss, as a share of the cases; 0 leaves the noise alone.
        cases: Questions in the set.
        churn: The share of cases that noise turns over, half of them each way, a family at a time.
        pairs: The share of cases that have a twin in their family.
        runs: How many runs.
        seed: Of the whole simulation.
        exact: Whether every run loses exactly that many cases, or each passing case is lost by chance.
        measures: How many measures are gated. A loss is in all of them, noise in each by itself, which is the worst.
    """
    chance = np.random.default_rng(seed)
    twins = int(cases * pairs) // 2
    family = np.concatenate([np.repeat(np.arange(twins), 2), np.arange(twins, cases - twins)])
    return sum(_fails(chance, family, drop, churn, exact=exact, measures=measures) for _ in range(runs))


def _fails(
    chance: np.random.Generator, family: np.ndarray, drop: float, churn: float, *, exact: bool, measures: int
) -> bool:
    count = len(family)
    before = np.zeros(count, bool)
    before[: round(_PASSING * count)] = True
    chance.shuffle(before)
    after = np.stack([_shaken(chance, family, before, churn) for _ in range(measures)], axis=1)
    passing = np.flatnonzero(before)
    if exact:
        lost = chance.choice(passing, round(drop * count), replace=False)
    else:
        lost = passing[chance.random(len(passing)) < drop / _PASSING]
    after[lost] = False
    names = {f"{place:04d}": str(kin) for place, kin in enumerate(family)}
    unshaken = np.repeat(before[:, None], measures, axis=1)
    return any(change.is_drop for change in changes(_scores(unshaken), _scores(after), names))


def _shaken(chance: np.random.Generator, family: np.ndarray, before: np.ndarray, churn: float) -> np.ndarray:
    after = before.copy()
    # Rates among those that pass and among those that fail, so that the noise is even over the whole set.
    luck = chance.random(family.max() + 1)[family]
    after[before & (luck < churn / 2 / _PASSING)] = False
    after[~before & (luck < churn / 2 / (1 - _PASSING))] = True
    return after


def _scores(passed: np.ndarray) -> Scores:
    """Return scores of an array of cases by measures."""
    return {
        f"{place:04d}": {f"measure {number}": float(value) for number, value in enumerate(row)}
        for place, row in enumerate(passed)
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often losses are caught, false alarms, and what each set can show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", nargs="*", type=Path, help="question sets; the packaged ones when omitted")
    parser.add_argument("--runs", type=int, default=RUNS, help="simulated runs of each row")
    given = parser.parse_args(arguments)
    console = Console()
    console.print(_simulated(given.runs))
    console.print(_sets(given.datasets or [dataset_path(name) for name in DATASETS]))


def _simulated(runs: int) -> Table:
    table = Table(title=f"runs of {runs} in which the gate fails, {CASES} cases", title_justify="left")
    for heading in ("measures", "loss", "noise", "loss by chance", "failing runs", "95 % interval"):
        table.add_column(heading, justify="right")
    for measures, drop, churn, exact in _settings():
        count = caught(drop, churn=churn, runs=runs, exact=exact, measures=measures)
        low, high = wilson_interval(count, runs)
        told = (str(measures), f"{drop:.0%}", f"{churn:.1%}", "" if exact else "yes", str(count))
        table.add_row(*told, f"{low:.0%} to {high:.0%}")
    return table


def _settings() -> Iterator[tuple[int, float, float, bool]]:
    """Yield measures, loss, noise and whether the loss is exact."""
    for drop, churn in product((0.0, 0.03, 0.05, 0.08), (0.0, 0.01, CHURN, 0.04)):
        yield from ((1, drop, churn, exact) for exact in ((True, False) if drop else (True,)))
    yield from ((MEASURES, drop, churn, True) for drop in (0.0, 0.05) for churn in (0.005, 0.01, CHURN))


def _sets(paths: Iterable[Path]) -> Table:
    table = Table(title="smallest loss that shows with a power of 80 %, in points", title_justify="left")
    for heading in ("set", "cases", "families", "noise 0 %", f"noise {CHURN:.0%}"):
        table.add_column(heading, justify="right")
    for path in paths:
        cases = load_dataset(path).cases
        kin = len(set(families(cases).values()))
        shown = (f"{minimum_detectable_effect(kin, churn=churn) * 100:.1f}" for churn in (0.0, CHURN))
        table.add_row(path.stem, str(len(cases)), str(kin), *shown)
    return table


if __name__ == "__main__":
    main()
