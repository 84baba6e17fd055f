"""Floors and ceilings: what is kept passes, what is not kept or not measured is listed."""

import json
from pathlib import Path

import pytest

from evals.corpora import baseline_path
from evals.errors import DatasetError
from evals.gate import Baseline, failures, load_baseline

BASELINE = Baseline(floors={"fact recall": 0.8}, ceilings={"over-refusal": 0.05})


def test_a_measure_at_its_limit_passes() -> None:
    assert failures({"fact recall": 0.8, "over-refusal": 0.05, "nDCG@10": 0.0}, BASELINE) == []


def test_each_limit_that_is_not_kept_is_listed() -> None:
    assert failures({"fact recall": 0.79, "over-refusal": 0.06}, BASELINE) == [
        "fact recall: 0.79 です（基準は 0.8 以上）",
        "over-refusal: 0.06 です（基準は 0.05 以下）",
    ]


@pytest.mark.parametrize("metrics", [{"over-refusal": 0.0}, {"fact recall": None, "over-refusal": 0.0}])
def test_a_measure_that_was_not_taken_does_not_pass(metrics: dict[str, float | None]) -> None:
    assert failures(metrics, BASELINE) == ["fact recall: 測れませんでした（基準は 0.8 以上）"]


def test_a_baseline_is_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"floors": {"fact recall": 0.8}, "ceilings": {"over-refusal": 0.05}}), encoding="utf-8")
    assert load_baseline(path) == BASELINE


@pytest.mark.parametrize("content", ["{", '{"floor": {}}', '{"floors": {"fact recall": "高い"}}'])
def test_a_malformed_baseline_is_explained(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match="形が違います"):
        load_baseline(path)


def test_a_missing_baseline_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="開けません"):
        load_baseline(tmp_path / "none.json")


@pytest.mark.parametrize("name", ["samples", "seeds"])
def test_the_packaged_baselines_hold_the_agreed_floors(name: str) -> None:
    path = baseline_path(name)
    assert path is not None
    baseline = load_baseline(path)
    agreed = {
        "evidence recall@5": 0.95,
        "fact recall": 0.8,
        "citation recall": 0.85,
        "declined recall": 0.8,
        "quote exact": 1.0,
    }
    assert all(baseline.floors[measure] >= floor for measure, floor in agreed.items())
    assert baseline.ceilings["over-refusal"] <= 0.05


def test_an_own_set_has_no_packaged_baseline() -> None:
    assert baseline_path("own") is None
