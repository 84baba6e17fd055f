"""Values of one thing that documents give differently: found, put in order, and shown side by side.

Two sentences are about one thing when they are alike but for their figures and speak of the same place. Of table cells
`assistant.tables.cell_conflicts` does the same.
"""

import re
from collections.abc import Sequence

from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit
from assistant.passages.versions import Metadata, names_version, precedence
from assistant.questions import AnalyzedQuestion, Kind
from ingest.numerals import find_quantities
from ingest.wareki import find_years

_MOST = 3
# How far behind the best evidence another document's may lie, and how alike the two sentences must be.
_BEHIND, _ALIKE = 0.5, 0.6
_BIGRAM = 2
_COMPARED = frozenset({Kind.NUMBER, Kind.DATE})
_FIGURES = re.compile(r"[\d,.]+")


def differing(question: AnalyzedQuestion, ranked: Sequence[Ranked], metadata: Metadata) -> list[Ranked]:
    """Return the best evidence and what other documents say otherwise, in the order to show; empty where none does.

    Args:
        question: What is asked; one that names a year or a version has said which it wants.
        ranked: The units, best first.
        metadata: What is known of a document, by its path.
    """
    if question.kind not in _COMPARED or question.years or names_version(question):
        return []
    best = ranked[0]
    found = [best]
    for other in ranked[1:]:
        if other.score < best.score - _BEHIND or len(found) == _MOST:
            break
        known = {entry.unit.hit.document for entry in found}
        if other.unit.hit.document not in known and _about_the_same(best, other, metadata):
            found.append(other)
    if len({_values(entry.unit) for entry in found}) < 2:
        return []
    return sorted(found, key=lambda entry: precedence(metadata(entry.unit.hit.document)), reverse=True)


def repeated(unit: Unit, ranked: Sequence[Ranked]) -> list[Unit]:
    """Return the units of other documents that say the very same, best first, one a document."""
    same: dict[str, Unit] = {}
    for entry in ranked:
        other = entry.unit
        if other.hit.document != unit.hit.document and _compact(other.text) == _compact(unit.text):
            same.setdefault(other.hit.document, other)
    return list(same.values())[: _MOST - 1]


def _about_the_same(best: Ranked, other: Ranked, metadata: Metadata) -> bool:
    first, second = metadata(best.unit.hit.document), metadata(other.unit.hit.document)
    places = {m.place for m in (first, second) if m is not None and m.place is not None}
    if len(places) > 1 or other.kind_found < 1.0 or other.conflict or other.unit.hit.chunk.cells:
        return False
    return bool(_values(other.unit)) and _likeness(best.unit.text, other.unit.text) >= _ALIKE


def _likeness(one: str, other: str) -> float:
    """Return the share of character pairs that two texts have in common (Dice), their figures left out."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> set[str]:
    bare = _FIGURES.sub("", _compact(text))
    return {bare[at : at + _BIGRAM] for at in range(len(bare) - 1)}


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def _values(unit: Unit) -> frozenset[tuple[str, str]]:
    """Return the figures of a unit, and its years where it has no others."""
    years = find_years(unit.text)
    inside = [(year.start, year.end) for year in years]
    figures = [q for q in find_quantities(unit.text) if not any(start <= q.start < end for start, end in inside)]
    return frozenset((str(q.value), q.unit) for q in figures) or frozenset((year.iso, "") for year in years)
