from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import question, read

from assistant.abstain import ANSWER_THRESHOLD, WEIGHTS, Features, confidence, features_of

NAMES = Features.__slots__
FEATURES = st.builds(Features, **{name: st.floats(-1.0 if name == "cosine" else 0.0, 1.0) for name in NAMES})
# What speaks for an answer; everything else speaks against it.
FOR = {"coverage", "matched", "own", "cosine", "labelled", "speaker_found"}
PLAN = """浜風町 冬の暮らし計画

浜風町役場

除雪車は9台あり、毎朝5時に出動します。
令和5年の歩道の除雪は6.2kmです。

＜浜風町長＞
- 担い手が足りないため、来年度は2人を雇う。
"""


def test_each_finding_is_for_or_against_an_answer() -> None:
    assert {name for name in NAMES if getattr(WEIGHTS, name) > 0} == FOR
    assert all(getattr(WEIGHTS, name) != 0 for name in NAMES)


@given(FEATURES, st.sampled_from(NAMES), st.floats(0.01, 1.0))
def test_more_of_what_speaks_for_an_answer_never_lowers_confidence(features: Features, name: str, more: float) -> None:
    raised = replace(features, **{name: getattr(features, name) + more})
    if name in FOR:
        assert confidence(raised) >= confidence(features)
    else:
        assert confidence(raised) <= confidence(features)


@given(FEATURES)
def test_confidence_lies_between_nothing_and_certainty(features: Features) -> None:
    assert 0.0 <= confidence(features) <= 1.0


@pytest.mark.parametrize("name", ["kind_missing", "year_conflict", "speaker_conflict", "place_conflict"])
def test_a_hard_finding_outweighs_words_that_are_all_there(name: str) -> None:
    perfect = Features(**{n: 1.0 if n in FOR else 0.0 for n in NAMES})
    assert confidence(perfect) > ANSWER_THRESHOLD
    likely = replace(perfect, own=0.6, cosine=0.6, labelled=0.0, speaker_found=0.0)
    assert confidence(replace(likely, **{name: 1.0})) < ANSWER_THRESHOLD


def features(asked: str) -> Features:
    return features_of(question(asked), read(PLAN).ranked(asked)[0])


def test_features_of_a_question_that_the_passage_answers() -> None:
    found = features("浜風町の除雪車は何台ありますか")
    assert found.coverage > 0.6
    assert (found.kind_missing, found.place_conflict, found.missing_names) == (0.0, 0.0, 0.0)
    assert confidence(found) > ANSWER_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("除雪車は何円ですか", "kind_missing"),
        ("平成20年の歩道の除雪は何kmですか", "year_conflict"),
        ("山辺町長は担い手について何と述べましたか", "speaker_conflict"),
        ("山辺町の除雪車は何台ありますか", "place_conflict"),
        ("除雪車の保険料はいくらですか", "attribute_missing"),
    ],
)
def test_a_question_that_the_passage_does_not_answer_shows_why(asked: str, name: str) -> None:
    found = features(asked)
    assert getattr(found, name) > 0.0
    assert confidence(found) < ANSWER_THRESHOLD


def test_a_year_that_is_merely_not_named_weighs_less_than_another_year() -> None:
    asked = "平成20年の除雪車は何台ありますか"
    unnamed = next(r for r in read(PLAN).ranked(asked) if "9台" in r.unit.text)
    assert 0.0 < features_of(question(asked), unnamed).year_conflict < 1.0
