import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.claims import find_claims
from assistant.proof.substitution import exchanged, replaced

AGENDA = "日程第2、議案第49号を議題といたします。日程第3、議案第50号を議題といたします。"
STAFF = "調査は福祉課が担当しました。計画は建設課が担当しました。"


def changed(sentence: str, quote: str) -> str:
    found = replaced(sentence, find_claims(sentence), quote, find_claims(quote))
    return found.text if found else ""


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("議長 日程第4、一般質問を行います。", "議長 日程第2、一般質問を行います。4番議員を指名します。"),
        ("調査は建設課が担当しました。", "調査は福祉課が担当しました。建設課は後で加わります。"),
        ("利用者は延べ1,204人でした。", "利用者は延べ1,310人でした。定員は1,204人です。"),
        ("令和4年度に完成しました。", "令和5年度に完成しました。令和4年度に始めました。"),
    ],
)
def test_one_thing_put_in_the_place_of_another_is_named(sentence: str, quote: str) -> None:
    found = changed(sentence, quote)
    assert found
    assert found in sentence


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("日程第2、議案第49号を議題といたします。", AGENDA),
        ("計画は建設課が担当しました。", STAFF),
        ("利用者は1,310人でした。", "利用者は延べ1,310人でした。定員は1,204人です。"),
        ("2023年度に完成しました。", "令和5年度に完成しました。"),
        ("予算は100万円とします。", "予算は1,000千円とします。"),
        ("福祉課が担当しています。", "同課が担当しています。"),
        ("両校は白楡中学校が74名であります。", "両校は白楡中学校が74名、上白楡中学校が16名であります。"),
    ],
)
def test_the_same_thing_in_any_form_is_not_replaced(sentence: str, quote: str) -> None:
    assert changed(sentence, quote) == ""


@pytest.mark.parametrize(
    ("sentence", "quote", "told"),
    [
        ("1,980円から1,650円に改めます。", "料金を1,650円から1,980円に改めます。", False),
        ("豊倉小学校の評議委員会で決めました。", "評議委員会の豊倉小学校で決めました。", False),
        ("1,650円から1,980円に改めます。", "料金を1,650円から1,980円に改めます。", True),
        ("福祉課と総務課で決めました。", "総務課と福祉課で決めました。", True),
    ],
)
def test_two_things_in_each_others_place_are_noticed(sentence: str, quote: str, told: bool) -> None:
    assert (exchanged(sentence, find_claims(sentence), quote) is None) is told


@given(st.text(alphabet="日程第123、議案号令和年度人。\n課福祉", max_size=60))
def test_nothing_is_replaced_in_a_text_by_itself(text: str) -> None:
    assert changed(text, text) == ""
