"""True sentences with what proves them: the documents' own, and statements on cells or worded by hand."""

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.answerer import Quote
from assistant.citations import best_quote
from assistant.proof.evidence import Evidence, evidence_of
from evals.corpora import corpus_folder, statements_path
from ingest.cell_values import ValueType, read_row
from ingest.chunking import split
from ingest.documents import BlockKind, Chunk, Document
from ingest.lines import sentences
from ingest.load import document_of, load_document
from ingest.normalize import normalize_text
from ingest.readers.raw import RawText
from prompts.tokens import count_tokens
from vectorstore.search import Hit

_LENGTHS = range(12, 161)
_NEIGHBOURS = 1
OWN, AMONG, CELL, WORDED_BY_HAND = "own sentence", "among neighbours", "table cell", "worded by hand"


@dataclass(frozen=True, slots=True)
class Gold:
    """A true sentence and what proves it.

    Attributes:
        origin: How it came about: `OWN`, `AMONG`, `CELL` or `WORDED_BY_HAND`.
        quote: The evidence's text, normalised.
    """

    origin: str
    text: str
    quote: str
    evidence: Evidence


def packaged_documents() -> list[Path]:
    """Return the sample documents that the package brings."""
    folders = (corpus_folder("samples"), corpus_folder("office"))
    return sorted(path for folder in folders for path in folder.iterdir() if path.name != "SOURCES.md")


def sources(file: Path, paragraphs: int = sys.maxsize) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a file by name: the file itself, or the texts of a `.jsonl.gz`, named by what they are of.

    Args:
        file: A document of any format, or lines of JSON with ``text`` and ``title`` or ``meeting``.
        paragraphs: Lines read at most.
    """
    if not file.name.endswith(".jsonl.gz"):
        yield file.name, load_document(file, file.name)
        return
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, paragraphs)):
            yield record.get("title") or record["meeting"], document_of(RawText(record["text"]), "paragraph.txt")


def hits_of(document: Document) -> list[Hit]:
    """Return a document's chunks as hits of a search."""
    chunks = split(document, count_tokens=count_tokens)
    return [Hit(chunk, document.path, document.metadata.title, 1.0, 1.0, 1.0) for chunk in chunks]


def gold_of(hits: Sequence[Hit]) -> Iterator[Gold]:
    """Yield the true sentences of a document's chunks."""
    for hit in hits:
        if hit.chunk.cells:
            yield from _of_cells(hit)
        elif hit.chunk.kind is not BlockKind.TABLE:
            yield from _of_sentences(hit)


def by_hand(files: Sequence[Path]) -> Iterator[tuple[bool, Gold]]:
    """Yield the statements worded by hand on these documents, each with whether it is true."""
    known = {path.name: path for path in files}
    for line in statements_path().read_text(encoding="utf-8").splitlines():
        truth, name, words, statement = line.split("\t")
        if name not in known:
            continue
        wanted = bare(words)
        hit = next(
            (
                h
                for h in hits_of(load_document(known[name], name))
                if wanted in bare(_row_text(h.chunk) or h.chunk.text)
            ),
            None,
        )
        if hit is None:
            raise ValueError(f"{name} has no passage with {words}")
        start, end = best_quote(statement, hit.chunk.text) or (0, len(hit.chunk.text))
        yield truth == "true", _gold(WORDED_BY_HAND, statement, hit, hit.chunk.start + start, hit.chunk.start + end)


def _of_sentences(hit: Hit) -> Iterator[Gold]:
    spans = sentences(hit.chunk.text)
    for index, span in enumerate(spans):
        text = " ".join(normalize_text(hit.chunk.text[span.start : span.end]).replace("\n", "").split())
        if len(text) not in _LENGTHS or not text.endswith("。"):
            continue
        first, last = max(0, index - _NEIGHBOURS), min(len(spans) - 1, index + _NEIGHBOURS)
        start = hit.chunk.start
        yield _gold(OWN, text, hit, start + span.start, start + span.end)
        if last > first:
            yield _gold(AMONG, text, hit, start + spans[first].start, start + spans[last].end)


def _of_cells(hit: Hit) -> Iterator[Gold]:
    """Yield a statement on each figure of a row, worded as the cell answers are."""
    cells = hit.chunk.cells
    values = read_row(cells)
    label = next((normalize_text(c.text) for c, v in zip(cells, values, strict=True) if v.type is ValueType.TEXT), "")
    for cell, value in zip(cells, values, strict=True):
        if value.type in (ValueType.NUMBER, ValueType.PERCENT) and label and cell.header:
            unit = f"、単位：{cell.unit}" if cell.unit else ""
            text = f"{normalize_text(cell.text).strip()}です（{label}、{normalize_text(cell.header)}{unit}）。"
            yield _gold(CELL, text, hit, hit.chunk.start, hit.chunk.end)


def _gold(origin: str, text: str, hit: Hit, start: int, end: int) -> Gold:
    quote = Quote(hit, start, end)
    evidence = evidence_of([quote])
    return Gold(
        origin, text, normalize_text("\n".join((*evidence.context, *evidence.passages, *evidence.cells))), evidence
    )


def _row_text(chunk: Chunk) -> str:
    return " | ".join(cell.text for cell in chunk.cells)


def bare(text: str) -> str:
    """Return a text normalised and without blanks."""
    return "".join(normalize_text(text).split())
