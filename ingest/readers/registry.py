"""Which reader reads a file: decided by its first bytes, then by its extension, never by the extension alone."""

import stat
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.encoding import Decoded, decode
from ingest.readers.html import read_html

MAX_BYTES = 50_000_000
EXTENSIONS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})
_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word・Excel・ZIPなど"),
    (b"\xd0\xcf\x11\xe0", "古い形式のWord・Excelなど"),
    (b"{\\rtf", "リッチテキスト（RTF）"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
)
# Shares of unreadable and of control characters above which bytes are no text.
_BROKEN_MAX, _CONTROL_MAX = 0.1, 0.02
_BLANKS = "\ufeff\u200b\u3000\u00a0 \t\r\n\f\v"


@dataclass(frozen=True, slots=True)
class RawText:
    """A file's text before any analysis.

    Attributes:
        text: The text as extracted.
        title: A title the format itself declares (HTML ``<title>``), else None.
        headings: ``(start, end, level)`` of headings the format declares, level 1–6.
        warnings: Japanese remarks for the report.
    """

    text: str
    title: str | None = None
    headings: tuple[tuple[int, int, int], ...] = ()
    warnings: tuple[str, ...] = field(default=())


def read_file(path: Path) -> RawText:
    """Read a text, Markdown or HTML file of any Japanese encoding.

    Raises:
        ReadError: The file is missing, empty, too large, unreadable, or not text.
    """
    data = _bytes_of(path)
    _refuse_format(path, data)
    decoded = decode(data)
    _refuse_binary(path, decoded)
    if not decoded.text.strip(_BLANKS):
        raise ReadError("EMPTY", f"{path.name} には文字がありません。中身のあるファイルに差し替えてください。")
    warnings = []
    if decoded.encoding == "mixed":
        warnings.append("文字コードが混在しています。行ごとに判定して読み込みました。")
    if not decoded.certain:
        warnings.append("読めない文字がありました（�で表示）。UTF-8で保存し直すと確実です。")
    if _is_html(path, decoded.text):
        page = read_html(decoded.text)
        if not page.text.strip(_BLANKS):
            raise ReadError("EMPTY", f"{path.name} には本文がありません。本文のあるページを保存し直してください。")
        return RawText(page.text, page.title, page.headings, tuple(warnings))
    return RawText(decoded.text.removeprefix("\ufeff"), warnings=tuple(warnings))


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, status.st_mode)
        if status.st_size > MAX_BYTES:
            raise ReadError(
                "TOO_LARGE",
                f"{path.name} は{status.st_size / 1e6:.0f}MBあり、上限（{MAX_BYTES // 1_000_000}MB）を超えています。"
                "ファイルを分割してください。",
            )
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
            f"{path.name} を開けません（{error.strerror}）。ディスクと接続を確かめて、もう一度お試しください。",
        ) from error
    if not data:
        raise ReadError("EMPTY", f"{path.name} は空のファイルです。中身のあるファイルに差し替えてください。")
    return data


def _not_a_file(path: Path, mode: int) -> ReadError:
    if stat.S_ISDIR(mode):
        return ReadError(
            "UNREADABLE",
            f"{path.name} はファイルではなくフォルダーです。フォルダーごと取り込むには: shirube ingest {path}",
        )
    return ReadError("UNREADABLE", f"{path.name} は通常のファイルではありません。文書のファイルを指定してください。")


def _refuse_format(path: Path, data: bytes) -> None:
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise ReadError(
                "UNSUPPORTED",
                f"{path.name} の中身は{name}です。テキスト（.txt、.md）かHTMLで保存し直してください。",
            )


def _refuse_binary(path: Path, decoded: Decoded) -> None:
    text = decoded.text
    sample = text[:1_000_000]
    control = sum(c < " " and c not in "\t\n\r\f\v\x1a\x1b" for c in sample)
    broken = 0 if decoded.certain else sample.count("\ufffd")
    if "\0" in text or control > _CONTROL_MAX * len(sample) or broken > _BROKEN_MAX * len(sample):
        raise ReadError(
            "NOT_TEXT",
            f"{path.name} は文字のファイルではありません（バイナリです）。テキストかHTMLで保存し直してください。",
        )


def _is_html(path: Path, text: str) -> bool:
    head = text[:2048].lstrip(_BLANKS).lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    return path.suffix.lower() in {".html", ".htm"} and "<" in text
