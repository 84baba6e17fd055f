"""Answers that are reckoned from table cells: the operands are found, computed with, and each is quoted.

What cannot be reckoned is said and never guessed: a missing value is named, mixed units and rows that the table does
not tell apart are left alone.
"""

import re
import threading
from collections.abc import Sequence
from dataclasses import replace

from assistant.answerer import DraftSentence
from assistant.answers import Status
from assistant.asked.predicates import is_yes_no
from assistant.asked.question_rules import COUNTER
from assistant.errors import ReckoningError
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import RANKS, Computation, Operand, Operation, compute
from assistant.reckoning.asked_conditions import asked_condition, bound_in
from assistant.reckoning.bound_reckoning import held_against_bound
from assistant.reckoning.computed_answer import ComputedAnswer, answered, quote_of
from assistant.reckoning.operations import AskedOperation, asked_operation
from assistant.reckoning.row_figures import RowReader, states_result
from assistant.reckoning.row_reckoning import missing, reckoned_row
from assistant.reckoning.series import cited_by_year, columns_of, is_series
from assistant.reckoning.table_figures import Figure, figures_of_row
from assistant.reckoning.table_reckoning import TableReckoner, says_condition
from assistant.tables.cells import scored_rows
from assistant.tables.table_rows import Row, Table, is_total, named_rows, row_of, tables_of
from ingest.documents import Cell
from vectorstore.search import Hit
from vectorstore.words import searchable

# 令和5年と2023年: one year is not compared with itself, nor with the one before instead.
_SAME_YEAR = re.compile(r"(?P<year>\d{4})年度?(?:と|から)(?P=year)年")
_WHOLE = re.compile(r"全体|総額|総数|合計|総計|全部")
# More than there are questions at work at once.
_KEPT = 64
_NAMED_SCORE = 0.6
_YEARS, _PAIR = 2, 2
_MOST_SHOWN = 6
_SEVERAL = frozenset({Operation.SUM, Operation.MEAN})
_RESULT_UNITS = {
    Operation.RATIO: ("倍",),
    Operation.CHANGE_RATE: ("%", "割", "分"),
    Operation.SHARE: ("%", "割", "分"),
}
# Words of a question that say what is to be reckoned; they stand in no row.
_OPERATION_WORDS = frozenset(
    (
        "順 増える 減る 増加 減少 増減 増やす 減らす 差 差額 違い 違う 開き 比べる 比較 多い 少ない "
        "大きい 小さい 高い 低い 安い 長い 短い 倍 倍率 割合 割 率 増減率 増加率 減少率 伸び率 伸びる "
        "伸び 合わせる 足す 合算 総額 総計 合計 平均 全体 占める 内 上がる 下がる 上回る 下回る 超える "
        "変わる 変化 推移 達成 達成率 届く 及ぶ 足りる 不足 年間 間 一番 最も 最大 最小 最多 最少 "
        "最高 最低 順位 上位 下位 順番 番目 位 ワースト トップ 方 分 ポイント 幾ら 後 掛ける 迄 から "
        "上げる 費目 区分 品目 以上 以下 未満 以内 超過 越える 切る "
        "落ちる 縮む 変動 年 年度 全部 前年 前年度 目標 目標値 実績 実績値 基準 基準値"
    ).split()
)


class Comparer:
    """Finds what a question reckons with in the tables of the passages found.

    Args:
        matcher: Measures coverage.
        sources: Whole documents, their rows among it.
    """

    def __init__(self, matcher: Matcher, sources: Sources) -> None:
        self._matcher = matcher
        self._sources = sources
        self._lock = threading.Lock()
        self._recent: dict[tuple[str, frozenset[str]], ComputedAnswer | None] = {}
        self._reader = RowReader(matcher, sources)
        self._tables = TableReckoner(matcher, self._reader, sources)

    def answer(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]
    ) -> ComputedAnswer | None:
        """Return the reckoned answer, None where the question asks for none or its operands are not clear.

        The last results are kept: ordering the hits and answering from them ask for the same.

        Args:
            question: What is asked.
            words: Its weighed words.
            hits: The passages, best first.
        """
        key = (question.text, frozenset(hit.chunk.chunk_id for hit in hits))
        with self._lock:
            if key in self._recent:
                return self._recent[key]
        found = self._reckoned(question, words, hits)
        with self._lock:
            self._recent[key] = found
            if len(self._recent) > _KEPT:
                del self._recent[next(iter(self._recent))]
        return found

    def _reckoned(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]
    ) -> ComputedAnswer | None:
        rows = [hit for hit in hits if hit.chunk.cells]
        asked, condition = asked_operation(question), asked_condition(question)
        # Whole tables are fetched only where a row that was found already says what is asked for.
        bounded = is_yes_no(question.normal) and bound_in(question.normal) is not None
        asks = asked is not None or condition is not None or bounded or (bool(rows) and says_condition(question, rows))
        if not rows or not asks or _SAME_YEAR.search(question.normal):
            return None
        subject = [replace(w, required=w.required and not _is_of_operation(w)) for w in words]
        question = replace(question, units=_units_of_operands(question, asked))
        tables = tables_of(hits, self._sources)
        try:
            found = self._tables.meeting(question, condition, subject, tables) if condition is not None else None
            if found is None and bounded:
                found = held_against_bound(question, subject, tables, matcher=self._matcher, reader=self._reader)
            if found is not None:
                return found
            named = self._of_named_rows(question, asked, subject, tables) if asked is not None else None
            found = named or (self._of_one_row(question, asked, subject, hits, tables) if asked is not None else None)
            found = found or self._tables.answer(question, asked, subject, tables)
        except ReckoningError:
            return None
        return found if found is None or _is_in_units(found, question) else None

    def _of_named_rows(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], tables: Sequence[Table]
    ) -> ComputedAnswer | None:
        """Reckon with one column of the rows that the question names; two of them, or more for a sum or a rank."""
        for table in tables:
            if asked.operation not in RANKS and is_series(table):
                continue  # 令和2年 and 令和6年 are two times of a column
            rows = [
                r for r in named_rows(question.normal, table.rows, self._matcher) if self._reader.is_here(question, r)
            ]
            if asked.operation is Operation.SHARE and _WHOLE.search(question.normal):
                continue  # a share of all rows, and not of one of them
            several = asked.operation in _SEVERAL or asked.operation in RANKS
            names = len({row.label for row in rows})
            if names < _PAIR or (names != _PAIR and not several):
                continue
            figures = [self._reader.column(question, asked, words, row) for row in rows]
            found = [(row, f) for row, f in zip(rows, figures, strict=True) if f is not None]
            if len(found) < len(rows):
                continue
            # A row that stands in two places with one value is one row.
            found = list({(row.label, f.value, f.unit, f.reason): (row, f) for row, f in found}.values())
            rows = [row for row, _ in found]
            if names < len(rows):
                return _of_one_name(found)
            gap = next(((row, f) for row, f in found if f.value is None), None)
            if gap is not None:
                return missing(*gap, [], 1.0)
            operands = [f.operand(row.label, row.hit.document) for row, f in found]
            text, computation = _told_of_rows(asked, operands)
            return answered(text, computation, rows, 1.0)
        return None

    def _of_one_row(
        self,
        question: AnalyzedQuestion,
        asked: AskedOperation,
        words: Sequence[WeighedWord],
        hits: Sequence[Hit],
        tables: Sequence[Table],
    ) -> ComputedAnswer | None:
        """Reckon with cells of one row: its years, its value and its target, its price."""
        scored = scored_rows(question, words, hits, self._matcher, self._sources)
        # Of rows that match alike the one with more figures tells more: a list of all years beside a summary.
        order = sorted(scored, key=lambda found: (-round(found[1], 1), -len(figures_of_row(found[0].chunk.cells))))
        known = {row.hit.chunk.chunk_id: row for table in tables for row in table.rows}
        rows = [(known.get(hit.chunk.chunk_id) or row_of(hit), score) for hit, score in order]
        for table in tables:
            # A row that is named may say nothing of what is done with it: 丘の家に5泊すると.
            named = named_rows(question.normal, table.items, self._matcher)
            if len(named) == 1 and self._reader.is_here(question, named[0]):
                rows.append((named[0], _NAMED_SCORE))
        for row, score in rows:
            found = reckoned_row(question, asked, words, row, reader=self._reader, score=score)
            if found is not None:
                return found
        return self._of_column(question, asked, words, tables)

    def _of_column(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], tables: Sequence[Table]
    ) -> ComputedAnswer | None:
        """Reckon with the years of one column, where the rows are years."""
        for table in tables:
            columns = columns_of(table)
            named = named_rows(question.normal, columns, self._matcher) if columns else []
            if len(named) != 1 or not self._reader.is_here(question, table.rows[0]):
                continue
            found = reckoned_row(question, asked, words, named[0], reader=self._reader, score=_NAMED_SCORE)
            if found is not None:
                return cited_by_year(found, named[0], table)
        return None


def _of_one_name(found: Sequence[tuple[Row, Figure]]) -> ComputedAnswer | None:
    """Return rows of which several have one name, as they stand: which of them are meant is not known."""
    known = [(row, figure) for row, figure in found if figure.value is not None]
    if len(known) > _MOST_SHOWN:
        return None
    text = told.known_sentence([figure.operand(row.label, row.hit.document) for row, figure in known])
    sentence = DraftSentence(text, tuple(quote_of(row) for row, _ in known))
    return ComputedAnswer(sentence, Status.PARTIAL, told.SEVERAL_OF_ONE_NAME, _NAMED_SCORE)


def leaves_open(question: AnalyzedQuestion, shown: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a reckoning is asked for that the cells shown do not give, so that they must not stand as the answer.

    Args:
        question: What is asked.
        shown: The cells that would be the answer.
        row: All cells of their row.
    """
    asked = asked_operation(question)
    if asked is None or not shown:
        return False
    if asked.operation is Operation.SUM and len({year.year for year in question.years}) < _YEARS:
        return False  # 合計で何件 may be asked of a value that is a total
    return not states_result(figures_of_row(shown), asked) and not is_total(row)


def asks_of_several_rows(question: AnalyzedQuestion, row: Sequence[Cell]) -> bool:
    """Whether the rows that meet a bound, or the sum of those of a kind, are asked for, so that one row is no answer.

    Args:
        question: What is asked.
        row: All cells of the row that would be shown.
    """
    if not row:
        return False
    condition, asked = asked_condition(question), asked_operation(question)
    if condition is not None and condition.condition.bound is not None:
        return not any(condition.condition.said in searchable(cell.text) for cell in row)
    kinds = [searchable(cell.text).strip() for cell in row[1:]]
    adds = asked is not None and asked.operation in _SEVERAL
    return adds and any(
        len(kind) > _PAIR and kind in question.normal for kind in kinds if not any(map(str.isdigit, kind))
    )


def _units_of_operands(question: AnalyzedQuestion, asked: AskedOperation | None) -> tuple[str, ...]:
    """Return the units that the figures to reckon with may have: 何倍 and 何% ask for the result's."""
    if asked is None:
        return question.units
    units = tuple(unit for unit in question.units if unit not in _RESULT_UNITS.get(asked.operation, ()))
    return units or (("円",) if asked.adjective == "安" else ())


def _is_in_units(answer: ComputedAnswer, question: AnalyzedQuestion) -> bool:
    """Whether figures with the unit that a question counts in were reckoned with: 何件 and いくら ask for no t."""
    computed = answer.sentence.computed
    counts = COUNTER.search(question.normal) or "いくら" in question.normal
    if computed is None or not counts or not question.units:
        return True
    return all(not operand.unit or operand.unit in question.units for operand in computed.operands)


def _is_of_operation(word: WeighedWord) -> bool:
    """Whether a word says what to reckon with, or gives a number to reckon with."""
    return word.text in _OPERATION_WORDS or word.text.isdigit()


def _told_of_rows(asked: AskedOperation, operands: Sequence[Operand]) -> tuple[str, Computation]:
    """Return the sentence and the computation over rows that the question names, in its order."""
    if asked.operation in _SEVERAL:
        total = compute(asked.operation, operands)
        return told.total_sentence(total), total
    if asked.operation in RANKS:
        best = compute(asked.operation, operands)
        return told.rank_sentence(best, asked, [o for o in operands if o.value == best.result]), best
    if asked.operation is Operation.DIFFERENCE:
        difference = compute(Operation.DIFFERENCE, operands)
        return told.either_sentence(difference, asked), difference
    if asked.operation is Operation.CHANGE_RATE:
        raise ReckoningError("増減率は、1つの項目の2つの時点から計算します。")
    quotient = compute(asked.operation, operands)
    return told.quotient_sentence(quotient), quotient
