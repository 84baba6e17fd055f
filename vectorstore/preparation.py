"""A document made ready to be stored: everything that costs time, so that it can be done in another process.

What comes out are the rows of the catalogue, packed: little to hand over, and nothing left but to insert them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.documents import Chunk, Document
from ingest.overrides import Overrides
from ingest.warnings import ReadWarning
from vectorstore.packing import packed, parts_of
from vectorstore.records import (
    Analysis,
    chunk_to_row,
    metadata_to_json,
    pack_words,
    packed_against,
    proceedings_to_json,
    text_hash,
)
from vectorstore.words import WordAnalyzer
from vectorstore.years import index_text

# line, section, speaker, packed words
ContextRow = tuple[str, str, str | None, bytes]
# context, chunk_id, start, end, kind, page, packed cells, asked, ocr, text_hash, packed words
PreparedChunk = tuple[int, str, int, int, str, int | None, bytes | None, str, int, bytes, bytes]


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """What the catalogue keeps of a document, and what a report says of it.

    Attributes:
        parts: The text, as `vectorstore.packing.parts_of` packs it.
        characters: Length of the text.
        contexts: The distinct context lines; a chunk names its own by its place here.
        chunks: In the order of the text.
        pages: How many pages the document has, 0 where its format has none.
        warnings: Remarks of the reader.
    """

    document_id: str
    path: str
    content_hash: str
    metadata: str
    proceedings: bytes
    characters: int
    parts: tuple[bytes, ...]
    contexts: tuple[ContextRow, ...]
    chunks: tuple[PreparedChunk, ...]
    pages: int = 0
    warnings: tuple[ReadWarning, ...] = ()


def prepare(document: Document, chunks: Sequence[Chunk], analyzer: WordAnalyzer) -> PreparedDocument:
    """Analyse a document's chunks and pack all of it.

    Raises:
        ValueError: A chunk is not the stretch of the text that it says it is.
        UnicodeError: The text has halves of surrogate pairs, which cannot be stored.
    """
    for chunk in chunks:
        if document.text[chunk.start : chunk.end] != chunk.text:
            raise ValueError(f"chunk {chunk.chunk_id} is not [{chunk.start}, {chunk.end}) of {document.path}")
    return pack(document, chunks, _analyses(chunks, analyzer))


def prepare_read(
    document: Document, *, overrides: Overrides, split: Callable[[Document], Sequence[Chunk]], analyzer: WordAnalyzer
) -> PreparedDocument:
    """Make ready a document as it was read: what sidecars set for it comes first, since chunks name the title.

    Raises:
        UnicodeError: As `prepare` does.
    """
    document = replace(document, metadata=overrides.apply(document.metadata))
    return prepare(document, split(document), analyzer)


def pack(document: Document, chunks: Sequence[Chunk], analyses: Sequence[Analysis]) -> PreparedDocument:
    """Pack a document with its chunks and what searching sees of each."""
    contexts: dict[tuple[str, str, str | None], tuple[int, bytes]] = {}
    rows = []
    for chunk, seen in zip(chunks, analyses, strict=True):
        identifier, _, start, end, text, line, kind, section, speaker, page, cells, asked, ocr = chunk_to_row(chunk)
        key = (line, section, speaker)
        if key not in contexts:
            contexts[key] = len(contexts), pack_words(seen.context, seen.context_words, line)
        carried = packed(cells, packed_against(line, text)) if cells else None
        words = pack_words(seen.body, seen.body_words, text)
        number = contexts[key][0]
        rows.append((number, identifier, start, end, kind, page, carried, asked, ocr, text_hash(seen.text), words))
    return PreparedDocument(
        document_id=document.document_id,
        path=document.path,
        content_hash=document.content_hash,
        metadata=metadata_to_json(document.metadata),
        proceedings=packed(proceedings_to_json(document.proceedings)),
        characters=len(document.text),
        parts=tuple(parts_of(document.text)),
        contexts=tuple((*key, words) for key, (_, words) in contexts.items()),
        chunks=tuple(rows),
        pages=max((block.page or 0 for block in document.blocks), default=0),
        warnings=document.warnings,
    )


def _analyses(chunks: Sequence[Chunk], analyzer: WordAnalyzer) -> list[Analysis]:
    # The context line repeats over the chunks of a section.
    contexts = {line: _analyzed(line, analyzer) for line in {chunk.context for chunk in chunks}}
    analyses = []
    for chunk in chunks:
        context, context_words = contexts[chunk.context]
        body, body_words = _analyzed(chunk.text, analyzer)
        analyses.append(Analysis(context, body, context_words, body_words))
    return analyses


def _analyzed(text: str, analyzer: WordAnalyzer) -> tuple[str, tuple[str, ...]]:
    seen = index_text(text)
    return seen, analyzer.forms(seen)
