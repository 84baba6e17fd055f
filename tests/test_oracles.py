"""Every measure against an independent implementation, on 1,000 random runs.

Ranking and citations: ir_measures (pytrec_eval). AUROC: scikit-learn. The area under the risk–coverage curve, recall in
a budget and the worst paraphrase have no published implementation at hand: their definitions, written out the long way.
"""

import random
from collections.abc import Iterator
from itertools import permutations
from statistics import fmean

import ir_measures
import pytest
from eval_cases import record
from ir_measures import RR, R, SetP, SetR, nDCG
from sklearn.metrics import roc_auc_score

from evals.cases import Case, Dataset, Gold, Kind
from evals.confidence import aurc, auroc, risk_coverage
from evals.families import families
from evals.metrics import (
    Span,
    citation_precision,
    citation_recall,
    evidence_ranks,
    ndcg_at,
    percentile,
    recall_at,
    recall_within,
    reciprocal_rank,
)
from evals.results import PRIMARY, TOKEN_BUDGET, WORST_PARAPHRASE
from evals.runner import run
from prompts.tokens import count_tokens

RUNS = 1_000
WORDS = [f"語{number:02d}" for number in range(40)]
TEXTS = {"a.txt": "。".join(WORDS)}


def span(word: str) -> Span:
    start = TEXTS["a.txt"].index(word)
    return Span("a.txt", start, start + len(word))


def random_run(seed: int) -> tuple[Case, list[str]]:
    """Return a case with one to six places of evidence, and what was retrieved, some of it several times."""
    chance = random.Random(seed)
    wanted = chance.sample(WORDS, chance.randint(1, 6))
    evidence = tuple((Gold("a.txt", word),) for word in wanted)
    retrieved = chance.choices(WORDS, k=chance.randint(0, 30))
    return Case(f"q{seed}", "どれですか", Kind.FACT, True, (), evidence, (("語",),)), retrieved


RANDOM = [random_run(seed) for seed in range(RUNS)]


def oracle(measure: ir_measures.Measure, *, distinct: bool = False) -> Iterator[float]:
    """Yield the oracle's value of each run; a word that comes again is another document, and not relevant."""
    qrels, scored = [], []
    for case, retrieved in RANDOM:
        qrels += [ir_measures.Qrel(case.id, group[0].quote, 1) for group in case.evidence]
        seen: set[str] = set()
        for rank, word in enumerate(retrieved):
            if word not in seen:
                scored.append(ir_measures.ScoredDoc(case.id, word, 100.0 - rank))
            elif not distinct:
                scored.append(ir_measures.ScoredDoc(case.id, f"{word} again at {rank}", 100.0 - rank))
            seen.add(word)
    values = {one.query_id: one.value for one in ir_measures.iter_calc([measure], qrels, scored)}
    yield from (values.get(case.id, 0.0) for case, _ in RANDOM)


def ranks(case: Case, retrieved: list[str]) -> tuple[int | None, ...]:
    return evidence_ranks(case, [span(word) for word in retrieved], TEXTS)


@pytest.mark.parametrize("k", [5, 20])
def test_recall_equals_the_oracle(k: int) -> None:
    assert [recall_at(ranks(*one), k) for one in RANDOM] == pytest.approx(list(oracle(R @ k)))


def test_reciprocal_rank_equals_the_oracle() -> None:
    assert [reciprocal_rank(ranks(*one), 10) for one in RANDOM] == pytest.approx(list(oracle(RR @ 10)))


def test_ndcg_equals_the_oracle_when_only_the_first_chunk_of_an_evidence_gains() -> None:
    assert [ndcg_at(ranks(*one), 10) for one in RANDOM] == pytest.approx(list(oracle(nDCG @ 10)))


def test_citation_precision_and_recall_equal_the_set_measures_of_the_oracle() -> None:
    cited = [(case, [span(word) for word in dict.fromkeys(words)]) for case, words in RANDOM]
    precision = [citation_precision(case, spans, TEXTS) for case, spans in cited]
    assert precision == pytest.approx(list(oracle(SetP, distinct=True)))
    # All or nothing: a case is recalled when nothing of its evidence is missing.
    complete = [float(value == 1.0) for value in oracle(SetR, distinct=True)]
    assert [citation_recall(case, spans, TEXTS) for case, spans in cited] == complete


def test_recall_in_a_budget_is_recall_among_the_chunks_that_fit() -> None:
    for seed, (case, retrieved) in enumerate(RANDOM):
        chance = random.Random(seed)
        tokens = [chance.randint(1, 400) for _ in retrieved]
        spent, fitting = 0, []
        for word, cost in zip(retrieved, tokens, strict=True):
            if spent + cost > 2_000:
                break
            spent += cost
            fitting.append(word)
        expected = fmean([float(group[0].quote in fitting) for group in case.evidence])
        assert recall_within(ranks(case, retrieved), tokens, 2_000) == pytest.approx(expected)


def confidences(seed: int, size: int) -> tuple[list[float], list[bool]]:
    chance = random.Random(seed)
    return [chance.randint(0, 6) / 6 for _ in range(size)], [chance.random() < 0.3 for _ in range(size)]


def test_auroc_equals_the_oracle() -> None:
    for seed in range(RUNS):
        scores, labels = confidences(seed, 2 + seed % 40)
        positives = [score for score, label in zip(scores, labels, strict=True) if label]
        negatives = [score for score, label in zip(scores, labels, strict=True) if not label]
        found = auroc(positives, negatives)
        if positives and negatives:
            assert found == pytest.approx(roc_auc_score(labels, scores))
        else:
            assert found is None


def test_the_area_under_the_risk_coverage_curve_is_the_mean_over_all_orders_of_ties() -> None:
    for seed in range(RUNS):
        scores, wrong = confidences(seed, 1 + seed % 6)
        surest = sorted(scores, reverse=True)
        orders = [o for o in permutations(zip(scores, wrong, strict=True)) if [score for score, _ in o] == surest]
        areas = [fmean([fmean([bad for _, bad in order[:n]]) for n in range(1, len(order) + 1)]) for order in orders]
        assert aurc(scores, wrong) == pytest.approx(fmean(areas))


def test_each_point_of_the_risk_coverage_curve_is_what_a_threshold_keeps() -> None:
    for seed in range(RUNS):
        scores, wrong = confidences(seed, 1 + seed % 40)
        kept = [
            [bad for score, bad in zip(scores, wrong, strict=True) if score >= t] for t in sorted(set(scores))[::-1]
        ]
        expected = [(len(one) / len(scores), fmean(one)) for one in kept]
        assert [pytest.approx(point) for point in risk_coverage(scores, wrong)] == expected


def test_percentiles_interpolate_between_the_nearest_values() -> None:
    for seed in range(RUNS):
        chance = random.Random(seed)
        values = [chance.uniform(0, 1_000) for _ in range(chance.randint(1, 30))]
        for share in (50, 95):
            place = (len(values) - 1) * share / 100
            low, high = sorted(values)[int(place)], sorted(values)[min(int(place) + 1, len(values) - 1)]
            assert percentile(values, share) == pytest.approx(low + (high - low) * (place - int(place)))


def test_a_report_over_1_000_runs_has_the_means_of_the_oracle() -> None:
    cases = {f"問い{number}": one for number, one in enumerate(RANDOM)}

    def predict(question: str, history: list[str]) -> dict[str, object]:
        spans = [span(word) for word in cases[question][1]]
        passages = [{"document": s.document, "start": s.start, "end": s.end} for s in spans]
        return record("declined") | {"retrieved": passages}

    asked = tuple(
        Case(case.id, question, case.kind, True, (), case.evidence, case.facts) for question, (case, _) in cases.items()
    )
    metrics = run(Dataset("random", "random", asked), predict, TEXTS).metrics
    for name, measure in {"evidence recall@5": R @ 5, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}.items():
        assert metrics[name] == pytest.approx(fmean(oracle(measure)))
    fit = TOKEN_BUDGET // max(count_tokens(word) for word in WORDS)
    assert fit > 30
    assert metrics[PRIMARY] == pytest.approx(fmean(oracle(R @ 30)))
    wordings: dict[str, list[float]] = {}
    for name, value in zip(families(asked).values(), oracle(R @ 30), strict=True):
        wordings.setdefault(name, []).append(value)
    several = [min(values) for values in wordings.values() if len(values) > 1]
    assert several
    assert metrics[WORST_PARAPHRASE] == pytest.approx(fmean(several))
