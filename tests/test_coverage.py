import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import ANALYZER, embedder, question

from assistant.passages.coverage import Coverage, Matcher
from assistant.passages.credits import WeighedWord

COUNTS = {"計画": 90, "除雪": 5, "観光": 15}


def matcher(*, related: bool = False) -> Matcher:
    vectors = embedder().meanings if related else None
    return Matcher(ANALYZER, document_frequency=lambda word: COUNTS.get(word, 0), chunk_count=100, word_vectors=vectors)


PLAIN = matcher()


def cover(asked: str, *tiers: tuple[str, float], document: str = "") -> Coverage:
    words = PLAIN.weigh(question(asked))
    return PLAIN.cover(words, [(PLAIN.words(text), factor) for text, factor in tiers], document=document)


def weights(asked: str) -> dict[str, float]:
    return {word.surface: word.weight for word in PLAIN.weigh(question(asked))}


def test_a_passage_with_every_word_covers_the_question() -> None:
    found = cover("除雪の計画", ("町は除雪の計画をつくりました。", 1.0))
    assert found.share == pytest.approx(1.0)
    assert found.missing == ()


def test_a_passage_with_no_word_covers_nothing() -> None:
    found = cover("除雪の計画", ("祭りは夏に開きます。", 1.0))
    assert found.share == 0.0
    assert set(found.missing) == {"除雪", "計画"}


def test_the_rarer_of_two_missing_words_comes_first() -> None:
    assert cover("除雪の計画", ("祭りは夏に開きます。", 1.0)).missing == ("除雪", "計画")


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    found = weights("除雪と観光の計画")
    assert found["除雪"] > found["観光"] > found["計画"]
    assert PLAIN.idf("誰も書かない語") >= PLAIN.idf("除雪")


def test_words_that_only_ask_weigh_little_and_are_never_missing() -> None:
    words = PLAIN.weigh(question("除雪の場所を教えてください"))
    asking = next(word for word in words if word.surface == "場所")
    assert not asking.required
    assert asking.weight < next(word for word in words if word.surface == "除雪").weight
    assert "場所" not in cover("除雪の場所を教えてください", ("祭り", 1.0)).missing


def test_the_further_away_a_word_stands_the_less_it_counts() -> None:
    near = cover("除雪の計画", ("除雪の計画です。", 1.0), ("", 0.5))
    mixed = cover("除雪の計画", ("計画です。", 1.0), ("除雪", 0.5))
    far = cover("除雪の計画", ("", 1.0), ("除雪の計画", 0.5))
    assert near.share > mixed.share > far.share > 0.0


def test_a_word_counts_at_its_best_place_only() -> None:
    once = cover("除雪", ("除雪", 1.0))
    twice = cover("除雪", ("除雪", 1.0), ("除雪と除雪", 0.5))
    assert once.share == twice.share == pytest.approx(1.0)


def test_part_of_a_longer_word_counts() -> None:
    assert cover("就職の支援", ("就職先を支援します。", 1.0)).share == pytest.approx(1.0)


def test_a_figure_is_not_part_of_a_longer_one() -> None:
    assert cover("12件", ("312件", 1.0)).share < cover("12件", ("12件", 1.0)).share


def test_a_synonym_of_the_dictionary_stands_in_for_a_word() -> None:
    found = cover("子育ての給料", ("育児の賃金", 1.0))
    assert 0.5 < found.share < 1.0


def test_a_near_relation_stands_in_where_the_model_knows_words() -> None:
    words = "跡継ぎ"
    related = matcher(related=True)
    asked = related.weigh(question(words))
    present = related.words("後継者がいないため店を閉めます。")
    plain = PLAIN.cover(PLAIN.weigh(question(words)), [(PLAIN.words("後継者がいないため店を閉めます。"), 1.0)])
    assert related.cover(asked, [(present, 1.0)]).share >= plain.share


def test_a_name_that_stands_nowhere_is_a_missing_name() -> None:
    found = cover("札幌の除雪", ("除雪をします。", 1.0))
    assert found.missing_names == 1.0
    assert cover("札幌の除雪", ("札幌の除雪をします。", 1.0)).missing_names == 0.0
    assert cover("除雪の計画", ("祭り", 1.0)).missing_names == 0.0


def test_a_name_elsewhere_in_the_document_is_not_missing_but_counts_little() -> None:
    elsewhere = cover("札幌の除雪", ("除雪をします。", 1.0), document="札幌から客が来ます。除雪をします。")
    here = cover("札幌の除雪", ("札幌の除雪をします。", 1.0))
    assert elsewhere.missing_names == 0.0
    assert elsewhere.share < here.share


def test_a_question_without_words_is_covered_by_anything() -> None:
    assert PLAIN.cover((), [(PLAIN.words("祭り"), 1.0)]) == Coverage(1.0, (), 0.0)


WORDS = st.lists(
    st.builds(
        WeighedWord,
        text=st.sampled_from(["除雪", "計画", "観光", "祭り", "札幌"]),
        surface=st.sampled_from(["除雪", "札幌"]),
        weight=st.floats(0.05, 1.0),
        proper=st.booleans(),
        required=st.booleans(),
    ),
    max_size=6,
)


@given(WORDS, st.lists(st.sampled_from(["除雪", "計画を", "観光の祭り", "", "札幌"]), max_size=4), st.floats(0.0, 1.0))
def test_shares_stay_between_nothing_and_everything_and_grow_with_what_is_there(
    words: list[WeighedWord], texts: list[str], factor: float
) -> None:
    tiers = [(PLAIN.words(text), factor) for text in texts]
    less, more = PLAIN.cover(words, tiers[:-1]), PLAIN.cover(words, tiers)
    assert 0.0 <= less.share <= more.share + 1e-9 <= 1.0 + 1e-9
    assert 0.0 <= more.missing_names <= 1.0
    assert set(more.missing) <= set(less.missing)
