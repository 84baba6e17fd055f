"""Questions whose answers stand word for word in a paragraph, and how far an answerer gets: found, answered, right.

An answer is right when it holds the gold answer's string, both in NFKC and without blanks. The corpus is read from
outside the project: ``jaquad_dev.jsonl.gz`` and ``jaquad_train.jsonl.gz`` (JaQuAD 0.1.0, So et al. 2022).
"""

import gzip
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evals.confidence import aurc, auroc, risk_coverage
from evals.retrieval_sets import Corpus, Split
from evals.stats import wilson_interval
from ingest.load import document_of
from ingest.readers.raw import RawText


@dataclass(frozen=True, slots=True)
class SpanQuestion:
    """A question with the string that answers it.

    Attributes:
        document: Path of the paragraph that it was asked about.
    """

    text: str
    answer: str
    document: str


class Fate(StrEnum):
    """What became of a question: right, or where it was lost."""

    RIGHT = "right"
    DECLINED = "declined, though its answer was right"
    DECLINED_WRONG = "declined, and its answer was wrong"
    NOT_RETRIEVED = "paragraph not among the passages"
    OTHER_PARAGRAPH = "sentence of another paragraph"
    OTHER_SENTENCE = "another sentence of the paragraph"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the answerer did with a question.

    Attributes:
        question: What was asked.
        answer: What it says, or would say if it did not decline; at most the sentences that are measured.
        confidence: How sure it is.
        declined: Whether it declines.
        passages: Paths of the passages that it read.
        cited: Paths that the answer is taken from.
        ranked: Its best sentences, best first, whether it shows them or not.
    """

    question: SpanQuestion
    answer: str
    confidence: float
    declined: bool
    passages: frozenset[str]
    cited: frozenset[str]
    ranked: tuple[str, ...]

    @property
    def holds_answer(self) -> bool:
        """Whether the answer holds the gold string, declined or not."""
        return holds(self.answer, self.question.answer)

    @property
    def fate(self) -> Fate:
        """What became of the question."""
        if self.declined:
            return Fate.DECLINED if self.holds_answer else Fate.DECLINED_WRONG
        if self.holds_answer:
            return Fate.RIGHT
        if self.question.document not in self.passages:
            return Fate.NOT_RETRIEVED
        return Fate.OTHER_SENTENCE if self.question.document in self.cited else Fate.OTHER_PARAGRAPH

    def among(self, count: int) -> bool:
        """Whether one of the so many best sentences holds the gold string."""
        return any(holds(sentence, self.question.answer) for sentence in self.ranked[:count])


@dataclass(frozen=True, slots=True)
class Share:
    """A share of questions with its 95 % Wilson interval."""

    share: float
    low: float
    high: float

    @classmethod
    def of(cls, passed: Sequence[bool]) -> "Share":
        """Return the share that passed."""
        return cls(sum(passed) / max(1, len(passed)), *wilson_interval(sum(passed), len(passed)))

    def __str__(self) -> str:
        return f"{self.share:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Curve:
    """What declining buys: the share of right answers among those given, the surest first.

    Attributes:
        points: Coverage and the share right at it, at the coverages asked for.
        aurc: Area under the risk–coverage curve, lower is better.
        auroc: How surely a right answer is more confident than a wrong one.
    """

    points: tuple[tuple[float, float], ...]
    aurc: float | None
    auroc: float | None


def jaquad_spans(
    data: Path, part: str = "dev", *, split: Split, first: int = 0, last: int | None = None
) -> tuple[Corpus, tuple[SpanQuestion, ...]]:
    """Return JaQuAD's paragraphs, each read and cut as a file of its own, with their questions.

    Args:
        data: Folder with the public data.
        part: ``dev`` or ``train``.
        split: A document to its chunks.
        first: The first paragraph taken.
        last: The paragraph after the last, None for all.
    """
    documents, questions = [], []
    with gzip.open(data / f"jaquad_{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in list(map(json.loads, lines))[first:last]:
            document = document_of(RawText(record["text"]), f"jaquad/{record['id']}.txt")
            documents.append((document, tuple(split(document))))
            questions += [SpanQuestion(q["question"], q["answer"], document.path) for q in record["questions"]]
    return Corpus(tuple(documents)), tuple(questions)


def holds(text: str, answer: str) -> bool:
    """Whether a text holds an answer's string; an empty one is held by nothing."""
    wanted = _plain(answer)
    return bool(wanted) and wanted in _plain(text)


def curve(attempts: Sequence[Attempt], coverages: Sequence[float]) -> Curve:
    """Return the share right against coverage, over the answers with their confidence, declined or not."""
    confidences = [attempt.confidence for attempt in attempts]
    right = [attempt.holds_answer for attempt in attempts]
    wrong = [not passed for passed in right]
    known = risk_coverage(confidences, wrong)
    points = []
    for wanted in coverages:
        coverage, risk = next((point for point in known if point[0] >= wanted - 1e-9), known[-1])
        points.append((coverage, 1 - risk))
    sure, unsure = _parted(confidences, right)
    return Curve(tuple(points), aurc(confidences, wrong), auroc(sure, unsure))


def fates(attempts: Sequence[Attempt], chosen: Callable[[Attempt], bool] = lambda _: True) -> dict[Fate, Share]:
    """Return the share of each fate among the attempts, or among those chosen."""
    found = [attempt.fate for attempt in attempts if chosen(attempt)]
    return {fate: Share.of([each is fate for each in found]) for fate in Fate}


def _parted(confidences: Sequence[float], right: Sequence[bool]) -> tuple[list[float], list[float]]:
    pairs = list(zip(confidences, right, strict=True))
    return [c for c, passed in pairs if passed], [c for c, passed in pairs if not passed]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
