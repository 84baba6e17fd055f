import pytest
from passages import question, read

from assistant.answers import Status
from assistant.bridges import described
from assistant.extractive import ExtractiveAnswerer

MEETING = """地域づくり懇談会

＜浜風町長＞

- 診療所の医師は来春に1人増えて2人になる。

＜山辺町長＞

- 役場の庁舎は古く、建て替えの時期を検討している。

その他

次回の懇談会は、令和7年11月に汐見町で開く予定です。
"""
GUIDE = """汐見町の温泉

汐見町

温泉の入浴料は大人500円です。
"""
PLAN = """浜風町の総合計画

浜風町

計画の取りまとめは企画政策課が担当します。
企画政策課の電話番号は0199-00-0001です。
"""


@pytest.mark.parametrize(
    ("text", "phrase", "named"),
    [
        (
            "次回の懇談会が開かれる町では、入浴料はいくらですか",
            "次回の懇談会が開かれる町",
            "汐見町では、入浴料はいくらですか",
        ),
        ("計画の取りまとめを担当する課の電話番号は?", "計画の取りまとめを担当する課", "汐見町の電話番号は?"),
        ("医師が2人になると話した町には、駅がありますか", "医師が2人になると話した町", "汐見町には、駅がありますか"),
    ],
)
def test_a_description_is_told_from_what_is_asked_of_it(text: str, phrase: str, named: str) -> None:
    thing = described(text)
    assert thing is not None
    assert (thing.phrase, thing.naming("汐見町")) == (phrase, named)


@pytest.mark.parametrize(
    "text",
    [
        "次回の懇談会が開かれる町はどこですか",
        "除雪を委託している会社は何社ですか",
        "跡地に建った病院の正式名称は何ですか",
        "浜風町の診療所の医師は何人ですか",
        "浜風町という町の人口は何人ですか",
        "町が定めたまちの将来像を教えてください",
        "いつ開かれる会議の会場の住所ですか",
        "",
    ],
)
def test_what_is_named_or_asks_for_the_name_itself_describes_nothing(text: str) -> None:
    assert described(text) is None


def test_the_name_takes_the_place_of_the_description_and_both_passages_are_cited() -> None:
    answer = read(MEETING, GUIDE).answer("次回の懇談会が開かれる町では、温泉の入浴料は大人いくらですか")
    assert answer.status is Status.ANSWERED
    assert [c.quote for c in answer.citations] == [
        "温泉の入浴料は大人500円です。",
        "次回の懇談会は、令和7年11月に汐見町で開く予定です。",
    ]
    assert "「次回の懇談会が開かれる町」は、汐見町と読み取りました。" in answer.notice


def test_an_office_that_a_sentence_names_takes_the_place_of_its_duty() -> None:
    answer = read(PLAN).answer("計画の取りまとめを担当する課の電話番号を教えてください")
    assert "0199-00-0001" in answer.text
    assert "企画政策課と読み取りました" in answer.notice


def test_who_speaks_tells_the_town_whose_mayor_said_it() -> None:
    source = read(MEETING)
    thing = described("診療所の医師が2人になると話した町には、駅がありますか")
    assert thing is not None
    answerer = ExtractiveAnswerer(source.matcher, source.ranker, source.sources)
    named = answerer.named(thing, question(thing.phrase), source.hits)
    assert named is not None
    assert named.name == "浜風町"
    assert named.told.text == "浜風町長は「診療所の医師は来春に1人増えて2人になる」と述べています。"


@pytest.mark.parametrize(
    "text", ["診療所の医師が5人になると話した町には、駅がありますか", "空港を建てると話した町には、駅がありますか"]
)
def test_a_description_that_no_passage_meets_names_nobody(text: str) -> None:
    source = read(MEETING)
    thing = described(text)
    assert thing is not None
    answerer = ExtractiveAnswerer(source.matcher, source.ranker, source.sources)
    assert answerer.named(thing, question(thing.phrase), source.hits) is None


def test_a_sentence_that_names_two_names_nobody() -> None:
    source = read("道の駅\n\n浜風町\n\n道の駅は、汐見町と山辺町が共同で開いています。\n")
    thing = described("道の駅を共同で開いている町の人口は何人ですか")
    assert thing is not None
    answerer = ExtractiveAnswerer(source.matcher, source.ranker, source.sources)
    assert answerer.named(thing, question(thing.phrase), source.hits) is None
