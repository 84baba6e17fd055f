"""Hits read from a text as ingestion reads it, and the answerer over them: the whole way without an index."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answers import Answer
from assistant.chain import build_chain
from assistant.extractive import ExtractiveAnswerer
from assistant.part_search import PartSearch
from assistant.passages.coverage import Matcher
from assistant.passages.labels import with_offices
from assistant.passages.ranking import Ranked, Sources, UnitRanker
from assistant.questions import AnalyzedQuestion, analyze
from ingest.chunking import split
from ingest.documents import Document
from ingest.load import document_of
from ingest.readers.raw import RawText
from prompts.tokens import count_tokens
from vectorstore.search import Hit
from vectorstore.static_embedder import StaticEmbedder, shipped_embedder
from vectorstore.words import WordAnalyzer, searchable

ANALYZER = WordAnalyzer()


@cache
def embedder() -> StaticEmbedder:
    """The shipped model, read once."""
    return shipped_embedder()


def question(text: str, *, wants_more: bool = False) -> AnalyzedQuestion:
    return analyze(text, ANALYZER, wants_more=wants_more)


def document(text: str, path: str = "plan.txt") -> Document:
    return document_of(RawText(text), path)


def hits_of(*documents: Document, score: float = 0.8) -> list[Hit]:
    """Every chunk of the documents as a hit of the same score."""
    return [
        Hit(chunk, source.path, source.metadata.title, score, score, score)
        for source in documents
        for chunk in split(source, count_tokens=count_tokens)
    ]


@dataclass(frozen=True)
class Reading:
    """Documents with everything that an answer from them needs."""

    documents: tuple[Document, ...]
    hits: list[Hit]
    matcher: Matcher
    sources: Sources
    ranker: UnitRanker

    def answer(self, text: str) -> Answer:
        """Ask through the real chain; every chunk is a hit."""
        answerer = ExtractiveAnswerer(self.matcher, self.ranker, self.sources)
        found = PartSearch(question, lambda _: self.hits, name=answerer.named)
        return list(build_chain(question, found, answerer).stream(text))[-1]

    def ranked(self, text: str) -> list[Ranked]:
        asked = question(text)
        return self.ranker.rank(asked, self.matcher.weigh(asked), self.hits)


def read(*texts: str, paths: Sequence[str] = ()) -> Reading:
    """Read texts as documents."""
    names = paths or [f"{number}.txt" for number in range(len(texts))]
    documents = tuple(document(text, name) for text, name in zip(texts, names, strict=True))
    by_path = {source.path: source for source in documents}
    hits = with_offices(hits_of(*documents), lambda path: by_path[path].text)
    matcher = Matcher(
        ANALYZER,
        document_frequency=_frequency(hits),
        chunk_count=len(hits),
        word_vectors=embedder().meanings,
    )
    sources = Sources(
        text=lambda path: by_path[path].text,
        main_place=lambda path: _main_place(by_path[path]),
        votes=lambda path: by_path[path].proceedings.votes,
        metadata=lambda path: by_path[path].metadata,
        rows=lambda path: [hit.chunk for hit in hits if hit.document == path and hit.chunk.cells],
        speeches=lambda path: [hit.chunk for hit in hits if hit.document == path and hit.chunk.speaker],
        exchanges=lambda path: by_path[path].proceedings.exchanges,
    )
    ranker = UnitRanker(matcher, sources, embed=embedder().passages, embed_query=embedder().query)
    return Reading(documents, hits, matcher, sources, ranker)


def _frequency(hits: Sequence[Hit]) -> Callable[[str], int]:
    counts: Counter[str] = Counter()
    for hit in hits:
        counts.update({word.text for word in ANALYZER.words(searchable(f"{hit.chunk.context}\n{hit.chunk.text}"))})
    return counts.__getitem__


def _main_place(source: Document) -> str | None:
    return source.metadata.places[0] if source.metadata.places else None
