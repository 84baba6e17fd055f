"""Structure: headings, turns, lists, questions and tables become blocks under their section path."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import BlockKind
from ingest.lines import split_lines
from ingest.structure import build_blocks

LINES = st.sampled_from(
    [
        "第１章　あらまし",
        "■ 取組",
        "○ 説明会",
        "（1）目的",
        "＜町長＞",
        "○議長（山野太郎）　開きます。",
        "Ｑ１　対象は。",
        "Ａ１　町民です。",
        "・項目",
        "1　名称",
        "1-2　細目",
        "指標\tR4\tR5",
        "相談\t3件\t4件",
        "| a | b |",
        "|---|---|",
        "指標名",
        "基準値",
        "目標値",
        "水揚量",
        "3t",
        "町は雪に強いまちをめざして、次の三つの取組を進めます。",
        "- 3 -",
        "計画書",
        "",
        "\f",
        "開議　午前10時",
    ]
)
documents = st.one_of(st.lists(LINES, max_size=30).map("\n".join), st.text(max_size=80))


def _sections(text):
    return {text[b.start : b.end]: b.section for b in build_blocks(text) if b.kind is not BlockKind.HEADING}


@given(documents)
def test_every_line_with_text_is_in_one_block_and_blocks_are_in_order(text):
    blocks = build_blocks(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    for line in split_lines(text):
        if any(c.isalnum() for c in line.text):
            assert any(b.start <= line.start and line.end <= b.end for b in blocks) or "\t" in text


@given(documents)
def test_no_letter_is_outside_the_blocks(text):
    held = {i for b in build_blocks(text) for i in range(b.start, b.end)}
    assert all(i in held for i, c in enumerate(text) if c.isalnum())


def test_chapters_sections_and_numbers_nest():
    text = (
        "第２章　雪対策\n\n第１節　道路\n\n１　除雪\n\n町道を除きます。\n\n１－２　排雪\n\n雪を運びます。\n\n"
        "第２節　歩道\n\n歩道も除きます。"
    )
    sections = _sections(text)
    assert sections["町道を除きます。"] == ("第2章 雪対策", "第1節 道路", "1 除雪")
    assert sections["雪を運びます。"] == ("第2章 雪対策", "第1節 道路", "1 除雪", "1-2 排雪")
    assert sections["歩道も除きます。"] == ("第2章 雪対策", "第2節 歩道")


def test_markdown_headings_nest_by_their_hashes():
    text = "# 案内\n\n## 料金\n\n### 冬\n\n半額です。\n\n## 場所\n\n港です。"
    assert _sections(text) == {"半額です。": ("案内", "料金", "冬"), "港です。": ("案内", "場所")}


def test_headings_that_the_format_declares_win():
    text = "ごあいさつ。\n雪の多い町です。"
    assert build_blocks(text, [(0, 6, 2)])[1].section == ("ごあいさつ。",)


def test_marks_brackets_and_parentheses_head_what_follows():
    text = (
        "１　取組\n\n■ 除雪\n概要：町道を除く。\n\n〔町長の話〕\n雪に強い町にします。\n\n"
        "（1）育成に関すること\n・研修を開きます。\n"
    )
    sections = _sections(text)
    assert sections["概要：町道を除く。"] == ("1 取組", "■ 除雪")
    assert sections["雪に強い町にします。"] == ("〔町長の話〕",)
    assert sections["・研修を開きます。"][-1] == "(1)育成に関すること"


def test_a_word_in_parentheses_right_above_text_heads_it():
    assert _sections("第１節　雪\n\n（現状と課題）\n道路は長い。")["道路は長い。"][-1] == "(現状と課題)"


def test_a_list_of_numbered_places_opens_no_headings():
    blocks = build_blocks("２　会場\n　(1) 小学校　避難所\n　(2) 公園　訓練\n")
    assert [b.kind for b in blocks] == [BlockKind.HEADING, BlockKind.LIST, BlockKind.LIST]


def test_a_turn_lasts_until_the_next_and_ends_at_the_clerks_note():
    text = (
        "○議長（山野太郎）　開きます。\n報告いたします。\n\n○市長（川田花）　お答えします。\n１　雪の件\n\n"
        "　　散会　午後3時\n次回の予定です。"
    )
    speakers = {text[b.start : b.end]: b.speaker for b in build_blocks(text)}
    assert speakers["報告いたします。"] == "議長(山野太郎)"
    assert speakers["１　雪の件"] == "市長(川田花)"
    assert speakers["散会　午後3時"] is None
    assert speakers["次回の予定です。"] is None


def test_the_list_of_those_present_is_nobodys_turn():
    text = "○議事日程（第２号）\n　一般質問\n\n○出席議員（10名）\n\n○議長（宣告）　開きます。"
    blocks = build_blocks(text)
    assert [b.speaker for b in blocks] == [None, None, None, "議長"]
    assert blocks[-1].section == ()


def test_a_speakers_heading_lasts_until_the_next_heading():
    text = (
        "５　発言\n\n＜町長＞\n\n- 雪が多い。\n- 人が減る。\n\n＜村長＞\n\n- 同感である。\n\n６　その他\n\n"
        "次回は春です。"
    )
    speakers = {text[b.start : b.end]: b.speaker for b in build_blocks(text)}
    assert speakers["- 人が減る。"] == "町長"
    assert speakers["- 同感である。"] == "村長"
    assert speakers["次回は春です。"] is None


@pytest.mark.parametrize(("q", "a"), [("Ｑ１．", "Ａ１．"), ("Q.", "A."), ("問1　", "答　"), ("質問：", "回答：")])
def test_a_question_heads_its_answer(q, a):
    text = f"{q}対象はだれですか\n{a}町民です。\n１　働いている方\n２　学んでいる方\n\n"
    text += f"{q}料金はいくらですか\n{a}無料です。\n"
    blocks = build_blocks(text)
    questions = [b for b in blocks if b.kind is BlockKind.HEADING]
    assert len(questions) == 2
    steps = next(b for b in blocks if text[b.start : b.end] == "１　働いている方")
    assert "対象はだれですか" in steps.section[-1]


def test_a_letter_without_answers_is_no_question():
    assert all(b.kind is not BlockKind.HEADING for b in build_blocks("Q 値の測り方を述べます。\n次の文です。"))


def test_a_flattened_table_closes_the_items_above_it():
    text = "産業づくり計画\n\n目的を述べる長い文を置きます。次に進みます。\n\n■ 港の催し\n\n概要：朝市を開いた。"
    text += "\n\n" + "指標名\n\n基準値\n\n目標値\n\n水揚量\n\n3t\n\n4t"
    row = next(b for b in build_blocks(text) if b.cells)
    assert row.section == ("産業づくり計画",)
    assert [c.text for c in row.cells] == ["水揚量", "3t", "4t"]


def test_short_lines_alone_between_blanks_are_no_heading_when_many():
    text = (
        "北の町\n\n東の町\n\n西の町\n\n南の町\n\n中の町\n\n上の町\n\n下の町\n\n川の町\n\n谷の町\n\n町の数は九つです。"
    )
    headings = [text[b.start : b.end] for b in build_blocks(text) if b.kind is BlockKind.HEADING]
    assert headings in ([], ["谷の町"])


def test_a_heading_with_its_kicker_is_one_heading():
    text = "住む人の声\n\n谷の牧場\n\n牛を飼って十年になります。冬は雪が深く、朝は早いのですが、この土地が好きです。"
    assert _sections(text)[text.split("\n\n")[2]] == ("住む人の声 谷の牧場",)


def test_furniture_is_set_apart_and_nothing_reaches_across_it():
    text = (
        "計画の本文は次の頁に続いていく長い文であり、\n\n- 1 -\n\n計画書\n\n途中で切れています。\n\n- 2 -\n\n"
        "計画書\n\n終わりです。\n"
    )
    blocks = build_blocks(text)
    furniture = [text[b.start : b.end] for b in blocks if b.kind is BlockKind.FURNITURE]
    assert furniture == ["- 1 -", "- 2 -", "計画書"]
    assert all("- 1 -" not in text[b.start : b.end] for b in blocks if b.kind is not BlockKind.FURNITURE)


def test_pages_are_counted_by_form_feeds():
    text = "一頁目です。\n\f二頁目です。\n\f三頁目です。"
    assert [b.page for b in build_blocks(text)] == [1, 2, 3]


def test_a_text_without_pages_has_no_page():
    assert build_blocks("文です。")[0].page is None
