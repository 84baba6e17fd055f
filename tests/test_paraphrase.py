import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.models.paraphrase import Paraphraser
from vectorstore.thesaurus.concepts import Concept

CONCEPTS = [
    Concept("safety", 1, ("除排雪", "除雪"), ("雪かき", "雪を片づけること"), 1.0),
    Concept("safety", 2, ("除雪計画",), ("雪の段取り",), 0.8),
    Concept("housing", 1, ("転居",), ("引っ越し",), 1.0),
    Concept("housing", 2, ("住", "公営住宅"), ("安い借家",), 0.7),
]
SENTENCE = st.text("除排雪計画転居公営住宅はを町の。", max_size=30)


@pytest.fixture(scope="module")
def paraphraser():
    return Paraphraser(CONCEPTS)


def said(paraphraser, sentence, *, times=30):
    chance = random.Random(2)
    return {paraphraser.say(sentence, chance) for _ in range(times)}


def test_a_term_gives_way_to_one_of_its_sayings(paraphraser):
    assert said(paraphraser, "町は除排雪を急ぎます。") == {"町は雪かきを急ぎます。", "町は雪を片づけることを急ぎます。"}


def test_every_term_of_a_sentence_is_replaced(paraphraser):
    assert said(paraphraser, "転居して公営住宅に入り、また転居する") == {"引っ越しして安い借家に入り、また引っ越しする"}


def test_the_longest_term_goes_first(paraphraser):
    assert said(paraphraser, "除雪計画を定めます。") == {"雪の段取りを定めます。"}


@pytest.mark.parametrize("sentence", ["", "図書館は夜まで開いています。", "除 雪", "住まいは住です。"])
def test_a_sentence_without_a_term_of_two_characters_is_not_said_otherwise(paraphraser, sentence):
    assert said(paraphraser, sentence) == {None}


def test_sayings_of_all_concepts_with_the_term_are_drawn():
    concepts = [Concept("a", 1, ("相談窓口",), ("話を聞く所",), 1.0), Concept("b", 1, ("相談窓口",), ("頼る先",), 1.0)]
    assert said(Paraphraser(concepts), "相談窓口") == {"話を聞く所", "頼る先"}


def test_terms_without_a_saying_stay():
    assert said(Paraphraser([Concept("a", 1, ("除雪", "除排雪"), (), 1.0)]), "除雪と除排雪") == {None}


def test_no_concepts_say_nothing():
    assert said(Paraphraser([]), "町は除雪を急ぎます。") == {None}


@given(SENTENCE, st.integers(0, 9))
def test_a_sentence_is_said_otherwise_exactly_when_it_has_a_term_and_the_same_each_time(sentence, seed):
    paraphraser = Paraphraser(CONCEPTS)
    found = paraphraser.say(sentence, random.Random(seed))
    assert found == paraphraser.say(sentence, random.Random(seed))
    terms = [term for concept in CONCEPTS for term in concept.terms if len(term) > 1]
    assert (found is None) == (not any(term in sentence for term in terms))
    if found is not None:
        assert found != sentence
