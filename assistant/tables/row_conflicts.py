"""Rows shown whole that other documents have with another figure or date in a column asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerer import DraftSentence, Quote
from assistant.passages.ranking import Sources
from assistant.passages.units import row_as_text
from assistant.passages.versions import names_version, precedence
from assistant.questions import AnalyzedQuestion, Kind
from assistant.reckoning.table_figures import column_name
from assistant.tables.cell_agreement import Agreement, agreement
from assistant.tables.cell_conflicts import is_ambiguous
from assistant.tables.cell_subject import Subject, same_row, same_surroundings, subjects_of
from ingest.cell_values import CellValue, ValueType
from ingest.documents import Cell
from vectorstore.search import Hit

_MOST = 3
_NUMBERS = frozenset({ValueType.NUMBER, ValueType.PERCENT})


@dataclass(frozen=True, slots=True)
class DifferingRow:
    """A row with the cells that another document has otherwise."""

    hit: Hit
    cells: tuple[Cell, ...]

    @property
    def sentence(self) -> DraftSentence:
        """The row as a sentence, with these cells marked."""
        chunk = self.hit.chunk
        marked = tuple(sorted((cell.start, cell.end) for cell in self.cells))
        return DraftSentence(row_as_text(chunk.cells), (Quote(self.hit, chunk.start, chunk.end, marked),))


def differing_rows(question: AnalyzedQuestion, best: Hit, hits: Sequence[Hit], sources: Sources) -> list[DifferingRow]:
    """Return a row and those of other documents that differ in what is asked, in the order to show; else nothing.

    Args:
        question: What is asked; one that compares, or names a version or a speaker, wants no other value beside it.
        best: The row that would answer alone.
        hits: The passages found, best first.
        sources: Rows and metadata of whole documents.
    """
    if not best.chunk.cells or question.compares or question.speaker or question.person or names_version(question):
        return []
    asked = [entry for entry in subjects_of(best, sources) if _is_asked(question, *entry)]
    found: dict[str, DifferingRow] = {}
    differing: set[Cell] = set()
    for hit in hits:
        if hit.document in (best.document, *found) or len(found) == _MOST - 1 or not same_row(best, hit):
            continue
        pairs = _differing(asked, best, hit, sources)
        if pairs:
            found[hit.document] = DifferingRow(hit, tuple(other for _, other in pairs))
            differing |= {cell for cell, _ in pairs}
    if not found:
        return []
    rows = [DifferingRow(best, tuple(differing)), *found.values()]
    return sorted(rows, key=lambda row: precedence(sources.metadata(row.hit.document)), reverse=True)


def _is_asked(question: AnalyzedQuestion, cell: Cell, value: CellValue, subject: Subject) -> bool:
    """Whether a cell may hold the answer: a date, or a figure with a unit asked for or in a column that is named."""
    if question.kind is Kind.DATE:
        return value.type is ValueType.DATE
    if question.kind is not Kind.NUMBER or value.type not in _NUMBERS:
        return False
    if question.years and subject.has_year:
        return question.years[0].year in (subject.fiscal_year, subject.year)
    name = column_name(cell.header).replace(" ", "")
    return value.unit in question.units or (bool(name) and name in question.normal.replace(" ", ""))


def _differing(
    asked: Sequence[tuple[Cell, CellValue, Subject]], best: Hit, other: Hit, sources: Sources
) -> list[tuple[Cell, Cell]]:
    """Return the cells asked for that another document's row has with another value, each with that one."""
    theirs = subjects_of(other, sources)
    pairs = []
    for cell, value, subject in asked:
        same = [(c, v) for c, v, of in theirs if of == subject]
        if len(same) != 1 or not same_surroundings(subject, best, other, sources):
            continue
        if agreement((cell, value), same[0]) is not Agreement.DIFFERENT:
            continue
        if not any(
            is_ambiguous(hit, *entry, subject, sources) for hit, entry in ((best, (cell, value)), (other, same[0]))
        ):
            pairs.append((cell, same[0][0]))
    return pairs
