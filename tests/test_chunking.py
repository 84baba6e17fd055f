"""Chunks: verbatim, in order, within the budget, and never across a speaker, a table row or a page's furniture."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import chunker_identity, split
from ingest.documents import BlockKind
from ingest.load import document_of
from ingest.readers.raw import RawText

PARTS = st.sampled_from(
    [
        "■ 取組\n",
        "第１章　あらまし\n\n",
        "＜町長＞\n\n",
        "＜村長＞\n\n",
        "○議長（山野太郎）　開きます。報告します。\n",
        "○市長（川田花）　お答えします。\n",
        "町は雪に強いまちをめざして三つの取組を進めます。冬の間も道を開けます。\n\n",
        "・項目を述べる\n",
        "指標\tR4\tR5\n相談\t3件\t4件\n移住\t5件\t6件\n",
        "読点ばかりで、終わりの来ない、長い長い文が、ずっと、続いていく、町の、話で、あり、\n",
        "- 3 -\n\n計画書\n\n",
        "Ｑ１　対象はだれですか\nＡ１　町民です。\n",
        "\n\n",
        "\f",
    ]
)
texts = st.one_of(st.lists(PARTS, max_size=25).map("".join), st.text(max_size=120))
budgets = st.tuples(st.integers(1, 60), st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def _document(text, title=None):
    return document_of(RawText(text, title=title), "plans/plan.txt")


def _chunks(text, target=320, maximum=480, title="計画"):
    return split(_document(text, title), count_tokens=len, target=target, maximum=maximum)


@given(texts, budgets)
def test_chunks_are_verbatim_ordered_and_apart(text, budget):
    chunks = _chunks(text, *budget)
    assert all(text[c.start : c.end] == c.text and c.text.strip() for c in chunks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(chunks))


@given(texts, budgets)
def test_no_chunk_exceeds_the_maximum_but_a_table_row(text, budget):
    assert all(len(c.text) <= budget[1] for c in _chunks(text, *budget) if not c.cells)


@given(texts, budgets)
def test_every_letter_is_in_a_chunk_but_for_furniture_and_the_headings_of_tables(text, budget):
    document = _document(text)
    held = {
        i for c in split(document, count_tokens=len, target=budget[0], maximum=budget[1]) for i in range(c.start, c.end)
    }
    for block in document.blocks:
        if block.kind not in (BlockKind.FURNITURE, BlockKind.HEADING) and (
            block.kind is not BlockKind.TABLE or block.cells
        ):
            assert all(i in held for i in range(block.start, block.end) if text[i].isalnum())


@given(texts, budgets)
def test_no_chunk_holds_two_speakers_two_rows_or_furniture(text, budget):
    document = _document(text)
    for chunk in split(document, count_tokens=len, target=budget[0], maximum=budget[1]):
        inside = [b for b in document.blocks if b.start < chunk.end and chunk.start < b.end]
        assert len({b.speaker for b in inside if b.kind is BlockKind.SPEECH}) <= 1
        assert all(b.speaker == chunk.speaker for b in inside if b.kind is BlockKind.SPEECH)
        assert all(b.kind is not BlockKind.FURNITURE for b in inside)
        assert sum(bool(b.cells) for b in inside) <= 1


@given(texts)
def test_the_same_document_gives_the_same_chunks_and_ids(text):
    first, second = _chunks(text), _chunks(text)
    assert first == second
    assert len({c.chunk_id for c in first}) == len(first)


def test_ids_change_with_the_content_and_the_path():
    document = _document("町は雪に強いまちをめざします。")
    other = replace(document, content_hash="0" * 64)
    moved = document_of(RawText(document.text), "plans/moved.txt")
    ids = {split(d, count_tokens=len)[0].chunk_id for d in (document, other, moved)}
    assert len(ids) == 3


def test_a_heading_travels_with_what_follows_it():
    (chunk,) = _chunks("第１章　あらまし\n\n■ 目的\n町は雪に強いまちをめざします。")
    assert chunk.section == ("第1章 あらまし", "■ 目的")
    assert chunk.context == "計画 › 第1章 あらまし › ■ 目的"
    assert chunk.kind is BlockKind.PARAGRAPH


def test_a_question_stays_with_its_answer_and_apart_from_the_next():
    text = "Ｑ１　対象はだれですか\nＡ１　町民です。\n\nＱ２　料金はいくらですか\nＡ２　無料です。\n"
    assert [c.text.split("\n")[1] for c in _chunks(text)] == ["Ａ１　町民です。", "Ａ２　無料です。"]


def test_a_row_carries_its_headers_and_the_cell_above_in_its_context():
    chunks = _chunks("評価指標一覧\n\n区分\t指標\tR5\n産業\t水揚量\t19t\n\t産出額\t集計中\n")
    assert [c.text for c in chunks] == ["産業\t水揚量\t19t", "産出額\t集計中"]
    assert chunks[1].context == "計画 › 評価指標一覧 › 産業 › 区分 | 指標 | R5"
    assert [c.header for c in chunks[1].cells] == ["区分", "指標", "R5"]


def test_a_page_of_text_laid_out_as_one_row_is_cut_as_text():
    text = "名称\t説明\n計画\t" + "町は雪に強いまちをめざします。" * 40
    chunks = _chunks(text, 40, 60)
    assert len(chunks) > 5
    assert all(not c.cells and len(c.text) <= 60 for c in chunks)


def test_the_small_rest_of_a_speech_stays_with_it():
    sentence = "- 冬の間の仕事を一緒につくっていきたいと考えている。\n"
    chunks = _chunks("＜町長＞\n\n" + sentence * 5, 120, 200)
    assert len(chunks) == 1


def test_a_sentence_longer_than_the_maximum_is_cut_at_commas():
    chunks = _chunks("冬の道路を守るため、" * 40, 50, 60)
    assert all(c.text.endswith("、") for c in chunks)
    assert "".join(c.text for c in chunks) == "冬の道路を守るため、" * 40


def test_each_part_of_a_long_section_names_its_own_page():
    body = "町は雪に強いまちをめざします。冬の間も道を開けます。\n"
    chunks = _chunks(f"■ 取組\n{body * 2}\f{body * 2}", 30, 40)
    assert {c.page for c in chunks} == {1, 2}
    assert chunks[-1].page == 2


@pytest.mark.parametrize(("target", "maximum"), [(0, 10), (11, 10), (-1, 5)])
def test_an_impossible_budget_is_refused(target, maximum):
    with pytest.raises(ValueError, match="target"):
        _chunks("文です。", target, maximum)


def test_the_identity_names_what_decides_the_chunks():
    assert chunker_identity() != chunker_identity(target=100)
    assert chunker_identity() != chunker_identity(maximum=1_000)


def test_a_chunk_of_an_answer_knows_its_question_and_a_short_one_carries_it_in_its_context():
    text = "○３番議員　駐車場は何台分ありますか。\n○町長　40台分であります。\n○議長　次に移ります。\n"
    document = _document(text, title="会議録")
    question, answer, chair = split(document, count_tokens=len, target=400, maximum=600)
    assert (question.asked, chair.asked) == (None, None)
    assert answer.asked is not None
    assert answer.asked.by == "3番議員"
    assert text[answer.asked.start : answer.asked.end] == "○３番議員　駐車場は何台分ありますか。"
    assert answer.context == "会議録 › 町長 › 駐車場は何台分ありますか。"


def test_a_long_answer_does_not_carry_its_question():
    text = f"○３番議員　駐車場は何台分ありますか。\n○町長　{'駐車場を広げます。' * 20}\n"
    document = _document(text, title="会議録")
    assert {c.context for c in split(document, count_tokens=len, target=400, maximum=600) if c.asked} == {
        "会議録 › 町長"
    }


def test_what_happens_in_the_room_is_in_no_chunk_of_its_own():
    text = "○町長（○○○○君）　始めます。\n（拍手）\n続けます。\n〔３番○○○○君登壇〕\n○３番（○○○○君）　伺います。\n"
    found = [c.text for c in split(_document(text), count_tokens=len, target=400, maximum=600)]
    assert found == ["○町長（○○○○君）　始めます。\n（拍手）\n続けます。", "○３番（○○○○君）　伺います。"]


def test_an_item_that_sweeps_over_many_bills_stays_out_of_the_context():
    text = (
        "○議長（○○○○君）　日程第１、議案第１号ないし議案第９号を一括議題といたします。\n"
        "○議長（○○○○君）　日程第２、陳情第３号、温泉の存続を求める陳情を議題といたします。\n"
    )
    first, second = split(_document(text, title="会議録"), count_tokens=len, target=30, maximum=60)
    assert first.section == ("日程第1 議案第1号ないし議案第9号",)
    assert first.context == "会議録 › 議長(○○○○君)"
    assert second.context == "会議録 › 日程第2 陳情第3号、温泉の存続を求める陳情 › 議長(○○○○君)"
