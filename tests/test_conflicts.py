import pytest
from passages import read

from assistant.answers import Status, Verdict

DRAFT = """浜風町除雪計画（案）

令和5年9月
浜風町

除雪車は9台あり、夜間の降雪が10cmに達したときに出動します。
歩道の除雪は延長6.2kmを行います。
"""
FINAL = """浜風町除雪計画（確定版）

令和6年3月
浜風町

除雪車は12台あり、夜間の降雪が10cmに達したときに出動します。
歩道の除雪は延長6.2kmを行います。
"""
OTHER_TOWN = """山辺町除雪計画

令和6年3月
山辺町

除雪車は4台あり、夜間の降雪が10cmに達したときに出動します。
"""


@pytest.mark.parametrize("order", [(DRAFT, FINAL), (FINAL, DRAFT)])
def test_values_that_differ_stand_side_by_side_the_final_version_first(order: tuple[str, str]) -> None:
    answer = read(*order).answer("浜風町の除雪車は何台ありますか")
    assert answer.status is Status.ANSWERED
    assert ["12台" in s.text for s in answer.sentences] == [True, False]
    assert "9台" in answer.sentences[1].text
    assert [c.number for c in answer.citations] == [1, 2]
    assert all(c.verdict is Verdict.PROVED for c in answer.citations)
    assert "異なります" in answer.notice
    assert answer.notice.index("確定版、令和6年3月") < answer.notice.index("案、令和5年9月")


def test_a_newer_page_goes_before_an_older_one() -> None:
    older, newer = (
        f"浜風町のごみ処理手数料\n\n令和{year}年4月1日\n浜風町\n\nごみ処理手数料は1袋{price}円です。\n"
        for year, price in ((4, 40), (6, 60))
    )
    answer = read(older, newer).answer("ごみ処理手数料は1袋いくらですか")
    assert "60円" in answer.sentences[0].text
    assert "40円" in answer.sentences[1].text


def test_equal_values_are_one_sentence_with_both_citations() -> None:
    answer = read(DRAFT, FINAL).answer("歩道の除雪の延長は何kmですか")
    assert len(answer.sentences) == 1
    assert {c.document for c in answer.citations} == {"0.txt", "1.txt"}
    assert answer.sentences[0].citations == (1, 2)
    assert not answer.notice


def test_another_towns_value_is_no_conflict() -> None:
    answer = read(FINAL, OTHER_TOWN).answer("浜風町の除雪車は何台ありますか")
    assert "4台" not in answer.text
    assert "異なります" not in answer.notice


def test_a_question_that_names_the_version_gets_no_other() -> None:
    assert "異なります" not in read(DRAFT, FINAL).answer("浜風町除雪計画の案では除雪車は何台ありますか").notice


def test_sentences_about_other_things_do_not_conflict() -> None:
    other = "浜風町の施設\n\n浜風町\n\n除雪車の車庫は3棟あります。\n"
    assert "異なります" not in read(FINAL, other).answer("浜風町の除雪車は何台ありますか").notice
