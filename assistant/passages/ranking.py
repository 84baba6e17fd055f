"""Ranking a passage's units against a question: what is covered, whether the kind of answer is there, who and when.

Every feature is kept with the unit, so that `abstain` judges on the same evidence that chose it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.asked.question_rules import RANKS
from assistant.injection import gives_orders
from assistant.passages.attribute_values import lacks_occasion
from assistant.passages.confirmed import confirmed_found
from assistant.passages.coverage import Coverage, Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.forms import (
    FORMAL_KINDS,
    is_fragment,
    kind_found,
    labelled,
    mislabelled,
    unknown_organisation,
    unknown_quotation,
)
from assistant.passages.novelty import length, new_answer, new_words
from assistant.passages.periods import DocumentTime, other_time, year_found
from assistant.passages.place_scope import speaks_of_another_place
from assistant.passages.ranking_features import WEIGHTS, RankingFeatures
from assistant.passages.unit_coverage import Measures, measure
from assistant.passages.units import Unit, units_of
from assistant.passages.who_speaks import about_members, speaker_found
from assistant.questions import AnalyzedQuestion, Kind
from ingest.documents import Chunk, DocumentMetadata
from ingest.proceedings import Exchange, Vote
from vectorstore.search import Hit
from vectorstore.signs import asks
from vectorstore.years import with_western_years

# Of JaQuAD train's questions none is answered by a passage found below the eighth; lists of a document go deeper.
_READ = 16
# More than there are questions at work at once.
_KEPT = 64
# The last bits of a product depend on how many rows are multiplied at once; they must not decide an order.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked of whole documents, by path.

    Attributes:
        text: The document's text.
        main_place: The municipality it is mainly about, None when it is about none.
        votes: What the meeting decided whose minutes it is.
        rows: The rows of its tables, in order.
        metadata: What is known of it, None for nothing.
        speeches: Its chunks in which somebody speaks, in order.
        exchanges: Its questions with their answers.
    """

    text: Callable[[str], str]
    main_place: Callable[[str], str | None]
    votes: Callable[[str], Sequence[Vote]] = lambda _: ()
    rows: Callable[[str], Sequence[Chunk]] = lambda _: ()
    metadata: Callable[[str], DocumentMetadata | None] = lambda _: None
    speeches: Callable[[str], Sequence[Chunk]] = lambda _: ()
    exchanges: Callable[[str], Sequence[Exchange]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its score and the features behind it.

    Attributes:
        coverage: With the unit's surroundings.
        own: The share that the unit itself covers of what the best passages' headings do not give.
        labelled: 1 when the unit's heading or label names the kind of answer (場所, 日時), else 0.
        conflict: 1 when the unit speaks of another place than the one asked about, else 0.
        attribute: How far the unit itself holds the attribute asked for; 1 when the question names none.
        bound: The share of the question's common words that stand in the unit's own text.
        kind_found: 1 when the kind of answer asked for is there, 0 when it is not, 0.5 when any text would do.
        year: 1 when a year asked for is named, 0 when only others are, 0.5 when none is asked for or named.
        speaker: 1 when the speaker asked about speaks, 0 when someone else does, 0.5 when none is asked about.
        cosine: Likeness of the embeddings of question and unit.
        features: All that the score weighs; None before it is known.
    """

    unit: Unit
    score: float
    coverage: Coverage
    own: float
    attribute: float
    bound: float
    kind_found: float
    labelled: float
    year: float
    speaker: float
    conflict: float
    cosine: float
    features: RankingFeatures | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """What a question's units share when they are of one document."""

    text: str
    main_place: str | None
    when: DocumentTime
    unknown_name: bool


class UnitRanker:
    """Ranks the units of passages.

    Args:
        matcher: Weighs words and measures coverage.
        sources: Texts and places of whole documents.
        embed: Texts to unit vectors, shape (n, d).
        embed_query: A question to its unit vector, shape (d,).
    """

    def __init__(
        self,
        matcher: Matcher,
        sources: Sources,
        *,
        embed: Callable[[Sequence[str]], NDArray[np.float32]],
        embed_query: Callable[[str], NDArray[np.float32]],
    ) -> None:
        self._matcher = matcher
        self._sources = sources
        self._embed = embed
        self._embed_query = embed_query
        self._lock = threading.Lock()
        self._recent: dict[tuple[str, frozenset[str]], list[Ranked]] = {}

    def rank(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]) -> list[Ranked]:
        """Return the units of the first hits, best first; ties are broken by document and offset.

        The last results are kept: ordering the hits and answering from them must see the same ranking, which depends on
        the order that retrieval gave, also while others ask.
        """
        key = (question.text, frozenset(hit.chunk.chunk_id for hit in hits))
        with self._lock:
            known = self._recent.get(key)
        if known is not None:
            return known
        ranked = self._rank_afresh(question, words, hits)
        with self._lock:
            self._recent[key] = ranked
            if len(self._recent) > _KEPT:
                del self._recent[next(iter(self._recent))]
        return ranked

    def _rank_afresh(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]
    ) -> list[Ranked]:
        read = [(hit, [unit for unit in units_of(hit) if not gives_orders(unit.text)]) for hit in hits[:_READ]]
        passages = [(hit, found) for hit, found in read if found]
        units = [unit for _, found in passages for unit in found]
        if not units:
            return []
        # Both calendars are one year to the vectors, as they are to the words.
        vector = self._embed_query(question.normal or question.text)
        texts = [with_western_years(f"{unit.heading} {unit.text}".strip()) for unit in units]
        cosines = np.round(self._embed(texts) @ vector, _DECIMALS)
        documents = {path: self._document(question, path) for path in sorted({hit.document for hit, _ in passages})}
        leads = {hit.chunk.chunk_id: 1 / rank for rank, hit in enumerate(hits, 1)}
        measures = measure(
            self._matcher,
            question,
            words,
            passages,
            main_place=lambda path: documents[path].main_place,
            text=lambda path: documents[path].text,
        )
        ranked = [
            self._ranked(
                question,
                unit,
                measured,
                cosine=float(cosine),
                document=documents[unit.hit.document],
                leads=leads[unit.hit.chunk.chunk_id],
            )
            for unit, measured, cosine in zip(units, measures, cosines, strict=True)
        ]
        apart = _told_by_others(question, ranked)
        return sorted(ranked, key=lambda r: (id(r) in apart, -r.score, r.unit.hit.document, r.unit.start))

    def _document(self, question: AnalyzedQuestion, path: str) -> _Document:
        text = self._sources.text(path)
        return _Document(
            text=text,
            main_place=self._sources.main_place(path),
            when=DocumentTime.of(self._sources.metadata(path)),
            unknown_name=unknown_organisation(question, text) or unknown_quotation(question, text),
        )

    def _ranked(
        self,
        question: AnalyzedQuestion,
        unit: Unit,
        measures: Measures,
        *,
        cosine: float,
        document: _Document,
        leads: float,
    ) -> Ranked:
        chunk, coverage = unit.hit.chunk, measures.coverage
        if document.unknown_name or lacks_occasion(question, unit):
            coverage = replace(coverage, missing_names=1.0)
        asked = self._matcher.words(question.normal)
        new = new_answer(question, unit, asked, measures.words)
        # The very words that are asked about.
        said = question.kind is Kind.STATEMENT and any(phrase in unit.text for phrase in question.quoted)
        earlier = other_time(question, unit, measures.bound, document.when)
        ranked = Ranked(
            unit=unit,
            score=0.0,
            coverage=coverage,
            own=measures.own,
            attribute=1.0 if said else measures.attribute,
            bound=measures.bound,
            kind_found=_with_names(question, kind_found(question, unit), new),
            labelled=labelled(question, unit),
            year=0.0 if earlier else _year(question, unit, document),
            speaker=speaker_found(
                question, chunk.speaker, document.text, document.main_place, chunk.asked.by if chunk.asked else ""
            ),
            conflict=float(speaks_of_another_place(question, unit.hit, unit.text, document.main_place)),
            cosine=cosine,
        )
        fresh = new_words(asked, measures.words)
        found = _features(question, ranked, new=new, fresh=fresh, focus=measures.focus, leads=leads)
        return replace(ranked, score=found.weighed(WEIGHTS), features=found)


def _year(question: AnalyzedQuestion, unit: Unit, document: _Document) -> float:
    """Return how surely a unit speaks of the time asked for, or gives the value that is to be confirmed."""
    if question.to_confirm is not None:
        return confirmed_found(question, unit, document.when)
    return year_found(question, unit, document.when, document.text)


def _told_by_others(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> frozenset[int]:
    """Return which units neither are the words that are asked for, where there are such, nor name their speaker."""
    speaker = question.speaker
    if question.kind is not Kind.STATEMENT or speaker is None or not any(entry.speaker == 1.0 for entry in ranked):
        return frozenset()
    return frozenset(id(entry) for entry in ranked if entry.speaker < 1.0 and speaker not in entry.unit.text)


def _with_names(question: AnalyzedQuestion, found: float, new: float) -> float:
    """Return how far the kind is found, where a person's name that the question lacks tells a person as a role does."""
    return 1.0 if question.kind is Kind.PERSON and found > 0.0 and new == 1.0 else found


def _features(
    question: AnalyzedQuestion, ranked: Ranked, *, new: float, fresh: float, focus: float, leads: float
) -> RankingFeatures:
    """Return what speaks for and against a unit.

    Args:
        question: What is asked.
        ranked: The unit with its measures.
        new: Whether it holds a new answer.
        fresh: The share of its words that are new.
        focus: How far it holds the last words of the question.
        leads: 1 over the rank of its passage.
    """
    unit = ranked.unit
    formal, person = question.kind in FORMAL_KINDS, question.kind is Kind.PERSON
    quoted = any(p in unit.text and p not in unit.hit.chunk.context for p in question.quoted)
    return RankingFeatures(
        coverage=ranked.coverage.share,
        own=ranked.own,
        kind=0.0 if formal or person else ranked.kind_found,
        formal_kind=ranked.kind_found if formal else 0.0,
        person=ranked.kind_found if person else 0.0,
        attribute=ranked.attribute,
        labelled=ranked.labelled,
        year=ranked.year - 0.5,
        speaker=ranked.speaker - 0.5,
        cosine=ranked.cosine,
        retrieval=unit.hit.score,
        quoted=float(quoted),
        conflict=ranked.conflict,
        fragment=float(is_fragment(question, unit)),
        mislabelled=float(mislabelled(question, unit)),
        missing_names=ranked.coverage.missing_names,
        heading=float(unit.is_heading and not person),
        heading_of_person=float(unit.is_heading and person),
        asks=float(asks(unit.hit.chunk.speaker) and not about_members(question)),
        bound=ranked.bound,
        new_answer=new,
        new_words=fresh,
        focus=focus,
        length=length(unit),
        superlative=float(bool(question.superlative) and RANKS.search(unit.text) is not None),
        leads=leads,
    )
