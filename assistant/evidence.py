"""What may prove a sentence: the quotes it cites with what their place says, and every cell of a row in its own words.

A row is told cell by cell, each with the row's label, its header, its year, its value and its unit: a value proves
only what its own cell says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerer import Quote
from assistant.units import units_of
from ingest.cell_values import CellValue, ValueType, read_row
from ingest.documents import Cell
from ingest.table_headers import is_value
from ingest.wareki import to_wareki


@dataclass(frozen=True, slots=True)
class Evidence:
    """The texts behind one sentence, each a statement of its own.

    Attributes:
        passages: Context lines and quotes.
        cells: One line for each cell of the rows quoted.
        speakers: Who says the quotes, where minutes tell.
    """

    passages: tuple[str, ...]
    cells: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def evidence_of(quotes: Sequence[Quote]) -> Evidence:
    """Return what a sentence's quotes can prove it with."""
    passages: list[str] = []
    cells: list[str] = []
    speakers: list[str] = []
    for quote in quotes:
        chunk = quote.hit.chunk
        # A row's own text has its values side by side, without their headers.
        passages += [chunk.context, chunk.speaker or "", _heading(quote), "" if chunk.cells else quote.text]
        cells += row_statements(chunk.cells)
        if chunk.speaker:
            speakers.append(chunk.speaker)
    return Evidence(*(tuple(dict.fromkeys(filter(None, lines))) for lines in (passages, cells, speakers)))


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
