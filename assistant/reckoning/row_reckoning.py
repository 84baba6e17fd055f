"""Answers that are reckoned from cells of one row: two of its years, several years, a value and its target, a price."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answerer import DraftSentence
from assistant.answers import Status
from assistant.passages.credits import WeighedWord
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import RANKS, Computation, Operation, compute
from assistant.reckoning.computed_answer import ComputedAnswer, answered, quote_of
from assistant.reckoning.operations import AskedOperation
from assistant.reckoning.row_figures import (
    Pair,
    RowReader,
    states_result,
    through_years,
    two_times,
    value_and_target,
    yearly,
)
from assistant.reckoning.table_figures import Figure, figures_of_row
from assistant.tables.table_rows import Row
from ingest.cell_values import BLANK, Role
from ingest.normalize import normalize_text

_OVER_TIME = frozenset({Operation.DIFFERENCE, Operation.CHANGE_RATE, Operation.RATIO})
_OVER_YEARS = frozenset({Operation.SUM, Operation.MEAN})
_TWO = 2


def reckoned_row(
    question: AnalyzedQuestion,
    asked: AskedOperation,
    words: Sequence[WeighedWord],
    row: Row,
    *,
    reader: RowReader,
    score: float,
) -> ComputedAnswer | None:
    """Return what a row gives of the reckoning asked for, None where it is not clear from which cells.

    Args:
        question: What is asked.
        asked: The reckoning.
        words: The question's weighed words.
        row: The row.
        reader: Finds the column that is meant.
        score: How well row and question match.

    Raises:
        ReckoningError: The figures cannot be reckoned with.
    """
    figures = figures_of_row(row.cells, question.units)
    if len(question.years) < _TWO and states_result(figures, asked):
        return None
    share = reader.share(words, row)
    found = None
    if asked.operation in _OVER_YEARS:
        found = _of_years(asked, row, through_years(question, asked, figures, share), score)
    elif asked.operation in RANKS:
        found = _of_best_year(asked, row, yearly(question, figures, share), score)
    elif asked.operation is Operation.PRODUCT:
        found = _product(asked, row, reader.column(question, asked, words, row), score)
    elif asked.to_target:
        found = _of_pair(asked, row, value_and_target(question, figures, share), score)
    elif asked.operation in _OVER_TIME:
        found = _of_pair(asked, row, two_times(question, figures, share), score)
    return found


def missing(row: Row, without: Figure, known: Sequence[Figure], score: float) -> ComputedAnswer:
    """Return the finding that a value is missing, with those that are known."""
    beside = "、".join(f"{name_of(figure)} {figure.written}" for figure in known)
    remark = told.NOT_COMPUTED
    if without.reason == BLANK and beside:
        # No passage can prove what is not written: only what is there stands in the answer.
        text, remark = told.beside_gap(row.label, beside), f"{told.blank(name_of(without))}{remark}"
    else:
        text = told.gap_sentence(row.label, name_of(without), without.reason, beside)
    return ComputedAnswer(DraftSentence(text, (quote_of(row),)), Status.PARTIAL, remark, score)


def _of_pair(asked: AskedOperation, row: Row, pair: Pair | None, score: float) -> ComputedAnswer | None:
    if pair is None:
        return None
    document = row.hit.document
    if pair.gap is not None:
        return missing(row, pair.gap, [f for f in (pair.first, pair.second) if f.value is not None], score)
    first, second = (figure.operand(_name_beside(figure, asked), document) for figure in (pair.first, pair.second))
    if asked.to_target:
        reached = asked.operation is Operation.SHARE
        computed = compute(asked.operation, (second, first) if reached else (first, second))
        return _about(row, told.target_sentence(computed), computed, score)
    if asked.operation is Operation.RATIO:
        ratio = compute(asked.operation, (second, first))
        return _about(row, told.quotient_sentence(ratio), ratio, score)
    change = compute(asked.operation, (first, second))
    if asked.either and asked.operation is Operation.DIFFERENCE:
        return _about(row, told.either_sentence(change, asked), change, score)
    return _about(row, told.change_sentence(change), change, score)


def _of_years(asked: AskedOperation, row: Row, figures: Sequence[Figure], score: float) -> ComputedAnswer | None:
    if not figures:
        return None
    gap = next((f for f in figures if f.value is None), None)
    if gap is not None:
        return missing(row, gap, [f for f in figures if f.value is not None], score)
    total = compute(asked.operation, [f.operand(name_of(f), row.hit.document) for f in figures])
    return _about(row, told.total_sentence(total), total, score)


def _of_best_year(asked: AskedOperation, row: Row, figures: Sequence[Figure], score: float) -> ComputedAnswer | None:
    if len(figures) < _TWO or asked.place != 1 or asked.top != 1:
        return None
    operands = [figure.operand(name_of(figure), row.hit.document) for figure in figures]
    best = compute(asked.operation, operands)
    winners = [operand for operand in operands if operand.value == best.result]
    return answered(
        f"「{row.label}」が{told.rank_sentence(best, asked, winners)}", best, [row], score, subject=row.label
    )


def _product(asked: AskedOperation, row: Row, price: Figure | None, score: float) -> ComputedAnswer | None:
    if price is None or price.value is None or asked.number is None or not _is_price_of(price, row, asked.number[1]):
        return None
    label = f"{row.label}、{price.cell.header}" if price.cell.header else row.label
    operand = price.operand(label, row.hit.document)
    product = compute(Operation.PRODUCT, [operand], given=[Decimal(asked.number[0])])
    return answered(told.product_sentence(product, asked), product, [row], score, subject=asked.number[1])


def _about(row: Row, said: str, computation: Computation, score: float) -> ComputedAnswer:
    """Return what is said of a row under its name."""
    name = told.measured_name(row.label, computation.unit)
    return answered(f"{name}は{said}", computation, [row], score, subject=name)


def _is_price_of(price: Figure, row: Row, unit: str) -> bool:
    """Whether a price is for one of what is counted: 1泊2,500円, 1人当たり, 円/回."""
    counted = re.escape(unit.removesuffix("間").removesuffix("分"))
    said = normalize_text(f"{price.cell.header} {row.label} {price.cell.text} {row.hit.chunk.context}")
    return (
        price.unit == "円"
        and re.search(rf"(?:1|一){counted}|{counted}(?:当たり|あたり|につき)|/{counted}", said) is not None
    )


def name_of(figure: Figure) -> str:
    """Return what a figure of a row is called beside others of it: 令和5年, 目標値(令和7年)."""
    if figure.role in (Role.TARGET, Role.BASE, Role.FORECAST):
        return f"{figure.name}（{figure.period}）" if figure.period else figure.name
    return figure.period or figure.name


def _name_beside(figure: Figure, asked: AskedOperation) -> str:
    """Return a figure's name; beside a target a value is called what its column is: 実績値(令和5年)."""
    if asked.to_target and figure.role is Role.ACTUAL and figure.period and figure.name:
        return f"{figure.name}（{figure.period}）"
    return name_of(figure)
