"""Running a set: every case is scored, whatever the system under test does."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from eval_cases import TEXTS, dataset, passage, rate_case, record, two_groups_case, unanswerable_case

from evals.cases import Kind
from evals.errors import DatasetError, MeasuringStoppedError, ReplayStaleError
from evals.gate import undecided
from evals.results import CaseResult
from evals.runner import run
from evals.scoring import score

RIGHT = {
    rate_case().question: record(
        "answered",
        "52.0％です。[1]",
        cited=[("kpi.txt", "52.0% (R5)")],
        retrieved=[("kpi.txt", "60.9% (R2)\t52.0% (R5)")],
    ),
    two_groups_case().question: record(
        "partial",
        "3000時間、2分の1です。",
        cited=[("minutes.txt", "約3000時間"), ("kpi.txt", "821件")],
        retrieved=[("kpi.txt", "574件"), ("minutes.txt", "約3000時間"), ("minutes.txt", "2分の1を助成")],
    ),
    unanswerable_case().question: record("declined", "見つかりませんでした。"),
}


def right(question: str, history: list[str]) -> Mapping[str, Any]:
    return RIGHT[question]


def test_a_right_system_scores_full_marks() -> None:
    report = run(dataset(), right, TEXTS)
    metrics = report.metrics
    for name in (
        "evidence recall@5",
        "fact recall",
        "citation recall",
        "citation precision",
        "declined recall",
        "quote exact",
    ):
        assert metrics[name] == 1.0, name
    assert metrics["declined precision"] == 1.0
    assert metrics["over-refusal"] == 0.0
    assert metrics["forbidden values"] == 0.0
    assert metrics["MRR@10"] == pytest.approx((1 + 1 / 2) / 2)
    assert report.by_kind == {Kind.TABLE_CELL: (1, 1), Kind.LIST: (1, 1), Kind.UNANSWERABLE: (1, 1)}
    assert report.crashed == ()
    assert [result.case.id for result in report.results] == ["cell-01", "list-01", "none-01"]


def test_the_history_of_a_case_reaches_the_system() -> None:
    seen: list[tuple[str, list[str]]] = []

    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        seen.append((question, history))
        return record("declined")

    case = rate_case()
    run(
        dataset(type(case)(case.id, "前の年は？", Kind.FOLLOW_UP, True, ("先の質問",), case.evidence, case.facts)),
        predict,
        TEXTS,
    )
    assert seen == [("前の年は？", ["先の質問"])]


def test_a_crash_counts_as_no_answer_and_is_listed() -> None:
    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        if question == rate_case().question:
            raise RuntimeError("壊れました")
        return RIGHT[question]

    report = run(dataset(), predict, TEXTS)
    assert [(r.case.id, r.status, r.error) for r in report.crashed] == [
        ("cell-01", "crashed", "RuntimeError: 壊れました")
    ]
    assert report.metrics["fact recall"] == 0.5
    assert report.metrics["evidence recall@5"] == 0.5
    assert report.metrics["over-refusal"] == 0.5
    assert {m.name: m.n for m in report.measures}["fact recall"] == 2


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"status": "answered"},
        record("answered") | {"status": "maybe"},
        record("answered") | {"citations": [{"number": 1}]},
    ],
)
def test_a_malformed_record_is_a_crash(broken: dict[str, Any]) -> None:
    report = run(dataset(rate_case()), lambda question, history: broken, TEXTS)
    assert report.crashed[0].error.startswith("回答の記録の形が違います")
    assert report.metrics["fact recall"] == 0.0


def test_an_error_answer_is_listed_but_keeps_what_was_retrieved() -> None:
    answer = record("error", "52.0%を探す途中で失敗しました", retrieved=[("kpi.txt", "52.0% (R5)")])
    report = run(dataset(rate_case()), lambda question, history: answer, TEXTS)
    assert report.metrics["evidence recall@5"] == 1.0
    assert report.metrics["fact recall"] == 0.0
    assert report.metrics["over-refusal"] == 1.0
    assert len(report.crashed) == 1


def test_declining_an_answerable_question_is_over_refusal() -> None:
    report = run(dataset(), lambda question, history: record("declined", "52.0%"), TEXTS)
    assert report.metrics["over-refusal"] == 1.0
    assert report.metrics["declined recall"] == 1.0
    assert report.metrics["declined precision"] == pytest.approx(1 / 3)
    assert report.metrics["fact recall"] == 0.0
    assert report.metrics["quote exact"] is None


def test_a_lure_in_an_answer_is_a_wrong_value() -> None:
    report = run(dataset(unanswerable_case()), lambda question, history: record("answered", "60.9％です"), TEXTS)
    assert report.results[0].wrong_values == ("60.9%",)
    assert report.metrics["forbidden values"] == 1.0
    assert report.metrics["declined recall"] == 0.0


@pytest.mark.parametrize(
    "change", [{"start": 1}, {"end": 10_000}, {"document": "none.txt"}, {"quote": "52.0％ (R5)"}, {"start": -9}]
)
def test_a_quote_that_is_not_the_text_at_its_offsets_is_not_exact(change: dict[str, Any]) -> None:
    answer = record("answered", "52.0%") | {"citations": [passage("kpi.txt", "52.0% (R5)") | change]}
    report = run(dataset(rate_case()), lambda question, history: answer, TEXTS)
    assert report.metrics["quote exact"] == 0.0


def test_latencies_come_from_the_clock() -> None:
    ticks = itertools.count(0.0, 0.5)
    report = run(dataset(), right, TEXTS, clock=lambda: next(ticks))
    assert [result.elapsed_ms for result in report.results] == [500.0, 500.0, 500.0]
    assert report.metrics["latency p95 ms"] == 500.0


def test_peak_memory_is_asked_once() -> None:
    assert run(dataset(), right, TEXTS, memory=lambda: 512.0).metrics["peak memory MB"] == 512.0
    assert run(dataset(), right, TEXTS, memory=lambda: None).metrics["peak memory MB"] is None


def test_an_answer_is_measured_in_figures_speakers_tokens_and_confidence() -> None:
    metrics = run(dataset(), right, TEXTS).metrics
    assert metrics["evidence recall@2000tok"] == metrics["evidence recall@20"] == 1.0
    assert metrics["numeric exactness"] == 1.0
    assert metrics["citation validity"] == 1.0
    assert metrics["numeric groundedness"] == pytest.approx((1 + 1 / 2) / 2)
    assert metrics["AUROC"] == 0.5
    assert metrics["AURC"] == 0.0
    assert metrics["speaker match"] is None
    assert metrics["tokens retrieved"] is not None
    assert metrics["tokens retrieved"] > 0


def test_a_marker_without_a_citation_is_not_valid() -> None:
    answer = record("answered", "52.0%です。[99]", cited=[("kpi.txt", "52.0% (R5)")])
    assert run(dataset(rate_case()), lambda q, h: answer, TEXTS).metrics["citation validity"] == 0.5


def test_the_worst_wording_of_a_family_counts() -> None:
    again = replace(rate_case(), id="cell-02", question="令和5年の就職率は？")
    found = RIGHT[rate_case().question]

    def predict(question: str, history: list[str]) -> Mapping[str, Any]:
        return found if question == rate_case().question else record("declined")

    measures = {m.name: m for m in run(dataset(rate_case(), again, two_groups_case()), predict, TEXTS).measures}
    worst = measures["worst-paraphrase recall@2000tok"]
    assert (worst.value, worst.n) == (0.0, 1)
    assert measures["evidence recall@2000tok"].value == pytest.approx(1 / 3)


@pytest.mark.parametrize("confidence", [float("nan"), 1.5, -0.1, "sure"])
def test_a_confidence_that_is_no_share_is_a_crash(confidence: object) -> None:
    answer = record("declined") | {"confidence": confidence}
    report = run(dataset(), lambda q, h: answer, TEXTS)
    assert len(report.crashed) == 3
    assert not any(value is not None and math.isnan(value) for value in report.metrics.values())


def test_a_system_without_confidence_is_measured_without_it() -> None:
    answer = {key: value for key, value in record("answered", "52.0%").items() if key != "confidence"}
    report = run(dataset(), lambda q, h: answer, TEXTS)
    assert report.crashed == ()
    assert report.metrics["AUROC"] is None
    assert report.metrics["AURC"] is None


def test_few_of_many_retrieved_passages_are_kept_and_those_with_evidence_among_them() -> None:
    other, gold = ("kpi.txt", "574件"), ("kpi.txt", "52.0% (R5)")
    answer = record("declined", retrieved=[*[other] * 200, *[gold] * 200])
    for rank, found in enumerate(answer["retrieved"], start=1):
        found["score"] = 1 / rank
    result = run(dataset(rate_case()), lambda q, h: answer, TEXTS).results[0]
    assert [passage.rank for passage in result.retrieved] == [1, 2, 3, 4, 5, 201, 202, 203]
    assert result.ranks == (201,)


def test_progress_is_told_after_every_case() -> None:
    told: list[tuple[int, int]] = []
    run(dataset(), right, TEXTS, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_set_that_does_not_fit_its_corpus_is_refused() -> None:
    with pytest.raises(DatasetError, match=r"質問集「tiny」が文書と合わない[\s\S]*文書「kpi.txt」がありません"):
        run(dataset(), right, {"minutes.txt": TEXTS["minutes.txt"]})


def test_a_measure_that_raises_costs_its_case_and_passes_no_gate() -> None:
    def scorer(case: Any, *arguments: Any) -> CaseResult:
        if case.id == "cell-01":
            raise ZeroDivisionError("nothing to divide by")
        return score(case, *arguments)

    report = run(dataset(), right, TEXTS, scorer=scorer)
    assert [result.status for result in report.results] == ["unscored", "partial", "declined"]
    assert not report.results[0].passed
    assert report.metrics["fact recall"] == 0.5
    assert undecided(report) == ["採点に失敗した質問が1件あります（cell-01）"]


def test_a_stale_recording_is_no_crash_and_passes_no_gate() -> None:
    def stale(question: str, history: list[str]) -> Mapping[str, Any]:
        if question == unanswerable_case().question:
            raise ReplayStaleError("録音したときとモデルが違います。")
        return right(question, history)

    report = run(dataset(), stale, TEXTS)
    assert report.results[2].status == "stale"
    assert not report.results[2].passed
    assert undecided(report) == ["録音が古いため判定できない質問が1件あります（none-01）"]
    assert undecided(run(dataset(), right, TEXTS)) == []


def test_a_run_that_is_stopped_keeps_what_was_measured() -> None:
    def capped(question: str, history: list[str]) -> Mapping[str, Any]:
        if question == two_groups_case().question:
            raise MeasuringStoppedError("呼び出しが上限に達しました")
        return right(question, history)

    report = run(dataset(), capped, TEXTS)
    assert [result.case.id for result in report.results] == ["cell-01"]
    assert report.stopped == "呼び出しが上限に達しました（3問のうち1問を測りました）"
    assert run(dataset(), right, TEXTS).stopped == ""


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_passages_with_one_score_moves_no_rank(reverse: bool) -> None:
    tied = [("kpi.txt", "574件"), ("kpi.txt", "60.9% (R2)\t52.0% (R5)"), ("minutes.txt", "約3000時間")]
    found = record("answered", "52.0％です。", retrieved=tied[::-1] if reverse else tied)
    report = run(dataset(rate_case()), lambda question, history: found, TEXTS)
    assert report.results[0].ranks == (1,)


def test_passages_with_other_scores_keep_their_order() -> None:
    found = record("answered", "52.0％です。", retrieved=[("minutes.txt", "約3000時間"), ("kpi.txt", "52.0% (R5)")])
    for place, value in zip(found["retrieved"], (0.9, 0.2), strict=True):
        place["score"] = value
    report = run(dataset(rate_case()), lambda question, history: found, TEXTS)
    assert report.results[0].ranks == (2,)
