"""What may prove a sentence: the quotes it cites with what their place says, and every cell of a row in its own words.

A row is told cell by cell, each with the row's label, its header, its year, its value and its unit: a value proves
only what its own cell says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerer import Quote
from assistant.injection import gives_orders
from assistant.passages.units import units_of
from ingest.cell_values import CellValue, ValueType, read_row
from ingest.documents import Cell
from ingest.table_headers import is_value
from ingest.wareki import to_wareki


@dataclass(frozen=True, slots=True)
class Evidence:
    """The texts behind one sentence, each a statement of its own.

    Attributes:
        passages: The quotes; a row's own text is left out, which has its values side by side without their headers.
        cells: One line for each cell of the rows quoted.
        speakers: Who says the quotes, where minutes tell.
        context: Titles, sections and headings that the quotes stand under; none that gives orders.
    """

    passages: tuple[str, ...]
    cells: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def evidence_of(quotes: Sequence[Quote]) -> Evidence:
    """Return what a sentence's quotes can prove it with."""
    chunks = [quote.hit.chunk for quote in quotes]
    context = [line for q in quotes for line in (q.hit.chunk.context, _heading(q)) if not gives_orders(line)]
    lines = (
        [quote.text for quote in quotes if not quote.hit.chunk.cells],
        [line for chunk in chunks for line in row_statements(chunk.cells)],
        [chunk.speaker or "" for chunk in chunks],
        context,
    )
    return Evidence(*(tuple(dict.fromkeys(filter(None, part))) for part in lines))


def _heading(quote: Quote) -> str:
    """Return the heading inside the chunk that a quote stands under; the context holds only those above the chunk."""
    units = units_of(quote.hit)
    return next((unit.heading for unit in units if unit.start <= quote.start < unit.end), "")


def row_statements(cells: Sequence[Cell]) -> list[str]:
    """Return one line for each cell of a row: the row's label, the cell's header and year, its value with its unit."""
    labels = []
    for cell in cells:
        if cell.text and is_value(cell.text):
            break
        labels.append(cell.text)
    label = " ".join(filter(None, labels))
    return [
        " ".join(filter(None, (label, cell.header, _period(value), cell.text, _exact(value))))
        for cell, value in zip(cells, read_row(cells), strict=True)
        if cell.text
    ]


def _period(value: CellValue) -> str:
    """Return the years that a cell is of; its header may leave them to the row, or to the header at its left."""
    fiscal = to_wareki(value.fiscal_year, fiscal=True) if value.fiscal_year is not None else ""
    return " ".join(filter(None, (fiscal, to_wareki(value.year) if value.year is not None else "")))


def _exact(value: CellValue) -> str:
    measured = value.type in (ValueType.NUMBER, ValueType.PERCENT)
    return f"{value.value:f}{value.unit}" if measured and value.unit else ""
