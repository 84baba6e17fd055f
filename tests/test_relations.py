from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from passages import embedder

from assistant.relations import NEAR, Relations

DIRECTIONS = {"雪かき": (1.0, 0.0), "除雪": (0.97, 0.24), "排雪": (0.6, 0.8), "予算": (0.0, 1.0), "予算案": (0.1, 0.99)}


def embed(words: Sequence[str]) -> NDArray[np.float32]:
    rows = np.array([DIRECTIONS.get(word, (-1.0, 0.0)) for word in words], np.float32).reshape(-1, 2)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def relations() -> Relations:
    known = Relations(embed)
    known.learn(["除雪", "排雪", "予算", "2023", "雪"])
    return known


def test_near_words_are_found_and_strangers_are_not(relations: Relations) -> None:
    assert set(relations.of("雪かき")) == {"除雪", "排雪"}
    assert set(relations.of("予算案")) == {"予算", "排雪"}


def test_a_nearer_word_counts_more_and_never_as_much_as_the_word_itself(relations: Relations) -> None:
    near = relations.of("雪かき")
    assert 0 < near["排雪"] < near["除雪"] < 1


def test_a_word_is_no_relation_of_itself(relations: Relations) -> None:
    assert "除雪" not in relations.of("除雪")


def test_numbers_and_single_characters_have_no_relations(relations: Relations) -> None:
    relations.learn(["3人", "町"])
    assert not {"2023", "雪", "3人", "町"} & set(relations.of("知らない語"))


def test_words_learnt_later_are_found_too(relations: Relations) -> None:
    assert "予算案" not in relations.of("予算")
    relations.learn(["予算案"])
    assert "予算案" in relations.of("予算")


def test_without_any_passage_there_is_no_relation() -> None:
    assert Relations(embed).of("雪かき") == {}


def test_threads_that_learn_and_ask_agree_with_one_that_does_both() -> None:
    words = [f"語{a}{b}" for a in "甲乙丙丁戊己庚辛" for b in "子丑寅卯辰巳午未申酉戌亥"]
    alone, shared = Relations(embedder().passages), Relations(embedder().passages)
    alone.learn(words)

    def read(first: int) -> None:
        shared.learn(words[first::8])
        shared.of(words[first])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(8)))
    for word in words[:12]:
        near = alone.of(word)
        assert dict(shared.of(word)) == pytest.approx(dict(near), abs=1e-5)
        assert all(0 < credit < 1 for credit in near.values())
    assert NEAR < 1
