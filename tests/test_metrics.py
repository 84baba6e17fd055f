"""The measures, against values worked out by hand and as properties."""

from dataclasses import replace
from math import log2

import pytest
from eval_cases import TEXTS, rate_case, two_groups_case
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import (
    Span,
    citation_precision,
    citation_recall,
    citation_validity,
    evidence_ranks,
    fact_recall,
    forbidden_hits,
    mean,
    ndcg_at,
    percentile,
    recall_at,
    recall_within,
    reciprocal_rank,
    speaker_match,
)

RANKS = st.lists(st.one_of(st.none(), st.integers(1, 15)), max_size=6)


def span(document: str, words: str, *, extra: int = 0) -> Span:
    start = TEXTS[document].index(words)
    return Span(document, start, start + len(words) + extra)


def test_a_chunk_finds_evidence_only_when_it_holds_the_whole_quote() -> None:
    case = rate_case()
    whole = span("kpi.txt", "52.0% (R5)")
    assert evidence_ranks(case, [span("kpi.txt", "574件"), whole], TEXTS) == (2,)
    assert evidence_ranks(case, [Span("minutes.txt", whole.start, whole.end)], TEXTS) == (None,)
    assert evidence_ranks(case, [span("kpi.txt", "52.0% (R5")], TEXTS) == (None,)


def test_any_occurrence_of_a_quote_counts() -> None:
    second = Span("kpi.txt", TEXTS["kpi.txt"].index("一覧"), TEXTS["kpi.txt"].index("相談"))
    assert evidence_ranks(rate_case(), [second], TEXTS) == (1,)


def test_each_group_has_the_rank_of_its_first_chunk() -> None:
    chunks = [
        span("kpi.txt", "574件"),
        span("minutes.txt", "3000時間"),
        span("kpi.txt", "821件"),
        span("minutes.txt", "2分の1"),
    ]
    assert evidence_ranks(two_groups_case(), chunks, TEXTS) == (2, 3)


def test_recall_counts_groups_within_the_cut() -> None:
    assert recall_at([1, 6], 5) == 0.5
    assert recall_at([1, 5], 5) == 1.0
    assert recall_at([None], 5) == 0.0
    assert recall_at([], 5) == 0.0


def test_recall_within_a_budget_counts_the_chunks_that_fit() -> None:
    assert recall_within([1, 3], [900, 900, 900], 2_000) == 0.5
    assert recall_within([1, 3], [900, 900, 200], 2_000) == 1.0
    assert recall_within([1], [2_001], 2_000) == 0.0
    assert recall_within([None], [], 2_000) == 0.0


@given(RANKS, st.lists(st.integers(0, 500), max_size=15), st.integers(0, 3_000))
def test_recall_grows_with_the_budget(ranks: list[int | None], tokens: list[int], budget: int) -> None:
    assert recall_within(ranks, tokens, budget) <= recall_within(ranks, tokens, budget + 100)


def test_reciprocal_rank_is_that_of_the_first_find() -> None:
    assert reciprocal_rank([4, 2, None]) == 0.5
    assert reciprocal_rank([11]) == 0.0
    assert reciprocal_rank([None]) == 0.0


def test_ndcg_matches_a_hand_computed_value() -> None:
    gained = 1 / log2(3) + 1 / log2(5)
    ideal = 1 / log2(2) + 1 / log2(3)
    assert ndcg_at([2, 4]) == pytest.approx(gained / ideal)
    assert ndcg_at([1]) == 1.0
    assert ndcg_at([3]) == pytest.approx(0.5)
    assert ndcg_at([1, 1]) == 1.0
    assert ndcg_at([]) == 0.0


@given(RANKS, st.integers(1, 12))
def test_rank_measures_stay_between_nothing_and_all(ranks: list[int | None], k: int) -> None:
    for value in (recall_at(ranks, k), reciprocal_rank(ranks, k), ndcg_at(ranks, k)):
        assert 0.0 <= value <= 1.0


@given(RANKS.filter(bool), st.integers(0, 5))
def test_finding_evidence_earlier_never_lowers_a_measure(ranks: list[int | None], position: int) -> None:
    index = position % len(ranks)
    better = list(ranks)
    rank = ranks[index]
    better[index] = 1 if rank is None else max(1, rank - 1)
    for measure in (lambda r: recall_at(r, 5), reciprocal_rank, ndcg_at):
        assert measure(better) >= measure(ranks) - 1e-12


@given(RANKS, st.integers(1, 11))
def test_recall_grows_with_the_cut(ranks: list[int | None], k: int) -> None:
    assert recall_at(ranks, k) <= recall_at(ranks, k + 1)


def test_all_facts_must_be_stated() -> None:
    case = two_groups_case()
    assert fact_recall(case, "3000時間で、半額です。") == 1.0
    assert fact_recall(case, "３０００時間です。") == 0.0


def test_forbidden_values_are_listed() -> None:
    assert forbidden_hits(rate_case(), "52.0%（前年60.3％）です。") == ("60.3%",)
    assert forbidden_hits(rate_case(), "160.3%です。") == ()


def test_citation_recall_needs_every_group() -> None:
    case = two_groups_case()
    first = span("minutes.txt", "約3000")
    assert citation_recall(case, [first], TEXTS) == 0.0
    assert citation_recall(case, [first, span("kpi.txt", "821件")], TEXTS) == 1.0
    assert citation_recall(case, [], TEXTS) == 0.0


def test_citation_precision_is_the_share_that_touches_evidence() -> None:
    good, bad = span("kpi.txt", "52.0%"), span("minutes.txt", "町長")
    assert citation_precision(rate_case(), [good, bad, bad], TEXTS) == pytest.approx(1 / 3)
    assert citation_precision(rate_case(), [], TEXTS) == 0.0


def test_markers_and_citations_must_hold() -> None:
    assert citation_validity([1, 2], {1: True, 2: True}) == 1.0
    assert citation_validity([99], {1: True}) == 0.5
    assert citation_validity([1], {1: False}) == 0.0
    assert citation_validity([], {}) == 0.0


def test_speakers_are_those_whom_the_question_or_a_fact_names() -> None:
    asked = replace(rate_case(), question="白楡町長は何と述べましたか", facts=(("組合",),))
    assert speaker_match(asked, ["町長", None]) == 1.0
    assert speaker_match(asked, ["漁業組合 組合長"]) == 1.0
    assert speaker_match(asked, ["町長", "農林課長"]) == 0.0
    assert speaker_match(asked, [None]) == 0.0
    assert speaker_match(asked, []) == 0.0


def test_what_was_not_measured_is_not_a_number() -> None:
    assert mean([]) is None
    assert percentile([], 95) is None
    assert mean([1.0, 0.0]) == 0.5
    assert percentile([10.0, 20.0, 30.0], 50) == 20.0
    assert percentile([0.0, 100.0], 95) == pytest.approx(95.0)
