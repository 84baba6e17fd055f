"""What confidence is worth, against values worked out by hand and as properties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.confidence import aurc, auroc, risk_coverage

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=12)
JUDGED = st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.booleans()), min_size=1, max_size=12)


def test_auroc_is_the_chance_that_a_positive_scores_higher() -> None:
    assert auroc([0.9, 0.8], [0.1]) == 1.0
    assert auroc([0.1], [0.9, 0.8]) == 0.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.2], [0.5, 0.1]) == 0.75


def test_a_side_without_cases_is_not_measured() -> None:
    assert auroc([], [0.5]) is None
    assert auroc([0.5], []) is None
    assert aurc([], []) is None
    assert risk_coverage([], []) == ()


def test_the_curve_falls_together_where_confidences_are_equal() -> None:
    assert risk_coverage([0.9, 0.5, 0.5, 0.1], [False, True, False, True]) == (
        (0.25, 0.0),
        (0.75, pytest.approx(1 / 3)),
        (1.0, 0.5),
    )
    assert aurc([0.9, 0.1], [False, True]) == 0.25
    assert aurc([0.1, 0.9], [False, True]) == 0.75
    assert aurc([0.5, 0.5], [False, True]) == 0.5


@given(SCORES, SCORES)
def test_swapping_the_sides_mirrors_auroc(one: list[float], other: list[float]) -> None:
    found, mirrored = auroc(one, other), auroc(other, one)
    assert found is not None
    assert mirrored is not None
    assert found + mirrored == pytest.approx(1.0)


@given(JUDGED, st.integers(0, 100))
def test_the_order_of_the_cases_does_not_matter(judged: list[tuple[float, bool]], seed: int) -> None:
    shuffled = random.Random(seed).sample(judged, len(judged))
    one, other = ([list(side) for side in zip(*rows, strict=True)] for rows in (judged, shuffled))
    assert aurc(*one) == aurc(*other)
    assert risk_coverage(*one) == risk_coverage(*other)


@given(JUDGED)
def test_full_coverage_has_the_risk_of_all_answers(judged: list[tuple[float, bool]]) -> None:
    scores, wrong = [list(side) for side in zip(*judged, strict=True)]
    curve = risk_coverage(scores, wrong)
    assert curve[-1] == (1.0, pytest.approx(sum(wrong) / len(wrong)))
    area = aurc(scores, wrong)
    assert area is not None
    assert 0.0 <= area <= 1.0
