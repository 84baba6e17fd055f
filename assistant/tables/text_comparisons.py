"""Answers that are reckoned from the figures of one sentence: two years, two names, or a year and now.

Each figure belongs to what stands between the figure before it and itself: 平成22年に21,907人、令和2年に18,432人. Only
where exactly one figure belongs to each of the two that the question names is anything computed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answerer import DraftSentence, Quote
from assistant.answers import Status
from assistant.errors import ReckoningError
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion
from assistant.tables import computed_text as told
from assistant.tables.computed_answer import ComputedAnswer
from assistant.tables.operations import AskedOperation, asked_operation
from assistant.tables.reckoning import Computation, Operand, Operation, compute
from ingest.normalize import normalize
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import ERAS, find_years, to_wareki

_OVER_TIME = frozenset({Operation.DIFFERENCE, Operation.CHANGE_RATE, Operation.RATIO})
_YEAR_BEFORE = re.compile(r"前の?年度?|(?<!一)昨年度?|1年(?:間)?で")
_PRIOR, _NOW = re.compile(r"前の?年度?|前回"), re.compile(r"現在|今は|本年|今年|今回")
_RUNS_ON = re.compile(r"から\s?(?P<number>\d{1,2})(?P<word>年度?)(?!間)")
_SINCE = re.compile(r"から|以降|比べ")
_BARE_YEAR = re.compile(r"(?<![\d.,])(?P<number>\d{1,2})\s?年度?(?!間|生|目|[\d月])")
_INEXACT = re.compile(r"約|およそ|ほど|程度|余り|以上|以下|未満|超")
# 前年度から2億円の増: by how much something changed is no value at a time.
_CHANGE = re.compile(r"^(?:の|ほど)?(?:増|減|上昇|低下|上が|下が|上回|下回|多[いく]|少な|伸び|プラス|マイナス)")
_SEPARATED = re.compile(r"と|より|、|・")
_NAME = re.compile(r"[一-龯々ァ-ヶーA-Za-z0-9]{2,}")
_NOT_NAMES = re.compile(r"^(?:人数|件数|金額|合計|全体|生徒数|人口|予算|決算|[一-龯]{0,3}年度?)$")
# Sentences nearly as good as the best are looked through.
_MARGIN, _MOST = 0.5, 6


@dataclass(frozen=True, slots=True)
class _Point:
    """A figure of a sentence with the words that it belongs to.

    Attributes:
        start: Offset of the figure in the document.
        end: Offset after it.
    """

    quantity: Quantity
    written: str
    words: str
    behind: str
    start: int
    end: int


def compared_in_text(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> ComputedAnswer | None:
    """Return what the figures of the best sentences come to, None where the question asks for no such thing.

    Args:
        question: What is asked.
        ranked: The units of the passages, best first.
    """
    asked = asked_operation(question)
    if asked is None or asked.operation not in _OVER_TIME or asked.to_target or not ranked:
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
    points = _points(unit)
    result_units = {"倍", "%", "割", "ポイント"}
    units = {u for u in question.units if asked.operation is Operation.DIFFERENCE or u not in result_units}
    of_unit = [p for p in points if p.quantity.unit in units] if units else points
    for chosen in (_by_years, _by_names):
        pair = chosen(question, of_unit)
        if pair is None or pair[0][1].quantity.unit != pair[1][1].quantity.unit:
            continue
        named = chosen is _by_names
        operands = [_operand(label, point, unit.hit.document) for label, point in pair]
        try:
            text, computation = _told(asked, operands, named=named)
        except ReckoningError:
            return None
        speaker = unit.hit.chunk.speaker
        said = f"{speaker}の発言によると、{text}" if speaker else text
        quote = Quote(unit.hit, unit.start, unit.end, tuple(sorted((o.start, o.end) for o in operands)))
        sentence = DraftSentence(said, (quote,), replace(computation, subject=speaker or ""))
        return ComputedAnswer(sentence, Status.ANSWERED, told.notice_of(computation), 0.7)
    return None


def _told(asked: AskedOperation, operands: Sequence[Operand], *, named: bool) -> tuple[str, Computation]:
    if asked.operation is Operation.RATIO:
        ratio = compute(asked.operation, operands if named else operands[::-1])
        return told.quotient_sentence(ratio), ratio
    computation = compute(asked.operation, operands)
    if named and asked.operation is Operation.DIFFERENCE:
        return told.either_sentence(computation, asked), computation
    return told.change_sentence(computation), computation


def _operand(label: str, point: _Point, document: str) -> Operand:
    quantity = point.quantity
    return Operand(label, quantity.value, quantity.unit, point.written, document, point.start, point.end)


def _points(unit: Unit) -> list[_Point]:
    """Return a sentence's figures that have a unit, dates and roundings left out."""
    chunk = unit.hit.chunk
    folded = normalize(chunk.text[unit.start - chunk.start : unit.end - chunk.start])
    text = folded.text
    # Blanks of the layout stand inside figures: 9万 137 円.
    closed = _Closed.of(text)
    years = find_years(closed.text)
    bare = [m.span() for m in _BARE_YEAR.finditer(closed.text)]
    dated = [(y.start, y.end) for y in years] + bare
    found = [q for q in find_quantities(closed.text) if q.unit and not any(s < q.end and q.start < e for s, e in dated)]
    points = []
    ends = [0, *(q.end for q in found)]
    starts = [*(q.start for q in found), len(closed.text)]
    for at, quantity in enumerate(found):
        words, behind = closed.text[ends[at] : quantity.start], closed.text[quantity.end : starts[at + 1]]
        if _INEXACT.search(words[-4:]) or _INEXACT.match(behind) or _CHANGE.match(behind):
            continue
        start, end = folded.to_source(closed.at[quantity.start], closed.at[quantity.end - 1] + 1)
        written = closed.text[quantity.start : quantity.end]
        points.append(_Point(quantity, written, words, behind, unit.start + start, unit.start + end))
    return points


@dataclass(frozen=True, slots=True)
class _Closed:
    """A text without blanks, and where each of its characters stood."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Closed":
        kept = [(i, c) for i, c in enumerate(text) if not c.isspace()]
        return cls("".join(c for _, c in kept), tuple(i for i, _ in kept))


_Labelled = tuple[str, _Point]


def _by_years(question: AnalyzedQuestion, points: Sequence[_Point]) -> tuple[_Labelled, _Labelled] | None:
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
        now = _only(points, lambda p: _NOW.search(p.words) is not None and year not in _years_of(p))
        named = [(label, _of_year(points, year)), ("現在", now)]
    else:
        return None
    (first_name, first), (second_name, second) = named
    return ((first_name, first), (second_name, second)) if first and second and first is not second else None


def _times_asked(question: AnalyzedQuestion) -> list[tuple[int, str]]:
    """Return the years that a question names, in order, by their era name; 平成30年度から31年度 names two."""
    times = {year.year: to_wareki(year.year, fiscal=year.fiscal) for year in question.years}
    last = _RUNS_ON.search(question.normal)
    if len(times) == 1 and last:
        (year,) = times
        era, _, first = next(entry for entry in ERAS if entry[2] <= year)
        times[first + int(last["number"]) - 1] = f"{era}{last['number']}{last['word']}"
    return sorted(times.items())


def _of_year(points: Sequence[_Point], year: int) -> _Point | None:
    return _only(points, lambda p: year in _years_of(p))


def _by_names(question: AnalyzedQuestion, points: Sequence[_Point]) -> tuple[_Labelled, _Labelled] | None:
    """Return the figures of the two things that the question names, in the sentence's order."""
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
    return (named[0], named[1]) if short in question.normal.replace(long, "") else None


def _only(points: Sequence[_Point], fits: Callable[[_Point], bool]) -> _Point | None:
    found = [point for point in points if fits(point)]
    return found[0] if len(found) == 1 else None


def _years_of(point: _Point) -> set[int]:
    """Return the years that the words of a figure name; an era year without its era may be of any era."""
    mentions = find_years(point.words)
    if mentions:
        return {mentions[-1].year}
    bare = [int(m["number"]) for m in _BARE_YEAR.finditer(point.words)]
    return {first + bare[-1] - 1 for _, _, first in ERAS[:2]} if bare else set()


def _time_of(point: _Point) -> str:
    mentions = find_years(point.words)
    return to_wareki(mentions[-1].year, fiscal=mentions[-1].fiscal) if mentions else "今回"
