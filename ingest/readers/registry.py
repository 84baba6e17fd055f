"""Which reader reads a file: decided by its first bytes, then by its extension, never by the extension alone."""

import re
import stat
from collections.abc import Collection
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from ingest.errors import ReadError
from ingest.os_reasons import os_reason
from ingest.readers.conversion import converted
from ingest.readers.delimited import read_delimited
from ingest.readers.docx import read_docx
from ingest.readers.encoding import Decoded, decode, is_foreign
from ingest.readers.html import read_html
from ingest.readers.mail import read_mail
from ingest.readers.ocr import Scanner
from ingest.readers.old_workbook import read_xls
from ingest.readers.packages import Package, is_ole, is_pdf, is_zip, package_of
from ingest.readers.pdf import read_pdf
from ingest.readers.pptx import read_pptx
from ingest.readers.raw import RawText
from ingest.readers.refusals import encrypted
from ingest.readers.scans import IMAGES, is_image, read_image
from ingest.readers.workbook import read_xlsx
from ingest.warnings import ReadWarning, WarningCode

MAX_BYTES = 200_000_000
MAX_TEXT_BYTES = 50_000_000
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown"})
_PAGES = frozenset({".html", ".htm"})
_TABLES = frozenset({".csv", ".tsv"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_MAILS = frozenset({".eml"})
# Told apart to be refused with advice: people put them into a folder of documents and expect them to be found.
_ADVISED = frozenset({".zip", ".msg"})
_OFFICE = frozenset({".docx", ".docm", ".pptx", ".pptm", ".doc", ".xls", ".ppt"}) | _WORKBOOKS
EXTENSIONS = _TEXTS | _PAGES | _TABLES | _OFFICE | IMAGES | _MAILS | _ADVISED | {".pdf"}
_REFUSED = (
    (b"{\\rtf", "リッチテキスト（RTF）"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"II*\0", "画像"),
    (b"MM\0*", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"7z\xbc\xaf", "圧縮ファイル"),
    (b"Rar!", "圧縮ファイル"),
)
# What stands above a table and is no title.
_NOTE = re.compile(r"[※*（(]|単位|注|メモ|\d")
# Shares of unreadable and of control characters above which bytes are no text.
_BROKEN_MAX, _CONTROL_MAX = 0.1, 0.02
# Control characters but blanks, line ends, the end of a file (0x1A) and escape sequences (0x1B).
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_BLANKS = "\ufeff\u200b\u3000\u00a0 \t\r\n\f\v"


def read_file(path: Path, scanner: Scanner | None = None) -> RawText:
    """Read a file by what its bytes say it is: PDF, Office, HTML, delimited or plain text, image.

    Args:
        path: The file.
        scanner: Reads pages that are images; without one they are left out, and refused where there is nothing else.

    Raises:
        ReadError: The file is missing, empty, too large, damaged, protected, or of a format that is not read.
    """
    data = _bytes_of(path)
    if is_pdf(data):
        return _checked(path, read_pdf(path.name, data, scanner), {".pdf"}, "PDF")
    if is_zip(data) or is_ole(data):
        return _of_package(path, data)
    if is_image(data) and path.suffix.lower() in IMAGES:
        return read_image(path.name, data, scanner)
    return _of_text(path, data)


def _of_package(path: Path, data: bytes) -> RawText:
    name, package = path.name, package_of(data)
    match package:
        case Package.DOCX:
            return _checked(path, read_docx(name, data), {".docx", ".docm"}, package)
        case Package.XLSX:
            return _checked(path, read_xlsx(name, data), _WORKBOOKS, package)
        case Package.PPTX:
            return _checked(path, read_pptx(name, data), {".pptx", ".pptm"}, package)
        case Package.XLS:
            return _checked(path, read_xls(name, data), {".xls"}, package)
        case Package.DOC:
            return _checked(path, read_docx(name, converted(name, data, "docx")), {".doc"}, package)
        case Package.PPT:
            return _checked(path, read_pptx(name, converted(name, data, "pptx")), {".ppt"}, package)
        case Package.ENCRYPTED:
            raise encrypted(name)
        case Package.ZIP:
            raise ReadError("UNSUPPORTED", f"{name} は圧縮ファイルです。展開して、中のファイルを置いてください。")
        case Package.MSG:
            raise ReadError(
                "UNSUPPORTED", f"{name} はOutlookのメールです。Outlookで開き、.eml かPDFで保存し直してください。"
            )
        case _:
            raise ReadError(
                "UNSUPPORTED",
                f"{name} の中身は{package}です。Word（.docx）かExcel（.xlsx）かPDFで保存し直してください。",
            )


def _of_text(path: Path, data: bytes) -> RawText:
    _refuse_format(path, data)
    if len(data) > MAX_TEXT_BYTES:
        raise _too_large(path, len(data), MAX_TEXT_BYTES)
    if path.suffix.lower() in _MAILS:
        return read_mail(path.name, data)
    decoded = decode(data)
    _refuse_binary(path, decoded)
    if not decoded.text.strip(_BLANKS):
        raise ReadError("EMPTY", f"{path.name} には文字がありません。中身のあるファイルに差し替えてください。")
    raw = _parsed(path, decoded.text)
    if not raw.text.strip(_BLANKS):
        raise ReadError("EMPTY", f"{path.name} には本文がありません。本文のあるページを保存し直してください。")
    warnings = []
    if decoded.encoding == "mixed":
        warnings.append(
            _uncertain("文字コードが混在しています。行ごとに判定して読み込みました。UTF-8で保存し直すと確実です。")
        )
    if not decoded.certain:
        warnings.append(_uncertain("読めない文字がありました（�で表示）。UTF-8で保存し直すと確実です。"))
    if is_foreign(decoded):
        warnings.append(_uncertain("かなのない文章です。文字コードが違うおそれがあります。本文を確かめてください。"))
    raw = replace(raw, warnings=(*raw.warnings, *warnings))
    return _checked(path, raw, _TEXTS | _PAGES | _TABLES, "文字のファイル")


def _uncertain(message: str) -> ReadWarning:
    return ReadWarning(WarningCode.ENCODING_UNCERTAIN, message)


def _parsed(path: Path, text: str) -> RawText:
    if _is_html(path, text):
        return read_html(text, path.name)
    table = read_delimited(path.name, text) if path.suffix.lower() in _TABLES else None
    return table or RawText(text.removeprefix("\ufeff"))


def _title_of_table(path: Path, raw: RawText) -> str:
    """Return the line that stands above a workbook's first table, else the file's name: sheets are called Sheet1."""
    named = {raw.text[start:end] for start, end, _ in raw.headings}
    above = takewhile(lambda line: "\t" not in line, raw.text.split("\n"))
    lines = (line.strip() for line in above if line.strip() and line not in named)
    return next((line for line in lines if not _NOTE.match(line)), path.stem)


def _checked(path: Path, raw: RawText, suffixes: Collection[str], kind: str) -> RawText:
    """Title what has only rows, and remark on a file whose name says another format than its content."""
    if raw.cells and raw.title is None:
        raw = replace(raw, title=_title_of_table(path, raw))
    if path.suffix.lower() in suffixes or path.suffix.lower() not in EXTENSIONS:
        return raw
    message = (
        f"拡張子は「{path.suffix}」ですが、中身は{kind}でした。中身に合わせて読み込みました。"
        "名前の付け間違いでないか確かめてください。"
    )
    return replace(raw, warnings=(*raw.warnings, ReadWarning(WarningCode.TYPE_MISMATCH, message)))


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, status.st_mode)
        if status.st_size > MAX_BYTES:
            raise _too_large(path, status.st_size, MAX_BYTES)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise ReadError("MISSING", f"{path} が見つかりません。パスを確かめてください。") from error
    except PermissionError as error:
        raise ReadError(
            "UNREADABLE", f"{path.name} を読む権限がありません。ファイルの読み取り権限を確かめてください。"
        ) from error
    except OSError as error:
        raise ReadError(
            "UNREADABLE",
            f"{path.name} を開けません（{os_reason(error)}）。ディスクと接続を確かめて、もう一度お試しください。",
        ) from error
    if not data:
        raise ReadError("EMPTY", f"{path.name} は空のファイルです。中身のあるファイルに差し替えてください。")
    return data


def _too_large(path: Path, size: int, limit: int) -> ReadError:
    return ReadError(
        "TOO_LARGE",
        f"{path.name} は{size / 1e6:.0f}MBあり、上限（{limit // 1_000_000}MB）を超えています。"
        "ファイルを分割してください。",
    )


def _not_a_file(path: Path, mode: int) -> ReadError:
    if stat.S_ISDIR(mode):
        return ReadError(
            "UNREADABLE",
            f"{path.name} はファイルではなくフォルダーです。フォルダーごと取り込むには: shirube ingest {path}",
        )
    return ReadError("UNREADABLE", f"{path.name} は通常のファイルではありません。文書のファイルを指定してください。")


def _refuse_format(path: Path, data: bytes) -> None:
    for magic, name in _REFUSED:
        if data.startswith(magic):
            raise ReadError(
                "UNSUPPORTED",
                f"{path.name} の中身は{name}です。PDF、Word、Excelかテキストで保存し直してください。",
            )


def _refuse_binary(path: Path, decoded: Decoded) -> None:
    text = decoded.text
    sample = text[:1_000_000]
    control = len(_CONTROL.findall(sample))
    broken = 0 if decoded.certain else sample.count("\ufffd")
    if "\0" in text or control > _CONTROL_MAX * len(sample) or broken > _BROKEN_MAX * len(sample):
        raise ReadError(
            "NOT_TEXT",
            f"{path.name} は文字のファイルではありません（バイナリです）。"
            "PDF、Word、Excelかテキストで保存し直してください。",
        )


def _is_html(path: Path, text: str) -> bool:
    head = text[:2048].lstrip(_BLANKS).lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    return path.suffix.lower() in {".html", ".htm"} and "<" in text
