"""Ranking a passage's units against a question: what is covered, whether the kind of answer is there, who and when.

Every feature is kept with the unit, so that `abstain` judges on the same evidence that chose it. The weights were set
by hand and checked on the curated sets; no fit of the present features stands behind them.
"""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.coverage import Coverage, Matcher, Tiers, WeighedWord
from assistant.forms import (
    FORMAL_KINDS,
    heading_of,
    is_fragment,
    kind_found,
    labelled,
    mislabelled,
    unknown_organisation,
    unknown_quotation,
)
from assistant.periods import DocumentTime, other_time, year_found
from assistant.place_scope import speaks_of_another_place
from assistant.questions import AnalyzedQuestion, Kind
from assistant.units import Unit, asked_words, units_of
from assistant.who_speaks import speaker_found
from ingest.documents import DocumentMetadata
from ingest.proceedings import Vote
from vectorstore.search import Hit
from vectorstore.signs import Sign, asked_for, asks
from vectorstore.years import with_western_years

# How much a question word counts by where it stands: in the headings, the sentence before, the title, the passage.
_SECTION, _BEFORE, _TITLE, _PASSAGE = 0.92, 0.55, 0.7, 0.4
# A sentence without a topic of its own goes on about the topic of the one before.
_CONTINUED, _TOPICAL = 0.9, 0.85
_TOPIC = 0.5
# この施設は…: the passage has named it before.
_POINTS_BACK = re.compile(r"(?:また|さらに|なお|そして)?、?(?:この|これら?|同(?:施設|事業|会議|組合))")
_POINTED_AT = 0.6
# When the headings of the best passages hold every word, no unit can stand out by its own words.
_NOTHING_OPEN = 0.6
_GIVEN_BY = 2
# More than there are questions at work at once.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Weights:
    coverage: float = 1.0
    own: float = 0.35
    kind: float = 0.3
    formal_kind: float = 0.9
    attribute: float = 0.4
    labelled: float = 0.4
    year: float = 0.8
    speaker: float = 0.7
    cosine: float = 0.3
    retrieval: float = 0.15
    quoted: float = 0.4
    conflict: float = -0.6
    fragment: float = -0.12
    mislabelled: float = -0.5
    missing_names: float = -0.6
    person: float = 0.6
    heading: float = -1.0
    heading_of_person: float = -0.2
    asks: float = -0.5


_WEIGHTS = _Weights()


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked of whole documents, by path.

    Attributes:
        text: The document's text.
        main_place: The municipality it is mainly about, None when it is about none.
        votes: What the meeting decided whose minutes it is.
        metadata: What is known of it, None for nothing.
    """

    text: Callable[[str], str]
    main_place: Callable[[str], str | None]
    votes: Callable[[str], Sequence[Vote]] = lambda _: ()
    metadata: Callable[[str], DocumentMetadata | None] = lambda _: None


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
        """Return the units of all hits, best first; ties are broken by document and offset.

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
        units = [unit for hit in hits for unit in units_of(hit)]
        if not units:
            return []
        # Both calendars are one year to the vectors, as they are to the words.
        vector = self._embed_query(question.normal or question.text)
        cosines = self._embed([with_western_years(f"{u.heading} {u.text}".strip()) for u in units]) @ vector
        given = [self._matcher.words(f"{hit.title} {hit.chunk.context}") for hit in hits[:_GIVEN_BY]]
        open_words = [w for w in words if not any(context.holds(w.text) for context in given)]
        documents = {path: self._document(question, path) for path in sorted({hit.document for hit in hits})}
        ranked = [
            self._ranked(question, words, open_words, unit, cosine=float(cosine), document=documents[unit.hit.document])
            for unit, cosine in zip(units, cosines, strict=True)
        ]
        return sorted(ranked, key=lambda r: (-r.score, r.unit.hit.document, r.unit.start))

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
        words: Sequence[WeighedWord],
        open_words: Sequence[WeighedWord],
        unit: Unit,
        *,
        cosine: float,
        document: _Document,
    ) -> Ranked:
        chunk = unit.hit.chunk
        tiers = self._tiers(unit, document.main_place)
        # A row is of the place its own headings name; elsewhere in the document other places have other figures.
        coverage = self._matcher.cover(words, tiers, document="" if chunk.cells else document.text)
        if document.unknown_name:
            coverage = replace(coverage, missing_names=1.0)
        bound = self._bound(question, words, unit)
        ranked = Ranked(
            unit=unit,
            score=0.0,
            coverage=coverage,
            own=self._matcher.cover(open_words, tiers[:1]).share if open_words else _NOTHING_OPEN,
            attribute=self._attribute(question, words, unit, tiers),
            bound=bound,
            kind_found=kind_found(question, unit),
            labelled=labelled(question, unit),
            year=0.0 if other_time(question, unit, bound, document.when) else year_found(question, unit, document.when),
            speaker=speaker_found(question, chunk.speaker, document.text),
            conflict=float(speaks_of_another_place(question, unit.hit, unit.text, document.main_place)),
            cosine=cosine,
        )
        return replace(ranked, score=_score(question, ranked))

    def _bound(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], unit: Unit) -> float:
        common = [w for w in words if w.required and not w.proper and w.surface not in (question.speaker or "")]
        # A short answer is bound by the question that it answers.
        text = f"{asked_words(unit.hit.chunk)} {unit.text}"
        return self._matcher.cover(common, ((self._matcher.words(text), 1.0),)).share

    def _tiers(self, unit: Unit, main_place: str | None) -> Tiers:
        chunk = unit.hit.chunk
        headings = f"{' '.join(chunk.section[-2:])} {chunk.speaker or ''} {unit.captions}"
        words = self._matcher.words
        back = _POINTS_BACK.match(unit.text)
        return (
            (words(f"{heading_of(unit)} {unit.text}"), 1.0),
            (words(headings), _SECTION),
            (words(main_place or ""), _SECTION),
            (words(unit.before), _BEFORE if "は" in unit.text and not back else _CONTINUED),
            (words(unit.topic), _TOPICAL),
            (words(f"{unit.hit.title} {chunk.context}"), _TITLE),
            (words(chunk.text), _POINTED_AT if back else _PASSAGE),
        )

    def _attribute(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], unit: Unit, tiers: Tiers) -> float:
        """How far the unit names what is asked; for someone's statement, how far it touches the topic."""
        if question.kind is Kind.STATEMENT and any(phrase in unit.text for phrase in question.quoted):
            return 1.0  # the very words that are asked about
        if question.kind is Kind.STATEMENT and question.speaker is not None:
            topic = [w for w in words if w.required and w.surface not in question.speaker]
            return self._matcher.cover(topic, (tiers[0], tiers[3], (tiers[-1][0], _TOPIC))).share
        if question.attribute is None:
            return 1.0
        named = [w for w in words if w.surface in question.attribute]
        if not any(w.required for w in named):
            return 1.0  # 人数 only names the kind of answer: the figure itself is looked for elsewhere
        continued = tiers[3][1] == _CONTINUED
        narrow = (tiers[0], tiers[3]) if continued else (tiers[0],)
        near = narrow if question.attribute_asked else tuple((present, 1.0) for present, _ in tiers)
        return self._matcher.cover(named, near).share


def _score(question: AnalyzedQuestion, ranked: Ranked) -> float:
    unit, weights = ranked.unit, _WEIGHTS
    kind = weights.formal_kind if question.kind in FORMAL_KINDS else weights.kind
    if question.kind is Kind.PERSON:
        kind = weights.person
    heading = weights.heading_of_person if question.kind is Kind.PERSON else weights.heading
    quoted = any(p in unit.text and p not in unit.hit.chunk.context for p in question.quoted)
    return (
        weights.coverage * ranked.coverage.share
        + weights.own * ranked.own
        + kind * ranked.kind_found
        + weights.attribute * ranked.attribute
        + weights.labelled * ranked.labelled
        + weights.year * (ranked.year - 0.5)
        + weights.speaker * (ranked.speaker - 0.5)
        + weights.cosine * ranked.cosine
        + weights.retrieval * unit.hit.score
        + weights.quoted * quoted
        + heading * unit.is_heading
        + weights.conflict * ranked.conflict
        + weights.fragment * is_fragment(question, unit)
        + weights.missing_names * ranked.coverage.missing_names
        + weights.mislabelled * mislabelled(question, unit)
        + weights.asks * (asks(unit.hit.chunk.speaker) and Sign.ASKS not in asked_for(question.normal))
    )
