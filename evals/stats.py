"""How sure a figure over questions is: bootstrap, sign-flip test, Wilson interval, smallest loss that shows.

Everything random has a fixed seed: the same scores give the same bounds. Questions of one family (`evals.families`)
stand or fall together, so families are drawn and flipped whole.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 2_000
_PAIRED_RESAMPLES = 10_000
_SEED = 20_240_401
# 2**12 sign patterns are tried one by one; more are sampled.
_EXACT_UP_TO = 12
# Sums of the same numbers in another order differ by less.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """A mean difference and its one-sided bounds, each at the confidence asked for.

    Attributes:
        mean: Over the cases.
        lower: The mean is above this with that confidence.
        upper: The mean is below this with that confidence.
    """

    mean: float
    lower: float
    upper: float


def bootstrap_interval(values: Sequence[float], *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval in which the mean lies with that confidence, (0, 0) over nothing.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.

    Args:
        values: One value a question.
        confidence: Between 0 and 1.
    """
    if not len(values):
        return 0.0, 0.0
    sample = np.asarray(values, np.float64)
    chance = np.random.default_rng(_SEED)
    # One resample at a time: all of them at once would take hundreds of megabytes for thousands of questions.
    means = [sample[chance.integers(0, len(sample), len(sample))].mean() for _ in range(_RESAMPLES)]
    tail = (1 - confidence) / 2 * 100
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def paired_bootstrap(differences: Sequence[float], families: Sequence[Hashable], *, confidence: float = 0.95) -> Bounds:
    """Return the mean of paired differences with one-sided bounds, families drawn whole; zeros over nothing.

    Families are drawn with replacement, as many as there are; the mean is over the cases of those drawn.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13 (percentile bounds); Davison &
    Hinkley 1997, Bootstrap Methods and their Application, section 3.8 (drawing whole clusters).

    Args:
        differences: For each case, its score now minus its score before.
        families: For each case, its family.
        confidence: Of each bound by itself, between 0 and 1.

    Raises:
        ValueError: The two have different lengths.
    """
    sums, sizes = _by_family(differences, families)
    if not len(sums):
        return Bounds(0.0, 0.0, 0.0)
    # Families with the same sum and size are alike: how often each sort is drawn is a multinomial, quick to draw.
    sorts, counts = np.unique(np.stack([np.round(sums, 12), sizes]), axis=1, return_counts=True)
    drawn = np.random.default_rng(_SEED).multinomial(len(sums), counts / len(sums), size=_PAIRED_RESAMPLES)
    means = (drawn @ sorts[0]) / (drawn @ sorts[1])
    # With few questions the means are few: the outer neighbour is taken, never a value between two of them.
    lower = np.quantile(means, 1 - confidence, method="lower")
    upper = np.quantile(means, confidence, method="higher")
    return Bounds(float(sums.sum() / sizes.sum()), float(lower), float(upper))


def sign_flip_test(differences: Sequence[float], families: Sequence[Hashable]) -> float:
    """Return the one-sided p value of a loss: how often random signs of the families lose at least as much.

    Exact for up to 12 families that changed, else over 10,000 random patterns, the observed one counted among them.
    Source: Edgington & Onghena 2007, Randomization Tests, chapter 6; Phipson & Smyth 2010, Permutation P-values Should
    Never Be Zero, Statistical Applications in Genetics and Molecular Biology 9(1).

    Args:
        differences: For each case, its score now minus its score before.
        families: For each case, its family.

    Raises:
        ValueError: The two have different lengths.
    """
    sums, _ = _by_family(differences, families)
    changed = sums[np.abs(sums) > _SLACK]
    if len(changed) <= _EXACT_UP_TO:
        signs = np.array(list(product((1.0, -1.0), repeat=len(changed)))).reshape(2 ** len(changed), len(changed))
        return float(np.mean(signs @ changed <= changed.sum() + _SLACK))
    signs = np.random.default_rng(_SEED).choice((1.0, -1.0), size=(_PAIRED_RESAMPLES, len(changed)))
    return float((1 + np.sum(signs @ changed <= changed.sum() + _SLACK)) / (1 + _PAIRED_RESAMPLES))


def wilson_interval(successes: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the two-sided interval of a share, (0, 1) over nothing.

    Source: Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22.

    Args:
        successes: How many of the n.
        n: How many there are.
        confidence: Between 0 and 1.

    Raises:
        ValueError: There are not between 0 and n successes.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if n == 0:
        return 0.0, 1.0
    z, share = NormalDist().inv_cdf((1 + confidence) / 2), successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the formula gives exactly 0 or 1; floats miss it by a hair.
    return max(0.0, centre - half) if successes else 0.0, min(1.0, centre + half) if successes < n else 1.0


def power(n: int, drop: float, *, churn: float = 0.0, confidence: float = 0.95) -> float:
    """Return how probably a loss shows in a paired comparison of pass and fail, by the normal approximation.

    Source: Connor 1987, Sample Size for Testing Differences in Proportions for the Paired-Sample Design, Biometrics 43.

    Args:
        n: How many independent cases (families).
        drop: The loss, as a share of the cases: 0.05 is 5 points.
        churn: The share of cases that change for no reason, half of them each way.
        confidence: Of the one-sided bound.
    """
    spread = sqrt(max(drop + churn - drop * drop, 0.0) / n) if n else 0.0
    if spread == 0.0:
        return float(n > 0 and drop > 0)
    return NormalDist().cdf(drop / spread - NormalDist().inv_cdf(confidence))


def minimum_detectable_effect(n: int, *, churn: float = 0.0, confidence: float = 0.95, wanted: float = 0.8) -> float:
    """Return the smallest loss, as a share of the cases, that shows with the wanted power; 1 when none does.

    Source: as `power`, solved by bisection.
    """
    low, high = 0.0, 1.0
    if not n or power(n, high, churn=churn, confidence=confidence) < wanted:
        return 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if power(n, middle, churn=churn, confidence=confidence) >= wanted else (middle, high)
    return high


def _by_family(
    differences: Sequence[float], families: Sequence[Hashable]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sum and the number of the differences of each family, in the order of first appearance."""
    sums: dict[Hashable, float] = {}
    sizes: dict[Hashable, int] = {}
    for difference, family in zip(differences, families, strict=True):
        sums[family] = sums.get(family, 0.0) + difference
        sizes[family] = sizes.get(family, 0) + 1
    return np.array(list(sums.values()), np.float64), np.array(list(sizes.values()), np.float64)
