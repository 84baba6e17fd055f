"""The sentences that tell of one of two things what is compared of it, each with its figure where that is clear."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages.ranking import Ranked, Sources
from assistant.passages.units import Unit, units_of
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.side_names import Measured, SideName
from assistant.reckoning.text_figures import TextFigure, figures_of_text, year_of
from assistant.reckoning.text_names import is_of_year
from ingest.normalize import normalize_text
from ingest.wareki import find_years
from vectorstore.words import searchable

# Sentences further down are not about what is asked.
_MOST = 24
_OTHER_TIME = re.compile(r"前年|前回|昨年|目標|計画|予定|見込|全国|全体")
# 3施設から, 42店舗のうち: which of two figures is meant is not clear.
_FROM = re.compile(r"^(?:から|→|〜|の?うち|中(?=\d))")
# 1人当たり: for how much, and not how much.
_EACH = re.compile(r"に?つき|当たり|あたり|ごと")
_BLANK_LINE = re.compile(r"\n\s*\n")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}月から")


@dataclass(frozen=True, slots=True)
class SideText:
    """A sentence about one of two things.

    Attributes:
        figure: Its exact figure, None where it has none or it is not clear which is meant.
    """

    unit: Unit
    label: str
    figure: TextFigure | None

    @property
    def year(self) -> int | None:
        """The year that the figure is of, None where nothing tells."""
        mention = year_of(self.figure) if self.figure else None
        return mention.year if mention else None


class SideTexts:
    """Finds the sentences about one of two things.

    Args:
        sources: Texts and places of whole documents.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def of(
        self,
        question: AnalyzedQuestion,
        side: SideName,
        measured: Measured,
        ranked: Sequence[Ranked],
        *,
        of_time: bool,
    ) -> list[SideText]:
        """Return the sentences about a thing, best first.

        Args:
            question: What is asked of the thing, with the year that holds for both.
            side: The thing.
            measured: What is compared.
            ranked: The units of the passages found, best first.
            of_time: Whether times are compared, and not figures.
        """
        found = []
        for entry in ranked[:_MOST]:
            unit = entry.unit
            if entry.conflict or unit.is_heading or unit.hit.chunk.cells or (question.years and entry.year == 0.0):
                continue
            own, above = unit.text, _above(unit)
            around = self._around(unit)
            if not self._is_of(unit, side, (*above, *around)):
                continue
            priced = measured.is_price and "円" in own
            lead = next((text for text, is_sentence in above.items() if not is_sentence), "")
            missing = [p for p in measured.missing(own, lead, around[0]) if not priced or p != measured.parts[-1]]
            if missing or (not measured.parts and not side.in_text(f"{own} {lead}")):
                continue
            if of_time:
                if _DATE.search(own) or find_years(own):
                    found.append(SideText(unit, side.name, None))
            elif figures_of_text(unit):
                figure = _figure(question, side, measured, unit)
                found.append(SideText(unit, side.name, figure))
        return found

    def _around(self, unit: Unit) -> tuple[str, ...]:
        """Return the headings above a unit's passage, the nearest first, and its document's title and place."""
        chunk = unit.hit.chunk
        place = self._sources.main_place(unit.hit.document) or ""
        headings = [part for part in reversed(chunk.section) if part != unit.hit.title]
        return (*(headings or [unit.hit.title]), f"{unit.hit.title} {place}")

    def _is_of(self, unit: Unit, side: SideName, around: Sequence[str]) -> bool:
        """Whether a unit is about a thing: the nearest of its words and headings that name either of the two."""
        others = SideName(side.other, side.name)
        owner = next(
            (text for text in (f"{_raw(unit)}\n{unit.text}", *around) if side.in_text(text) or others.in_text(text)),
            None,
        )
        if owner is None or not side.in_text(owner):
            return False
        known = searchable(" ".join((unit.text, *around, self._sources.text(unit.hit.document))))
        return all(part in known for part in side.parts)


def _above(unit: Unit) -> dict[str, bool]:
    """Return what stands above a unit in its passage, the nearest first, and whether each is a sentence.

    Behind a blank line, above an item and in a speech only what is no sentence still holds: a line that heads a list.
    """
    chunk = unit.hit.chunk
    found = {unit.heading: False} if unit.heading else {}
    paragraph = not (unit.item or chunk.speaker)
    below = unit.start
    for other in reversed([u for u in units_of(unit.hit) if u.end <= unit.start]):
        paragraph = paragraph and not _BLANK_LINE.search(chunk.text[other.end - chunk.start : below - chunk.start])
        below = other.start
        if paragraph or not other.is_sentence:
            found.setdefault(other.text, other.is_sentence)
    return found


def _figure(question: AnalyzedQuestion, side: SideName, measured: Measured, unit: Unit) -> TextFigure | None:
    """Return the figure of what is compared, None where it is not clear which of them is meant, or it is not exact."""
    pool = [f for f in figures_of_text(unit) if not _OTHER_TIME.search(f.words) and not _EACH.match(f.behind)]
    pool = [f for f in pool if not question.units or f.quantity.unit in question.units] or pool
    pool = [f for f in pool if measured.fits(f.quantity.unit)]
    if measured.is_dear and any(f.quantity.unit == "円" for f in pool):
        pool = [f for f in pool if f.quantity.unit == "円"]
    pool = _behind(side, measured, unit, pool)
    if not pool or not pool[0].exact or _FROM.match(pool[0].behind) or not is_of_year(pool[0], question):
        return None
    return pool[0]


def _behind(side: SideName, measured: Measured, unit: Unit, pool: Sequence[TextFigure]) -> list[TextFigure]:
    """Return the figures behind the thing's name, up to the other's, and of these the ones behind the measure."""
    text = _raw(unit)
    starts = {f: _start(f, unit) for f in pool}
    own, other = side.at(text), SideName(side.other, side.name).at(text)
    if own >= 0:
        end = other if other > own else len(text)
        pool = [f for f in pool if own <= starts[f] < end]
    elif other >= 0:
        return []
    for part in measured.parts[-1:]:
        place = text.find(part)
        if place >= 0 and any(starts[f] >= place for f in pool):
            pool = [f for f in pool if starts[f] >= place]
    return list(pool)


def _start(figure: TextFigure, unit: Unit) -> int:
    chunk = unit.hit.chunk
    return len(normalize_text(chunk.text[unit.start - chunk.start : figure.start - chunk.start]))


def _raw(unit: Unit) -> str:
    """Return a unit as it is set, with the blanks and line breaks that tell its names apart."""
    chunk = unit.hit.chunk
    return normalize_text(chunk.text[unit.start - chunk.start : unit.end - chunk.start])
