"""JSON objects of the documents, of one document and of the index: the contracts of `documents`, `show` and `info`."""

from dataclasses import asdict
from typing import Any

from assistant.errors import QuestionError
from assistant.settings import Settings
from ingest.documents import Chunk
from vectorstore.index import Index, IndexInfo
from vectorstore.records import StoredDocument


def document_record(document: StoredDocument) -> dict[str, Any]:
    """Return one row of `shirube documents --json`."""
    return {
        "document": document.path,
        "title": document.metadata.title,
        "metadata": asdict(document.metadata),
        "chunks": document.chunk_count,
        "characters": document.characters,
    }


def shown_document(index: Index, path: str) -> dict[str, Any]:
    """Return the object of `shirube show --json`.

    Raises:
        QuestionError: The index holds no such document.
    """
    stored = next((document for document in index.documents() if document.path == path), None)
    if stored is None:
        raise QuestionError(f"「{path}」は索引にありません。shirube documents で一覧を確かめてください。")
    return {
        "document": stored.path,
        "title": stored.metadata.title,
        "text": index.text(path),
        "metadata": asdict(stored.metadata),
        "chunks": [_chunk_record(chunk) for chunk in index.chunks(path)],
    }


def info_record(info: IndexInfo, settings: Settings) -> dict[str, Any]:
    """Return the object of `shirube info --json`; no secret is part of it."""
    return {
        "index": str(info.directory),
        "generation": info.generation,
        "documents": info.documents,
        "chunks": info.chunks,
        "characters": info.characters,
        "embedder": info.identity.embedder,
        "analyzer": info.identity.analyzer,
        "chunker": info.identity.chunker,
        "llm": settings.llm or "なし（原文の抜き出し）",
        "llm_base_url": settings.llm_base_url,
        "model_download": settings.allow_model_download,
    }


def _chunk_record(chunk: Chunk) -> dict[str, Any]:
    return {
        "start": chunk.start,
        "end": chunk.end,
        "page": chunk.page,
        "section": " › ".join(chunk.section),
        "speaker": chunk.speaker,
        "kind": chunk.kind.value,
    }
