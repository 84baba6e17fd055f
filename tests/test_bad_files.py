"""A shared folder as it comes: every file that cannot be read gets its code, and none of them stops the run."""

import io
import os
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import ingestion
from assistant.settings import Settings
from ingest.readers import pdf
from tests.make_office_samples import FILES
from tests.pdfs import Paper
from vectorstore.sync import SyncReport

SENTENCE = "谷川町は、除雪の車を二台ふやします。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "笑">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    + "]><a>&e11;</a>"
).encode()


def made(suffix: str) -> bytes:
    return next(make() for name, make in FILES.items() if name.endswith(suffix))


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_part(suffix: str, content: bytes) -> bytes:
    """An Office file with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(made(suffix))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped({**parts, PARTS[suffix]: content})


def ole(stream: str) -> bytes:
    return OLE + f"{stream}\0".encode("utf-16-le")


BAD: dict[str, tuple[bytes, str]] = {
    **{f"空{s}": (b"", "EMPTY") for s in (".txt", ".md", ".html", ".csv", ".pdf", ".docx", ".xlsx", ".pptx", ".xls")},
    "空白.txt": (" \n　\t".encode(), "EMPTY"),
    "枠だけ.html": (b"<html><body><nav>a</nav><script>1</script></body></html>", "EMPTY"),
    "白紙.pdf": (Paper().page().data(), "EMPTY"),
    "読取.pdf": (Paper().image().page().image().data(), "NO_TEXT_NEEDS_OCR"),
    "秘密.pdf": (Paper("himitsu").line(SENTENCE).data(), "ENCRYPTED"),
    **{f"秘密{s}": (ole("EncryptedPackage"), "ENCRYPTED") for s in (".docx", ".xlsx", ".pptx")},
    **{
        f"途中{s}{part}{s}": (made(s)[: len(made(s)) * part // 4], "CORRUPT")
        for s in (".docx", ".xlsx", ".pptx")
        for part in (1, 2, 3)
    },
    "途中.pdf": (made(".pdf")[:600], "CORRUPT"),
    **{f"乱れ{s}": (b"PK\x03\x04" + bytes(range(256)) * 8 + PARTS[s].encode(), "CORRUPT") for s in PARTS},
    "乱れ.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 8, "CORRUPT"),
    "乱れ.xls": (ole("Workbook"), "CORRUPT"),
    **{f"笑い{s}": (with_part(s, LAUGHS), "CORRUPT") for s in PARTS},
    **{f"欠け{s}": (zipped({PARTS[s]: b"<a/>"}), "CORRUPT") for s in PARTS},
    **{f"爆弾{s}": (with_part(s, b" " * 60_000_000), "ARCHIVE_BOMB") for s in PARTS},
    "圧縮.docx": (zipped({"計画.txt": SENTENCE.encode()}), "UNSUPPORTED"),
    "文書.docx": (zipped({"mimetype": b"odt", "content.xml": b"<a/>"}), "UNSUPPORTED"),
    "別物.doc": (ole("Contents"), "UNSUPPORTED"),
    "書式.doc": (b"{\\rtf1 \\'92J}", "UNSUPPORTED"),
    "図.docx": (b"\x89PNG\r\n\x1a\n", "UNSUPPORTED"),
    "写真.pdf": (b"\xff\xd8\xff\xe0", "UNSUPPORTED"),
    "圧縮.csv": (b"\x1f\x8b\x08\0", "UNSUPPORTED"),
    "数.txt": (bytes(range(256)) * 20, "NOT_TEXT"),
    "数.csv": (b"a,b\n\0\0,1\n", "NOT_TEXT"),
    "多頁.pdf": (b"", "TOO_LARGE"),
}
GOOD: dict[str, bytes] = {
    **{
        f"{code}.txt": SENTENCE.encode(code)
        for code in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16")
    },
    "機種.txt": "谷川町①㈱の計画です。".encode("cp932"),
    "雪だるま⛄🏔.txt": SENTENCE.encode(),
    unicodedata.normalize("NFD", "がぎぐ") + ".txt": SENTENCE.encode(),
    "名 前　に 空白.txt": SENTENCE.encode(),
    "長" * 70 + ".txt": SENTENCE.encode(),
    "中身は本文.pdf": SENTENCE.encode(),
    "中身はPDF.docx": made(".pdf"),
    "中身はWord.xlsx": made(".docx"),
    "大文字.PDF": made(".pdf"),
    "拡張.DOCX": made(".docx"),
    **dict.fromkeys(["改行\nあり.txt"] if sys.platform != "win32" else [], SENTENCE.encode()),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> SyncReport:
    folder = tmp_path_factory.mktemp("文書")
    for name, content in {**{name: data for name, (data, _) in BAD.items()}, **GOOD}.items():
        (folder / name).write_bytes(content)
    paper = Paper().line(SENTENCE)
    for _ in range(pdf.MAX_PAGES + 1):
        paper.page()
    (folder / "多頁.pdf").write_bytes(paper.data())
    _odd_places(folder)
    collected = ingestion.collect([folder])
    index = tmp_path_factory.mktemp("index") / "index"
    return ingestion.ingest(Settings(ocr="off"), index, collected.files, unreadable=collected.unreadable)


def _odd_places(folder: Path) -> None:
    (folder / "フォルダー.pdf").mkdir()
    links: list[tuple[str, Callable[[], None]]] = [
        ("輪.txt", lambda: (folder / "輪.txt").symlink_to(folder / "輪.txt")),
        ("切れ.txt", lambda: (folder / "切れ.txt").symlink_to(folder / "ない.txt")),
        ("管.txt", lambda: os.mkfifo(folder / "管.txt")),
    ]
    if sys.platform != "win32":
        for _, make in links:
            make()


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 50
    assert len(BAD) + len(GOOD) >= 60


def test_every_bad_file_has_its_code_and_a_message_with_its_name(report: SyncReport) -> None:
    codes = {failure.path: failure.code for failure in report.failed}
    assert {name: codes.get(name) for name in BAD} == {name: code for name, (_, code) in BAD.items()}
    assert all(f.message.endswith("。") for f in report.failed)
    assert all(Path(f.path).name in f.message for f in report.failed if f.path in BAD)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are a POSIX thing")
def test_links_that_lead_nowhere_and_pipes_are_named(report: SyncReport) -> None:
    codes = {failure.path: failure.code for failure in report.failed}
    assert (codes["輪.txt"], codes["切れ.txt"], codes["管.txt"]) == ("UNREADABLE", "MISSING", "UNREADABLE")


def test_every_other_file_is_read(report: SyncReport) -> None:
    assert set(report.added) == set(GOOD)


def test_files_with_a_wrong_extension_are_read_and_remarked_on(report: SyncReport) -> None:
    assert {remark.path for remark in report.remarks} == {"中身は本文.pdf", "中身はPDF.docx", "中身はWord.xlsx"}
