"""Documents for tests of the index: one paragraph is one chunk."""

import hashlib
from pathlib import Path

from ingest.documents import (
    BlockKind,
    Chunk,
    Document,
    DocumentMetadata,
    chunk_id_of,
    document_id_of,
)
from ingest.errors import ReadError
from vectorstore.records import FileStamp

KITAMI = """北見市の観光振興計画

北見市は観光の振興に取り組みます。

観光入込客数は令和5年度に113,600人でした。"""
OTARU = """小樽市の除雪計画

小樽市は除雪の予算を令和6年度に52.0％増やします。

冬の暮らしを守るため、除排雪を急ぎます。"""
RUMOI = """留萌地域づくり連携会議

留萌市長は、人口減少への対策を述べました。"""


def document(path: str, text: str, *, places: tuple[str, ...] = (), year: int | None = None) -> Document:
    """A document whose title is its first line."""
    metadata = DocumentMetadata(title=text.split("\n", 1)[0], kind="plan", places=places, fiscal_year=year)
    content_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(document_id_of(path), path, text, content_hash, metadata)


def split(source: Document) -> list[Chunk]:
    """One chunk a paragraph, with the title as context."""
    chunks = []
    start = 0
    for paragraph in source.text.split("\n\n"):
        end = start + len(paragraph)
        if paragraph.strip():
            identifier = chunk_id_of(source.document_id, source.content_hash, start, end)
            context = source.metadata.title
            chunks.append(Chunk(identifier, source.document_id, start, end, paragraph, context, BlockKind.PARAGRAPH))
        start = end + 2
    return chunks


def load(file: Path, path: str) -> Document:
    """Read a text file; one without text cannot be read."""
    text = file.read_text(encoding="utf-8")
    if not text.strip():
        raise ReadError("EMPTY", f"文字がありません（{path}）。")
    return document(path, text)


def stamp(text: str) -> FileStamp:
    """A stamp that tells texts apart."""
    return FileStamp(len(text), len(text), hashlib.sha256(text.encode()).hexdigest())
