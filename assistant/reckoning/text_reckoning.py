"""Answers that are reckoned from running text: one sentence first, then several, of one passage or of a series."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answerer import DraftSentence, Quote
from assistant.answers import Status
from assistant.errors import ReckoningError
from assistant.passages.coverage import Matcher
from assistant.passages.ranking import Ranked, Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import Computation, Operand, Operation, compute
from assistant.reckoning.computed_answer import ComputedAnswer
from assistant.reckoning.operations import AskedOperation, asked_operation
from assistant.reckoning.text_comparisons import OVER_TIME, compared_in_text, told_of_pair
from assistant.reckoning.text_figures import TextFigure
from assistant.reckoning.text_names import passages_of
from assistant.reckoning.text_pairs import pair_of_names, pair_of_polls, pair_of_years
from assistant.reckoning.text_sums import Addends, addends_of

_SCORE = 0.7


def reckoned_in_text(
    question: AnalyzedQuestion, ranked: Sequence[Ranked], *, matcher: Matcher, sources: Sources
) -> ComputedAnswer | None:
    """Return what the figures of the best sentences come to, None where the question asks for no such thing.

    Args:
        question: What is asked.
        ranked: The units of the passages, best first.
        matcher: Compares words.
        sources: Texts of whole documents.
    """
    asked = asked_operation(question)
    if asked is None or asked.to_target or not ranked:
        return None
    try:
        if asked.operation in OVER_TIME:
            return compared_in_text(question, ranked) or _compared(question, asked, ranked, matcher, sources)
        if asked.operation is Operation.SUM:
            units = passages_of(question, ranked, sources)
            found = addends_of(question, units, ranked[0].unit, matcher) if units else None
            return _summed(found) if found else None
    except ReckoningError:
        return None
    return None


def _compared(
    question: AnalyzedQuestion, asked: AskedOperation, ranked: Sequence[Ranked], matcher: Matcher, sources: Sources
) -> ComputedAnswer | None:
    units = passages_of(question, ranked, sources)
    of_times = pair_of_years(question, units, matcher) or pair_of_polls(question, units, matcher)
    pair = of_times or pair_of_names(question, asked, units, matcher)
    if pair is None:
        return None
    operands = [figure.operand(label) for label, figure in pair]
    text, computation = told_of_pair(asked, operands, named=of_times is None)
    return _answered(text, computation, [figure for _, figure in pair])


def _summed(addends: Addends) -> ComputedAnswer:
    figures = [figure for _, figure in addends.figures]
    operands = [figure.operand(label) for label, figure in addends.figures]
    if addends.missing:
        text = told.known_sentence(operands)
        sentence = DraftSentence(text, _quotes(figures, ()))
        return ComputedAnswer(sentence, Status.PARTIAL, told.not_found(addends.missing), _SCORE)
    total = compute(Operation.SUM, operands)
    return _answered(told.total_sentence(total), total, figures)


def _answered(text: str, computation: Computation, figures: Sequence[TextFigure]) -> ComputedAnswer:
    speaker = figures[0].unit.hit.chunk.speaker or ""
    said = f"{speaker}の発言によると、{text}" if speaker else text
    sentence = DraftSentence(said, _quotes(figures, computation.operands), replace(computation, subject=speaker))
    return ComputedAnswer(sentence, Status.ANSWERED, told.notice_of(computation), _SCORE)


def _quotes(figures: Sequence[TextFigure], operands: Sequence[Operand]) -> tuple[Quote, ...]:
    """Return the sentences that the figures stand in, each once, with the operands in them marked."""
    units = list(dict.fromkeys(figure.unit for figure in figures))
    return tuple(
        Quote(
            unit.hit,
            unit.start,
            unit.end,
            tuple(
                sorted(
                    (o.start, o.end)
                    for o in operands
                    if o.document == unit.hit.document and unit.start <= o.start < o.end <= unit.end
                )
            ),
        )
        for unit in units
    )
