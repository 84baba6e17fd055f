"""What an evaluation returns: one result a case, the means over the set, and where they fall by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Case, Kind
from evals.metrics import mean, percentile

RETRIEVAL = ("evidence recall@5", "MRR@10", "nDCG@10")
ANSWER = ("fact recall", "citation recall", "citation precision")
DECLINED_RECALL = "declined recall"
DECLINED_PRECISION = "declined precision"
OVER_REFUSAL = "over-refusal"
FORBIDDEN = "forbidden values"
QUOTE_EXACT = "quote exact"
P50 = "latency p50 ms"
P95 = "latency p95 ms"
LOWER_IS_BETTER = frozenset({OVER_REFUSAL, FORBIDDEN, P50, P95})


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came back for one case, and its scores.

    Attributes:
        status: The answer's status; ``crashed`` when there was no answer to score, ``stale`` when a recorded one no
            longer fits, ``unscored`` when a measure failed.
        ranks: For each group of evidence, the rank of the first chunk that finds it.
        citations: Document and quote of each citation, in order.
        exact: For each citation, whether its quote is the document's text at its offsets.
        scores: The case's value for each measure that it takes part in.
        wrong_values: The forbidden values that the answer states.
        elapsed_ms: Milliseconds from the question to the answer.
        error: Why the case has no answer, empty when it has one or was declined.
    """

    case: Case
    status: str
    answer: str = ""
    ranks: tuple[int | None, ...] = ()
    citations: tuple[tuple[str, str], ...] = ()
    exact: tuple[bool, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    wrong_values: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether the case ended as it should: every fact stated, or declined where nothing can be said."""
        wanted = "fact recall" if self.case.answerable else DECLINED_RECALL
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
        stopped: Why the run ended before the last case, in Japanese; empty when it did not.
    """

    dataset: str
    title: str
    results: tuple[CaseResult, ...]
    stopped: str = ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure over the set, in the order in which they are shown."""
        return summarize(self.results)

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


def summarize(results: Sequence[CaseResult]) -> tuple[Measure, ...]:
    """Return every measure over some results, in the order in which they are shown."""
    averaged = (*RETRIEVAL, *ANSWER, DECLINED_RECALL)
    latencies = [result.elapsed_ms for result in results]
    return (
        *(_mean_of(results, name) for name in averaged),
        _declined_precision(results),
        _mean_of(results, OVER_REFUSAL),
        _mean_of(results, FORBIDDEN),
        _quote_exact(results),
        Measure(P50, percentile(latencies, 50), len(latencies)),
        Measure(P95, percentile(latencies, 95), len(latencies)),
    )


def _mean_of(results: Sequence[CaseResult], name: str) -> Measure:
    values = [value for result in results for key, value in result.scores if key == name]
    return Measure(name, mean(values), len(values))


def _declined_precision(results: Sequence[CaseResult]) -> Measure:
    right = [float(not result.case.answerable) for result in results if result.status == "declined"]
    return Measure(DECLINED_PRECISION, mean(right), len(right))


def _quote_exact(results: Sequence[CaseResult]) -> Measure:
    exact = [float(one) for result in results for one in result.exact]
    return Measure(QUOTE_EXACT, mean(exact), len(exact))
