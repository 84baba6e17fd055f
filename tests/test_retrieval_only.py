"""A set that says only which passages are right is measured by them alone."""

from dataclasses import replace

from eval_cases import TEXTS, dataset, rate_case, record

from evals.lint import lint
from evals.results import Report
from evals.runner import run

CASE = replace(rate_case(), facts=(), forbidden=(), retrieval_only=True)


def measured(quote: str) -> Report:
    retrieved = [("kpi.txt", quote)]
    return run(dataset(CASE), lambda *_: record("answered", "何か", cited=retrieved, retrieved=retrieved), TEXTS)


def test_values_are_not_asked_for() -> None:
    assert lint([CASE], TEXTS) == []
    assert any("facts がありません" in problem for problem in lint([replace(CASE, retrieval_only=False)], TEXTS))
    report = measured("52.0% (R5)")
    assert report.metrics["fact recall"] is None
    assert report.metrics["citation recall"] == 1.0


def test_a_case_passes_with_its_passages_among_the_first() -> None:
    assert measured("52.0% (R5)").results[0].passed
    assert not measured("574件").results[0].passed
