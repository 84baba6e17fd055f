from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.search import DEFAULT_FUSION, HIGH, LOW, Blend, Fusion, asked, question_text
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()
BLEND = Blend(known=Fusion(bm25=2.0, words=1.0), unknown=Fusion(words=3.0, vector=4.0))


def test_words_decide_where_a_chunk_has_them_and_meaning_where_none_has() -> None:
    assert BLEND.at(1.0) == BLEND.at(HIGH) == BLEND.known
    assert BLEND.at(0.0) == BLEND.at(LOW) == BLEND.unknown
    assert BLEND.at((LOW + HIGH) / 2) == Fusion(bm25=1.0, words=2.0, vector=2.0)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_words_are_covered_the_more_they_count(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert DEFAULT_FUSION.at(low).bm25 <= DEFAULT_FUSION.at(high).bm25
    assert DEFAULT_FUSION.at(low).vector >= DEFAULT_FUSION.at(high).vector
    assert min(astuple(DEFAULT_FUSION.at(low))) >= 0


def test_a_leg_takes_part_when_it_has_weight_at_either_end() -> None:
    assert [weight > 0 for weight in astuple(BLEND.legs)] == [True, True, False, False, False, True]
    assert Fusion(near=1.0).legs == Fusion(near=1.0).at(0.3) == Fusion(near=1.0)


@pytest.mark.parametrize("tail", ["について教えてください", "を詳しく説明して", "を知りたいです", ""])
def test_what_is_asked_of_the_reader_is_not_searched(tail: str) -> None:
    text = question_text(f"除雪計画{tail}")
    assert text == "除雪計画"
    assert [word.text for word in asked(text, ANALYZER).words] == ["除雪", "計画"]


def test_a_word_said_twice_is_asked_once_and_boosts_never_repeat_it() -> None:
    question = asked("除雪の車と除雪の人", ANALYZER, boosts=["除雪", "日時", "日時"])
    assert [word.text for word in question.words].count("除雪") == 1
    assert question.terms.boosts == ("日時",)


def test_a_question_without_content_asks_nothing() -> None:
    assert asked("？！", ANALYZER).words == ()
    assert asked("？！", ANALYZER).terms.grams == ()
