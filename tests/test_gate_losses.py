"""The gate against an accepted result: sure losses fail, small or unsure ones do not, other ground is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from eval_cases import TEXTS, dataset, rate_case, record
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.baseline import Baseline, accepted
from evals.cases import Case
from evals.gate import Verdict, changes, judge
from evals.hashes import LABELS
from evals.results import CaseResult, Report
from evals.runner import run
from evals.scoring import score

HASHES = dict.fromkeys(LABELS, "0123456789abcdef")
NONE = Baseline({}, {})


def cases(count: int) -> list[Case]:
    # Each with a fact of its own, so that none is family of another.
    return [
        replace(rate_case(), id=f"c-{n:03}", question=f"問{n}", facts=(("52.0%", f"その{n}"),)) for n in range(count)
    ]


def report(count: int, wrong: Sequence[int] = ()) -> Report:
    missed = {f"問{n}" for n in wrong}

    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        found = [("kpi.txt", "52.0% (R5)")]
        return record("answered", "分かりません" if question in missed else "52.0％", cited=found, retrieved=found)

    return run(dataset(*cases(count)), predict, TEXTS)


def verdict(count: int, before: Sequence[int], after: Sequence[int], **limits: Any) -> Verdict:
    return judge(report(count, after), accepted(replace(NONE, **limits), report(count, before), HASHES, "理由"), HASHES)


def test_the_same_result_passes() -> None:
    same = verdict(30, [1, 2], [1, 2])
    assert same.passed
    assert same.compared
    assert (same.regressed, same.fixed) == ((), ())
    assert all(change.gain == 0.0 and change.p == 1.0 for change in same.changes)


def test_a_sure_loss_fails_and_says_what_was_lost() -> None:
    lost = verdict(100, [], range(10))
    assert not lost.passed
    assert [failure.split(":")[0] for failure in lost.failures] == ["passed", "fact recall"]
    assert "1.000 から 0.900 へ、10.0ポイント悪くなりました（100問。95%の確かさで少なくとも" in lost.failures[0]
    assert lost.failures[0].endswith("符号反転検定 p<0.001）")
    assert lost.regressed == tuple(f"c-{n:03}" for n in range(10))


def test_a_gain_passes_and_is_told() -> None:
    won = verdict(100, range(10), [])
    assert won.passed
    assert won.fixed == tuple(f"c-{n:03}" for n in range(10))


def test_a_loss_that_chance_explains_passes() -> None:
    """Two of twenty lost are ten points, and may be anything."""
    unsure = verdict(20, [], [3, 4])
    assert unsure.passed
    assert unsure.regressed == ("c-003", "c-004")
    assert {change.measure: change.bound for change in unsure.changes}["passed"] == 0.0


def test_a_sure_loss_under_two_points_passes() -> None:
    names = [f"c-{n:04}" for n in range(1000)]
    before = {name: {"passed": 1.0} for name in names}
    for lost, failing in ((19, False), (20, True)):
        after = before | {name: {"passed": 0.0} for name in names[:lost]}
        (change,) = changes(before, after, {})
        assert change.bound < 0
        assert change.is_drop is failing


def test_a_measure_that_should_be_low_is_lost_when_it_rises() -> None:
    before = {f"c-{n:03}": {"over-refusal": 0.0} for n in range(100)}
    after = before | {f"c-{n:03}": {"over-refusal": 1.0} for n in range(10)}
    (change,) = changes(before, after, {})
    assert (change.before, change.after, change.gain) == (0.0, 0.1, -0.1)
    assert change.is_drop
    (back,) = changes(after, before, {})
    assert not back.is_drop


def test_wordings_of_one_question_are_one_loss() -> None:
    before = {f"c-{n:03}": {"passed": 1.0} for n in range(100)}
    after = before | {f"c-{n:03}": {"passed": 0.0} for n in range(6)}
    family = {name: "c-000" if name < "c-006" else name for name in before}
    assert changes(before, after, {})[0].is_drop
    assert not changes(before, after, family)[0].is_drop


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_cases_moves_nothing(flips: list[tuple[bool, bool]], chance: Any) -> None:
    before = {f"c-{n}": {"passed": float(flip[0])} for n, flip in enumerate(flips)}
    after = {f"c-{n}": {"passed": float(flip[1])} for n, flip in enumerate(flips)}
    order = chance.sample(sorted(before), len(before))
    again = changes({name: before[name] for name in order}, {name: after[name] for name in reversed(order)}, {})
    assert again == changes(before, after, {})


def test_a_must_pass_case_fails_alone() -> None:
    lost = verdict(100, [], [7], must_pass=("c-006", "c-007"))
    assert lost.failures == ("c-007: 必ず正しく終わるべき質問（must_pass）が正しく終わりませんでした",)


def test_a_must_pass_case_that_is_gone_fails() -> None:
    gone = judge(report(3), replace(NONE, must_pass=("c-009",)), HASHES)
    assert gone.failures == ("c-009: 必ず正しく終わるべき質問（must_pass）が質問集にありません",)


def test_limits_alone_are_no_comparison() -> None:
    alone = judge(report(3), replace(NONE, floors={"fact recall": 1.5}), HASHES)
    assert not alone.compared
    assert alone.failures == ("fact recall: 1 です（基準は 1.5 以上）",)


@pytest.mark.parametrize("part", LABELS)
def test_other_ground_is_refused_and_named_and_never_judged(part: str) -> None:
    baseline = accepted(NONE, report(100), HASHES, "理由")
    other = judge(report(100, range(20)), baseline, HASHES | {part: "f" * 16})
    assert other.failures == ()
    assert [drop.split(":")[0] for drop in other.drops] == ["passed", "fact recall"]
    assert not other.passed
    (refusal,) = other.refusals
    assert LABELS[part] in refusal
    assert "0123456789abcdef" in refusal
    assert "f" * 16 in refusal
    assert len(other.regressed) == 20


def test_floors_and_must_pass_hold_on_other_ground_too() -> None:
    limits = replace(NONE, floors={"fact recall": 0.9}, must_pass=("c-001",))
    baseline = accepted(limits, report(20), HASHES, "理由")
    other = judge(report(20, range(5)), baseline, HASHES | {"model": "f" * 16})
    assert len(other.failures) == 2
    assert len(other.refusals) == 1


def test_a_crash_is_a_loss() -> None:
    def crashing(question: str, history: list[str]) -> Mapping[str, Any]:
        raise RuntimeError("壊れました")

    now = run(dataset(*cases(50)), crashing, TEXTS)
    verdict_ = judge(now, accepted(NONE, report(50), HASHES, "理由"), HASHES)
    assert {failure.split(":")[0] for failure in verdict_.failures} >= {"passed", "fact recall", "over-refusal"}


def test_a_single_case_that_could_not_be_judged_fails() -> None:
    def scorer(case: Case, *taken: Any) -> CaseResult:
        if case.id == "c-007":
            raise ZeroDivisionError("nothing to divide by")
        return score(case, *taken)

    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        found = [("kpi.txt", "52.0% (R5)")]
        return record("answered", "52.0％", cited=found, retrieved=found)

    now = run(dataset(*cases(200)), predict, TEXTS, scorer=scorer)
    assert judge(now, NONE, HASHES).failures == ("採点に失敗した質問が1件あります（c-007）",)


def test_a_value_that_is_not_a_number_keeps_no_floor() -> None:
    from evals.gate import failures

    limits = replace(NONE, floors={"fact recall": 0.0}, ceilings={"over-refusal": 1.0})
    assert len(failures({"fact recall": float("nan"), "over-refusal": float("nan")}, limits)) == 2
