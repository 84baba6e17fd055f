import numpy as np
import pytest
from passages import ANALYZER, embedder

from assistant.passages.coverage import Matcher
from assistant.passages.credits import Credits, WeighedWord, WordSet, union
from assistant.passages.relations import Relations

MATCHER = Matcher(ANALYZER, document_frequency=lambda _: 1, chunk_count=100)


def word(text: str, **named: object) -> WeighedWord:
    return WeighedWord(text, text, 1.0, proper=False, required=True, **named)  # type: ignore[arg-type]


def credits_of(words: list[WeighedWord], *texts: str, relations: Relations | None = None) -> tuple[Credits, np.ndarray]:
    sets = [MATCHER.words(text) for text in texts]
    table = Credits(words, sets, {}, relations)
    return table, np.array([[table.place(present) for present in sets]])


def test_a_word_counts_at_the_best_of_its_places() -> None:
    table, places = credits_of([word("除雪"), word("予算")], "除雪の計画", "除雪の予算")
    assert table.factors(places, np.array([[1.0, 0.5]])).tolist() == [[1.0, 0.5]]
    assert table.factors(places, np.array([[0.2, 0.5]])).tolist() == [[0.5, 0.5]]


def test_an_alternative_counts_when_all_of_its_words_are_there() -> None:
    asked = [word("空き家", alternatives=((("無人", "住宅"), 1.0),))]
    table, places = credits_of(asked, "無人の住宅を貸します。", "住宅を貸します。")
    factors = table.factors(places.T, np.ones((2, 1)))
    assert 0 < factors[0, 0] < 1
    assert factors[1, 0] == 0.0


def test_a_near_word_counts_only_where_the_word_stands_nowhere() -> None:
    relations = Relations(embedder().meanings)
    asked = [word("除雪")]
    table, places = credits_of(asked, "除排雪を行います。", "祭りを開きます。", relations=relations)
    assert 0 < table.factors(places, np.array([[0.5, 0.5]]))[0, 0] < 0.5
    table, places = credits_of(asked, "除排雪を行います。", "除雪を行います。", relations=relations)
    assert table.factors(places, np.array([[0.5, 0.1]]))[0, 0] == pytest.approx(0.1)


@pytest.mark.parametrize("named", [{"proper": True}, {"required": False}, {"noun": False}])
def test_names_asking_words_and_verbs_have_no_relations(named: dict[str, bool]) -> None:
    given = {"proper": False, "required": True, "noun": True} | named
    assert not WeighedWord("除雪", "除雪", 1.0, **given).has_relations


def test_a_number_and_a_character_have_no_relations() -> None:
    assert word("除雪").has_relations
    assert not word("12").has_relations
    assert not word("雪").has_relations


def test_without_texts_there_are_no_places() -> None:
    table = Credits([word("除雪")], [], {}, None)
    assert table.factors(np.zeros((0, 1), np.intp), np.zeros((0, 1))).shape == (0, 1)


def test_a_union_holds_the_words_of_all() -> None:
    one, other = MATCHER.words("札幌の除雪"), MATCHER.words("観光の予算")
    both = union([one, other])
    assert both.words == one.words | other.words
    assert both.names == one.names
    assert all(both.holds(text) for text in ("札幌", "除雪", "観光", "予算"))


def test_a_union_with_nothing_new_is_the_text_itself() -> None:
    one, empty = MATCHER.words("札幌の除雪"), MATCHER.words("")
    assert union([one, empty, MATCHER.words("除雪")]) is one
    assert union([empty]) is empty


def test_texts_of_equal_words_are_told_apart() -> None:
    one, other = (WordSet(frozenset({"除雪"}), "除雪", frozenset(), frozenset()) for _ in range(2))
    table = Credits([word("除雪")], [one, other], {}, None)
    assert table.place(one) != table.place(other)
