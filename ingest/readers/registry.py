"""Which reader reads a file: decided by its first bytes, then by its extension, never by the extension alone."""

from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.encoding import decode
from ingest.readers.html import read_html

MAX_BYTES = 50_000_000
EXTENSIONS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})
_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word・Excel・ZIPなど"),
    (b"\xd0\xcf\x11\xe0", "古い形式のWord・Excelなど"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
)


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
    _refuse_binary(path, data)
    decoded = decode(data)
    if not decoded.text.strip("\ufeff\u3000 \t\r\n\f\v"):
        raise ReadError("EMPTY", f"{path.name} には文字がありません。中身のあるファイルに差し替えてください。")
    warnings = []
    if decoded.encoding == "mixed":
        warnings.append("文字コードが混在しています。行ごとに判定して読み込みました。")
    if not decoded.certain:
        warnings.append("読めない文字がありました（�で表示）。UTF-8で保存し直すと確実です。")
    if _is_html(path, decoded.text):
        page = read_html(decoded.text)
        if not page.text.strip():
            raise ReadError("EMPTY", f"{path.name} には本文がありません。本文のあるページを保存し直してください。")
        return RawText(page.text, page.title, page.headings, tuple(warnings))
    return RawText(decoded.text.removeprefix("\ufeff"), warnings=tuple(warnings))


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                "TOO_LARGE",
                f"{path.name} は{size / 1e6:.0f}MBあり、上限（{MAX_BYTES // 1_000_000}MB）を超えています。分割してください。",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("MISSING", f"{path} が見つかりません。パスを確かめてください。") from error
    except OSError as error:
        raise ReadError(
            "UNREADABLE", f"{path.name} を開けません（{error.strerror}）。読み取り権限を確かめてください。"
        ) from error
    if not data:
        raise ReadError("EMPTY", f"{path.name} は空のファイルです。中身のあるファイルに差し替えてください。")
    return data


def _refuse_binary(path: Path, data: bytes) -> None:
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise ReadError(
                "UNSUPPORTED",
                f"{path.name} の中身は{name}です。テキスト（.txt、.md）かHTMLで保存し直してください。",
            )
    if b"\x00" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(
            "NOT_TEXT",
            f"{path.name} は文字のファイルではありません（バイナリです）。テキストかHTMLで保存し直してください。",
        )


def _is_html(path: Path, text: str) -> bool:
    head = text[:2048].lstrip().lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    return path.suffix.lower() in {".html", ".htm"} and "<" in text
