import pytest
from passages import question

from assistant.passages.who_speaks import (
    FITS,
    FOUND,
    OTHER,
    UNKNOWN,
    asks_name_of,
    names_nobody,
    speaker_found,
    speaks,
    tells_name,
)

MINUTES = "○市長（山野太郎）　除雪について御答弁申し上げます。○３番議員　伺います。○浜風市議会"


@pytest.mark.parametrize(
    ("speaker", "asked", "same"),
    [
        ("汐別町長", "汐別町長", True),
        ("汐別町長", "町長", True),
        ("町長", "汐別町長", True),
        ("砂波内商工会議所 会頭", "砂波内商工会議所の会頭", True),
        ("町長(佐藤)", "佐藤町長", True),
        ("3番議員", "3番議員", True),
        ("湯ノ瀬町長", "汐別町長", False),
        ("教育長", "汐別町長", False),
        ("5番議員", "3番議員", False),
        (None, "汐別町長", False),
        ("", "汐別町長", False),
    ],
)
def test_a_speaker_is_the_one_asked_about(speaker: str | None, asked: str, same: bool) -> None:
    assert speaks(speaker, asked) is same


@pytest.mark.parametrize(
    ("asked", "label", "found"),
    [
        ("市長は除雪について何と述べましたか", "市長(山野太郎)", FOUND),
        ("浜風市長は除雪について何と述べましたか", "市長(山野太郎)", FOUND),
        ("川田市長は除雪について何と述べましたか", "市長(山野太郎)", OTHER),
        ("山野さんは除雪について何と述べましたか", "市長(山野太郎)", FOUND),
        ("教育長の川田氏は何と述べましたか", "市長(山野太郎)", OTHER),
        ("教育長の川田氏は何と述べましたか", "その他(川田花)", FOUND),
        ("除雪について答弁したのは誰ですか", "市長(山野太郎)", FITS),
        ("除雪について答弁したのは誰ですか", "3番議員", OTHER),
        ("除雪について質問した議員は誰ですか", "3番議員", FITS),
        ("9番議員は何を質問しましたか", None, OTHER),
        ("3番議員は何を質問しましたか", None, UNKNOWN),
        ("川田議員は何を質問しましたか", "議員(岸三郎)", OTHER),
        ("岸議員は何を質問しましたか", "議員(岸三郎)", FOUND),
        ("浜風市議会議員は何を質問しましたか", "議員(岸三郎)", FOUND),
        ("除雪の費用はいくらですか", "市長(山野太郎)", UNKNOWN),
    ],
)
def test_a_passage_is_in_the_words_of_the_one_asked_about(asked: str, label: str | None, found: float) -> None:
    assert speaker_found(question(asked), label, MINUTES) == found


def test_a_name_is_told_where_the_minutes_give_one() -> None:
    assert tells_name("市長(山野太郎)")
    assert not tells_name("市長")
    assert not tells_name(None)


def test_the_name_of_the_speaker_is_asked_and_not_of_whom_he_speaks() -> None:
    assert asks_name_of(question("町長の氏名は？"), "町長")
    assert asks_name_of(question("質問した議員は誰ですか"), "3番議員")
    assert not asks_name_of(question("操作は誰が行うと課長は答弁しましたか"), "課長")


def test_a_head_or_a_seat_that_no_document_names_is_nobody() -> None:
    assert names_nobody("網走市長", MINUTES)
    assert not names_nobody("浜風市長", MINUTES)
    assert names_nobody("7番議員", MINUTES)


@pytest.mark.parametrize(
    ("asked", "place", "found"),
    [
        ("小樽市長は何と述べましたか", "小樽市", FOUND),
        ("小樽市長は何と述べましたか", "札幌市", OTHER),
        ("山野市長は何と述べましたか", "札幌市", FOUND),
    ],
)
def test_a_mayor_is_of_the_documents_own_town(asked: str, place: str, found: float) -> None:
    assert speaker_found(question(asked), "市長(山野太郎)", f"{MINUTES}小樽から転入した人", place) == found


@pytest.mark.parametrize(("asked_by", "found"), [("議員(川田花)", FOUND), ("議員(岸三郎)", OTHER), ("", FOUND)])
def test_an_answer_is_to_the_member_who_is_named(asked_by: str, found: float) -> None:
    asked = question("川田議員の質問に市長は何と答えましたか")
    assert speaker_found(asked, "市長(山野太郎)", MINUTES, asked_by=asked_by) == found


@pytest.mark.parametrize("label", ["市長(山野太郎)", "議長(谷次郎)", "建設部長"])
def test_an_official_asks_nothing(label: str) -> None:
    assert speaker_found(question("除雪について質問したのは誰ですか"), label, MINUTES) == OTHER


def test_members_of_a_committee_of_citizens_may_ask() -> None:
    assert speaker_found(question("除雪について質問したのは誰ですか"), "会長(浜四郎)", MINUTES) != OTHER
