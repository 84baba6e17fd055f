"""The word index: BM25 over words and character bigrams, and how much of a question a chunk covers (tantivy).

Four fields hold a chunk: its own words and bigrams, and those of its context line, which repeats over many chunks of a
document and therefore weighs less. Weights measured on JaQuAD dev (1,431 paragraphs, 3,939 questions; R@1, nDCG@10):
words .843/.921, bigrams .833/.913, words + half the bigrams + a little context .856/.929, with coverage .876/.939.
"""

import math
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from vectorstore.signs import Sign, signs_of

# What a match in each field counts, relative to a match of a word in the body.
_WORD_WEIGHTS = {"body": 1.0, "context": 0.25}
_GRAM_WEIGHTS = {"grams": 0.5, "context_grams": 0.1}
# What a question's word counts as covered when only the context line, or only an expansion of it, has it.
_CONTEXT_COVERAGE = 0.7
_BOOST_WEIGHT = 0.4
# A question of 20,000 characters is searched by its rarest words.
_MOST_WORDS = 64
_MOST_GRAMS = 256
_WRITER_HEAP = 64_000_000
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """What the word index is given of one chunk: its speaker, and searchable texts and words of it and its context."""

    row: int
    document: int
    body: str
    context: str
    body_words: Sequence[str]
    context_words: Sequence[str]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """A question as the word index sees it: its words, its character bigrams and extra words of lower weight."""

    words: tuple[str, ...] = ()
    grams: tuple[str, ...] = ()
    boosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share, weighted by inverse document frequency, of a question's words and bigrams that a chunk has."""

    words: float = 0.0
    grams: float = 0.0

    @property
    def score(self) -> float:
        """Both shares in equal parts, in [0, 1]."""
        return (self.words + self.grams) / 2


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of a searchable text, in lower case; a run of one character is kept as it is."""
    grams: list[str] = []
    for match in _RUN.finditer(text.lower()):
        run = match[0]
        grams.extend(map(add, run, run[1:]) if len(run) > 1 else run)
    return grams


class LexicalIndex:
    """One built word index; safe to search from many threads."""

    def __init__(self, index: tantivy.Index) -> None:
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, rows: Iterable[LexicalRow]) -> "LexicalIndex":
        """Write a new index into an empty or missing folder and open it."""
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder))
        # One thread: segments, and with them ties, come out the same on every machine.
        writer = index.writer(heap_size=_WRITER_HEAP, num_threads=1)
        for row in rows:
            document = tantivy.Document()
            document.add_unsigned("row", row.row)
            document.add_unsigned("document", row.document)
            document.add_unsigned("signs", signs_of(row.body, row.speaker))
            document.add_text("body", " ".join(row.body_words))
            document.add_text("context", " ".join(row.context_words))
            document.add_text("grams", " ".join(bigrams(row.body)))
            document.add_text("context_grams", " ".join(bigrams(row.context)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        # tantivy lets nobody else read some of its files, whatever the folder allows.
        for file in folder.iterdir():
            file.chmod(folder.stat().st_mode & 0o666)
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open an index that `build` wrote.

        Raises:
            OSError: The folder cannot be read.
            ValueError: There is no readable index in the folder.
        """
        try:
            return cls(tantivy.Index.open(str(folder)))
        except ValueError:
            if not folder.is_dir():
                raise
            # To read, tantivy wants to write a lock file, which a read-only folder does not allow. All files are open,
            # or mapped, by the time the folder of links goes.
            with tempfile.TemporaryDirectory(prefix="shirube-", ignore_cleanup_errors=True) as links:
                _link_all(folder, Path(links))
                return cls(tantivy.Index.open(links))

    @property
    def count(self) -> int:
        """The number of chunks."""
        return int(self._searcher.num_docs)

    def document_frequency(self, word: str) -> int:
        """Return the number of chunks whose text or context line has the word."""
        # The stubs of tantivy 0.27 know no `count`.
        result: Any = self._searcher.search(self._having(word), 1, count=True)
        return int(result.count)

    def idf(self, word: str) -> float:
        """Return the inverse document frequency of a word; high for one that no chunk has."""
        return self._idf("body", "context", word)

    def documents_of(self, rows: Collection[int]) -> dict[int, int]:
        """Return the document rows of chunk rows; rows that are not here are missing."""
        return self._values("document", rows)

    def signs(self, rows: Collection[int]) -> dict[int, Sign]:
        """Return the signs of chunk rows; rows that are not here are missing."""
        return {row: Sign(value) for row, value in self._values("signs", rows).items()}

    def chunks_per_document(self, documents: Collection[int], word: str | None = None) -> dict[int, int]:
        """Return how many chunks each of the documents has, or how many with a word; those without any are missing."""
        if not documents:
            return {}
        query = Query.all_query() if word is None else self._having(word)
        counts = {"counts": {"terms": {"field": "document", "size": len(documents)}}}
        found: Any = self._searcher.aggregate(self._within(query, "document", documents), counts)
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["counts"]["buckets"]}

    def search(self, terms: Terms, limit: int, documents: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return the best rows with their BM25 score, best first, ties by row.

        Args:
            terms: The question.
            limit: The most rows to return.
            documents: Search only rows of these documents; ``None`` for all.
        """
        terms = self._capped(terms)
        parts = [
            (Occur.Should, Query.boost_query(self._term(field, term), weight * share))
            for weights, group, share in (
                (_WORD_WEIGHTS, terms.words, 1.0),
                (_GRAM_WEIGHTS, terms.grams, 1.0),
                (_WORD_WEIGHTS, terms.boosts, _BOOST_WEIGHT),
            )
            for term in group
            for field, weight in weights.items()
        ]
        if not parts or not self.count:
            return []
        query = Query.boolean_query(parts)
        if documents is not None:
            query = self._within(query, "document", documents)
        return self._run(query, limit)

    def coverage(self, terms: Terms, rows: Collection[int]) -> dict[int, Coverage]:
        """Return for each row how much of the question it covers.

        A boost that a chunk has adds a part of its weight to the words covered, never beyond the whole.
        """
        if not rows:
            return {}
        terms = self._capped(terms)
        words = self._covered("body", "context", terms.words, terms.boosts, rows)
        grams = self._covered("grams", "context_grams", terms.grams, (), rows)
        return {row: Coverage(words.get(row, 0.0), grams.get(row, 0.0)) for row in rows}

    def _covered(
        self, body: str, context: str, terms: Sequence[str], boosts: Sequence[str], rows: Collection[int]
    ) -> dict[int, float]:
        weights = {term: self._idf(body, context, term) for term in terms}
        total = math.fsum(weights.values())
        weights |= {term: self._idf(body, context, term) * _BOOST_WEIGHT for term in boosts if term not in weights}
        total = total or math.fsum(weights.values())
        if not total:
            return {}
        parts = [
            (
                Occur.Should,
                Query.disjunction_max_query(
                    [
                        Query.const_score_query(self._term(body, term), weight),
                        Query.const_score_query(self._term(context, term), weight * _CONTEXT_COVERAGE),
                    ]
                ),
            )
            for term, weight in weights.items()
        ]
        query = self._within(Query.boolean_query(parts), "row", rows)
        return {row: min(1.0, score / total) for row, score in self._run(query, len(rows))}

    def _capped(self, terms: Terms) -> Terms:
        return Terms(
            self._rarest("body", "context", terms.words, _MOST_WORDS),
            self._rarest("grams", "context_grams", terms.grams, _MOST_GRAMS),
            self._rarest("body", "context", terms.boosts, _MOST_WORDS),
        )

    def _rarest(self, body: str, context: str, terms: Sequence[str], most: int) -> tuple[str, ...]:
        unique = tuple(dict.fromkeys(terms))
        if len(unique) <= most:
            return unique
        # A word that no chunk has finds nothing: it must not push out one that does.
        known = [(self._idf(body, context, t), t) for t in unique if self._frequency(body, context, t)]
        return tuple(term for _, term in sorted(known, key=lambda pair: (-pair[0], pair[1]))[:most])

    def _idf(self, body: str, context: str, term: str) -> float:
        # The form BM25 uses in Lucene and tantivy: Robertson & Zaragoza 2009, kept positive by the 1.
        frequency = self._frequency(body, context, term)
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))

    def _frequency(self, body: str, context: str, term: str) -> int:
        return max(int(self._searcher.doc_freq(body, term)), int(self._searcher.doc_freq(context, term)))

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, "freq")

    def _having(self, word: str) -> Query:
        return Query.boolean_query([(Occur.Should, self._term(field, word)) for field in _WORD_WEIGHTS])

    def _within(self, query: Query, field: str, values: Collection[int]) -> Query:
        chosen = Query.const_score_query(Query.term_set_query(self._schema, field, sorted(values)), 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, chosen)])

    def _run(self, query: Query, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        found = [(int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _values(self, field: str, rows: Collection[int]) -> dict[int, int]:
        if not rows:
            return {}
        query = Query.term_set_query(self._schema, "row", sorted(rows))
        addresses = [address for _, address in self._searcher.search(query, len(rows), count=False).hits]
        found, values = (self._searcher.fast_field_values(name, addresses) for name in ("row", field))
        return {int(row or 0): int(value or 0) for row, value in zip(found, values, strict=True)}


def _link_all(folder: Path, into: Path) -> None:
    for file in folder.iterdir():
        if file.suffix == ".lock":
            continue
        try:
            (into / file.name).symlink_to(file.absolute())
        except OSError:
            # Windows lets few users make links.
            shutil.copyfile(file, into / file.name)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (*_WORD_WEIGHTS, *_GRAM_WEIGHTS):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    builder.add_unsigned_field("signs", fast=True)
    return builder.build()
