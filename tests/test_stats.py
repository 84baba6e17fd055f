"""The bootstrap's interval, as properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.stats import bootstrap_interval

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
# Two thousand resamples take a moment.
patient = settings(deadline=None, max_examples=30)


@patient
@given(SCORES)
def test_the_bounds_hold_the_mean_and_lie_among_the_values(values: list[float]) -> None:
    low, high = bootstrap_interval(values)
    slack = 1e-12
    assert low - slack <= np.mean(values) <= high + slack
    assert min(values) - slack <= low
    assert high <= max(values) + slack


@patient
@given(st.floats(0, 1), st.integers(1, 50))
def test_equal_values_give_a_point(value: float, count: int) -> None:
    low, high = bootstrap_interval([value] * count)
    assert low == high == pytest.approx(value)


def test_nothing_gives_nothing() -> None:
    assert bootstrap_interval([]) == (0.0, 0.0)


@patient
@given(SCORES)
def test_the_same_values_give_the_same_bounds(values: list[float]) -> None:
    assert bootstrap_interval(values) == bootstrap_interval(tuple(values))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_more_values_narrow_the_interval(share: float) -> None:
    widths = []
    for count in (10, 40, 160, 640):
        found = round(share * count)
        low, high = bootstrap_interval([1.0] * found + [0.0] * (count - found))
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    # Four times as many values halve it.
    assert widths[-1] == pytest.approx(widths[-2] / 2, rel=0.15)


def test_more_confidence_widens_the_interval() -> None:
    values = [1.0] * 60 + [0.0] * 40
    narrow, wide = bootstrap_interval(values, confidence=0.8), bootstrap_interval(values, confidence=0.99)
    assert wide[0] < narrow[0] < 0.6 < narrow[1] < wide[1]


def test_the_interval_of_many_questions_is_that_of_the_normal_distribution() -> None:
    low, high = bootstrap_interval([1.0] * 300 + [0.0] * 100)
    error = 1.96 * np.sqrt(0.75 * 0.25 / 400)
    assert low == pytest.approx(0.75 - error, abs=0.005)
    assert high == pytest.approx(0.75 + error, abs=0.005)
