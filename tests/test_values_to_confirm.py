import pytest
from passages import question, read

from assistant.answers import Status
from assistant.asked.values_to_confirm import value_to_confirm
from assistant.questions import Kind
from vectorstore.years import index_text

GUIDE = """潮見町 生涯学習ガイド

１　まちの歩み
潮見町は観光に力を入れています。潮見町文化協会は、平成28年4月に設立しました。
その後、準備を重ね、令和2年6月から出前講座を開始しました。

２　開講式
日時：令和6年4月20日（土）10時00分
場所：潮見町中央公民館 2階研修室

３　受講の支援
潮見町は、町外の講座を受ける方に、受講料の3分の1を助成しています。
"""
DRILLS = """潮見町 防災だより

潮見町総合防災訓練は、令和4年9月4日に北浜地区で行いました。
潮見町総合防災訓練は、令和5年9月3日に南浜地区で行いました。
"""


@pytest.mark.parametrize(
    ("asked", "sought", "written"),
    [
        ("文化協会は令和2年に設立されましたか", "文化協会はいつ設立されましたか", "2020年"),
        ("文化協会は令和2年6月に設立されたのですか", "文化協会はいつ設立されたのですか", "2020年6月"),
        ("文化協会が設立されたのは令和2年ですか", "文化協会が設立されたのはいつですか", "2020年"),
        ("出前講座は令和3年度から始まりましたか", "出前講座はいつから始まりましたか", "2021年度"),
        ("開講式は5月に行われますか", "開講式はいつ行われますか", "5月"),
        ("開講式は磯谷町で行われますか", "開講式はどこで行われますか", "磯谷町"),
        ("町は受講料を全額助成しますか", "町は受講料をいくら助成しますか", "全額"),
        ("町は受講料を2割補助していますか", "町は受講料をいくら補助していますか", "2割"),
    ],
)
def test_a_value_to_be_confirmed_is_left_open(asked: str, sought: str, written: str) -> None:
    found = value_to_confirm(index_text(asked))
    assert found is not None
    assert (found.sought, found.written) == (sought, written)


@pytest.mark.parametrize(
    "asked",
    [
        "受講者は令和5年に増えましたか",
        "令和5年に講座はありましたか",
        "令和5年に町は文化協会を設立しましたか",
        "町長は令和5年に反対しましたか",
        "文化協会はいつ設立されましたか",
        "5月の開講式に参加できますか",
        "磯谷町で働くことはできますか",
        "全額を返す必要はありますか",
    ],
)
def test_a_year_a_place_or_a_share_that_only_bounds_the_question_is_not_tested(asked: str) -> None:
    assert value_to_confirm(index_text(asked)) is None


@pytest.mark.parametrize(
    "asked",
    [
        "目標は令和7年に達成されますか",
        "受講者数が100人だったのは令和5年ですか",
        "条例は令和5年に可決されましたか",
    ],
)
def test_the_years_of_figures_and_votes_are_no_values_to_be_confirmed(asked: str) -> None:
    assert question(asked).to_confirm is None


def test_the_rest_reads_the_question_that_leaves_the_value_open() -> None:
    asked = question("文化協会は令和2年に設立されましたか")
    assert asked.kind is Kind.DATE
    assert asked.years == ()
    assert asked.sought == "文化協会はいつ設立されましたか"
    assert asked.text == "文化協会は令和2年に設立されましたか"


@pytest.mark.parametrize(
    ("asked", "true_value"),
    [
        ("潮見町文化協会は令和2年に設立されましたか", "平成28年4月"),
        ("潮見町文化協会が設立されたのは令和2年ですか", "平成28年4月"),
        ("潮見町文化協会は平成28年に設立されましたか", "平成28年4月"),
        ("開講式は5月に行われますか", "令和6年4月20日"),
        ("開講式は磯谷町で行われますか", "中央公民館"),
        ("潮見町は受講料を全額助成しますか", "3分の1"),
    ],
)
def test_the_true_value_is_shown_whatever_is_to_be_confirmed(asked: str, true_value: str) -> None:
    answer = read(GUIDE).answer(asked)
    assert answer.status is Status.ANSWERED
    assert true_value in answer.text


def test_a_sentence_of_the_tested_year_about_another_matter_does_not_stand_in() -> None:
    assert "出前講座" not in read(GUIDE).answer("潮見町文化協会は令和2年に設立されましたか").text


@pytest.mark.parametrize(("year", "place"), [("令和4年", "北浜"), ("令和5年", "南浜")])
def test_of_what_happens_every_year_the_time_of_the_tested_year_comes_first(year: str, place: str) -> None:
    answer = read(DRILLS).answer(f"潮見町総合防災訓練は{year}に行われましたか")
    assert place in answer.citations[0].quote


def test_what_no_passage_tells_stays_declined() -> None:
    assert read(GUIDE).answer("潮見町の水族館は令和2年に開館しましたか").status is Status.DECLINED
