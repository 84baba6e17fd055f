import pytest
from passages import question, read

from assistant.answers import Status
from assistant.passages.attribute_values import lacks_occasion, only_a_share
from assistant.passages.units import units_of

TOWN = """鳴瀬町の港まつり

鳴瀬町観光協会

港まつりは、鳴瀬町の人口の約2割にあたる延べ1,800人の町民の手で開かれています。
"""
MERGED = """岬市のあらまし

岬市

岬市は、人口8万人の港の市です。
"""


@pytest.mark.parametrize(
    ("asked", "text", "share"),
    [
        ("鳴瀬町の人口は何人ですか", "人口の約2割にあたる1,800人が参加しました。", True),
        ("鳴瀬町の人口は", "人口の半数の4,500人が参加しました。", True),
        ("鳴瀬町の人口は", "人口千人当たり3人の医師がいます。", True),
        ("鳴瀬町の人口は", "人口に占める高齢者は2,000人です。", True),
        ("鳴瀬町の人口は", "人口は9,000人で、人口の2割が高齢者です。", False),
        ("鳴瀬町の人口は", "人口の合計は9,000人です。", False),
        ("鳴瀬町の人口は", "町民は9,000人です。", False),
        ("鳴瀬高校の卒業生は何人ですか", "毎年約90人の卒業生の半数が町を離れます。", False),
        ("鳴瀬高校の卒業生は何人ですか", "卒業生の多くが町を離れ、残るのは20人です。", False),
        ("鳴瀬高校の卒業生は何人ですか", "卒業生の半数の45人が町を離れます。", True),
        ("鳴瀬町の人口の何%が参加しましたか", "人口の約2割にあたる1,800人が参加しました。", False),
        ("誰が参加しましたか", "人口の約2割にあたる1,800人が参加しました。", False),
    ],
)
def test_a_share_of_a_quantity_is_no_value_of_it(asked: str, text: str, share: bool) -> None:
    assert only_a_share(question(asked), text) is share


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [
        ("岬市の合併前の人口は", True),
        ("岬市合併後の人口は何人ですか", True),
        ("岬市の開港当時の人口は", True),
        ("岬市の人口は", False),
        ("岬市の3年前の人口は", False),
        ("岬市の改定後の人口は", False),
        ("岬市の午前の人口は", False),
    ],
)
def test_what_was_before_or_after_something_needs_a_word_of_it(asked: str, lacks: bool) -> None:
    unit = next(u for hit in read(MERGED).hits for u in units_of(hit) if "8万人" in u.text)
    assert lacks_occasion(question(asked), unit) is lacks


@pytest.mark.parametrize("asked", ["岬市の合併前の人口は", "岬市合併前の人口は何人ですか"])
def test_a_passage_that_speaks_of_it_may_answer(asked: str) -> None:
    text = MERGED.replace("港の市です。", "港の市です。平成17年に岬町と磯村が合併しました。")
    unit = next(u for hit in read(text).hits for u in units_of(hit) if "8万人" in u.text)
    assert not lacks_occasion(question(asked), unit)


def test_a_share_and_another_time_are_declined_and_the_value_is_not() -> None:
    assert read(TOWN).answer("鳴瀬町の人口は").status is Status.DECLINED
    assert read(MERGED).answer("岬市の合併前の人口は").status is Status.DECLINED
    assert "8万人" in read(MERGED).answer("岬市の人口は").text
