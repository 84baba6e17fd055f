from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from passages import embedder

from assistant.passages.relations import NEAR, Relations

DIRECTIONS = {"雪かき": (1.0, 0.0), "除雪": (0.97, 0.24), "排雪": (0.6, 0.8), "予算": (0.0, 1.0), "予算案": (0.1, 0.99)}


def embed(words: Sequence[str]) -> NDArray[np.float32]:
    rows = np.array([DIRECTIONS.get(word, (-1.0, 0.0)) for word in words], np.float32).reshape(-1, 2)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


OTHERS = ["除雪", "排雪", "予算", "2023", "雪"]


def near(word: str, others: Sequence[str] = OTHERS) -> dict[str, float]:
    row = Relations(embed).credits([word], others)[0]
    return {other: credit for other, credit in zip(others, row, strict=True) if credit}


def test_near_words_are_found_and_strangers_are_not() -> None:
    assert set(near("雪かき")) == {"除雪", "排雪"}
    assert set(near("予算案")) == {"予算", "排雪"}


def test_a_nearer_word_counts_more_and_never_as_much_as_the_word_itself() -> None:
    found = near("雪かき")
    assert 0 < found["排雪"] < found["除雪"] < 1


def test_a_word_is_no_relation_of_itself() -> None:
    assert "除雪" not in near("除雪")


def test_numbers_and_single_characters_have_no_relations() -> None:
    assert not {"2023", "雪", "3人", "町"} & set(near("知らない語", [*OTHERS, "3人", "町"]))


def test_each_of_several_words_has_a_row_and_each_of_the_others_a_column() -> None:
    found = Relations(embed).credits(["雪かき", "予算案"], OTHERS)
    assert found.shape == (2, len(OTHERS))
    assert found[0, 0] > 0 == found[0, 2]
    assert found[1, 2] > 0 == found[1, 0]


def test_what_was_read_before_changes_nothing() -> None:
    relations = Relations(embed)
    relations.credits(["雪かき"], ["予算案", "語"])
    assert relations.credits(["雪かき"], OTHERS).tolist() == Relations(embed).credits(["雪かき"], OTHERS).tolist()


def test_a_word_is_embedded_once_however_often_it_is_met() -> None:
    asked: list[str] = []

    def count(words: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(words)
        return embed(words)

    relations = Relations(count)
    for _ in range(3):
        relations.credits(["雪かき"], OTHERS)
    assert asked.count("除雪") == 1


def test_without_words_on_one_side_there_is_nothing() -> None:
    assert Relations(embed).credits([], OTHERS).shape == (0, len(OTHERS))
    assert Relations(embed).credits(["雪かき"], []).shape == (1, 0)


def test_threads_that_read_at_once_agree_with_one_alone() -> None:
    words = [f"語{a}{b}" for a in "甲乙丙丁戊己庚辛" for b in "子丑寅卯辰巳午未申酉戌亥"]
    shared = Relations(embedder().passages)

    def read(first: int) -> NDArray[np.float64]:
        return shared.credits([words[first]], words[first::8])

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(8)))
    for first, row in enumerate(found):
        alone = Relations(embedder().passages).credits([words[first]], words[first::8])
        np.testing.assert_allclose(row, alone, atol=1e-5)
        assert (row < 1).all()
    assert NEAR < 1
