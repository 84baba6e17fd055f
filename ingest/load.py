"""A file to a document: read, structured and described. The one function that runs the whole of `ingest`."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean

from ingest.documents import Block, Confidence, Document, DocumentMetadata, Finding, Source, document_id_of
from ingest.metadata import read_metadata
from ingest.minutes import read_minutes
from ingest.readers.ocr import Scanner
from ingest.readers.raw import RawText
from ingest.readers.registry import read_file
from ingest.structure import build_blocks
from ingest.table_remarks import table_remarks


def load_document(file: Path, path: str, scanner: Scanner | None = None) -> Document:
    """Read one file.

    Args:
        file: Where the file lies.
        path: Its path relative to the ingested folder, with forward slashes; it becomes the document's identity.
        scanner: Reads pages that are images; without one they are left out.

    Raises:
        ReadError: The file cannot be read as a document; the message is Japanese and says what to do.
    """
    return document_of(read_file(file, scanner), path)


def document_of(raw: RawText, path: str) -> Document:
    """Return the document of a text that is already read."""
    metadata = read_metadata(raw.text, name=Path(path).stem, path=path, declared_title=raw.title)
    if raw.scans:
        confidence = round(mean(scan.confidence for scan in raw.scans), 3)
        metadata = replace(metadata, ocr_pages=len(raw.scans), ocr_confidence=confidence)
    built = _marked(_with_names(build_blocks(raw.text, raw.headings), raw), raw)
    blocks, proceedings = read_minutes(raw.text, tuple(built))
    return Document(
        document_id=document_id_of(path),
        path=path,
        text=raw.text,
        content_hash=hashlib.sha256(raw.text.encode("utf-8", errors="surrogatepass")).hexdigest(),
        metadata=_dated(metadata, proceedings.date),
        blocks=blocks,
        warnings=(*raw.warnings, *table_remarks(raw.text, blocks)),
        proceedings=proceedings,
    )


def _dated(metadata: DocumentMetadata, date: str | None) -> DocumentMetadata:
    """Return the metadata with the day that minutes name in their head, where no other was found."""
    if metadata.date is not None or date is None:
        return metadata
    found = {**metadata.found, "date": Finding(Source.HEADING, Confidence.MEDIUM)}
    return replace(metadata, date=date, found=found)


def _with_names(blocks: Iterable[Block], raw: RawText) -> Iterator[Block]:
    names = {start: name for start, _, name in raw.cells}
    for block in blocks:
        # A cell carried from the row above keeps its own name.
        cells = tuple(replace(cell, name=names.get(cell.start, "")) if cell.text else cell for cell in block.cells)
        yield replace(block, cells=cells) if names and cells else block


def _marked(blocks: Iterable[Block], raw: RawText) -> Iterator[Block]:
    for block in blocks:
        scanned = any(scan.start < block.end and block.start < scan.end for scan in raw.scans)
        yield replace(block, ocr=True) if scanned else block
