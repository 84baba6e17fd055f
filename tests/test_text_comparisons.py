import pytest
from passages import Reading, read

from assistant.answers import Status, Verdict

TEXT = """浜風町の暮らしの計画

浜風町役場

１　人口
国勢調査による町の人口は、平成22年に9,120人、平成27年に8,450人、令和2年に7,806人と減り続けています。

２　バス
町の路線バスは平成20年に7路線ありましたが、現在は3路線です。

３　学校
生徒は浜風中学校が61名、上浜風中学校が18名です。

４　被害
令和5年度の鹿の被害額は1,240万円で、前の年度の980万円から増えました。

５　除雪
除雪車の出動は平成29年度12回、30年度19回、31年度8回でした。

６　催し
雪まつりの来場者は約3,000人で、前回は2,400人でした。
"""


@pytest.fixture(scope="module")
def plan() -> Reading:
    return read(TEXT)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "町の人口は平成22年から令和2年までに何人減りましたか",
            "1,314人減りました（平成22年 9,120人 → 令和2年 7,806人から計算）",
        ),
        ("町の人口は2010年から2020年までに何人減りましたか", "1,314人減りました"),
        ("路線バスは平成20年から何路線減りましたか", "4路線減りました"),
        ("浜風中学校と上浜風中学校の生徒の差は何人ですか", "差は43名です"),
        ("鹿の被害額は前の年度からいくら増えましたか", "260万円増えました"),
        ("除雪車の出動は平成29年度から30年度に何回増えましたか", "7回増えました"),
        (
            "除雪車の出動は平成30年度と31年度で何回減りましたか",
            "11回減りました（平成30年度 19回 → 平成31年度 8回から計算）",
        ),
        ("除雪車の出動は平成30年度と平成31年度で何回減りましたか", "（平成30年度 19回 → 平成31年度 8回から計算）"),
        ("除雪車の出動は2018年度と2019年度で何回減りましたか", "（平成30年度 19回 → 令和元年度 8回から計算）"),
    ],
)
def test_figures_of_one_sentence_are_reckoned_with(plan: Reading, asked: str, said: str) -> None:
    answer = plan.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert "計算した値" in answer.notice
    assert [c.verdict for c in answer.citations] == [Verdict.PROVED]


def test_the_figures_are_marked_in_the_quote(plan: Reading) -> None:
    (citation,) = plan.answer("町の人口は平成22年から令和2年までに何人減りましたか").citations
    assert [TEXT[start:end] for start, end in citation.marked] == ["9,120人", "7,806人"]


@pytest.mark.parametrize(
    "asked",
    [
        "町の人口は平成12年から令和2年までに何人減りましたか",
        "浜風中学校と山風中学校の生徒の差は何人ですか",
        "雪まつりの来場者は前回から何人増えましたか",
    ],
)
def test_what_the_sentence_does_not_tell_apart_or_rounds_is_not_computed(plan: Reading, asked: str) -> None:
    assert "計算した値" not in plan.answer(asked).notice


def test_who_said_the_figures_is_said() -> None:
    said = "浜風町 懇談会\n\n＜浜風町長＞\n- 町の人口は平成22年に9,120人、令和2年に7,806人でした。\n"
    text = read(said).answer("浜風町長の話では、町の人口は平成22年から令和2年に何人減りましたか").text
    assert text.startswith("浜風町長の発言によると、1,314人減りました")
