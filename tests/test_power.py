"""The gate's own error rates: simulated sets go through the comparison that `shirube eval` makes."""

from pathlib import Path

import pytest

from evals import power
from evals.power import CHURN, caught
from evals.stats import power as normal_power


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_points_lost_on_200_cases_are_caught(seed: int) -> None:
    assert caught(0.05, cases=200, churn=CHURN, runs=100, seed=seed) >= 85
    assert caught(0.05, cases=200, churn=0.0, runs=100, seed=seed) == 100


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("churn", [0.0, 0.01, CHURN])
def test_an_indifferent_change_is_hardly_ever_a_loss(seed: int, churn: float) -> None:
    assert caught(0.0, cases=200, churn=churn, runs=100, seed=seed) <= 5


def test_six_measures_at_once_keep_both_rates_at_the_noise_that_was_measured() -> None:
    """Other chunk sizes and passage counts turn over at most 1 case in 100 of the packaged sets."""
    assert caught(0.0, churn=0.01, measures=6, runs=100) <= 5
    assert caught(0.05, churn=0.01, measures=6, runs=100) >= 85


def test_a_loss_under_two_points_never_fails() -> None:
    assert caught(0.015, cases=400, churn=0.0, runs=20) == 0


def test_families_of_two_make_a_loss_harder_to_see() -> None:
    apart = caught(0.06, churn=0.1, pairs=0.0, runs=200)
    together = caught(0.06, churn=0.1, pairs=1.0, runs=200)
    assert together < apart


def test_losses_by_chance_are_caught_as_often_as_the_formula_says() -> None:
    simulated = caught(0.05, cases=200, churn=0.04, pairs=0.0, runs=300, exact=False) / 300
    assert simulated == pytest.approx(normal_power(200, 0.05, churn=0.04), abs=0.1)


def test_the_table_names_rates_and_each_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": "a", "question": "何台？", "kind": "unanswerable", "answerable": false}\n', encoding="utf-8")
    power.main([str(own), "--runs", "2"])
    shown = capsys.readouterr().out
    assert "failing runs" in shown
    assert "own" in shown
