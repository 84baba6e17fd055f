import pytest
from passages import read

from assistant.answers import Status

MINUTES = """浜風市議会会議録
令和７年第２回定例会 本会議録
2025-06-11

○議長（谷次郎）　一般質問を行います。川田花議員。

○議員（川田花）　一般質問をいたします。初めに、渡船の桟橋について伺います。桟橋は古く、手すりが錆びています。
いつ直しますか。次に、学童保育について質問します。夏休みは何時から開きますか。

○議長（谷次郎）　市長。

○市長（山野太郎）　桟橋は秋までに直します。学童保育は８時から開きます。

○議長（谷次郎）　森一郎議員。

○議員（森一郎）　次に、空き家の調査についてお聞きします。調査は年に何回行いますか。

○議長（谷次郎）　市長。

○市長（山野太郎）　調査は年に３回行います。
"""


@pytest.mark.parametrize(
    "asked", ["川田花議員は何を質問しましたか", "川田議員の質問項目は", "川田花議員は何について質問しましたか"]
)
def test_what_a_member_asked_is_told_by_the_openings_of_the_matters(asked: str) -> None:
    quotes = [citation.quote for citation in read(MINUTES).answer(asked).citations]
    assert quotes == ["初めに、渡船の桟橋について伺います。", "次に、学童保育について質問します。"]


def test_another_member_asked_something_else() -> None:
    quotes = [citation.quote for citation in read(MINUTES).answer("森議員は何を質問しましたか").citations]
    assert quotes == ["次に、空き家の調査についてお聞きします。"]


def test_nothing_is_told_of_a_member_or_a_council_that_the_minutes_lack() -> None:
    reading = read(MINUTES)
    assert reading.answer("川田太郎議員は何を質問しましたか").status is Status.DECLINED
    assert reading.answer("谷三郎議員は何を質問しましたか").status is Status.DECLINED
    assert reading.answer("湯ノ瀬町議会で川田議員が質問したことは何ですか").status is Status.DECLINED


def test_a_matter_that_the_question_names_is_looked_for_by_its_words() -> None:
    answer = read(MINUTES).answer("川田議員は学童保育について何を質問しましたか")
    assert "学童保育" in answer.text
    assert "桟橋" not in answer.text


def test_the_asker_the_answerer_and_whose_question_was_answered_are_told_apart() -> None:
    reading = read(MINUTES)
    asked = reading.answer("空き家の調査について質問したのは誰ですか").citations
    answered = reading.answer("空き家の調査について答弁したのは誰ですか").citations
    assert {citation.speaker for citation in asked} == {"議員(森一郎)"}
    assert {citation.speaker for citation in answered} == {"市長(山野太郎)"}
    anybody = reading.answer("空き家の調査について、森議員の質問に何と答えましたか").citations
    assert {citation.quote for citation in anybody} == {"調査は年に３回行います。"}
    to_mori = reading.answer("森議員の質問に市長は何と答えましたか").citations
    assert [citation.quote for citation in to_mori] == ["調査は年に３回行います。"]
