import pytest
from passages import read

from assistant.reckoning.side_names import Measured, SideName, stands_alone

MATCHER = read("潮見町の施設\n\n潮見町\n\n公民館と体育館があります。\n").matcher


@pytest.mark.parametrize(
    ("name", "text", "other", "alone"),
    [
        ("空家等", "空家等の所有者", "特定空家等", True),
        ("空家等", "特定空家等をいう", "特定空家等", False),
        ("中学校", "東中学校", "", False),
        ("音楽室", "本館 音楽室", "", True),
        ("潮見町", "潮見町福祉計画", "", True),
        ("潮見町", "潮見町長の答弁", "", False),
        ("潮見町", "潮見町立の学校", "", False),
        ("南北", "南北約800m", "", True),
        ("バス", "バスケット", "", False),
    ],
)
def test_a_name_is_found_only_by_itself(name: str, text: str, other: str, alone: bool) -> None:
    assert stands_alone(name, text, other) is alone


def test_a_name_is_taken_apart_where_no_tells_words_apart() -> None:
    assert SideName("調理室の午後", "和室の午後").parts == ("調理室", "午後")
    assert SideName("道の駅", "朝市").parts == ("道の駅",)


def test_only_the_parts_that_a_text_names_are_found() -> None:
    side = SideName("調理室の午後", "和室の午後")
    assert side.found("本館 調理室") == ("調理室",)
    assert side.found("本館 和室") == ()


@pytest.mark.parametrize(
    ("measure", "text", "missing"),
    [
        ("人口", "人口の推移", []),
        ("合計特殊出生率", "人口の推移", ["合計特殊出生率"]),
        ("駐車場の台数", "駐車場は40台", []),
        ("駐車場の台数", "蔵書は40冊", ["駐車場"]),
        ("職員の数", "利用者は40人", ["職員の数"]),
        ("便数", "1日12便です", []),
        ("便数", "1日12回です", ["便数"]),
        ("ごみ袋", "ごみ出しの指定袋", []),
        ("利用者", "入館者は120人", []),
        ("家庭系の手数料", "処理手数料 家庭系", []),
        ("目標", "実績値", []),
        ("", "何でも", []),
    ],
)
def test_what_is_compared_is_named_by_its_own_words_and_not_by_its_kind(
    measure: str, text: str, missing: list[str]
) -> None:
    assert Measured(measure, MATCHER).missing(text) == missing


def test_a_price_is_known_as_one() -> None:
    assert Measured("1時間の料金", MATCHER).is_price
    assert not Measured("料金所の数", MATCHER).is_price
