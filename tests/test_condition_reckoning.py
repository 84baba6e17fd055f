import pytest
from passages import Reading, read

from assistant.answers import Answer, Status, Verdict

KPI = """岬町総合計画の進み具合

岬町企画課

指標\t基準値（R1）\tR4\tR5\t目標値（R7）
図書の貸出冊数\t41,200冊\t40,310冊\t43,880冊\t45,000冊
検診の受診率\t22.4%\t24.1%\t26.3%\t30.0%
ごみの排出量\t912g\t897g\t852g\t860g
空き家の成約件数\t3件\t9件\t16件\t12件
案内所の来所者数\t12,480人\t8,730人\t集計中\t15,000人
農園の利用区画数\t70区画\t70区画\t68区画\t70区画
"""
HALLS = """岬町の公共施設

岬町教育課

施設名\t地域\t延べ利用者数\t開館日数
中央会館\t町内\t14,820人\t307日
北会館\t町内\t5,210人\t298日
南会館\t町内\t6,345人\t301日
浜の体育館\t浜\t22,470人\t310日
山の資料館\t山\t休館中\t0日
"""
YEARS = """岬町の人口

岬町住民課

年度\t総人口\t出生数
令和3年度\t8,290人\t38人
令和4年度\t8,143人\t44人
令和5年度\t7,921人\t29人
"""


@pytest.fixture(scope="module")
def kpi() -> Reading:
    return read(KPI)


@pytest.fixture(scope="module")
def halls() -> Reading:
    return read(HALLS)


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


def test_what_has_reached_its_target_is_listed_with_values_and_what_cannot_be_told_is_named(kpi: Reading) -> None:
    answer = kpi.answer("岬町の指標で目標を達成したものはどれですか")
    assert answer.status is Status.ANSWERED
    assert "達成したものは2件です（ごみの排出量 852g〔目標 860g〕、空き家の成約件数 16件〔目標 12件〕" in answer.text
    assert "4件の値を比べました" in answer.text
    assert "「案内所の来所者数」、「農園の利用区画数」は比べていません" in answer.notice
    assert proved(answer)


def test_what_misses_its_target_is_the_rest_of_those_compared(kpi: Reading) -> None:
    answer = kpi.answer("岬町の指標で目標に届いていないものを挙げてください")
    assert "達成していないものは2件です（図書の貸出冊数" in answer.text
    assert "検診の受診率 26.3%" in answer.text


def test_two_times_of_every_row_are_compared(kpi: Reading) -> None:
    answer = kpi.answer("岬町の指標で令和4年より令和5年のほうが減ったものはどれですか")
    assert (
        "令和4年から令和5年に減ったものは2件です（ごみの排出量 897g → 852g、農園の利用区画数 70区画 → 68区画"
        in answer.text
    )
    assert proved(answer)


def test_only_figures_of_the_bounds_unit_are_compared(kpi: Reading) -> None:
    answer = kpi.answer("岬町の指標で50％未満のものはいくつですか")
    assert "50%未満のものはありません" not in answer.text
    assert "排出量" not in answer.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("岬町で利用者が1万人以上の施設はどれですか", "2件です（中央会館 14,820人、浜の体育館 22,470人"),
        ("岬町で延べ利用者数が6,000人を超える施設はいくつありますか", "3件です"),
        ("岬町で開館日数が300日未満の施設は", "2件です（北会館 298日、山の資料館 0日"),
        ("岬町で延べ利用者数が5万人以上の施設はありますか", "5万人以上のものはありません（4件の値を比べました）"),
    ],
)
def test_rows_on_one_side_of_a_bound_are_listed_completely(halls: Reading, asked: str, said: str) -> None:
    answer = halls.answer(asked)
    assert said in answer.text
    assert proved(answer)


def test_a_row_without_a_value_in_the_column_is_named(halls: Reading) -> None:
    assert "「山の資料館」は比べていません" in halls.answer("岬町で利用者が1万人以上の施設はどれですか").notice


def test_the_rows_that_meet_a_condition_are_cited_and_their_cells_marked(halls: Reading) -> None:
    answer = halls.answer("岬町で利用者が1万人以上の施設はどれですか")
    assert [HALLS[s:e] for c in answer.citations for s, e in c.marked] == ["14,820人", "22,470人"]


def test_years_as_rows_are_held_against_a_bound() -> None:
    answer = read(YEARS).answer("岬町の総人口が8,000人を下回ったのはどの年度ですか")
    assert "1件です（令和5年度 7,921人" in answer.text


def test_another_towns_table_is_not_listed(halls: Reading) -> None:
    assert "計算した値" not in halls.answer("東岬町で利用者が1万人以上の施設はどれですか").notice


def test_the_latest_values_are_compared_and_not_those_before_the_plan() -> None:
    text = (
        "岬町健康計画\n\n岬町保健課\n\n項目\t計画策定時\t令和5年度\n検診の受診率\t38.2%\t43.7%\n喫煙率\t21.0%\t18.8%\n"
    )
    answer = read(text).answer("岬町の健康計画で20％以上の項目はどれですか")
    assert "1件です（検診の受診率 43.7%" in answer.text
