"""Rows whose figures meet a condition: 利用者が1万人以上の施設, 目標を達成した指標, 前年度より減った区分.

All rows of a table are held against the condition, or all years of one row. Rows without a value are named; rows whose
figures are of another kind (% beside 人) are not compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.questions import AnalyzedQuestion
from assistant.reckoning import computed_text as told
from assistant.reckoning.arithmetic import Operand, Operation, count_of
from assistant.reckoning.asked_conditions import AskedCondition
from assistant.reckoning.computed_answer import ComputedAnswer, answered
from assistant.reckoning.conditions import OF_TARGETS, OF_TIMES, Condition
from assistant.reckoning.operations import AskedOperation
from assistant.reckoning.row_figures import RowReader, Share, two_times, value_and_target
from assistant.reckoning.table_figures import Figure, figures_of_row
from assistant.reckoning.table_totals import Column
from assistant.tables.table_rows import Row, Table, name_cells, named_rows, of_category
from ingest.cell_values import Role
from ingest.documents import Cell
from vectorstore.words import searchable

# A reader goes through so many rows; of more the table itself is the better answer.
_MOST_LISTED = 20
_LEAST_COMPARED, _PAIR = 2, 2
_COUNTING = AskedOperation(Operation.COUNT)


@dataclass(frozen=True, slots=True)
class _Compared:
    """The figures of one thing that are held against the condition, or the finding that it lacks one.

    Attributes:
        label: What the thing is called: the row, or a year of it.
    """

    label: str
    row: Row
    figures: tuple[Figure, ...]

    @property
    def is_complete(self) -> bool:
        return bool(self.figures) and all(figure.value is not None for figure in self.figures)

    @property
    def values(self) -> list[Decimal]:
        return [figure.value for figure in self.figures if figure.value is not None]

    @property
    def operands(self) -> list[Operand]:
        return [figure.operand(self.label, self.row.hit.document) for figure in self.figures]


class ConditionReckoner:
    """Finds the rows that meet a condition.

    Args:
        matcher: Finds the rows that are named.
        reader: Finds the column that is meant.
    """

    def __init__(self, matcher: Matcher, reader: RowReader) -> None:
        self._matcher = matcher
        self._reader = reader

    def answer(
        self,
        question: AnalyzedQuestion,
        asked: AskedCondition,
        words: Sequence[WeighedWord],
        table: Table,
        *,
        score: float,
        kind: str = "",
    ) -> ComputedAnswer | None:
        """Return the rows of a table that meet the condition, None where it is not clear which figures are meant.

        Args:
            question: What is asked.
            asked: The condition.
            words: The question's weighed words, those that name the reckoning not required.
            table: The table, or the part of one that is meant.
            score: How well table and question match.
            kind: What is said of all rows of the part: 部局が建設部; empty for the table as it is.

        Raises:
            ReckoningError: The figures cannot be compared.
        """
        condition = asked.condition
        if condition.bound is not None:
            question = replace(question, units=(condition.unit,))
        named = named_rows(question.normal, table.items, self._matcher)
        if len(named) == 1 and condition.bound is not None and asked.is_of_years:
            things = _years(question, named[0])
        elif named or not asked.is_of_rows(_noun_of(table)) or _is_label(condition, table):
            return None
        else:
            found = [self._thing(question, condition, words, row) for row in of_category(question.normal, table)]
            things = _of_one_kind(condition, found)
        return _told(condition, things, score, kind)

    def _thing(
        self, question: AnalyzedQuestion, condition: Condition, words: Sequence[WeighedWord], row: Row
    ) -> _Compared:
        """Return a row's figures for the condition."""
        figures = figures_of_row(row.cells, question.units)
        share = self._reader.share(words, row)
        if condition.relation in OF_TARGETS:
            return _beside_target(question, condition, row, figures, share)
        if condition.relation in OF_TIMES:
            pair = two_times(question, figures, share)
            return _Compared(row.label, row, (pair.first, pair.second)) if pair else _unread(row)
        figure = self._reader.column(question, _COUNTING, words, row)
        return _Compared(row.label, row, (figure,)) if figure is not None else _unread(row)


def _of_one_kind(condition: Condition, things: Sequence[_Compared]) -> list[_Compared]:
    """Return the things with figures of the bound's unit, and those without a value in the same column."""
    if condition.bound is None:
        return list(things)
    units: dict[str, set[str]] = {}
    for thing in things:
        if thing.is_complete:
            units.setdefault(thing.figures[0].cell.header, set()).add(thing.figures[0].unit)
    columns = {header for header, known in units.items() if condition.unit in known}
    kept = []
    for thing in things:
        if thing.figures and _is_of_kind(thing, condition.unit, units):
            kept.append(thing)
        elif columns & _wordy(thing.row):
            kept.append(_unread(thing.row))
    return kept


def _wordy(row: Row) -> set[str]:
    """Return the columns in which a row has words and no figure: 休館中."""
    figures = {figure.cell.header for figure in figures_of_row(row.cells)}
    return {cell.header for cell in row.cells if cell.text} - figures


def _is_of_kind(thing: _Compared, unit: str, units: Mapping[str, set[str]]) -> bool:
    """Whether a thing has a figure with a unit; a value that is missing has its column's, or its row's, if it mixes."""
    (figure,) = thing.figures
    if figure.value is not None:
        return figure.unit == unit
    column = units.get(figure.cell.header, set())
    row = {f.unit for f in figures_of_row(thing.row.cells) if f.value is not None}
    return unit in (column if len(column) == 1 or not row else row & column)


def _years(question: AnalyzedQuestion, row: Row) -> list[_Compared]:
    """Return the figures of a row year by year, none where a year has several."""
    figures = [
        figure
        for figure in figures_of_row(row.cells, question.units)
        if figure.year is not None and figure.role in (None, Role.ACTUAL) and figure.unit in ("", *question.units)
    ]
    if len({figure.year for figure in figures}) < len(figures):
        return []
    return [_Compared(figure.period, row, (figure,)) for figure in figures]


def _unread(row: Row) -> _Compared:
    """Return a row whose figures for the condition are not there, or are not understood: it is named as left out."""
    return _Compared(row.label, row, ())


def _beside_target(
    question: AnalyzedQuestion, condition: Condition, row: Row, figures: Sequence[Figure], share: Share
) -> _Compared:
    """Return a row's target and value, behind its base value where the direction of the target must be known."""
    pair = value_and_target(question, figures, share)
    if pair is None:
        return _unread(row)
    if condition.arity == _PAIR:
        return _Compared(row.label, row, (pair.first, pair.second))
    base = next((figure for figure in figures if figure.role is Role.BASE), None)
    values = (base.value if base else None, pair.first.value, pair.second.value)
    # Where base and target are equal nothing says in which direction a value may differ from them.
    unclear = values[0] is None or (values[0] == values[1] != values[2])
    return _Compared(row.label, row, () if base is None or unclear else (base, pair.first, pair.second))


def _told(condition: Condition, things: Sequence[_Compared], score: float, kind: str) -> ComputedAnswer | None:
    compared = [thing for thing in things if thing.is_complete]
    headers = {tuple(figure.cell.header for figure in thing.figures) for thing in compared}
    years = len({thing.row for thing in compared}) == 1
    if len(compared) < _LEAST_COMPARED or (len(headers) > 1 and not years):
        return None
    met = [thing for thing in compared if condition.holds(thing.values)]
    shown = met or compared
    labels = [thing.label for thing in compared]
    repeated = any(labels.count(thing.label) > 1 for thing in met)
    # A bound is held against each row by itself, whatever others are called.
    if len(shown) > _MOST_LISTED or (repeated and condition.bound is None):
        return None
    others = [value for thing in compared if thing not in met for value in thing.values]
    counted = count_of(condition, [operand for thing in met for operand in thing.operands], others)
    column = compared[0].row.label if years else _column_of(condition, compared)
    column = f"{kind}で、{column}" if kind else column
    text = told.met_sentence(counted, column, len(compared))
    rows = list(dict.fromkeys(thing.row for thing in shown))
    remark = f"{told.SAME_NAMES if repeated else ''}{_without(things)}"
    return answered(text, counted, rows, score, subject=column, notice=remark)


def _column_of(condition: Condition, compared: Sequence[_Compared]) -> str:
    """Return what was compared: the column, or its name and the two times."""
    figures = compared[0].figures
    if condition.bound is not None:
        return figures[0].name or f"{figures[0].period}の値"
    if condition.relation in OF_TIMES:
        first, last = (figure.period or figure.name for figure in figures)
        name = f"{figures[-1].name}が" if figures[-1].period and figures[-1].name else ""
        return f"{name}{first}から{last}に"
    period = figures[-1].period
    return f"{period}の値で" if period and len({thing.figures[-1].period for thing in compared}) == 1 else ""


def _without(things: Sequence[_Compared]) -> str:
    return Column((), tuple(thing.row for thing in things if not thing.is_complete)).remark


def _noun_of(table: Table) -> str:
    """Return what a table calls its rows: the header of their labels."""
    own = [cell for cell in name_cells(table.rows[0].cells) if _is_name(cell, table.rows[0])]
    return own[-1].header.rpartition(" ")[2] if own else ""


def _is_name(cell: Cell, row: Row) -> bool:
    return searchable(cell.text).strip().startswith(row.label)


def _is_label(condition: Condition, table: Table) -> bool:
    """Whether the bound stands in the table's own words: 65歳以上の人口."""
    said = condition.said
    return bool(said) and any(said in f"{cell.header} {row.label}" for row in table.rows for cell in row.cells)
