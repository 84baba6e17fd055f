"""JSON objects of the documents, of one document and of the index: the contracts of `documents`, `show` and `info`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any

from assistant.errors import QuestionError
from assistant.settings import Settings
from ingest.cell_values import row_as_data
from ingest.documents import Chunk
from ingest.proceedings import Exchange, Proceedings, Speaker
from ingest.readers.ocr_rapid import engine_name
from vectorstore.index import Index, IndexInfo
from vectorstore.records import StoredDocument

_SUGGESTED = 5


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

    Args:
        index: The opened index.
        path: A document's path, or its last parts when only one document ends with them.

    Raises:
        QuestionError: The index holds no such document, or several.
    """
    stored = _find(index.documents(), path)
    chunks, proceedings = index.chunks(stored.path), index.proceedings(stored.path)
    record = {
        "document": stored.path,
        "title": stored.metadata.title,
        "text": index.text(stored.path),
        "metadata": asdict(stored.metadata),
        "chunks": [_chunk_record(chunk) for chunk in chunks],
    }
    speakers = [label for chunk in chunks if (label := chunk.speaker)]
    if speakers or proceedings != Proceedings():
        record["proceedings"] = _proceedings_record(proceedings, speakers)
    return record


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
        "ocr": _ocr(settings),
    }


def _ocr(settings: Settings) -> str:
    if settings.ocr == "off":
        return "使わない（SHIRUBE_OCR=off）"
    return engine_name() or 'なし（pip install "shirube[ocr]" で使えます）'


def _find(documents: Sequence[StoredDocument], path: str) -> StoredDocument:
    by_path = {document.path: document for document in documents}
    ending = [known for known in by_path if known.endswith(f"/{path}")]
    if path in by_path:
        return by_path[path]
    if len(ending) == 1:
        return by_path[ending[0]]
    if ending:
        names = "、".join(ending[:_SUGGESTED]) + ("…" if len(ending) > _SUGGESTED else "")
        raise QuestionError(f"「{path}」という名前の文書が{len(ending)}件あります。パスで指定してください: {names}")
    near = _near(by_path, path)
    suggestion = f"近い名前: {'、'.join(near)}。" if near else ""
    raise QuestionError(f"「{path}」は索引にありません。{suggestion}shirube documents で一覧を確かめてください。")


def _near(paths: Iterable[str], wanted: str) -> list[str]:
    """Return the paths that look most like the wanted one, in whole or by their file name."""
    spelled: dict[str, list[str]] = {}
    for path in paths:
        for spelling in {path, path.rsplit("/", 1)[-1]}:
            spelled.setdefault(spelling, []).append(path)
    close = get_close_matches(wanted, spelled, n=_SUGGESTED)
    return list(dict.fromkeys(path for spelling in close for path in spelled[spelling]))[:_SUGGESTED]


def _proceedings_record(proceedings: Proceedings, speakers: Iterable[str]) -> dict[str, Any]:
    return {
        "session": proceedings.session,
        "date": proceedings.date,
        "speakers": [_speaker_record(label) for label in dict.fromkeys(speakers)],
        "hours": [asdict(hour) for hour in proceedings.hours],
        "exchanges": [_exchange_record(exchange) for exchange in proceedings.exchanges],
        "votes": [asdict(vote) for vote in proceedings.votes],
    }


def _speaker_record(label: str) -> dict[str, Any]:
    return {"speaker": label, **asdict(Speaker.of(label))}


def _exchange_record(exchange: Exchange) -> dict[str, Any]:
    return {
        "question": {"speaker": exchange.asker, "start": exchange.question[0], "end": exchange.question[1]},
        "answers": [
            {"speaker": label, "start": start, "end": end}
            for label, (start, end) in zip(exchange.answerers, exchange.answers, strict=True)
        ],
        "topics": list(exchange.topics),
        "follows": exchange.follows,
    }


def _chunk_record(chunk: Chunk) -> dict[str, Any]:
    record: dict[str, Any] = {
        "start": chunk.start,
        "end": chunk.end,
        "page": chunk.page,
        "section": " › ".join(chunk.section),
        "speaker": chunk.speaker,
        "kind": chunk.kind.value,
        "cells": row_as_data(chunk.cells),
    }
    return record | ({"ocr": True} if chunk.ocr else {})
