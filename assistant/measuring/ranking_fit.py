"""Fitting the weights of `ranking`: `python -m assistant.measuring.ranking_fit --data DATA`, on JaQuAD train alone.

A softmax over the units that a question's passages offer, fitted so that those with the gold string come first and
pulled towards the weights in force. What prose without labels, dates or speakers says nothing of keeps its weight.
Prints the fitted weights beside those in force, and how often the best one and two units hold the answer, on the
paragraphs of the fit and on others. The weights are copied into `ranking_features.py` by hand: a change of behaviour
is a commit with figures. There is nothing random in it.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant.measuring.answer_table import opened
from assistant.passages.ranking_features import WEIGHTS, RankingFeatures
from assistant.settings import Settings, load_settings
from evals.reading_comprehension import holds, jaquad_spans
from ingest.chunking import split
from prompts.tokens import count_tokens

Matrix = NDArray[np.float64]

KEPT = frozenset(
    "labelled year speaker quoted conflict fragment mislabelled heading heading_of_person asks superlative"
    " formal_kind person".split()
)
"""Set by hand on the curated sets: JaQuAD has no labels, speakers, places to confuse or superlatives to speak of.
A unit without the figure or the person asked for is no answer at all, so those two weigh more than order alone asks."""
_UNITS = 40
_EVERY = 4
_STEPS, _RATE, _SCALE = 600, 0.02, 7.0
_MOMENTS = (0.9, 0.999)


@dataclass(frozen=True, slots=True)
class Offered:
    """The best units of one question as they are ranked now.

    Attributes:
        rows: Shape (n, d), the features of each.
        right: Shape (n,), which hold the gold string in the paragraph that was asked about.
    """

    rows: Matrix
    right: NDArray[np.bool_]


def collect(settings: Settings, data: Path, first: int, last: int) -> Iterator[Offered]:
    """Yield the units offered to every fourth question of a slice of JaQuAD train, where one of them is right."""
    cut = partial(split, count_tokens=count_tokens)
    corpus, questions = jaquad_spans(data, "train", split=cut, first=first, last=last)
    with opened(settings, corpus, threshold=0.0) as (assistant, answerer):
        for question in questions[::_EVERY]:
            analyzed, evidence = assistant.evidence(question.text)
            best = answerer.ranked(analyzed, evidence.hits)[:_UNITS]
            right = [r.unit.hit.document == question.document and holds(r.unit.shown, question.answer) for r in best]
            if any(right):
                yield Offered(np.array([r.features for r in best], np.float64), np.array(right))


def fit(offered: Sequence[Offered], start: Matrix, free: NDArray[np.bool_], strength: float) -> Matrix:
    """Return the weights that put right units first most surely, staying near ``start``.

    Adam over all questions at once. Source: Kingma & Ba 2015, Adam; the loss is ListNet's with several right ones,
    Cao et al. 2007, Learning to Rank: From Pairwise Approach to Listwise Approach, ICML.

    Args:
        offered: At least one question.
        start: Shape (d,).
        free: Shape (d,), which weights may move.
        strength: How strongly the weights are pulled towards ``start``.
    """
    moved, mean, square = (np.zeros_like(start) for _ in range(3))
    for step in range(1, _STEPS + 1):
        slope = _SCALE * _slope(offered, _SCALE * (start + moved)) + 2 * strength * moved
        slope[~free] = 0.0
        mean = _MOMENTS[0] * mean + (1 - _MOMENTS[0]) * slope
        square = _MOMENTS[1] * square + (1 - _MOMENTS[1]) * slope * slope
        rate = _RATE * (1 - step / _STEPS)
        moved -= rate * (mean / (1 - _MOMENTS[0] ** step)) / (np.sqrt(square / (1 - _MOMENTS[1] ** step)) + 1e-8)
    fitted: Matrix = start + moved
    return fitted


def _slope(offered: Sequence[Offered], weights: Matrix) -> Matrix:
    total = np.zeros_like(weights)
    for question in offered:
        scores = question.rows @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        wanted = chances * question.right
        # Where every right one has next to no chance, all of them are wanted alike.
        wanted = wanted / wanted.sum() if wanted.sum() > 0 else question.right / question.right.sum()
        total += (chances - wanted) @ question.rows
    return total / len(offered)


def hit_rate(offered: Sequence[Offered], weights: Matrix, count: int) -> float:
    """Return the share of questions with a right one among the so many best; ties keep their order."""
    found = [q.right[np.argsort(-(q.rows @ weights), kind="stable")[:count]].any() for q in offered]
    return float(np.mean(found)) if found else 0.0


def main() -> None:
    """Collect, fit and print."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.ranking_fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public data")
    parser.add_argument("--paragraphs", type=int, default=1_400, help="of the fit, and as many again to test on")
    parser.add_argument("--strength", type=float, default=0.06)
    given = parser.parse_args()
    settings = load_settings()
    train = list(collect(settings, given.data, 0, given.paragraphs))
    sys.stderr.write(f"{len(train)} questions\n")
    test = list(collect(settings, given.data, 5_000, 5_000 + given.paragraphs))
    start = np.array(WEIGHTS, np.float64)
    free = np.array([name not in KEPT for name in RankingFeatures._fields])
    fitted = fit(train, start, free, given.strength)
    weights, shares = Table("feature", "in force", "fitted"), Table("questions", "weights", "best one", "best two")
    for name, old, new in zip(RankingFeatures._fields, start, fitted, strict=True):
        weights.add_row(name, f"{old:.2f}", f"{new:.2f}")
    for name, questions in (("of the fit", train), ("others", test)):
        for label, used in (("in force", start), ("fitted", fitted)):
            shares.add_row(name, label, *(f"{hit_rate(questions, used, count):.3f}" for count in (1, 2)))
    Console().print(weights, shares)


if __name__ == "__main__":
    main()
