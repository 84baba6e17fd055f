"""Measure an embedding model on data it was not trained on, as the model card states it.

Example usage:
    python -m vectorstore.models.measure --data DATA [--model FOLDER_OR_NAME]
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedder import TextEmbedder, load_embedder
from vectorstore.models.corpus import HELD_OUT_YEAR, read_records

Judged = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Retrieval figures over questions with one relevant passage each."""

    questions: int
    passages: int
    recall_1: float
    recall_5: float
    ndcg_10: float

    def __str__(self) -> str:
        shown = f"R@1 {self.recall_1:.3f}  R@5 {self.recall_5:.3f}  nDCG@10 {self.ndcg_10:.3f}"
        return f"{self.passages} passages, {self.questions} questions: {shown}"


def measure(embedder: TextEmbedder, passages: Sequence[str], judged: Sequence[Judged]) -> Figures:
    """Rank every passage for every question by cosine; equal scores go to the earlier passage.

    Args:
        embedder: The model.
        passages: The corpus.
        judged: Questions, each with the position of its passage in ``passages``.
    """
    rows = embedder.passages(passages)
    ranks = np.array([_rank(rows @ embedder.query(question), relevant) for question, relevant in judged])
    # nDCG with one relevant passage is the discount at its rank. Source: Järvelin & Kekäläinen 2002.
    gains = np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0.0)
    return Figures(
        len(judged), len(passages), float((ranks <= 1).mean()), float((ranks <= 5).mean()), float(gains.mean())
    )


def jaquad_questions(records: Iterable[dict[str, Any]]) -> tuple[list[str], list[Judged]]:
    """Return the paragraphs of JaQuAD's dev part and its questions."""
    passages: list[str] = []
    judged: list[Judged] = []
    for record in records:
        judged += [(question["question"], len(passages)) for question in record["questions"]]
        passages.append(record["text"])
    return passages, judged


def assembly_questions(records: Iterable[dict[str, Any]]) -> tuple[list[str], list[Judged]]:
    """Return the answer summaries of the held-out year and, for each, its topic and question."""
    kept = [r for r in records if r["Date"].startswith(HELD_OUT_YEAR) and r["QuestionSummary"] and r["AnswerSummary"]]
    answers = list(dict.fromkeys(r["AnswerSummary"] for r in kept))
    places = {answer: i for i, answer in enumerate(answers)}
    return answers, [(f"{r['SubTopic']} {r['QuestionSummary']}", places[r["AnswerSummary"]]) for r in kept]


def _rank(scores: NDArray[np.float32], relevant: int) -> int:
    better = int((scores > scores[relevant]).sum())
    return 1 + better + int((scores[:relevant] == scores[relevant]).sum())


def main() -> None:
    """Print the figures on JaQuAD's dev part and on the assembly's held-out year."""
    for line in _report():
        sys.stdout.write(f"{line}\n")


def _report() -> Iterator[str]:
    parser = argparse.ArgumentParser(prog="python -m vectorstore.models.measure")
    parser.add_argument("--data", type=Path, required=True, help="folder with the .jsonl.gz files")
    parser.add_argument("--model", default="", help="folder or name of a model (default: the shipped one)")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.model)
    yield embedder.identity
    yield f"JaQuAD dev: {measure(embedder, *jaquad_questions(read_records(arguments.data / 'jaquad_dev.jsonl.gz')))}"
    assembly = assembly_questions(read_records(arguments.data / "assembly_qa.jsonl.gz"))
    yield f"assembly {HELD_OUT_YEAR}: {measure(embedder, *assembly)}"


if __name__ == "__main__":
    main()
