import numpy as np
import pytest

from assistant.measuring.ranking_fit import KEPT, Offered, fit, hit_rate
from assistant.passages.ranking_features import WEIGHTS, RankingFeatures


def offered(seed: int, count: int = 60) -> list[Offered]:
    """Questions where the second of three features tells the right one, with some noise."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        rows = chance.random((6, 3))
        made.append(Offered(rows, np.arange(6) == np.argmax(rows[:, 1] + 0.1 * chance.random(6))))
    return made


FREE = np.array([True, True, True])


def test_the_fit_finds_what_tells_the_right_one() -> None:
    start = np.array([1.0, 0.0, 0.0])
    fitted = fit(offered(0), start, FREE, 0.001)
    assert fitted[1] > max(fitted[0], fitted[2])
    assert hit_rate(offered(1), fitted, 1) > hit_rate(offered(1), start, 1)


def test_what_is_not_free_stays() -> None:
    start = np.array([0.5, 0.0, 0.2])
    fitted = fit(offered(0), start, np.array([False, True, False]), 0.001)
    assert fitted[0] == 0.5
    assert fitted[2] == 0.2
    assert fitted[1] > 0.0


def test_a_stronger_pull_stays_nearer() -> None:
    start = np.array([0.5, 0.0, 0.2])
    near, far = (fit(offered(0), start, FREE, strength) for strength in (10.0, 0.001))
    assert np.abs(near - start).sum() < np.abs(far - start).sum()


def test_the_same_questions_give_the_same_weights() -> None:
    start = np.zeros(3)
    assert fit(offered(0), start, FREE, 0.01).tolist() == fit(offered(0), start, FREE, 0.01).tolist()


def test_more_of_the_best_hold_more_answers() -> None:
    shares = [hit_rate(offered(0), np.array([1.0, 0.0, 0.0]), count) for count in (1, 2, 6)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert hit_rate([], np.zeros(3), 1) == 0.0


def test_every_kept_weight_is_one_of_the_features() -> None:
    assert set(RankingFeatures._fields) >= KEPT
    assert len(WEIGHTS) == len(RankingFeatures._fields)
