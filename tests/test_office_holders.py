import pytest
from passages import read

from assistant.answers import Status, Verdict

MINUTES = """浜風市議会会議録
令和７年第２回定例会 本会議録
2025-06-11

○議長（谷次郎）　これより本日の会議を開きます。一般質問を行います。川田花議員。

○議員（川田花）　一般質問をいたします。渡船についてお聞きします。桟橋を直す考えはありますか。

○議長（谷次郎）　市長。

○市長（山野太郎）　川田議員の御質問にお答えいたします。渡船の桟橋は、秋までに直したいと考えております。

○議長（谷次郎）　岸教育長。

○その他（岸三郎）　学校の渡船教室は、年に２回行っております。

○議長（谷次郎）　副市長。

○副市長　桟橋の費用は、補正予算でお願いしたいと考えております。

○議長（谷次郎）　散会いたします。
"""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("議長は誰ですか", "議長は谷次郎さんです（浜風市議会会議録）。"),
        ("浜風市議会の議長の名前は", "議長は谷次郎さんです（浜風市議会会議録）。"),
        ("浜風市長は誰ですか", "市長は山野太郎さんです（浜風市議会会議録）。"),
        ("令和7年の浜風市議会で議長を務めたのは誰", "議長は谷次郎さんです（浜風市議会会議録）。"),
        ("教育長の氏名は", "教育長は岸三郎さんです（浜風市議会会議録）。"),
        ("山野太郎さんの役職は", "山野太郎さんは市長です（浜風市議会会議録）。"),
        ("岸三郎さんは何をしている人ですか", "岸三郎さんは教育長です（浜風市議会会議録）。"),
    ],
)
def test_the_names_of_speakers_tell_who_holds_an_office(asked: str, told: str) -> None:
    answer = read(MINUTES).answer(asked)
    assert [sentence.text for sentence in answer.sentences] == [told]
    assert {citation.verdict for citation in answer.citations} == {Verdict.PROVED}
    assert "令和7年6月11日" in answer.notice


def test_the_label_is_quoted_and_the_chairs_call_where_the_label_has_no_office() -> None:
    reading = read(MINUTES)
    assert [c.quote for c in reading.answer("議長は誰ですか").citations] == ["議長（谷次郎）"]
    assert [c.quote.strip() for c in reading.answer("教育長は誰ですか").citations] == ["岸教育長。", "その他（岸三郎）"]


@pytest.mark.parametrize(
    "asked",
    [
        "副市長は誰ですか",
        "建設部長は誰ですか",
        "湯ノ瀬市議会の議長は誰ですか",
        "小樽市の議長は誰ですか",
        "小樽市長は誰ですか",
        "令和5年の浜風市議会で議長を務めたのは誰",
        "森一郎さんの役職は",
    ],
)
def test_no_holder_is_told_of_another_office_town_year_or_person(asked: str) -> None:
    assert read(MINUTES).answer(asked).status is Status.DECLINED


def test_holders_of_two_documents_stand_side_by_side_the_newest_first() -> None:
    earlier = MINUTES.replace("令和７年", "令和５年").replace("2025", "2023").replace("谷次郎", "浜四郎")
    answer = read(earlier, MINUTES).answer("議長は誰ですか")
    assert [sentence.text[:8] for sentence in answer.sentences] == ["議長は谷次郎さん", "議長は浜四郎さん"]
