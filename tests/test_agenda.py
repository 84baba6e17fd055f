"""Items of the agenda: lines between turns, and what only the chair says."""

import pytest

from ingest.agenda import agenda_level, closes_agenda
from ingest.documents import Block, BlockKind
from ingest.lines import split_lines
from ingest.load import document_of
from ingest.readers.raw import RawText


def blocks(text: str) -> dict[str, Block]:
    document = document_of(RawText(text), "minutes.txt")
    return {document.text[b.start : b.end]: b for b in document.blocks}


@pytest.mark.parametrize(
    "line",
    [
        "日程第１　議案第３号　令和６年度一般会計補正予算（第２号）",
        "◎日程第３　報告第１号",
        "△日程第４",
        "議案第５号　町道路線の認定について",
        "◇議題",
        "議題１　開館時間の見直し",
        "２　議題",
        "（１）利用状況について",
        "■ 意見交換",
    ],
)
def test_items_of_an_agenda_have_a_level(line):
    assert agenda_level(split_lines(line)[0], None) is not None


@pytest.mark.parametrize("line", ["日程を変更いたします。", "お答えします、", "会長：", "それでは次に移ります"])
def test_sentences_are_no_items(line):
    assert agenda_level(split_lines(line)[0], None) is None


def test_a_numbered_list_in_a_speech_is_no_item():
    items = "（１）除雪について\n（２）診療所について\n（３）学校について\n"
    text = f"○３番議員　３点伺います。\n{items}○町長　お答えします。\n"
    found = blocks(text)
    assert {b.kind for b in found.values()} == {BlockKind.SPEECH}
    assert found["（３）学校について"].speaker == "3番議員"


def test_a_line_above_a_turn_heads_it_and_a_closing_item_ends_the_last_turn():
    text = (
        "会長：始めます。\n\n（１）利用状況について\n事務局：資料を説明します。\n\n"
        "（２）その他\n委員：駐車場が足りません。\n\n３　その他\n・次回は９月に開く。\n"
    )
    found = blocks(text)
    assert found["事務局：資料を説明します。"].section == ("(1)利用状況について",)
    assert found["委員：駐車場が足りません。"].section == ("(2)その他",)
    assert found["３　その他"].kind is BlockKind.HEADING
    assert found["・次回は９月に開く。"].speaker is None
    assert closes_agenda(split_lines("３　その他")[0])


def test_speeches_stand_under_the_item_that_the_chair_announced():
    text = (
        "○議長（○○○○君）　これより開きます。\n"
        "○議長（○○○○君）　日程第１、議案第41号ないし議案第43号、以上３件を一括して議題といたします。\n"
        "○市長（○○○○君）　説明いたします。\n"
        "○議長（○○○○君）　日程第２「陳情第５号」を議題といたします。\n"
        "○３番（○○○○君）　賛成します。\n"
    )
    found = blocks(text)
    assert found["○議長（○○○○君）　これより開きます。"].section == ()
    assert found["○市長（○○○○君）　説明いたします。"].section == ("日程第1 議案第41号ないし議案第43号",)
    assert found["○３番（○○○○君）　賛成します。"].section == ("日程第2 陳情第5号",)


def test_nobody_but_the_chair_announces_an_item():
    text = (
        "○議長（○○○○君）　日程第１、一般質問を行います。\n"
        "○３番（○○○○君）　次に、議案第９号について議題として質問します。\n○町長（○○○○君）　お答えします。\n"
    )
    assert blocks(text)["○町長（○○○○君）　お答えします。"].section == ("日程第1 一般質問",)


def test_an_item_named_by_a_heading_is_not_named_again():
    text = (
        "◎日程第１　議案第１号\n○議長（○○○○君）　日程第１、議案第１号を議題といたします。\n"
        "○町長（○○○○君）　説明いたします。\n"
    )
    assert blocks(text)["○町長（○○○○君）　説明いたします。"].section == ("◎日程第1 議案第1号",)
