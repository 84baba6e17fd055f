"""Files as a shared folder has them: damaged, hostile, misnamed, protected; and odd ones that must be read as well.

`BAD` gives each file's bytes and the code it is refused with, `GOOD` the bytes of files that are read.
"""

import io
import sys
import unicodedata
import zipfile
import zlib

from tests.docx_files import build
from tests.make_office_samples import FILES
from tests.pdfs import Paper

SENTENCE = "谷川町は、除雪の車を二台ふやします。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
PAGE = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of a catalogue and the objects given, without a table of where they are."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + b"\n".join(objects) + b"\ntrailer<</Root 1 0 R>>"


def swelling(number: int) -> bytes:
    """A stream of 300 MB of blanks in 300 kB."""
    packed = zlib.compress(b" " * 300_000_000, 9)
    return b"%d 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % (number, len(packed)) + packed + b"\nendstream endobj"


def with_rows(count: int) -> bytes:
    """A workbook of so many rows that says it has every cell there can be."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 10_007}</v></c></row>' for n in range(1, count + 1))
    sheet = f'<worksheet xmlns="{_SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(made(".xlsx"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet.encode()})


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
    "三千頁.pdf": (Paper().line(SENTENCE).pages(3_000).data(), "TOO_LARGE"),
    "巡る.pdf": (pdf_of(b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj"), "CORRUPT"),
    "巡る親.pdf": (
        pdf_of(
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>endobj",
            b"3 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj",
        ),
        "CORRUPT",
    ),
    "膨らむ.pdf": (pdf_of(PAGE, b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj", swelling(4)), "EMPTY"),
    "笑い.html": (b"<!DOCTYPE html><body><svg>" + LAUGHS + b"</svg></body>", "EMPTY"),
    "深い.html": (b"<div>" * 100_000 + SENTENCE.encode(), "CORRUPT"),
    "深い表.html": (b"<table><tr><td>" * 30_000 + SENTENCE.encode(), "CORRUPT"),
    "深い.docx": (build("<w:ins>" * 100_000 + "</w:ins>" * 100_000), "CORRUPT"),
    "百万行.xlsx": (with_rows(1_000_000), "TOO_LARGE"),
    "圧縮.zip": (zipped({"計画.txt": SENTENCE.encode()}), "UNSUPPORTED"),
    "入れ子.zip": (zipped({"中.zip": zipped({"計画.txt": SENTENCE.encode()})}), "UNSUPPORTED"),
    "入れ子.docx": (zipped({"word/a.docx": made(".docx")}), "UNSUPPORTED"),
    "巨大.csv": (b"a," * 25_000_001, "TOO_LARGE"),
    "広い.csv": (b"a," * 3_000_000 + b"\n" + b"b," * 3_000_000, "TOO_LARGE"),
    "印なし32.txt": (SENTENCE.encode("utf-32-le"), "NOT_TEXT"),
    "切れた16.txt": (b"\xff\xfe" + b"\x00\xd8" * 20, "NOT_TEXT"),
    "空.eml": (b"", "EMPTY"),
    "本文なし.eml": (b"Subject: a\r\n\r\n", "EMPTY"),
    "頭なし.eml": (SENTENCE.encode(), "CORRUPT"),
    "秘密.eml": (b"Subject: a\r\nContent-Type: application/pkcs7-mime\r\n\r\nAAAA", "ENCRYPTED"),
    "便り.msg": (ole("__properties_version1.0"), "UNSUPPORTED"),
}
GOOD: dict[str, bytes] = {
    **{
        f"{code}.txt": SENTENCE.encode(code)
        for code in (
            *("utf-8", "utf-8-sig", "cp932", "shift_jis", "euc_jp", "iso2022_jp", "iso2022_jp_ext", "shift_jis_2004"),
            *("utf-16", "utf-32"),
        )
    },
    **{f"印なし{code}.txt": f"{SENTENCE}\n".encode(code) for code in ("utf-16-le", "utf-16-be")},
    "七ビット.txt": SENTENCE.encode("utf-7"),
    "大陸.txt": ("我们的城市将增加除雪车的数量。" * 4).encode("gb18030"),
    "𠮷野家の計画.txt": SENTENCE.encode(),
    "-rf.txt": SENTENCE.encode(),
    "a" * 251 + ".txt": SENTENCE.encode(),
    "広いと言う.xlsx": with_rows(3),
    "二万の枝.html": b"<p>" * 20_000 + SENTENCE.encode(),
    "一行.txt": (SENTENCE * 10_000).encode(),
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
