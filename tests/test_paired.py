"""Two reports side by side: what must never be lost fails alone, the rest fails when it is more than chance."""

from dataclasses import replace

from eval_cases import rate_case

from evals.paired import differences, losses, moved
from evals.results import CaseResult, Report


def report(values: list[float], measure: str = "fact recall") -> Report:
    case = rate_case()
    results = [
        CaseResult(replace(case, id=f"c-{n}"), "answered", scores=((measure, value),)) for n, value in enumerate(values)
    ]
    return Report("tiny", "", tuple(results))


def test_equal_reports_lose_nothing() -> None:
    assert losses(report([1.0, 0.0]), report([1.0, 0.0])) == []
    assert moved(report([1.0, 0.0]), report([1.0, 0.0])) == {}


def test_a_loss_beyond_chance_fails_and_one_lost_case_of_many_does_not() -> None:
    before = report([1.0] * 60)
    assert losses(before, report([1.0] * 50 + [0.0] * 10)) == ["fact recall: -0.167（10件で悪化）"]
    assert losses(before, report([1.0] * 59 + [0.0])) == []


def test_gains_make_up_for_losses_in_the_mean_but_are_seen_to_move() -> None:
    before, after = report([1.0] * 5 + [0.0] * 5), report([0.0] * 5 + [1.0] * 5)
    assert losses(before, after) == []
    assert moved(before, after) == {"fact recall": 0.0}


def test_where_lower_is_better_a_rise_is_a_loss() -> None:
    found = losses(report([0.0] * 20, "over-refusal"), report([1.0] * 20, "over-refusal"))
    assert found == ["over-refusal: -1.000（20件で悪化）"]


def test_what_must_hold_of_every_answer_fails_for_a_single_case() -> None:
    before, after = report([1.0] * 60, "citation validity"), report([1.0] * 59 + [0.5], "citation validity")
    assert len(losses(before, after)) == 1


def test_a_new_error_and_a_missing_case_fail() -> None:
    before = report([1.0, 1.0])
    crashed = replace(before, results=(before.results[0], replace(before.results[1], error="TimeoutError")))
    assert losses(before, crashed) == ["c-1: TimeoutError"]
    assert losses(crashed, crashed) == []
    assert losses(before, report([1.0])) == ["比べられない質問が1件あります"]


def test_only_what_both_reports_measured_is_compared() -> None:
    assert differences(report([1.0], "MRR@10"), report([1.0], "nDCG@10")) == {}
