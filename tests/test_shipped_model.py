from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from vectorstore.load_embedder import load_embedder
from vectorstore.models.pieces import word_counts
from vectorstore.static_embedder import SHIPPED_MODEL
from vectorstore.thesaurus.concepts import read_concepts, shipped_files

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "everyday_words.tsv").read_text("utf-8").split("\n")
    if line
]


@pytest.fixture(scope="module")
def cosines():
    """Everyday words (rows) against official ones (columns), each everyday word beside its own on the diagonal."""
    embedder = load_embedder()
    everyday, official = (embedder.meanings(words) for words in zip(*PAIRS, strict=True))
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


def test_the_words_of_administration_are_whole_and_not_spelt_out():
    pieces = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json")).get_vocab()
    words = word_counts(name for concept in read_concepts(shipped_files()) for name in concept.expressions)
    longer = [word for word in words if 1 < len(word) < 9 and word.isalpha()]
    assert sum(word in pieces for word in longer) / len(longer) > 0.75
    assert {"図書", "除雪", "計画", "予算", "保育", "条例"} <= pieces.keys()
