"""From a question to ranked hits: words, meanings of words, the thesaurus and vectors, joined by a weighted sum."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace

from ingest.documents import Chunk
from vectorstore.catalog import Catalog
from vectorstore.embedder import TextEmbedder
from vectorstore.fusion import by_best, weighted_sum
from vectorstore.generation import Generation
from vectorstore.late_interaction import Closeness, Embed
from vectorstore.lexical import Coverage, Terms, bigrams
from vectorstore.names import names_spoken_of
from vectorstore.signs import Sign, asked_for
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion
from vectorstore.words import Word, WordAnalyzer
from vectorstore.years import index_text

# How deep each leg is read before joining.
_CANDIDATES = 100
# Each expansion of a question is looked for by itself, with its weightiest alternatives beside the question's words.
_EXPANSIONS, _ALTERNATIVES, _PER_EXPANSION = 10, 4, 40
_MOST_BOOSTS = 60
# The share of the words in a hit's score; the rest is the vectors'.
_WORDS_IN_SCORE = 0.75
# What a question asks of the reader and not of the documents.
_REQUEST = re.compile(
    r"(?:に(?:ついて|関して)|を)?(?:詳しく|簡単に|具体的に)?(?:教えて|説明して|示して|挙げて|まとめて|知りたい)"
    r"(?:ください|下さい|ほしい|欲しい|(?:いただけ|頂け|もらえ|くれ)ますか|です|の?ですが)?[\s。.!?]*$"
)
_NOTHING = Closeness()
_UNCOVERED = Coverage()


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
class Asked:
    """A question as the legs see it.

    Attributes:
        text: Its searchable text.
        words: Its distinct content words.
        terms: What the word index is asked.
        expansions: Expressions of the thesaurus in it.
    """

    text: str
    words: tuple[Word, ...]
    terms: Terms
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a candidate; the fields are those of `Fusion`, the values roughly in [0, 1]."""

    bm25: float
    words: float
    grams: float
    near: float
    concepts: float
    vector: float
    names: float = 0.0
    figure: float = 0.0
    asks: float = 0.0

    @property
    def word_score(self) -> float:
        """Words and bigrams in equal parts."""
        return round((self.words + self.grams) / 2, 6)


def question_text(question: str) -> str:
    """Return the searchable text of a question, without what it asks of the reader."""
    text = index_text(question).strip()
    return _REQUEST.sub("", text) or text


def asked(text: str, analyzer: WordAnalyzer, boosts: Sequence[str] = (), expansions: Sequence[Expansion] = ()) -> Asked:
    """Return what the legs are asked; nothing for a question without any content word.

    Args:
        text: As `question_text` returns it.
        analyzer: The one that the index was built with.
        boosts: Further words that count less.
        expansions: What the thesaurus finds in that very text.
    """
    words = {word.text: word for word in reversed(analyzer.words(text))}
    distinct = tuple(reversed(words.values()))
    extra = tuple(word for word in dict.fromkeys(boosts) if word not in words)
    terms = Terms(tuple(word.text for word in distinct), tuple(dict.fromkeys(bigrams(text))) if words else (), extra)
    return Asked(text, distinct, terms, tuple(expansions))


def rank(
    generation: Generation,
    question: Asked,
    *,
    catalog: Catalog,
    embedder: TextEmbedder,
    word_vectors: Embed,
    documents: Collection[int] | None = None,
    fusion: Fusion | Blend = DEFAULT_FUSION,
) -> list[tuple[int, Features]]:
    """Return the candidates of all legs, best first, ties by chunk id."""
    features = _features(
        generation, question, embedder=embedder, word_vectors=word_vectors, documents=documents, fusion=fusion.legs
    )
    weights = fusion.at(max((found.words for found in features.values()), default=0.0))
    names = [field.name for field in fields(Fusion)]
    joined = weighted_sum(
        [({row: getattr(f, name) for row, f in features.items()}, getattr(weights, name)) for name in names]
    )
    ids = catalog.chunk_ids(list(features))
    # Rows depend on the order of ingestion, ids do not.
    joined.sort(key=lambda pair: (-round(pair[1], 6), ids.get(pair[0], "")))
    return [(row, features[row]) for row, _ in joined]


def score_of(features: Features) -> float:
    """Return the score of a hit, in [0, 1]."""
    return round(_WORDS_IN_SCORE * features.word_score + (1 - _WORDS_IN_SCORE) * features.vector, 6)


def _features(
    generation: Generation,
    question: Asked,
    *,
    embedder: TextEmbedder,
    word_vectors: Embed,
    documents: Collection[int] | None,
    fusion: Fusion,
) -> dict[int, Features]:
    terms = question.terms if fusion.grams else replace(question.terms, grams=())
    by_words = fusion.bm25 or fusion.words or fusion.grams
    lexical = dict(generation.lexical.search(terms, _CANDIDATES, documents)) if by_words else {}
    vector = embedder.query(question.text)
    nearest = generation.dense.search(vector, _CANDIDATES, documents) if fusion.vector else []
    widened = _widened(generation, question, documents) if fusion.concepts else []
    rows = sorted({*lexical, *(row for row, _ in nearest), *widened})
    coverage = generation.lexical.coverage(question.terms, rows)
    cosines = generation.dense.scores(vector, rows)
    close = generation.late.closeness(question.words, question.expansions, rows, embed=word_vectors)
    best = by_best(lexical)
    spoken_of = names_spoken_of(generation.lexical, [w.text for w in question.words if w.proper], rows)
    signs, wanted = generation.lexical.signs(rows), asked_for(question.text)
    return {
        row: Features(
            best.get(row, 0.0),
            round(coverage.get(row, _UNCOVERED).words, 6),
            round(coverage.get(row, _UNCOVERED).grams, 6),
            close.get(row, _NOTHING).near,
            close.get(row, _NOTHING).concepts,
            round(min(1.0, max(0.0, cosines.get(row, 0.0))), 6),
            spoken_of.get(row, 0.0),
            float(bool(signs.get(row, Sign.NONE) & wanted & ~Sign.ASKS)),
            float(Sign.ASKS in signs.get(row, Sign.NONE) and Sign.ASKS not in wanted),
        )
        for row in rows
    }


def _widened(generation: Generation, question: Asked, documents: Collection[int] | None) -> Iterable[int]:
    """Yield rows that have the thesaurus' words for the question: all of them together, and each expansion's."""
    weights: dict[str, float] = {}
    for expansion in question.expansions:
        for alternative in expansion.alternatives:
            for word in alternative.words:
                weights[word] = max(weights.get(word, 0.0), alternative.weight)
    known = question.terms.words
    new = [word for word in sorted(weights, key=lambda word: (-weights[word], word)) if word not in known]
    if not new:
        return
    searches = [(Terms(known, (), tuple(new[:_MOST_BOOSTS])), _CANDIDATES)]
    for expansion in question.expansions[:_EXPANSIONS]:
        words = [word for alternative in expansion.alternatives[:_ALTERNATIVES] for word in alternative.words]
        searches.append((Terms(tuple(dict.fromkeys((*known, *words)))), _PER_EXPANSION))
    for terms, limit in searches:
        yield from (row for row, _ in generation.lexical.search(terms, limit, documents))
