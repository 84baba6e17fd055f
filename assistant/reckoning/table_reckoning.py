"""Answers that are reckoned down a whole table: sums, means, ranks, rows with a property, a row's share of the total.

Only where it is clear which table and which column is meant, and only where the table's labels tell its rows apart: two
years listed under one name would be mixed.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answerer import DraftSentence
from assistant.answers import Status
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import RANKS, Operand, Operation, compute
from assistant.reckoning.asked_conditions import AskedCondition
from assistant.reckoning.computed_answer import ComputedAnswer, answered, quote_of
from assistant.reckoning.condition_reckoning import ConditionReckoner
from assistant.reckoning.operations import AskedOperation, asks_for_rows, asks_how_many
from assistant.reckoning.row_figures import RowReader
from assistant.reckoning.row_reckoning import missing
from assistant.reckoning.table_figures import Figure
from assistant.reckoning.table_totals import MOST_QUOTED, Column, added_up, share_of, share_of_all
from assistant.tables.table_rows import Row, Table, condition_on, counts_others, named_rows, of_category, row_of
from ingest.cell_values import ValueType, read_cell
from ingest.documents import Cell
from vectorstore.search import Hit

_ABOUT, _IN_PART = 0.6, 0.4
# 台数, 金額: the column says that it counts, and the table what.
_COUNTS = re.compile(r"(?:合計)?(?:[一-龯]?数量?|数値|[一-龯]?量|金?額|実績値?|値|件数|人数|計)")
_OVER_TABLE = RANKS | {Operation.SUM, Operation.MEAN, Operation.SHARE}


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
        self._conditions = ConditionReckoner(matcher, reader)

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
        if asked is not None and (asked.operation not in _OVER_TABLE or len({y.year for y in question.years}) > 1):
            return None  # a column is of one year
        for whole in tables:
            table = self._part_meant(words, whole)
            only_explicit = asked is None and not asks_how_many(question.normal)
            condition, met = condition_on(question.normal, table, _holds_words, only_explicit=only_explicit)
            if not self._is_about(question, words, table, condition) or not self._reader.is_here(
                question, table.rows[0]
            ):
                continue
            if asked is None:
                found = _counted(condition, met)
            else:
                rows = [row for row, _ in met] if condition else of_category(question.normal, table)
                found = self._reckoned(question, asked, words, table, rows)
            if found is not None:
                return found
        return None

    def meeting(
        self,
        question: AnalyzedQuestion,
        asked: AskedCondition,
        words: Sequence[WeighedWord],
        tables: Sequence[Table],
    ) -> ComputedAnswer | None:
        """Return the rows that meet a condition on their figures, of the first table that is asked about.

        Raises:
            ReckoningError: The figures cannot be compared.
        """
        for whole in tables:
            table = self._part_meant(words, whole)
            said, met = condition_on(question.normal, table, _holds_words, only_explicit=False)
            table = Table(tuple(row for row, _ in met)) if said else table
            if not self._is_about(question, words, table, said) or not self._reader.is_here(question, table.rows[0]):
                continue
            found = self._conditions.answer(question, asked, words, table, score=_ABOUT, kind=said)
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
        named = named_rows(question.normal, table.items, self._matcher)
        if asked.operation is Operation.SHARE:
            return self._share(question, asked, words, table, named)
        totals = [row for row in table.rows if row.is_total]
        if asked.operation is Operation.SUM and totals and len(rows) == len(table.items) and not named:
            return self._stated_total(question, asked, words, totals[0]) if len(totals) == 1 else None
        clear = not table.repeats_labels and len(rows) > 1 and not (named and asked.place > 0)
        column = self._column(question, asked, words, rows) if clear else None
        if column is None or len(column.figures) < 2 or column.mixes_levels:
            return None
        if asked.operation in RANKS:
            return _placed(asked, column, named) if asked.place == 0 else _ranked(asked, column)
        return None if counts_others(question.normal, len(rows)) else self._added_up(question, asked, words, column)

    def _part_meant(self, words: Sequence[WeighedWord], table: Table) -> Table:
        """Return the part of a table whose heading a question names, the whole table where it names none of several."""
        parts = table.parts
        if len(parts) == 1:
            return table
        headings = [self._matcher.words(" ".join(part.rows[0].hit.chunk.section)).words for part in parts]
        shared = frozenset.intersection(*headings)
        nouns = {w.text for w in words if w.required and w.noun and len(w.text) > 1}
        counts = [len(nouns & (heading - shared)) for heading in headings]
        best = max(counts)
        return parts[counts.index(best)] if best and counts.count(best) == 1 else table

    def _column(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], rows: Sequence[Row]
    ) -> Column | None:
        found = [(row, self._reader.column(question, asked, words, row)) for row in rows]
        if asked.operation not in RANKS and not all(self._is_named(question, f) for _, f in found if f is not None):
            return None
        headers = {figure.cell.header for _, figure in found if figure is not None}
        units = {figure.unit for _, figure in found if figure is not None and figure.value is not None}
        if len(headers) != 1 or len(units) != 1:
            return None
        return Column(
            tuple((row, figure) for row, figure in found if figure is not None and figure.value is not None),
            tuple(row for row, figure in found if figure is None or figure.value is None),
        )

    def _is_named(self, question: AnalyzedQuestion, figure: Figure) -> bool:
        """Whether a question names a column; one of years, and one that only says that it counts, need no name."""
        if not figure.name or _COUNTS.fullmatch(figure.name) or figure.name in question.normal:
            return True
        asked = self._matcher.words(question.normal)
        return any(len(word) > 1 and asked.holds(word) for word in self._matcher.words(figure.name).words)

    def _share(
        self,
        question: AnalyzedQuestion,
        asked: AskedOperation,
        words: Sequence[WeighedWord],
        table: Table,
        named: Sequence[Row],
    ) -> ComputedAnswer | None:
        """Return a row's share of the total of its part of the table, which is stated there or added up."""
        if len(named) != 1:
            return None
        part = next(part for part in table.parts if named[0] in part.rows)
        totals = [row for row in part.rows if row.is_total]
        column = self._column(question, asked, words, [*part.items, *totals])
        if column is None or len(totals) > 1:
            return None
        figures = dict(column.figures)
        if named[0] not in figures:
            return None
        if totals:
            whole = figures.get(totals[0])
            return share_of((named[0], figures[named[0]]), (totals[0], whole), _ABOUT) if whole else None
        return None if part.repeats_labels else share_of_all(named[0], column, _ABOUT)

    def _added_up(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], column: Column
    ) -> ComputedAnswer | None:
        """Return a sum or a mean of a column, or the finding that a row has no value in it."""
        if not column.missing:
            return added_up(asked.operation, column, _ABOUT)
        gap = self._reader.column(question, asked, words, column.missing[0])
        return missing(column.missing[0], gap, [], _ABOUT) if gap is not None and gap.value is None else None

    def _stated_total(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], total: Row
    ) -> ComputedAnswer | None:
        """Return the total that the table itself gives: nothing is computed."""
        figure = self._reader.column(question, asked, words, total)
        if figure is None or figure.value is None or not self._is_named(question, figure):
            return None
        sentence = DraftSentence(f"{figure.written}です（{total.label}）。", (quote_of(total),))
        return ComputedAnswer(sentence, Status.ANSWERED, "", _ABOUT)

    def _is_about(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], table: Table, condition: str) -> bool:
        """Whether a table is what is asked about: by its own headings mostly, and by its document for the rest."""
        required = [w for w in words if w.required]
        named = " ".join(row.label for row in table.rows if row.label in question.normal)
        about = self._matcher.words(f"{table.about} {condition} {named}")
        text = self._sources.text(table.document)
        # A town's name may stand in the text alone.
        covered = self._matcher.cover(required, ((about, 1.0),), document=text)
        if covered.missing_names > 0.0:
            return False
        if covered.share >= _ABOUT:
            return True
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
    if not condition or not met or len(met) > MOST_QUOTED or len(labels) < len(met):
        return None
    operands = [
        Operand(row.label, Decimal(1), "", cell.text, row.hit.document, cell.start, cell.end) for row, cell in met
    ]
    count = compute(Operation.COUNT, operands)
    text = told.count_sentence(condition, [row.label for row, _ in met])
    return answered(text, count, [row for row, _ in met], _ABOUT, subject=condition)


def _ranked(asked: AskedOperation, column: Column) -> ComputedAnswer | None:
    """Return the rows at the top of a column; all that are equal to the last of them."""
    order = sorted(column.figures, key=lambda pair: (pair[1].value or 0) * (1 if asked.lesser else -1))
    if asked.place > len(order):
        return None
    last = order[min(max(asked.top, asked.place), len(order)) - 1][1].value
    first = order[asked.place - 1][1].value if asked.place > 1 else None
    shown = [pair for pair in order[: MOST_QUOTED + 1] if _reaches(pair[1].value, last, lesser=asked.lesser)]
    if first is not None:
        shown = [pair for pair in shown if pair[1].value == first]
    if not shown or len(shown) > MOST_QUOTED:
        return None
    winners = [figure.operand(row.label, row.hit.document) for row, figure in shown]
    others = [figure.value for _, figure in order if (_, figure) not in shown and figure.value is not None]
    computed = compute(asked.operation, winners, others=others)
    text = told.rank_sentence(computed, asked, winners)
    return answered(text, computed, [row for row, _ in shown], _ABOUT, notice=column.remark)


def _placed(asked: AskedOperation, column: Column, named: Sequence[Row]) -> ComputedAnswer | None:
    """Return which place a row takes."""
    own = next((pair for pair in column.figures if named and pair[0] is named[0]), None)
    if own is None or len(named) != 1:
        return None
    row, figure = own
    operand = figure.operand(row.label, row.hit.document)
    others = [f.value for other, f in column.figures if other is not row and f.value is not None]
    computed = compute(Operation.RANK_BELOW if asked.lesser else Operation.RANK, [operand], others=others)
    text = told.place_sentence(operand, int(computed.result), len(column.figures), asked)
    return answered(text, computed, [row], _ABOUT, notice=column.remark)


def _reaches(value: Decimal | None, last: Decimal | None, *, lesser: bool) -> bool:
    if value is None or last is None:
        return False
    return value <= last if lesser else value >= last


def _holds_words(cell: Cell) -> bool:
    return read_cell(cell).type is ValueType.TEXT
