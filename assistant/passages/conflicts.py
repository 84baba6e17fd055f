"""Values of one thing that documents give differently: found, put in order, and shown side by side.

Two sentences are about one thing when they are alike but for their figures and speak of the same place. A final
version comes before a draft, a newer document before an older one.
"""

import re
from collections.abc import Callable, Sequence

from assistant.metadata_labels import VERSIONS
from assistant.passages.forms import FORMAL_KINDS
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion, Kind
from ingest.document_version import DRAFT, FINAL, REVISED
from ingest.documents import DocumentMetadata
from ingest.numerals import find_quantities
from ingest.wareki import find_years, to_wareki

Metadata = Callable[[str], DocumentMetadata | None]

_MOST = 3
# How far behind the best evidence another document's may lie, and how alike the two sentences must be.
_BEHIND, _ALIKE = 0.5, 0.6
_BIGRAM = 2
_RANKS = {FINAL: 2, REVISED: 2, None: 1, DRAFT: 0}
# 案では, 素案の, 確定版で: the version is asked for, so the others are not.
_VERSION_ASKED = re.compile(r"(?:素|原|改[定訂]|計画)?案(?:の|で|に)|確定|改[定訂]")
_FIGURES = re.compile(r"[\d,.]+")


def differing(question: AnalyzedQuestion, ranked: Sequence[Ranked], metadata: Metadata) -> list[Ranked]:
    """Return the best evidence and what other documents say otherwise, in the order to show; empty where none does.

    Args:
        question: What is asked; one that names a year or a version has said which it wants.
        ranked: The units, best first.
        metadata: What is known of a document, by its path.
    """
    if question.kind not in FORMAL_KINDS - {Kind.CONTACT} or question.years or _VERSION_ASKED.search(question.normal):
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
    return sorted(found, key=lambda entry: _precedence(metadata(entry.unit.hit.document)), reverse=True)


def repeated(unit: Unit, ranked: Sequence[Ranked]) -> list[Unit]:
    """Return the units of other documents that say the very same, best first, one a document."""
    same: dict[str, Unit] = {}
    for entry in ranked:
        other = entry.unit
        if other.hit.document != unit.hit.document and _compact(other.text) == _compact(unit.text):
            same.setdefault(other.hit.document, other)
    return list(same.values())[: _MOST - 1]


def notice(shown: Sequence[Ranked], metadata: Metadata) -> str:
    """Return what the reader is told of documents that differ: which is which version, and of when."""
    named = (
        f"[{number}]は{_named(entry.unit.hit.title, metadata(entry.unit.hit.document))}"
        for number, entry in enumerate(shown, 1)
    )
    return f"資料によって値が異なります。確定したもの、新しいものから順に示します。{'、'.join(named)}です。"


def _named(title: str, metadata: DocumentMetadata | None) -> str:
    details = [VERSIONS.get(metadata.version or "", ""), _written(metadata)] if metadata else []
    told = "、".join(filter(None, details))
    return f"「{title}」" + (f"（{told}）" if told else "（日付の記載なし）")


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


def _precedence(metadata: DocumentMetadata | None) -> tuple[int, str]:
    if metadata is None:
        return _RANKS[None], ""
    return _RANKS.get(metadata.version, 1), _day(metadata)


def _day(metadata: DocumentMetadata) -> str:
    """Return when a document was last written, in ISO form; its fiscal year where it gives no date."""
    return metadata.revised or metadata.date or (str(metadata.fiscal_year) if metadata.fiscal_year else "")


def _written(metadata: DocumentMetadata) -> str:
    day = metadata.revised or metadata.date
    if day is None:
        return to_wareki(metadata.fiscal_year, fiscal=True) if metadata.fiscal_year else ""
    year, *rest = (int(part) for part in day.split("-"))
    return to_wareki(year) + "".join(f"{n}{unit}" for n, unit in zip(rest, "月日", strict=False))
