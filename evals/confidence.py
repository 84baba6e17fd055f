"""What an answer's confidence is worth: does it tell right from wrong, and what is lost by trusting less of it.

Equal confidences are never put in an order: every measure is the mean over all orders of the tied answers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return the probability that a positive scores above a negative, ties counting one half.

    Source: Hanley & McNeil 1982, The meaning and use of the area under a ROC curve, Radiology 143(1).

    Args:
        positives: Scores of the cases that should score high.
        negatives: Scores of the cases that should score low.

    Returns:
        Between 0 and 1, 0.5 by chance; None where one of the sides is empty.
    """
    if not positives or not negatives:
        return None
    high, low = np.asarray(positives, np.float64), np.sort(np.asarray(negatives, np.float64))
    below, not_above = np.searchsorted(low, high, "left"), np.searchsorted(low, high, "right")
    return float((below + not_above).mean() / (2 * len(low)))


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    """Return the risk–coverage curve: (coverage, risk) at each distinct confidence, the surest first.

    Coverage is the share of the answers that are at least so sure, risk the share of wrong ones among them.

    Source: El-Yaniv & Wiener 2010, On the Foundations of Noise-free Selective Classification, JMLR 11.
    """
    _, sizes, errors = _tied(confidences, wrong)
    covered = np.cumsum(sizes)
    return tuple(
        (float(count / len(confidences)), float(bad / count))
        for count, bad in zip(covered, np.cumsum(errors), strict=True)
    )


def aurc(confidences: Sequence[float], wrong: Sequence[bool]) -> float | None:
    """Return the area under the risk–coverage curve: the mean risk over every number of answers kept.

    Source: Geifman, Uziel & El-Yaniv 2019, Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers, ICLR.

    Returns:
        Between 0 and 1, lower is better; None over nothing.
    """
    if not confidences:
        return None
    _, sizes, errors = _tied(confidences, wrong)
    # Inside a tie each answer is expected to be as wrong as the tie is on average.
    expected = np.cumsum(np.repeat(errors / sizes, sizes))
    return float(np.mean(expected / np.arange(1, len(confidences) + 1)))


Floats = NDArray[np.float64]


def _tied(confidences: Sequence[float], wrong: Sequence[bool]) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Return the distinct confidences from high to low, how many answers have each, and how many of those are wrong."""
    levels, place = np.unique(-np.asarray(confidences, np.float64), return_inverse=True)
    sizes = np.bincount(place, minlength=len(levels)).astype(np.int64)
    errors = np.bincount(place, weights=np.asarray(wrong, np.float64), minlength=len(levels)).astype(np.float64)
    return -levels, sizes, errors
