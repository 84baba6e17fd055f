"""How sure a mean over questions is: the percentile bootstrap, seeded."""

from collections.abc import Sequence

import numpy as np

_RESAMPLES = 2_000
_SEED = 20_240_401


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
