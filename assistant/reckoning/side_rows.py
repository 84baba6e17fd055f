"""The rows of tables that tell of one of two things what is compared of it, each with the cell that does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.row_figures import RowReader
from assistant.reckoning.side_names import Measured, SideName
from assistant.reckoning.table_figures import Figure, figures_of_row, of_role, of_units, of_year
from assistant.tables.cells import label_cells
from assistant.tables.row_years import may_be_of
from assistant.tables.table_rows import Row, Table, tables_of
from ingest.cell_values import BLANK
from ingest.documents import Cell
from ingest.table_headers import is_value
from ingest.wareki import find_years
from vectorstore.search import Hit
from vectorstore.words import searchable

_DATE = re.compile(r"\d{1,2}月\s?\d{1,2}日|\d{1,2}/\d{1,2}")


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row about one of two things.

    Attributes:
        label: What the row, or its column, is called beside the other one.
        figure: Its figure; None where times are compared.
    """

    row: Row
    label: str
    figure: Figure | None
    shown: tuple[Cell, ...]


class SideRows:
    """Finds the rows about one of two things.

    Args:
        reader: Tells of which place a row is.
        sources: The rows of whole documents.
    """

    def __init__(self, reader: RowReader, sources: Sources) -> None:
        self._reader = reader
        self._sources = sources

    def of(
        self, question: AnalyzedQuestion, side: SideName, measured: Measured, hits: Sequence[Hit], *, of_time: bool
    ) -> list[SideRow]:
        """Return the rows about a thing, at most one a table.

        Args:
            question: What is asked of the thing, with the year that holds for both.
            side: The thing.
            measured: What is compared.
            hits: The passages found, best first.
            of_time: Whether times are compared, and not figures.
        """
        found = []
        # Tables of a few documents are read: first those in which a row was found that names the thing.
        rows = sorted((hit for hit in hits if hit.chunk.cells), key=lambda hit: not side.found(hit.chunk.text))
        for whole in tables_of(rows, self._sources):
            for table in whole.parts:
                row = self._named(question, side, measured, table, of_time=of_time)
                row = row or self._column(question, side, measured, table)
                if row is not None:
                    found.append(row)
        return found

    def _named(
        self, question: AnalyzedQuestion, side: SideName, measured: Measured, table: Table, *, of_time: bool
    ) -> SideRow | None:
        """Return the row that a thing's name names, with the cell for the rest of the name and for the measure."""
        named = [(row, side.found(_words_of(row))) for row in table.rows]
        most = max((len(parts) for _, parts in named), default=0)
        rows = [(row, parts) for row, parts in named if parts and len(parts) == most]
        exact = [(row, parts) for row, parts in rows if row.label in (side.name, *side.parts)]
        if len(exact or rows) != 1:
            return None
        row, parts = (exact or rows)[0]
        if not self._reader.is_here(question, row):
            return None
        around = _surroundings(row, self._sources)
        figures = figures_of_row(row.cells, question.units)
        headed: list[str] = []
        for part in side.parts:
            if part not in parts:
                if any(part in searchable(f.cell.header) for f in figures):
                    headed.append(part)
                elif part not in around:
                    return None
        if of_time:
            return _of_time(row, side, measured)
        figure = _measured(question, measured, row, [f for f in figures if _has(f, headed)])
        label = side.name if headed or len(side.parts) > 1 else row.label
        if figure is None:
            wordy = _wordy(question, measured, row)
            return SideRow(row, label, None, (*_names(row, wordy), wordy)) if wordy else None
        return SideRow(row, label, figure, (*_names(row, figure.cell), figure.cell))

    def _column(self, question: AnalyzedQuestion, side: SideName, measured: Measured, table: Table) -> SideRow | None:
        """Return the row that is called by what is compared, with the cell of the column that is called by a thing."""
        if not measured.parts:
            return None
        rows = [row for row in table.rows if not measured.missing(row.label)]
        exact = [row for row in rows if row.label in measured.parts]
        if len(exact or rows) != 1:
            return None
        row = (exact or rows)[0]
        figures = [f for f in figures_of_row(row.cells, question.units) if side.in_text(f.cell.header)]
        figures = _of_asked_year(question, row, figures)
        if len(figures) != 1 or not self._reader.is_here(question, row):
            return None
        cell = figures[0].cell
        return SideRow(row, side.name, figures[0], (*_names(row, cell), cell))


def _measured(question: AnalyzedQuestion, measured: Measured, row: Row, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure of the one column that is of what is compared, None where it is not clear which."""
    heading = _heading(row)
    kept = [f for f in figures if f.value is None or measured.fits(f.unit)]
    for part in measured.parts:
        headed = [f for f in kept if measured.is_named(part, f.cell.header)]
        if headed:
            kept = headed
        elif not measured.is_named(part, f"{heading} {_words_of(row)}"):
            prices = [f for f in kept if f.unit == "円"] if measured.is_price else []
            if not prices:
                return None
            kept = prices
    kept = _of_asked_year(question, row, of_units(of_role(kept, question.aspect), question.units))
    if len(kept) > 1 and all(f.year is not None for f in kept):
        filled = [f for f in kept if f.reason != BLANK]
        kept = of_year(filled, max(f.year or 0 for f in filled)) if filled else []
    return kept[0] if len(kept) == 1 else None


def _of_asked_year(question: AnalyzedQuestion, row: Row, figures: Sequence[Figure]) -> list[Figure]:
    if not question.years:
        return list(figures)
    if any(figure.year is not None for figure in figures):
        return of_year(figures, question.years[0])
    return list(figures) if may_be_of(question.years[0], row.hit, label_cells(row.hit.chunk.cells)) else []


def _of_time(row: Row, side: SideName, measured: Measured) -> SideRow | None:
    dated = [cell for cell in row.cells if _DATE.search(searchable(cell.text)) or find_years(searchable(cell.text))]
    if not dated or measured.missing(_words_of(row), *(cell.header for cell in row.cells), *row.hit.chunk.section):
        return None
    return SideRow(row, side.name, None, row.cells)


def _has(figure: Figure, parts: Sequence[str]) -> bool:
    return all(part in searchable(figure.cell.header) for part in parts)


def _words_of(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells if cell.text and not is_value(cell.text)) or row.label


def _surroundings(row: Row, sources: Sources) -> str:
    hit = row.hit
    place = sources.main_place(hit.document) or ""
    return searchable(" ".join((hit.title, *hit.chunk.section, hit.chunk.context, place)))


def _names(row: Row, cell: Cell) -> tuple[Cell, ...]:
    """Return the cells before one that name its row, two of them at most."""
    return tuple(c for c in row.cells if c.text and not is_value(c.text) and c.start < cell.start)[:2]


def _wordy(question: AnalyzedQuestion, measured: Measured, row: Row) -> Cell | None:
    """Return the one cell with words and no figure in a column that is called by what is compared: 無料, 休止中."""
    if question.years or not measured.parts:
        return None
    heading = _heading(row)
    named = [
        (cell, len(measured.missing(cell.header)))
        for cell in row.cells[1:]
        if cell.text and cell.header and not measured.missing(cell.header, heading)
    ]
    best = min((count for _, count in named), default=len(measured.parts))
    cells = [cell for cell, count in named if count == best < len(measured.parts)]
    return cells[0] if len(cells) == 1 else None


def _heading(row: Row) -> str:
    return row.hit.chunk.section[-1] if row.hit.chunk.section else row.hit.title
