"""Who speaks: headings and openings of turns, and what only looks like them."""

import pytest

from ingest.normalize import normalize_text
from ingest.speakers import is_remark, speaker_of_heading, speaker_of_turn


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("＜羽幌町長＞", "羽幌町長"),
        ("〈商工会議所　会頭〉", "商工会議所 会頭"),
        ("＜副会長（代理）＞", "副会長(代理)"),
        ("【教育長】", "教育長"),
        ("＜資料＞", None),
        ("【推進エリア】", None),
        ("＜町長＞ 雪について", None),
    ],
)
def test_a_heading_names_a_speaker_only_by_a_role(line, speaker):
    assert speaker_of_heading(normalize_text(line)) == speaker


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("○市長（山野太郎）　お答えいたします。", "市長(山野太郎)"),
        ("○議員（川田 花）　質問します。", "議員(川田 花)"),
        ("○12番（森一郎君）　おはようございます。", "12番(森一郎君)"),
        ("○議長（谷次郎君）", "議長(谷次郎君)"),
        ("◆産業課長（岸三郎）　ご説明します。", "産業課長(岸三郎)"),
        ("○町長（答弁）　お答えします。", "町長"),
        ("○３番議員（一般質問）　伺います。", "3番議員"),
        ("○事務局　資料を配ります。", "事務局"),
        ("会長：それでは、次の議題に移ります。", "会長"),
        ("委員Ａ：冬のバスを増やしてほしいと思います。", "委員A"),
        ("座長（浜四郎）：ご意見をいただきたい。", "座長(浜四郎)"),
        ("○その他（岸三郎）　そのとおり。", "その他(岸三郎)"),
        ("○消防長（森一郎）　お答えします。", "消防長(森一郎)"),
        ("○その他　連絡事項です。", None),
        ("○出席議員（10名）", None),
        ("○欠席委員（２人）", None),
        ("○ 企業説明会", None),
        ("○議事日程（第２号）", None),
        ("代表：山野太郎", None),
        ("委員：山野太郎、川田花、森一郎、谷次郎、岸三郎", None),
        ("会場：公民館です。", None),
        ("町長は、次のように述べた。", None),
    ],
)
def test_a_turn_is_opened_by_a_role(line, speaker):
    assert speaker_of_turn(normalize_text(line)) == speaker


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("開議　午前１０時００分", True),
        ("午後3時15分　散会", True),
        ("（休憩　午前11時）", True),
        ("開会の挨拶", False),
        ("午前10時に開会しました。", False),
    ],
)
def test_the_clerks_note_of_the_hour_is_a_remark(line, expected):
    assert is_remark(normalize_text(line)) is expected
