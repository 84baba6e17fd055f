"""The index as the rest of the program sees it: opened for reading, searched, looked into.

Writing lives in `vectorstore.writer`; its names are offered here too.
"""

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.documents import Chunk
from ingest.proceedings import Proceedings
from vectorstore.catalog import Catalog
from vectorstore.dense import EXACT_UP_TO
from vectorstore.embedder import TextEmbedder
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.filters import Filters
from vectorstore.generation import Generation
from vectorstore.identity import SCHEMA_VERSION, Identity, require_same
from vectorstore.records import FileStamp, StoredDocument
from vectorstore.rerank import DEPTH, Reranker, reranked
from vectorstore.search import Features, Hit, asked, question_text, rank, score_of
from vectorstore.static_embedder import word_model
from vectorstore.thesaurus.expansion import Expansion, Thesaurus
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion
from vectorstore.words import WordAnalyzer
from vectorstore.writer import IndexWriter

__all__ = ["FileStamp", "Filters", "Hit", "Index", "IndexInfo", "IndexWriter", "StoredDocument"]

_EVERYTHING = Filters()
# More than there are questions at work at once.
_QUESTIONS_KEPT = 64


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds and what it was built with."""

    directory: Path
    generation: int
    documents: int
    chunks: int
    characters: int
    identity: Identity


class Index:
    """A published index, opened for reading; safe to share between threads and beside a writer.

    A newly published generation is noticed at the next call.
    """

    def __init__(
        self,
        directory: Path,
        catalog: Catalog,
        *,
        embedder: TextEmbedder,
        analyzer: WordAnalyzer,
        thesaurus: Thesaurus | None = None,
        reranker: Reranker | None = None,
        exact_up_to: int = EXACT_UP_TO,
    ) -> None:
        self._directory = directory
        self._catalog = catalog
        self._embedder = embedder
        self._word_vectors = word_model(embedder).meanings
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        # One question is widened for searching, for judging the passages and for telling the reader.
        self._widen = lru_cache(maxsize=_QUESTIONS_KEPT)(self._widened)
        self._reranker = reranker
        self._exact_up_to = exact_up_to
        self._lock = threading.Lock()
        self._generation: Generation | None = None

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        embedder: TextEmbedder,
        analyzer: WordAnalyzer,
        thesaurus: Thesaurus | None = None,
        reranker: Reranker | None = None,
        exact_up_to: int = EXACT_UP_TO,
    ) -> "Index":
        """Open the index in a folder.

        Args:
            directory: The index folder.
            embedder: Must be the one that the index was built with.
            analyzer: Must be the one that the index was built with.
            thesaurus: What questions are widened by; ``None`` leaves them as they are.
            reranker: Reads the best candidates once more; ``None`` leaves their order as it is.
            exact_up_to: Up to how many chunks vectors are searched exactly and not through Chroma.

        Raises:
            IndexMissing: There is no index, or nothing was published yet.
            IndexMismatch: It was built with another model, dictionary or version.
            IndexDamaged: Its files cannot be read.
        """
        catalog = Catalog.open(directory)
        try:
            require_same({"schema": catalog.schema_version() or ""}, {"schema": SCHEMA_VERSION})
            index = cls(
                directory,
                catalog,
                embedder=embedder,
                analyzer=analyzer,
                thesaurus=thesaurus,
                reranker=reranker,
                exact_up_to=exact_up_to,
            )
            index._current()
        except BaseException:
            catalog.close()
            raise
        return index

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        filters: Filters = _EVERYTHING,
        boosts: Sequence[str] = (),
        fusion: Fusion | Blend = DEFAULT_FUSION,
    ) -> list[Hit]:
        """Return the k best chunks for a question, best first, ties by chunk id.

        Args:
            question: As asked; a question without any content word finds nothing.
            k: The most hits to return.
            filters: Which documents to look at.
            boosts: Further words, in the form of `Word.text`, that count less than the question's own.
            fusion: What each leg is worth.
        """
        text = question_text(question)
        query = asked(text, self._analyzer, boosts, self._widen(text) if fusion.legs.concepts else ())
        if k < 1 or not (query.terms.words or query.terms.boosts):
            return []
        hits: list[Hit] = []
        # Twice: a generation that is published while a search runs may take rows away.
        for _ in range(2):
            generation = self._current()
            documents = generation.chosen(filters)
            if not generation.record.chunks or (documents is not None and not documents):
                return []
            ranked = rank(
                generation,
                query,
                catalog=self._catalog,
                embedder=self._embedder,
                word_vectors=self._word_vectors,
                documents=documents,
                fusion=fusion,
            )[: max(k, DEPTH) if self._reranker else k]
            hits = self._hits(ranked)
            if len(hits) == len(ranked):
                break
        if self._reranker:
            hits = reranked(hits, text, self._reranker, text=_whole)
        return hits[:k]

    def expansions(self, question: str) -> tuple[Expansion, ...]:
        """Return what a question is widened by: alternatives that stand somewhere in the index, the surest first."""
        late = self._current().late
        known = (
            replace(e, alternatives=tuple(a for a in e.alternatives if late.knows(a.words)))
            for e in self._widen(question_text(question))
        )
        return tuple(expansion for expansion in known if expansion.alternatives)

    def documents(self) -> list[StoredDocument]:
        """Return the indexed documents, by path."""
        return [document for _, document in self._current().documents]

    def document(self, document_path: str) -> StoredDocument | None:
        """Return the indexed document at a path, None for an unknown one."""
        return self._current().by_path.get(document_path)

    def text(self, document_path: str) -> str:
        """Return a document's text as it was extracted.

        Raises:
            KeyError: There is no such document.
        """
        text = self._catalog.text(document_path, self._current().record.number)
        if text is None:
            raise KeyError(document_path)
        return text

    def chunks(self, document_path: str) -> list[Chunk]:
        """Return a document's chunks in the order of its text; none for an unknown document."""
        return self._catalog.chunks(document_path, self._current().record.number)

    def proceedings(self, document_path: str) -> Proceedings:
        """Return what the minutes at a path record; empty for other documents and an unknown one."""
        return self._catalog.proceedings(document_path, self._current().record.number)

    def document_frequency(self, word: str) -> int:
        """Return the number of chunks whose text or context line has a word, given in the form of `Word.text`."""
        return self._current().lexical.document_frequency(word)

    @property
    def chunk_count(self) -> int:
        """The number of chunks."""
        return self._current().record.chunks

    def info(self) -> IndexInfo:
        """Return what the index holds and what it was built with."""
        generation = self._current()
        documents = [document for _, document in generation.documents]
        return IndexInfo(
            self._directory,
            generation.record.number,
            len(documents),
            generation.record.chunks,
            sum(document.characters for document in documents),
            generation.record.identity,
        )

    def close(self) -> None:
        """Release the files; closing twice does no harm."""
        self._generation = None
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _current(self) -> Generation:
        with self._lock, self._catalog.checked():
            while True:
                number = self._catalog.published()
                if self._generation is not None and self._generation.record.number == number:
                    return self._generation
                try:
                    self._check(number)
                    self._generation = Generation.open(
                        self._catalog, self._directory, number, exact_up_to=self._exact_up_to
                    )
                except (IndexDamaged, IndexMissing):
                    # A writer that published twice in between has rightly taken the files away.
                    if self._catalog.published() == number:
                        raise

    def _check(self, number: int) -> None:
        record = self._catalog.generation(number)
        if record is None:
            raise IndexMissing(
                f"索引はまだ公開されていません（{self._directory}）。取り込みを終えてください: shirube ingest フォルダ"
            )
        used = {"embedder": self._embedder.identity, "analyzer": self._analyzer.identity}
        used |= {"word_vectors": word_model(self._embedder).identity, "schema": SCHEMA_VERSION}
        require_same(asdict(record.identity), used)

    def _widened(self, text: str) -> tuple[Expansion, ...]:
        return self._thesaurus.expand(text, self._analyzer.words(text)) if self._thesaurus else ()

    def _hits(self, ranked: Sequence[tuple[int, Features]]) -> list[Hit]:
        records = self._catalog.chunk_records([row for row, _ in ranked])
        return [
            Hit(*records[row], score_of(features), features.word_score, features.vector)
            for row, features in ranked
            if row in records
        ]


def _whole(hit: Hit) -> str:
    return f"{hit.chunk.context}\n{hit.chunk.text}".strip()
