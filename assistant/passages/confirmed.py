"""How surely a unit gives the value that a question wants confirmed, or another one in its place."""

from dataclasses import replace

from assistant.passages.forms import heading_of
from assistant.passages.periods import DocumentTime, year_found, years_in
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion
from vectorstore.years import index_text

_FOUND, _OPEN, _ELSEWHERE = 1.0, 0.5, 0.25
# From here on a year is named in the unit itself or right above it.
_NEAR = 0.85


def confirmed_found(question: AnalyzedQuestion, unit: Unit, when: DocumentTime) -> float:
    """Return 1 where a unit says that the value is so, 0.5 where it gives another one or none is to be confirmed.

    Less than that where the unit has no word of what happened then, or names no year where one is to be confirmed: its
    date may be of something else, or of any year.

    Args:
        question: What is asked, with a value to be confirmed.
        unit: The unit.
        when: When its document speaks.
    """
    value = question.to_confirm
    if value is None:
        return _OPEN
    headed = f"{heading_of(unit)} {unit.text}"
    # A heading names what its fields are of; of its sentences each tells another thing.
    about = unit.text if unit.is_sentence else headed
    if value.stem not in f"{unit.before} {headed}":
        return _ELSEWHERE
    if value.year is None:
        return _FOUND if value.written in index_text(about) else _OPEN
    named = year_found(replace(question, years=(value.year,), to_confirm=None), unit, when)
    if named >= _NEAR:
        return named if value.stem in about else _OPEN
    return _OPEN if years_in(unit.text, when) else min(named, _OPEN)
