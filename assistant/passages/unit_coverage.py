"""How far each unit of the passages covers a question, with what stands around it.

All units are measured together: a question is read against some hundred units, and one by one that took seconds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.passages.coverage import Coverage, Matcher, coverages, shares
from assistant.passages.credits import Credits, Floats, Places, WeighedWord, WordSet, union
from assistant.passages.forms import heading_of
from assistant.passages.units import Unit, asked_words
from assistant.questions import AnalyzedQuestion, Kind
from vectorstore.search import Hit

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
_FOCUS = 3
# Where a word may stand, in the order of a unit's tiers.
_OWN, _BEFORE_IT, _CHUNK = 0, 3, 6

Passages = Sequence[tuple[Hit, Sequence[Unit]]]


@dataclass(frozen=True, slots=True)
class Measures:
    """How far a unit covers a question.

    Attributes:
        coverage: With the unit's surroundings.
        own: The share that the unit itself covers of what the best passages' headings do not give.
        attribute: How far the unit itself holds the attribute asked for; 1 when the question names none.
        bound: The share of the question's common words that stand in the unit's own text.
        focus: How far the unit itself holds the last words of the question, which in Japanese name what is asked.
        words: The words of the unit itself.
    """

    words: WordSet
    coverage: Coverage
    own: float
    attribute: float
    bound: float
    focus: float


def measure(
    matcher: Matcher,
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    passages: Passages,
    *,
    main_place: Callable[[str], str | None],
    text: Callable[[str], str],
) -> list[Measures]:
    """Return the measures of all units, in their order.

    Args:
        matcher: Analyses texts and weighs words.
        question: What is asked.
        words: Its weighed words.
        passages: The passages, best first, with their units.
        main_place: The municipality that the document at a path is mainly about.
        text: The text of the document at a path.
    """
    read = _Read(matcher, passages, main_place)
    credit = matcher.credits(words, read.sets)
    places = np.array([[credit.place(present) for present in tiers] for tiers in read.tiers], np.intp)
    weights = np.array(read.weights)
    own = np.ones((len(places), 1))
    factors = credit.factors(places, weights)
    own_factors = credit.factors(places[:, :1], own)
    bound_factors = credit.factors(_places(credit, read.bound), own)
    given = [matcher.words(_headed(hit)) for hit, _ in passages[:_GIVEN_BY]]
    opened = [p for p, w in enumerate(words) if not any(context.holds(w.text) for context in given)]
    common = [
        p for p, w in enumerate(words) if w.required and not w.proper and w.surface not in (question.speaker or "")
    ]
    named, tier_weights = _attribute(question, words, weights)
    attribute = (
        shares([words[p] for p in named], credit.factors(places, tier_weights)[:, named])
        if named
        else np.ones(len(places))
    )
    open_share = (
        shares([words[p] for p in opened], own_factors[:, opened]) if opened else np.full(len(places), _NOTHING_OPEN)
    )
    return [
        Measures(*measures)
        for measures in zip(
            read.own,
            coverages(words, factors, _elsewhere(words, passages, text)),
            open_share.tolist(),
            attribute.tolist(),
            shares([words[p] for p in common], bound_factors[:, common]).tolist(),
            (own_factors[:, -_FOCUS:].mean(axis=1) if words else np.zeros(len(places))).tolist(),
            strict=True,
        )
    ]


class _Read:
    """The words of all units and of what surrounds them, nearest first.

    The tiers of a unit: itself with its heading, its section and speaker, the document's place, what stands before it,
    the topic of the speech, the title, the passage.
    """

    def __init__(self, matcher: Matcher, passages: Passages, main_place: Callable[[str], str | None]) -> None:
        self.tiers: list[tuple[WordSet, ...]] = []
        self.weights: list[tuple[float, ...]] = []
        self.own: list[WordSet] = []
        self.bound: list[WordSet] = []
        words = matcher.words
        for hit, found in passages:
            chunk = hit.chunk
            place, headed = words(main_place(hit.document) or ""), words(_headed(hit))
            section = words(f"{' '.join(chunk.section[-2:])} {chunk.speaker or ''}")
            # The units and captions are the whole of a text; of a table's row they are a part.
            parts = [words(part) for unit in found for part in (unit.text, unit.captions)]
            whole = words(chunk.text) if chunk.cells else union(parts)
            for unit in found:
                own, back = words(unit.text), bool(_POINTS_BACK.match(unit.text))
                heading = heading_of(unit)
                self.own.append(own)
                self.tiers.append(
                    (
                        union([own, words(heading)]),
                        union([section, words(unit.captions)]),
                        place,
                        words(unit.before),
                        words(unit.topic),
                        headed,
                        whole,
                    )
                )
                before = _BEFORE if "は" in unit.text and not back else _CONTINUED
                passage = _POINTED_AT if back else _PASSAGE
                self.weights.append((1.0, _SECTION, _SECTION, before, _TOPICAL, _TITLE, passage))
                # A short answer is bound by the question that it answers.
                self.bound.append(union([own, words(asked_words(chunk))]))

    @property
    def sets(self) -> list[WordSet]:
        return [*(present for tiers in self.tiers for present in tiers), *self.bound]


def _headed(hit: Hit) -> str:
    return f"{hit.title} {hit.chunk.context}"


def _places(credit: Credits, sets: Sequence[WordSet]) -> Places:
    return np.array([[credit.place(present)] for present in sets], np.intp)


def _elsewhere(words: Sequence[WeighedWord], passages: Passages, text: Callable[[str], str]) -> NDArray[np.bool_]:
    """Return which names stand in the document of each unit, shape (units, words).

    A row is of the place its own headings name; elsewhere in the document other places have other figures.
    """
    names = [place for place, word in enumerate(words) if word.proper]
    rows = np.zeros((sum(len(found) for _, found in passages), len(words)), bool)
    if not names:
        return rows
    known: dict[str, list[bool]] = {}
    first = 0
    for hit, found in passages:
        if not hit.chunk.cells:
            if hit.document not in known:
                document = text(hit.document)
                known[hit.document] = [words[place].surface in document for place in names]
            rows[first : first + len(found), names] = known[hit.document]
        first += len(found)
    return rows


def _attribute(question: AnalyzedQuestion, words: Sequence[WeighedWord], weights: Floats) -> tuple[list[int], Floats]:
    """Return the words that name what is asked, and what they count in each tier of each unit.

    For someone's statement, these are the words of its topic.
    """
    near = np.zeros_like(weights)
    near[:, _OWN] = weights[:, _OWN]
    if question.kind is Kind.STATEMENT and question.speaker is not None:
        near[:, _BEFORE_IT], near[:, _CHUNK] = weights[:, _BEFORE_IT], _TOPIC
        return [p for p, w in enumerate(words) if w.required and w.surface not in question.speaker], near
    named = [p for p, w in enumerate(words) if question.attribute is not None and w.surface in question.attribute]
    if not any(words[p].required for p in named):
        named = []  # 人数 only names the kind of answer: the figure itself is looked for elsewhere
    if not question.attribute_asked:
        return named, np.ones_like(weights)
    continued = weights[:, _BEFORE_IT] == _CONTINUED
    near[continued, _BEFORE_IT] = _CONTINUED
    return named, near
