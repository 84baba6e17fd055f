"""Hits for tests, without an index."""

from ingest.documents import BlockKind, Chunk, chunk_id_of, document_id_of
from vectorstore.index import Hit


def make_hit(
    text: str,
    *,
    document: str = "plan.txt",
    title: str = "地域計画",
    start: int = 0,
    section: tuple[str, ...] = (),
    speaker: str | None = None,
    page: int | None = None,
    score: float = 0.8,
    ocr: bool = False,
) -> Hit:
    document_id = document_id_of(document)
    context = " › ".join(part for part in (title, *section, speaker) if part)
    chunk = Chunk(
        chunk_id=chunk_id_of(document_id, "0", start, start + len(text)),
        document_id=document_id,
        start=start,
        end=start + len(text),
        text=text,
        context=context,
        kind=BlockKind.PARAGRAPH,
        section=section,
        speaker=speaker,
        page=page,
        ocr=ocr,
    )
    return Hit(chunk=chunk, document=document, title=title, score=score, word_score=score, vector_score=score)
