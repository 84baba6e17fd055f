import pytest
from passages import read

from assistant.answers import Answer

TOWN = """鳴瀬町の移住相談

鳴瀬町

鳴瀬町の人口は、平成17年には15,300人でしたが、平成27年には12,400人となりました。
現在10,100人です。
若い世代の相談が続いています。
"""


def first(found: Answer) -> str:
    return found.sentences[0].text


@pytest.mark.parametrize("asked", ["鳴瀬町の人口は", "鳴瀬町の人口は何人ですか", "現在の鳴瀬町の人口は何人ですか"])
@pytest.mark.parametrize("now", ["現在10,100人です。", "今では10,100人です。", "直近では、10,100人となっています。"])
def test_without_a_year_todays_value_goes_first(asked: str, now: str) -> None:
    assert "10,100人" in first(read(TOWN.replace("現在10,100人です。", now)).answer(asked))


@pytest.mark.parametrize("asked", ["平成27年の鳴瀬町の人口は", "鳴瀬町の以前の人口は何人ですか"])
def test_a_question_for_the_past_keeps_the_dated_value_first(asked: str) -> None:
    assert "12,400人" in first(read(TOWN).answer(asked))


@pytest.mark.parametrize("behind", ["現在の相談員は3件を扱います。", "若い世代の相談は120件です。"])
def test_another_matter_behind_is_not_taken_for_it(behind: str) -> None:
    assert "12,400人" in first(read(TOWN.replace("現在10,100人です。", behind)).answer("鳴瀬町の人口は"))


def test_an_undated_value_needs_no_other() -> None:
    text = TOWN.replace("平成17年には15,300人でしたが、平成27年には12,400人となりました", "12,400人です")
    assert "12,400人" in first(read(text).answer("鳴瀬町の人口は"))


POOL = """鳴瀬町の温水プール

鳴瀬町

平成29年度の温水プールの利用者は、4,100人でした。
平成30年度の温水プールの利用者は、3,900人でした。
平成31年度は、ろ過装置を720万円で取り替えます。
"""


def test_of_like_sentences_the_one_of_the_latest_year_goes_first() -> None:
    assert "3,900人" in first(read(POOL).answer("温水プールの利用者は何人ですか"))


def test_the_year_that_is_asked_for_goes_before_a_later_one() -> None:
    assert "4,100人" in first(read(POOL).answer("平成29年度の温水プールの利用者は何人ですか"))


def test_a_later_year_of_something_else_is_left_where_it_stands() -> None:
    text = POOL.replace(
        "平成30年度の温水プールの利用者は、3,900人でした。", "平成30年度は、貸切りの申込みが45人からありました。"
    )
    assert "4,100人" in first(read(text).answer("温水プールの利用者は何人ですか"))
