"""What an evaluation returns: one result a case, the means over the set, and where they fall by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Case, Kind
from evals.confidence import aurc, auroc, risk_coverage
from evals.excerpts import Cited, Retrieved
from evals.families import families
from evals.metrics import mean, percentile, recall_at

TOKEN_BUDGET = 2_000
PRIMARY = "evidence recall@2000tok"
RECALL_AT_5 = "evidence recall@5"
RETRIEVAL = (PRIMARY, RECALL_AT_5, "evidence recall@20", "MRR@10", "nDCG@10")
WORST_PARAPHRASE = "worst-paraphrase recall@2000tok"
FACT_RECALL = "fact recall"
ANSWER = (FACT_RECALL, "citation recall", "citation precision")
CITATION_VALIDITY = "citation validity"
NUMERIC_EXACTNESS = "numeric exactness"
GROUNDEDNESS = "numeric groundedness"
SPEAKER_MATCH = "speaker match"
DECLINED_RECALL = "declined recall"
DECLINED_PRECISION = "declined precision"
OVER_REFUSAL = "over-refusal"
FORBIDDEN = "forbidden values"
QUOTE_EXACT = "quote exact"
AUROC = "AUROC"
AURC = "AURC"
TOKENS_RETRIEVED = "tokens retrieved"
TOKENS_ANSWERED = "tokens answered"
P50 = "latency p50 ms"
P95 = "latency p95 ms"
PEAK_MEMORY = "peak memory MB"
LOWER_IS_BETTER = frozenset({OVER_REFUSAL, FORBIDDEN, AURC, P50, P95, PEAK_MEMORY})
MACHINE_DEPENDENT = frozenset({P50, P95, PEAK_MEMORY})
"""The measures that differ from run to run; all others are the same whenever the same answers are scored."""
COUNTS = frozenset({TOKENS_RETRIEVED, TOKENS_ANSWERED}) | MACHINE_DEPENDENT
"""The measures that are no share between 0 and 1."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came back for one case, and its scores.

    Attributes:
        status: The answer's status; ``crashed`` when there was no answer to score, ``stale`` when a recorded one no
            longer fits, ``unscored`` when a measure failed.
        ranks: For each group of evidence, the rank of the first chunk that finds it.
        citations: What the answer cites, in order.
        retrieved: The first passages found and those with expected evidence, in order; not all, to bound the memory.
        scores: The case's value for each measure that it takes part in.
        wrong_values: The forbidden values that the answer states.
        confidence: Between 0 and 1, None where the answer tells none.
        tokens: Tokens of all retrieved passages, and of the answer.
        elapsed_ms: Milliseconds from the question to the answer.
        error: Why the case has no answer, empty when it has one or was declined.
    """

    case: Case
    status: str
    answer: str = ""
    ranks: tuple[int | None, ...] = ()
    citations: tuple[Cited, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    wrong_values: tuple[str, ...] = ()
    confidence: float | None = None
    tokens: tuple[int, int] = (0, 0)
    elapsed_ms: float = 0.0
    error: str = ""

    @property
    def answered(self) -> bool:
        """Whether an answer was given, whole or in part."""
        return self.status in ("answered", "partial")

    @property
    def passed(self) -> bool:
        """Whether the case ended as it should: every fact stated, or declined where nothing can be said.

        Where a set says only which passages are right, all of them must be among the first five.
        """
        wanted = DECLINED_RECALL
        if self.case.answerable:
            wanted = RECALL_AT_5 if self.case.retrieval_only else FACT_RECALL
        return dict(self.scores).get(wanted) == 1.0 and not self.wrong_values


@dataclass(frozen=True, slots=True)
class Measure:
    """One mean over the set.

    Attributes:
        value: None where nothing takes part in the measure.
        n: Over how many cases (quote exact: citations) it is taken.
    """

    name: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a whole set, in its order.

    Attributes:
        peak_memory_mb: The most memory that the process has held, in megabytes; None where it was not measured.
        stopped: Why the run ended before the last case, in Japanese; empty when it did not.
    """

    dataset: str
    title: str
    results: tuple[CaseResult, ...]
    peak_memory_mb: float | None = None
    stopped: str = ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure over the set, in the order in which they are shown."""
        memory = Measure(PEAK_MEMORY, self.peak_memory_mb, 0 if self.peak_memory_mb is None else 1)
        return (*summarize(self.results), memory)

    @property
    def metrics(self) -> dict[str, float | None]:
        """Each measure's value by name."""
        return {measure.name: measure.value for measure in self.measures}

    @property
    def crashed(self) -> tuple[CaseResult, ...]:
        """The cases that came back without an answer."""
        return tuple(result for result in self.results if result.error)

    @property
    def undecided(self) -> tuple[CaseResult, ...]:
        """The cases of which nothing can be said: a recorded response no longer fits, or a measure failed."""
        return tuple(result for result in self.results if result.status in ("stale", "unscored"))

    @property
    def by_kind(self) -> dict[Kind, tuple[int, int]]:
        """For each kind that occurs, how many cases passed and how many there are."""
        grouped = {kind: [r.passed for r in self.results if r.case.kind is kind] for kind in Kind}
        return {kind: (sum(passed), len(passed)) for kind, passed in grouped.items() if passed}

    @property
    def metrics_by_kind(self) -> dict[Kind, dict[str, float | None]]:
        """For each kind that occurs, each measure's value over its cases."""
        of_kinds = {kind: [r for r in self.results if r.case.kind is kind] for kind in self.by_kind}
        return {kind: {m.name: m.value for m in summarize(results)} for kind, results in of_kinds.items()}

    @property
    def by_document(self) -> dict[str, tuple[int, int]]:
        """For each document with expected evidence, how many of the cases that ask for it passed, and of how many."""
        passed: dict[str, list[bool]] = {}
        for result in self.results:
            for document in sorted({gold.document for group in result.case.evidence for gold in group}):
                passed.setdefault(document, []).append(result.passed)
        return {document: (sum(passed[document]), len(passed[document])) for document in sorted(passed)}

    def recall_curve(self, most: int = 20) -> tuple[float, ...]:
        """Return evidence recall@k for k from 1 to ``most``; nothing where no case is answerable."""
        ranks = [result.ranks for result in self.results if result.case.answerable]
        curve = [mean([recall_at(one, k) for one in ranks]) for k in range(1, most + 1)]
        return tuple(value for value in curve if value is not None)

    @property
    def risk_coverage(self) -> tuple[tuple[float, float], ...]:
        """The risk–coverage curve over the answers given; see `evals.confidence.risk_coverage`."""
        return risk_coverage(*_trusted(self.results)) if any(map(_counts_as_answer, self.results)) else ()


def summarize(results: Sequence[CaseResult]) -> tuple[Measure, ...]:
    """Return every measure over some results, in the order in which they are shown."""
    answers = (*ANSWER, CITATION_VALIDITY, NUMERIC_EXACTNESS, GROUNDEDNESS, SPEAKER_MATCH, DECLINED_RECALL)
    latencies = [result.elapsed_ms for result in results]
    sizes = [result.tokens for result in results if not result.error]
    return (
        *(_mean_of(results, name) for name in RETRIEVAL),
        _worst_paraphrase(results),
        *(_mean_of(results, name) for name in answers),
        _declined_precision(results),
        _mean_of(results, OVER_REFUSAL),
        _mean_of(results, FORBIDDEN),
        _quote_exact(results),
        *_confidence(results),
        Measure(TOKENS_RETRIEVED, mean([retrieved for retrieved, _ in sizes]), len(sizes)),
        Measure(TOKENS_ANSWERED, mean([answered for _, answered in sizes]), len(sizes)),
        Measure(P50, percentile(latencies, 50), len(latencies)),
        Measure(P95, percentile(latencies, 95), len(latencies)),
    )


def _mean_of(results: Sequence[CaseResult], name: str) -> Measure:
    values = [value for result in results for key, value in result.scores if key == name]
    return Measure(name, mean(values), len(values))


def _worst_paraphrase(results: Sequence[CaseResult]) -> Measure:
    """Return the mean, over the families with several wordings, of the recall of the worst wording."""
    answerable = [result for result in results if result.case.answerable]
    family_of = families([result.case for result in answerable])
    recalls: dict[str, list[float]] = {}
    for result in answerable:
        recalls.setdefault(family_of[result.case.id], []).append(dict(result.scores).get(PRIMARY, 0.0))
    worst = [min(values) for values in recalls.values() if len(values) > 1]
    return Measure(WORST_PARAPHRASE, mean(worst), len(worst))


def _declined_precision(results: Sequence[CaseResult]) -> Measure:
    right = [float(not result.case.answerable) for result in results if result.status == "declined"]
    return Measure(DECLINED_PRECISION, mean(right), len(right))


def _quote_exact(results: Sequence[CaseResult]) -> Measure:
    exact = [float(citation.exact) for result in results for citation in result.citations]
    return Measure(QUOTE_EXACT, mean(exact), len(exact))


def _confidence(results: Sequence[CaseResult]) -> tuple[Measure, Measure]:
    """Return how well confidence tells answerable questions from others, and the risk of trusting it."""
    sides: dict[bool, list[float]] = {True: [], False: []}
    for result in results:
        if result.confidence is not None:
            sides[result.case.answerable].append(result.confidence)
    confidences, wrong = _trusted(results)
    area = auroc(sides[True], sides[False])
    return (
        Measure(AUROC, area, 0 if area is None else len(sides[True]) + len(sides[False])),
        Measure(AURC, aurc(confidences, wrong), len(wrong)),
    )


def _counts_as_answer(result: CaseResult) -> bool:
    return result.answered and result.confidence is not None


def _trusted(results: Sequence[CaseResult]) -> tuple[list[float], list[bool]]:
    given = [r for r in results if _counts_as_answer(r)]
    return [r.confidence for r in given if r.confidence is not None], [not r.passed for r in given]
