"""Pages that are pictures: which are read, what is remarked, and what becomes of those that are not read."""

import struct
import zlib
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.readers import scans
from ingest.readers.pdf import read_pdf
from ingest.readers.registry import read_file
from ingest.readers.scans import read_image
from tests.pdfs import Paper
from tests.scans import FakeRecogniser, image_file, page_of

BODY = "谷川町は、冬の道路を安全に保つため、除雪の体制を見直します。"


def refusal(data: bytes, engine: FakeRecogniser | None) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_pdf("計画.pdf", data, engine.scanner if engine else None)
    return caught.value


def test_a_scanned_pdf_becomes_text_with_its_pages_and_their_confidence() -> None:
    engine = FakeRecogniser(page_of("一枚目の本文です。"), page_of("二枚目の", "本文です。", confidence=0.9))
    raw = read_pdf("計画.pdf", Paper().image().page().image().data(), engine.scanner)
    assert raw.text == "一枚目の本文です。\n\f二枚目の\n本文です。"
    assert [raw.text[s.start : s.end] for s in raw.scans] == ["一枚目の本文です。", "二枚目の\n本文です。"]
    assert [s.confidence for s in raw.scans] == [0.97, 0.9]
    assert "2ページを文字認識で読み取りました" in raw.warnings[0].message
    assert len(raw.warnings) == 1


def test_only_the_pages_without_text_of_their_own_are_read() -> None:
    engine = FakeRecogniser(page_of("読み取った本文です。"))
    raw = read_pdf("計画.pdf", Paper().line(BODY).page().image().page().line(BODY).data(), engine.scanner)
    assert [page.strip() for page in raw.text.split("\f")] == [BODY, "読み取った本文です。", BODY]
    assert len(engine.shapes) == 1
    assert [raw.text[s.start : s.end] for s in raw.scans] == ["読み取った本文です。"]


def test_a_stamp_on_a_scanned_page_is_no_text_of_its_own() -> None:
    engine = FakeRecogniser(page_of("読み取った本文です。"))
    assert read_pdf("計画.pdf", Paper().image().line("写し").data(), engine.scanner).text == "読み取った本文です。"
    assert "写し" in read_pdf("計画.pdf", Paper().image().line("写し").data()).text


def test_pages_come_at_200_dpi_and_large_sheets_smaller(tmp_path: Path) -> None:
    engine = FakeRecogniser(page_of("本文です。"), page_of("本文です。"))
    read_pdf("計画.pdf", Paper().image().data(), engine.scanner)
    height, width, colours = engine.shapes[0]
    assert (abs(height - 2339), abs(width - 1654), colours) <= (1, 1, 3)
    read_image("図.png", image_file("PNG", (6000, 4000)), engine.scanner)
    height, width, _ = engine.shapes[1]
    assert height * width <= scans.MAX_READ_PIXELS * 1.001
    assert abs(width / height - 1.5) < 0.01


def test_a_page_that_cannot_be_read_does_not_lose_the_others() -> None:
    engine = FakeRecogniser(page_of("一枚目です。"), RuntimeError("engine"), page_of("三枚目です。"))
    raw = read_pdf("計画.pdf", Paper().image().page().image().page().image().data(), engine.scanner)
    assert raw.text == "一枚目です。\n\f\n\f三枚目です。"
    assert "（2ページ）" in raw.warnings[1].message


def test_pages_beyond_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_SCANS", 1)
    engine = FakeRecogniser(page_of("一枚目です。"))
    raw = read_pdf("計画.pdf", Paper().image().page().image().page().image().data(), engine.scanner)
    assert "2ページあります（2、3ページ）" in raw.warnings[1].message
    assert "分割" in raw.warnings[1].message


def test_pages_of_low_confidence_are_named() -> None:
    engine = FakeRecogniser(page_of("一枚目です。"), page_of("二枚目です。", confidence=0.6))
    raw = read_pdf("計画.pdf", Paper().image().page().image().data(), engine.scanner)
    assert "1ページあります（2ページ）。原本" in raw.warnings[1].message


def test_what_has_no_text_is_empty_and_what_could_not_be_read_says_so() -> None:
    assert refusal(Paper().image().data(), FakeRecogniser([])).code == "EMPTY"
    error = refusal(Paper().image().data(), FakeRecogniser(RuntimeError("engine")))
    assert error.code == "NO_TEXT_NEEDS_OCR"
    assert "文字認識でも読めませんでした" in str(error)


def test_without_ocr_the_message_says_what_to_install_and_how_to_carry_it() -> None:
    error = refusal(Paper().image().data(), None)
    assert error.code == "NO_TEXT_NEEDS_OCR"
    for said in ("計画.pdf", 'pip install "shirube[ocr]"', "--no-index", "SHIRUBE_OCR"):
        assert said in str(error)
    raw = read_pdf("計画.pdf", Paper().line(BODY).page().image().data())
    assert 'pip install "shirube[ocr]"' in raw.warnings[0].message


@pytest.mark.parametrize(("name", "form"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.tif", "TIFF")])
def test_images_are_documents_where_there_is_ocr(tmp_path: Path, name: str, form: str) -> None:
    file = tmp_path / name
    file.write_bytes(image_file(form))
    assert read_file(file, FakeRecogniser(page_of(BODY)).scanner).text == BODY
    with pytest.raises(ReadError) as caught:
        read_file(file)
    assert caught.value.code == "NO_TEXT_NEEDS_OCR"


def test_every_page_of_a_tiff_is_read() -> None:
    engine = FakeRecogniser(page_of("一枚目です。"), page_of("二枚目です。"))
    raw = read_image("a.tif", image_file("TIFF", (200, 100), (100, 200)), engine.scanner)
    assert raw.text == "一枚目です。\n\f二枚目です。"
    assert [shape[:2] for shape in engine.shapes] == [(100, 200), (200, 100)]


@pytest.mark.parametrize(("width", "height"), [(20_000, 7_000), (60_000, 60_000)])
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    )
    with pytest.raises(ReadError) as caught:
        read_image("a.png", b"\x89PNG\r\n\x1a\n" + chunks, FakeRecogniser().scanner)
    assert caught.value.code == "TOO_LARGE"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"0" * 50, b"II*\0" + b"\xff" * 20])
def test_a_damaged_image_is_damaged(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_image("a.png", data, FakeRecogniser().scanner)
    assert caught.value.code == "CORRUPT"
