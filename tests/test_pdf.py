import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.documents import BlockKind
from ingest.errors import ReadError
from ingest.load import document_of
from ingest.readers import pdf
from ingest.readers.pdf import read_pdf
from tests.pdfs import GOTHIC, Paper

BODY = "谷川町は、冬の道路を安全に保つため、除雪の体制を見直します。"
SOUND = Paper().line(BODY).page().line("二枚目の本文です。").data()


def read(paper: Paper):
    return read_pdf("計画.pdf", paper.data())


def headings(raw):
    return [(raw.text[start:end], level) for start, end, level in raw.headings]


def code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf("計画.pdf", data)
    assert "計画.pdf" in str(caught.value)
    return caught.value.code


def test_pages_are_divided_by_form_feeds_and_known_to_the_document():
    raw = read_pdf("計画.pdf", SOUND)
    assert [page.strip() for page in raw.text.split("\f")] == [BODY, "二枚目の本文です。"]
    pages = [block.page for block in document_of(raw, "計画.pdf").blocks]
    assert pages == [1, 2]


def test_a_ruled_table_becomes_rows_where_it_stands():
    rows = [["区分", "令和5年度", "令和6年度"], ["除雪費", "1,200万円", "1,350万円"], ["融雪費", "80万円", "95万円"]]
    raw = read(Paper().line("表の前の文です。").table(rows).line("表の後の文です。"))
    lines = [line for line in raw.text.split("\n") if line.strip()]
    assert lines == ["表の前の文です。", *("\t".join(row) for row in rows), "表の後の文です。"]
    found = [block for block in document_of(raw, "計画.pdf").blocks if block.cells]
    assert [[cell.header for cell in block.cells] for block in found] == [rows[0], rows[0]]
    assert found[1].cells[2].text == "95万円"


def test_a_box_around_text_is_no_table():
    raw = read(Paper().table([["枠で囲んだお知らせの文です。"]]).line(BODY))
    assert "\t" not in raw.text
    assert "枠で囲んだお知らせの文です。" in raw.text


def test_the_outline_makes_headings():
    paper = (
        Paper().outlined("1 目的").line("1 目的").line(BODY).page().outlined("1.1 背景", 1).line("1.1　背景").line(BODY)
    )
    assert headings(read(paper)) == [("1 目的", 1), ("1.1　背景", 2)]


def test_without_an_outline_numbered_lines_in_other_type_are_headings():
    paper = (
        Paper()
        .line("1 はじめに", GOTHIC)
        .line(BODY)
        .line("1.2 背景", size=14)
        .line(BODY)
        .line("3 人の町民が集まった。")
    )
    assert headings(read(paper.line("第2章 施策", GOTHIC).line(BODY))) == [
        ("1 はじめに", 1),
        ("1.2 背景", 2),
        ("第2章 施策", 1),
    ]


def test_lines_of_a_table_of_contents_are_no_headings():
    paper = Paper().line("1 はじめに ・・・・・・ 3", GOTHIC).line(BODY).line(BODY)
    assert headings(read(paper)) == []


def test_titles_that_an_application_wrote_are_not_titles():
    assert read(Paper().titled("除雪計画").line(BODY)).title == "除雪計画"
    assert read(Paper().titled("Microsoft Word - keikaku.docx").line(BODY)).title is None


def test_the_largest_line_of_the_first_page_is_the_title_and_not_a_running_one():
    paper = Paper()
    for number in range(3):
        size = 22 if number == 0 else 11
        paper.at(800).line("谷川町の計画書").at(700).line("除雪と防災の", size=size).at(650).line("基本計画", size=size)
        paper.at(600).line(BODY).line(BODY).page()
    assert read(paper).title == "除雪と防災の 基本計画"


def test_content_drawn_out_of_order_is_read_by_place():
    sentences = [f"{number}番目の文は、除雪の車の台数を述べています。" for number in range(20)]
    paper = Paper()
    for number in reversed(range(20)):
        paper.at(760 - 20 * number).line(sentences[number])
    found = [line for line in read(paper).text.split("\n") if line]
    assert found == sentences


def test_running_titles_and_page_numbers_are_in_no_chunk():
    paper = Paper()
    for number in range(1, 6):
        paper.at(810).line("谷川町総合計画").at(780).line(f"{number}節の本文です。{BODY}").at(30).line(
            f"- {number} -"
        ).page()
    blocks = document_of(read(paper), "計画.pdf").blocks
    assert sum(block.kind is BlockKind.FURNITURE for block in blocks) >= 9


def test_a_protected_file_says_so():
    assert code(Paper("himitsu").line(BODY).data()) == "ENCRYPTED"


def test_scanned_pages_need_ocr():
    assert code(Paper().image().page().image().data()) == "NO_TEXT_NEEDS_OCR"
    raw = read(Paper().line(BODY).page().image())
    assert "1ページ" in raw.warnings[0].message
    assert "（2ページ）" in raw.warnings[0].message


def test_an_empty_file_is_empty():
    assert code(Paper().page().data()) == "EMPTY"


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    assert code(SOUND) == "TOO_LARGE"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\x00" * 500, SOUND[: len(SOUND) // 3]])
def test_damaged_files_say_so(data):
    assert code(data) in {"CORRUPT", "EMPTY"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_whatever_bytes_are_wrong_nothing_but_a_read_error_comes_out(changes):
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    try:
        raw = read_pdf("計画.pdf", bytes(data))
    except ReadError:
        return
    assert all(before[1] <= after[0] for before, after in pairwise(raw.headings))
    assert all(raw.text[start:end].strip() for start, end, _ in raw.headings)


def outcome(data: bytes) -> str:
    """A file's text, or the code of its refusal."""
    try:
        return read_pdf("計画.pdf", data).text
    except ReadError as error:
        return error.code


@pytest.mark.parametrize("box", [b"/MediaBox [ 0 0 595 (a)]", b"/MediaBox (a)", b"/MediaBox [ 0 0 595 99 0 R ]"])
def test_a_damaged_page_box_behind_a_table_is_refused_or_read(box):
    data = Paper().line(BODY).table([["区分", "額"], ["道路", "12"]]).page().line(BODY).data()
    broken = re.sub(rb"/MediaBox \[[^\]]*\]", lambda found: box.ljust(len(found[0])), data)
    assert broken != data
    assert BODY in outcome(broken) or outcome(broken) == "CORRUPT"
