import pytest
from passages import Reading, read

from assistant.answers import Status, Verdict

SETTLEMENT = """谷町 令和5年度決算のあらまし

谷町財政課

１　歳入の内訳

（単位：千円）
区分\t令和4年度\t令和5年度
町税\t1,245,300\t1,261,800
交付税\t3,410,200\t3,388,500
町債\t620,000\t455,000
合計\t5,275,500\t5,105,300

２　目的別の歳出

（単位：千円）
区分\t令和4年度\t令和5年度
総務費\t1,120,400\t1,098,200
民生費\t1,530,700\t1,588,900
うち児童福祉費\t410,300\t462,700
教育費\t690,800\t655,200
"""
GAPS = """谷町に移った人

谷町企画課

地区\t移った世帯\t移った人数\t人口に占める率
上谷\t6世帯\t14人\t1.2%
中谷\t9世帯\t集計中\t0.8%
下谷\t4世帯\t7人\t2.5%
"""
LEVELS = """谷町の道路

谷町建設課

道路\t延長
町道の全線\t420km
一級の路線\t120km
二級の路線\t300km
"""
FIELDS = """谷町の補助金

谷町協働課

団体名\t分野\t補助額
川の会\t環境\t180千円
子の会\t福祉\t420千円
里の会\t環境\t250千円
合計\t\t850千円
"""


@pytest.fixture(scope="module")
def settlement() -> Reading:
    return read(SETTLEMENT)


@pytest.fixture(scope="module")
def gaps() -> Reading:
    return read(GAPS)


def test_a_share_is_taken_of_the_total_of_its_own_part_of_the_table(settlement: Reading) -> None:
    answer = settlement.answer("谷町の令和5年度の歳入に占める町税の割合は")
    assert "24.7％です（町税 1,261,800千円、合計 5,105,300千円から計算）" in answer.text


def test_without_a_total_all_rows_of_one_level_are_added_up_and_that_is_said(settlement: Reading) -> None:
    answer = settlement.answer("谷町の令和5年度の歳出全体に占める民生費の割合は")
    assert "47.5％です（民生費 1,588,900千円を、総務費 1,098,200千円、教育費 655,200千円と合わせた全3件" in answer.text
    assert "足し合わせました" in answer.notice
    assert [c.verdict for c in answer.citations] == [Verdict.PROVED] * 3


def test_a_sum_leaves_out_what_is_contained_in_another_row(settlement: Reading) -> None:
    text = settlement.answer("谷町の令和5年度の目的別の歳出の合計はいくらですか").text
    assert "3,342,300千円です" in text
    assert "児童福祉費" not in text


def test_a_share_of_rows_of_which_one_has_no_value_is_not_taken(gaps: Reading) -> None:
    assert "計算した値" not in gaps.answer("谷町に移った人数全体に占める上谷の割合は何％ですか").notice
    assert "31.6％です" in gaps.answer("谷町に移った世帯全体に占める上谷の割合は何％ですか").text


def test_a_sum_of_rows_of_which_one_has_no_value_names_it(gaps: Reading) -> None:
    answer = gaps.answer("谷町に移った人数の合計は何人ですか")
    assert answer.status is Status.PARTIAL
    assert "「中谷」の移った人数の値は「集計中」です" in answer.text


def test_rates_are_never_added_up(gaps: Reading) -> None:
    assert "計算した値" not in gaps.answer("谷町の人口に占める率の合計は何％ですか").notice


def test_a_total_without_its_name_among_the_rows_stops_a_sum() -> None:
    assert "840" not in read(LEVELS).answer("谷町の道路の延長は全部で何kmですか").text


def test_rows_are_named_by_the_column_that_tells_them_apart_and_chosen_by_another() -> None:
    source = read(FIELDS)
    assert "子の会で、420千円です" in source.answer("谷町の補助額が最も多い団体はどこですか").text
    assert (
        "430千円です（川の会 180千円、里の会 250千円"
        in source.answer("谷町の環境の分野の団体の補助額を合わせるといくらですか").text
    )


def test_a_number_of_rows_that_the_table_does_not_have_is_not_added_up() -> None:
    assert "計算した値" not in read(FIELDS).answer("谷町の4団体の補助額の平均はいくらですか").notice


def test_a_column_that_the_question_does_not_name_is_not_added_up() -> None:
    text = "谷町の図書館\n\n谷町教育課\n\n館名\t蔵書\t登録者\n本館\t128,400冊\t9,820人\n港館\t18,750冊\t1,305人\n"
    source = read(f"{text}\n催しには、お話の会に412人、講演会に186人が来ました。\n")
    assert "11,125" not in source.answer("谷町の図書館の催しに来た人は全部で何人ですか").text
    assert "147,150" not in source.answer("谷町の図書館の本の購入費は全部でいくらですか").text
    assert "147,150冊です" in source.answer("谷町の図書館の蔵書は全部で何冊ですか").text


def test_one_years_column_is_no_sum_of_two_years(settlement: Reading) -> None:
    answer = settlement.answer("谷町の令和4年度と令和5年度の目的別の歳出の合計はいくらですか")
    assert "3,342,300" not in answer.text
