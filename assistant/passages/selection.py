"""Which of the ranked units an answer shows: the best, the list it belongs to, and what is worth saying after it."""

import re
from collections.abc import Sequence

from assistant.passages.forms import FORMAL_KINDS
from assistant.passages.present_values import present_value
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit, siblings, units_of
from assistant.questions import AnalyzedQuestion, Kind

_MAX_SENTENCES, _MAX_ITEMS = 3, 12
# So far behind the best a second unit is shown: in prose it answers every tenth of JaQuAD train's questions.
_NEAR, _NEAR_SENTENCE, _NEAR_FIGURE, _CLOSE = 0.25, 0.5, 0.3, 0.1
# Under a heading, what is behind in everything by more than this was never what the question asked for.
_BEHIND = 0.2
_PLENTY = frozenset({Kind.LIST, Kind.STATEMENT, Kind.REASON})
# Any text might do: the least by which the kind of answer is found where it has no form of its own.
_OPEN = 0.5
# これは, それを: alone it does not say what it is about. この制度 does.
_POINTS_BACK = re.compile(r"(?:これら?|それら?)(?:は|を|が|も|により|によって|に)(?!まで|対し|伴|より、)")
_LED_IN = frozenset({Kind.STATEMENT, Kind.REASON, Kind.THING})


def shown_units(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> list[Unit]:
    """Return the units to show: the best, its fellow list items, and close runners-up where more is wanted.

    Args:
        question: What is asked.
        ranked: The units, best first; at least one.
    """
    return _without_parts(_family(question, ranked) or _led_in(question, _near_units(question, ranked)))


def _led_in(question: AnalyzedQuestion, units: Sequence[Unit]) -> list[Unit]:
    """Return units, the first one behind the sentence that it points back to: これは一時的な…."""
    first = units[0]
    if question.kind not in _LED_IN or first.index == 0 or not _POINTS_BACK.match(first.text):
        return list(units)
    before = units_of(first.hit)[first.index - 1]
    if before.is_heading or not before.is_sentence:
        return list(units)
    return [before, *(unit for unit in units if (unit.hit.document, unit.start) != (before.hit.document, before.start))]


def _family(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> list[Unit]:
    """Return the list that the best unit belongs to where the list is asked for, else nothing."""
    best = ranked[0]
    family = siblings(best.unit, units_of(best.unit.hit))
    if len(family) < 2 or question.kind in FORMAL_KINDS:
        return []
    if _headed(best) or best.labelled or question.wants_several:
        return family[:_MAX_ITEMS]
    if question.kind is not Kind.LIST:
        return []
    own = {(r.unit.hit.chunk.chunk_id, r.unit.start): r.own for r in ranked}
    kept = [u for u in family if u is best.unit or own.get((u.hit.chunk.chunk_id, u.start), 0.0) > 0]
    return kept[:_MAX_ITEMS]


def _near_units(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> list[Unit]:
    """Return the best unit and what is worth saying after it."""
    best, near = ranked[0], _runners_up(question, ranked)
    present = present_value(question, ranked)
    if present is not None:
        return [present.unit, best.unit]
    if question.kind is Kind.LIST or question.wants_several:
        return [entry.unit for entry in (best, *near)]
    return [best.unit, *(entry.unit for entry in near if _adds(question, entry, best))]


def _without_parts(units: Sequence[Unit]) -> list[Unit]:
    """Return units without those that stand inside another one: a cell beside the row that it is of."""
    return [unit for unit in units if not any(_holds(other, unit) for other in units)]


def _holds(whole: Unit, part: Unit) -> bool:
    inside = whole.start <= part.start and part.end <= whole.end and whole.end - whole.start > part.end - part.start
    return inside and whole.hit.document == part.hit.document


def _runners_up(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return what is near enough to the best to be shown after it."""
    best = ranked[0]
    widely = question.wants_more or question.is_keyword or question.wants_several
    plenty = widely or question.kind in _PLENTY
    formal = question.kind in FORMAL_KINDS and not widely
    # A field, a row or a speech is found by its label or its speaker: what is next to it answers something else.
    prose = best.unit.is_sentence and not (best.labelled or best.unit.hit.chunk.speaker)
    if formal and not prose:
        return []
    limit = _MAX_SENTENCES if plenty else 2
    margin = _NEAR_FIGURE if formal else _NEAR if plenty else _NEAR_SENTENCE if prose else _CLOSE
    near: list[Ranked] = []
    for candidate in ranked[1:]:
        if len(near) + 1 >= limit or candidate.score < best.score - margin:
            break
        if all(candidate.unit.text != entry.unit.text for entry in (best, *near)):
            near.append(candidate)
    return near


def _adds(question: AnalyzedQuestion, candidate: Ranked, best: Ranked) -> bool:
    """Whether a unit may answer where the best one does not; what cannot is left out, and nothing takes its place.

    In running prose any near sentence may. Headings tell what stands under them, so that scores are surer there: the
    unit must have the kind of answer asked for if the best one has, and unless much is wanted, be near or ahead in
    something.
    """
    if not best.unit.hit.chunk.section:
        return True
    if candidate.kind_found < _OPEN <= best.kind_found:
        return False
    if question.wants_more or question.kind in _PLENTY or candidate.score >= best.score - _BEHIND:
        return True
    ahead = any(one > other for one, other in zip(_merits(candidate), _merits(best), strict=True))
    return ahead or candidate.cosine >= best.cosine


def _merits(entry: Ranked) -> tuple[float, float, float]:
    """Return how far a unit covers the question: with its surroundings, by itself, and its last words."""
    return entry.coverage.share, entry.own, entry.features.focus if entry.features else 0.0


def _headed(best: Ranked) -> bool:
    """Whether a list is meant as a whole: its heading answers, not one of its items."""
    return best.own < 0.5 * best.coverage.share
