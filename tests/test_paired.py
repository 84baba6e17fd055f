"""Two reports side by side: whatever moved is seen, over the set and in every question."""

from dataclasses import replace

import pytest
from eval_cases import rate_case

from evals.paired import differences, measured, moved
from evals.results import COUNTS, CaseResult, Report


def report(values: list[float], measure: str = "fact recall") -> Report:
    case = rate_case()
    results = [
        CaseResult(replace(case, id=f"c-{n}"), "answered", scores=((measure, value),)) for n, value in enumerate(values)
    ]
    return Report("tiny", "", tuple(results))


def test_equal_reports_moved_in_nothing() -> None:
    assert moved(report([1.0, 0.0]), report([1.0, 0.0])) == {}


def test_gains_make_up_for_losses_in_the_mean_but_are_seen_to_move() -> None:
    before, after = report([1.0] * 5 + [0.0] * 5), report([0.0] * 5 + [1.0] * 5)
    assert moved(before, after) == {"fact recall": 0.0}


def test_where_lower_is_better_a_rise_is_a_loss() -> None:
    assert moved(report([0.0] * 4, "over-refusal"), report([1.0] * 4, "over-refusal")) == {"over-refusal": -1.0}


def test_what_is_measured_over_the_set_alone_is_seen_to_move() -> None:
    before = report([1.0, 0.0])
    declined = replace(before, results=(before.results[0], replace(before.results[1], status="declined")))
    assert moved(before, declined)["declined precision"] == pytest.approx(0.0)


def test_only_what_both_reports_measured_is_compared() -> None:
    assert differences(report([1.0], "MRR@10"), report([1.0], "nDCG@10")) == {}


def test_neither_counts_nor_times_are_compared() -> None:
    assert not COUNTS & set(measured(report([1.0])))
