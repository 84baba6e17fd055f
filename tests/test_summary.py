"""The summary for a comment on a change: verdict, measures and flips, and nothing that becomes markup."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval_cases import TEXTS, dataset, rate_case, record, unanswerable_case

from evals.baseline import Baseline, accepted
from evals.gate import Verdict, judge
from evals.hashes import LABELS
from evals.results import Report
from evals.runner import run
from evals.summary import to_summary, write_summary

HASHES = dict.fromkeys(LABELS, "0123456789abcdef")


def report(answer: str, *, declined: bool = True) -> Report:
    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        if question == unanswerable_case().question:
            return record("declined" if declined else "answered", "本文の秘密")
        return record("answered", answer)

    return run(dataset(rate_case(), unanswerable_case()), predict, TEXTS)


def judged(before: Report, after: Report, **hashes: str) -> tuple[Report, Verdict]:
    return after, judge(after, accepted(Baseline({}, {}), before, HASHES, "理由"), HASHES | hashes)


def test_a_result_that_stays_passes_with_its_interval_and_power() -> None:
    shown = to_summary([judged(report("52.0％"), report("52.0％"))])
    assert "## ✅ 合格 小さな質問集" in shown
    assert "正しく終わった質問: 2 / 2（95%区間 34%〜100%）" in shown
    assert "| fact recall | 1.000 | 1 | 1.000 | +0.0 |" in shown
    assert "2問、2組" in shown
    assert "<details>" not in shown


def test_what_flipped_is_listed_by_id_and_question() -> None:
    shown = to_summary([judged(report("52.0％", declined=False), report("60.3％"))])
    assert "<details><summary>正しかったのに誤りになった質問（1件）</summary>\n\n- cell-01: 2023年の就職率は？" in shown
    assert "<details><summary>誤りだったのに正しくなった質問（1件）</summary>\n\n- none-01:" in shown
    assert "| over-refusal ↓ | 0.000 | 1 | 0.000 | +0.0 |" in shown
    assert "| fact recall | 0.000 | 1 | 1.000 | -100.0 |" in shown


def test_failures_and_refusals_come_first() -> None:
    after, verdict = judged(report("52.0％"), report("52.0％"), model="f" * 16)
    refused = to_summary([(after, verdict)])
    assert "## ⚠️ 比較できません" in refused
    assert "- モデルと索引の設定が" in refused
    assert "参考" not in refused
    failed = to_summary([(after, replace(verdict, failures=("fact recall: 低い",)))])
    assert "## ❌ 不合格" in failed
    assert "- fact recall: 低い" in failed


def test_without_an_accepted_result_it_says_so() -> None:
    assert "採用した結果がまだないため" in to_summary([(report("52.0％"), Verdict())])


def test_no_text_of_an_answer_and_no_time_is_in_it() -> None:
    shown = to_summary([judged(report("52.0％"), report("本文の秘密"))])
    assert "本文の秘密" not in shown
    assert "latency" not in shown


def test_a_question_calls_nobody_and_makes_no_markup() -> None:
    bad = report("52.0％")
    case = replace(rate_case(), question="@team #12 <img src=x> |[a](https://x.test) `b`")
    odd = replace(bad, results=(replace(bad.results[0], case=case),))
    shown = to_summary([(odd, Verdict(regressed=("cell-01",), compared=True))])
    row = next(line for line in shown.splitlines() if line.startswith("- cell-01"))
    assert not any(mark in row for mark in ("@team", "#12", "<img", "https://", " |", " [a]"))
    assert row.count("\\") >= 4


def test_several_sets_are_one_file(tmp_path: Path) -> None:
    write_summary(tmp_path / "新しい" / "s.md", [judged(report("52.0％"), report("52.0％"))] * 2)
    assert (tmp_path / "新しい" / "s.md").read_text(encoding="utf-8").count("## ✅") == 2
