"""What a unit says that the question does not: an answer is new, and of the kind asked for.

A sentence that only repeats the question covers all of its words and answers nothing.
"""

import re
from functools import lru_cache

from assistant.passages.credits import WordSet
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion, Kind
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import find_years

# ジャネット・ジェプスン: foreign names are seldom in the dictionary.
_FOREIGN_NAME = re.compile(r"[ァ-ヴー]{2,}(?:[・=][ァ-ヴー]{2,})+")
_FOREIGN = re.compile(r"[ァ-ヴー・=]{3,}|[A-Za-z][A-Za-z.&-]+")
_QUOTED = re.compile(r"[「『]([^「」『』]{1,30})[」』]")
_DAY = re.compile(r"\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}時|\d{1,2}:\d{2}|世紀")
_NAMED = re.compile(r"名前|名称|呼|何という|なんという|愛称|通称|題名|タイトル|作品|名は")
_OPEN = 0.5
_FULL_LENGTH = 80


def new_answer(question: AnalyzedQuestion, unit: Unit, asked: WordSet, words: WordSet) -> float:
    """Return 1 when the unit names something of the kind asked for that the question does not, else 0.

    Where the kind has no form of its own, 0.5.

    Args:
        question: What is asked.
        unit: The unit.
        asked: The question's words.
        words: The unit's words.
    """
    text = unit.text
    if question.kind is Kind.PERSON:
        spoken = unit.hit.chunk.speaker is not None
        return float(spoken or bool(words.persons - asked.words) or _has_new(_FOREIGN_NAME, text, question.normal))
    if question.kind is Kind.PLACE:
        return float(bool(words.places - asked.words))
    if question.kind is Kind.DATE:
        return float(_has_new_date(text, question.normal))
    if question.kind is Kind.NUMBER:
        known = {(q.value, q.unit) for q in _quantities(question.normal)}
        wanted = question.units
        return float(
            any((q.value, q.unit) not in known and (not wanted or q.unit in wanted) for q in _quantities(text))
        )
    if question.kind is Kind.THING and _NAMED.search(question.normal):
        names = words.names - asked.words
        return float(bool(names) or any(_has_new(form, text, question.normal) for form in (_QUOTED, _FOREIGN)))
    return _OPEN


def new_words(asked: WordSet, words: WordSet) -> float:
    """Return the share of the unit's words that the question does not have."""
    return len(words.words - asked.words) / len(words.words) if words.words else 0.0


def length(unit: Unit) -> float:
    """Return how long a unit is, 1 from a full sentence on."""
    return min(1.0, len(unit.text) / _FULL_LENGTH)


def _has_new(form: re.Pattern[str], text: str, known: str) -> bool:
    return any(found[0].strip("「」『』・=") not in known for found in form.finditer(text))


def _has_new_date(text: str, known: str) -> bool:
    years = {year.year for year in find_years(known)}
    return any(year.year not in years for year in find_years(text)) or _has_new(_DAY, text, known)


@lru_cache(maxsize=16_384)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(find_quantities(text))
