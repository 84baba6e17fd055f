import pytest
from passages import Reading, read

from assistant.answers import Answer, Status, Verdict

BUDGET = """岬町の予算

岬町財政課

事業名\t予算額\t部局\t説明
道路の補修\t152,000千円\t土木部\t延長8kmの舗装
橋の点検\t48,000千円\t土木部\t全体の工事費は300,000千円
浜の改修\t9,500千円\t港湾部\t護岸の工事
荷さばき所の建設\t230,000千円\t港湾部\t令和7年度に完成
図書の購入\t2,400千円\t教育部\t児童書を含む
"""
TWICE = """岬町の予算

岬町財政課

事業名\t予算額\t部局
雪の処理\t210,000千円\t土木部
橋の点検\t48,000千円\t土木部
雪の処理\t198,000千円\t土木部
公園の手入れ\t7,000千円\t土木部
橋の点検\t131,000千円\t土木部
"""


@pytest.fixture(scope="module")
def budget() -> Reading:
    return read(BUDGET)


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("道路の補修は1億円を超えていますか", "道路の補修は152,000千円で、1億円を超えています。"),
        ("橋の点検は1億円を超えていますか", "橋の点検は48,000千円で、1億円を超えていません。"),
        ("橋の点検は5,000万円未満ですか", "橋の点検は48,000千円で、5,000万円を下回っています。"),
        ("浜の改修は1,000万円以上ですか", "浜の改修は9,500千円で、1,000万円を下回っています。"),
        ("図書の購入は240万円以下ですか", "図書の購入は2,400千円で、240万円以下です。"),
    ],
)
def test_a_value_is_held_against_a_bound_in_whatever_unit_it_is_written(budget: Reading, asked: str, told: str) -> None:
    answer = budget.answer(f"岬町の{asked}")
    assert told in answer.text
    assert answer.status is Status.ANSWERED
    assert proved(answer)


def test_what_holds_of_every_row_of_a_name_is_told_of_all() -> None:
    answer = read(TWICE).answer("岬町の雪の処理は1億円を超えていますか")
    assert "雪の処理は210,000千円、198,000千円で、いずれも1億円を超えています" in answer.text
    assert proved(answer)


def test_rows_of_one_name_on_both_sides_of_a_bound_are_not_judged() -> None:
    answer = read(TWICE).answer("岬町の橋の点検は1億円を超えていますか")
    assert "超えて" not in answer.text
    assert answer.status is Status.PARTIAL
    assert {"48,000千円", "131,000千円"} <= {c.quote.split("\t")[1] for c in answer.citations}
    assert "どの値を使うのか決められない" in answer.notice


@pytest.mark.parametrize("asked", ["岬町の橋の点検は300kmを超えていますか", "岬町の温泉の改修は1億円を超えていますか"])
def test_a_bound_of_another_unit_or_of_no_row_is_not_judged(budget: Reading, asked: str) -> None:
    assert "計算した値" not in budget.answer(asked).notice


def test_a_bound_on_the_rows_of_a_kind_leaves_other_kinds_and_prose_out(budget: Reading) -> None:
    answer = budget.answer("岬町の土木部の予算が1億円以上の事業は")
    assert "部局が土木部で、予算額が1億円以上のものは1件です（道路の補修 152,000千円" in answer.text
    assert proved(answer)


def test_rows_of_one_name_are_each_held_against_a_bound_and_that_is_said() -> None:
    answer = read(TWICE).answer("岬町の土木部の予算が1億円以上の事業は")
    assert "3件です" in answer.text
    assert "1行ずつ" in answer.notice


@pytest.mark.parametrize(
    "asked",
    [
        "岬町の土木部の事業の予算を合計すると",
        "岬町の土木部の事業で最も予算が多いのは",
        "岬町の土木部の予算が5トン以上の事業は",
    ],
)
def test_one_row_does_not_stand_in_for_the_rows_of_a_kind(asked: str) -> None:
    assert read(TWICE).answer(asked).status is Status.DECLINED


def test_the_highest_of_a_kind_is_of_that_kind(budget: Reading) -> None:
    answer = budget.answer("岬町の土木部の事業で最も予算が多いのは")
    assert "荷さばき所" not in answer.text
    assert "道路の補修" in answer.text
