from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.weights import DEFAULT_FUSION, HIGH, LOW, Blend, Fusion

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
    assert DEFAULT_FUSION.at(low).asks < 0 <= min(astuple(DEFAULT_FUSION.at(low))[:-1])


def test_a_leg_takes_part_when_it_has_weight_at_either_end() -> None:
    assert [weight > 0 for weight in astuple(BLEND.legs)] == [
        True,
        True,
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert Fusion(near=1.0).legs == Fusion(near=1.0).at(0.3) == Fusion(near=1.0)
