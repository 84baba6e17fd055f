"""Answers that are reckoned from the figures of one sentence: two years, two names, or a year and now.

Each figure belongs to what stands between the figure before it and itself: 平成22年に21,907人、令和2年に18,432人. Only
where exactly one figure belongs to each of the two that the question names is anything computed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answerer import DraftSentence, Quote
from assistant.answers import Status
from assistant.errors import ReckoningError
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import Computation, Operand, Operation, compute
from assistant.reckoning.computed_answer import ComputedAnswer
from assistant.reckoning.operations import AskedOperation, asked_operation
from assistant.reckoning.text_figures import TextFigure, figures_of_text
from assistant.reckoning.text_names import is_of_year
from ingest.normalize import normalize_text
from ingest.wareki import ERAS, find_years, to_wareki

OVER_TIME = frozenset({Operation.DIFFERENCE, Operation.CHANGE_RATE, Operation.RATIO})
_YEAR_BEFORE = re.compile(r"前の?年度?|(?<!一)昨年度?|1年(?:間)?で")
_PRIOR, _NOW = re.compile(r"前の?年度?|前回"), re.compile(r"現在|今は|本年|今年|今回")
_OLD_ERA = re.compile(r"(?:平成|昭和|大正)\d{1,2}年度?")
_RUNS_ON = re.compile(r"(?:から|と|・|、)\s?(?P<number>\d{1,2})(?P<word>年度?)(?!間)")
_SINCE = re.compile(r"から|以降|比べ")
_SEPARATED = re.compile(r"と|より|、|・|の何|に比べ")
_NAME = re.compile(r"[一-龯々ァ-ヶーA-Za-z0-9]{2,}")
_NOT_NAMES = re.compile(r"^(?:人数|件数|金額|合計|全体|生徒数|人口|予算|決算|[一-龯]{0,3}年度?)$")
# Sentences nearly as good as the best are looked through.
_MARGIN, _MOST = 0.5, 6


def compared_in_text(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> ComputedAnswer | None:
    """Return what the figures of the best sentences come to, None where the question asks for no such thing.

    Args:
        question: What is asked.
        ranked: The units of the passages, best first.
    """
    asked = asked_operation(question)
    if asked is None or asked.operation not in OVER_TIME or asked.to_target or not ranked:
        return None
    for entry in ranked[:_MOST]:
        if entry.score < ranked[0].score - _MARGIN or entry.conflict or entry.coverage.missing_names:
            break
        if entry.unit.hit.chunk.cells or entry.unit.is_heading:
            continue
        found = _of_sentence(question, asked, entry.unit)
        if found is not None:
            return found
    return None


def _of_sentence(question: AnalyzedQuestion, asked: AskedOperation, unit: Unit) -> ComputedAnswer | None:
    points = [figure for figure in figures_of_text(unit) if figure.exact]
    result_units = {"倍", "%", "割", "ポイント"}
    units = {u for u in question.units if asked.operation is Operation.DIFFERENCE or u not in result_units}
    of_unit = [p for p in points if p.quantity.unit in units] if units else points
    for chosen in (_by_years, _by_names):
        pair = chosen(question, of_unit)
        if pair is None or pair[0][1].quantity.unit != pair[1][1].quantity.unit:
            continue
        named = chosen is _by_names
        if named and not all(is_of_year(point, question) for _, point in pair):
            continue
        operands = [point.operand(label) for label, point in pair]
        try:
            text, computation = told_of_pair(asked, operands, named=named)
        except ReckoningError:
            return None
        speaker = unit.hit.chunk.speaker
        said = f"{speaker}の発言によると、{text}" if speaker else text
        quote = Quote(unit.hit, unit.start, unit.end, tuple(sorted((o.start, o.end) for o in operands)))
        sentence = DraftSentence(said, (quote,), replace(computation, subject=speaker or ""))
        return ComputedAnswer(sentence, Status.ANSWERED, told.notice_of(computation), 0.7)
    return None


def told_of_pair(asked: AskedOperation, operands: Sequence[Operand], *, named: bool) -> tuple[str, Computation]:
    """Return the sentence and the computation of two figures: of two things in the question's order, or of two times.

    Raises:
        ReckoningError: The figures cannot be reckoned with.
    """
    if asked.operation is Operation.RATIO:
        ratio = compute(asked.operation, operands if named else operands[::-1])
        return told.quotient_sentence(ratio), ratio
    computation = compute(asked.operation, operands)
    if (named or asked.either) and asked.operation is Operation.DIFFERENCE:
        return told.either_sentence(computation, asked), computation
    return told.change_sentence(computation), computation


_Labelled = tuple[str, TextFigure]


def _by_years(question: AnalyzedQuestion, points: Sequence[TextFigure]) -> tuple[_Labelled, _Labelled] | None:
    """Return the figures of the two times that the question names, the earlier first."""
    times = _times_asked(question)
    if len(times) > 1:
        named = [(label, _of_year(points, year)) for year, label in (times[0], times[-1])]
    elif _YEAR_BEFORE.search(question.normal):
        prior = _only(points, lambda p: _PRIOR.search(p.words) is not None)
        others = [p for p in points if prior is not None and p is not prior and p.quantity.unit == prior.quantity.unit]
        now = others[0] if len(others) == 1 else None
        named = [("前の年度", prior), (_time_of(now) if now else "", now)]
    elif times and _SINCE.search(question.normal):
        year, label = times[0]
        now = _only(points, lambda p: _NOW.search(p.words) is not None and year not in p.years)
        named = [(label, _of_year(points, year)), ("現在", now)]
    else:
        return None
    (first_name, first), (second_name, second) = named
    return ((first_name, first), (second_name, second)) if first and second and first is not second else None


def _times_asked(question: AnalyzedQuestion) -> list[tuple[int, str]]:
    """Return the years that a question names, in order, by their era name; 平成30年度から31年度 names two."""
    times = {year.year: to_wareki(year.year, fiscal=year.fiscal) for year in question.years}
    written = re.sub(r"\s", "", normalize_text(question.text))
    for asked in find_years(written):
        # 平成31年 is asked for as such, although the year is that of 令和元年.
        if _OLD_ERA.fullmatch(written, asked.start, asked.end) and asked.year in times:
            times[asked.year] = written[asked.start : asked.end]
    last = _RUNS_ON.search(question.normal)
    if len(times) == 1 and last:
        (year,) = times
        era, _, first = next(entry for entry in ERAS if entry[2] <= year)
        times[first + int(last["number"]) - 1] = f"{era}{last['number']}{last['word']}"
    return sorted(times.items())


def _of_year(points: Sequence[TextFigure], year: int) -> TextFigure | None:
    return _only(points, lambda p: year in p.years)


def _by_names(question: AnalyzedQuestion, points: Sequence[TextFigure]) -> tuple[_Labelled, _Labelled] | None:
    """Return the figures of the two things that the question names, in its order."""
    if len({y.year for y in question.years}) > 1 or not _SEPARATED.search(question.normal):
        return None
    named = []
    for point in points:
        names = [m[0] for m in _NAME.finditer(point.words) if m[0] in question.normal and not _NOT_NAMES.match(m[0])]
        if names:
            named.append((names[-1], point))
    if len(named) != 2 or named[0][0] == named[1][0]:
        return None
    short, long = sorted((named[0][0], named[1][0]), key=len)
    if short not in question.normal.replace(long, ""):
        return None
    first, second = sorted(named, key=lambda pair: _stands_at(pair[0], long, question.normal))
    return first, second


def _stands_at(name: str, longer: str, text: str) -> int:
    """Return where a text has a name by itself, and not as a part of a longer one."""
    return text.find(name) if name == longer else text.replace(longer, " " * len(longer)).find(name)


def _only(points: Sequence[TextFigure], fits: Callable[[TextFigure], bool]) -> TextFigure | None:
    found = [point for point in points if fits(point)]
    return found[0] if len(found) == 1 else None


def _time_of(point: TextFigure) -> str:
    mentions = find_years(point.words)
    return to_wareki(mentions[-1].year, fiscal=mentions[-1].fiscal) if mentions else "今回"
