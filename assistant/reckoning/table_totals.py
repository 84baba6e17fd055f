"""Sums over the rows of a table and shares of them: the total that the table states, else its rows added up.

Rows are added up only where nothing can be counted twice or be missing: rows of one level, each with a value, of
amounts that can be added (no rates, no averages, no amounts a head).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import RATES, Operand, Operation, compute
from assistant.reckoning.computed_answer import ComputedAnswer, answered
from assistant.reckoning.table_figures import Figure
from assistant.tables.table_rows import Row

# More passages than a reader would look through are not cited; the figures compared are counted in the answer.
MOST_QUOTED = 12
_NOT_ADDED = re.compile(r"当たり|あたり|平均|率$|割合|順位|構成比|指数|単価|年齢")
# Values that are sums of others by chance are small.
_LEAST_TOTAL = 100
_RUN = 2
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as far as it is filled: each row with its figure, and the rows whose value is missing."""

    figures: tuple[tuple[Row, Figure], ...]
    missing: tuple[Row, ...]

    @property
    def operands(self) -> list[Operand]:
        """The figures under the names of their rows."""
        return [figure.operand(row.label, row.hit.document) for row, figure in self.figures]

    @property
    def remark(self) -> str:
        """What a reader must know of the rows that have no value, empty where all have one."""
        names = "、".join(f"「{row.label}」" for row in self.missing[:_MOST_NAMED])
        rest = len(self.missing) - _MOST_NAMED
        return (
            f"値のない、または読み取れない{names}{f'ほか{rest}件' if rest > 0 else ''}は比べていません。"
            if self.missing
            else ""
        )

    @property
    def can_be_added(self) -> bool:
        """Whether its values are amounts of one level, so that their sum counts nothing twice."""
        header = " ".join({figure.cell.header for _, figure in self.figures})
        rates = any(figure.unit in RATES for _, figure in self.figures) or _NOT_ADDED.search(header)
        return not rates and not self.mixes_levels

    @property
    def mixes_levels(self) -> bool:
        """Whether a value is the sum of those that follow or precede it, or of all others: a total without its name."""
        values = [figure.value or Decimal(0) for _, figure in self.figures]
        return any(
            abs(value) >= _LEAST_TOTAL and value in (*_sums(values[place + 1 :]), *_sums(values[:place][::-1]))
            for place, value in enumerate(values)
        ) or any(abs(value) >= _LEAST_TOTAL and len(values) > _RUN and 2 * value == sum(values) for value in values)


def share_of(part: tuple[Row, Figure], total: tuple[Row, Figure], score: float) -> ComputedAnswer | None:
    """Return what share a row has of the total that the table states."""
    (row, figure), (total_row, whole) = part, total
    if figure.value is None or whole.value is None or figure.cell.header != whole.cell.header:
        return None
    document = row.hit.document
    operands = [figure.operand(row.label, document), whole.operand(total_row.label, document)]
    share = compute(Operation.SHARE, operands)
    return answered(told.quotient_sentence(share), share, [row, total_row], score)


def share_of_all(part: Row, column: Column, score: float) -> ComputedAnswer | None:
    """Return what share a row has of all rows added up, None where they cannot be."""
    if column.missing or not column.can_be_added or not _RUN < len(column.figures) <= MOST_QUOTED:
        return None
    own = next((pair for pair in column.figures if pair[0] == part), None)
    if own is None:
        return None
    ordered = [own, *(pair for pair in column.figures if pair != own)]
    share = compute(Operation.SHARE_OF_SUM, [figure.operand(row.label, row.hit.document) for row, figure in ordered])
    return answered(told.share_of_sum_sentence(share), share, [row for row, _ in ordered], score, notice=told.ADDED_UP)


def added_up(operation: Operation, column: Column, score: float) -> ComputedAnswer | None:
    """Return the sum or the mean of a column, None where its rows cannot be added."""
    if len(column.figures) > MOST_QUOTED or column.mixes_levels:
        return None
    if operation is Operation.SUM and not column.can_be_added:
        return None
    computed = compute(operation, column.operands)
    header = column.figures[0][1].cell.header
    text = f"{header}は{told.total_sentence(computed)}"
    return answered(text, computed, [row for row, _ in column.figures], score, subject=header)


def _sums(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the sums of the first two, three, … of the values."""
    return list(accumulate(values))[_RUN - 1 :]
