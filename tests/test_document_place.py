"""A document's own place, told apart from the places that it names."""

import pytest

from ingest.document_place import own_place_of, read_locality
from ingest.documents import Confidence, Finding, Source
from ingest.lines import split_lines
from ingest.normalize import normalize_text


def locality(text, *, title="題名", issuer=None, path="file.txt"):
    return read_locality(normalize_text(text), title, split_lines(text), issuer, path)


@pytest.mark.parametrize(
    ("given", "full", "source", "confidence"),
    [
        ({"issuer": "留萌市"}, ("北海道", "留萌市"), Source.ISSUER, Confidence.HIGH),
        ({"issuer": "北海道留萌振興局"}, ("北海道", "留萌振興局"), Source.ISSUER, Confidence.HIGH),
        ({"title": "福岡市の計画"}, ("福岡県", "福岡市"), Source.TITLE, Confidence.HIGH),
        ({"title": "空知管内の会議"}, ("北海道", "空知総合振興局"), Source.TITLE, Confidence.HIGH),
        ({"text": "むつ市\n\n青森市の話。"}, ("青森県", "むつ市"), Source.HEADING, Confidence.MEDIUM),
        ({"path": "いすみ市_計画.txt"}, ("千葉県", "いすみ市"), Source.FILE_NAME, Confidence.MEDIUM),
        ({"path": "宮崎県/日南市/a.txt"}, ("宮崎県", "日南市"), Source.FOLDER_NAME, Confidence.MEDIUM),
        ({"text": "北見市では、北見市が、北見市の。"}, ("北海道", "北見市"), Source.TEXT, Confidence.MEDIUM),
        ({"text": "ある日、北見市へ行った。"}, ("北海道", "北見市"), Source.TEXT, Confidence.LOW),
    ],
)
def test_the_own_place_says_how_it_was_found(given, full, source, confidence):
    found = locality(**{"text": "本文。", **given})
    assert (found.prefecture, found.place) == full
    assert found.finding == Finding(source, confidence)


def test_towns_that_are_only_named_are_not_the_documents():
    found = locality("北見市と栗山町と別海町を訪れた。")
    assert (found.place, found.finding) == (None, None)
    assert set(found.mentioned) == {"北見市", "栗山町", "別海町"}


def test_where_a_meeting_is_held_is_not_whom_it_is_of():
    assert locality("会場　青森市民会館\n\n弘前市、弘前市、弘前市の報告を聞いた。").place == "弘前市"


@pytest.mark.parametrize(
    ("text", "prefecture"),
    [
        ("調布市と国立市に隣り合う。", "東京都"),
        ("福山市と尾道市に隣り合う。", "広島県"),
        ("東京都の基準による。", "東京都"),
        ("広島県府中市の産地。", "広島県"),
        ("工事のお知らせ。", None),
    ],
)
def test_a_name_that_several_have_is_decided_by_what_stands_around_it(text, prefecture):
    found = locality(text, issuer="府中市")
    assert (found.place, found.prefecture, found.code is None) == ("府中市", prefecture, prefecture is None)


def test_a_place_that_the_table_lacks_is_still_a_place():
    found = locality("栗駒町\n\n若柳町との合併について。", issuer="栗駒町")
    assert (found.place, found.prefecture, found.code) == ("栗駒町", None, None)
    assert set(found.mentioned) == {"栗駒町", "若柳町"}


def test_an_issuer_stands_for_a_place():
    assert own_place_of("広島県府中市")[1].code == "342084"
    assert own_place_of("府中市") == ("府中市", None)
    assert own_place_of("谷の会") == (None, None)
