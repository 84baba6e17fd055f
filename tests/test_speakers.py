"""Who speaks: headings and openings of turns, and what only looks like them."""

import pytest

from ingest.normalize import normalize_text
from ingest.speakers import is_direction, is_remark, speaker_entering, speaker_of_heading, speaker_of_turn


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
        ("◯総務企画局長（○○○○）　お答えします。", "総務企画局長(○○○○)"),
        ("〇１５番（○○○○君）　質問します。", "15番(○○○○君)"),
        ("●委員長（○○○○君）　再開します。", "委員長(○○○○君)"),
        ("△教育長（○○○○君）　お答えします。", "教育長(○○○○君)"),
        ("◆１２番　○○○○議員　伺います。", "12番(○○○○議員)"),
        ("○議長　○○○○君　ただいまから開きます。", "議長(○○○○君)"),
        ("○４番　質問いたします。", "4番"),
        ("議長（○○○○君）　これより会議を開きます。", "議長(○○○○君)"),
        ("１２番（○○○○君）", "12番(○○○○君)"),
        ("○○委員：駐車場が足りません。", "○○委員"),
        ("△△委員：同じ意見です。", "△△委員"),
        ("・会長：次に進みます。", "会長"),
        ("（委員）　周知の方法を教えてほしい。", "委員"),
        ("【事務局】来週までに回答します。", "事務局"),
        ("会長　それでは、始めます。", "会長"),
        ("○その他　連絡事項です。", None),
        ("○委員　15名", None),
        ("○会長　○○○○", None),
        ("○事務局　総務課企画係", None),
        ("○部長（課長を含む）", None),
        ("○委員（別紙名簿のとおり）", None),
        ("○参加者　30名", None),
        ("○市民、団体の代表から募る", None),
        ("○ 会議の資料は前日までに送ります。", None),
        ("町長（総務課長兼務）", None),
        ("（会長）○○○○　（副会長）△△△△", None),
        ("委員　15名", None),
        ("会長　○○○○", None),
        ("（委員の任期は２年です。）", None),
        ("【市長公約】子どもの医療費を無料にします。", None),
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


@pytest.mark.parametrize(
    ("line", "direction", "speaker"),
    [
        ("〔市長　○○○○君登壇〕", True, "市長(○○○○)"),
        ("〔１２番○○○○議員登壇〕", True, "12番(○○○○)"),
        ("（町長登壇）", True, "町長"),
        ("（拍手）", True, None),
        ("（「異議なし」と呼ぶ者あり）", True, None),
        ("〔「賛成」「反対」と呼ぶ者あり〕", True, None),
        ("〔○○○○君退場〕", True, None),
        ("（別紙参照）", False, None),
        ("（挙手全員）", False, None),
        ("市長が登壇しました。", False, None),
    ],
)
def test_a_stage_direction_is_no_speech_and_may_name_who_comes_next(line, direction, speaker):
    normal = normalize_text(line)
    assert is_direction(normal) is direction
    assert speaker_entering(normal) == speaker
