"""PDF: the text of every page in the order of its content, tables as rows, headings from outline or type size.

pdfium reads the text, at hundreds of pages a second; pages with ruled lines are read once more by pdfplumber for their
tables, at about ten a second; on the others, tables are looked for by the gaps in their lines. Pages are divided by
form feeds. Pages without text of their own are images: a scanner reads them, where there is one.
"""

import ctypes
import io
import math
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.ocr import Scanner
from ingest.readers.pdf_borderless import borderless_tables
from ingest.readers.pdf_continued import Part, join_rows
from ingest.readers.pdf_headings import Styled, headings_by_outline, headings_by_type, title_by_type
from ingest.readers.pdf_references import reference_list
from ingest.readers.pdf_segments import segments
from ingest.readers.pdf_tables import Band, PageTable, bands
from ingest.readers.raw import RawText
from ingest.readers.refusals import encrypted
from ingest.readers.scans import HOW_TO_INSTALL, Scans, named, needs_ocr, places, remarks, scan_pdf, without_text
from ingest.warnings import ReadWarning, WarningCode

if TYPE_CHECKING:
    from pdfplumber.page import Page as TablePage
    from pdfplumber.pdf import PDF
    from pypdfium2 import PdfBookmark, PdfDocument, PdfPage, PdfTextPage

MAX_PAGES = 2_000
# Fewer lines and rectangles than this make no table.
_RULED_FROM = 6
_MOST_DRAWN = 20_000
# What pdfium writes for a hyphen at a line's end, and characters that no text has.
_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]|\x02\r?\n")
_APPLICATION_TITLE = re.compile(
    r"^(?:Microsoft |名称未設定|untitled|Slide ?\d*$)|\.(?:docx?|xlsx?|pptx?|jtd|pdf|indd)$", re.I
)
# A line of a page of ordinary text begins above the one before it this often; content out of order does much oftener.
_SHUFFLED = 0.35
_LEAST_LINES = 12
_LONGEST_FONT_NAME = 128
# A page covered by a picture with fewer letters than this has a stamp or a stray mark, no text of its own.
_LEAST_LETTERS = 10
# pdfium is not thread-safe.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's text and tables, and the lines of its whole text with their type."""

    parts: tuple[Part, ...]
    lines: tuple[Styled, ...] = ()
    is_image: bool = False

    @property
    def text(self) -> str:
        return "\n".join(_rows_as_text(part) if isinstance(part, PageTable) else part for part in self.parts)

    @property
    def placed(self) -> tuple[Styled, ...]:
        """The lines that stand in the text, at their places in it."""
        tables = any(isinstance(part, PageTable) for part in self.parts)
        return tuple(_placed(self.lines, self.text)) if tables else self.lines


def read_pdf(name: str, data: bytes, scanner: Scanner | None = None) -> RawText:
    """Read a PDF.

    Args:
        name: The file's name, for messages.
        data: The file.
        scanner: Reads the pages that are images; without one they are left out.

    Raises:
        ReadError: ENCRYPTED, CORRUPT, TOO_LARGE, EMPTY, or NO_TEXT_NEEDS_OCR where all pages are images.
    """
    with _PDFIUM:
        document = _opened(name, data)
        try:
            read = list(_pages(name, document, data))
            images = [number for number, page in enumerate(read) if page.is_image]
            scans: Scans = scan_pdf(document, images, scanner) if scanner else {}
            outline = [(entry.level + 1, entry.get_title(), _page_of(entry)) for entry in document.get_toc()]
            title = document.get_metadata_value("Title").strip()
        finally:
            document.close()
    read = [_Page((page.text,)) if (page := scans.get(n)) and page.text else own for n, own in enumerate(read)]
    joined = join_rows([page.parts for page in read])
    pages = [replace(page, parts=tuple(parts)) for page, parts in zip(read, joined, strict=True)]
    texts = [page.text for page in pages]
    if not any(text.strip() for text in texts):
        raise needs_ocr(name) if images and scanner is None else without_text(name, scans)
    text = "\n\f".join(texts)
    starts = _starts(texts)
    styled = [(start, page.placed) for start, page in zip(starts, pages, strict=True)]
    headings = headings_by_outline(text, starts, outline) or headings_by_type(styled)
    warnings = tuple(remarks(scans)) if scanner else _left_out(images)
    declared = None if _APPLICATION_TITLE.search(title) else title or None
    scanned = tuple(places([page.text for page in pages], scans))
    return RawText(text, declared or title_by_type(styled), tuple(headings), warnings, scans=scanned)


def _opened(name: str, data: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only where there are PDFs

    try:
        document = PdfDocument(data)
        count = len(document)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise encrypted(name) from error
        raise ReadError(
            "CORRUPT", f"{name} をPDFとして開けません（壊れています）。元のソフトから出力し直してください。"
        ) from error
    if count > MAX_PAGES:
        document.close()
        raise ReadError(
            "TOO_LARGE", f"{name} は{count:,}ページあり、上限（{MAX_PAGES:,}ページ）を超えています。分割してください。"
        )
    return document


def _pages(name: str, document: "PdfDocument", data: bytes) -> Iterator[_Page]:
    tables = _Tables(data)
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                yield _page(page, number, tables)
            finally:
                page.close()
    except ReadError:
        raise
    except Exception as error:
        # pdfium and pdfminer each raise their own errors, and plain ones, for damage inside a page.
        raise ReadError(
            "CORRUPT", f"{name} のページを読めません（壊れています）。元のソフトから出力し直してください。"
        ) from error


def _page(page: "PdfPage", number: int, tables: "_Tables") -> _Page:
    textpage = page.get_textpage()
    try:
        drawn, pictured, covered = _drawn(page)
        whole = textpage.get_text_range() if textpage.count_chars() else ""
        if not whole or (covered and sum(map(str.isalnum, whole)) < _LEAST_LETTERS):
            return _Page((_clean(whole),), is_image=pictured)
        if not page.get_rotation() and _RULED_FROM <= drawn <= _MOST_DRAWN:
            found = tables.bands(number)
            if any(band.table.rows for band in found):
                parts = _with_tables(textpage, page.get_height(), page.get_width(), found)
                return _Page(tuple(parts), tuple(_styled(textpage, whole)))
        lines = tuple(_styled(textpage, whole))
        if _is_shuffled(lines):
            return _Page((_clean(tables.in_order(number)),))
        return _Page(tuple(_with_unruled_tables(textpage, whole)), lines)
    finally:
        textpage.close()


def _drawn(page: "PdfPage") -> tuple[int, bool, bool]:
    """Return how many lines and boxes a page has, whether it has a picture, and whether one covers a third of it."""
    from pypdfium2 import raw  # noqa: PLC0415

    drawn, pictured, covered = 0, False, False
    area = page.get_width() * page.get_height()
    for element in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        drawn += element.type == raw.FPDF_PAGEOBJ_PATH
        if element.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = element.get_bounds()
            pictured, covered = True, covered or (right - left) * (top - bottom) >= area / 3
        if drawn > _MOST_DRAWN:
            break
    return drawn, pictured, covered


def _styled(textpage: "PdfTextPage", text: str) -> Iterator[Styled]:
    """Yield the lines of a page's whole text, as pdfium gives it, with place and type of their first character."""
    position = index = 0
    for line in text.split("\r\n"):
        cleaned = _clean(line)
        if cleaned.strip() and index < textpage.count_chars():
            first = index + len(line) - len(line.lstrip())
            box = textpage.get_charbox(min(first, textpage.count_chars() - 1))
            yield Styled(position, cleaned, _size(textpage, first) or box[3] - box[1], _font(textpage, first), box[3])
        position += len(cleaned) + 1
        # Characters outside the basic plane take two of pdfium's.
        index += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 2


def _placed(lines: Iterable[Styled], text: str) -> Iterator[Styled]:
    """Yield those of a page's lines that are left as they were, at their places in the text with tables."""
    position = 0
    for line in lines:
        start = text.find(f"{line.text}\n", position)
        if start >= 0 and (start == 0 or text[start - 1] == "\n"):
            yield replace(line, start=start)
            position = start + len(line.text)


def _size(textpage: "PdfTextPage", index: int) -> float:
    """Return the type size of a character as it is on the page; some programs set all type in 1 and enlarge it."""
    from pypdfium2 import raw  # noqa: PLC0415

    matrix = raw.FS_MATRIX()
    enlarged = math.hypot(matrix.b, matrix.d) if raw.FPDFText_GetMatrix(textpage, index, matrix) else 1.0
    return round(float(raw.FPDFText_GetFontSize(textpage, index)) * enlarged, 2)


def _font(textpage: "PdfTextPage", index: int) -> str:
    from pypdfium2 import raw  # noqa: PLC0415

    name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    length = raw.FPDFText_GetFontInfo(textpage, index, name, _LONGEST_FONT_NAME, None)
    return name.raw[: max(0, min(length, _LONGEST_FONT_NAME) - 1)].decode("utf-8", "replace")


def _is_shuffled(lines: Sequence[Styled]) -> bool:
    upward = sum(after.top > before.top + before.size for before, after in pairwise(lines))
    return len(lines) >= _LEAST_LINES and upward > _SHUFFLED * len(lines)


def _with_tables(textpage: "PdfTextPage", height: float, width: float, found: Sequence[Band]) -> Iterator[Part]:
    for band in found:
        if band.table.rows:
            yield band.table
            continue
        text = textpage.get_text_bounded(left=0, bottom=height - band.bottom, right=width, top=height - band.top)
        if text.strip():
            yield _clean(text).strip("\n")


def _with_unruled_tables(textpage: "PdfTextPage", whole: str) -> Iterator[Part]:
    """Yield a page's tables, each where its first line stands, and its other lines in their order."""
    found = segments(textpage, whole)
    tables = borderless_tables(found)
    references = reference_list(found)
    if references and not any(references[0] & taken for taken, _ in tables):
        tables.append(references)
    heads = {min(taken): table for taken, table in tables}
    inside = set().union(*(taken for taken, _ in tables))
    text: list[str] = []
    for number, line in enumerate(whole.split("\r\n")):
        if number in heads:
            if text:
                yield _clean("\r\n".join(text))
                text = []
            rows = tuple(tuple(map(_clean, row)) for row in heads[number].rows)
            yield replace(heads[number], rows=rows)
        if number not in inside:
            text.append(line)
    if text or not tables:
        yield _clean("\r\n".join(text))


def _rows_as_text(table: PageTable) -> str:
    return "\n" + "\n".join("\t".join(row) for row in table.rows) + "\n" if table.rows else ""


def _clean(text: str) -> str:
    return _DROPPED.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _starts(pages: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for page in pages:
        starts.append(position)
        position += len(page) + 2
    return starts


def _page_of(entry: "PdfBookmark") -> int | None:
    destination = entry.get_dest()
    return destination.get_index() if destination else None


def _left_out(images: Sequence[int]) -> tuple[ReadWarning, ...]:
    if not images:
        return ()
    where = named([number + 1 for number in images])
    message = f"画像だけのページが{len(images)}ページあり、読めませんでした（{where}）。{HOW_TO_INSTALL}"
    return (ReadWarning(WarningCode.PAGES_WITHOUT_TEXT, message),)


class _Tables:
    """pdfplumber on the same file, opened only when a page needs it.

    It is never closed: its pages are, and closing it would parse every page once more, the damaged ones too.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._opened: PDF | None = None

    def bands(self, number: int) -> list[Band]:
        """Return tables and the text between them, from the top of a page to its bottom."""
        page = self._page(number)
        found = bands(page)
        page.close()
        return found

    def in_order(self, number: int) -> str:
        """Return a page's text by place: rows from the top, each from the left."""
        page = self._page(number)
        text: str = page.extract_text() or ""
        page.close()
        return text

    def _page(self, number: int) -> "TablePage":
        if self._opened is None:
            import pdfplumber  # noqa: PLC0415 - most PDFs have pages without tables only

            self._opened = pdfplumber.open(io.BytesIO(self._data))
        return self._opened.pages[number]
