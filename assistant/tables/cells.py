"""Answers from table rows: the row whose label is asked for, and the cell of the year and the aspect asked for.

Never a neighbour's value: when the year asked for has no column, or its cell is blank, that is the result.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord, WordSet
from assistant.passages.place_scope import speaks_of_another_place
from assistant.passages.ranking import Sources
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion, Aspect, Kind
from assistant.tables.row_years import may_be_of, period_of, remarks_other_years
from ingest.cell_values import BLANK, ValueType, read_cell
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.table_headers import MISSING, is_value
from ingest.wareki import YearMention, find_years, to_wareki
from vectorstore.search import Hit
from vectorstore.words import searchable

_HEADERS = {
    Aspect.TARGET: re.compile(r"目標|計画値"),
    Aspect.BASE: re.compile(r"基準|現状"),
    Aspect.PROGRESS: re.compile(r"進捗|達成"),
    Aspect.ACTUAL: re.compile(r"実績"),
}
_ASPECT_NAMES = {Aspect.TARGET: "目標値", Aspect.BASE: "基準値", Aspect.PROGRESS: "進捗率", Aspect.ACTUAL: "実績値"}
# どの部局, 何という事業: a name is asked for and no figure.
_ASKS_WHICH = re.compile(r"どの(?!くらい|ぐらい|程度|ように|ような)|何という|何て(?:いう|呼)")
_PRICE = re.compile(r"いくら|何\s?[百千万億]*円")
_HOW_MUCH = re.compile(r"いくら|いくつ|何[人件円%割か千万億]|どれ(?:くらい|ぐらい|だけ|ほど)")
_RELATIVE = re.compile(r"前年度?(?:予算|決算|当初|実績)?額?|増減額?|前年度?比|比較|増減率")
_LABEL_SHARE, _QUESTION_SHARE, _IN_LABEL = 0.5, 0.66, 0.4
_LITERAL_MIN, _LITERAL_SHARES = 5, (0.5, 0.15)
# What a row's other cells say of it (its office, an explanation) tells rows of one name apart.
_REMARK = 0.75
_EXPLANATION_MIN = 20
_TABLE_KINDS = frozenset({Kind.NUMBER, Kind.THING})
_AGAIN = re.compile(r"[((]再掲[))]")
_GENERIC = frozenset(["指標", "kpi", "値", "数値", "最新", "直近", "現在", "数", "率"])


class Outcome(StrEnum):
    """What the table says of the cell asked for."""

    VALUE = "value"
    MISSING = "missing"
    BLANK = "blank"
    NO_SUCH_YEAR = "no_such_year"


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """A cell that answers a question, or the finding that there is none.

    Attributes:
        cell: The cell; None when the row has no such column.
        label: The row's label as written.
        period: The cell's year as 令和5年, empty when the table gives none.
        aspect: 目標値, 実績値 and the like; empty when the header names something else.
        score: How well row and question match, between 0 and 1.
        told: The sentence that states the value where no row does.
    """

    hit: Hit
    outcome: Outcome
    cell: Cell | None
    label: str
    period: str
    aspect: str
    score: float
    told: Unit | None = None


def find_cell(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    hits: Sequence[Hit],
    matcher: Matcher,
    sources: Sources,
) -> CellAnswer | None:
    """Return the best table cell for a question, or None when no row is about it; see `cell_answers`."""
    return next(iter(cell_answers(question, words, hits, matcher, sources)), None)


def cell_answers(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    hits: Sequence[Hit],
    matcher: Matcher,
    sources: Sources,
) -> list[CellAnswer]:
    """Return what each row that is about a question says, the best first; nothing where no figure is asked for.

    Args:
        question: What is asked.
        words: Its weighed words.
        hits: The passages, best first.
        matcher: Measures coverage.
        sources: Texts and places of whole documents.
    """
    # 電話 in the name of a row makes no question of a telephone number.
    of_figure = question.kind in _TABLE_KINDS or _PRICE.search(question.normal) is not None
    if not of_figure or _asks_for_a_name(question):
        return []
    answers = []
    for rank, (hit, score) in enumerate(scored_rows(question, words, hits, matcher, sources)):
        answer = _pick(question, words, hit, score, matcher)
        if answer is not None:
            answers.append((_preference(answer, question), -rank, answer))
    best_first = sorted(answers, key=lambda item: (item[0], item[1], item[2].hit.chunk.chunk_id), reverse=True)
    return [answer for _, _, answer in best_first]


def scored_rows(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    hits: Sequence[Hit],
    matcher: Matcher,
    sources: Sources,
) -> list[tuple[Hit, float]]:
    """Return the passages that are rows about what is asked, in the order of retrieval, with how well they match."""
    scored = []
    for hit in hits:
        if len(hit.chunk.cells) < 2 or not any(is_value(c.text) for c in hit.chunk.cells):
            continue
        main_place = sources.main_place(hit.document)
        if speaks_of_another_place(question, hit, hit.chunk.text, main_place):
            continue
        score = _row_score(question, words, hit, matcher, main_place)
        if score is not None:
            scored.append((hit, score))
    return scored


def label_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the leading cells of a row that name it: all cells before the first value."""
    names: list[Cell] = []
    for cell in cells:
        if cell.text and is_value(cell.text):
            break
        if cell.text:
            names.append(cell)
    return tuple(names)


def answer_of(hit: Hit, cell: Cell | None, score: float) -> CellAnswer:
    """Return what a cell of a row says; without a cell, that the row has none of the year asked for."""
    label = _AGAIN.sub("", searchable(label_cells(hit.chunk.cells)[-1].text)).strip()
    outcome = _outcome(cell) if cell is not None else Outcome.NO_SUCH_YEAR
    return CellAnswer(hit, outcome, cell, label, _period_name(period_of(cell)), _aspect_name(cell), score)


def _preference(answer: CellAnswer, question: AnalyzedQuestion) -> tuple[float, int, int, float, bool]:
    order = {Outcome.VALUE: 3, Outcome.MISSING: 3, Outcome.BLANK: 1, Outcome.NO_SUCH_YEAR: 0}
    # Of rows that match alike, the one that is named to the letter: 市の単独分 beside 市単独分.
    literal = _literal(answer.label, question)
    # Of rows of one name, the one that remarks of no other year than the one asked for.
    of_year = not remarks_other_years(question.years, answer.hit, label_cells(answer.hit.chunk.cells))
    return round(answer.score, 1), literal, order[answer.outcome], round(answer.score, 3), of_year


def _row_score(
    question: AnalyzedQuestion, words: Sequence[WeighedWord], hit: Hit, matcher: Matcher, main_place: str | None
) -> float | None:
    """Return how well a row's label meets the question; None when the row is about something else."""
    labels = label_cells(hit.chunk.cells)
    if not labels:
        return None
    own = _AGAIN.sub("", labels[-1].text)
    label = matcher.words(own)
    if not label.words:
        return None
    surroundings = matcher.words(f"{hit.chunk.context}\n{hit.title}\n{main_place or ''}")
    headers = matcher.words("\n".join(cell.header for cell in hit.chunk.cells))
    # 空知の… in a sheet about 空知 need not be in the row's own label.
    asked = [w for w in words if w.required and w.text not in _GENERIC]
    # What only an explanation holds is asked of the explanation, unless the row is named to the letter.
    literal = _literal(searchable(own), question) >= _LITERAL_MIN
    tiers = [(label, 1.0), (surroundings, 0.8), (headers, _REMARK)]
    if literal:
        remarks = "\n".join(c.text for c in hit.chunk.cells if c not in labels and not is_value(c.text))
        tiers.append((matcher.words(remarks), _REMARK))
    covered = matcher.cover(asked, tiers)
    in_label = matcher.cover(asked, ((label, 1.0),))
    wanted = {w.text for w in words}
    named = sum(any(part == w or part in w or w in part for w in wanted) for part in label.words) / len(label.words)
    if in_label.share == 1.0:  # every word asked stands in the label: a longer label is the same indicator
        named = max(named, _LABEL_SHARE)
    least = _LITERAL_SHARES if literal else (_QUESTION_SHARE, _IN_LABEL)
    if covered.share < least[0] or in_label.share < least[1] or covered.missing_names > 0 or named < _LABEL_SHARE:
        return None
    if not literal and covered.missing and any(map(_long_text(hit, matcher).holds, covered.missing)):
        return None
    return 0.4 * covered.share + 0.3 * named + 0.3 * in_label.share


def _long_text(hit: Hit, matcher: Matcher) -> WordSet:
    return matcher.words("\n".join(cell.text for cell in hit.chunk.cells if len(cell.text) >= _EXPLANATION_MIN))


def _literal(label: str, question: AnalyzedQuestion) -> int:
    """Return the length of a label that stands in the question as it is, 0 where it does not."""
    compact = label.replace(" ", "")
    return len(compact) if compact in question.normal.replace(" ", "") else 0


def _pick(
    question: AnalyzedQuestion, words: Sequence[WeighedWord], hit: Hit, score: float, matcher: Matcher
) -> CellAnswer | None:
    labels = label_cells(hit.chunk.cells)
    values = [c for c in hit.chunk.cells if c not in labels and (not c.text or is_value(c.text))]
    wanted = [c for c in values if _fits(question, c)]
    relative = [c for c in values if _named_relatively(question, c)]
    if relative:
        return answer_of(hit, relative[0], score)
    if question.years and not may_be_of(question.years[0], hit, labels):
        return answer_of(hit, None, score)
    if question.years and any(period_of(c) for c in values):
        matching = [c for c in wanted if _same_year(period_of(c), question.years[0])]
        if not matching:
            return answer_of(hit, None, score)
        return answer_of(hit, next((c for c in matching if c.text), matching[0]), score)
    if question.aspect is None:
        named = _named_columns(words, wanted, labels, matcher)
        wanted = named or [c for c in wanted if _has_aspect(c, Aspect.ACTUAL)] or _latest(wanted) or wanted
    if not wanted:
        return None
    return answer_of(
        hit, next((c for c in reversed(wanted) if c.text and not MISSING.match(c.text)), wanted[-1]), score
    )


def _asks_for_a_name(question: AnalyzedQuestion) -> bool:
    return bool(_ASKS_WHICH.search(question.normal)) and not _HOW_MUCH.search(question.normal)


def _fits(question: AnalyzedQuestion, cell: Cell) -> bool:
    """Whether a cell can hold the answer: the column asked for, and a unit asked for where it has one."""
    if question.aspect is not None:
        return _has_aspect(cell, question.aspect)
    units = {q.unit for q in find_quantities(re.sub(r"[((].*?[))]", "", normalize_text(cell.text))) if q.unit}
    return not question.units or not units or bool(units & set(question.units))


def _named_relatively(question: AnalyzedQuestion, cell: Cell) -> bool:
    """Whether a question names a column of another time, or of a change: 前年度の予算額, 増減."""
    name = searchable(cell.header).rpartition(" ")[2]
    return bool(_RELATIVE.fullmatch(name)) and name in question.normal and not find_years(searchable(cell.header))


def _named_columns(
    words: Sequence[WeighedWord], cells: Sequence[Cell], labels: Sequence[Cell], matcher: Matcher
) -> list[Cell]:
    """Return the cells whose header the question names best beyond the row's label: 冬の料金."""
    label = matcher.words(labels[-1].text)
    asked = [w for w in words if w.text not in label.words]
    if not asked:
        return []
    shares = [(matcher.cover(asked, ((matcher.words(c.header), 1.0),)).share if c.header else 0.0) for c in cells]
    best = max(shares, default=0.0)
    return [c for c, share in zip(cells, shares, strict=True) if share == best] if best > 0.3 else []


def _outcome(cell: Cell) -> Outcome:
    value = read_cell(cell)
    if value.type is not ValueType.MISSING:
        return Outcome.VALUE
    return Outcome.BLANK if value.reason == BLANK else Outcome.MISSING


def _has_aspect(cell: Cell, aspect: Aspect) -> bool:
    if _HEADERS[aspect].search(cell.header):
        return True
    named = any(pattern.search(cell.header) for pattern in _HEADERS.values())
    return aspect is Aspect.ACTUAL and not named and bool(find_years(cell.header))


def _latest(values: Sequence[Cell]) -> list[Cell]:
    """Return the cells of year columns that hold something, oldest first."""
    return [c for c in values if c.text and find_years(c.header)]


def _same_year(period: YearMention | None, asked: YearMention) -> bool:
    return period is not None and period.year == asked.year


def _period_name(period: YearMention | None) -> str:
    return to_wareki(period.year, fiscal=period.fiscal, month=period.month, day=period.day) if period else ""


def _aspect_name(cell: Cell | None) -> str:
    if cell is None:
        return ""
    for aspect, pattern in _HEADERS.items():
        if pattern.search(cell.header):
            return _ASPECT_NAMES[aspect]
    return ""
