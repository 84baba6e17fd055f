"""What the random numbers behind a learnt vector add: which pieces a text has, and nothing else."""

import numpy as np

from vectorstore.models.signatures import with_signatures

LEARNT = np.random.default_rng(5).normal(size=(400, 16)).astype(np.float32)


def cosines(rows):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit @ unit.T


def test_the_learnt_numbers_stay_in_front_and_a_signature_is_as_long_as_asked():
    table = with_signatures(LEARNT, numbers=64, share=0.5, seed=1)
    np.testing.assert_array_equal(table[:, :16], LEARNT)
    behind = np.linalg.norm(table[:, 16:], axis=1)
    np.testing.assert_allclose(behind, 0.5 * np.linalg.norm(LEARNT, axis=1), rtol=1e-5)


def test_signatures_of_two_pieces_agree_by_chance_alone():
    behind = with_signatures(LEARNT, numbers=128, share=0.5, seed=1)[:, 16:]
    apart = cosines(behind)[~np.eye(len(LEARNT), dtype=bool)]
    assert abs(apart.mean()) < 0.01
    assert 0.07 < apart.std() < 0.11  # 1 / sqrt(128)


def test_a_piece_that_says_nothing_has_no_signature():
    assert not with_signatures(np.zeros((1, 16), np.float32), numbers=8, share=0.5, seed=1).any()


def test_the_seed_decides_the_signs():
    first, again, other = (with_signatures(LEARNT, numbers=8, share=0.5, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_without_numbers_the_table_is_as_learnt():
    assert with_signatures(LEARNT, numbers=0, share=0.5, seed=1) is LEARNT
