"""Answer or decline: one score between 0 and 1 from what the best evidence covers.

A logistic model over the features of `ranking.Ranked`; its weights were fitted by `calibration` on questions that the
documents answer and questions that they do not. The large negative weights are findings that leave no doubt: another
place, another year, another speaker, no figure where a figure is asked for.
"""

import math
from dataclasses import dataclass

from assistant.asked.predicates import names_an_action, takes_no_side
from assistant.asked.question_rules import DEICTIC
from assistant.passages.forms import FORMAL_KINDS, UNBOUND
from assistant.passages.ranking import Ranked
from assistant.questions import AnalyzedQuestion, Kind
from vectorstore.words import Word

ANSWER_THRESHOLD = 0.4
# The passage names no year at all: a figure may then be of any year.
_UNNAMED_YEAR, _UNNAMED_YEAR_OF_NUMBER = 0.3, 0.6
# This much of rare words found is as good as more.
_PLENTY = 2.0
# Below this the passage has next to nothing of the question, whatever the vectors say.
_LEAST_COVERAGE = 0.02


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision rests on; each between 0 and 1, the cosine between -1 and 1."""

    coverage: float
    matched: float
    own: float
    cosine: float
    labelled: float
    speaker_found: float
    missing_names: float
    kind_missing: float
    year_conflict: float
    speaker_conflict: float
    place_conflict: float
    attribute_missing: float
    unbound_number: float


WEIGHTS = Features(
    coverage=2.9,
    matched=2.3,
    own=0.5,
    cosine=3.4,
    labelled=1.9,
    speaker_found=3.0,
    missing_names=-6.8,
    kind_missing=-7.5,
    year_conflict=-9.0,
    speaker_conflict=-7.8,
    place_conflict=-9.0,
    attribute_missing=-4.6,
    unbound_number=-0.85,
)
BIAS = -3.2


def features_of(question: AnalyzedQuestion, best: Ranked) -> Features:
    """Return the features of the best unit for a question."""
    formal = question.kind in FORMAL_KINDS
    form_missing = (formal and best.kind_found == 0.0) or (question.kind is Kind.PERSON and best.kind_found < 1.0)
    sideless = question.kind is Kind.STATEMENT and takes_no_side(question.normal, f"{best.unit.before}{best.unit.text}")
    return Features(
        coverage=best.coverage.share if _says_something(question, best) else 0.0,
        matched=min(1.0, best.coverage.matched / _PLENTY) if question.words else 0.0,
        own=best.own,
        cosine=best.cosine,
        labelled=best.labelled,
        speaker_found=1.0 if best.speaker == 1.0 else 0.0,
        missing_names=best.coverage.missing_names,
        kind_missing=1.0 if form_missing or sideless else 0.0,
        year_conflict=_year_conflict(question, best),
        speaker_conflict=1.0 if best.speaker == 0.0 else 0.0,
        place_conflict=best.conflict,
        attribute_missing=1.0 if _asks_of_unsaid(question, best) else 1.0 - best.attribute,
        unbound_number=1.0 if question.kind is Kind.NUMBER and best.bound < UNBOUND else 0.0,
    )


def _says_something(question: AnalyzedQuestion, best: Ranked) -> bool:
    """Whether more than figures of the question is covered: a 1 stands in every passage."""
    named = [w.text for w in question.words if not w.text.isdigit() and w.text not in question.asking]
    return any(word not in best.coverage.missing for word in named)


def _asks_of_unsaid(question: AnalyzedQuestion, best: Ranked) -> bool:
    """Whether the passage has no word of the thing about which it is asked if it is so: 託児 in 健診に託児はありますか.

    That thing is named last; what stands before it may be told in other words.
    """
    if question.kind is not Kind.YES_NO:
        return False
    nouns = [w for w in question.words if w.pos == "名詞" and not (w.text.isdigit() or w.text in question.asking)]
    phrase: list[Word] = []
    for word in reversed([w for w in nouns if not names_an_action(question.normal, w.end)]):
        if phrase and phrase[-1].start != word.end:
            break
        phrase.append(word)
    return any(word.text in best.coverage.missing for word in phrase)


def _year_conflict(question: AnalyzedQuestion, best: Ranked) -> float:
    if not (question.years or question.to_confirm) and not DEICTIC.search(question.normal):
        return 0.0
    unnamed = _UNNAMED_YEAR_OF_NUMBER if question.kind is Kind.NUMBER else _UNNAMED_YEAR
    return 1.0 if best.year == 0.0 else unnamed if best.year < 0.5 else 0.0


def confidence(features: Features) -> float:
    """Return the calibrated probability that the evidence answers the question."""
    if features.coverage < _LEAST_COVERAGE:
        return 0.0
    score = BIAS + sum(getattr(features, name) * getattr(WEIGHTS, name) for name in Features.__slots__)
    return 1.0 / (1.0 + math.exp(-score))
