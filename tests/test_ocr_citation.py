"""That a page was read by OCR is known from the file to the citation, through the index and every JSON."""

from functools import partial
from pathlib import Path

import pytest

from assistant.answers import OCR_FIGURES, passage_record
from assistant.chain import passage_of
from assistant.compose import open_assistant, open_index
from assistant.conversation import Assistant
from assistant.ingestion import _writer, ingest
from assistant.records import document_record, info_record, shown_document
from assistant.settings import Settings
from ingest.chunking import split
from ingest.load import load_document
from ingest.readers import ocr_rapid
from prompts.tokens import count_tokens
from tests.pdfs import Paper
from tests.scans import FakeRecogniser, line, page_of
from vectorstore.sync import SourceFile, SyncReport, in_turn, sync
from vectorstore.words import WordAnalyzer

SCAN = ("谷川町除雪計画", "谷川町の除雪車は、令和6年度に12台あります。")
TEXT = "谷川町の融雪槽は、令和6年度に35基あります。"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SyncReport]:
    folder = tmp_path_factory.mktemp("scans")
    file = folder / "除雪.pdf"
    file.write_bytes(Paper().image().page().line(TEXT).page().image().data())
    table = [line(text, left, 100) for text, left in (("谷川町の歩道除雪延長", 100), ("38km", 900))]
    engine = FakeRecogniser(page_of(*SCAN), [*table, line("谷川町の歩道の計画です。", 100, 180, confidence=0.5)])
    settings = Settings()
    with _writer(settings, folder / "index") as writer:
        report = sync(
            writer,
            [SourceFile(file, file.name)],
            read=in_turn(
                partial(load_document, scanner=engine.scanner),
                partial(split, count_tokens=count_tokens),
                WordAnalyzer(),
            ),
        )
    return folder / "index", report


@pytest.fixture(scope="module")
def assistant(report: tuple[Path, SyncReport]) -> Assistant:
    return open_assistant(Settings(), report[0])


def test_the_report_says_how_many_pages_were_read_and_which_are_doubtful(report: tuple[Path, SyncReport]) -> None:
    messages = [remark.message for remark in report[1].remarks]
    assert "2ページを文字認識で読み取りました（確からしさの平均 8" in messages[0]
    assert "（3ページ）" in messages[1]


def test_a_citation_from_a_scanned_page_says_so_and_the_answer_marks_its_figure(assistant: Assistant) -> None:
    answer = assistant.ask("谷川町の除雪車は令和6年度に何台ありますか")
    assert "12台" in answer.text
    record = answer.to_record()
    assert {(c["page"], c.get("ocr")) for c in record["citations"]} == {(1, True)}
    assert record["notice"] == OCR_FIGURES


def test_a_citation_from_a_page_with_text_of_its_own_says_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("谷川町の融雪槽は令和6年度に何基ありますか")
    assert "35基" in answer.text
    assert not any("ocr" in citation for citation in answer.to_record()["citations"])
    assert answer.notice == ""


def test_search_and_show_tell_scanned_passages_from_others(
    assistant: Assistant, report: tuple[Path, SyncReport]
) -> None:
    found = [passage_record(passage_of(hit)) for hit in assistant.search("谷川町の除雪", 10)]
    assert {(record["page"], record.get("ocr", False)) for record in found} >= {(1, True), (2, False)}
    with open_index(Settings(), report[0]) as index:
        shown = shown_document(index, "除雪.pdf")
        (listed,) = [document_record(document) for document in index.documents()]
        chunks = index.chunks("除雪.pdf")
    assert all(shown["text"][chunk.start : chunk.end] == chunk.text for chunk in chunks)
    assert {chunk["page"]: chunk.get("ocr", False) for chunk in shown["chunks"]} == {1: True, 2: False, 3: True}
    assert listed["metadata"]["ocr_pages"] == shown["metadata"]["ocr_pages"] == 2
    assert 0.7 < listed["metadata"]["ocr_confidence"] < 0.97


def test_info_names_the_engine_or_what_to_do(
    report: tuple[Path, SyncReport], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open_index(Settings(), report[0]) as index:
        info = index.info()
    assert "SHIRUBE_OCR" in info_record(info, Settings(ocr="off"))["ocr"]
    monkeypatch.setattr(ocr_rapid, "_model_paths", lambda: (tmp_path / "det.onnx", tmp_path / "rec.onnx"))
    assert 'pip install "shirube[ocr]"' in info_record(info, Settings())["ocr"]


def test_a_scan_without_ocr_fails_alone(tmp_path: Path) -> None:
    scan, text = tmp_path / "写し.pdf", tmp_path / "計画.txt"
    scan.write_bytes(Paper().image().data())
    text.write_text(TEXT, encoding="utf-8")
    sources = [SourceFile(scan, scan.name), SourceFile(text, text.name)]
    report = ingest(Settings(ocr="off"), tmp_path / "index", sources)
    assert report.added == ("計画.txt",)
    assert [(failure.path, failure.code) for failure in report.failed] == [("写し.pdf", "NO_TEXT_NEEDS_OCR")]
