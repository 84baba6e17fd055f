"""Corpora with questions whose passages are known, for measuring retrieval alone; read from outside the project.

The folder of public data holds ``jaquad_dev.jsonl.gz`` and ``jaquad_train.jsonl.gz`` (JaQuAD 0.1.0),
``assembly_qa.jsonl.gz`` (NTCIR-16 QA Lab-PoliInfo-3), ``committee_minutes.jsonl.gz`` (NTCIR-15 QA Lab-PoliInfo-2),
``minutes/*.txt`` and ``budget_*.xlsx``.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from evals.cases import load_dataset
from evals.matching import occurrences, overlaps
from ingest.documents import BlockKind, Chunk, Document, DocumentMetadata, chunk_id_of, document_id_of
from ingest.load import document_of, load_document
from ingest.readers.raw import RawText

HELD_OUT_YEAR = "2018"
"""The year of the assembly that nothing is trained or tuned on."""

_CITIES = {"budget_otaru": "小樽市", "budget_fukuoka": "福岡市"}

Split = Callable[[Document], Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the ids of the chunks that answer it; any of them will do."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents as they are indexed, in a fixed order."""

    documents: tuple[tuple[Document, tuple[Chunk, ...]], ...]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions over a corpus; several sets may share one."""

    name: str
    corpus: Corpus
    queries: tuple[Query, ...]


def jaquad(data: Path, part: str = "dev", *, limit: int | None = None) -> RetrievalSet:
    """Return JaQuAD's questions, each with the paragraph that it was asked about."""
    documents, queries = [], []
    for record in islice(_records(data / f"jaquad_{part}.jsonl.gz"), limit):
        document, chunk = _whole(f"jaquad/{record['id']}", record["text"])
        documents.append((document, (chunk,)))
        queries += [Query(q["question"], frozenset([chunk.chunk_id])) for q in record["questions"]]
    return RetrievalSet(f"jaquad_{part}", Corpus(tuple(documents)), tuple(queries))


def assembly(data: Path, years: Sequence[str] = (HELD_OUT_YEAR,)) -> RetrievalSet:
    """Return the assembly's questions of those years, each with its answer's summary among that time's summaries."""
    kept = [
        record
        for record in _records(data / "assembly_qa.jsonl.gz")
        if record["Date"][:4] in years and record["QuestionSummary"] and record["AnswerSummary"]
    ]
    answers = {text: _whole(f"assembly/{i}", text) for i, text in enumerate(dict.fromkeys(_answers(kept)))}
    queries = [
        Query(f"{r['SubTopic']} {r['QuestionSummary']}", frozenset([answers[r["AnswerSummary"]][1].chunk_id]))
        for r in kept
    ]
    corpus = Corpus(tuple((document, (chunk,)) for document, chunk in answers.values()))
    return RetrievalSet(f"assembly_{'_'.join(years)}", corpus, tuple(queries))


def policy_corpus(data: Path, seeds: Path, *, split: Split) -> Corpus:
    """Return the seed documents, eight assembly sittings and two budgets, with 29,000 chunks of other minutes around.

    Paths are ``seeds/…``, ``minutes/…``, ``budget_….xlsx`` and ``committee/…``.
    """
    files = [(f"seeds/{file.name}", file) for file in sorted(seeds.glob("*.txt"))]
    files += [(f"minutes/{file.name}", file) for file in sorted((data / "minutes").glob("*.txt"))]
    documents = [load_document(file, path) for path, file in files]
    documents += [document_of(RawText(text), path) for path, text in _committees(data)]
    cut = [(document, tuple(split(document))) for document in documents]
    return Corpus((*cut, *(budget(file) for file in sorted(data.glob("budget_*.xlsx")))))


def everyday_questions(corpus: Corpus, file: Path, part: str) -> RetrievalSet:
    """Return the questions of one part (``dev``, ``held_out``) of a file, with the chunks that hold their evidence.

    Args:
        corpus: As `policy_corpus` returns it.
        file: JSON Lines of `question`, `document`, `split` and `evidence`: short quotes, any of which will do.
        part: Which split.

    Raises:
        ValueError: A quote is in no chunk of its document.
    """
    known = {document.path: (document, chunks) for document, chunks in corpus.documents}
    queries = []
    for line in file.read_text(encoding="utf-8").strip().split("\n"):
        case = json.loads(line)
        if case["split"] == part:
            relevant = frozenset(_chunks_with(*known[case["document"]], quotes=case["evidence"]))
            queries.append(Query(case["question"], relevant))
    return RetrievalSet(f"{file.stem} {part}", corpus, tuple(queries))


def own_words_questions(corpus: Corpus, dataset: Path) -> RetrievalSet:
    """Return the questions of a question set about the seeds, which use the documents' own words.

    Follow-ups and questions with no evidence, or more than one piece of it, are left out.
    """
    known = {document.path: (document, chunks) for document, chunks in corpus.documents}
    queries = []
    for case in load_dataset(dataset).cases:
        if len(case.evidence) == 1 and not case.history:
            found = [
                name
                for gold in case.evidence[0]
                for name in _chunks_with(*known[f"seeds/{gold.document}"], quotes=[gold.quote])
            ]
            queries.append(Query(case.question, frozenset(found)))
    return RetrievalSet("documents' words", corpus, tuple(queries))


def budget(file: Path) -> tuple[Document, tuple[Chunk, ...]]:
    """Return a budget's workbook as a document with one chunk a row: values under headers, tabs between them."""
    from openpyxl import load_workbook  # noqa: PLC0415 - for this measuring only, an extra of developers

    with closing(load_workbook(file, read_only=True, data_only=True)) as book:
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    title = f"{_CITIES.get(file.stem, file.stem)} {rows[0][0]}"
    lines = ["\t".join(str(value) for value in row if value) for row in rows[3:]]
    text = "\n".join(lines)
    document = Document(document_id_of(file.name), file.name, text, "", DocumentMetadata(title, kind="other"))
    chunks, start = [], 0
    for line in lines:
        chunks.append(_chunk(document, start, start + len(line), context=title))
        start += len(line) + 1
    return document, tuple(chunks)


def _committees(data: Path) -> Iterator[tuple[str, str]]:
    records = _records(data / "committee_minutes.jsonl.gz")
    for number, (meeting, speeches) in enumerate(groupby(records, key=lambda r: (r["date"], r["meeting"]))):
        turns = "\n".join(f"○{speech['speaker']}　{speech['text']}" for speech in speeches)
        yield f"committee/{number:05d}.txt", f"{meeting[1]}\n{meeting[0]}\n\n{turns}"


def _chunks_with(document: Document, chunks: Sequence[Chunk], *, quotes: Sequence[str]) -> Iterator[str]:
    for quote in quotes:
        places = list(occurrences(document.text, quote))
        found = [c.chunk_id for c in chunks if any(overlaps((c.start, c.end), place) for place in places)]
        if not found:
            raise ValueError(f"no chunk of {document.path} holds 「{quote}」")
        yield from found


def _whole(path: str, text: str) -> tuple[Document, Chunk]:
    document = Document(document_id_of(path), path, text, "", DocumentMetadata(""))
    return document, _chunk(document, 0, len(text))


def _chunk(document: Document, start: int, end: int, context: str = "") -> Chunk:
    name = chunk_id_of(document.document_id, document.content_hash, start, end)
    return Chunk(name, document.document_id, start, end, document.text[start:end], context, BlockKind.PARAGRAPH)


def _answers(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (record["AnswerSummary"] for record in records)


def _records(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
