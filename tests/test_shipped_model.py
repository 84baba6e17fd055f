from pathlib import Path

import numpy as np
import pytest

from vectorstore.load_embedder import load_embedder

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "everyday_words.tsv").read_text("utf-8").split("\n")
    if line
]


@pytest.fixture(scope="module")
def cosines():
    """Everyday words (rows) against official ones (columns), each everyday word beside its own on the diagonal."""
    embedder = load_embedder()
    everyday, official = (embedder.passages(words) for words in zip(*PAIRS, strict=True))
    return everyday @ official.T


def test_an_everyday_word_is_nearer_to_its_official_word_than_to_others(cosines):
    own = np.array([everyday == other for everyday, _ in PAIRS for other, _ in PAIRS]).reshape(cosines.shape)
    own |= np.array([official == other for _, official in PAIRS for _, other in PAIRS]).reshape(cosines.shape)
    related, strange = np.diag(cosines), cosines[~own]
    area = (related[:, None] > strange[None, :]).mean()
    assert len(related) == 110
    assert area > 0.95
    assert related.mean() > 0.32
    assert abs(strange.mean()) < 0.03


def test_strangers_are_rarely_as_near_as_related_words(cosines):
    strange = cosines[~np.eye(len(cosines), dtype=bool)]
    assert (strange > 0.4).mean() < 0.01
    assert (np.diag(cosines) > 0.4).mean() > 0.4
