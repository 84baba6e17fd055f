"""Baselines: a file that people read in a diff, written by acceptance alone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from eval_cases import TEXTS, dataset, rate_case, record, unanswerable_case
from hypothesis import given
from hypothesis import strategies as st

from evals.baseline import Baseline, accepted, case_scores, load_baseline, write_baseline, written
from evals.corpora import DATASETS, baseline_path
from evals.errors import DatasetError
from evals.hashes import LABELS
from evals.results import Report
from evals.runner import run

HASHES = dict.fromkeys(LABELS, "0123456789abcdef")
LIMITS = Baseline(
    floors={"fact recall": 0.5, "quote exact": 1.0}, ceilings={"over-refusal": 0.5}, must_pass=("cell-01",)
)


def predict(question: str, history: list[str]) -> Mapping[str, Any]:
    if question == rate_case().question:
        return record("answered", "52.0％です[1]", cited=[("kpi.txt", "52.0% (R5)")], retrieved=[("kpi.txt", "574件")])
    return record("declined")


def report() -> Report:
    return run(dataset(), predict, TEXTS)


def test_scores_of_gated_measures_are_kept_case_by_case() -> None:
    new = accepted(LIMITS, report(), HASHES, "最初の採用")
    assert new.measures == ("passed", "fact recall", "quote exact", "over-refusal")
    assert new.scores == {
        "cell-01": {"passed": 1.0, "fact recall": 1.0, "quote exact": 1.0, "over-refusal": 0.0},
        "list-01": {"passed": 0.0, "fact recall": 0.0, "over-refusal": 1.0},
        "none-01": {"passed": 1.0},
    }
    assert (new.floors, new.ceilings, new.must_pass) == (LIMITS.floors, LIMITS.ceilings, LIMITS.must_pass)


def test_a_baseline_without_limits_keeps_the_measures_that_matter_most() -> None:
    new = accepted(Baseline({}, {}), report(), HASHES, "最初の採用")
    assert set(new.scores["cell-01"]) == {
        "passed",
        "evidence recall@5",
        "fact recall",
        "citation recall",
        "over-refusal",
    }


def test_a_written_baseline_is_read_back_and_written_the_same(tmp_path: Path) -> None:
    new = accepted(LIMITS, report(), HASHES, "最初の\n採用")
    write_baseline(tmp_path / "新しい" / "b.json", new)
    read = load_baseline(tmp_path / "新しい" / "b.json")
    assert read == new
    assert written(read) == written(new)
    assert read.reasons == ("最初の 採用",)
    assert [path.name for path in (tmp_path / "新しい").iterdir()] == ["b.json"]


def test_the_file_has_one_line_a_case_in_the_order_of_ids_and_no_text_of_a_question() -> None:
    text = written(accepted(LIMITS, report(), HASHES, "最初の採用"))
    rows = [line for line in text.splitlines() if line.startswith('  "') and "[" in line and "-0" in line]
    assert rows == ['  "cell-01": [1, 1, 1, 0],', '  "list-01": [0, 0, null, 1],', '  "none-01": [1, null, null, null]']
    assert json.loads(text)["cases"]["list-01"] == [0, 0, None, 1]
    for case in dataset().cases:
        assert case.question not in text
        assert all(gold.quote not in text for group in case.evidence for gold in group)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8).filter(lambda name: name.isprintable()),
        st.fixed_dictionaries({"passed": st.sampled_from([0.0, 0.3333, 1.0])}),
        max_size=5,
    )
)
def test_any_ids_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, scores: dict[str, dict[str, float]]
) -> None:
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    hashes = HASHES if scores else {}
    write_baseline(path, Baseline({}, {}, hashes=hashes, scores=scores, reasons=("理由",)))
    assert load_baseline(path).scores == scores


def test_the_last_few_reasons_are_kept_the_latest_first() -> None:
    baseline = LIMITS
    for number in range(8):
        hashes = HASHES | {"dataset": f"{number:016}"}
        baseline = accepted(baseline, report(), hashes, f"理由{number}")
    assert baseline.reasons == ("理由7", "理由6", "理由5", "理由4", "理由3")


def test_the_same_result_is_not_accepted_twice() -> None:
    first = accepted(LIMITS, report(), HASHES, "理由1")
    assert accepted(first, report(), HASHES, "理由2") is first


def test_scores_are_rounded_as_they_are_kept() -> None:
    result = report().results[0]
    odd = type(result)(result.case, "answered", scores=(("nDCG@10", 1 / 3),))
    assert case_scores([odd], ["nDCG@10"]) == {"cell-01": {"nDCG@10": 0.3333}}


@pytest.mark.parametrize(
    "broken",
    [
        {"measures": ["passed"], "cases": {"a": [1, 0]}, "hashes": HASHES},
        {"measures": ["passed"], "cases": {"a": [1]}, "hashes": {"dataset": "0"}},
        {"measures": ["passed"], "cases": {"a": [1]}},
    ],
)
def test_a_record_changed_by_hand_is_explained(tmp_path: Path, broken: dict[str, Any]) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"shirube eval --accept"):
        load_baseline(path)


def test_a_baseline_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DatasetError, match="--baseline"):
        write_baseline(tmp_path / "file" / "b.json", LIMITS)


@pytest.mark.parametrize("name", DATASETS)
def test_the_packaged_baselines_are_as_acceptance_writes_them(name: str) -> None:
    path = baseline_path(name)
    assert path is not None
    baseline = load_baseline(path)
    assert path.read_text(encoding="utf-8") == written(baseline)
    assert set(baseline.hashes) == set(LABELS)
    assert baseline.reasons
    assert baseline.must_pass
    assert all(baseline.scores[case]["passed"] == 1.0 for case in baseline.must_pass)


def test_an_unanswerable_case_takes_part_in_declining_alone() -> None:
    result = next(result for result in report().results if result.case.id == unanswerable_case().id)
    assert case_scores([result], ["fact recall", "declined recall"]) == {"none-01": {"declined recall": 1.0}}
