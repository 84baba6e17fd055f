"""Sentences of other documents that state a table cell's value: 令和5年度の観光入込客数は54,000人でした.

A sentence that says more than row, year and figure may speak of a part, of a change or of another scope, and is left
alone.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.passages.ranking import Sources
from assistant.passages.units import Unit, units_of
from assistant.tables.cell_subject import Subject, general_words_removed
from ingest.cell_values import Role
from ingest.cell_years import CellYear, year_in
from ingest.documents import Cell
from ingest.normalize import normalize
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import find_years
from vectorstore.search import Hit

_BLANKS = re.compile(r"\s")
# What may stand in the sentence beside row, year, figure and the document's own place.
_SAYS_NO_MORE = re.compile(
    r"(?:[のはがをでに、。]|における|について|実績(?:値)?|目標(?:値)?|本[市町村]|当[市町村]"
    r"|となりました|となっています|となった|でした|です|であった|だった|とします|としています|と定めています|を目指します)*$"
)
_TARGET = re.compile(r"目標|目指")
_TWO = 2


def stated_in_text(subject: Subject, row: Hit, hits: Sequence[Hit], sources: Sources) -> Iterator[tuple[Unit, Cell]]:
    """Yield the sentences of other documents that state a figure of the subject, each with that figure as a cell.

    Args:
        subject: What the cell is of; one without a year, or whose label may mean many things, is stated nowhere.
        row: The row of the cell.
        hits: The passages found.
        sources: Places of whole documents.
    """
    place = sources.main_place(row.document)
    kinds = (Role.TARGET, Role.ACTUAL, None)
    if not (subject.has_year and subject.is_specific and place) or subject.column or subject.role not in kinds:
        return
    label = subject.labels[-1]
    for hit in hits:
        chunk = hit.chunk
        if hit.document == row.document or chunk.cells or chunk.speaker or sources.main_place(hit.document) != place:
            continue
        if len(subject.labels) > 1 or label not in _BLANKS.sub("", normalize(chunk.text).text):
            continue
        if chunk.section and not _shares_words(chunk.section[-1], label):
            continue
        for unit in units_of(hit):
            figure = _figure(unit, subject, label, place)
            if figure is not None:
                yield unit, figure


def _figure(unit: Unit, subject: Subject, label: str, place: str) -> Cell | None:
    """Return the figure of a sentence that says nothing but the subject's value, None for any other."""
    chunk = unit.hit.chunk
    folded = normalize(chunk.text[unit.start - chunk.start : unit.end - chunk.start])
    text = folded.text
    years, figures = find_years(text), _figures(text)
    if not unit.is_sentence or len(years) != 1 or len(figures) != 1:
        return None
    if year_in(text) != CellYear(subject.fiscal_year, subject.year):
        return None
    if (_TARGET.search(text) is not None) != (subject.role is Role.TARGET):
        return None
    figure = figures[0]
    rest = text
    for start, end in sorted(((years[0].start, years[0].end), (figure.start, figure.end)), reverse=True):
        rest = rest[:start] + rest[end:]
    rest = _BLANKS.sub("", rest)
    if rest.count(label) != 1 or not _SAYS_NO_MORE.match(rest.replace(label, "").replace(place, "")):
        return None
    start, end = folded.to_source(figure.start, figure.end)
    return Cell("", chunk.text[unit.start - chunk.start :][start:end], unit.start + start, unit.start + end)


def _figures(text: str) -> list[Quantity]:
    dated = [(year.start, year.end) for year in find_years(text)]
    return [q for q in find_quantities(text) if not any(start < q.end and q.start < end for start, end in dated)]


def _shares_words(heading: str, label: str) -> bool:
    """Whether a heading speaks of what the label names: 観光の状況 above a sentence about 観光入込客数."""
    named = general_words_removed(label)
    return any(named[at : at + _TWO] in heading for at in range(len(named) - 1))
