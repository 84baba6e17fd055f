"""The types every other module speaks: documents, blocks, cells and chunks.

All offsets are half-open character ranges into `Document.text`, which is the text as it was extracted, unchanged.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.proceedings import Asked, Proceedings
from ingest.warnings import ReadWarning


class BlockKind(StrEnum):
    """What a stretch of a document is, as far as layout tells."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SPEECH = "speech"
    LIST = "list"
    CAPTION = "caption"
    TABLE = "table"
    DIRECTION = "direction"  # what happened in the room, as minutes note it: 〔市長登壇〕, （拍手）
    FURNITURE = "furniture"  # page numbers and running titles; never part of a chunk


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    Attributes:
        header: Full header path of the column, for example ``実績値(実績年)`` or ``R5``.
        text: The cell as written, ``document.text[start:end]``; empty when the cell is blank.
        start: Offset of the first character in the document.
        end: Offset after the last character.
        name: What a workbook calls it, ``予算!C5``; empty elsewhere.
        unit: Of a bare number, as the table gives it outside the cell (単位：千円); empty where it gives none.
    """

    header: str
    text: str
    start: int
    end: int
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one role: a heading, a paragraph, one speaker's turn, a list, a table row.

    A table row keeps its cells; a table block without cells is the table's header line. ``opens`` tells that the
    speaker's turn begins here: the blocks of one speaker may hold several turns in a row.
    What was read by OCR from the picture of a page says so.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    speaker: str | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    opens: bool = False
    ocr: bool = False


class Source(StrEnum):
    """Where a field of the metadata was found."""

    SIDECAR = "sidecar"  # an official set it in shirube.toml
    DECLARED = "declared"  # the file format tells: an HTML title, a title style, the largest line of a PDF
    TITLE = "title"
    HEADING = "heading"  # a line of its own among the first ones
    ISSUER_LINE = "issuer line"  # 発行, 担当 and the like
    CONTACT = "contact"  # beside a telephone number, below 問い合わせ先
    FILE_NAME = "file name"
    FOLDER_NAME = "folder name"
    DATE = "derived from date"
    ISSUER = "derived from issuer"
    TEXT = "text"  # counted or found in the text as a whole


class Confidence(StrEnum):
    """How sure a field of the metadata is.

    `HIGH`: the document, or the sidecar, says it where documents say such a thing. `MEDIUM`: it follows from
    something that is usually right (a file name, another field). `LOW`: the best of several possible readings.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Finding:
    """How a field of the metadata was found, and how sure it is."""

    source: Source
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What is known of a document besides its text; unknown fields are ``None`` or empty.

    Attributes:
        title: The document's own title.
        kind: One of plan, kpi, minutes, press_release, programme, magazine, notice, other.
        issuer: The organisation that published it.
        places: Municipalities, prefectures and bureaus that the document names, most mentioned first.
        date: ISO date of publication or of the event, ``YYYY-MM-DD`` or ``YYYY-MM`` or ``YYYY``.
        fiscal_year: Western year in which the Japanese fiscal year begins (令和6年度 is 2024).
        place: The one place that issued the document or that it is about, without its prefecture.
        prefecture: The prefecture of `place`; None where places share the name and the document does not decide.
        place_code: The 全国地方公共団体コード of `place`; None for bureaus, undecided and unknown names.
        version: ``draft`` (案), ``revised`` (改定, 改訂, 一部改正) or ``final`` (確定, 策定, 決定).
        revised: ISO date of the last revision, as precise as the document says.
        found: How each field that is known was found, by the field's name; `place` speaks for the three of it.
        ocr_pages: How many pages were read by OCR.
        ocr_confidence: The engine's mean confidence in those pages, 0 to 1.
    """

    title: str
    kind: str = "other"
    issuer: str | None = None
    places: tuple[str, ...] = ()
    date: str | None = None
    fiscal_year: int | None = None
    place: str | None = None
    prefecture: str | None = None
    place_code: str | None = None
    version: str | None = None
    revised: str | None = None
    found: Mapping[str, Finding] = field(default_factory=dict, hash=False)
    ocr_pages: int = 0
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text with its blocks and metadata.

    Attributes:
        document_id: Derived from the path alone (see `document_id_of`).
        path: Path relative to the ingested folder, with forward slashes.
        text: The text as extracted; nothing is normalised in place.
        content_hash: SHA-256 of the text, hexadecimal.
        warnings: Remarks of the reader for the report; not kept in an index.
        proceedings: What minutes record beside their words: questions with their answers, votes, hours.
    """

    document_id: str
    path: str
    text: str
    content_hash: str
    metadata: DocumentMetadata
    blocks: tuple[Block, ...] = field(default=())
    warnings: tuple[ReadWarning, ...] = ()
    proceedings: Proceedings = field(default_factory=Proceedings)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A searchable, citable stretch of one document.

    Attributes:
        text: ``document.text[start:end]``.
        context: Title › section › speaker › table header; indexed and shown, never quoted.
        cells: The row's cells where the chunk is a table row, else empty.
        asked: The question that the chunk answers, where minutes tell.
        ocr: Whether any of it was read by OCR from the picture of a page.
    """

    chunk_id: str
    document_id: str
    start: int
    end: int
    text: str
    context: str
    kind: BlockKind
    section: tuple[str, ...] = ()
    speaker: str | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    asked: Asked | None = None
    ocr: bool = False

    def cell_range(self, start: int, end: int) -> str:
        """Return what a workbook calls the cells of the row that a range touches, ``予算!A5:E5``; empty elsewhere."""
        names = [cell.name for cell in self.cells if cell.name and cell.start < end and start < cell.end]
        if not names:
            return ""
        last = names[-1].rpartition("!")[2]
        return names[0] if len(names) == 1 else f"{names[0]}:{last}"


def document_id_of(path: str) -> str:
    """Return the id of the document at a relative path: the same on every machine."""
    return hashlib.sha256(path.encode("utf-8")).hexdigest()[:16]


def chunk_id_of(document_id: str, content_hash: str, start: int, end: int) -> str:
    """Return the id of a chunk, from its document, the document's content and its offsets."""
    return hashlib.sha256(f"{document_id}\0{content_hash}\0{start}\0{end}".encode()).hexdigest()[:24]
