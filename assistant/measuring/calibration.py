"""Fitting the weights of `abstain`: `python -m assistant.measuring.calibration [DATASET.jsonl ...] [--strength 3]`.

A logistic regression on the features of every question, answerable or not, but those held out, pulled towards the
weights in force, so that features the sets say little of keep them. Classes are balanced. Prints the fitted weights
beside those in force and, for several thresholds, the share of answerable questions declined and of unanswerable ones
declined, by ten-fold cross-validation. The weights are copied into `abstain.py` by hand: a change of behaviour is a
commit with figures.
"""

import argparse
import tempfile
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant import compose, ingestion
from assistant.abstain import BIAS, WEIGHTS, Features
from assistant.conversation import Assistant, Conversation
from assistant.measuring import evaluation
from assistant.models import open_embedder
from assistant.settings import Settings, load_settings
from evals.cases import load_dataset
from vectorstore.index import Index
from vectorstore.words import WordAnalyzer

Matrix = NDArray[np.float64]
_NEVER_FITTED = "held_out"
_FOLDS, _ROUNDS, _SEED = 10, 200, 0
_THRESHOLDS = (0.1, 0.15, 0.2, 0.27, 0.35, 0.5)


def collect(settings: Settings, run: evaluation.Run) -> tuple[list[Features], list[bool]]:
    """Return the features of a set's questions and whether each can be answered; table answers are left out."""
    features: list[Features] = []
    answerable: list[bool] = []
    with tempfile.TemporaryDirectory(prefix="shirube-calibration-") as folder:
        directory = Path(folder)
        ingestion.ingest(settings, directory, ingestion.collect([run.corpus]).files)
        embedder, analyzer = open_embedder(settings), WordAnalyzer()
        thesaurus = compose.open_thesaurus(settings, analyzer)
        with Index.open(directory, embedder=embedder, analyzer=analyzer, thesaurus=thesaurus) as index:
            answerer = compose.build_extractive(index, embedder, analyzer)
            assistant = Assistant(index, analyzer, answerer, order=answerer.order, passages=settings.passages)
            for case in load_dataset(run.dataset).cases:
                if case.split == _NEVER_FITTED:
                    continue
                conversation = Conversation(assistant)
                for earlier in case.history:
                    conversation.ask(earlier)
                question, evidence = assistant.evidence(case.question, conversation.turns)
                found = answerer.features(question, evidence.hits)
                if found is not None:
                    features.append(found)
                    answerable.append(case.answerable)
    return features, answerable


def fit(rows: Matrix, labels: Matrix, start: Matrix, strength: float) -> Matrix:
    """Return the weights, the bias last, that fit best while staying near ``start``.

    Args:
        rows: Shape (n, d + 1), the last column ones.
        labels: Shape (n,), 1 for answerable.
        start: Shape (d + 1,).
        strength: How strongly the weights are pulled towards ``start``.
    """
    weights = start.copy()
    balance = np.where(labels == 1, 1.0, labels.sum() / max(1.0, (1 - labels).sum()))
    for _ in range(_ROUNDS):
        chance = sigmoid(rows @ weights)
        slope = rows.T @ ((chance - labels) * balance) + strength * (weights - start)
        curve = (rows * (chance * (1 - chance) * balance)[:, None]).T @ rows + strength * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def sigmoid(scores: Matrix) -> Matrix:
    """Return the logistic function of scores, safe for large ones."""
    chances: Matrix = 1.0 / (1.0 + np.exp(-np.clip(scores, -60, 60)))
    return chances


def held_out(rows: Matrix, labels: Matrix, start: Matrix, strength: float) -> Matrix:
    """Return each row's probability under weights fitted without its fold."""
    order = np.random.default_rng(_SEED).permutation(len(labels))
    chances = np.zeros(len(labels))
    for fold in range(_FOLDS):
        test = order[fold::_FOLDS]
        train = np.setdiff1d(order, test)
        chances[test] = sigmoid(rows[test] @ fit(rows[train], labels[train], start, strength))
    return chances


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", nargs="*", type=Path, help="question sets; the packaged ones when omitted")
    parser.add_argument("--corpus", type=Path, help="folder with the documents of the given sets")
    parser.add_argument("--strength", type=float, default=3.0)
    arguments = parser.parse_args()
    settings = load_settings()
    runs = [
        run
        for given in arguments.datasets or [None]
        for run in evaluation.planned(settings, given, arguments.corpus, None)
    ]
    features: list[Features] = []
    answerable: list[bool] = []
    for run in runs:
        found, labels = collect(settings, run)
        features += found
        answerable += labels
    rows = np.array([(*astuple(f), 1.0) for f in features])
    start = np.array([*astuple(WEIGHTS), BIAS])
    _print(rows, np.array(answerable, dtype=float), start, arguments.strength)


def _print(rows: Matrix, labels: Matrix, start: Matrix, strength: float) -> None:
    fitted = fit(rows, labels, start, strength)
    names = [*(field.name for field in fields(Features)), "bias"]
    weights = Table("feature", "in force", "fitted")
    for name, old, new in zip(names, start, fitted, strict=True):
        weights.add_row(name, f"{old:.2f}", f"{new:.2f}")
    chances = held_out(rows, labels, start, strength)
    shares = Table("threshold", "over-refusal", "declined recall")
    for threshold in _THRESHOLDS:
        over = float((chances[labels == 1] < threshold).mean())
        declined = float((chances[labels == 0] < threshold).mean())
        shares.add_row(f"{threshold:.2f}", f"{over:.3f}", f"{declined:.3f}")
    Console().print(weights, shares)


if __name__ == "__main__":
    main()
