"""Paired comparisons, shares and power: as properties, and against scipy where it is installed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.stats import minimum_detectable_effect, paired_bootstrap, power, sign_flip_test, wilson_interval

DIFFERENCES = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.0, 0.5, 1.0]), min_size=1, max_size=40)
patient = settings(deadline=None, max_examples=40)


@pytest.fixture(scope="module")
def scipy_stats() -> Any:
    """An oracle for developers; the program does without it."""
    return pytest.importorskip("scipy.stats")


def singles(values: list[float]) -> list[int]:
    return list(range(len(values)))


@patient
@given(DIFFERENCES)
def test_the_bounds_hold_the_mean_and_lie_among_the_differences(values: list[float]) -> None:
    bounds = paired_bootstrap(values, singles(values))
    assert bounds.mean == pytest.approx(np.mean(values))
    assert min(values) - 1e-9 <= bounds.lower <= bounds.mean + 1e-9
    assert bounds.mean - 1e-9 <= bounds.upper <= max(values) + 1e-9


@patient
@given(DIFFERENCES, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_cases_nor_the_names_of_families_matter(values: list[float], chance: Any) -> None:
    families = [place // 2 for place in range(len(values))]
    order = chance.sample(range(len(values)), len(values))
    shuffled = [values[place] for place in order]
    renamed = [f"family {families[place]}" for place in order]
    assert paired_bootstrap(values, families) == paired_bootstrap(shuffled, renamed)


@patient
@given(DIFFERENCES)
def test_turning_the_differences_round_turns_the_bounds_round(values: list[float]) -> None:
    ahead, back = paired_bootstrap(values, singles(values)), paired_bootstrap([-v for v in values], singles(values))
    assert back.mean == pytest.approx(-ahead.mean)
    # Another order of the sorts draws other resamples: the bounds agree to within a case.
    assert back.upper == pytest.approx(-ahead.lower, abs=1.01 / len(values))


def test_no_change_is_no_loss_and_nothing_gives_nothing() -> None:
    assert paired_bootstrap([0.0] * 20, range(20)) == paired_bootstrap([], [])
    assert sign_flip_test([0.0] * 20, range(20)) == 1.0
    assert sign_flip_test([], []) == 1.0


def test_differences_without_a_family_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_bootstrap([1.0, 0.0], [1])
    with pytest.raises(ValueError, match="zip"):
        sign_flip_test([1.0], [1, 2])


def test_a_family_counts_once_however_many_wordings_it_has() -> None:
    """Ten lost wordings of one question say less than ten lost questions."""
    values = [-1.0] * 10 + [0.0] * 190
    apart = paired_bootstrap(values, range(200))
    together = paired_bootstrap(values, [max(place, 9) for place in range(200)])
    assert apart.mean == together.mean == -0.05
    assert apart.upper < 0
    assert together.upper >= 0
    assert sign_flip_test(values, range(200)) < 0.01
    assert sign_flip_test(values, [max(place, 9) for place in range(200)]) == 0.5


def test_the_bounds_are_those_of_a_bootstrap_that_draws_case_by_case() -> None:
    values = np.array([-1.0] * 14 + [1.0] * 5 + [0.0] * 181)
    chance = np.random.default_rng(7)
    means = [values[chance.integers(0, 200, 200)].mean() for _ in range(20_000)]
    bounds = paired_bootstrap(list(values), range(200))
    assert bounds.lower == pytest.approx(np.quantile(means, 0.05), abs=0.0051)
    assert bounds.upper == pytest.approx(np.quantile(means, 0.95), abs=0.0051)


def test_the_bounds_of_many_cases_are_those_of_the_normal_distribution() -> None:
    values = [-1.0] * 60 + [1.0] * 30 + [0.0] * 910
    bounds = paired_bootstrap(values, range(1000))
    error = 1.645 * np.std(values) / np.sqrt(1000)
    assert bounds.lower == pytest.approx(-0.03 - error, abs=0.0015)
    assert bounds.upper == pytest.approx(-0.03 + error, abs=0.0015)


def test_the_bounds_are_those_of_scipy(scipy_stats: Any) -> None:
    values = np.array([-1.0] * 30 + [0.5] * 20 + [0.0] * 350)
    theirs = scipy_stats.bootstrap(
        (values,), np.mean, confidence_level=0.9, method="percentile", n_resamples=9_999, rng=np.random.default_rng(3)
    ).confidence_interval
    ours = paired_bootstrap(list(values), range(len(values)))
    assert ours.lower == pytest.approx(theirs.low, abs=0.003)
    assert ours.upper == pytest.approx(theirs.high, abs=0.003)


@pytest.mark.parametrize(("lost", "gained"), [(1, 0), (4, 0), (5, 0), (6, 1), (3, 3), (0, 5)])
def test_the_sign_flip_test_of_pass_and_fail_is_the_binomial_test(lost: int, gained: int, scipy_stats: Any) -> None:
    values = [-1.0] * lost + [1.0] * gained + [0.0] * 30
    exact = scipy_stats.binomtest(lost, lost + gained, 0.5, alternative="greater").pvalue
    assert sign_flip_test(values, singles(values)) == pytest.approx(exact)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.floats(-1, 1).map(lambda v: round(v, 2)), min_size=2, max_size=9))
def test_the_sign_flip_test_is_scipys_permutation_test(values: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    theirs = stats.permutation_test(
        (np.array(values),), np.sum, permutation_type="samples", alternative="less", n_resamples=np.inf
    )
    assert sign_flip_test(values, singles(values)) == pytest.approx(theirs.pvalue)


def test_many_changes_are_sampled_and_come_near_the_exact_value(scipy_stats: Any) -> None:
    values = [-1.0] * 20 + [1.0] * 10
    exact = scipy_stats.binomtest(20, 30, 0.5, alternative="greater").pvalue
    assert sign_flip_test(values, range(30)) == pytest.approx(exact, abs=0.01)
    assert sign_flip_test([-1.0] * 60, range(60)) == pytest.approx(1 / 10_001)


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_intervals_are_scipys(successes: int, more: int, confidence: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    n = successes + more - 1
    if n == 0:
        assert wilson_interval(0, 0) == (0.0, 1.0)
        return
    theirs = stats.binomtest(successes, n).proportion_ci(confidence, method="wilson")
    assert wilson_interval(successes, n, confidence=confidence) == pytest.approx((theirs.low, theirs.high))


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_wilson_interval_holds_the_share_and_mirrors_that_of_the_failures(successes: int, failures: int) -> None:
    n = successes + failures
    low, high = wilson_interval(successes, n)
    assert 0.0 <= low <= (successes / n if n else 0.5) <= high <= 1.0
    assert wilson_interval(failures, n) == pytest.approx((1 - high, 1 - low))


def test_a_published_wilson_interval() -> None:
    # 81 of 263: Newcombe 1998, Statistics in Medicine 17, table I.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(successes, n)


@given(st.integers(20, 2000), st.sampled_from([0.0, 0.02, 0.1]))
def test_the_smallest_loss_that_shows_has_the_wanted_power(n: int, churn: float) -> None:
    effect = minimum_detectable_effect(n, churn=churn)
    assert power(n, effect, churn=churn) == pytest.approx(0.8, abs=1e-6)
    assert power(n, effect / 2, churn=churn) < 0.8 < power(n, min(1.0, effect * 1.2), churn=churn)
    assert minimum_detectable_effect(4 * n, churn=churn) < effect


def test_noise_hides_losses_and_no_case_shows_any() -> None:
    assert power(200, 0.05) > power(200, 0.05, churn=0.02) > power(200, 0.05, churn=0.2)
    assert power(0, 0.05) == power(100, 0.0) == 0.0
    assert minimum_detectable_effect(0) == 1.0
