import pytest
from passages import read

from assistant.answerer import Draft, DraftSentence
from assistant.answers import Status
from assistant.parts import joined, parts_of

PLAN = """浜風町の子育て

浜風町

病児保育は、令和6年10月に始まります。
山の家の利用者は年間120人、海の家の利用者は年間340人です。
"""


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "浜風町の病児保育は、予算はいくらで、何月に始まりますか",
            ("浜風町の病児保育は、予算はいくらですか", "浜風町の病児保育は何月に始まりますか"),
        ),
        (
            "浜の家の1泊はいくらで、新しい料金はいつから適用ですか",
            ("浜の家の1泊はいくらですか", "浜の家の1泊の新しい料金はいつから適用ですか"),
        ),
        (
            "住宅補助は、何年以上住むことが条件で最大いくらですか",
            ("住宅補助は、何年以上住むことが条件ですか", "住宅補助は最大いくらですか"),
        ),
        ("除雪の目標を教えて。また、移住相談件数は？", ("除雪の目標を教えて", "移住相談件数は?")),
        ("利用料はいくらですか、それと申込先はどこですか", ("利用料はいくらですか", "申込先はどこですか")),
        ("浜風町と山辺町の人口はそれぞれ何人ですか", ("浜風町の人口は何人ですか", "山辺町の人口は何人ですか")),
    ],
)
def test_a_question_of_two_things_becomes_two_questions(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "病児保育はいつ始まりますか",
        "浜の家と丘の家はどちらがいくら安いですか",
        "令和4年と令和5年の差はいくらで、何倍ですか",
        "雪が降ると、除雪車は何台出ますか",
        "また、除雪車は何台出ますか",
        "",
    ],
)
def test_a_question_of_one_thing_is_left_whole(question: str) -> None:
    assert parts_of(question) == ()


def test_the_part_that_nothing_answers_is_named() -> None:
    answer = read(PLAN).answer("浜風町の病児保育は何月に始まり、利用料はいくらですか")
    assert answer.status is Status.PARTIAL
    assert "10月" in answer.text
    assert "利用料はいくら" in answer.notice
    assert "見当たりません" in answer.notice


def test_both_parts_are_answered() -> None:
    answer = read(PLAN).answer("山の家と海の家の利用者は、それぞれ年間何人ですか")
    assert answer.status is Status.ANSWERED
    assert "120人" in answer.text
    assert "340人" in answer.text


def test_one_sentence_for_both_parts_is_said_once() -> None:
    told = Draft((DraftSentence("120人と340人です。"),), 0.9, Status.ANSWERED)
    surely = joined([("a", told), ("b", Draft(told.sentences, 0.7, Status.ANSWERED))])
    assert surely == Draft(told.sentences, 0.7, Status.ANSWERED)


def test_without_any_part_answered_there_is_nothing_to_join() -> None:
    assert joined([("a", Draft((), 0.1, Status.DECLINED))]) is None
    assert joined([]) is None
