"""Chunk to LangChain document and back: the only bridge between our types and LangChain's."""

from dataclasses import asdict
from typing import Any

from langchain_core.documents import Document as LangChainDocument

from ingest.documents import BlockKind, Cell, Chunk
from ingest.proceedings import Asked
from vectorstore.search import Hit


def to_langchain(chunk: Chunk, *, document: str = "", title: str = "") -> LangChainDocument:
    """Return a LangChain document with the chunk's text, its id, and plain metadata that JSON can hold.

    Args:
        chunk: The chunk.
        document: Path of its document relative to the ingested folder.
        title: Title of its document.
    """
    metadata: dict[str, Any] = {
        "document_id": chunk.document_id,
        "document": document,
        "title": title,
        "start": chunk.start,
        "end": chunk.end,
        "context": chunk.context,
        "kind": chunk.kind.value,
        "section": list(chunk.section),
        "speaker": chunk.speaker,
        "page": chunk.page,
        "cells": [asdict(cell) for cell in chunk.cells],
        "asked": asdict(chunk.asked) if chunk.asked else None,
        "ocr": chunk.ocr,
    }
    return LangChainDocument(id=chunk.chunk_id, page_content=chunk.text, metadata=metadata)


def hit_to_langchain(hit: Hit) -> LangChainDocument:
    """Return a hit as a LangChain document; its score stands in the metadata."""
    converted = to_langchain(hit.chunk, document=hit.document, title=hit.title)
    converted.metadata["score"] = hit.score
    return converted


def from_langchain(document: LangChainDocument) -> Chunk:
    """Return the chunk that `to_langchain` converted.

    Raises:
        ValueError: The document did not come from `to_langchain`.
    """
    metadata = document.metadata
    try:
        return Chunk(
            chunk_id=str(document.id),
            document_id=metadata["document_id"],
            start=metadata["start"],
            end=metadata["end"],
            text=document.page_content,
            context=metadata["context"],
            kind=BlockKind(metadata["kind"]),
            section=tuple(metadata["section"]),
            speaker=metadata["speaker"],
            page=metadata["page"],
            cells=tuple(Cell(**cell) for cell in metadata["cells"]),
            asked=Asked(**metadata["asked"]) if metadata["asked"] else None,
            ocr=metadata["ocr"],
        )
    except KeyError as error:
        raise ValueError(f"the document has no {error} in its metadata") from error
