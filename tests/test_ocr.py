"""The engine's contract, and the installed engine on scans made here; without an engine those tests are skipped."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from evals.ocr_table import FONTS, LEVELS, error_rate, page_of_columns, page_of_lines, page_of_rows, scanned
from ingest.load import load_document
from ingest.readers import ocr, ocr_rapid
from ingest.readers.ocr import Scanner, open_scanner
from ingest.readers.ocr_layout import ScannedLine
from ingest.readers.ocr_rapid import _JapaneseDecoder
from ingest.readers.pdf import read_pdf
from ingest.workers import Worker
from tests.scans import FakeRecogniser, line, page_of, pdf_of

FONT = next((font for font in FONTS if font.is_file()), Path())
PICTURE = np.full((100, 100, 3), 255, np.uint8)
PLAIN = (
    "砂波内市除排雪計画（抜粋）",
    "令和６年度の市道の除雪延長は412.5km、歩道は38.6kmです。",
    "除雪車は直営12台、委託47台で、前年度より３台増えました。",
    "○町長（答弁）　御質問にお答えいたします。",
    "目標値は１日当たり1,800円、基準値は△2.4％であります。",
)
ROWS = (
    ("評価指標", "基準値（R2）", "実績値（R5）", "目標値（R7）"),
    ("農業産出額", "128.6億円", "集計中", "135.0億円"),
    ("新規就農者数", "11人", "14人", "15人"),
    ("移住相談件数", "133件", "", "250件"),
)
COLUMNS = (
    "昨年の冬は雪が多く道路の除雪に例年の二倍の費用がかかりました",
    "今年は除雪の車を二台増やし市民の足を守ります",
)
installed = pytest.mark.skipif(
    not ocr_rapid.is_there() or not FONT.is_file(),
    reason='no OCR engine (pip install "shirube[ocr]") or no Japanese font (fonts-noto-cjk)',
)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    found = open_scanner()
    assert found is not None
    return found


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_the_error_rate_counts_what_must_be_changed_and_no_blanks() -> None:
    assert error_rate("除雪車は12台", "除雪車は 12台") == 0
    assert error_rate("除雪車は12台", "除雪は13台") == 2 / 7
    assert error_rate("除雪", "") == 1


def test_the_engine_is_loaded_by_the_first_page_and_once() -> None:
    loads = []
    engine = FakeRecogniser(page_of("一枚目"), page_of("二枚目"))
    pages = []
    scanner = Scanner(lambda: loads.append(1) or engine, lambda: pages.append(len(loads)))
    assert loads == []
    assert [scanner.read(PICTURE).text for _ in range(2)] == ["一枚目", "二枚目"]
    assert pages == [1, 1]


def test_the_confidence_of_a_page_is_weighted_by_characters_and_blank_lines_do_not_count() -> None:
    lines: list[ScannedLine] = [
        line("三文字", 0, 0, confidence=0.9),
        line("一", 0, 50, confidence=0.5),
        line(" ", 0, 90, confidence=0),
    ]
    assert Scanner(lambda: FakeRecogniser(lines)).read(PICTURE).confidence == pytest.approx(0.8)
    assert Scanner(lambda: FakeRecogniser([])).read(PICTURE) == ocr.ScannedPage("", 0.0)


def test_without_the_engine_there_is_no_scanner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr_rapid, "_model_paths", lambda: (tmp_path / "det.onnx", tmp_path / "rec.onnx"))
    assert open_scanner() is None
    assert ocr_rapid.engine_name() == ""


def test_the_decoder_knows_japanese_ideographs_alone_and_rates_the_blank_lower() -> None:
    class Library:
        character = ("blank", "値", "值", "A", "○", " ")

        def __call__(self, predictions: np.ndarray) -> list[str]:
            return [self.character[i] for i in predictions.argmax(axis=2)[0]]

    predictions = np.array([[[0, 0.4, 0.6, 0, 0, 0], [0.6, 0, 0, 0, 0.3, 0], [0.99, 0, 0, 0, 0.01, 0]]], np.float32)
    assert Library()(predictions) == ["值", "blank", "blank"]
    assert _JapaneseDecoder(Library())(predictions) == ["値", "○", "blank"]


@installed
def test_a_scanned_page_is_read_with_hardly_an_error_and_its_figures_with_none(scanner: Scanner) -> None:
    raw = read_pdf("計画.pdf", pdf_of(scanned(page_of_lines(PLAIN, FONT), *LEVELS["poor"])), scanner)
    assert error_rate("".join(PLAIN), raw.text) <= 0.02
    for figure in ("412.5km", "38.6km", "12台", "47台", "1,800円", "△2.4%"):
        assert figure in bare(raw.text)
    assert raw.scans[0].confidence > 0.9


@installed
def test_a_ruled_table_comes_out_as_rows_with_its_blank_cells(scanner: Scanner) -> None:
    raw = read_pdf("指標.pdf", pdf_of(scanned(page_of_rows(ROWS, FONT), *LEVELS["good"])), scanner)
    found = [tuple(bare(cell) for cell in row.split("\t")) for row in raw.text.split("\n") if row]
    assert found == [tuple(map(bare, row)) for row in ROWS]


@installed
def test_vertical_writing_is_read_from_the_right(scanner: Scanner) -> None:
    raw = read_pdf("広報.pdf", pdf_of(scanned(page_of_columns(COLUMNS, FONT), *LEVELS["good"])), scanner)
    assert error_rate("".join(COLUMNS), raw.text) <= 0.05


@installed
def test_equal_pages_give_equal_text_in_the_reading_process_too(scanner: Scanner, tmp_path: Path) -> None:
    file = tmp_path / "計画.pdf"
    file.write_bytes(pdf_of(page_of_lines(PLAIN, FONT), page_of_rows(ROWS, FONT)))
    document = load_document(file, file.name, scanner)
    assert (document.metadata.ocr_pages, document.blocks[0].ocr) == (2, True)
    with Worker() as worker:
        assert worker.load(file, file.name) == document
    with Worker(ocr=False) as worker, pytest.raises(Exception, match="文字がありません"):
        worker.load(file, file.name)
