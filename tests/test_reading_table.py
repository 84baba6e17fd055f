"""What a PDF gives back of the document it was made from, on a pair small enough to count by hand."""

import io
from pathlib import Path

import pytest
from docx import Document
from pdfs import GOTHIC, Paper

from evals.reading_table import compare, speakers

SENTENCES = ["谷川町の除雪の計画を、町民とともに見直します。", "費用は令和6年度から町が負担することにしました。"]


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    word = Document()
    word.sections[0].header.paragraphs[0].text = "谷川町の除雪"
    word.add_heading("1 計画の目的", 1)
    word.add_paragraph(SENTENCES[0])
    word.add_heading("2 費用の負担", 1)
    word.add_paragraph(SENTENCES[1])
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["区分", "額", "除雪", "12円"], strict=True):
        cell.text = text
    stream = io.BytesIO()
    word.save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    paper = Paper().line("谷川町の除雪", size=8).line("1 計画の目的", GOTHIC, 14).line(SENTENCES[0])
    paper.line("費用の負担").table([["区分", "額"], ["除雪", "13円"], ["融雪", "5円"]]).page().line(
        "谷川町の除雪", size=8
    ).line(SENTENCES[0])
    (tmp_path / "a.pdf").write_bytes(paper.data())
    return tmp_path / "a.pdf", tmp_path / "a.docx"


def test_what_is_missing_is_counted(pair: tuple[Path, Path]) -> None:
    row = compare(*pair)
    assert 0.4 < row.characters < 0.75  # the second sentence is not in the PDF
    assert row.cells == 0.75
    assert (row.heading_recall, row.frame_lines) == (0.5, 0)
    assert row.heading_f1 is not None
    assert 0 < row.heading_f1 < 1


def test_turns_whose_speaker_is_known_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(
        "○議長（一郎）　開会します。\n○町長（二郎）　お答えします。\n○黒板（三郎）　消します。\n", encoding="utf-8"
    )
    assert speakers(file) == (2, 3)
