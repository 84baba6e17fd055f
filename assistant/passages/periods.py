"""When a passage speaks of: the years it names, those it names in short, and those it counts from its document's date.

Minutes of February 2019 say 今年度 and mean fiscal year 2018; they say 27年度555団体、28年度495団体 and write the era
once or never. A passage without any year speaks of its document's own time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asked.question_rules import DEICTIC
from assistant.passages.forms import UNBOUND
from assistant.passages.governing_years import announced_year, is_compared
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion, Kind
from ingest.documents import DocumentMetadata
from ingest.numerals import find_quantities
from ingest.relative_years import find_relative_years
from ingest.wareki import YearMention, find_years, fiscal_year_of, year_without_era
from vectorstore.words import searchable

# What a year asked for counts by where it stands. Half is what a passage gets when no year is asked for.
_AROUND, _OF_DOCUMENT, _IN_PASSAGE, _NO_YEAR, _ELSEWHERE, _UNNAMED = 0.85, 0.85, 0.65, 0.5, 0.3, 0.25
_NOW = re.compile(r"現在|今は|今の")
# 28年度 behind 平成27年度, and 31年 behind 平成21年 in the same sentence; 3年間 and 5年以上 are spans.
_SHORT = re.compile(r"(?<![\d.,第約全])(?P<number>\d{1,2})(?P<unit>年度?)(?![間代半ぶ以前後目未毎制生])")
_FARTHEST = 30
# A budget is laid before the assembly in February or March, before its fiscal year begins; accounts come afterwards.
_BUDGET, _ACCOUNTS = re.compile(r"予算"), re.compile(r"決算|執行|補正|実績")
_LAST_MONTH_OF_BUDGETS = 3
_OF_FIGURES = frozenset({Kind.NUMBER, Kind.THING})
# A question for a change or a difference is answered by what is compared.
_COMPARES = re.compile(r"比|差|増|減|伸び|より|から|変わ|変化|推移|上回|下回")


@dataclass(frozen=True, slots=True)
class DocumentTime:
    """When a document speaks; what is unknown is None.

    Attributes:
        year: Western calendar year of its date.
        month: 1–12.
        fiscal_year: Western year in which its fiscal year begins.
    """

    year: int | None = None
    month: int | None = None
    fiscal_year: int | None = None

    @classmethod
    def of(cls, metadata: DocumentMetadata | None) -> "DocumentTime":
        """Read the date and the fiscal year of a document's metadata."""
        if metadata is None:
            return cls()
        parts = [int(part) for part in (metadata.date or "").split("-") if part]
        year, month = parts[0] if parts else None, parts[1] if len(parts) > 1 else None
        return cls(year, month, metadata.fiscal_year)

    def counted(self, offset: int, *, fiscal: bool) -> int | None:
        """Return the year ``offset`` years from the document's own, None where that is unknown."""
        own = self.year
        if fiscal:
            own = fiscal_year_of(self.year, self.month) if self.year and self.month else self.fiscal_year
        return None if own is None else own + offset


_UNDATED = DocumentTime()


def year_found(question: AnalyzedQuestion, unit: Unit, when: DocumentTime = _UNDATED, document: str = "") -> float:
    """Return how surely a unit speaks of the time asked for: 1 where it says so, 0 where it names another time only.

    Args:
        question: What is asked; 0.5 for one without a year.
        unit: The unit.
        when: When its document speaks.
        document: The document's text: what a speech has announced before the unit tells of which year it speaks.
    """
    chunk = unit.hit.chunk
    around = f"{chunk.context} {unit.heading} {unit.before}"
    relative = _relative_found(question, unit.text, around, when)
    if relative is not None:
        return relative
    if not question.years:
        return _now_found(question, unit)
    return _named_found(question, unit, around, when, document)


def _named_found(question: AnalyzedQuestion, unit: Unit, around: str, when: DocumentTime, document: str) -> float:
    asked, compares = question.years[0], _COMPARES.search(question.normal) is not None
    named, own = years_in(unit.text, when), _own_years(unit.text, when)
    beside = years_in(around, when) if compares else _own_years(around, when)
    if any(_agrees(asked, year) for year in (named if compares else own)):
        return 1.0
    if any(_agrees(asked, year) for year in beside):
        return _AROUND
    if named and not own and not compares:
        return 0.0  # by how much something differs from another year is no value of any
    governed = None if own else _governed(question, unit, when, document)
    if governed is None and not own and not beside and _speaks_then(question, when, unit.text):
        governed = _OF_DOCUMENT
    if governed is None and any(_agrees(asked, year) for year in years_in(unit.hit.chunk.text, when)):
        governed = _elsewhere(question, own)
    return governed if governed is not None else 0.0 if named or beside else _UNNAMED


def _elsewhere(question: AnalyzedQuestion, own: Sequence[YearMention]) -> float:
    """Return what a unit counts whose passage names the year asked for in other sentences, by its own years."""
    if own and question.kind is Kind.NUMBER and question.years[0].fiscal and all(year.fiscal for year in own):
        return 0.0  # the figure is of the fiscal year that its sentence names
    return _ELSEWHERE if own else _IN_PASSAGE


def _own_years(text: str, when: DocumentTime) -> list[YearMention]:
    """Return the years of which a text speaks, without those that it only compares with."""
    normal = searchable(text)
    return [year for year in years_in(text, when) if not is_compared(normal, year)]


def _governed(question: AnalyzedQuestion, unit: Unit, when: DocumentTime, document: str) -> float | None:
    """Return what a figure of a speech counts by the year that the speech has announced; None where nothing tells.

    Where it announced none, it speaks of no year further from its own day than the ones before and after.
    """
    asked = question.years[0]
    if unit.hit.chunk.speaker is None or asked.month is not None:
        return None
    announced = announced_year(document, unit.start)
    if announced == asked.year:
        return _AROUND
    if question.kind not in _OF_FIGURES or not find_quantities(unit.text):
        return None
    if announced is not None:
        said = unit.hit.chunk.text[: unit.start - unit.hit.chunk.start]
        return None if any(_agrees(asked, year) for year in _own_years(said, when)) else 0.0
    own = when.counted(0, fiscal=True)
    known = {year.year for year in years_in(unit.hit.chunk.text, when)}
    return 0.0 if own is not None and abs(asked.year - own) > 1 and asked.year not in known else None


def other_time(question: AnalyzedQuestion, unit: Unit, bound: float, when: DocumentTime = _UNDATED) -> bool:
    """Whether a unit is about another occasion than the question.

    So it is when 次回 or 来年度 is asked and the passage knows of none, and when the title is of another year and
    only a sentence about something else names the year asked for.

    Args:
        question: What is asked.
        unit: The unit.
        bound: The share of the question's common words in the unit itself.
        when: When its document speaks.
    """
    asked = DEICTIC.search(question.normal)
    chunk = unit.hit.chunk
    if asked is not None and asked[0] not in searchable(
        f"{chunk.text} {' '.join(c.header for c in chunk.cells if c.text)}"
    ):
        return True
    titled = years_in(unit.hit.title, when)
    elsewhere = bool(titled) and not any(_agrees(year, found) for year in question.years for found in titled)
    return bool(question.years) and elsewhere and bound < UNBOUND


@lru_cache(maxsize=8_192)
def years_in(text: str, when: DocumentTime = _UNDATED) -> tuple[YearMention, ...]:
    """Return the years that a text names, in full, in short or counted from its document's date."""
    normal = searchable(text)
    named = find_years(normal)
    relative = [
        YearMention(year, r.fiscal, None, None, r.start, r.end)
        for r in find_relative_years(normal)
        if (year := when.counted(r.offset, fiscal=r.fiscal)) is not None
    ]
    found = [*named, *relative, *_named_in_short(normal, named, when)]
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _named_in_short(text: str, named: Sequence[YearMention], when: DocumentTime) -> Iterator[YearMention]:
    """Yield years without their era, of the era that brings them nearest to the year named before or the document's."""
    for match in _SHORT.finditer(text):
        before = [m for m in named if m.end <= match.start()]
        if any(m.start <= match.start() < m.end for m in named):
            continue
        fiscal = match["unit"].endswith("度")
        same_sentence = bool(before) and "。" not in text[before[-1].end : match.start()]
        base = before[-1].year if before else when.year or when.fiscal_year
        if base is None or not (fiscal or same_sentence):
            continue
        year = year_without_era(int(match["number"]), base)
        if abs(year - base) <= _FARTHEST:
            yield YearMention(year, fiscal, None, None, match.start(), match.end())


def _relative_found(question: AnalyzedQuestion, text: str, around: str, when: DocumentTime) -> float | None:
    """Return what 今年度 in a question counts for a unit that counts years likewise, None where it counts none."""
    asked = {(r.offset, r.fiscal) for r in find_relative_years(question.normal)}
    if not asked or (question.years and not _speaks_then(question, when)):
        return None
    for stretch, worth in ((text, 1.0), (around, _AROUND)):
        found = {(r.offset, r.fiscal) for r in find_relative_years(searchable(stretch))}
        if found:
            return worth if found & asked else 0.0
    return None if question.years else _NO_YEAR


def _now_found(question: AnalyzedQuestion, unit: Unit) -> float:
    if not _NOW.search(question.normal):
        return _NO_YEAR
    return 1.0 if _NOW.search(unit.text) else _UNNAMED if find_years(unit.text) else _NO_YEAR


def _speaks_then(question: AnalyzedQuestion, when: DocumentTime, text: str = "") -> bool:
    """Whether a document's own time is the one asked for; a budget's is the fiscal year to come."""
    asked = question.years[0]
    if not asked.fiscal:
        same = when.year == asked.year if when.year else when.fiscal_year == asked.year
        return same and (asked.month is None or when.month in (None, asked.month))
    about = f"{question.normal} {text}"
    budget = _BUDGET.search(about) and not _ACCOUNTS.search(about)
    if budget and when.year and when.month and when.month <= _LAST_MONTH_OF_BUDGETS:
        return asked.year == when.year
    return asked.year == when.counted(0, fiscal=True)


def _agrees(asked: YearMention, found: YearMention) -> bool:
    if asked.year != found.year:
        return False
    return not (
        asked.month and found.month and (asked.month, asked.day or found.day) != (found.month, found.day or asked.day)
    )
