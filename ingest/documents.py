"""The types every other module speaks: documents, blocks, cells and chunks.

All offsets are half-open character ranges into `Document.text`, which is the text as it was extracted, unchanged.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of a document is, as far as layout tells."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SPEECH = "speech"
    LIST = "list"
    CAPTION = "caption"
    TABLE = "table"
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

    A table row keeps its cells; a table block without cells is the table's header line. What was read by OCR from the
    picture of a page says so.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    speaker: str | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What is known of a document besides its text; unknown fields are ``None`` or empty.

    Attributes:
        title: The document's own title.
        kind: One of plan, kpi, minutes, press_release, programme, magazine, notice, other.
        issuer: The organisation that published it.
        places: Municipalities, prefectures and bureaus that the document is about, most mentioned first.
        date: ISO date of publication or of the event, ``YYYY-MM-DD`` or ``YYYY-MM`` or ``YYYY``.
        fiscal_year: Western year in which the Japanese fiscal year begins (令和6年度 is 2024).
        ocr_pages: How many pages were read by OCR.
        ocr_confidence: The engine's mean confidence in those pages, 0 to 1.
    """

    title: str
    kind: str = "other"
    issuer: str | None = None
    places: tuple[str, ...] = ()
    date: str | None = None
    fiscal_year: int | None = None
    ocr_pages: int = 0
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text with its blocks and metadata.

    Attributes:
        document_id: Derived from the path alone (see `document_id_of`).
        path: Path relative to the ingested folder, with forward slashes.
        text: The text as extracted; nothing is normalised in place.
        content_hash: SHA-256 of the file's bytes, hexadecimal.
        warnings: Japanese remarks of the reader for the report; not kept in an index.
    """

    document_id: str
    path: str
    text: str
    content_hash: str
    metadata: DocumentMetadata
    blocks: tuple[Block, ...] = field(default=())
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A searchable, citable stretch of one document.

    Attributes:
        text: ``document.text[start:end]``.
        context: Title › section › speaker › table header; indexed and shown, never quoted.
        cells: The row's cells where the chunk is a table row, else empty.
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
