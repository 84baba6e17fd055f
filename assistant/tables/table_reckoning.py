"""Answers that are reckoned down a whole table: sums, means, ranks, rows with a property, a row's share of the total.

Only where it is clear which table and which column is meant, and only where the table's labels tell its rows apart: two
years listed under one name would be mixed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answerer import DraftSentence
from assistant.answers import Status
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.tables import computed_text as told
from assistant.tables.computed_answer import ComputedAnswer, answered, quote_of
from assistant.tables.operations import AskedOperation, asks_for_rows, asks_how_many
from assistant.tables.reckoning import RANKS, Operand, Operation, compute
from assistant.tables.row_figures import RowReader
from assistant.tables.table_figures import Figure
from assistant.tables.table_rows import Row, Table, condition_on, named_rows, row_of
from ingest.cell_values import ValueType, read_cell
from ingest.documents import Cell
from vectorstore.search import Hit

_ABOUT, _IN_PART = 0.6, 0.4
# More passages than a reader would look through are not cited; the figures compared are counted in the answer.
_MOST_QUOTED = 12
_OVER_TABLE = RANKS | {Operation.SUM, Operation.MEAN, Operation.SHARE}


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a table, as far as it is filled: each row with its figure, and the rows whose value is missing."""

    figures: tuple[tuple[Row, Figure], ...]
    missing: tuple[Row, ...]

    @property
    def operands(self) -> list[Operand]:
        return [figure.operand(row.label, row.hit.document) for row, figure in self.figures]


class TableReckoner:
    """Reckons down tables.

    Args:
        matcher: Measures coverage.
        reader: Finds the column that is meant.
        sources: Texts of whole documents.
    """

    def __init__(self, matcher: Matcher, reader: RowReader, sources: Sources) -> None:
        self._matcher = matcher
        self._sources = sources
        self._reader = reader

    def answer(
        self,
        question: AnalyzedQuestion,
        asked: AskedOperation | None,
        words: Sequence[WeighedWord],
        tables: Sequence[Table],
    ) -> ComputedAnswer | None:
        """Return what a question asks of a whole table, None where it asks for nothing of the kind or is not clear.

        Args:
            question: What is asked.
            asked: The reckoning; None where the question may still ask for rows with a property.
            words: Its weighed words, those that name the reckoning not required.
            tables: The tables of the passages found, the best first.
        """
        if asked is not None and asked.operation not in _OVER_TABLE:
            return None
        for table in tables:
            only_explicit = asked is None and not asks_how_many(question.normal)
            condition, met = condition_on(question.normal, table, _holds_words, only_explicit=only_explicit)
            if not self._is_about(question, words, table, condition) or not self._reader.is_here(
                question, table.rows[0]
            ):
                continue
            if asked is None:
                found = _counted(condition, met)
            else:
                rows = [row for row, _ in met] if condition else list(table.items)
                found = self._reckoned(question, asked, words, table, rows)
            if found is not None:
                return found
        return None

    def _reckoned(
        self,
        question: AnalyzedQuestion,
        asked: AskedOperation,
        words: Sequence[WeighedWord],
        table: Table,
        rows: Sequence[Row],
    ) -> ComputedAnswer | None:
        total = next((row for row in reversed(table.rows) if row.is_total), None)
        named = named_rows(question.normal, table.items, self._matcher)
        if asked.operation is Operation.SHARE:
            return self._share_of_total(question, asked, words, named, total)
        if asked.operation is Operation.SUM and total is not None and len(rows) == len(table.items) and not named:
            return self._stated_total(question, asked, words, total)
        clear = not table.repeats_labels and len(rows) > 1 and not (named and asked.place > 0)
        column = self._column(question, asked, words, rows) if clear else None
        if column is None or len(column.figures) < 2:
            return None
        if asked.operation in RANKS:
            return _placed(asked, column, named) if asked.place == 0 else _ranked(asked, column)
        if column.missing or len(column.figures) > _MOST_QUOTED:
            return None
        computed = compute(asked.operation, column.operands)
        text = f"{column.figures[0][1].cell.header}は{told.total_sentence(computed)}"
        return answered(text, computed, [row for row, _ in column.figures], _ABOUT)

    def _column(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], rows: Sequence[Row]
    ) -> _Column | None:
        found = [(row, self._reader.column(question, asked, words, row)) for row in rows]
        headers = {figure.cell.header for _, figure in found if figure is not None}
        units = {figure.unit for _, figure in found if figure is not None and figure.value is not None}
        if len(headers) != 1 or len(units) != 1:
            return None
        return _Column(
            tuple((row, figure) for row, figure in found if figure is not None and figure.value is not None),
            tuple(row for row, figure in found if figure is None or figure.value is None),
        )

    def _share_of_total(
        self,
        question: AnalyzedQuestion,
        asked: AskedOperation,
        words: Sequence[WeighedWord],
        named: Sequence[Row],
        total: Row | None,
    ) -> ComputedAnswer | None:
        if total is None or len(named) != 1:
            return None
        part, whole = (self._reader.column(question, asked, words, row) for row in (named[0], total))
        if part is None or whole is None or part.value is None or whole.value is None:
            return None
        if part.cell.header != whole.cell.header:
            return None
        document = total.hit.document
        operands = [part.operand(named[0].label, document), whole.operand(total.label, document)]
        share = compute(Operation.SHARE, operands)
        return answered(told.quotient_sentence(share), share, [named[0], total], _ABOUT)

    def _stated_total(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], total: Row
    ) -> ComputedAnswer | None:
        """Return the total that the table itself gives: nothing is computed."""
        figure = self._reader.column(question, asked, words, total)
        if figure is None or figure.value is None:
            return None
        sentence = DraftSentence(f"{figure.written}です（{total.label}）。", (quote_of(total),))
        return ComputedAnswer(sentence, Status.ANSWERED, "", _ABOUT)

    def _is_about(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], table: Table, condition: str) -> bool:
        """Whether a table is what is asked about: by its own headings mostly, and by its document for the rest."""
        required = [w for w in words if w.required]
        named = " ".join(row.label for row in table.rows if row.label in question.normal)
        about = self._matcher.words(f"{table.about} {condition} {named}")
        covered = self._matcher.cover(required, ((about, 1.0),))
        if covered.missing_names > 0.0:
            return False
        if covered.share >= _ABOUT:
            return True
        text = self._sources.text(table.document)
        return covered.share >= _IN_PART and all(w.surface in text for w in required if w.text in covered.missing)


def says_condition(question: AnalyzedQuestion, rows: Sequence[Hit]) -> bool:
    """Whether a question asks for rows with a property, and one of the rows found has it."""
    if not asks_for_rows(question.normal):
        return False
    only_explicit = not asks_how_many(question.normal)
    tables = (Table((row_of(hit),)) for hit in rows)
    return any(condition_on(question.normal, t, _holds_words, only_explicit=only_explicit)[0] for t in tables)


def _counted(condition: str, met: Sequence[tuple[Row, Cell]]) -> ComputedAnswer | None:
    labels = {row.label for row, _ in met}
    if not condition or not met or len(met) > _MOST_QUOTED or len(labels) < len(met):
        return None
    operands = [
        Operand(row.label, Decimal(1), "", cell.text, row.hit.document, cell.start, cell.end) for row, cell in met
    ]
    count = compute(Operation.COUNT, operands)
    text = told.count_sentence(condition, [row.label for row, _ in met])
    return answered(text, count, [row for row, _ in met], _ABOUT, subject=condition)


def _ranked(asked: AskedOperation, column: _Column) -> ComputedAnswer | None:
    """Return the rows at the top of a column; all that are equal to the last of them."""
    order = sorted(column.figures, key=lambda pair: (pair[1].value or 0) * (1 if asked.lesser else -1))
    if asked.place > len(order):
        return None
    last = order[min(max(asked.top, asked.place), len(order)) - 1][1].value
    first = order[asked.place - 1][1].value if asked.place > 1 else None
    shown = [pair for pair in order[: _MOST_QUOTED + 1] if _reaches(pair[1].value, last, lesser=asked.lesser)]
    if first is not None:
        shown = [pair for pair in shown if pair[1].value == first]
    if not shown or len(shown) > _MOST_QUOTED:
        return None
    winners = [figure.operand(row.label, row.hit.document) for row, figure in shown]
    others = [figure.value for _, figure in order if (_, figure) not in shown and figure.value is not None]
    computed = compute(asked.operation, winners, others=others)
    text = told.rank_sentence(computed, asked, winners)
    return answered(text, computed, [row for row, _ in shown], _ABOUT, notice=_without(column))


def _placed(asked: AskedOperation, column: _Column, named: Sequence[Row]) -> ComputedAnswer | None:
    """Return which place a row takes."""
    own = next((pair for pair in column.figures if named and pair[0] is named[0]), None)
    if own is None or len(named) != 1:
        return None
    row, figure = own
    operand = figure.operand(row.label, row.hit.document)
    others = [f.value for other, f in column.figures if other is not row and f.value is not None]
    computed = compute(Operation.RANK_BELOW if asked.lesser else Operation.RANK, [operand], others=others)
    text = told.place_sentence(operand, int(computed.result), len(column.figures), asked)
    return answered(text, computed, [row], _ABOUT, notice=_without(column))


def _reaches(value: Decimal | None, last: Decimal | None, *, lesser: bool) -> bool:
    if value is None or last is None:
        return False
    return value <= last if lesser else value >= last


def _without(column: _Column) -> str:
    names = "、".join(f"「{row.label}」" for row in column.missing[:3])
    rest = len(column.missing) - 3
    return f"値のない{names}{f'ほか{rest}件' if rest > 0 else ''}は比べていません。" if column.missing else ""


def _holds_words(cell: Cell) -> bool:
    return read_cell(cell).type is ValueType.TEXT
