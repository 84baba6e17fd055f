"""Whether a named row's value keeps to a bound: 「除雪費は1億円を超えていますか」.

The value is held against the bound in its plain unit, whatever the cell is written in. What is told holds of every row
of the name; where they differ, all are shown and none is judged.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answerer import DraftSentence
from assistant.answers import Status
from assistant.asked.predicates import is_yes_no
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import Operation, count_of
from assistant.reckoning.asked_conditions import bound_in
from assistant.reckoning.computed_answer import ComputedAnswer, answered, quote_of
from assistant.reckoning.conditions import Condition
from assistant.reckoning.operations import AskedOperation
from assistant.reckoning.row_figures import RowReader
from assistant.reckoning.table_figures import Figure
from assistant.tables.table_rows import Row, Table, named_rows

_VALUE = AskedOperation(Operation.COUNT)
_SCORE = 0.8
# A name that stands in more rows says too little of which is meant.
_MOST_ROWS = 3


def held_against_bound(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    tables: Sequence[Table],
    *,
    matcher: Matcher,
    reader: RowReader,
) -> ComputedAnswer | None:
    """Return whether the row that a question names keeps to its bound, None where it asks for no such thing.

    Args:
        question: What is asked.
        words: Its weighed words.
        tables: The tables of the passages found, the best first.
        matcher: Finds the rows that are named.
        reader: Finds the column that is meant.

    Raises:
        ReckoningError: The value and the bound have different units.
    """
    asked = bound_in(question.normal) if is_yes_no(question.normal) else None
    if asked is None:
        return None
    question = replace(question, units=(asked.condition.unit,))
    for table in tables:
        rows = [row for row in named_rows(question.normal, table.items, matcher) if reader.is_here(question, row)]
        if not rows or len(rows) > _MOST_ROWS or len({row.label for row in rows}) > 1:
            continue
        figures = [reader.column(question, _VALUE, words, row) for row in rows]
        given = [figure for figure in figures if figure is not None and figure.value is not None]
        if len(given) < len(rows) or any(figure.unit != asked.condition.unit for figure in given):
            continue
        held = _that_holds(asked.condition, [figure.value for figure in given if figure.value is not None])
        if held is None:
            return _of_one_name(rows, given)
        operands = [f.operand(f.period, row.hit.document) for f, row in zip(given, rows, strict=True)]
        found = count_of(held, operands, [])
        text = told.bound_sentence(rows[0].label, operands, asked.condition, keeps=held is asked.condition)
        return answered(text, found, rows, _SCORE, subject=rows[0].label)
    return None


def _of_one_name(rows: Sequence[Row], figures: Sequence[Figure]) -> ComputedAnswer:
    """Return rows of one name that lie on both sides of a bound: which of them is meant is not known."""
    known = [figure.operand(row.label, row.hit.document) for row, figure in zip(rows, figures, strict=True)]
    sentence = DraftSentence(told.known_sentence(known), tuple(quote_of(row) for row in rows))
    return ComputedAnswer(sentence, Status.PARTIAL, told.SEVERAL_OF_ONE_NAME, _SCORE)


def _that_holds(condition: Condition, values: Sequence[Decimal]) -> Condition | None:
    """Return the condition or its opposite, whichever all values meet; None where they differ."""
    for either in (condition, condition.opposite):
        if values and all(either.holds([value]) for value in values):
            return either
    return None
