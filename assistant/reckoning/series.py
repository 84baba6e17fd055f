"""Tables whose rows are years: each column is read as the row of an indicator, with the years as its headers.

What is reckoned from the years of one row then serves for both ways in which tables of years are set.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answerer import Quote
from assistant.reckoning.computed_answer import ComputedAnswer, quote_of
from assistant.reckoning.table_figures import column_name
from assistant.tables.table_rows import Row, Table, name_cells
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.wareki import find_years
from vectorstore.words import searchable

_FEW = 2


def is_series(table: Table) -> bool:
    """Whether every row of a table but its totals is named by a year and nothing else."""
    return len(table.items) >= _FEW and all(_is_year(row.label) for row in table.items)


def columns_of(table: Table) -> list[Row]:
    """Return the columns of a table of years as rows: named by the column, each cell headed by the year of its row.

    A column with several cells in one row, or with none in some, is left out.
    """
    if not is_series(table):
        return []
    columns: dict[str, list[Cell]] = {}
    for row in table.items:
        labels = name_cells(row.cells)
        for cell in row.cells:
            if cell not in labels and cell.header:
                year = replace(cell, header=normalize_text(labels[-1].text), unit=cell.unit)
                columns.setdefault(cell.header, []).append(year)
    first = table.items[0]
    return [
        Row(first.hit, searchable(header).strip(), tuple(cells))
        for header, cells in columns.items()
        if len(cells) == len(table.items)
    ]


def cited_by_year(answer: ComputedAnswer, column: Row, table: Table) -> ComputedAnswer:
    """Return what was reckoned from a column with the rows that hold its operands, or its gaps, as quotes."""
    computed = answer.sentence.computed
    if computed is not None:
        places = {(operand.start, operand.end) for operand in computed.operands}
    else:
        places = {(cell.start, cell.end) for cell in column.cells}
    rows = [row for row in table.items if places & {(cell.start, cell.end) for cell in row.cells}]
    quotes: Sequence[Quote] = [quote_of(row, computed) for row in rows]
    return replace(answer, sentence=replace(answer.sentence, quotes=tuple(quotes)))


def _is_year(label: str) -> bool:
    return bool(find_years(normalize_text(label))) and not column_name(label)
