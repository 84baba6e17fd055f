"""From a question to ranked hits: words and bigrams, coverage and vectors, joined by a sum that respects scores."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.documents import Chunk
from vectorstore.catalog import Catalog
from vectorstore.embedder import TextEmbedder
from vectorstore.fusion import by_best, weighted_sum
from vectorstore.generation import Generation
from vectorstore.lexical import Terms, bigrams
from vectorstore.words import WordAnalyzer, searchable

# How deep each leg is read before joining.
_CANDIDATES = 100
# What each leg is worth in the ranking: BM25 divided by its best, coverage and cosine as they are. nDCG@10 with the
# shipped model on JaQuAD dev and on the assembly's questions of 2018, which use other words than their answers: BM25
# alone .929/.346, with coverage .939/.348, with both .940/.353. Vectors of more weight help the second, harm the first.
_BM25_WEIGHT = 1.0
_COVERAGE_WEIGHT = 2.0
_VECTOR_WEIGHT = 0.6
# The share of the words in a hit's score; the rest is the vectors'.
_WORDS_IN_SCORE = 0.75
# What a question asks of the reader and not of the documents.
_REQUEST = re.compile(
    r"(?:に(?:ついて|関して)|を)?(?:詳しく|簡単に|具体的に)?(?:教えて|説明して|示して|挙げて|まとめて|知りたい)"
    r"(?:ください|下さい|ほしい|欲しい|(?:いただけ|頂け|もらえ|くれ)ますか|です|の?ですが)?[\s。.!?]*$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a question.

    Attributes:
        document: Path of the document relative to the ingested folder.
        title: Title of the document.
        score: In [0, 1] and comparable between questions: three quarters `word_score`, one quarter `vector_score`.
            Hits are ordered by the joined ranking, which also knows BM25, so scores need not fall along the list.
        word_score: The share of the question's words and bigrams, weighted by inverse document frequency, that the
            chunk has; words that only its context line has count in part.
        vector_score: Cosine of question and chunk, 0 when negative.
    """

    chunk: Chunk
    document: str
    title: str
    score: float
    word_score: float
    vector_score: float


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A chunk row with the scores that its hit will have."""

    row: int
    score: float
    word_score: float
    vector_score: float


def question_terms(question: str, analyzer: WordAnalyzer, boosts: Sequence[str] = ()) -> Terms:
    """Return what the word index is asked; nothing for a question without any content word."""
    text = searchable(question).strip()
    text = _REQUEST.sub("", text) or text
    words = tuple(dict.fromkeys(word.text for word in analyzer.words(text)))
    extra = tuple(word for word in dict.fromkeys(boosts) if word not in words)
    return Terms(words, tuple(dict.fromkeys(bigrams(text))) if words else (), extra)


def rank(
    generation: Generation,
    question: str,
    terms: Terms,
    *,
    catalog: Catalog,
    embedder: TextEmbedder,
    documents: Collection[int] | None = None,
) -> list[RankedRow]:
    """Return the candidates of both legs, best first, ties by chunk id."""
    lexical = dict(generation.lexical.search(terms, _CANDIDATES, documents))
    vector = embedder.query(searchable(question))
    nearest = generation.dense.search(vector, _CANDIDATES, documents)
    rows = sorted({*lexical, *(row for row, _ in nearest)})
    coverage = {row: value.score for row, value in generation.lexical.coverage(terms, rows).items()}
    cosines = {row: min(1.0, max(0.0, value)) for row, value in generation.dense.scores(vector, rows).items()}
    joined = weighted_sum([(by_best(lexical), _BM25_WEIGHT), (coverage, _COVERAGE_WEIGHT), (cosines, _VECTOR_WEIGHT)])
    ids = catalog.chunk_ids(rows)
    # Rows depend on the order of ingestion, ids do not.
    joined.sort(key=lambda pair: (-round(pair[1], 6), ids.get(pair[0], "")))
    return [_scored(row, coverage.get(row, 0.0), cosines.get(row, 0.0)) for row, _ in joined]


def _scored(row: int, word_score: float, vector_score: float) -> RankedRow:
    score = _WORDS_IN_SCORE * word_score + (1 - _WORDS_IN_SCORE) * vector_score
    return RankedRow(row, round(score, 6), round(word_score, 6), round(vector_score, 6))
