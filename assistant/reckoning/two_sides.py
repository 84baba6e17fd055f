"""Answers to questions that compare two things: like is held with like, else both are shown; what is missing is named.

What is compared must be told of each thing by the words that are shown or by what stands above them. Figures of one
unit and one time are reckoned with; where they differ, or one is no exact figure, both passages stand as they are.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.answerer import Draft, DraftSentence, Part, Quote
from assistant.answers import Status
from assistant.asked.comparands import Comparands
from assistant.errors import ReckoningError
from assistant.passages.coverage import Matcher
from assistant.passages.ranking import Ranked, Sources
from assistant.passages.units import Unit, row_as_text
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import Computation, Operand, Operation, compute
from assistant.reckoning.operations import difference_asked
from assistant.reckoning.rate_basis import basis_of
from assistant.reckoning.row_figures import RowReader
from assistant.reckoning.side_names import Measured, SideName, sides_of
from assistant.reckoning.side_rows import SideRow, SideRows
from assistant.reckoning.side_texts import SideText, SideTexts
from ingest.normalize import normalize_text
from vectorstore.search import Hit

SHOWN_BOTH = "比較や計算はしていません。それぞれの記載をそのまま示します。"
_NOT_FOUND = "「{side}」については、資料に見当たりませんでした。"
_OF_TIME = re.compile(r"(?:早|遅|新し|古)[いくか]|先(?:に|です|で|か|$)")
_COMPUTED, _SURE, _OF_ONE = 0.95, 0.9, 0.6
_MOST = 4
Shown = SideRow | SideText
Rank = Callable[[AnalyzedQuestion, Sequence[Hit]], Sequence[Ranked]]
Show = Callable[[Unit], DraftSentence]


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Shown
    second: Shown

    @property
    def computed(self) -> bool:
        """Whether both have exact figures of one unit, that are of one time as far as their passages tell."""
        operands = [_operand(side) for side in (self.first, self.second)]
        if None in operands:
            return False
        units = {operand.unit for operand in operands if operand is not None}
        years = {year for side in (self.first, self.second) if (year := _year(side)) is not None}
        bases = {_basis(side) for side in (self.first, self.second)}
        alike = len(units) == len(bases) == 1 and len(years) <= 1
        return alike and (self.is_of_one_document or bool(units - {""}))

    @property
    def is_of_one_document(self) -> bool:
        """Whether both stand in one document."""
        return _hit(self.first).document == _hit(self.second).document

    @property
    def is_of_one_column(self) -> bool:
        """Whether both stand in one column of one table, or in one passage."""
        sides = (self.first, self.second)
        headings = {_hit(side).chunk.section for side in sides}
        headers = {side.figure.cell.header for side in sides if isinstance(side, SideRow) and side.figure}
        return self.is_of_one_document and len(headings) == 1 and len(headers) < len(sides)


class SideComparer:
    """Compares two things that a question names.

    Args:
        matcher: Compares words.
        sources: Whole documents.
        rank: The units of passages for a question, best first.
        show: A unit as it is shown.
    """

    def __init__(self, matcher: Matcher, sources: Sources, rank: Rank, show: Show) -> None:
        self._matcher = matcher
        self._show = show
        self._rank = rank
        self._rows = SideRows(RowReader(matcher, sources), sources)
        self._texts = SideTexts(sources)

    def answer(
        self, question: AnalyzedQuestion, comparands: Comparands, parts: Sequence[Part], hits: Sequence[Hit]
    ) -> Draft:
        """Return what the documents tell of both things, of the one of them that they tell of, or a declining draft.

        Args:
            question: What is asked.
            comparands: The two things.
            parts: What is asked of each of them, with the hits for it.
            hits: The hits for the whole question.
        """
        of_time = _OF_TIME.search(question.normal) is not None
        measured = Measured(comparands.measure, self._matcher, asked=question.normal)
        sides = sides_of(comparands)
        found = [
            self._side(question, side, measured, part, hits, of_time=of_time)
            for side, part in zip(sides, parts, strict=True)
        ]
        if not any(found):
            return Draft((), 0.0, Status.DECLINED)
        if not all(found):
            own, missing = (0, 1) if found[0] else (1, 0)
            remark = _NOT_FOUND.format(side=_asked(comparands, missing))
            return Draft((self._sentence(found[own][0]),), _OF_ONE, Status.PARTIAL, remark)
        pairs = [_Pair(*pair) for pair in product(found[0][:_MOST], found[1][:_MOST])]
        best = max(pairs, key=lambda pair: (pair.is_of_one_column, pair.computed, pair.is_of_one_document))
        return (_reckoned(question, best) if best.computed else None) or self._beside(best)

    def shows_both(self, draft: Draft) -> bool:
        """Return whether an answer of this comparer shows both things beside each other without reckoning."""
        return draft.notice in (SHOWN_BOTH, told.NOT_COMPUTED)

    def _side(
        self,
        question: AnalyzedQuestion,
        side: SideName,
        measured: Measured,
        part: Part,
        hits: Sequence[Hit],
        *,
        of_time: bool,
    ) -> list[Shown]:
        asked = replace(part.question, units=question.units, years=question.years, aspect=question.aspect)
        rows = self._rows.of(asked, side, measured, [*part.hits, *hits], of_time=of_time)
        ranked = self._rank(part.question, part.hits)
        texts = self._texts.of(asked, side, measured, ranked, of_time=of_time)
        return [*rows, *texts]

    def _beside(self, pair: _Pair) -> Draft:
        sides = (pair.first, pair.second)
        missing = any(isinstance(side, SideRow) and side.figure and side.figure.value is None for side in sides)
        sentences = dict.fromkeys(map(self._sentence, sides))
        return Draft(tuple(sentences), _SURE, Status.PARTIAL, told.NOT_COMPUTED if missing else SHOWN_BOTH)

    def _sentence(self, side: Shown) -> DraftSentence:
        """Return the sentence, or the row's name and its cell, as they stand."""
        if isinstance(side, SideText):
            return self._show(side.unit)
        chunk = side.row.hit.chunk
        return DraftSentence(row_as_text(side.shown), (Quote(side.row.hit, chunk.start, chunk.end),))


def _asked(comparands: Comparands, place: int) -> str:
    return comparands.questions[place].removesuffix("は")


def _reckoned(question: AnalyzedQuestion, pair: _Pair) -> Draft | None:
    asked = difference_asked(question)
    operands = [operand for side in (pair.first, pair.second) if (operand := _operand(side)) is not None]
    try:
        computation = compute(Operation.DIFFERENCE, operands)
    except ReckoningError:
        return None
    speakers = {_hit(side).chunk.speaker or "" for side in (pair.first, pair.second)}
    if len(speakers) > 1:
        return None  # what two persons said is shown as each said it
    speaker = speakers.pop()
    text = told.either_sentence(computation, asked)
    text = f"{speaker}の発言によると、{text}" if speaker else text
    quotes = tuple(dict.fromkeys(_quote(side, computation) for side in (pair.first, pair.second)))
    sentence = DraftSentence(text, quotes, replace(computation, subject=speaker))
    return Draft((sentence,), _COMPUTED, Status.ANSWERED, told.notice_of(computation))


def _hit(side: Shown) -> Hit:
    return side.row.hit if isinstance(side, SideRow) else side.unit.hit


def _year(side: Shown) -> int | None:
    if isinstance(side, SideRow):
        return side.figure.year if side.figure else None
    return side.year


def _basis(side: Shown) -> str:
    """Return for how much a side's figure is: 1時間, 1日."""
    if side.figure is None:
        return ""
    if isinstance(side, SideRow):
        before, found, _ = normalize_text(side.figure.cell.text).partition(side.figure.written)
        return basis_of(before) if found else ""
    chunk = side.unit.hit.chunk
    return basis_of(chunk.text[side.unit.start - chunk.start : side.figure.start - chunk.start])


def _operand(side: Shown) -> Operand | None:
    if side.figure is None:
        return None
    if isinstance(side, SideText):
        return side.figure.operand(side.label)
    return side.figure.operand(side.label, side.row.hit.document) if side.figure.value is not None else None


def _quote(side: Shown, computation: Computation) -> Quote:
    """Return the row or the sentence about a thing, the operands in it marked."""
    if isinstance(side, SideRow):
        chunk = side.row.hit.chunk
        start, end = chunk.start, chunk.end
    else:
        start, end = side.unit.start, side.unit.end
    hit = _hit(side)
    marked = {(o.start, o.end) for o in computation.operands if o.document == hit.document}
    return Quote(hit, start, end, tuple(sorted((a, b) for a, b in marked if start <= a < b <= end)))
