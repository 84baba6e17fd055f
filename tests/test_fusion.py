from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fusion import by_best, ranked, reciprocal_rank_fusion, weighted_sum

SCORES = st.dictionaries(st.integers(0, 30), st.floats(-10, 10), max_size=12)
RANKINGS = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=10), max_size=4)


def test_reciprocal_ranks_add_up() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert fused == [
        ("b", pytest.approx(1 / 62 + 1 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("c", pytest.approx(1 / 62)),
    ]


def test_a_heavier_ranking_wins() -> None:
    assert reciprocal_rank_fusion([["a", "b"], ["b", "a"]], weights=[1.0, 2.0])[0][0] == "b"


def test_a_weight_is_needed_for_every_ranking() -> None:
    with pytest.raises(ValueError, match="zip"):
        reciprocal_rank_fusion([["a"], ["b"]], weights=[1.0])


def test_the_best_score_becomes_one() -> None:
    assert by_best({1: 4.0, 2: 1.0, 3: -1.0}) == {1: 1.0, 2: 0.25, 3: 0.0}
    assert by_best({1: -1.0}) == {1: 0.0}
    assert by_best({}) == {}


def test_a_weighted_sum_respects_scores() -> None:
    strong, weak = {"a": 1.0, "b": 0.9}, {"c": 0.4, "b": 0.2}
    assert [key for key, _ in weighted_sum([(strong, 1.0), (weak, 0.3)])] == ["a", "b", "c"]


def test_ties_are_broken_by_key() -> None:
    assert ranked({3: 1.0, 1: 1.0, 2: 2.0}) == [(2, 2.0), (1, 1.0), (3, 1.0)]


@given(RANKINGS)
def test_fusing_keeps_every_key_once_and_best_first(rankings: list[list[int]]) -> None:
    fused = reciprocal_rank_fusion(rankings)
    assert sorted(key for key, _ in fused) == sorted({key for ranking in rankings for key in ranking})
    assert all(first[1] >= second[1] for first, second in pairwise(fused))


@given(RANKINGS)
def test_the_order_of_the_rankings_does_not_matter(rankings: list[list[int]]) -> None:
    assert reciprocal_rank_fusion(rankings) == reciprocal_rank_fusion(rankings[::-1])


@given(SCORES)
def test_a_single_leg_keeps_its_order(scores: dict[int, float]) -> None:
    positive = {key: abs(score) for key, score in scores.items()}
    assert weighted_sum([(positive, 1.0)]) == ranked(positive)
    assert all(0.0 <= score <= 1.0 for score in by_best(scores).values())


@given(SCORES, SCORES)
def test_a_leg_of_no_weight_decides_nothing_among_the_others(first: dict[int, float], second: dict[int, float]) -> None:
    joined = [pair for pair in weighted_sum([(first, 1.0), (second, 0.0)]) if pair[0] in first]
    assert joined == ranked(first)
