"""The fit behind the decision to answer: it separates what can be separated and keeps what the data say nothing of."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.measuring.calibration import fit, held_out, sigmoid


def rows_of(values: list[float]) -> np.ndarray:
    return np.array([(value, 0.0, 1.0) for value in values])


def test_a_feature_that_tells_the_classes_apart_gets_a_weight_of_its_direction() -> None:
    values = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]
    labels = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    weights = fit(rows_of(values), labels, np.zeros(3), strength=0.1)
    assert weights[0] > 1.0
    chances = sigmoid(rows_of(values) @ weights)
    assert chances[:3].max() < 0.5 < chances[3:].min()


def test_a_feature_that_never_varies_keeps_its_weight() -> None:
    start = np.array([1.0, -4.0, 0.0])
    weights = fit(rows_of([0.1, 0.9, 0.2, 0.8]), np.array([0.0, 1.0, 0.0, 1.0]), start, strength=3.0)
    assert weights[1] == start[1]


def test_a_strong_pull_leaves_the_weights_where_they_were() -> None:
    start = np.array([2.0, 0.0, -1.0])
    weights = fit(rows_of([0.1, 0.9]), np.array([1.0, 0.0]), start, strength=1e9)
    np.testing.assert_allclose(weights, start, atol=1e-6)


def test_held_out_probabilities_are_the_same_every_time() -> None:
    random = np.random.default_rng(7)
    rows = np.column_stack([random.random(40), random.random(40), np.ones(40)])
    labels = (rows[:, 0] > 0.5).astype(float)
    first = held_out(rows, labels, np.zeros(3), 1.0)
    np.testing.assert_array_equal(first, held_out(rows, labels, np.zeros(3), 1.0))
    assert first[labels == 1].mean() > first[labels == 0].mean()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_the_logistic_function_stays_between_zero_and_one(scores: list[float]) -> None:
    chances = sigmoid(np.array(scores))
    assert ((chances >= 0) & (chances <= 1)).all()
